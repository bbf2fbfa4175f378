//! Workbooks as raw tables, every cell with its address.
//!
//! A reader knows one file format, which is told by content and never by name; every file is read in a process of its own
//! (`apart`), which sends the table back. `region` and `header` find the table on the sheet. What leaves this phase is a
//! [`RawTable`]: typed columns that have a byte form.

mod across;
mod addresses;
mod archive;
mod aside;
mod book;
mod books;
mod bytes;
mod change;
mod codebook;
mod compound;
mod crypt;
mod csv;
pub mod decisions;
mod encoding;
mod excel;
mod expand;
mod facts;
mod form;
mod formats;
#[doc(hidden)]
pub mod fuzzing;
mod grid;
mod groups;
mod guard;
mod heading_words;
mod indented;
mod isolate;
pub mod layouts;
mod limits;
mod locate;
mod parquet;
mod photo;
mod plain;
mod problems;
pub mod profile;
mod ragged;
mod raw;
mod read;
mod read_here;
mod reader;
mod refusals;
mod repair;
mod rows;
mod settle;
mod shared_strings;
mod sheets;
mod shifted;
mod shown;
mod sniff;
mod style;
mod table;
mod templates;

use reader::Reader;

pub use plain::read_plain;
pub use raw::{Cause, Heading, LeftOut, Raw, RawTable, TypedColumn};

pub use crate::notation::{fold, fold_spaces};
pub use aside::{Aside, AsideReason};
pub use expand::{expand, expand_as_far, fitting};
pub use formats::Formats;
pub(crate) use guard::guard;
pub use guard::guarded;
pub use isolate::message::OUT_OF_MEMORY;
pub use isolate::{PasswordPrompt, enable as read_apart, serve};
pub use photo::photo;
pub use read::{read_all, read_each, read_source};
pub use settle::{Settled, settle};
pub use shown::{FormatKind, Shown};
pub use templates::{document, documents, file_beside, templates};
