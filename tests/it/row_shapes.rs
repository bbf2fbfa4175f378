//! Tables as people lay them out for readers: several on one sheet, groups of headings, totals within totals, notes below.

use rust_xlsxwriter::Format;
use tashika::diag::{Place, Sink};
use tashika::ingest::{AsideReason, Raw, RawTable};
use tashika::text::Lang;

use super::ingest::{Case, codes, fill, headings, numbers};

const ANONYMOUS: &str = "[sources.people]\nfile = \"a.xlsx\"\nanonymous = true\n";

fn book(text: &str) -> (RawTable, Sink) {
    Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, text)).table(ANONYMOUS)
}

/// Data rows, as Excel counts them.
fn rows(table: &RawTable) -> Vec<u32> {
    table.rows.iter().map(|row| row + 1).collect()
}

/// Rows set aside, as Excel counts them, with their reasons.
fn aside(table: &RawTable) -> Vec<(u32, AsideReason)> {
    table.set_aside.iter().map(|aside| (aside.row + 1, aside.why)).collect()
}

fn column(table: &RawTable, heading: &str) -> Vec<String> {
    let column = table.headings.iter().position(|it| it.text == heading);
    let column = column.unwrap_or_else(|| panic!("no {heading}: {:?}", headings(table)));
    let text = |row| match table.get(row, column) {
        Raw::Text(text) => text.to_string(),
        Raw::Number(value) => value.to_string(),
        _ => String::new(),
    };
    (0..table.rows.len()).map(text).collect()
}

fn cells(sink: &Sink, code: &str) -> Vec<String> {
    let found = sink.problems.iter().find(|it| it.code == code);
    let found = found.unwrap_or_else(|| panic!("no {code}: {:?}", codes(sink)));
    let cell = |place: &Place| place.to_string().rsplit(" / ").next().unwrap_or_default().to_string();
    found.places.iter().map(cell).collect()
}

fn hint(sink: &Sink, code: &str) -> String {
    let found = sink.problems.iter().find(|it| it.code == code);
    let found = found.unwrap_or_else(|| panic!("no {code}: {:?}", codes(sink)));
    found.hint.as_ref().map_or_else(String::new, |hint| hint.render(Lang::En))
}

// Several tables.

#[test]
fn tables_below_each_other_are_not_glued() {
    let gap = "会員\n団体|会員数|職員数\nもり|10|2\nかわ|20|3\nやま|15|4\n\n収支\n団体|収入|支出\nもり|1000|900\nかわ|2000|1800\n";
    let at_once = "Members\nGroup|Members|Staff\nOak|10|2\nElm|20|3\nAsh|15|4\nMoney\nGroup|Income|Spending\nOak|1000|900\nElm|2000|1800\n";
    for (text, other) in [(gap, "A8:C10"), (at_once, "A7:C9")] {
        let (table, sink) = book(text);
        assert_eq!((rows(&table), codes(&sink)), (vec![3, 4, 5], vec!["several-tables"]), "{text}");
        assert!(hint(&sink, "several-tables").contains(&format!("range = \"{other}\"")), "{text}");
    }
    // Groups of headings over the second table, too.
    let stacked = "|会員||職員|\n団体|男|女|男|女\nA|1|2|3|4\nB|2|2|3|5\nC|3|1|4|4\n\n|収入||支出|\n団体|会費|寄付|人件費|物件費\nA|10|20|30|40\nB|20|20|30|50\nC|30|10|40|40\n";
    let (table, sink) = book(stacked);
    assert_eq!((headings(&table)[1], rows(&table)), ("会員 男", vec![3, 4, 5]));
    assert!(hint(&sink, "several-tables").contains("A7:E11"));
}

#[test]
fn a_table_with_fewer_columns_above_another_one_is_no_title() {
    let text = "現金\n|区分|始値|終値\n現|a|10|12\n先|b|11|13\n末|c|14|15\n\n|区分|始値|終値|高値|安値|件数|人数\n現|a|10|12|1|2|3|4\n先|b|11|13|5|6|7|8\n末|c|14|15|9|10|11|12\n次|d|14|15|9|10|11|12\n";
    let (table, sink) = book(text);
    assert_eq!(rows(&table), [8, 9, 10, 11]);
    assert!(hint(&sink, "several-tables").contains("A2:D5"), "{}", hint(&sink, "several-tables"));
    assert_eq!(table.set_aside, []);
}

#[test]
fn lines_that_say_what_a_table_is_are_not_glued_to_it() {
    let text =
        "団体名|みどりの会\n年度|2023\n予算|3000\n担当|山田\n\n氏名|年齢|回数\nあ|20|3\nい|30|4\nう|25|2\nえ|41|6\n";
    let (table, _) = book(text);
    assert_eq!((headings(&table), rows(&table)), (vec!["氏名", "年齢", "回数"], vec![7, 8, 9, 10]));
}

