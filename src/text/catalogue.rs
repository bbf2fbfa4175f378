use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Lang;

type Catalogue = BTreeMap<String, String>;

/// The catalogue files of each language: one per area of the house, so that a change stays in one place.
const FILES: &[(Lang, &str)] = &[
    (Lang::Ja, include_str!("ja/general.toml")),
    (Lang::Ja, include_str!("ja/study.toml")),
    (Lang::Ja, include_str!("ja/data.toml")),
    (Lang::Ja, include_str!("ja/before_after.toml")),
    (Lang::Ja, include_str!("ja/matching.toml")),
    (Lang::Ja, include_str!("ja/two_groups.toml")),
    (Lang::Ja, include_str!("ja/amounts.toml")),
    (Lang::Ja, include_str!("ja/findings.toml")),
    (Lang::Ja, include_str!("ja/figures.toml")),
    (Lang::Ja, include_str!("ja/workbook.toml")),
    (Lang::Ja, include_str!("ja/report.toml")),
    (Lang::Ja, include_str!("ja/cli.toml")),
    (Lang::Ja, include_str!("ja/regression.toml")),
    (Lang::Ja, include_str!("ja/linking.toml")),
    (Lang::Ja, include_str!("ja/codes.toml")),
    (Lang::Ja, include_str!("ja/measure.toml")),
    (Lang::Ja, include_str!("ja/verdict.toml")),
    (Lang::Ja, include_str!("ja/evidence.toml")),
    (Lang::Ja, include_str!("ja/disclosure.toml")),
    (Lang::Ja, include_str!("ja/charts.toml")),
    (Lang::Ja, include_str!("ja/brief.toml")),
    (Lang::Ja, include_str!("ja/sheets.toml")),
    (Lang::Ja, include_str!("ja/groups.toml")),
];

/// The template in a language, or nothing where it has no entry. English is the key itself.
pub fn translate(template: &str, lang: Lang) -> Option<&'static str> {
    entries(lang).get(template).map(String::as_str)
}

/// All entries of a language: English template to translation.
pub fn entries(lang: Lang) -> &'static Catalogue {
    static JA: OnceLock<Catalogue> = OnceLock::new();
    static NONE: Catalogue = Catalogue::new();
    match lang {
        Lang::En => &NONE,
        Lang::Ja => JA.get_or_init(|| load(Lang::Ja)),
    }
}

fn load(lang: Lang) -> Catalogue {
    let files = FILES.iter().filter(|(of, _)| *of == lang);
    files.flat_map(|(_, text)| toml::from_str::<Catalogue>(text).expect("the catalogues are valid TOML")).collect()
}
