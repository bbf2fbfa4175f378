//! One pass over the bytes of a sheet, or of the shared strings, on their way to the parser: joined cells, hidden rows and
//! columns, formulas without a result, struck-out texts.
//!
//! What is struck out of a text is taken from the parser's eyes here: its `<t>` is called `<d>`, so that no byte more or less
//! passes by.

use memchr::memchr;

use super::struck::{self, Struck};
use super::tag::{Tag, address, column};
use crate::ingest::facts::{Merge, SheetFacts, StruckStrings, Watch, add};

/// A cell or string longer than this is not held back until all of it is there.
const LONGEST: usize = 1 << 22;

/// Columns that a sheet can have.
const COLUMNS: u32 = crate::ingest::limits::SHEET_COLUMNS;

/// A cell or a string whose end has not come yet.
#[derive(Default)]
struct OpenItem {
    /// Where it begins.
    start: usize,
    /// Its tag.
    tag: (usize, usize),
    formula: bool,
    /// Where its value begins.
    value: Option<usize>,
    /// Whether it has a text of its own.
    inline: bool,
    /// Whether something in it is struck out.
    strike: bool,
}

/// The pass.
pub(in crate::ingest) struct Scan {
    watch: Watch,
    part: u64,
    strings: StruckStrings,
    /// Whether there are more of them than were told.
    is_news: bool,
    facts: SheetFacts,
    row: u32,
    col: u32,
    string: u32,
    open: Option<OpenItem>,
    /// Bytes that are not handed on yet.
    held: Vec<u8>,
    /// Whether the cells of a sheet have ended.
    ended: bool,
}

impl Scan {
    /// Begins with a part.
    pub fn new(watch: &Watch) -> Scan {
        let (part, strings) = watch.begin_part();
        Scan {
            watch: watch.clone(),
            part,
            strings,
            is_news: false,
            facts: SheetFacts::default(),
            row: 0,
            col: 0,
            string: 0,
            open: None,
            held: Vec::new(),
            ended: false,
        }
    }

