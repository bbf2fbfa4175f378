//! 団体名簿.

use super::super::grid::{Cell, Sheet};
use super::super::{Organisation, Program};

pub fn sheet(program: &Program) -> Sheet {
    Sheet::new("団体名簿")
        .title("地域づくり助成 団体名簿")
        .header(&["団体ID", "法人番号", "団体名", "市町村", "設立年", "有給職員数", "分野"])
        .data(program.organisations.iter().map(row))
        .notes(&["※ 有給職員数は申請時の申告による（非常勤を含む）", "※ 設立年は法人格取得前の活動開始年を含まない"])
}

fn row(organisation: &Organisation) -> Vec<Cell> {
    vec![
        organisation.id.as_str().into(),
        organisation.corporate_number.as_str().into(),
        organisation.name().into(),
        organisation.municipality.as_str().into(),
        i64::from(organisation.founded).into(),
        organisation.paid_staff.into(),
        organisation.field.as_str().into(),
    ]
}
