//! Legal forms: before, after or in brackets, in full or abbreviated, in Japanese or English.

/// Legal forms and how they are written: in full at the beginning or end, and abbreviated in brackets (plain characters, no spaces).
/// Longer spellings stand before the shorter ones that they hold.
const FORMS: &[(&str, &[&str], &[&str])] = &[
    (
        "特非",
        &[
            "特例認定特定非営利活動法人",
            "仮認定特定非営利活動法人",
            "認定特定非営利活動法人",
            "特定非営利活動法人",
            "特例認定npo法人",
            "認定npo法人",
            "npo法人",
        ],
        &["特非", "特", "npo", "認定特非", "認定npo", "特活", "認特非", "n"],
    ),
    ("一社", &["一般社団法人"], &["一社"]),
    ("公社", &["公益社団法人"], &["公社"]),
    ("一財", &["一般財団法人"], &["一財"]),
    ("公財", &["公益財団法人"], &["公財"]),
    ("特社", &["特例社団法人"], &["特社"]),
    ("特財", &["特例財団法人"], &["特財"]),
    ("社福", &["社会福祉法人"], &["社福", "福"]),
    (
        "医",
        &["社会医療法人財団", "社会医療法人社団", "社会医療法人", "医療法人社団", "医療法人財団", "医療法人"],
        &["医", "医社", "医財"],
    ),
    ("国大", &["国立大学法人"], &["国大", "大"]),
    ("公大", &["公立大学法人"], &["公大"]),
    ("学", &["準学校法人", "学校法人"], &["学"]),
    ("国研", &["国立研究開発法人"], &["国研", "研"]),
    ("地独", &["地方独立行政法人"], &["地独"]),
    ("独", &["独立行政法人"], &["独"]),
    ("更", &["更生保護法人"], &["更"]),
    ("宗", &["宗教法人"], &["宗"]),
    ("地縁", &["認可地縁団体"], &["地縁"]),
    ("任意", &["任意団体"], &["任意", "任"]),
    ("社", &["社団法人"], &["社"]),
    ("財", &["財団法人"], &["財"]),
    ("株", &["株式会社"], &["株"]),
    ("有", &["有限会社"], &["有"]),
    ("合同", &["合同会社"], &["同", "合"]),
    ("合資", &["合資会社"], &["資"]),
    ("合名", &["合名会社"], &["名"]),
    ("農", &["農事組合法人"], &["農"]),
    ("企組", &["企業組合"], &["企"]),
    ("労協", &["労働者協同組合"], &["労協"]),
    ("生協", &["消費生活協同組合", "生活協同組合"], &["生協"]),
    ("弁", &["弁護士法人"], &["弁"]),
];

/// English forms as words at the end, or at the beginning; longer ones before the shorter ones that they hold.
const ENGLISH: &[(&str, &[&str])] = &[
    ("特非", &["specified nonprofit corporation", "specified non profit corporation", "nonprofit organization", "npo"]),
    ("公財", &["public interest incorporated foundation"]),
    ("一財", &["general incorporated foundation"]),
    ("公社", &["public interest incorporated association"]),
    ("一社", &["general incorporated association"]),
    ("cic", &["community interest company", "cic"]),
    ("cio", &["scottish charitable incorporated organisation", "charitable incorporated organisation", "scio", "cio"]),
    ("charity", &["registered charity", "charity"]),
    ("株", &["kabushiki kaisha", "co ltd", "company limited", "kk"]),
    ("ltd", &["limited", "ltd"]),
    ("inc", &["incorporated", "inc"]),
    ("corp", &["corporation", "corp"]),
    ("llc", &["llc", "llp"]),
    ("plc", &["plc"]),
    ("co", &["company", "co"]),
];

/// The form that a text in brackets is, abbreviated or in full.
pub(super) fn in_brackets(compact: &str) -> Option<&'static str> {
    let is = |(_, full, short): &&(&str, &[&str], &[&str])| full.contains(&compact) || short.contains(&compact);
    let english = || ENGLISH.iter().find(|(_, words)| words.iter().any(|word| word.replace(' ', "") == compact));
    FORMS.iter().find(is).map(|(form, ..)| *form).or_else(|| english().map(|(form, _)| *form))
}

