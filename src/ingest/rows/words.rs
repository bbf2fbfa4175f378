//! Words for figures over rows: totals, means and others.

use super::super::header::fold;

/// A figure over rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Figure {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// Their median.
    Median,
    /// Their standard deviation.
    Deviation,
    /// The largest.
    Largest,
    /// The smallest.
    Smallest,
    /// How many there are.
    Number,
}

/// How sure a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// It is never a name.
    Sure,
    /// It is no name where it stands among names.
    Named,
    /// It may be a name: something has to add up, or such a row stands beside it.
    Short,
}

use Figure::{Deviation, Largest, Mean, Median, Number, Smallest, Sum};
use Weight::{Named, Short, Sure};

/// Whole words, folded.
const WORDS: [(&str, Figure, Weight); 102] = [
    ("繰越", Sum, Named),
    ("次頁へ繰越", Sum, Named),
    ("次ページへ繰越", Sum, Named),
    ("前頁より繰越", Sum, Named),
    ("前頁繰越", Sum, Named),
    ("次頁繰越", Sum, Named),
    ("carriedforward", Sum, Named),
    ("broughtforward", Sum, Named),
    ("sumofall", Sum, Named),
    ("目標", Mean, Named),
    ("目標値", Mean, Named),
    ("増減", Deviation, Named),
    ("増減率", Deviation, Named),
    ("前年比", Deviation, Named),
    ("対前年比", Deviation, Named),
    ("percentchange", Deviation, Named),
    ("highest", Largest, Short),
    ("lowest", Smallest, Short),
    ("responses", Number, Short),
    ("respondents", Number, Short),
    ("合計", Sum, Sure),
    ("総計", Sum, Sure),
    ("小計", Sum, Sure),
    ("計", Sum, Sure),
    ("総合計", Sum, Sure),
    ("total", Sum, Sure),
    ("totals", Sum, Sure),
    ("grandtotal", Sum, Sure),
    ("subtotal", Sum, Sure),
    ("sub-total", Sum, Sure),
    ("sum", Sum, Sure),
    ("総数", Sum, Named),
    ("総額", Sum, Named),
    ("全体", Sum, Named),
    ("全国", Sum, Named),
    ("全県", Sum, Named),
    ("全市", Sum, Named),
    ("全団体", Sum, Named),
    ("全国計", Sum, Named),
    ("県計", Sum, Named),
    ("市計", Sum, Named),
    ("町計", Sum, Named),
    ("村計", Sum, Named),
    ("区計", Sum, Named),
    ("郡計", Sum, Named),
    ("府計", Sum, Named),
    ("都計", Sum, Named),
    ("道計", Sum, Named),
    ("市部計", Sum, Named),
    ("郡部計", Sum, Named),
    ("町村計", Sum, Named),
    ("市町村計", Sum, Named),
    ("市区町村計", Sum, Named),
    ("都道府県計", Sum, Named),
    ("団体計", Sum, Named),
    ("男女計", Sum, Named),
    ("累計", Sum, Named),
    ("年計", Sum, Named),
    ("年度計", Sum, Named),
    ("月計", Sum, Named),
    ("overall", Sum, Named),
    ("overalltotal", Sum, Named),
    ("totalamount", Sum, Named),
    ("all", Sum, Short),
    ("平均", Mean, Named),
    ("平均値", Mean, Named),
    ("平均点", Mean, Named),
    ("average", Mean, Named),
    ("averages", Mean, Named),
    ("avg", Mean, Named),
    ("avg.", Mean, Named),
    ("mean", Mean, Short),
    ("means", Mean, Short),
    ("中央値", Median, Named),
    ("median", Median, Named),
    ("標準偏差", Deviation, Named),
    ("分散", Deviation, Named),
    ("standarddeviation", Deviation, Named),
    ("standarddev", Deviation, Named),
    ("standarddev.", Deviation, Named),
    ("stddev", Deviation, Named),
    ("std.dev.", Deviation, Named),
    ("stdev", Deviation, Named),
    ("s.d.", Deviation, Named),
    ("std", Deviation, Short),
    ("sd", Deviation, Short),
    ("最大値", Largest, Named),
    ("最大", Largest, Named),
    ("maximum", Largest, Named),
    ("max", Largest, Short),
    ("max.", Largest, Short),
    ("最小値", Smallest, Named),
    ("最小", Smallest, Named),
    ("minimum", Smallest, Named),
    ("min", Smallest, Short),
    ("min.", Smallest, Short),
    ("回答数", Number, Named),
    ("有効回答数", Number, Named),
    ("回答者数", Number, Named),
    ("回収数", Number, Named),
    ("n", Number, Short),
    ("count", Number, Short),
];

