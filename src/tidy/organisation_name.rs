//! Names of organisations as keys: the legal form before, after or abbreviated, spaces, widths, old characters.

use unicode_normalization::UnicodeNormalization;

/// Legal forms in all their spellings (after NFKC and without spaces), the first of which stands for all. Longer spellings of
/// another form must not begin with shorter ones before them.
const FORMS: [(&str, &[&str]); 12] = [
    (
        "特非",
        &[
            "認定特定非営利活動法人",
            "特例認定特定非営利活動法人",
            "特定非営利活動法人",
            "認定npo法人",
            "特例認定npo法人",
            "npo法人",
            "(特非)",
            "(npo)",
            "(認定特非)",
        ],
    ),
    ("一社", &["一般社団法人", "(一社)"]),
    ("公社", &["公益社団法人", "(公社)"]),
    ("一財", &["一般財団法人", "(一財)"]),
    ("公財", &["公益財団法人", "(公財)"]),
    ("社福", &["社会福祉法人", "(社福)", "(福)"]),
    ("学", &["学校法人", "(学)"]),
    ("医", &["医療法人", "(医)"]),
    ("株", &["株式会社", "(株)"]),
    ("有", &["有限会社", "(有)"]),
    ("合同", &["合同会社", "(同)"]),
    ("生協", &["生活協同組合", "(生協)"]),
];

/// Old forms of characters and the ones in use.
const OLD: [(char, char); 26] = [
    ('澤', '沢'),
    ('廣', '広'),
    ('國', '国'),
    ('學', '学'),
    ('會', '会'),
    ('櫻', '桜'),
    ('邊', '辺'),
    ('邉', '辺'),
    ('濱', '浜'),
    ('濵', '浜'),
    ('髙', '高'),
    ('﨑', '崎'),
    ('惠', '恵'),
    ('圓', '円'),
    ('榮', '栄'),
    ('鐵', '鉄'),
    ('齋', '斎'),
    ('齊', '斉'),
    ('眞', '真'),
    ('靜', '静'),
    ('壽', '寿'),
    ('縣', '県'),
    ('區', '区'),
    ('團', '団'),
    ('藝', '芸'),
    ('豐', '豊'),
];

/// A name that can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    /// The name without its legal form.
    pub core: String,
    /// The legal form, where the name says one.
    pub form: Option<&'static str>,
}

impl Name {
    /// From a cell's text; nothing where nothing is left of it.
    pub fn of(text: &str) -> Option<Name> {
        let plain = fold(text);
        let (form, core) = FORMS
            .iter()
            .find_map(|(form, spellings)| {
                spellings.iter().find_map(|spelling| Some((*form, without(&plain, spelling)?)))
            })
            .map_or((None, plain.as_str().to_string()), |(form, core)| (Some(form), core));
        (!core.is_empty()).then_some(Name { core, form })
    }

    /// Whether two names may be of one organisation: equal, and not of different legal forms.
    pub fn fits(&self, other: &Name) -> bool {
        self.core == other.core && (self.form == other.form || self.form.is_none() || other.form.is_none())
    }
}

/// NFKC, small letters, present-day characters, without spaces and dividing marks.
fn fold(text: &str) -> String {
    let modern = |c: char| OLD.iter().find(|(old, _)| *old == c).map_or(c, |(_, new)| *new);
    let dividing =
        |c: &char| c.is_whitespace() || matches!(c, '・' | '·' | '「' | '」' | '『' | '』' | '.' | ',' | '、' | '。');
    text.chars().map(modern).nfkc().flat_map(char::to_lowercase).map(modern).filter(|c| !dividing(c)).collect()
}

/// The name without a form at its beginning or end.
fn without(name: &str, form: &str) -> Option<String> {
    name.strip_prefix(form).or_else(|| name.strip_suffix(form)).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        Name::of(a).unwrap().fits(&Name::of(b).unwrap())
    }

    #[test]
    fn one_organisation_under_many_spellings() {
        for other in [
            "NPO法人 みどりの輪",
            "ＮＰＯ法人みどりの輪",
            "（特非）みどりの輪",
            "みどりの輪（特非）",
            "認定NPO法人みどりの輪",
            "特定非営利活動法人　みどりの　輪",
            "みどりの輪",
        ] {
            assert!(same("特定非営利活動法人みどりの輪", other), "{other}");
        }
        assert!(same("㈱未来", "株式会社未来") && same("髙﨑会", "高崎會"));
    }

    #[test]
    fn different_organisations_stay_apart() {
        assert!(!same("NPO法人みらい", "一般社団法人みらい"));
        assert!(!same("NPO法人みらい東", "NPO法人みらい西"));
        assert_eq!(Name::of("（特非）"), None);
        assert_eq!(Name::of("  "), None);
    }
}
