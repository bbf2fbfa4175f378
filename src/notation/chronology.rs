//! Which of two periods comes first: years, months, days, numbered waves, and the words that say before and after.

use std::cmp::Ordering;

use super::months::month_number;
use super::{Relative, fold, natural, period_name};

/// Words for stages, from first to last, as [`fold`] leaves them.
const STAGES: [&[&str]; 4] = [
    &["前", "before", "pre", "baseline", "初回", "開始時", "参加時", "申請時", "start", "intake", "entry", "t0"],
    &["中間", "途中", "実施中", "期間中", "mid", "midline", "midterm", "interim", "during"],
    &["後", "after", "post", "endline", "終了時", "完了時", "最終", "最終回", "end", "final", "exit"],
    &["追跡", "追跡調査", "フォローアップ", "followup", "follow"],
];

/// Endings that say how long after the end: 3か月後, 1 year after.
const LATER: [&str; 8] = ["年後", "月後", "か月後", "週間後", "週後", "日後", "yearsafter", "monthsafter"];

/// Whether one period comes before another; nothing where nobody can tell.
///
/// ```
/// use std::cmp::Ordering;
/// use tashika::notation::chronology;
/// assert_eq!(chronology("R4", "2021年度"), Some(Ordering::Greater));
/// assert_eq!(chronology("事後", "事前"), Some(Ordering::Greater));
/// assert_eq!(chronology("wave 2", "wave 10"), Some(Ordering::Less));
/// assert_eq!(chronology("A", "B"), None);
/// ```
pub fn chronology(a: &str, b: &str) -> Option<Ordering> {
    if let (Some(a), Some(b)) = (Relative::parse(a), Relative::parse(b)) {
        return Some(a.cmp(&b));
    }
    let (a, b) = (period_name(a), period_name(b));
    if a == b {
        return Some(Ordering::Equal);
    }
    match (is_dated(&a), is_dated(&b)) {
        // A year holds its months, and a month its days.
        (true, true) => (!a.starts_with(&b) && !b.starts_with(&a)).then(|| a.cmp(&b)),
        (false, false) => by_words(&a, &b).or_else(|| numbered(&a, &b)),
        _ => None,
    }
}

/// The order in which periods stand: by their stages or months where each has one, else as ids do. Numerals of Chinese
/// characters count.
pub(crate) fn in_order<'p>(periods: impl Iterator<Item = &'p String> + Clone) -> impl Fn(&str, &str) -> Ordering {
    let staged = periods.clone().all(|period| stage(period).is_some());
    let monthly = periods.clone().all(|period| month_number(period).is_some());
    move |a, b| {
        let by_stage = if staged { stage(a).cmp(&stage(b)) } else { Ordering::Equal };
        let by_month = if monthly { month_number(a).cmp(&month_number(b)) } else { Ordering::Equal };
        by_stage.then(by_month).then_with(|| natural(&digits(a), &digits(b))).then_with(|| a.cmp(b))
    }
}

/// Whether the names of periods tell their order: all begin with a digit, say a stage, a month, or a number among the same words.
pub(crate) fn tell_their_order<'p>(mut periods: impl Iterator<Item = &'p String> + Clone) -> bool {
    let digit = |period: &String| period.starts_with(|c: char| c.is_ascii_digit());
    let words = |period: &String| split(&digits(period)).map(|(words, _)| words);
    let first = periods.clone().next().and_then(words);
    periods.clone().all(digit)
        || periods.clone().all(|period| stage(period).is_some())
        || periods.clone().all(|period| month_number(period).is_some())
        || first.is_some() && periods.all(|period| words(period) == first)
}