    /// Whether the cells of a sheet have ended, so that only what is said of them still comes.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Takes the next bytes, and gives those that can be handed on.
    pub fn pass(&mut self, piece: Vec<u8>) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.held);
        if bytes.is_empty() {
            bytes = piece;
        } else {
            bytes.extend_from_slice(&piece);
        }
        let stop = self.tags(&mut bytes, false);
        self.tell_strings();
        let hold = self.open.as_ref().map_or(stop, |open| open.start.min(stop));
        // What was begun is looked at again from its start.
        self.open = None;
        if bytes.len() - hold <= LONGEST {
            self.held = bytes.split_off(hold);
        }
        bytes
    }

    /// Ends the part: the bytes that were still held back.
    pub fn finish(&mut self) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.held);
        self.tags(&mut bytes, true);
        self.tell_strings();
        self.publish();
        bytes
    }

    fn tell_strings(&mut self) {
        if std::mem::take(&mut self.is_news) {
            self.watch.saw_strings(&self.strings);
        }
    }

    /// Tells what was seen of a sheet whose cells have ended.
    pub fn publish(&mut self) {
        if std::mem::take(&mut self.ended) {
            self.watch.saw_sheet(self.part, std::mem::take(&mut self.facts));
        }
    }

    /// Looks at all tags; gives where it stopped. A tag at the very end is left for later, since what follows it counts.
    fn tags(&mut self, bytes: &mut [u8], last: bool) -> usize {
        let mut at = 0;
        while let Some(start) = memchr(b'<', &bytes[at..]).map(|found| at + found) {
            if let Some(length) = self.plain_cell(&bytes[start..]) {
                at = start + length;
                continue;
            }
            let Some(end) = memchr(b'>', &bytes[start..]).map(|found| start + found) else { return start };
            if end + 1 == bytes.len() && !last {
                return start;
            }
            self.tag(bytes, start, end);
            at = end + 1;
        }
        bytes.len()
    }

    /// Passes over a cell that holds a value and nothing else, as nearly all do; gives its length.
    fn plain_cell(&mut self, bytes: &[u8]) -> Option<usize> {
        let rest = bytes.strip_prefix(b"<c r=\"").filter(|_| self.is_plain())?;
        let close = memchr(b'>', rest)?;
        let (tag, inside) = (&rest[..close], &rest[close + 1..]);
        let value = inside.strip_prefix(b"<v>").filter(|_| tag.last() == Some(&b'"'))?;
        let end = value[memchr(b'<', value)?..].strip_prefix(b"</v></c>")?;
        let letters = tag.iter().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count();
        self.col = column(&tag[..letters]);
        Some(bytes.len() - end.len())
    }

    fn tag(&mut self, bytes: &mut [u8], start: usize, end: usize) {
        let tag = Tag::of(&bytes[start + 1..end]);
        match (tag.name, tag.closing) {
            (b"v", false) if !tag.whole => self.open.iter_mut().for_each(|open| open.value = Some(end + 1)),
            (b"c", false) => self.cell(tag, start, end),
            (b"c", true) => self.end_cell(bytes, end),
            (b"row", false) => self.row(tag),
            (b"row", true) => self.end_row(),
            (b"f", false) => self.open.iter_mut().for_each(|open| open.formula = true),
            (b"is", false) => self.open.iter_mut().for_each(|open| open.inline = true),
            (b"strike", false) => self.open.iter_mut().for_each(|open| open.strike = true),
            (b"si", false) if !tag.whole => {
                self.open = Some(OpenItem { start, tag: (start, end), ..OpenItem::default() })
            }
            (b"si", _) => self.end_string(bytes, end),
            (b"sheetData", _) if tag.closing || tag.whole => self.ended = true,
            (b"col", false) => self.columns(tag),
            (b"mergeCell", false) => self.merge(tag),
            (b"filterColumn", false) => self.facts.filtered = true,
            _ => {}
        }
    }

    fn row(&mut self, tag: Tag<'_>) {
        if let Some(row) = tag.number(b"r") {
            self.row = row.saturating_sub(1);
        }
        if tag.flag(b"hidden") {
            add(&mut self.facts.hidden_rows, self.row);
        }
        if tag.whole {
            self.end_row();
        }
    }

    fn end_row(&mut self) {
        (self.row, self.col) = (self.row.saturating_add(1), 0);
    }

    fn cell(&mut self, tag: Tag<'_>, start: usize, end: usize) {
        if let Some(name) = tag.attribute(b"r") {
            let letters = name.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            self.col = column(&name[..letters.min(3)]).saturating_sub(1);
        }
        if tag.whole {
            self.col = self.col.saturating_add(1);
        } else {
            self.open = Some(OpenItem { start, tag: (start, end), ..OpenItem::default() });
        }
    }

    fn end_cell(&mut self, bytes: &mut [u8], end: usize) {
        let Some(open) = self.open.take() else { return };
        let tag = Tag::of(&bytes[open.tag.0 + 1..open.tag.1]);
        let at = tag.attribute(b"r").and_then(address).unwrap_or((self.row, self.col));
        self.col = self.col.saturating_add(1);
        if at.1 >= COLUMNS {
            return;
        }
        let value = open.value.map_or(&b""[..], |start| text(&bytes[start..end]));
        let shared = !self.is_plain() && tag.attribute(b"t") == Some(b"s");
        if let Some(string) = number(value).filter(|_| shared) {
            self.shared(at, string);
        }
        if open.formula {
            // An empty text is a result: Excel says with `str` that it is one.
            let is_text = open.inline || tag.attribute(b"t") == Some(b"str");
            self.formula(at, value, is_text);
        }
        if open.inline && open.strike {
            match struck::hide(&mut bytes[open.tag.1..end]) {
                Struck::Partly => add(&mut self.facts.partly_struck, at),
                Struck::Wholly => add(&mut self.facts.struck, at),
                Struck::Nothing => {}
            }
        }
    }

    /// Whether nothing is struck out of any shared string.
    fn is_plain(&self) -> bool {
        self.strings.partly.is_empty() && self.strings.wholly.is_empty()
    }

    fn shared(&mut self, at: (u32, u32), string: u32) {
        if self.strings.partly.contains(&string) {
            add(&mut self.facts.partly_struck, at);
        } else if self.strings.wholly.contains(&string) {
            add(&mut self.facts.struck, at);
        }
    }

    fn formula(&mut self, at: (u32, u32), value: &[u8], is_text: bool) {
        let col = at.1 as usize;
        if col >= self.facts.formulas.len() {
            self.facts.formulas.resize(col + 1, 0);
        }
        self.facts.formulas[col] = self.facts.formulas[col].saturating_add(1);
        match value {
            b"" if !is_text => add(&mut self.facts.unstored, at),
            b"0" => add(&mut self.facts.zeros, at),
            _ => {}
        }
    }

    fn end_string(&mut self, bytes: &mut [u8], end: usize) {
        if let Some(open) = self.open.take().filter(|open| open.strike) {
            match struck::hide(&mut bytes[open.start..end]) {
                Struck::Partly => drop(self.strings.partly.insert(self.string)),
                Struck::Wholly => drop(self.strings.wholly.insert(self.string)),
                Struck::Nothing => {}
            }
            self.is_news = true;
        }
        self.string = self.string.saturating_add(1);
    }

    fn columns(&mut self, tag: Tag<'_>) {
        if let (true, Some(first), Some(last)) = (tag.flag(b"hidden"), tag.number(b"min"), tag.number(b"max")) {
            add(&mut self.facts.hidden_columns, (first.saturating_sub(1), last.saturating_sub(1)));
        }
    }

    fn merge(&mut self, tag: Tag<'_>) {
        let Some(range) = tag.attribute(b"ref") else { return };
        let Some(colon) = range.iter().position(|&byte| byte == b':') else { return };
        if let (Some((top, left)), Some((bottom, right))) = (address(&range[..colon]), address(&range[colon + 1..])) {
            let merge = Merge { top, left, bottom, right };
            if top <= bottom && left <= right && (top, left) != (bottom, right) {
                add(&mut self.facts.merges, merge);
            }
        }
    }
}

