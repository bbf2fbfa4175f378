//! What a run writes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{LANGUAGES, Lang, Words, is_japanese};

/// A kind of output. The findings themselves, the tables that `render` needs and the manifest are always written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    /// The brief, as a page and a Word document.
    Brief,
    /// The full report and the methods appendix, as pages.
    Report,
    /// The full report and the methods appendix as Word documents.
    Word,
    /// The Excel workbook.
    Workbook,
    /// Tables as CSV, data and scripts for R and Stata.
    Tables,
    /// Every chart as SVG and PNG.
    Charts,
    /// A page for each part of the data and each grantee, where the study asks for them.
    Parts,
    /// Word templates of the user's own, filled, where there are any.
    Filled,
    /// All of these again for those outside the house.
    Public,
}

impl Output {
    /// All kinds, by name.
    pub const ALL: [(&'static str, Output); 9] = [
        ("brief", Output::Brief),
        ("report", Output::Report),
        ("word", Output::Word),
        ("workbook", Output::Workbook),
        ("tables", Output::Tables),
        ("charts", Output::Charts),
        ("parts", Output::Parts),
        ("filled", Output::Filled),
        ("public", Output::Public),
    ];

    /// What `outputs` of a study may name: the kinds, and all of them.
    pub const NAMES: [&'static str; Output::ALL.len() + 1] = {
        let mut names = ["all"; Output::ALL.len() + 1];
        let mut at = 0;
        while at < Output::ALL.len() {
            names[at] = Output::ALL[at].0;
            at += 1;
        }
        names
    };

    /// What is written where nothing is declared.
    const USUAL: [Output; 6] =
        [Output::Brief, Output::Report, Output::Workbook, Output::Tables, Output::Parts, Output::Filled];

    /// The kinds of a name, which may be `all`.
    pub fn named(name: &str) -> Option<Vec<Output>> {
        let of = |wanted: &dyn Fn(&str) -> bool| {
            Output::ALL.iter().filter(|(known, _)| wanted(known)).map(|(_, output)| *output).collect::<Vec<Output>>()
        };
        let found = if name == "all" { of(&|_| true) } else { of(&|known| known == name) };
        Some(found).filter(|found| !found.is_empty())
    }
}

/// What a run writes, and in which languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outputs {
    /// Kinds, in order.
    pub kinds: Vec<Output>,
    /// Languages, in order.
    pub languages: Vec<Lang>,
}

impl Default for Outputs {
    /// Everything: what earlier versions wrote.
    fn default() -> Outputs {
        Outputs::everything(LANGUAGES.to_vec())
    }
}

impl Outputs {
    /// Everything in these languages.
    pub fn everything(languages: Vec<Lang>) -> Outputs {
        Outputs { kinds: Output::ALL.map(|(_, output)| output).to_vec(), languages }
    }

    /// What a study asks for. Where it names no kinds, the usual ones are written; where it names no languages, those that its
    /// title is given in, or that it is written in.
    pub fn declared(kinds: Vec<Output>, languages: Vec<Lang>, title: &Words) -> Outputs {
        let kinds = if kinds.is_empty() { Output::USUAL.to_vec() } else { kinds };
        let languages = if languages.is_empty() { written_in(title) } else { languages };
        let mut outputs = Outputs { kinds, languages };
        outputs.kinds.sort_unstable();
        outputs.kinds.dedup();
        outputs
    }

    /// Whether a kind is written.
    pub fn has(&self, output: Output) -> bool {
        self.kinds.contains(&output)
    }

    /// Only these kinds instead, if any are named, and these besides.
    pub fn choose(&mut self, only: &[Output], with: &[Output]) {
        if !only.is_empty() {
            self.kinds = only.to_vec();
        }
        self.kinds.extend(with);
        self.kinds.sort_unstable();
        self.kinds.dedup();
    }
}

/// The languages that a title is given in, else the one of its letters.
fn written_in(title: &Words) -> Vec<Lang> {
    let given: Vec<Lang> = LANGUAGES.into_iter().filter(|lang| title.0.contains_key(lang.code())).collect();
    let japanese = title.0.values().any(|text| text.chars().any(is_japanese));
    match given.is_empty() {
        false => given,
        true if japanese => vec![Lang::Ja],
        true => vec![Lang::En],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_is_written_in_the_languages_of_its_title() {
        let languages = |title: &Words| Outputs::declared(Vec::new(), Vec::new(), title).languages;
        assert_eq!(languages(&Words::plain("地域助成")), [Lang::Ja]);
        assert_eq!(languages(&Words::plain("Grants 2020–2022")), [Lang::En]);
        assert_eq!(languages(&Words::of([("en", "Grants"), ("ja", "助成")])).len(), 2);
    }

    #[test]
    fn a_kind_is_stored_by_its_name() {
        for (name, output) in Output::ALL {
            assert_eq!(serde_json::to_value(output).unwrap(), name);
            assert_eq!(Output::named(name), Some(vec![output]));
        }
        assert_eq!(Output::NAMES.last(), Some(&"all"));
        assert_eq!(Output::named("all").unwrap().len(), Output::ALL.len());
        assert!(Output::named("pdf").is_none());
    }

    #[test]
    fn kinds_that_are_named_replace_or_are_added() {
        let mut outputs = Outputs::declared(Vec::new(), vec![Lang::En], &Words::plain("x"));
        assert!(outputs.has(Output::Brief) && !outputs.has(Output::Public));
        outputs.choose(&[], &[Output::Public, Output::Brief]);
        assert!(outputs.has(Output::Public) && outputs.kinds.windows(2).all(|two| two[0] < two[1]));
        outputs.choose(&[Output::Workbook], &[]);
        assert_eq!(outputs.kinds, [Output::Workbook]);
    }
}
