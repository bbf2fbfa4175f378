//! 活動計算書: a sheet for each fiscal year; one of them in thousands.

use super::super::accounts::{THOUSAND, YEARS};
use super::super::grid::{Cell, Kind, Sheet, Spot, Unclean};
use super::super::{Account, Program};

const AMOUNTS: [&str; 7] =
    ["受取会費", "受取寄附金", "受取助成金等", "事業収益", "その他収益", "うち本助成金", "当期正味財産増減額"];
/// Columns before the amounts: 法人番号, 団体名.
const KEYS: usize = 2;

const IN_THOUSANDS: i32 = 2022;
const WITH_TOTAL: i32 = 2023;
const WITH_NOTE: i32 = 2020;

pub fn sheets(program: &Program) -> Vec<Sheet> {
    YEARS.map(|year| sheet(program, year)).collect()
}

fn sheet(program: &Program, year: i32) -> Sheet {
    let reiwa = year - 2018;
    let (unit, suffix) = if year == IN_THOUSANDS { (THOUSAND, "（千円）") } else { (1, "") };
    let amounts = AMOUNTS.map(|name| format!("{name}{suffix}"));
    let mut columns = vec!["法人番号", "団体名"];
    columns.extend(amounts.iter().map(String::as_str));
    let mut sheet = Sheet::new(&format!("R{reiwa}"))
        .title(&format!("令和{reiwa}年度 活動計算書(抜粋)"))
        .header(&columns)
        .data(rows(program, year, unit));
    sheet.amounts = (KEYS..KEYS + AMOUNTS.len()).collect();
    if year == IN_THOUSANDS {
        headings_in_thousands(&mut sheet);
    }
    match year {
        WITH_TOTAL => sheet.total(),
        WITH_NOTE => sheet.notes(&["※ 受取助成金等は本助成金を含む"]),
        _ => sheet,
    }
}

fn rows(program: &Program, year: i32, unit: i64) -> Vec<Vec<Cell>> {
    let mut organisations: Vec<_> = program.organisations.iter().collect();
    organisations.sort_by_key(|organisation| &organisation.corporate_number);
    let row = |organisation: &&super::super::Organisation| {
        let account = organisation.accounts.get(&year)?;
        let mut row: Vec<Cell> = vec![organisation.corporate_number.as_str().into(), organisation.name().into()];
        row.extend(amounts(account).map(|amount| Cell::Number(amount / unit)));
        Some(row)
    };
    organisations.iter().filter_map(row).collect()
}

fn amounts(account: &Account) -> [i64; 7] {
    let grants = account.grants + account.evaluated_grant;
    let Account { fees, donations, business, other, evaluated_grant, surplus, .. } = *account;
    [fees, donations, grants, business, other, evaluated_grant, surplus]
}

fn headings_in_thousands(sheet: &mut Sheet) {
    let row = sheet.header.start as u32;
    for (at, name) in AMOUNTS.iter().enumerate() {
        let (col, written) = (KEYS + at, sheet.columns[KEYS + at].as_str().into());
        let spot = Spot::Cell(row, col as u32);
        sheet.form.push(Unclean { spot, kind: Kind::ThousandsHeading, was: (*name).into(), written });
    }
}