/// A compact name without the form at its beginning or end; where a form is known already only that one. The same form is taken off
/// once more (認定NPO法人特定非営利活動法人…), another one belongs to the name.
pub(super) fn strip<'n>(compact: &'n str, known: Option<&'static str>) -> (Option<&'static str>, &'n str) {
    let Some((form, mut rest)) = once(compact, known) else {
        let rest = npo(compact).filter(|_| known.is_none_or(|known| known == "特非"));
        return (known.or(rest.map(|_| "特非")), rest.unwrap_or(compact));
    };
    while let Some((_, less)) = once(rest, Some(form)) {
        rest = less;
    }
    (Some(form), rest)
}

/// Forms that stand before a name; behind one they say who its members are (…大学生活協同組合).
const IN_FRONT: [&str; 3] = ["生協", "企組", "労協"];

fn once<'n>(name: &'n str, only: Option<&str>) -> Option<(&'static str, &'n str)> {
    let of = |(form, full, _): &(&'static str, &[&str], &[&str])| {
        let behind = |word: &str| name.strip_suffix(word).filter(|_| !IN_FRONT.contains(form));
        let cut = |word: &&str| name.strip_prefix(*word).or_else(|| behind(word));
        Some((*form, full.iter().find_map(cut).filter(|rest| !rest.is_empty())?))
    };
    FORMS.iter().filter(|(form, ..)| only.is_none_or(|only| only == *form)).find_map(of)
}

/// NPO before a Japanese name, as people write it for NPO法人.
fn npo(name: &str) -> Option<&str> {
    name.strip_prefix("npo").filter(|rest| rest.chars().next().is_some_and(|c| !c.is_ascii()))
}

/// The words of an English name without its form and a leading article.
pub(super) fn strip_words(words: &str) -> (Option<&'static str>, String) {
    let mut rest = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut form = None;
    while let Some((found, less)) = english(&rest) {
        form = form.or(Some(found));
        rest = less;
    }
    let bare = rest.strip_prefix("the ").map(str::to_string);
    (form, bare.unwrap_or(rest))
}

fn english(words: &str) -> Option<(&'static str, String)> {
    let cut = |word: &str| {
        let end = words.strip_suffix(word).and_then(|rest| rest.strip_suffix(' '));
        let start = || {
            words
                .strip_prefix(word)
                .and_then(|rest| rest.strip_prefix(' '))
                .filter(|_| word.contains(' ') || word == "npo")
        };
        end.or_else(start).map(str::to_string)
    };
    ENGLISH.iter().find_map(|(form, all)| Some((*form, all.iter().find_map(|word| cut(word))?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_taken_off_either_end_and_only_once() {
        assert_eq!(strip("特定非営利活動法人みどり", None), (Some("特非"), "みどり"));
        assert_eq!(strip("みどりnpo法人", None), (Some("特非"), "みどり"));
        assert_eq!(strip("認定npo法人特定非営利活動法人みどり", None), (Some("特非"), "みどり"));
        assert_eq!(strip("一般社団法人社会福祉法人経営者協会", None), (Some("一社"), "社会福祉法人経営者協会"));
        assert_eq!(strip("npoみどり", None), (Some("特非"), "みどり"));
        assert_eq!(strip("npobank", None), (None, "npobank"));
        assert_eq!(in_brackets("公財"), Some("公財"));
        assert_eq!(in_brackets("札幌"), None);
    }

    #[test]
    fn english_forms_are_words() {
        assert_eq!(strip_words("the green circle co ltd"), (Some("株"), "green circle".into()));
        assert_eq!(strip_words("green circle community interest company"), (Some("cic"), "green circle".into()));
        assert_eq!(strip_words("zinc"), (None, "zinc".into()));
        assert_eq!(strip_words("npo green circle"), (Some("特非"), "green circle".into()));
    }
}
