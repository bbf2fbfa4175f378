//! Texts as people compare them: width, case and white space do not count.

use crate::text::{even, is_japanese};

/// A heading as people compare it: width, case and white space do not count.
pub fn fold(text: &str) -> String {
    even(text).chars().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect()
}

/// Line breaks and runs of white space as one space; between Japanese characters a line break is nothing.
pub fn fold_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        for (i, word) in line.split_whitespace().enumerate() {
            if !out.is_empty() && (i > 0 || !(ends_japanese(&out) && word.starts_with(is_japanese))) {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

fn ends_japanese(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_japanese)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_in_headings_are_folded() {
        assert_eq!(
            fold_spaces("補助金交付先法人名\n（平成24年９月末時点）"),
            "補助金交付先法人名（平成24年９月末時点）"
        );
        assert_eq!(fold_spaces("令和5年度　助成先 一覧"), "令和5年度 助成先 一覧");
        assert_eq!(fold_spaces(" Amount\r\n awarded "), "Amount awarded");
        assert_eq!(fold("Ｒｅ ７８"), "re78");
    }
}
