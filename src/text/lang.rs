use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language that outputs can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English, the language of the templates in the code.
    En,
    /// Japanese.
    Ja,
}

/// Every language, in the order in which outputs are made.
pub const LANGUAGES: [Lang; 2] = [Lang::Ja, Lang::En];

impl Lang {
    /// The two-letter code used in study files, file names and HTML.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ja => "ja",
        }
    }

    /// The language of a code such as `ja`, `ja-JP` or `ja_JP.UTF-8`.
    pub fn from_code(code: &str) -> Option<Lang> {
        let primary = code.split(['-', '_', '.']).next().unwrap_or(code);
        LANGUAGES.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(primary))
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
