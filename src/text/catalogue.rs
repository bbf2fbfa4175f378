use std::collections::BTreeMap;

use super::Lang;

/// English template to translation.
pub type Catalogue = BTreeMap<String, String>;

/// The template in a language, or nothing where it has no entry. English is the key itself.
pub fn translate(template: &str, lang: Lang) -> Option<&'static str> {
    entries(lang).get(template).map(String::as_str)
}

/// All entries of a language: English template to translation.
pub fn entries(lang: Lang) -> &'static Catalogue {
    lang.entries()
}

/// The entries of catalogue files.
pub(super) fn load(files: &[&str]) -> Catalogue {
    files.iter().flat_map(|text| toml::from_str::<Catalogue>(text).expect("the catalogues are valid TOML")).collect()
}
