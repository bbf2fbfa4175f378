use std::collections::BTreeSet;

use rust_xlsxwriter::{Color, Format, FormatAlign, Table, TableColumn, TableStyle, Url, Worksheet, XlsxError};

use crate::phrase;
use crate::text::Phrase;

use super::book::{Listed, SheetContext};
use super::entry::Entry;
use super::id::SheetId;
use super::measure;

/// What writing gives.
pub(super) type Written = Result<(), XlsxError>;

/// Excel allows rows of at most 409 points.
const TALLEST: f64 = 409.0;
const A4: u8 = 9;
/// Widest prose in digits: wider lines are hard to read.
pub(super) const PROSE: f64 = 110.0;

/// A sheet that is being written from the top down.
pub(super) struct Page<'a> {
    /// The sheet.
    pub sheet: &'a mut Worksheet,
    /// Edition.
    pub book: &'a SheetContext<'a>,
    /// Which sheet this is.
    pub id: SheetId,
    /// Next row.
    pub row: u32,
    /// Names for ranges, made on the way: name, formula.
    pub names: Vec<(String, String)>,
    widths: Vec<f64>,
    open: Option<OpenTable>,
}

/// A table whose rows are being written.
struct OpenTable {
    head: u32,
    from: u16,
    titles: Vec<(String, bool)>,
    filtered: bool,
}

impl<'a> Page<'a> {
    /// Opens a sheet: its name, paper and margins.
    pub fn open(sheet: &'a mut Worksheet, book: &'a SheetContext<'a>, own: &Listed) -> Result<Page<'a>, XlsxError> {
        sheet.set_name(&own.name)?.set_tab_color(Color::RGB(own.tint.rgb())).set_screen_gridlines(false);
        sheet
            .set_paper_size(A4)
            .set_landscape()
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.5, 0.5, 0.75, 0.6, 0.3, 0.3);
        let title = measure::clip(book.bundle.findings.study.title.get(book.lang.get()), 60).replace('&', "&&");
        let engine = measure::clip(&book.bundle.findings.manifest.engine, 40).replace('&', "&&");
        let font = book.look.font();
        sheet.set_header(format!("&L&\"{font},Regular\"&9 {title}&R&\"{font},Regular\"&9 &A"));
        sheet.set_footer(format!("&L&\"{font},Regular\"&9 {engine}&R&\"{font},Regular\"&9 &P / &N"));
        sheet
            .set_active(matches!(own.id, SheetId::Findings | SheetId::Contents))
            .set_first_tab(matches!(own.id, SheetId::ReadMe | SheetId::Contents));
        Ok(Page { sheet, book, id: own.id, row: 0, names: Vec::new(), widths: Vec::new(), open: None })
    }

    /// A phrase in the language of the edition.
    pub fn say(&self, phrase: &Phrase) -> String {
        self.book.say(phrase)
    }

    /// A phrase about a question, in the words of that question.
    pub fn say_of(&self, question: &str, phrase: &Phrase) -> String {
        self.book.say_of(question, phrase)
    }

    /// A phrase about a question as an item of a list.
    pub fn bullet(&self, question: &str, phrase: &Phrase) -> String {
        self.say_of(question, &phrase!("• {line}", line = phrase.clone()))
    }