#[test]
fn blocks_with_the_same_headings_are_one_table_with_their_titles_as_a_column() {
    for between in ["", "\n"] {
        let text = format!(
            "東支部\n氏名|回数|点\nあ|1|50\nい|2|60\nう|3|55\n{between}西支部\n氏名|回数|点\nえ|4|70\nお|2|65\n"
        );
        let (table, sink) = book(&text);
        assert_eq!(column(&table, "区分"), ["東支部", "東支部", "東支部", "西支部", "西支部"], "{:?}", codes(&sink));
    }
    // The same people under the same headings are measured in another way.
    let measures = "会員数\n支部|2019|2020|2021\n北|10|12|14\n南|20|22|23\n\n収入\n支部|2019|2020|2021\n北|1000|1200|1400\n南|2000|2100|2300\n";
    let (table, sink) = book(measures);
    assert_eq!((rows(&table), codes(&sink)), (vec![3, 4], vec!["several-tables"]));
    let periods = "令和3年度\n支部|会員|職員\n北|10|1\n南|20|2\n\n令和4年度\n支部|会員|職員\n北|11|1\n南|22|2\n";
    assert_eq!(column(&book(periods).0, "区分"), ["令和3年度", "令和3年度", "令和4年度", "令和4年度"]);
}

#[test]
fn a_blank_column_does_not_cut_a_table_in_two() {
    let text =
        "|2020||||2021||\n州|賛成|反対|||賛成|反対|計\n北|10|20|||30|40|70\n南|11|21|||31|41|72\n東|12|22|||32|42|74\n";
    let (table, sink) = book(text);
    let expected = ["州", "2020 賛成", "2020 反対", "2021 賛成", "2021 反対", "2021 計"];
    assert_eq!((headings(&table), codes(&sink)), (expected.to_vec(), vec!["total-column"]));
    let units = "|回答あり|||対象者||\n|賛成|反対||賛成|反対|計\n|人|％||人|％|人\n北|10|20.5||30|40.1|70\n南|11|21.1||31|41.2|72\n東|12|22.2||32|42.3|74\n";
    let (table, sink) = book(units);
    assert_eq!((table.rows.len(), table.headings.len()), (3, 6), "{:?} {:?}", headings(&table), codes(&sink));
    assert!(headings(&table).contains(&"対象者 賛成（人）"), "{:?}", headings(&table));
}

// Headings.

#[test]
fn years_with_marks_of_footnotes_are_years() {
    let text = "団体|2019|2020|2021 *|2022¹|2023(p)\nA|1|2|3|4|5\nB|2|3|4|5|6\nC|4|5|6|7|8\n";
    let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, text));
    let source = "[sources.people]\nfile = \"a.xlsx\"\nunit = \"団体\"\nperiod_from = \"heading\"\n";
    let (panel, _) = case.panel(source);
    let periods: Vec<&String> = panel.waves.keys().collect();
    assert_eq!(periods, ["2019", "2020", "2021", "2022", "2023"]);
}

#[test]
fn months_alone_are_periods_of_the_year_that_is_said() {
    let source = "[sources.people]\nfile = \"a.xlsx\"\nunit = \"費目\"\nperiod_from = \"heading\"\n";
    let periods = |text: &str| {
        let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, text));
        let (panel, _) = case.panel(source);
        panel.waves.keys().cloned().collect::<Vec<String>>()
    };
    let rows = "家賃|10|10|10|30\n光熱費|3|4|5|12\n雑費|1|2|3|6\n";
    assert_eq!(periods(&format!("費目|4月|5月|6月|合計\n{rows}")), ["4月", "5月", "6月"]);
    assert_eq!(periods(&format!("令和4年度 支出\n費目|11月|12月|1月|合計\n{rows}")), ["2022-11", "2022-12", "2023-01"]);
    // Months that begin again, of no year, have no order.
    let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, &format!("費目|11月|12月|1月|合計\n{rows}")));
    assert_eq!(case.fails(source).code, "no-years-in-headings");
    let (_, sink) = book(&format!("費目|Apr|May|June|TOTALS\n{rows}"));
    assert_eq!((codes(&sink), cells(&sink, "total-column")), (vec!["total-column"], vec!["E1".to_string()]));
}

#[test]
fn a_section_below_the_headings_is_no_heading() {
    let text = "|項目|2019年|2020年|2021年\n区|大人|||\n|現金|10|11|12\n|IC|5|6|7\n|小計|15|17|19\n|小人|||\n|現金|4|5|6\n|IC|1|2|3\n|小計|5|7|9\n|合計|20|24|28\n";
    let (table, _) = book(text);
    assert_eq!((table.header_rows.as_slice(), rows(&table)), (&[0][..], vec![3, 4, 7, 8]));
    assert_eq!(column(&table, "区分"), ["大人", "大人", "小人", "小人"]);
}

