use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LANGUAGES, Lang, Precision, catalogue, number, printable, withheld, writing};

/// The user's own words, by language code; `""` is the entry of a text given without a language.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Words(pub BTreeMap<String, String>);

impl Words {
    /// One text for every language.
    pub fn plain(text: impl Into<String>) -> Words {
        Words(BTreeMap::from([(String::new(), text.into())]))
    }

    /// The unit of differences between shares.
    pub fn percentage_points() -> Words {
        Words::of([("en", "percentage points"), ("ja", "ポイント")])
    }

    /// A text for each of some languages.
    pub fn of<const N: usize>(texts: [(&str, &str); N]) -> Words {
        Words(texts.map(|(lang, text)| (lang.to_string(), text.to_string())).into())
    }

    /// A phrase in every language.
    pub fn said(phrase: &Phrase) -> Words {
        Words(LANGUAGES.into_iter().map(|lang| (lang.code().to_string(), phrase.render(lang))).collect())
    }

    /// The text in a language, else the text without a language, else any.
    pub fn get(&self, lang: Lang) -> &str {
        let found = self.0.get(lang.code()).or_else(|| self.0.get("")).or_else(|| self.0.values().next());
        found.map_or("", String::as_str)
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(|text| text.is_empty())
    }
}

/// Where a number of a sentence stands: table, row, key of the column. What disclosure control hides there is hidden in the
/// sentence too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct CellRef {
    /// Id of the table.
    pub table: String,
    /// Row, from 0.
    pub row: usize,
    /// Key of the column.
    pub key: String,
}

/// What stands for a value that exists but is not shown.
pub const WITHHELD: &str = "χ";

/// A typed argument of a [`Phrase`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Arg {
    /// How many of something.
    Count(u64),
    /// How many persons or organisations: small numbers of them do not leave the house.
    Units(u64),
    /// A number that stands in a cell of a table, and goes where the cell goes.
    Cell(CellRef, Box<Arg>),
    /// A threshold, a level, a setting: the same whatever the data are, and so always shown.
    Rule(Box<Arg>),
    /// A number that exists but is not shown.
    Withheld,
    /// A number with the decimals to show.
    Number(f64, usize),
    /// A number of an answer, as the numbers of that answer are written.
    Written(f64, Precision),
    /// A share between 0 and 1, with the decimals of the percentage.
    Percent(f64, usize),
    /// A p-value.
    P(f64),
    /// Text that is the same in every language: a file, a column, a value.
    Text(String),
    /// Text of the study that may name somebody: only those who hold the data read it.
    Inside(String),
    /// The user's words.
    Words(Words),
    /// Another phrase.
    Phrase(Box<Phrase>),
    /// Several, joined as the language joins lists.
    List(Vec<Arg>),
}

/// A sentence that is not yet in any language: an English template and its arguments.
///
/// `{n}` stands for an argument; `{n?row|rows}` for the first word where `n` is one and the second otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// English template, which is also the key into the catalogues.
    pub template: Cow<'static, str>,
    /// Arguments by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

/// Makes a [`Phrase`] from a literal template and named arguments.
///
/// ```
/// use tashika::phrase;
/// use tashika::text::Lang;
/// let said = phrase!("{n} {n?row|rows} read", n = 3usize);
/// assert_eq!(said.render(Lang::En), "3 rows read");
/// ```
#[macro_export]
macro_rules! phrase {
    ($template:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::text::Phrase::new($template, vec![$((stringify!($name), $crate::text::Arg::from($value))),*])
    };
}

impl Phrase {
    /// See [`phrase!`](crate::phrase), which tests can find in the source.
    pub fn new(template: &'static str, args: Vec<(&'static str, Arg)>) -> Phrase {
        Phrase {
            template: Cow::Borrowed(template),
            args: args.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect(),
        }
    }

    /// Text that is the same in every language.
    pub fn verbatim(text: impl Into<String>) -> Phrase {
        Phrase::new("{text}", vec![("text", Arg::Text(text.into()))])
    }

    /// The user's words as a phrase.
    pub fn words(words: &Words) -> Phrase {
        Phrase::new("{text}", vec![("text", Arg::Words(words.clone()))])
    }

    /// Whether a value of the sentence is not shown.
    pub fn withholds(&self) -> bool {
        self.args.iter().any(|(_, value)| value.withholds())
    }

    /// The sentence in a language; English where the catalogue lacks the template.
    pub fn render(&self, lang: Lang) -> String {
        if let Some(instead) = withheld::instead(self) {
            return instead.render(lang);
        }
        if let Some(written) = writing::with_unit(self, lang) {
            return written;
        }
        let template = catalogue::translate(&self.template, lang).unwrap_or(&self.template);
        let mut out = String::with_capacity(template.len() + 16);
        let mut rest = template;
        let mut counted = false;
        while let Some(open) = rest.find('{') {
            out.push_str(&spoken(&rest[..open], counted, lang));
            let Some(close) = rest[open..].find('}') else { break };
            let inside = &rest[open + 1..open + close];
            let named = self.args.iter().find(|(key, _)| key == inside);
            let begun = named.and_then(|(name, value)| writing::begun(&out, name, value, lang));
            out.push_str(&begun.unwrap_or_else(|| self.placeholder(inside, lang)));
            counted = named.is_some_and(|(_, value)| value.is_of_units());
            rest = writing::after(&out, &rest[open + close + 1..]);
        }
        out.push_str(&spoken(rest, counted, lang));
        out
    }

    fn placeholder(&self, inside: &str, lang: Lang) -> String {
        let (name, forms) = inside.split_once('?').map_or((inside, None), |(name, forms)| (name, Some(forms)));
        let Some((_, value)) = self.args.iter().find(|(key, _)| key == name) else {
            return format!("{{{inside}}}");
        };
        match forms.and_then(|forms| forms.split_once('|')) {
            Some((one, many)) => {
                spoken(if value.is_one() { one } else { many }, value.is_of_units(), lang).into_owned()
            }
            None => value.render(lang),
        }
    }
}

