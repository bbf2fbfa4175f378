//! English: the language of the templates in the code, which therefore needs no catalogue.

use super::Pack;

/// English.
pub const PACK: Pack = Pack { code: "en", catalogues: &[], pages: &[], between: ", ", roles: include_str!("roles.toml") };
