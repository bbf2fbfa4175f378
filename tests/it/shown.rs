//! Cells as a spreadsheet program shows them.

use rust_xlsxwriter::{Format, Worksheet};
use tashika::diag::Sink;
use tashika::ingest::{Kind, RawTable, read_all};

use super::ingest::{Case, fill, source};

fn read(case: &Case, sources: &str) -> (RawTable, Sink) {
    let mut sink = Sink::new();
    let tables = read_all(&case.study(sources), &mut sink);
    (tables.unwrap_or_else(|_| panic!("{:?}", sink.problems)).remove(0), sink)
}

fn number(sheet: &mut Worksheet, row: u32, col: u16, value: f64, format: &str) {
    sheet.write_number_with_format(row, col, value, &Format::new().set_num_format(format)).unwrap();
}

#[test]
fn number_formats_travel_with_the_table_and_through_its_byte_form() {
    let case = Case::new().sheet("a.xlsx", |sheet| {
        fill(sheet, 0, "id|rate|money|plain|time\n|||7|\n|||8|\n|||9|");
        for (i, money) in ["[$£-809]#,##0", "\"¥\"#,##0", "[$£-809]#,##0"].iter().enumerate() {
            let row = i as u32 + 1;
            number(sheet, row, 0, 11.0 + f64::from(row), "00000");
            number(sheet, row, 1, 0.45, "0.0%");
            number(sheet, row, 2, 1200.0, money);
            number(sheet, row, 4, 1.25, "[h]:mm");
        }
    });
    let (table, _) = read(&case, &source("a.xlsx"));
    let table = RawTable::from_bytes(&table.to_bytes()).unwrap();
    assert_eq!(table.id_as_shown(1, 0).as_deref(), Some("00013"));
    assert_eq!(table.id_as_shown(1, 3), None);
    assert_eq!(table.one_format(1).map(|shown| &shown.kind), Some(&Kind::Percent));
    assert_eq!(table.one_format(3).map(|shown| &shown.kind), Some(&Kind::Plain));
    assert_eq!(table.one_format(4).map(|shown| &shown.kind), Some(&Kind::Duration));
    assert_eq!(table.one_format(2), None);
    let money: Vec<_> = table.formats(2).into_iter().map(|(shown, rows)| (shown.kind.clone(), rows)).collect();
    assert_eq!(money, [(Kind::Currency("£".into()), vec![0, 2]), (Kind::Currency("¥".into()), vec![1])]);
}