/// A piece of a template in the words of the study, where it has any; behind a number of units it may say what they are.
fn spoken(text: &str, counted: bool, lang: Lang) -> Cow<'_, str> {
    match lang.words() {
        None => text.into(),
        Some(words) if counted => lang.glossary().count(text, words, lang),
        Some(words) => lang.glossary().speak(text, words, lang),
    }
}

/// A number with its decimals, as an argument.
pub fn num(value: f64, decimals: usize) -> Arg {
    Arg::Number(value, decimals)
}

impl Arg {
    /// How many persons or organisations.
    pub fn units(n: usize) -> Arg {
        Arg::Units(n as u64)
    }

    /// How many persons or organisations, as a cell of a table says it.
    pub fn units_in(cell: CellRef, n: usize) -> Arg {
        Arg::Cell(cell, Box::new(Arg::units(n)))
    }

    /// A number that does not come from the data.
    pub fn rule(number: impl Into<Arg>) -> Arg {
        Arg::Rule(Box::new(number.into()))
    }

    /// A level of confidence, as people write it.
    pub fn level(level: f64) -> Arg {
        Arg::rule(Arg::Percent(level, number::level_decimals(level)))
    }

    /// The argument in a language.
    pub fn render(&self, lang: Lang) -> String {
        match self {
            Arg::Count(n) | Arg::Units(n) => number::group_thousands(&n.to_string()),
            Arg::Cell(_, shown) | Arg::Rule(shown) => shown.render(lang),
            Arg::Withheld => WITHHELD.into(),
            Arg::Number(value, decimals) => number::fixed(*value, *decimals),
            Arg::Written(value, precision) => precision.write(*value, lang),
            Arg::Percent(share, decimals) => number::percent(*share, *decimals, lang),
            Arg::P(p) => number::p_value(*p),
            Arg::Text(text) | Arg::Inside(text) => printable(text).into_owned(),
            Arg::Words(words) => printable(words.get(lang)).into_owned(),
            Arg::Phrase(phrase) => phrase.render(lang),
            Arg::List(items) => {
                items.iter().map(|item| item.render(lang)).collect::<Vec<_>>().join(lang.pack().between)
            }
        }
    }

    fn withholds(&self) -> bool {
        match self {
            Arg::Withheld => true,
            Arg::Cell(_, shown) => shown.withholds(),
            Arg::Phrase(phrase) => phrase.withholds(),
            Arg::List(items) => items.iter().any(Arg::withholds),
            _ => false,
        }
    }

    /// Whether it is a number of persons or organisations, as far as that is known of a number that is not shown.
    fn is_of_units(&self) -> bool {
        match self {
            Arg::Units(_) | Arg::Withheld => true,
            Arg::Cell(_, shown) | Arg::Rule(shown) => shown.is_of_units(),
            _ => false,
        }
    }

    fn is_one(&self) -> bool {
        match self {
            Arg::Count(n) | Arg::Units(n) => *n == 1,
            Arg::Cell(_, shown) | Arg::Rule(shown) => shown.is_one(),
            Arg::Number(value, _) => *value == 1.0,
            Arg::Written(value, precision) => precision.write(*value, Lang::En) == "1",
            Arg::List(items) => items.len() == 1,
            _ => false,
        }
    }
}

macro_rules! counts {
    ($($kind:ty),*) => { $(impl From<$kind> for Arg { fn from(n: $kind) -> Arg { Arg::Count(n as u64) } })* };
}
counts!(usize, u64, u32, u16, u8);

impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_string())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Arg {
        Arg::Text(text.clone())
    }
}
impl From<Words> for Arg {
    fn from(words: Words) -> Arg {
        Arg::Words(words)
    }
}
impl From<&Words> for Arg {
    fn from(words: &Words) -> Arg {
        Arg::Words(words.clone())
    }
}
impl From<Phrase> for Arg {
    fn from(phrase: Phrase) -> Arg {
        Arg::Phrase(Box::new(phrase))
    }
}
impl<T: Into<Arg>> From<Vec<T>> for Arg {
    fn from(items: Vec<T>) -> Arg {
        Arg::List(items.into_iter().map(Into::into).collect())
    }
}