/// What stands before the next tag.
fn text(bytes: &[u8]) -> &[u8] {
    bytes[..memchr(b'<', bytes).unwrap_or(bytes.len())].trim_ascii()
}

fn number(text: &[u8]) -> Option<u32> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = r#"<worksheet><cols><col min="3" max="4" width="9" hidden="1"/></cols><sheetData>
        <row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1"><f>A1&amp;1</f><v></v></c><c><f>B1</f></c></row>
        <row r="2" hidden="1"><c r="A2" t="s"><v>0</v></c><c r="C2"><f>1-1</f><v>0</v></c></row><row hidden="true"/>
        <x:row><x:c><x:v>5</x:v></x:c><x:c><x:f t="shared" si="0"/><x:v/></x:c></x:row>
        <row r="6"><c r="B6" t="str"><f>IF(A1="","",A1)</f><v/></c></row>
        <row r="9"><c r="A9" t="inlineStr"><is><r><rPr><strike/></rPr><t>300</t></r><r><t>350</t></r></is></c></row>
        </sheetData><autoFilter ref="A1:C9"><filterColumn colId="0"/></autoFilter>
        <mergeCells count="2"><mergeCell ref="A5:A7"/><mergeCell ref="A1:C1"/></mergeCells></worksheet>"#;

    const STRINGS: &str = r#"<sst><si><t>a</t></si><si><r><t>b</t></r><r><rPr><strike val="1"/></rPr><t xml:space="preserve">c </t></r></si><si/>
        <si><r><rPr><strike/></rPr><t>d</t></r></si></sst>"#;

    fn passed(scan: &mut Scan, text: &str, size: usize) -> String {
        let mut out: Vec<u8> = text.as_bytes().chunks(size).flat_map(|piece| scan.pass(piece.to_vec())).collect();
        out.extend(scan.finish());
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_sheet_is_seen_alike_in_pieces_of_any_size() {
        for size in [1, 2, 3, 7, 50, 5000] {
            let watch = Watch::new(true);
            let strings = passed(&mut Scan::new(&watch), STRINGS, size);
            assert_eq!(
                strings,
                STRINGS.replace("<t xml:space=\"preserve\">c </t>", "<d xml:space=\"preserve\">c </d>")
            );
            let sheet = passed(&mut Scan::new(&watch), SHEET, size);
            assert_eq!(sheet, SHEET.replace("<t>300</t>", "<d>300</d>"));
            let facts = watch.facts();
            assert_eq!(facts.hidden_rows, [1, 2]);
            assert_eq!((facts.hidden_columns.as_slice(), facts.filtered), (&[(2, 3)][..], true));
            let corners: Vec<_> = facts.merges.iter().map(|it| (it.top, it.left, it.bottom, it.right)).collect();
            assert_eq!(corners, [(0, 0, 0, 2), (4, 0, 6, 0)]);
            // Row 4 follows row 3, which stands without cells; C has another formula whose result is not stored.
            assert_eq!(facts.unstored, [(0, 1), (0, 2), (3, 1)]);
            assert_eq!(facts.partly_struck, [(0, 0), (8, 0)]);
            assert!(facts.struck.is_empty());
        }
    }

    #[test]
    fn zeros_are_results_unless_all_are_zero_and_to_be_calculated() {
        let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><f>1-1</f><v>0</v></c><c r=\"B1\"><f>1</f><v>1</v></c></row>
            <row r=\"2\"><c r=\"A2\"><f>2-2</f><v>0</v></c><c r=\"B2\"><f>0</f><v>0</v></c></row></sheetData>";
        let unstored = |on_load: bool| {
            let watch = Watch::new(on_load);
            passed(&mut Scan::new(&watch), sheet, 40);
            watch.facts().unstored
        };
        assert_eq!(unstored(true), [(0, 0), (1, 0)]);
        assert!(unstored(false).is_empty());
    }
}
