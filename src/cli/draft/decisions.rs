//! Columns of decisions in several words: Awarded, awarded, Declined, Declined - over budget.

use crate::ingest::profile::Glance;
use crate::notation::fold;
use crate::study::keys::{toml_key, toml_text};

/// Beginnings of words for those who receive something, as [`fold`] leaves them.
const AWARDS: [&str; 14] = [
    "awarded",
    "approved",
    "funded",
    "accepted",
    "successful",
    "granted",
    "selected",
    "採択",
    "交付",
    "承認",
    "決定",
    "採用",
    "選定",
    "助成",
];

/// Beginnings of words for those who do not.
const REFUSALS: [&str; 17] = [
    "declined",
    "rejected",
    "refused",
    "unsuccessful",
    "unfunded",
    "notfunded",
    "notawarded",
    "notapproved",
    "notselected",
    "ineligible",
    "不採択",
    "非採択",
    "不交付",
    "却下",
    "否決",
    "不採用",
    "落選",
];

/// What a word of a decision says.
fn decision(text: &str) -> Option<bool> {
    let folded = fold(text);
    let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
    if begins(&REFUSALS) { Some(false) } else { begins(&AWARDS).then_some(true) }
}

/// Whether a column holds decisions in more words than two.
pub fn is_decision(column: &Glance) -> bool {
    let said = |wanted: bool| column.texts.keys().any(|text| decision(text) == Some(wanted));
    let known: usize = column.texts.iter().filter(|(text, _)| decision(text).is_some()).map(|(_, times)| times).sum();
    column.values.len() > 2 && column.values.len() <= 12 && said(true) && said(false) && 10 * known >= 8 * column.filled
}

/// `codes = { Awarded = "yes", Declined = "no" }` of a column of decisions, each word once however it is written.
pub fn codes(column: &Glance) -> String {
    let mut known: Vec<String> = Vec::new();
    let mut pairs: Vec<String> = Vec::new();
    for (text, _) in column.frequent(column.values.len()) {
        let Some(yes) = decision(text) else { continue };
        if !known.contains(&fold(text)) {
            known.push(fold(text));
            pairs.push(format!("{} = {}", toml_key(text), toml_text(if yes { "yes" } else { "no" })));
        }
    }
    format!("codes = {{ {} }}", pairs.join(", "))
}

/// Words of the column that say neither.
pub fn undecided(column: &Glance) -> Vec<String> {
    column.texts.keys().filter(|text| decision(text).is_none()).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_begin_with_their_word() {
        assert_eq!(decision("Declined - over budget"), Some(false));
        assert_eq!(decision("AWARDED"), Some(true));
        assert_eq!(decision("不採択（予算超過）"), Some(false));
        assert_eq!(decision("保留"), None);
    }
}
