use crate::findings::{Bundle, Finding};
use crate::text::{Lang, Phrase, Words};

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
}

impl<'a> Book<'a> {
    pub fn new(bundle: &'a Bundle, lang: Lang) -> Book<'a> {
        let tabs = Tab::ALL.into_iter().filter(|tab| tab.has_content(bundle)).collect();
        Book { bundle, lang, look: Look::new(lang), tabs }
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

    /// How outputs call an outcome: its label, else its name.
    pub fn outcome(&self, finding: &Finding) -> String {
        let label = finding.label.get(self.lang);
        if label.is_empty() { finding.outcome.clone() } else { label.to_string() }
    }

    /// The outcome with its unit in brackets.
    pub fn outcome_with_unit(&self, finding: &Finding) -> String {
        let (label, unit) = (self.outcome(finding), finding.unit.get(self.lang));
        match (unit.is_empty(), self.lang) {
            (true, _) => label,
            (false, Lang::Ja) => format!("{label}（{unit}）"),
            (false, _) => format!("{label} ({unit})"),
        }
    }
}
