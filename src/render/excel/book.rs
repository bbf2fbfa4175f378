use std::collections::BTreeMap;

use crate::exhibit::{Audience, Table, TableId, TableRole, Value};
use crate::findings::{Bundle, Finding};
use crate::phrase;
use crate::text::{Lang, Phrase, Words};

use super::page::Entry;
use super::style::Look;
use super::tab::Tab;

/// What every sheet of an edition has at hand.
pub(super) struct Book<'a> {
    /// Content.
    pub bundle: &'a Bundle,
    /// Language of the edition.
    pub lang: Lang,
    /// Formats.
    pub look: Look,
    /// Sheets that have something to show, in order.
    pub tabs: Vec<Tab>,
    /// The tables of estimates of each question.
    effects: BTreeMap<&'a str, Vec<&'a Table>>,
}

impl<'a> Book<'a> {
    pub fn new(bundle: &'a Bundle, lang: Lang) -> Book<'a> {
        let tabs = Tab::ALL.into_iter().filter(|tab| tab.has_content(bundle)).collect();
        let mut effects: BTreeMap<&str, Vec<&Table>> = BTreeMap::new();
        for table in &bundle.tables {
            if *table.id.role() == TableRole::Effects {
                effects.entry(table.id.question()).or_default().push(table);
            }
        }
        Book { bundle, lang, look: Look::new(lang), tabs, effects }
    }

    /// Whether this edition stays in the house.
    pub fn internal(&self) -> bool {
        self.bundle.findings.edition == Audience::Internal
    }

    /// What the tables of estimates show of a finding's cell; what is withheld there is withheld everywhere.
    fn withheld(&self, finding: &Finding, key: &str) -> bool {
        if self.internal() {
            return false;
        }
        let own = self.effects.get(&*finding.question).into_iter().flatten();
        let label = Value::Words(finding.label.clone());
        let cells = own.flat_map(|it| {
            let of = |row: &usize| it.cell(*row, "label").is_some_and(|cell| cell.value == label);
            (0..it.rows.len()).filter(of).filter_map(|row| it.cell(row, key)).collect::<Vec<_>>()
        });
        cells.into_iter().any(|cell| cell.value == Value::Withheld)
    }

    /// How many treated and compared cases a finding rests on, as this edition may show it.
    pub fn cases(&self, finding: &Finding) -> [Entry; 2] {
        let count = |n: usize, key| if self.withheld(finding, key) { Entry::withheld() } else { Entry::count(n) };
        let compared = finding.sample.comparison;
        let other = if compared == 0 { Entry::Blank } else { count(compared, "n_comparison") };
        [count(finding.sample.treated, "n_treated"), other]
    }

    /// Whether this edition may show the numbers of a finding.
    pub fn shows(&self, finding: &Finding) -> bool {
        !["estimate", "low", "high", "n_treated", "n_comparison"].iter().any(|key| self.withheld(finding, key))
    }

    /// A phrase in the language of the edition.
    pub fn say(&self, phrase: &Phrase) -> String {
        phrase.render(self.lang)
    }

    /// The user's words in the language of the edition.
    pub fn words(&self, words: &Words) -> String {
        words.get(self.lang).to_string()
    }

    /// How outputs call a question: its title, else its id.
    pub fn question(&self, id: &str) -> String {
        let found = self.bundle.findings.questions.iter().find(|question| question.id == id);
        let title = found.map(|question| question.title.get(self.lang)).filter(|title| !title.is_empty());
        title.unwrap_or(id).to_string()
    }

    /// How outputs call the question that a table belongs to; nothing for tables of the study.
    pub fn owner(&self, table: &TableId) -> Option<String> {
        let question = table.question();
        (!question.is_empty()).then(|| self.question(question))
    }

    /// How outputs call an outcome: its label, else its name.
    pub fn outcome(&self, finding: &Finding) -> String {
        let label = finding.label.get(self.lang);
        if label.is_empty() { finding.outcome.clone() } else { label.to_string() }
    }

    /// The outcome with its unit in brackets.
    pub fn outcome_with_unit(&self, finding: &Finding) -> String {
        let (label, unit) = (self.outcome(finding), finding.unit.get(self.lang));
        if unit.is_empty() { label } else { self.say(&phrase!("{label} ({unit})", label = label, unit = unit)) }
    }
}
