//! What the house says, and in which language.
//!
//! A [`Phrase`] is an English template with typed arguments; it is translated only when it is shown, so that everything
//! before `render` is language-neutral. The other languages are catalogues keyed by the English template
//! (`text/<lang>/*.toml`); a test reads the templates out of `src` and `reports-templates` and fails where a catalogue lacks one.
//! A further language is a folder `text/<lang>` and a line of the registry below.

mod brief;
mod catalogue;
mod digest;
mod even;
mod file_names;
#[macro_use]
mod lang;
mod number;
mod phrase;
mod precision;
mod printable;
pub mod r;
mod vocabulary;
mod withheld;
mod writing;

languages! {
    Ja = ja, "ja";
    En = en, "en";
}

pub use brief::{MOST_ITEMS, joined, sentences, shortened};
pub use catalogue::{entries, translate};
pub use digest::sha256;
pub use even::{even, is_figure, is_japanese};
pub use file_names::{FileNames, in_link, is_safe_name, safe_name};
pub use lang::{Lang, Pack};
pub use number::{
    decimals_as_written, decimals_for, decimals_needed, fixed, group_thousands, level_decimals, p_value, percent,
};
pub use phrase::{Arg, CellRef, Phrase, WITHHELD, Words, num};
pub use precision::Precision;
pub use printable::printable;
pub use vocabulary::{Glossary, Part, Vocabulary, Voices};
pub use writing::{Money, money};