    /// Sets the widths of the columns from the first, in digits.
    pub fn columns(&mut self, widths: &[f64]) -> Written {
        for (column, width) in (0u16..).zip(widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        self.widths = widths.to_vec();
        Ok(())
    }

    /// Width of a column.
    pub fn width(&self, column: u16) -> f64 {
        self.widths.get(usize::from(column)).copied().unwrap_or(8.4)
    }

    /// The first column with which a text from column A has enough room.
    fn span(&self, room: f64) -> u16 {
        let mut sum = 0.0;
        let wide = (0u16..60).position(|column| {
            sum += self.width(column);
            sum >= room
        });
        wide.unwrap_or(59) as u16
    }

    /// Frozen headings and repeated print rows for the one table of a sheet whose headings stand in row `head`.
    pub fn keep_in_sight(&mut self, head: u32, frozen: u16) -> Written {
        self.sheet.set_freeze_panes(head + 1, frozen)?;
        self.sheet.set_repeat_rows(head, head)?;
        Ok(())
    }

    /// Leaves rows free.
    pub fn skip(&mut self, rows: u32) -> Written {
        self.close()?;
        self.row += rows;
        Ok(())
    }

    /// Ends the table whose rows were written last, and marks it up as one: programs that read a sheet aloud say where it begins,
    /// and what each of its columns is called.
    pub fn close(&mut self) -> Written {
        let Some(table) = self.open.take() else { return Ok(()) };
        if self.row <= table.head + 1 || !table.titles.iter().all(|(title, _)| is_heading(title)) {
            return Ok(());
        }
        let mut taken = BTreeSet::new();
        let columns = table.titles.iter().map(|(title, numeric)| {
            TableColumn::new()
                .set_header(different(title, &mut taken))
                .set_header_format(self.head_format(*numeric, table.filtered))
        });
        let columns: Vec<TableColumn> = columns.collect();
        let last = table.from + (columns.len() - 1) as u16;
        let marked = Table::new().set_columns(&columns).set_style(TableStyle::None).set_autofilter(table.filtered);
        self.sheet.add_table(table.head, table.from, self.row - 1, last, &marked)?;
        Ok(())
    }

    /// The title of the sheet and the line under it.
    pub fn title(&mut self, title: &Phrase, subtitle: &Phrase) -> Written {
        let look = &self.book.look;
        self.sheet.set_row_height(self.row, look.line() * 1.7)?;
        self.sheet.write_string_with_format(self.row, 0, self.book.say(title), &look.title)?;
        self.row += 1;
        self.prose(&self.book.say(subtitle), &look.subtitle.clone().set_text_wrap())?;
        self.skip(1)
    }

    /// The heading of a part.
    pub fn heading(&mut self, text: &str) -> Written {
        self.close()?;
        let look = &self.book.look;
        self.sheet.set_row_height(self.row, look.line() * 1.3)?;
        self.sheet.write_string_with_format(self.row, 0, measure::cell(text), &look.heading)?;
        self.row += 1;
        Ok(())
    }

    /// Text over as many columns as it takes to be readable, wrapped.
    pub fn prose(&mut self, text: &str, format: &Format) -> Written {
        self.close()?;
        let last = self.span(PROSE.min(measure::longest_line(text) + 2.0));
        let room: f64 = (0..=last).map(|column| self.width(column)).sum();
        let text = measure::cell(text);
        self.height(measure::lines(&text, room - 2.0))?;
        if last == 0 {
            self.sheet.write_string_with_format(self.row, 0, text, format)?;
        } else {
            self.sheet.merge_range(self.row, 0, self.row, last, &text, format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A note under a table.
    pub fn note(&mut self, text: &str) -> Written {
        let format = self.book.look.note.clone();
        self.prose(text, &format)
    }

    /// The line under a table that says what it is made from.
    pub fn source(&mut self, table: &str) -> Written {
        let manifest = &self.book.bundle.findings.manifest;
        let mut files: Vec<&str> = manifest.sources.iter().map(|source| &*source.file).collect();
        files.dedup();
        if files.is_empty() {
            return self.note(&self.say(&phrase!("Source: {engine}", engine = manifest.engine.as_str())));
        }
        let files: Vec<String> = files.into_iter().take(6).map(str::to_string).collect();
        let line = match table {
            // Ids of tables hold names of variables, which say nothing to those who have no data.
            _ if table.is_empty() || !self.book.internal() => {
                phrase!("Source: {files}; {engine}", files = files, engine = manifest.engine.as_str())
            }
            table => phrase!(
                "Source: {files}; {engine}, table {table}",
                files = files,
                engine = manifest.engine.as_str(),
                table = table
            ),
        };
        self.note(&self.say(&line))
    }

    /// A row of column headings; `numeric` says which stand over numbers.
    pub fn head(&mut self, from: u16, titles: &[(String, bool)]) -> Written {
        self.close()?;
        self.open = Some(OpenTable { head: self.row, from, titles: titles.to_vec(), filtered: false });
        let mut most = 1;
        for (column, (title, numeric)) in (from..).zip(titles) {
            let format = self.head_format(*numeric, false);
            self.sheet.write_string_with_format(self.row, column, title, &format)?;
            // Bold text is a little wider.
            let room = self.width(column) / 1.08 - if *numeric { 2.0 } else { 1.0 };
            most = most.max(measure::lines(title, room));
        }
        self.height(most)?;
        self.row += 1;
        Ok(())
    }

    /// The same of phrases, from the first column.
    pub fn phrases_head(&mut self, titles: &[(Phrase, bool)]) -> Written {
        let titles: Vec<(String, bool)> = titles.iter().map(|(title, numeric)| (self.say(title), *numeric)).collect();
        self.head(0, &titles)
    }

    /// How a heading looks; above the arrow of a filter it stands at the top.
    fn head_format(&self, numeric: bool, filtered: bool) -> Format {
        let look = &self.book.look;
        let format = if numeric { look.head_number.clone() } else { look.head.clone() };
        if filtered { format.set_align(FormatAlign::Top) } else { format }
    }

    /// A row of column headings with room below the words for the arrows of a filter.
    pub fn filtered_head(&mut self, titles: &[(String, bool)]) -> Written {
        let row = self.row;
        self.head(0, titles)?;
        for (column, (title, numeric)) in (0u16..).zip(titles) {
            let format = self.head_format(*numeric, true);
            self.sheet.write_string_with_format(row, column, title, &format)?;
        }
        let lines = titles
            .iter()
            .zip(0u16..)
            .map(|((title, _), column)| measure::lines(title, self.width(column) / 1.08 - 2.0));
        let most = lines.max().unwrap_or(1) + 1;
        self.open.iter_mut().for_each(|table| table.filtered = true);
        self.row = row;
        self.height(most)?;
        self.row += 1;
        Ok(())
    }

    /// A row of a table; its height fits the tallest text.
    pub fn line(&mut self, from: u16, entries: &[Entry]) -> Written {
        let mut most = 1;
        for (column, entry) in (from..).zip(entries) {
            self.entry(self.row, column, entry)?;
            let bold = if matches!(entry, Entry::Strong(_) | Entry::Code(_)) { 1.08 } else { 1.0 };
            let lines = entry.words().map_or(1, |text| measure::lines(text, self.width(column) / bold - 1.0));
            most = most.max(lines);
        }
        self.height(most)?;
        self.row += 1;
        Ok(())
    }

    /// Text over several columns of the row just written, which gets tall enough for it.
    pub fn aside(&mut self, from: u16, to: u16, text: &str) -> Written {
        // A table has no cells over several columns.
        self.open = None;
        let row = self.row - 1;
        let room: f64 = (from..=to).map(|column| self.width(column)).sum();
        self.sheet.merge_range(row, from, row, to, &measure::cell(text), &self.book.look.cell)?;
        self.row = row;
        self.height(measure::lines(text, room - 2.0))?;
        self.row += 1;
        Ok(())
    }

    /// Writes one cell.
    pub fn entry(&mut self, row: u32, column: u16, entry: &Entry) -> Written {
        let look = &self.book.look;
        let sheet = &mut *self.sheet;
        match entry {
            Entry::Blank => sheet.write_blank(row, column, &look.cell)?,
            Entry::Text(text) => sheet.write_string_with_format(row, column, measure::cell(text), &look.cell)?,
            Entry::Strong(text) => sheet.write_string_with_format(row, column, measure::cell(text), &look.strong)?,
            Entry::Instead(text) => {
                sheet.write_string_with_format(row, column, measure::cell(text), &look.instead())?
            }
            Entry::Code(text) => sheet.write_string_with_format(row, column, measure::cell(text), &look.code)?,
            Entry::Number(value, form) => sheet.write_number_with_format(row, column, *value, &look.number(*form))?,
            Entry::Goto(id, to, text) => {
                let cell = format!("'{}'!A{}", self.book.name(*id), to + 1);
                let link = match self.book.volume(*id) {
                    volume if volume == self.book.volume(self.id) => format!("internal:{cell}"),
                    volume => format!("file:///{}#{cell}", self.book.file(volume)),
                };
                let link = Url::new(link).set_text(measure::cell(text));
                sheet.write_url_with_format(row, column, link, &look.link)?
            }
            Entry::Input(text) => sheet.write_string_with_format(row, column, measure::cell(text), &look.input)?,
            Entry::Outside(link, text) => {
                let url = Url::new(link.as_str()).set_text(text.as_str());
                if sheet.write_url_with_format(row, column, url, &look.link).is_err() {
                    sheet.write_string_with_format(row, column, text, &look.cell)?;
                }
                sheet
            }
        };
        Ok(())
    }

    /// Sets the height of the current row to a number of lines; one line is the default height.
    pub fn height(&mut self, lines: usize) -> Written {
        if lines > 1 {
            self.sheet.set_row_height(self.row, (self.book.look.line() * lines as f64 + 2.0).min(TALLEST))?;
        }
        Ok(())
    }
}

/// Excel takes no heading of a table that is empty, too long, or breaks its line.
fn is_heading(title: &str) -> bool {
    !title.is_empty() && title.len() < 250 && !title.contains(['\n', '\r'])
}

/// The heading, with a number where another column of the table is called the same.
fn different(title: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{title} {n}"));
    let mut all = std::iter::once(title.to_string()).chain(numbered);
    all.find(|title| taken.insert(title.to_lowercase())).unwrap_or_default()
}
