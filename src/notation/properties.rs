//! Whatever is written in a notation is read back as it was.

use proptest::prelude::*;

use super::calendar::{date_of, days_of, days_of_serial, iso, serial_of};
use super::years::ERAS;
use super::{Absent, absent, dates, numbers, ranks};

fn number(text: &str) -> Option<f64> {
    numbers::read(text).map(|reading| reading.value)
}

fn date(text: &str) -> Option<i32> {
    dates::read(text).map(|reading| reading.days)
}

/// Digits and signs in full width.
fn wide(text: &str) -> String {
    let widen = |c: char| match c {
        '!'..='~' => char::from_u32(c as u32 + 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().map(widen).collect()
}

/// `1234567` as `1,234,567`.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).expect("digits")).collect();
    groups.join(",")
}

/// White space as it stands around numbers in workbooks.
fn blank() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", " ", "\u{3000}", "\n", "  ", "\u{3000}\u{3000}\u{3000}", "\r\n"])
}

proptest! {
    #[test]
    fn whole_numbers(value in 0u64..1_000_000_000_000, before in blank(), after in blank()) {
        let expected = Some(value as f64);
        for text in [value.to_string(), grouped(value), wide(&value.to_string()), wide(&grouped(value))] {
            prop_assert_eq!(number(&format!("{before}{text}{after}")), expected);
        }
        for text in [format!("{}円", grouped(value)), format!("¥{}", grouped(value)), format!("{value} 人")] {
            prop_assert_eq!(number(&format!("{before}{text}{after}")), expected);
            prop_assert_eq!(number(&wide(&text)), expected);
        }
    }

    #[test]
    fn negative_numbers(value in 1u64..1_000_000_000) {
        for text in [
            format!("▲{}", grouped(value)),
            format!("△ {value}"),
            format!("({})", grouped(value)),
            format!("（{}）", wide(&value.to_string())),
            format!("-{value}"),
            format!("−{value}"),
            format!("－{}", wide(&value.to_string())),
        ] {
            prop_assert_eq!(number(&text), Some(-(value as f64)), "{}", text);
        }
        for text in [format!("ー{value}"), format!("―{value}")] {
            prop_assert_eq!(number(&text), None);
        }
    }

    #[test]
    fn units_that_multiply(thousandths in 1u64..10_000_000) {
        // With decimals, so that a factor must not cost a digit.
        let written = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        for (unit, power) in [("千円", 3), ("万円", 4), ("百万円", 6), ("億円", 8), ("千人", 3), ("%", -2), ("万", 4)] {
            let expected: f64 = format!("{thousandths}e{}", power - 3).parse().expect("a number");
            prop_assert_eq!(number(&format!("{written}{unit}")), Some(expected));
            prop_assert_eq!(number(&format!("▲{}{unit}", wide(&written))), Some(-expected));
        }
    }

    #[test]
    fn myriads(hundred_millions in 1u64..10_000, ten_thousands in 1u64..10_000, ones in 1u64..10_000) {
        let value = (hundred_millions * 10_000 + ten_thousands) * 10_000 + ones;
        let text = format!("{hundred_millions}億{}万{}円", grouped(ten_thousands), grouped(ones));
        prop_assert_eq!(number(&text), Some(value as f64));
    }

    #[test]
    fn dates_in_every_notation(days in -37_000i32..2_932_000) {
        let (year, month, day) = date_of(days);
        for text in [
            iso(days),
            format!("{year}/{month}/{day}"),
            format!("{year}.{month:02}.{day:02}"),
            format!("{year}年{month}月{day}日"),
            wide(&format!("{year}年 {month}月 {day}日")),
            format!("{} 23:59:59", iso(days)),
        ] {
            prop_assert_eq!(date(&text), Some(days), "{}", text);
        }
        prop_assert_eq!(days_of_serial(serial_of(days)), (days >= -25_567).then_some(days));
    }

    #[test]
    fn dates_of_every_era(era in prop::sample::select(ERAS.to_vec()), of_era in 1i32..=99, month in 1u32..=12, day in 1u32..=31) {
        let of_era = of_era.min(era.last);
        let Some(days) = days_of(era.before + of_era, month, day) else { return Ok(()) };
        let year = if of_era == 1 { "元".to_string() } else { of_era.to_string() };
        for text in [
            format!("{}{of_era}年{month}月{day}日", era.name),
            format!("{}{year}年{month}月{day}日", era.name),
            wide(&format!("{}{of_era}年{month:02}月{day:02}日", era.name)),
            format!("{} {of_era}年\n{month}月 {day}日", era.name),
            format!("{}{of_era}.{month}.{day}", era.letter),
            wide(&format!("{}{of_era:02}/{month}/{day}", era.letter)),
            format!("{}{of_era}年{month}月{day}日（月）", era.name),
        ] {
            prop_assert_eq!(date(&text), Some(days), "{}", text);
        }
        let rules = dates::read(&format!("{}{of_era}年{month}月{day}日", era.name)).expect("a date").rules;
        let first = days_of(era.first.0, era.first.1, era.first.2).expect("a day");
        prop_assert_eq!(days < first, of_era == 1 && rules.contains(&dates::DateRule::OutsideEra));
    }

    #[test]
    fn dashes_with_blanks(before in blank(), after in blank(), dash in prop::sample::select(vec!["－", "-", "―", "ー", "‐", "–", "—", "−", "ｰ"])) {
        prop_assert_eq!(absent(&format!("{before}{dash}{after}")), Some(Absent::Dash));
    }

    #[test]
    fn bands_keep_their_order(mut limits in prop::collection::btree_set(1u64..100_000, 2..7), form in 0usize..4) {
        let all: Vec<u64> = std::mem::take(&mut limits).into_iter().collect();
        let within = |pair: &[u64]| match form {
            0 => format!("{}万円以上 {}万円未満", grouped(pair[0]), grouped(pair[1])),
            1 => format!("{}〜{}人", pair[0], pair[1]),
            2 => wide(&format!("{}-{}", pair[0], pair[1])),
            _ => format!("{} to {}", pair[0], pair[1]),
        };
        let (least, most) = match form {
            0 => (format!("{}万円未満", all[0]), format!("{}万円以上", all[all.len() - 1])),
            3 => (format!("under {}", all[0]), format!("{} and over", all[all.len() - 1])),
            _ => (format!("{}人未満", all[0]), format!("{}人以上", all[all.len() - 1])),
        };
        let levels: Vec<String> = [least].into_iter().chain(all.windows(2).map(within)).chain([most]).collect();
        let texts: Vec<&str> = levels.iter().map(String::as_str).collect();
        let ranks = ranks(&texts).expect("bands");
        prop_assert!(ranks.windows(2).all(|pair| pair[0] < pair[1]), "{:?} {:?}", texts, ranks);
    }

    #[test]
    fn nothing_breaks_on_any_text(text in "\\PC{0,40}", digits in "[0-9０-９,.円万億年月日()（）@約~〜-]{0,20}") {
        for text in [text, digits] {
            number(&text);
            date(&text);
            super::amount(&text);
            super::day(&text, 4);
            super::answer(&text);
            super::parts(&text, ';');
            ranks(&[&text]);
            super::split(&text);
            super::beside(&text);
        }
    }
}
