use docx_rs::{
    AbstractNumbering, AlignmentType, Docx, Footer, IndentLevel, Level, LevelJc, LevelText, LineSpacing, NumPages,
    NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph, Pic, Run, RunFonts, SpecialIndentType, Start,
    Style, StyleType, Table,
};

use crate::phrase;
use crate::render::report::block::Block;
use crate::render::report::chart::ChartView;
use crate::text::{Lang, Phrase};

use super::{package, table};

/// Gives the PNG of a figure by its id.
pub type Pictures<'p> = &'p dyn Fn(&str) -> Option<&'p [u8]>;

/// Width of the text, in twentieths of a point: A4 less its margins.
pub const WIDTH: usize = 11_906 - 2 * MARGIN;
/// Margin at each side.
const MARGIN: usize = 1_134;
/// EMU in a twentieth of a point.
const EMU: usize = 635;
const INK: &str = "1D2733";
const SOFT: &str = "566372";
/// A font that Windows, Office for the Mac and LibreOffice have or replace by one with Japanese letters.
const FONT: &str = "Yu Gothic";
const BULLETS: usize = 2;
/// Sizes of letters by density, in half points.
const SIZES: [usize; 4] = [20, 17, 15, 13];

/// What a document holds, one under the other.
enum DocumentPiece {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

impl DocumentPiece {
    fn add_to(self, docx: Docx) -> Docx {
        match self {
            DocumentPiece::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
            DocumentPiece::Table(table) => docx.add_table(*table),
        }
    }
}

/// A Word document as it is written.
pub struct Writer<'p> {
    /// Without its content.
    docx: Docx,
    pieces: Vec<DocumentPiece>,
    /// Language.
    pub lang: Lang,
    pictures: Pictures<'p>,
    /// Words of the pictures, in order.
    alts: Vec<String>,
    paragraphs: usize,
    /// Size of letters, in half points.
    pub size: usize,
    /// Largest height of a picture, in twentieths of a point.
    pub tallest: usize,
}

