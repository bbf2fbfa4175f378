//! Answers that differ in width, the size of letters or spaces only are one answer: `Yes`, `YES`; `参加 する`, `参加する`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::cell::{CellReading, Cells};
use crate::notation::fold;

/// Writes such answers of the columns of a variable as the most frequent of them; of equally frequent ones as the first by code points.
pub(in crate::tidy) fn settle(columns: &mut [Cells]) {
    let mut spellings: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for cells in columns.iter() {
        let mut times = vec![0; cells.texts.len()];
        cells.cells.iter().for_each(|cell| {
            if let CellReading::Text(text) = cell {
                times[*text as usize] += 1;
            }
        });
        for (word, times) in cells.texts.iter().zip(times) {
            *spellings.entry(fold(&word.text)).or_default().entry(word.text.clone()).or_default() += times;
        }
    }
    spellings.retain(|_, spelled| spelled.len() > 1);
    if spellings.is_empty() {
        return;
    }
    let usual = |spelled: BTreeMap<String, usize>| spelled.into_iter().min_by_key(|(_, times)| Reverse(*times));
    let usual: BTreeMap<String, String> =
        spellings.into_iter().filter_map(|(folded, spelled)| Some((folded, usual(spelled)?.0))).collect();
    for word in columns.iter_mut().flat_map(|cells| &mut cells.texts) {
        if let Some(usual) = usual.get(&fold(&word.text)).filter(|usual| **usual != word.text) {
            (word.text, word.respelled) = (usual.clone(), true);
        }
    }
}