/// What follows a name: `環境分野 小計`, `North total`.
const ENDINGS: [(&str, Figure, Weight); 9] = [
    ("合計", Sum, Named),
    ("小計", Sum, Named),
    ("総計", Sum, Named),
    ("subtotal", Sum, Named),
    ("total", Sum, Short),
    ("の計", Sum, Named),
    ("平均", Mean, Named),
    ("average", Mean, Short),
    ("計", Sum, Short),
];

/// What stands before a name.
const BEGINNINGS: [(&str, Figure, Weight); 7] = [
    ("(再掲)", Sum, Named),
    ("再掲", Sum, Short),
    ("うち", Sum, Short),
    ("totalof", Sum, Short),
    ("totalfor", Sum, Short),
    ("total:", Sum, Named),
    ("averageof", Mean, Short),
];

/// A text that is longer (in bytes) is no such word.
const LONGEST: usize = 60;

/// The figure that a text names, and how sure that is.
pub(super) fn figure(text: &str) -> Option<(Figure, Weight)> {
    if text.len() > LONGEST || !is_likely(text) {
        return None;
    }
    let folded = fold(text);
    let plain = folded.trim_matches(|c: char| "※*■●◆【】<>[]「」:".contains(c));
    if is_number_of_answers(plain) {
        return Some((Number, Named));
    }
    let begun =
        || BEGINNINGS.iter().find(|(word, ..)| plain.starts_with(word)).map(|&(_, figure, weight)| (figure, weight));
    let plain = without_brackets(plain);
    let whole = WORDS.iter().find(|(word, ..)| *word == plain).map(|&(_, figure, weight)| (figure, weight));
    let ended = || {
        let short = plain.chars().count() <= 12;
        let (_, figure, weight) = ENDINGS.iter().find(|(word, ..)| short && plain.ends_with(word))?;
        Some((*figure, *weight))
    };
    // Total cash inflows; Totally Local is a name.
    let total = || text.trim_start().get(..6).is_some_and(|head| head.eq_ignore_ascii_case("total "));
    whole.or_else(begun).or_else(ended).or_else(|| total().then_some((Sum, Short)))
}

/// Whether a text names a part of what another row counts: `うち女性`, `うち 市部`. Names such as うちの食堂 are none.
pub(super) fn is_part(text: &str) -> bool {
    let folded = fold(text);
    let rest = folded.trim_start_matches(['(', '・', '内', '-']).strip_prefix("うち");
    let kanji = |c: char| matches!(c as u32, 0x3400..=0x9FFF) || c == '、' || c == ':';
    text.len() <= LONGEST && rest.is_some_and(|rest| rest.starts_with(kanji))
}

/// Without what stands in brackets at the end: `合計(円)`, `total(n=20)`.
fn without_brackets(plain: &str) -> &str {
    let open = plain.strip_suffix(')').and_then(|inside| inside.rfind('('));
    open.filter(|&at| at > 0).map_or(plain, |at| &plain[..at])
}

/// `n=20`, `(n=1,204)`.
fn is_number_of_answers(plain: &str) -> bool {
    let inside = plain.trim_start_matches('(').trim_end_matches(')');
    inside.strip_prefix("n=").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text has a letter of these words in it, so that most texts need not be folded.
fn is_likely(text: &str) -> bool {
    const KANJI: [char; 18] =
        ['計', '数', '体', '国', '県', '市', '均', '値', '差', '散', '大', '小', '掲', '額', '繰', '標', '増', '比'];
    match text.is_ascii() {
        true => {
            text.bytes().any(|byte| matches!(byte, b'n' | b'N' | b'a' | b'A' | b'm' | b'M' | b's' | b'S' | b'w' | b'W'))
        }
        false => text.contains(KANJI) || text.contains("うち") || text.chars().any(|c| ('Ａ'..='ｚ').contains(&c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_known_in_their_spellings() {
        for (text, expected) in [
            ("合　計", Sum),
            ("合計（円）", Sum),
            ("Ｔｏｔａｌ", Sum),
            ("Total (n=20)", Sum),
            ("（再掲）女性", Sum),
            ("環境分野小計", Sum),
            ("平　均", Mean),
            ("全国平均", Mean),
            ("n = 20", Number),
            ("Std. Dev.", Deviation),
        ] {
            assert_eq!(figure(text).map(|(figure, _)| figure), Some(expected), "{text}");
        }
        for name in ["全国子ども食堂協会", "時計台の会を守る市民の集い", "総合案内", "Totally Local", "Min-jung"]
        {
            assert_eq!(figure(name), None, "{name}");
        }
        assert_eq!(figure("家計"), Some((Sum, Short)), "only where it adds up");
    }
}
