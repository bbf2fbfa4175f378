use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{OnceLock, PoisonError, RwLock};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::CODES;
use super::OURS;
use super::catalogue::{self, Catalogue};
use super::vocabulary::{Glossary, Vocabulary, Voices};

/// All that makes a language: what stands in its folder `text/<code>`.
pub struct Pack {
    /// Code used in study files, file names and HTML.
    pub code: &'static str,
    /// Its catalogues: TOML tables from English template to translation. None for English, the language of the templates.
    pub catalogues: &'static [&'static str],
    /// Report templates of its own, by name, where the common ones do not suit it.
    pub pages: &'static [(&'static str, &'static str)],
    /// What stands between the items of a list.
    pub between: &'static str,
    /// What its templates say of those a study is about, a TOML table: see [`Glossary`].
    pub roles: &'static str,
}

/// The registry: a line for each language, in the order in which outputs are made, names its constant, its folder and its code.
macro_rules! languages {
    ($($name:ident = $folder:ident, $code:literal);+ $(;)?) => {
        $(mod $folder;)+
        #[allow(non_upper_case_globals)]
        impl Lang {
            $(#[doc = concat!("The language `", $code, "`.")]
            pub const $name: Lang = Lang::plain($code);)+
        }
        /// Every language that comes with the program, in the order in which outputs are made.
        pub const LANGUAGES: [Lang; [$($code),+].len()] = [$(Lang::$name),+];
        /// Their codes.
        pub const CODES: &[&str] = &[$($code),+];
        static OURS: [lang::Known; CODES.len()] = [$(lang::Known::of(&$folder::PACK)),+];
    };
}

/// A language that outputs can be written in, by its code, and the words that a study has in it for those it is about. Languages
/// are the same where their codes are.
#[derive(Clone, Copy)]
pub struct Lang {
    code: &'static str,
    voices: Option<&'static Voices>,
    words: Option<&'static Vocabulary>,
}

/// A pack with its catalogue read.
pub(super) struct Known {
    pack: &'static Pack,
    entries: OnceLock<Catalogue>,
    glossary: OnceLock<Glossary>,
}

impl Known {
    pub(super) const fn of(pack: &'static Pack) -> Known {
        Known { pack, entries: OnceLock::new(), glossary: OnceLock::new() }
    }

    fn is_called(&self, code: &str) -> bool {
        self.pack.code.eq_ignore_ascii_case(code)
    }
}

/// The languages that do not come with the program.
static REGISTERED: RwLock<Vec<&'static Known>> = RwLock::new(Vec::new());

/// The language of a code in small or capital letters.
fn find(code: &str) -> Option<&'static Known> {
    OURS.iter().find(|known| known.is_called(code)).or_else(|| registered(|known| known.is_called(code)))
}

fn registered(wanted: impl Fn(&Known) -> bool) -> Option<&'static Known> {
    let all = REGISTERED.read().unwrap_or_else(PoisonError::into_inner);
    all.iter().copied().find(|known| wanted(known))
}

/// The words of studies that were spoken so far: few, and each once.
static SPOKEN: RwLock<Vec<&'static Voices>> = RwLock::new(Vec::new());

impl Lang {
    pub(super) const fn plain(code: &'static str) -> Lang {
        Lang { code, voices: None, words: None }
    }

    /// The language with the words that a study has for those it is about.
    pub fn speaking(self, voices: &Voices) -> Lang {
        if voices.is_empty() {
            return Lang::plain(self.code);
        }
        let mut spoken = SPOKEN.write().unwrap_or_else(PoisonError::into_inner);
        let known = spoken.iter().copied().find(|known| *known == voices);
        let voices = known.unwrap_or_else(|| {
            let voices: &'static Voices = Box::leak(Box::new(voices.clone()));
            spoken.push(voices);
            voices
        });
        Lang { voices: Some(voices), words: Some(&voices.study), ..self }
    }

    /// The language with the words of a question, where it has its own.
    pub fn about(self, question: &str) -> Lang {
        Lang { words: self.voices.map(|voices| voices.of(question)), ..self }
    }

    /// The words that a study has for those it is about.
    pub(super) fn words(self) -> Option<&'static Vocabulary> {
        self.words
    }

    /// What templates of the language say of those a study is about.
    pub fn glossary(self) -> &'static Glossary {
        let known = self.known();
        known.glossary.get_or_init(|| Glossary::read(known.pack.roles))
    }

    /// Adds a language to those that come with the program, for as long as the process lives. A code that is known already stays
    /// what it is.
    pub fn register(pack: &'static Pack) -> Lang {
        if let Some(known) = find(pack.code) {
            return Lang::plain(known.pack.code);
        }
        let known = Box::leak(Box::new(Known::of(pack)));
        REGISTERED.write().unwrap_or_else(PoisonError::into_inner).push(known);
        Lang::plain(pack.code)
    }

    /// The code used in study files, file names and HTML.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// What makes the language.
    pub fn pack(self) -> &'static Pack {
        self.known().pack
    }

    /// All entries of its catalogues: English template to translation.
    pub(super) fn entries(self) -> &'static Catalogue {
        let known = self.known();
        known.entries.get_or_init(|| catalogue::load(known.pack.catalogues))
    }

    fn known(self) -> &'static Known {
        let own = |known: &Known| known.pack.code == self.code;
        OURS.iter().find(|known| own(known)).or_else(|| registered(own)).expect("a language is made by the registry")
    }

    /// The language of a code such as `ja`, `ja-JP` or `ja_JP.UTF-8`.
    pub fn from_code(code: &str) -> Option<Lang> {
        let primary = code.split(['-', '_', '.']).next().unwrap_or(code);
        find(primary).map(|known| Lang::plain(known.pack.code))
    }
}

impl PartialEq for Lang {
    fn eq(&self, other: &Lang) -> bool {
        self.code == other.code
    }
}

impl Eq for Lang {}

impl PartialOrd for Lang {
    fn partial_cmp(&self, other: &Lang) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Lang {
    fn cmp(&self, other: &Lang) -> Ordering {
        self.code.cmp(other.code)
    }
}

impl Hash for Lang {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.code.hash(state);
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({:?})", self.code)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Lang, D::Error> {
        let code = String::deserialize(deserializer)?;
        Lang::from_code(&code).ok_or_else(|| de::Error::custom(format!("no language is called {code}")))
    }
}

impl JsonSchema for Lang {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Lang".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": CODES })
    }
}