/// `2021`, `2021-04`, `2021-04-01`.
fn is_dated(period: &str) -> bool {
    let parts: Vec<&str> = period.split('-').collect();
    let lengths = parts.iter().map(|part| part.len()).eq([4, 2, 2].into_iter().take(parts.len()));
    lengths && parts.len() <= 3 && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn by_words(a: &str, b: &str) -> Option<Ordering> {
    let (a, b) = (stage(a)?, stage(b)?);
    Some(a.cmp(&b)).filter(|order| *order != Ordering::Equal)
}

/// Whether a period's name says a stage: before, after, baseline.
pub(crate) fn is_stage(period: &str) -> bool {
    stage(period).is_some() || month_number(period).is_some()
}

/// Which stage a period's name says.
fn stage(period: &str) -> Option<usize> {
    let lower = period.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let folded = fold(period);
    let whole = |stage: &[&str]| stage.contains(&folded.as_str());
    let of_word = |word: &str| STAGES.iter().position(|stage| word.len() > 1 && stage.contains(&word));
    if LATER.iter().any(|ending| folded.ends_with(ending)) {
        return Some(3);
    }
    let found = STAGES.iter().position(|stage| whole(stage)).or_else(|| words.filter_map(of_word).next());
    found.or_else(|| match folded.chars().next_back()? {
        '前' => Some(0),
        '後' => Some(2),
        _ => None,
    })
}

/// `第2回` and `第10回`, `T1` and `T2`: the same words around a number.
fn numbered(a: &str, b: &str) -> Option<Ordering> {
    let ((a_words, a), (b_words, b)) = (split(&digits(a))?, split(&digits(b))?);
    (a_words == b_words).then(|| a.cmp(&b))
}

/// The only number in a name, and what stands around it.
fn split(period: &str) -> Option<(String, u32)> {
    let start = period.find(|c: char| c.is_ascii_digit())?;
    let length = period[start..].bytes().take_while(u8::is_ascii_digit).count();
    let (before, rest) = (&period[..start], &period[start + length..]);
    let number = period[start..start + length].parse().ok()?;
    (!rest.contains(|c: char| c.is_ascii_digit())).then(|| (fold(&format!("{before}#{rest}")), number))
}

/// With numerals of Chinese characters (第三回) as digits.
fn digits(period: &str) -> String {
    const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let Some(rest) = period.strip_prefix('第') else { return period.to_string() };
    let numeral = |c: char| NUMERALS.iter().position(|known| *known == c).map(|at| at + 1);
    match rest.chars().next().and_then(numeral) {
        Some(number) if rest.chars().nth(1).is_none_or(|c| numeral(c).is_none()) => {
            format!("第{number}{}", rest.chars().skip(1).collect::<String>())
        }
        _ => period.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_come_one_after_the_other() {
        let earlier = [
            ("2021", "2022"),
            ("R3", "令和4年度"),
            ("H31", "R2"),
            ("2021年3月", "2021-04"),
            ("2021-04-01", "2022"),
            ("事前", "事後"),
            ("pre-survey", "post-survey"),
            ("研修前", "研修後"),
            ("調査_前", "調査_後"),
            ("Baseline", "Endline"),
            ("midline", "endline"),
            ("事後", "3か月後"),
            ("Post", "Follow-up"),
            ("第2回", "第10回"),
            ("第二回", "第三回"),
            ("T1", "T2"),
            ("Wave 1", "wave 2"),
            ("start-1", "start+1"),
        ];
        for (first, second) in earlier {
            assert_eq!(chronology(first, second), Some(Ordering::Less), "{first} {second}");
            assert_eq!(chronology(second, first), Some(Ordering::Greater), "{first} {second}");
        }
        assert_eq!(chronology("R4", "2022"), Some(Ordering::Equal));
        for (a, b) in [("2021", "2021-04"), ("A", "B"), ("春", "秋"), ("前", "2021"), ("事前A", "事前B"), ("T1", "U2")]
        {
            assert_eq!(chronology(a, b), None, "{a} {b}");
        }
    }

    #[test]
    fn waves_stand_in_the_order_of_time() {
        let sorted = |names: &[&str]| {
            let mut names: Vec<String> = names.iter().map(|name| name.to_string()).collect();
            let all = names.clone();
            let order = in_order(all.iter());
            names.sort_by(|a, b| order(a, b));
            names.join(" ")
        };
        assert_eq!(sorted(&["事後", "追跡", "事前"]), "事前 事後 追跡");
        assert_eq!(sorted(&["followup", "endline", "baseline", "midline"]), "baseline midline endline followup");
        assert_eq!(sorted(&["第三回", "第一回", "第二回"]), "第一回 第二回 第三回");
        assert_eq!(sorted(&["Apr", "Jan", "Dec"]), "Jan Apr Dec");
        assert_eq!(sorted(&["10月", "2月"]), "2月 10月");
    }
}
