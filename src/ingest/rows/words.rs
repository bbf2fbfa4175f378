//! Words for figures over rows: totals, means and others.

use crate::notation::fold;
use crate::text::even;

/// A figure over rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SummaryKind {
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

use SummaryKind::{Deviation, Largest, Mean, Median, Number, Smallest, Sum};
use Weight::{Named, Short, Sure};

/// Whole words, folded.
const WORDS: [(&str, SummaryKind, Weight); 102] = [
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
const ENDINGS: [(&str, SummaryKind, Weight); 9] = [
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
const BEGINNINGS: [(&str, SummaryKind, Weight); 7] = [
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
pub(super) fn figure(text: &str) -> Option<(SummaryKind, Weight)> {
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
    if bracketed(plain).is_some_and(|inside| TOTALS.contains(&inside)) {
        return Some((Sum, Named));
    }
    let plain = without_brackets(plain);
    let unmarked = without_marks(plain);
    if unmarked != plain {
        return sum(unmarked).or_else(|| begun().filter(|(_, weight)| *weight != Short));
    }
    let whole = WORDS.iter().find(|(word, ..)| *word == plain).map(|&(_, figure, weight)| (figure, weight));
    let ended = || {
        let (_, figure, weight) = ENDINGS.iter().find(|(word, ..)| plain.ends_with(word))?;
        let short = plain.chars().count() <= 12 || ends_in_total(text);
        short.then_some((*figure, *weight))
    };
    // Total cash inflows; Totally Local is a name.
    let total = || text.trim_start().get(..6).is_some_and(|head| head.eq_ignore_ascii_case("total "));
    whole.or_else(begun).or_else(ended).or_else(|| total().then_some((Sum, Short)))
}

/// Without the numbers of footnotes and their signs: `total2`, `合計※1`, `statetotal6,7`.
fn without_marks(plain: &str) -> &str {
    let mark = |c: char| c.is_ascii_digit() || ",※*†‡注".contains(c);
    let closed = if plain.contains('(') { plain } else { plain.trim_end_matches(')') };
    let behind = closed.trim_end_matches(mark);
    let before = behind.trim_start_matches(mark).trim_start_matches([')', '.']);
    if before.is_empty() { plain } else { before }
}

/// The sum that a text names once the marks of footnotes are off it. A word that may be a name is none: `all1`, `max2`.
fn sum(plain: &str) -> Option<(SummaryKind, Weight)> {
    let strong = |figure: SummaryKind, weight: Weight| figure == Sum && weight != Short;
    let whole = WORDS.iter().any(|&(word, figure, weight)| strong(figure, weight) && word == plain);
    let known = whole || ENDINGS.iter().any(|&(word, figure, weight)| strong(figure, weight) && plain.ends_with(word));
    let english = plain.ends_with("total") && plain.is_ascii();
    if known { Some((Sum, Named)) } else { english.then_some((Sum, Short)) }
}

/// Whether the last word of a text is that for a total: `State Total`, `Sub-total 2`, `北部 合計`, `B 小計`.
pub(super) fn ends_in_total(text: &str) -> bool {
    const LAST: [&str; 9] = ["total", "totals", "subtotal", "sub-total", "合計", "小計", "総計", "計", "total:"];
    let plain = even(text).to_lowercase();
    let mark = |c: char| c.is_ascii_digit() || c.is_whitespace() || ",※*†‡".contains(c);
    let word = plain.trim_end_matches(mark).rsplit(char::is_whitespace).next().unwrap_or_default().to_string();
    // 県計, but not 家計.
    let whole = |word: &str| word.ends_with('計') && WORDS.iter().any(|it| it.0 == word && it.1 == Sum);
    LAST.contains(&word.as_str()) || whole(&word)
}

/// Whether a heading says that its column is a sum: `TOTALS`, `合計（円）`, `男女計`, `Year total`.
pub(in crate::ingest) fn says_sum(text: &str) -> bool {
    ends_in_total(text) || figure(text).is_some_and(|(figure, weight)| figure == Sum && weight != Short)
}

/// Whether a text says how values of two periods differ, where the others of its column are periods.
pub(super) fn is_change(text: &str) -> bool {
    const WORDS: [&str; 25] = [
        "percentchange",
        "%change",
        "change",
        "changes",
        "change%",
        "change(%)",
        "percentagechange",
        "difference",
        "growth",
        "growthrate",
        "増減",
        "増減数",
        "増減額",
        "増減率",
        "前年比",
        "対前年比",
        "前年度比",
        "対前年度比",
        "前期比",
        "伸び率",
        "伸率",
        "変化率",
        "変化",
        "差",
        "構成比",
    ];
    let folded = fold(text);
    WORDS.contains(&folded.as_str()) || WORDS.contains(&without_brackets(&folded))
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

/// What stands in brackets behind a name: `tasmania(total)`.
fn bracketed(plain: &str) -> Option<&str> {
    let inside = plain.strip_suffix(')')?;
    inside.rfind('(').filter(|&at| at > 0).map(|at| &inside[at + 1..])
}

/// What is said in brackets behind the name of what is summed up.
const TOTALS: [&str; 6] = ["total", "totals", "sum", "計", "合計", "小計"];

/// `n=20`, `(n=1,204)`.
fn is_number_of_answers(plain: &str) -> bool {
    let inside = plain.trim_start_matches('(').trim_end_matches(')');
    inside.strip_prefix("n=").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text has a part of these words in it, so that most texts need not be folded.
fn is_likely(text: &str) -> bool {
    const KANJI: [char; 18] =
        ['計', '数', '体', '国', '県', '市', '均', '値', '差', '散', '大', '小', '掲', '額', '繰', '標', '増', '比'];
    if text.is_ascii() {
        return is_likely_in_english(text.as_bytes());
    }
    // Longer texts only begin or end in such a word.
    let kanji = if text.len() > 3 * WHOLE { &['計', '均', '掲'][..] } else { &KANJI };
    text.contains(kanji)
        || text.contains("うち")
        || text.chars().any(|c| ('Ａ'..='ｚ').contains(&c) || c.is_ascii_alphabetic())
}

/// Letters of the longest word that is Japanese.
const WHOLE: usize = 8;

fn is_likely_in_english(text: &[u8]) -> bool {
    const PARTS: [&[u8]; 19] = [
        b"tot", b"sum", b"mea", b"ave", b"avg", b"all", b"med", b"std", b"sd", b"s.d", b"dev", b"max", b"min", b"for",
        b"low", b"res", b"cou", b"per", b"hig",
    ];
    let begins = |rest: &[u8]| {
        PARTS.iter().any(|part| rest.len() >= part.len() && rest[..part.len()].eq_ignore_ascii_case(part))
    };
    let number = || text.iter().filter(|byte| byte.is_ascii_alphabetic()).all(|byte| byte.eq_ignore_ascii_case(&b'n'));
    let first = |byte: u8| b"tsmadflrcph".contains(&byte.to_ascii_lowercase());
    (0..text.len()).any(|at| first(text[at]) && begins(&text[at..]))
        || text.iter().any(|byte| byte.eq_ignore_ascii_case(&b'n')) && number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_overlooked_as_unlikely() {
        let begun = BEGINNINGS.iter().map(|it| it.0);
        let ended = ENDINGS.iter().map(|it| format!("みどりの会北部支部の{}", it.0));
        let whole = WORDS.iter().map(|it| it.0).chain(TOTALS);
        let all = whole.chain(begun).map(str::to_string).chain(ended);
        all.for_each(|word| assert!(is_likely(&word), "{word}"));
        assert!(
            is_likely("n = 20")
                && is_likely("(N=5)")
                && !is_likely("NPO000123")
                && !is_likely("第12市民活動の会という名の団体")
        );
    }

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
            ("Tasmania (Total)", Sum),
            ("北海道（計）", Sum),
            ("n = 20", Number),
            ("Std. Dev.", Deviation),
        ] {
            assert_eq!(figure(text).map(|(figure, _)| figure), Some(expected), "{text}");
        }
        for (text, weight) in [("Total2", Named), ("合計※1", Named), ("合計１）", Named), ("State Total", Short)]
        {
            assert_eq!(figure(text), Some((Sum, weight)), "{text}");
        }
        assert_eq!([figure("N1"), figure("Max2"), figure("目標1")], [None; 3]);
        assert!(ends_in_total("State Total") && ends_in_total("United States Total6, 7") && !ends_in_total("家計"));
        for name in ["全国子ども食堂協会", "時計台の会を守る市民の集い", "総合案内", "Totally Local", "Min-jung"]
        {
            assert_eq!(figure(name), None, "{name}");
        }
        assert_eq!(figure("家計"), Some((Sum, Short)), "only where it adds up");
    }
}