#[test]
fn a_banner_between_headings_is_none() {
    let text = "団体名|所在地|令和4年度||令和5年度|\n（単位：千円）\n||収入|支出|収入|支出\nもり|北|10|20|11|21\nかわ|南|15|25|16|26\nやま|東|18|22|17|23\n";
    let (table, _) = book(text);
    assert_eq!((rows(&table), aside(&table)), (vec![4, 5, 6], vec![(2, AsideReason::Title)]));
    assert_eq!(headings(&table)[2..4], ["令和4年度 収入", "令和4年度 支出"]);
}

#[test]
fn rows_of_numbers_types_and_duties_below_headings_are_no_data() {
    for second in ["1|2|3|4", "(1)|(2)|(3)|(4)", "①|②|③|④", "A|B|C|D", "必須|任意|任意|任意", "A20|F8.0|F8.0|F8.2"]
    {
        let text = format!("団体|会員|職員|収入\n{second}\nもり|10|1|100\nかわ|20|2|200\nやま|30|3|150\n");
        let (table, _) = book(&text);
        assert_eq!(
            (rows(&table), headings(&table).join("|")),
            (vec![3, 4, 5], "団体|会員|職員|収入".into()),
            "{second}"
        );
    }
    let first = "id|a|b|c\n1|2|3|4\n2|3|4|5\n3|4|5|6\n";
    assert_eq!(book(first).0.rows.len(), 3);
}

#[test]
fn the_hint_for_a_column_without_heading_names_no_row_of_data() {
    let (_, sink) = book("団体||会員\nもり|北|10\nかわ|南|20\nやま|東|30\n");
    let said = hint(&sink, "no-heading");
    assert!(said.contains("column B") && !said.contains("header ="), "{said}");
}

#[test]
fn the_unit_beside_a_title_is_seen() {
    let text = "事業報告|||単位：千円\n団体|収入|支出|差引\nもり|10|20|30\nかわ|15|25|31\nやま|18|22|32\n";
    let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, text));
    let named = "[sources.people]\nfile = \"a.xlsx\"\nunit = \"団体\"\n";
    assert_eq!(case.fails(named).code, "unit-unclear");
    let (panel, _) = case.panel(&format!("{named}amounts = [\"収入\"]\n"));
    assert_eq!((numbers(&panel, "収入"), numbers(&panel, "支出")[0]), (vec![15_000.0, 10_000.0, 18_000.0], 25.0));
    let english = "Accounts\n(figures in £ thousands)\nGroup|Income|Spending\nOak|10|20\nElm|15|25\nAsh|18|22\n";
    let case = Case::new().sheet("a.xlsx", |sheet| fill(sheet, 0, english));
    assert_eq!(case.fails("[sources.people]\nfile = \"a.xlsx\"\nunit = \"Group\"\n").code, "unit-unclear");
}

// Totals.

#[test]
fn totals_with_marks_and_totals_of_blocks_are_no_units() {
    for word in ["合計※1", "Total2", "Total*", "合計１）"] {
        let (table, _) = book(&format!("団体|会員|職員\n北|10|1\n南|20|2\n東|30|4\n西|11|3\n{word}|71|10\n"));
        assert_eq!(rows(&table), [2, 3, 4, 5], "{word}");
    }
    for total in ["県計", "State Total", "小計", "県（計）"] {
        let text = format!(
            "県|区分|人口|世帯\n青森|市部|100|40\n青森|郡部|50|20\n青森|{total}|150|60\n岩手|市部|80|35\n岩手|郡部|20|8\n岩手|{total}|100|43\n秋田|市部|90|30\n秋田|郡部|30|11\n秋田|{total}|120|41\n"
        );
        let (table, sink) = book(&text);
        assert_eq!(rows(&table), [2, 3, 5, 6, 8, 9], "{total}: {:?}", codes(&sink));
    }
    // What says a total while nothing adds up is asked about.
    let other = "State|Area|Population|Crimes\nA|City|100|10\nA|State Total|170|17\nB|City|80|7\nB|State Total|120|13\nC|City|90|9\nC|State Total|125|12\n";
    let (table, sink) = book(other);
    assert_eq!((table.rows.len(), cells(&sink, "total-unnamed").len()), (6, 3));
}

#[test]
fn rows_of_change_among_periods_are_none() {
    for word in ["増減率", "前年比", "Percent change"] {
        let city = |name: &str, a: i32| {
            format!("{name}|2015|{a}|{}\n{name}|2016|{}|{}\n{name}|{word}|10|5\n", a / 20, a + 100, a / 19)
        };
        let text = format!("市|年|人口|件数\n{}{}{}", city("北", 1000), city("南", 2000), city("東", 3000));
        let (table, _) = book(&text);
        assert_eq!((rows(&table), aside(&table)[0]), (vec![2, 3, 5, 6, 8, 9], (4, AsideReason::Figure)), "{word}");
    }
}

