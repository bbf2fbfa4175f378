//! The five workbooks, as people of a foundation lay them out.

mod activities;
mod applications;
mod register;
mod surveys;

use super::Program;
use super::grid::Book;

/// All workbooks, still clean but for their form.
pub fn books(program: &Program) -> Vec<Book> {
    vec![
        Book { file: "団体名簿.xlsx", sheets: vec![register::sheet(program)] },
        Book { file: "申請審査.xlsx", sheets: vec![applications::sheet(program)] },
        Book {
            file: "調査_前.xlsx", sheets: vec![surveys::sheet(program, |application| application.before.as_ref())]
        },
        Book {
            file: "調査_後.xlsx", sheets: vec![surveys::sheet(program, |application| application.after.as_ref())]
        },
        Book { file: "活動計算書.xlsx", sheets: activities::sheets(program) },
    ]
}
