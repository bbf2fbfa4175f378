//! Municipalities with and without their prefecture: 青葉市 and 宮城県青葉市 are one, where only one prefecture fits.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{CellReading, Cells};

/// The prefecture that a text begins with and the municipality behind it, where it says nothing else.
fn split(text: &str) -> Option<(&str, &str)> {
    let ends = ['都', '道', '府', '県'];
    let (at, _) = text.match_indices(ends).find(|(at, _)| text[..*at].chars().count() >= 2)?;
    let (prefecture, rest) = text.split_at(at + '県'.len_utf8());
    let whole = prefecture.chars().count() <= 4 && rest.chars().count() > 1 && rest.ends_with(['市', '区', '町', '村']);
    // 山県市, 山県郡北広島町.
    (whole && !rest.starts_with(['市', '区', '町', '村', '郡'])).then_some((prefecture, rest))
}

/// Writes the texts of a variable that say one municipality in the way that most of its cells do.
pub(in crate::tidy) fn joined(columns: &mut [Cells]) {
    let texts: BTreeSet<&str> = columns.iter().flat_map(|cells| &cells.texts).map(|word| word.text.as_str()).collect();
    let mut prefectures: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (prefecture, bare) in texts.iter().filter_map(|text| split(text)) {
        prefectures.entry(bare).or_default().insert(prefecture);
    }
    let told = |(bare, all): (&str, BTreeSet<&str>)| {
        let prefecture = all.first().filter(|_| all.len() == 1 && texts.contains(bare))?;
        Some((bare.to_string(), format!("{prefecture}{bare}")))
    };
    let both: BTreeMap<String, String> = prefectures.into_iter().filter_map(told).collect();
    if both.is_empty() {
        return;
    }
    let cells = |wanted: &dyn Fn(&str) -> bool| columns.iter().map(|column| count(column, wanted)).sum::<usize>();
    let full: BTreeMap<&str, &str> = both.iter().map(|(bare, full)| (full.as_str(), bare.as_str())).collect();
    let with = cells(&|text| full.contains_key(text)) > cells(&|text| both.contains_key(text));
    let usual = |text: &str| if with { both.get(text).cloned() } else { full.get(text).map(|bare| bare.to_string()) };
    let changed: Vec<Vec<Option<String>>> =
        columns.iter().map(|column| column.texts.iter().map(|word| usual(&word.text)).collect()).collect();
    for (column, changed) in columns.iter_mut().zip(changed) {
        for (word, usual) in column.texts.iter_mut().zip(changed) {
            if let Some(usual) = usual {
                (word.text, word.placed) = (usual, true);
            }
        }
    }
}

fn count(column: &Cells, wanted: &dyn Fn(&str) -> bool) -> usize {
    let said: Vec<bool> = column.texts.iter().map(|word| wanted(&word.text)).collect();
    let is = |cell: &&CellReading| matches!(cell, CellReading::Text(text) if said[*text as usize]);
    column.cells.iter().filter(is).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefecture_and_municipality_are_told_apart() {
        assert_eq!(split("宮城県青葉市"), Some(("宮城県", "青葉市")));
        assert_eq!(split("◯◯県青葉市"), Some(("◯◯県", "青葉市")));
        assert_eq!(split("京都府京都市"), Some(("京都府", "京都市")));
        assert_eq!(split("神奈川県川崎市"), Some(("神奈川県", "川崎市")));
        for text in ["青葉市", "京都市", "山県市", "都城市", "宮城県", "宮城県青葉市中央1", "山県郡北広島町"]
        {
            assert_eq!(split(text), None, "{text}");
        }
    }
}
