//! 申請審査: a header of two rows, and a row of sums.

use super::super::grid::{Cell, Kind, Merged, Sheet, Spot, Unclean};
use super::super::{Application, Category, Program};

const COLUMNS: [&str; 8] = ["申請ID", "団体ID", "年度", "申請額（円）", "申請区分", "審査点", "採否", "交付額（円）"];
/// First and last column of each group of columns.
const GROUPS: [(&str, usize, usize); 2] = [("申請内容", 3, 4), ("審査結果", 5, 7)];
/// Columns before the groups reach over both rows.
const UNGROUPED: usize = 3;

pub fn sheet(program: &Program) -> Sheet {
    let sheet = Sheet::new("申請一覧").title("地域づくり助成 申請・審査一覧（令和3～5年度）");
    let mut sheet = two_rows(sheet).data(program.applications.iter().map(row));
    sheet.amounts = vec![sheet.column("申請額（円）"), sheet.column("交付額（円）")];
    sheet.total().notes(&["※ 交付額は2か年度に分けて交付する（初年度に半額）"])
}

fn two_rows(mut sheet: Sheet) -> Sheet {
    let top = sheet.rows.len();
    let at = |row: usize, col: usize| ((top + row) as u32, col as u32);
    let mut groups = vec![Cell::Blank; COLUMNS.len()];
    for (col, name) in COLUMNS.iter().enumerate().take(UNGROUPED) {
        groups[col] = (*name).into();
        sheet.merged.push(Merged { first: at(0, col), last: at(1, col), text: name.to_string() });
    }
    for (name, first, last) in GROUPS {
        groups[first] = name.into();
        sheet.merged.push(Merged { first: at(0, first), last: at(0, last), text: name.to_string() });
    }
    let name = |col: usize| if col < UNGROUPED { Cell::Blank } else { COLUMNS[col].into() };
    sheet.rows.push(groups);
    sheet.rows.push((0..COLUMNS.len()).map(name).collect());
    sheet.header = top..top + 2;
    sheet.columns = COLUMNS.iter().map(|column| column.to_string()).collect();
    let spot = Spot::Range(at(0, 0), at(1, COLUMNS.len() - 1));
    sheet.form.push(Unclean { spot, kind: Kind::MergedHeader, was: Cell::Blank, written: Cell::Blank });
    sheet
}

fn row(application: &Application) -> Vec<Cell> {
    let category = match application.category {
        Category::New => "新規",
        Category::Continuing => "継続",
    };
    vec![
        application.id.as_str().into(),
        application.organisation.as_str().into(),
        format!("R{}", application.start - 2018).into(),
        application.requested.into(),
        category.into(),
        application.score.into(),
        if application.funded() { "採択" } else { "不採択" }.into(),
        application.granted.into(),
    ]
}