impl<'p> Writer<'p> {
    /// An empty document of A4 pages.
    pub fn new(lang: Lang, pictures: Pictures<'p>) -> Writer<'p> {
        Writer::dense(lang, pictures, 0)
    }

    /// An empty document whose letters are the smaller the higher its density, from 0 to 3.
    pub fn dense(lang: Lang, pictures: Pictures<'p>, density: u8) -> Writer<'p> {
        let size = SIZES[usize::from(density).min(SIZES.len() - 1)];
        let margin = MARGIN as i32;
        let margins = PageMargin::new().top(margin).bottom(margin).left(margin).right(margin).footer(500);
        let docx = Docx::new()
            .page_size(11_906, 16_838)
            .page_margin(margins)
            .default_fonts(fonts())
            .default_size(size)
            .add_abstract_numbering(bullets())
            .add_numbering(Numbering::new(BULLETS, BULLETS));
        let docx = styles(size).into_iter().fold(docx, Docx::add_style);
        Writer { docx, pieces: Vec::new(), lang, pictures, alts: Vec::new(), paragraphs: 0, size, tallest: 11_000 }
    }

    /// An empty paragraph with an id of its own, so that the same content gives the same bytes.
    pub fn paragraph(&mut self) -> Paragraph {
        self.paragraphs += 1;
        Paragraph::new().id(format!("{:08X}", self.paragraphs))
    }

    fn push(&mut self, paragraph: Paragraph) {
        self.pieces.push(DocumentPiece::Paragraph(Box::new(paragraph)));
    }

    /// Adds a finished table.
    pub fn push_table(&mut self, table: Table) {
        self.pieces.push(DocumentPiece::Table(Box::new(table)));
    }

    /// A phrase in the language.
    pub fn say(&self, phrase: &Phrase) -> String {
        phrase.render(self.lang)
    }

    /// The head of a document.
    pub fn cover(&mut self, kind: &Phrase, title: &str, part: Option<&str>, internal: bool) {
        let kind = self.say(kind);
        self.soft(&kind);
        self.styled("Title", title);
        if let Some(part) = part {
            self.text(part);
        }
        let edition = if internal {
            phrase!("Internal edition: for those who hold the data")
        } else {
            phrase!("Public edition: small numbers are withheld (χ), others are rounded")
        };
        let edition = self.say(&edition);
        self.soft(&edition);
    }

    /// A heading of a level from 1.
    pub fn heading(&mut self, level: usize, text: &str) {
        self.styled(&format!("Heading{level}"), text);
    }

    /// The same with a bookmark, to which links lead.
    pub fn marked_heading(&mut self, level: usize, text: &str, id: usize, mark: &str) {
        let paragraph = self.paragraph().style(&format!("Heading{level}")).keep_next(true);
        let paragraph = paragraph.add_bookmark_start(id, mark).add_run(Run::new().add_text(text)).add_bookmark_end(id);
        self.push(paragraph);
    }

    fn styled(&mut self, style: &str, text: &str) {
        let paragraph = self.paragraph().style(style).keep_next(true).add_run(Run::new().add_text(text));
        self.push(paragraph);
    }

    /// A paragraph.
    pub fn text(&mut self, text: &str) {
        let paragraph = self.paragraph().add_run(Run::new().add_text(text));
        self.push(paragraph);
    }

    /// A paragraph in bold.
    pub fn strong(&mut self, text: &str) {
        let paragraph = self.paragraph().keep_next(true).add_run(Run::new().add_text(text).bold());
        self.push(paragraph);
    }

    /// A paragraph in small grey letters.
    pub fn soft(&mut self, text: &str) {
        let paragraph = self.paragraph().add_run(Run::new().add_text(text).size(self.size - 3).color(SOFT));
        self.push(paragraph);
    }

    /// A list.
    pub fn items(&mut self, lines: &[String]) {
        for line in lines {
            let numbered = self.paragraph().numbering(NumberingId::new(BULLETS), IndentLevel::new(0));
            self.push(numbered.line_spacing(LineSpacing::new().after(40)).add_run(Run::new().add_text(line)));
        }
    }

    /// What a person must fill in.
    pub fn open(&mut self, what: &str) {
        let lead = self.say(&phrase!("To be filled in:"));
        let paragraph = self
            .paragraph()
            .add_run(Run::new().add_text(format!("{lead} ")).bold().highlight("yellow"))
            .add_run(Run::new().add_text(what).highlight("yellow"));
        self.push(paragraph);
    }

    /// A new page.
    pub fn new_page(&mut self) {
        let paragraph = self.paragraph().page_break_before(true).line_spacing(LineSpacing::new().after(0));
        self.push(paragraph.size(2));
    }

    /// A chart as a picture with its words, and the numbers behind it.
    pub fn chart(&mut self, chart: &ChartView, numbers: bool) {
        let pictures = self.pictures;
        let Some((png, pixels)) = pictures(&chart.id).and_then(|png| Some((png, size(png)?))) else { return };
        let picture = self.placed(png, pixels, self.tallest, &chart.alt);
        let paragraph = self.paragraph().align(AlignmentType::Center).add_run(picture);
        self.push(paragraph);
        self.soft(&chart.source);
        if let Some(table) = chart.table.as_ref().filter(|_| numbers) {
            table::write(self, table);
        }
    }

    /// A photograph or drawing with its words, no taller than a third of a page.
    pub fn picture(&mut self, bytes: &[u8], shows: &str) {
        let Some(pixels) = size(bytes).filter(|_| bytes.starts_with(b"\x89PNG")).or_else(|| jpeg_size(bytes)) else {
            return;
        };
        let picture = self.placed(bytes, pixels, 75 * 57, shows);
        let paragraph = self.paragraph().add_run(picture);
        self.push(paragraph);
    }

    /// A picture in the line, as wide as the text and no taller than a limit; its words are kept for the package.
    fn placed(&mut self, bytes: &[u8], pixels: (u32, u32), tallest: usize, words: &str) -> Run {
        self.alts.push(words.to_string());
        let (width, height) = fitted(pixels, WIDTH, tallest);
        let id = format!("rIdPicture{}", self.alts.len());
        Run::new().add_image(Pic::new_with_dimensions(bytes.to_vec(), pixels.0, pixels.1).id(id).size(width, height))
    }

    /// Blocks, in order.
    pub fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Head(text) => self.heading(2, text),
                Block::Text(text) => self.text(text),
                Block::Items(lines) => self.items(lines),
                Block::Pairs(pairs) => table::pairs(self, pairs),
                Block::Table(view) => table::write(self, view),
                Block::Chart(chart) if chart.working => self.chart(chart, true),
                // The report has the picture.
                Block::Chart(chart) => chart.table.iter().for_each(|numbers| table::write(self, numbers)),
                Block::Code(lines) => lines.iter().for_each(|line| self.code(line)),
                Block::Open(what) => self.open(what),
            }
        }
    }

    fn code(&mut self, line: &str) {
        let fonts = RunFonts::new().ascii("Consolas").hi_ansi("Consolas").east_asia(FONT);
        let paragraph = self.paragraph().add_run(Run::new().add_text(line).fonts(fonts).size(18));
        self.push(paragraph);
    }

    /// The document's bytes.
    ///
    /// # Errors
    /// Why it could not be packed.
    pub fn save(mut self, title: &str, engine: &str) -> Result<Vec<u8>, String> {
        let number = self
            .paragraph()
            .align(AlignmentType::Right)
            .add_page_num(PageNum::new())
            .add_run(Run::new().add_text(" / "))
            .add_num_pages(NumPages::new());
        let docx = self.pieces.into_iter().fold(self.docx, |docx, piece| piece.add_to(docx));
        let docx = docx.footer(Footer::new().add_paragraph(number));
        package::pack(docx, &self.alts, title, engine)
    }
}

