use std::fmt;
use std::sync::{OnceLock, RwLock};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::CODES;
use super::PACKS;
use super::catalogue::{self, Catalogue};

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
}

/// The registry: a line for each language, in the order in which outputs are made, names its constant, its folder and its code.
macro_rules! languages {
    ($($name:ident = $folder:ident, $code:literal);+ $(;)?) => {
        $(mod $folder;)+
        #[allow(non_upper_case_globals)]
        impl Lang {
            $(#[doc = concat!("The language `", $code, "`.")]
            pub const $name: Lang = Lang($code);)+
        }
        /// Every language that comes with the program, in the order in which outputs are made.
        pub const LANGUAGES: [Lang; [$($code),+].len()] = [$(Lang::$name),+];
        /// Their codes.
        pub const CODES: &[&str] = &[$($code),+];
        const PACKS: &[&Pack] = &[$(&$folder::PACK),+];
    };
}

/// A language that outputs can be written in, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(pub(super) &'static str);

/// A pack with its catalogue read.
struct Known {
    pack: &'static Pack,
    entries: OnceLock<Catalogue>,
}

fn known(pack: &'static Pack) -> &'static Known {
    Box::leak(Box::new(Known { pack, entries: OnceLock::new() }))
}

fn registry() -> &'static RwLock<Vec<&'static Known>> {
    static REGISTRY: OnceLock<RwLock<Vec<&'static Known>>> = OnceLock::new();
    REGISTRY.get_or_init(|| RwLock::new(PACKS.iter().map(|pack| known(pack)).collect()))
}

fn find(code: &str) -> Option<&'static Known> {
    let all = registry().read().unwrap_or_else(std::sync::PoisonError::into_inner);
    all.iter().copied().find(|known| known.pack.code.eq_ignore_ascii_case(code))
}

impl Lang {
    /// Adds a language to those that come with the program, for as long as the process lives. A code that is known already stays
    /// what it is.
    pub fn register(pack: &'static Pack) -> Lang {
        if find(pack.code).is_none() {
            registry().write().unwrap_or_else(std::sync::PoisonError::into_inner).push(known(pack));
        }
        Lang(pack.code)
    }

    /// The code used in study files, file names and HTML.
    pub fn code(self) -> &'static str {
        self.0
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
        find(self.0).expect("a language is made by the registry")
    }

    /// The language of a code such as `ja`, `ja-JP` or `ja_JP.UTF-8`.
    pub fn from_code(code: &str) -> Option<Lang> {
        let primary = code.split(['-', '_', '.']).next().unwrap_or(code);
        find(primary).map(|known| Lang(known.pack.code))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
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
