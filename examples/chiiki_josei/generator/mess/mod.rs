//! How people will have keyed the programme: a list of cells that are written otherwise than they should be.

mod names;
mod numbers;
mod years;

use std::collections::BTreeMap;

use super::draw::Draw;
use super::grid::{Book, Cell, Kind, Sheet, Spot, Unclean};
use super::{Program, layout};

/// A cell: book, sheet, row, column.
pub type Place = (usize, usize, usize, usize);

/// Planted cells; never two in one cell.
#[derive(Clone, Debug)]
pub struct Mess(BTreeMap<Place, Unclean>);

impl Mess {
    /// What is planted in a sheet, by row and column.
    pub fn of(&self, book: usize, sheet: usize) -> impl Iterator<Item = &Unclean> {
        self.0.range((book, sheet, 0, 0)..(book, sheet + 1, 0, 0)).map(|(_, unclean)| unclean)
    }

    /// Writes it over clean books.
    ///
    /// # Errors
    /// Where a cell does not hold what it held when the mess was planted.
    pub fn apply(&self, books: &mut [Book]) -> Result<(), String> {
        for (&(book, sheet, row, col), unclean) in &self.0 {
            let rows = &mut books[book].sheets[sheet].rows;
            let cell = rows.get_mut(row).and_then(|row| row.get_mut(col)).filter(|cell| **cell == unclean.was);
            let stale = || format!("{:?} is not at {:?} any more: plant after editing", unclean.was, unclean.spot);
            *cell.ok_or_else(stale)? = unclean.written.clone();
        }
        Ok(())
    }
}

/// The mess of a programme as it is now. Where the programme has been cut short, there is less of it.
pub fn plant(program: &Program) -> Mess {
    let books = layout::books(program);
    let mut planter = Planter { books: &books, program, planted: BTreeMap::new() };
    names::plant(&mut planter);
    years::plant(&mut planter);
    numbers::plant(&mut planter);
    Mess(planter.planted)
}

/// What is being planted where.
struct Planter<'a> {
    books: &'a [Book],
    program: &'a Program,
    planted: BTreeMap<Place, Unclean>,
}

impl<'a> Planter<'a> {
    fn draw(&self, purpose: &str) -> Draw {
        Draw::new(self.program.seed, &format!("mess: {purpose}"), 0)
    }

    /// A sheet by file and name, with its book's and its own number.
    fn sheet(&self, file: &str, name: &str) -> (usize, usize, &'a Sheet) {
        let book = self.books.iter().position(|book| book.file == file).expect("one of the workbooks");
        let sheets = &self.books[book].sheets;
        let sheet = sheets.iter().position(|sheet| sheet.name == name).expect("a sheet of the workbook");
        (book, sheet, &sheets[sheet])
    }

    /// The cells of a column that are still clean.
    fn column(&self, file: &str, sheet: &str, column: &str) -> Vec<Place> {
        let (book, at, sheet) = self.sheet(file, sheet);
        let col = sheet.column(column);
        let places = sheet.body.clone().map(|row| (book, at, row, col));
        places.filter(|place| !self.planted.contains_key(place)).collect()
    }

    fn cell(&self, (book, sheet, row, col): Place) -> &'a Cell {
        &self.books[book].sheets[sheet].rows[row][col]
    }

    fn number(&self, place: Place) -> i64 {
        match self.cell(place) {
            Cell::Number(number) => *number,
            other => panic!("{other:?} is no number"),
        }
    }

    fn text(&self, place: Place) -> &'a str {
        match self.cell(place) {
            Cell::Text(text) => text,
            other => panic!("{other:?} is no text"),
        }
    }

    fn plant(&mut self, place: Place, kind: Kind, written: impl Into<Cell>) {
        let spot = Spot::Cell(place.2 as u32, place.3 as u32);
        let unclean = Unclean { spot, kind, was: self.cell(place).clone(), written: written.into() };
        let before = self.planted.insert(place, unclean);
        assert!(before.is_none(), "two in one cell");
    }
}

/// `count` of the places, or all where there are fewer.
fn some(mut places: Vec<Place>, count: usize, draw: &mut Draw) -> Vec<Place> {
    draw.shuffle(&mut places);
    places.truncate(count);
    places
}

/// ASCII to full width.
fn full_width(text: &str) -> String {
    const OFFSET: u32 = '！' as u32 - '!' as u32;
    let wide = |c: char| if c.is_ascii_graphic() { char::from_u32(c as u32 + OFFSET).unwrap_or(c) } else { c };
    text.chars().map(wide).collect()
}

/// 1200000 → 1,200,000.
fn with_separators(number: i64) -> String {
    let digits = number.to_string();
    let place = |(at, digit): (usize, char)| {
        let separator = at > 0 && (digits.len() - at).is_multiple_of(3);
        separator.then_some(',').into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(place).collect()
}
