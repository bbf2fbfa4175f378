use std::cell::Cell;
use std::collections::BTreeMap;

use crate::exhibit::{Audience, Table, TableId};
use crate::findings::{Bundle, Finding};
use crate::phrase;
use crate::text::{Lang, Phrase, Words};

use super::entry::Entry;
use super::id::{SheetId, Shelf, Tint, Volume};
use super::style::CellFormats;

/// What every sheet of an edition has at hand.
pub(super) struct SheetContext<'a> {
    /// Content.
    pub bundle: &'a Bundle,
    /// Language of the edition.
    pub lang: Cell<Lang>,
    /// Formats.
    pub look: CellFormats,
    /// All sheets, in order.
    pub sheets: Vec<Listed>,
    /// The tables that stand on each sheet, in order.
    tables: BTreeMap<SheetId, Vec<&'a Table>>,
}

/// What the sheets know of each other.
pub(super) struct Listed {
    /// Which sheet.
    pub id: SheetId,
    /// Name on the tab.
    pub name: String,
    /// What it holds.
    pub about: Phrase,
    /// What is said where it is missing.
    pub missing: Option<Phrase>,
    /// Where it stands.
    pub shelf: Shelf,
    /// Colour of the tab.
    pub tint: Tint,
    /// Whether it is in the workbook.
    pub there: bool,
}

impl<'a> SheetContext<'a> {
    pub fn new(bundle: &'a Bundle, lang: Lang) -> SheetContext<'a> {
        SheetContext {
            bundle,
            lang: Cell::new(lang),
            look: CellFormats::new(lang),
            sheets: Vec::new(),
            tables: BTreeMap::new(),
        }
    }

    /// The findings as people read them.
    pub fn said(&self) -> Vec<Finding> {
        self.bundle.findings.findings.iter().map(|finding| finding.as_said().into_owned()).collect()
    }

    /// Puts a table on a sheet.
    pub fn put(&mut self, sheet: SheetId, table: &'a Table) {
        self.tables.entry(sheet).or_default().push(table);
    }

    /// The tables that stand on a sheet.
    pub fn tables(&self, sheet: SheetId) -> &[&'a Table] {
        self.tables.get(&sheet).map_or(&[], Vec::as_slice)
    }

    /// Whether a sheet is in the workbook.
    pub fn has(&self, sheet: SheetId) -> bool {
        self.sheets.iter().any(|listed| listed.id == sheet && listed.there)
    }

    /// The name of a sheet.
    pub fn name(&self, sheet: SheetId) -> &str {
        self.sheets.iter().find(|listed| listed.id == sheet).map_or("", |listed| &listed.name)
    }

    /// In which workbook a sheet stands.
    pub fn volume(&self, sheet: SheetId) -> Volume {
        self.sheets.iter().find(|listed| listed.id == sheet).map_or(Volume::Answers, |listed| listed.shelf.volume())
    }

    /// File name of a workbook.
    pub fn file(&self, volume: Volume) -> String {
        super::volume::file_name(self.bundle, self.lang.get(), volume)
    }

    /// What a sheet holds.
    pub fn about(&self, sheet: SheetId) -> Phrase {
        let found = self.sheets.iter().find(|listed| listed.id == sheet);
        found.map_or_else(|| Phrase::verbatim(""), |listed| listed.about.clone())
    }

    /// Whether this edition stays in the house.
    pub fn internal(&self) -> bool {
        self.bundle.findings.edition == Audience::Internal
    }

    /// How many treated and compared cases a finding rests on, as this edition may show it.
    pub fn cases(&self, finding: &Finding) -> [Entry; 2] {
        let sample = &finding.sample;
        let count = |n: usize| if sample.withheld { Entry::withheld() } else { Entry::count(n) };
        let compared = sample.comparison > 0 || sample.withheld && !finding.kind().is_one_group();
        [count(sample.treated), if compared { count(sample.comparison) } else { Entry::Blank }]
    }

    /// A phrase in the language of the edition.
    pub fn say(&self, phrase: &Phrase) -> String {
        phrase.render(self.lang.get())
    }

    /// A phrase about a question, in the words of that question.
    pub fn say_of(&self, question: &str, phrase: &Phrase) -> String {
        phrase.render(self.lang.get().about(question))
    }

    /// From here on in the words of a question; of the study where it is empty.
    pub fn turn_to(&self, question: &str) {
        self.lang.set(self.lang.get().about(question));
    }

    /// The user's words in the language of the edition.
    pub fn words(&self, words: &Words) -> String {
        words.get(self.lang.get()).to_string()
    }

    /// How outputs call a question: its title, else its id.
    pub fn question(&self, id: &str) -> String {
        let found = self.bundle.findings.questions.iter().find(|question| question.id == id);
        let title = found.map(|question| question.title.get(self.lang.get())).filter(|title| !title.is_empty());
        title.unwrap_or(id).to_string()
    }

    /// How outputs call the question that a table belongs to; nothing for tables of the study.
    pub fn owner(&self, table: &TableId) -> Option<String> {
        let question = table.question();
        (!question.is_empty()).then(|| self.question(question))
    }

    /// How outputs call an outcome: its label, else its name.
    pub fn outcome(&self, finding: &Finding) -> String {
        let label = finding.label.get(self.lang.get());
        if label.is_empty() { finding.outcome.clone() } else { label.to_string() }
    }

    /// The outcome with its unit in brackets.
    pub fn outcome_with_unit(&self, finding: &Finding) -> String {
        let (label, unit) = (self.outcome(finding), finding.unit.get(self.lang.get()));
        if unit.is_empty() { label } else { self.say(&phrase!("{label} ({unit})", label = label, unit = unit)) }
    }
}