#[test]
fn what_is_the_sum_of_all_others_in_three_columns_is_set_aside() {
    let exact = "名|a|b|c\nx1|12|30|5\nx2|23|31|6\nx3|34|42|8\nx4|45|53|9\nx5|57|61|11\n本部|171|217|39\n";
    let rounded = "市|収入|支出|資産\n北市|1034.4|900.2|5000.7\n南市|2251.3|2100.1|6001.6\n東市|3178.2|3000.4|7002.8\n西市|4479.6|4200.9|8003.4\n県|10943.6|10201.5|26008.4\n";
    for (text, at) in [(exact, 7), (rounded, 6)] {
        let (table, sink) = book(text);
        assert_eq!(
            (aside(&table), cells(&sink, "total-unnamed")),
            (vec![(at, AsideReason::Total)], vec![format!("A{at}")])
        );
        assert!(hint(&sink, "total-unnamed").contains("range"));
    }
}

#[test]
fn a_total_over_merged_rows_leaves_its_name_to_the_rows_below() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        let block = "青森|市部|100|40\n|郡部|50|20\n||150|60\n||3.5|1.2\n";
        fill(sheet, 0, &format!("県|区分|人口|世帯\n{block}{}", block.replace("青森", "岩手")));
        for (row, name) in [(1, "青森"), (5, "岩手")] {
            sheet.merge_range(row, 0, row + 3, 0, name, &Format::new()).unwrap();
            sheet.merge_range(row + 2, 1, row + 3, 1, "県計", &Format::new()).unwrap();
        }
    });
    let (table, _) = case.table(ANONYMOUS);
    assert_eq!(column(&table, "区分"), ["市部", "郡部", "県計", "市部", "郡部", "県計"]);
}

// Sections and notes.

#[test]
fn sections_that_count_their_rows_are_sections() {
    for (east, west) in [("東京都|3", "大阪府|2"), ("東京都（3）", "大阪府（2）"), ("東京都 (3件)", "大阪府 (2件)")]
    {
        let text = format!(
            "施設|定員|職員|開設\n{east}\nあ園|10|2|2001\nい園|20|3|2002\nう園|30|4|2003\n{west}\nえ園|15|2|2004\nお園|25|3|2005\n"
        );
        let (table, _) = book(&text);
        assert_eq!(column(&table, "区分"), ["東京都", "東京都", "東京都", "大阪府", "大阪府"], "{east}");
    }
    let facilities = "施設|定員|職員|開設\nあ園|2\nい園|20|3|2002\nう園|5\nえ園|15|2|2004\n";
    assert_eq!(book(facilities).0.rows.len(), 4, "numbers that count nothing");
}

#[test]
fn texts_below_the_last_numbers_are_notes() {
    let rows_above = "団体|区分|会員|職員\nもり|a|10|1\nかわ|b|20|2\nやま|a|30|3\nうみ|b|40|4\n";
    for below in [
        "目的：県内団体の状況を知るため\n問い合わせ先|市民課 山田\n電話：03-0000-0000",
        "Legend:\na|charity\nb|company",
        "|このデータは7月の集計による\n|凡例",
    ] {
        let (table, sink) = book(&format!("{rows_above}{below}\n"));
        assert_eq!(rows(&table), [2, 3, 4, 5], "{below}: {:?}", codes(&sink));
        assert!(table.set_aside.iter().all(|it| it.why == AsideReason::Note), "{below}");
    }
    let unknown = format!("{rows_above}そら||\nほし|a|\n");
    assert_eq!(book(&unknown).0.rows.len(), 6, "units of which nothing is known");
}

#[test]
fn a_comma_hidden_by_a_blank_cell_is_found() {
    let row = |i: usize| match i {
        7 => "7,Oak, Ltd,107\n".to_string(),
        i => format!("{i},Org{i},{},\n", 100 + i),
    };
    let text = format!("id,name,amount,note\n{}", (1..16).map(row).collect::<String>());
    let source = "[sources.people]\nfile = \"a.csv\"\nunit = \"id\"\n";
    let (panel, sink) = Case::new().file("a.csv", text).panel(source);
    assert_eq!((panel.units.len(), cells(&sink, "ragged-row")), (14, vec!["A8".to_string()]));
    let plain: String = (1..16)
        .map(|i| {
            format!(
                "{i},Org{i},{},{}\n",
                if i == 7 { "n/a".into() } else { (100 + i).to_string() },
                if i == 7 { "5" } else { "" }
            )
        })
        .collect();
    let (panel, _) = Case::new().file("a.csv", format!("id,name,amount,note\n{plain}")).panel(source);
    assert_eq!(panel.units.len(), 15);
}
