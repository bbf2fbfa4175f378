//! 調査_前 and 調査_後: one row for each application that answered.

use super::super::grid::{Cell, Sheet};
use super::super::{Answers, Application, Program};

pub fn sheet(program: &Program, answers: impl Fn(&Application) -> Option<&Answers>) -> Sheet {
    let row = |application: &Application| Some(row(application, answers(application)?));
    Sheet::new("回答")
        .header(&["申請ID", "ボランティア実人数", "会員数", "連携先数", "うち異業種", "満足", "ウェブサイト"])
        .data(program.applications.iter().filter_map(row))
}

fn row(application: &Application, answers: &Answers) -> Vec<Cell> {
    vec![
        application.id.as_str().into(),
        answers.volunteers.into(),
        answers.members.into(),
        answers.partners.into(),
        answers.other_sectors.into(),
        answers.satisfaction.into(),
        if answers.website { "はい" } else { "いいえ" }.into(),
    ]
}
