//! Cells as they stand in published Japanese workbooks: what each is read as, or what a person is asked.

use super::calendar::iso;
use super::years::year_in;
use super::{Absent, Doubt, DoubtKind, Suggested, absent, amount, dates, day, numbers, parts, ranks};

fn number(text: &str) -> Option<f64> {
    numbers::read(text).map(|reading| reading.value)
}

fn date(text: &str) -> Option<String> {
    dates::read(text).map(|reading| iso(reading.days))
}

fn offered(doubt: Option<Doubt>) -> Option<(DoubtKind, Option<String>)> {
    let said = |suggested| match suggested {
        Suggested::Number(value) => value.to_string(),
        Suggested::Day(days) => iso(days),
    };
    doubt.map(|doubt| (doubt.kind, doubt.suggested.map(said)))
}

#[test]
fn years_within_titles() {
    assert_eq!(year_in("平成２３年度政府広報ウェブサイト運営等業務"), Some(2011));
    assert_eq!(year_in("平成2３年度資材価格実態調査業務"), Some(2011));
}

#[test]
fn dates_in_mixed_widths_and_over_two_lines() {
    let cases = [
        ("令和元年７月2９日", "2019-07-29"),
        ("令和元年\n5月24日", "2019-05-24"),
        ("令和 2年 7月17日", "2020-07-17"),
        ("令和1年12月25日", "2019-12-25"),
        ("令和２年２月５日", "2020-02-05"),
        ("令和５年", ""),
        ("R3.3.16", "2021-03-16"),
        ("H23.7.13", "2011-07-13"),
        ("令和元年4月1日", "2019-04-01"),
        ("平成31年度4月1日", "2019-04-01"),
        ("平成23年5月10日\n(5～6月分)", "2011-05-10"),
        ("2004年05月18日 社員総会の決議(解散)", "2004-05-18"),
        ("1999/02/23", "1999-02-23"),
        ("2022-04-28 16:11:47", "2022-04-28"),
        ("令和３年１０月１日", "2021-10-01"),
    ];
    for (text, expected) in cases {
        assert_eq!(date(text).unwrap_or_default(), expected, "{text}");
    }
}

#[test]
fn dates_that_a_person_settles() {
    let cases = [
        ("R3.3.16\n（増額交付決定日。\n初回交付決定日は令和２年11月6日）", DoubtKind::Several, "2021-03-16"),
        ("平成27年2月6日\n（減額交付決定日。初回交付決定日は平成26年7月11日）", DoubtKind::Several, "2015-02-06"),
        ("H23.7.13\nH23.10.17", DoubtKind::Several, "2011-07-13"),
        ("(平成29年10月16日)\n平成30年1月15日", DoubtKind::Several, "2018-01-15"),
        ("平成28月1月18日", DoubtKind::Mistyped, "2016-01-18"),
        ("令和2年10月5日ほか", DoubtKind::Words, "2020-10-05"),
    ];
    for (text, kind, expected) in cases {
        assert_eq!(date(text), None, "{text}");
        assert_eq!(offered(day(text, 4)), Some((kind, Some(expected.to_string()))), "{text}");
    }
}

#[test]
fn numbers_stored_as_text() {
    let cases = [
        ("111,240,000\n", 111_240_000.0),
        ("2,835,000   ", 2_835_000.0),
        ("\n14,499,000", 14_499_000.0),
        ("29,788,626円", 29_788_626.0),
        ("\n2010005018803", 2_010_005_018_803.0),
        ("１，２００千円", 1_200_000.0),
    ];
    for (text, expected) in cases {
        assert_eq!(number(text), Some(expected), "{text}");
    }
}

#[test]
fn amounts_that_a_person_settles() {
    let cases = [
        ("1,099,186,000(当初)\n 1,506,867,000(変更)", DoubtKind::Several, Some("1506867000")),
        ("185,833,000\n（増額後の交付決定額。初回交付決定額は、162,600,000）", DoubtKind::Several, Some("185833000")),
        ("@1,500円ほか", DoubtKind::UnitPrice, None),
        ("＠46,200円ほか", DoubtKind::UnitPrice, None),
        ("＠34.650円ほか", DoubtKind::UnitPrice, None),
        ("@6,000円/ほか", DoubtKind::UnitPrice, None),
        ("単価契約\n調達予定総額　7,530,600円", DoubtKind::UnitPrice, Some("7530600")),
    ];
    for (text, kind, expected) in cases {
        assert_eq!(number(text), None, "{text}");
        assert_eq!(offered(amount(text)), Some((kind, expected.map(str::to_string))), "{text}");
    }
}

#[test]
fn nine_spellings_of_none() {
    for text in ["－", "-", "―", "― ", "ー", "‐", "　ー", "　－", "　　　－"] {
        assert_eq!(absent(text), Some(Absent::Dash), "{text:?}");
        assert_eq!((number(text), date(text)), (None, None), "{text:?}");
    }
}

#[test]
fn bands_and_several_answers() {
    let levels = ["400万円以上 500万円未満", "500万円以上 600万円未満", "100万円未満", "1000万円以上"];
    let ranks = ranks(&levels).unwrap();
    let mut order: Vec<usize> = (0..levels.len()).collect();
    order.sort_by(|&a, &b| ranks[a].0.total_cmp(&ranks[b].0));
    assert_eq!(order, [2, 0, 1, 3]);
    let chosen = parts("地元の美味しいものを食べる\nその他\n", '\n');
    assert_eq!(chosen.into_iter().collect::<Vec<_>>(), ["その他", "地元の美味しいものを食べる"]);
}

/// Addresses, postcodes, telephones, ids, versions: digits that are neither numbers nor dates.
#[test]
fn false_friends() {
    for text in [
        "3-1",
        "1/2",
        "113-0034",
        "〒113-0034",
        "060-0800",
        "03-1234-5678",
        "090-1234-5678",
        "湯島３丁目２－１２御茶ノ水天神ビル２階",
        "（財）日本総合研究所東京都港区赤坂４－８－２０",
        "13-3458820",
        "SC025599",
        "法人番号2010005003854",
        "04/01",
        "5～6月分",
        "第2回",
        "1.2.3",
        "192.168.0.1",
    ] {
        assert_eq!((number(text), date(text)), (None, None), "{text}");
        assert_eq!(offered(day(text, 4)), None, "{text}");
    }
    for text in ["3-1", "1/2", "113-0034", "060-0800", "03-1234-5678", "SC025599", "04/01", "第2回"] {
        assert_eq!(offered(amount(text)), None, "{text}");
    }
    assert!(["0012", "0600001"].iter().all(|text| numbers::read(text).is_some_and(|reading| reading.padded)));
    assert_eq!((date("0012"), date("1130034"), date("20230401")), (None, None, None));
}