fn fonts() -> RunFonts {
    RunFonts::new().ascii(FONT).hi_ansi(FONT).east_asia(FONT).cs(FONT)
}

fn styles(base: usize) -> Vec<Style> {
    // Headings and gaps shrink with the letters.
    let gap = |full: u32| full * (base as u32 - 8) / 12;
    let heading = |id: &str, name: &str, size: usize, before: u32, level: Option<usize>| {
        let size = size * base / 20;
        let style = Style::new(id, StyleType::Paragraph).name(name).based_on("Normal").next("Normal").q_format(true);
        let style = style.size(size).bold().color(INK).fonts(fonts());
        let style = style.line_spacing(LineSpacing::new().before(gap(before)).after(gap(100)));
        level.map_or(style.clone(), |level| style.outline_lvl(level))
    };
    vec![
        Style::new("Normal", StyleType::Paragraph)
            .name("Normal")
            .q_format(true)
            .size(base)
            .fonts(fonts())
            .line_spacing(LineSpacing::new().after(gap(100))),
        heading("Title", "Title", 36, 0, None),
        heading("Heading1", "heading 1", 28, 360, Some(0)),
        heading("Heading2", "heading 2", 23, 240, Some(1)),
        heading("Heading3", "heading 3", 20, 160, Some(2)),
    ]
}

fn bullets() -> AbstractNumbering {
    let level = Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"));
    let level = level.indent(Some(320), Some(SpecialIndentType::Hanging(320)), None, None);
    AbstractNumbering::new(BULLETS).add_level(level)
}

/// Width and height of a PNG in pixels, as its header says.
pub fn size(png: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(png.get(at..at + 4)?.try_into().ok()?));
    Some((number(16)?, number(20)?)).filter(|(width, height)| *width > 0 && *height > 0)
}

/// Width and height of a JPEG in pixels: those of its first frame.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let two = |at: usize| Some(u32::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let mut at = 2;
    while *bytes.get(at)? == 0xFF {
        let marker = *bytes.get(at + 1)?;
        if matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
            let size = (two(at + 7)?, two(at + 5)?);
            return Some(size).filter(|(width, height)| *width > 0 && *height > 0);
        }
        at += 2 + two(at + 2)?.max(2) as usize;
    }
    None
}

/// Width and height of a picture in EMU: as wide as there is room, but no taller than a limit, both in twentieths of a point.
pub fn fitted((width, height): (u32, u32), room: usize, tallest: usize) -> (u32, u32) {
    let (wide, tall) = ((room * EMU) as f64, (tallest * EMU) as f64);
    let scale = (wide / f64::from(width)).min(tall / f64::from(height));
    (((f64::from(width) * scale) as u32).max(1), ((f64::from(height) * scale) as u32).max(1))
}
