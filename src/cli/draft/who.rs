//! What a draft says of who or what a row is about.

use crate::ingest::profile::UnitRows;
use crate::phrase;
use crate::study::keys::{TO_CHOOSE, toml_text};
use crate::text::Phrase;

use super::write::DraftPage;
use super::{DraftSource, values};

impl DraftPage {
    pub(super) fn unit(&mut self, seen: &DraftSource) {
        let named: Vec<String> = seen.unit.columns.iter().map(|&column| seen.columns[column].heading.clone()).collect();
        let line = match named.as_slice() {
            [] if seen.is_anonymous() => return self.nobody(seen),
            [] => return self.open(seen),
            [one] => format!("unit = {}", toml_text(one)),
            several => {
                let list: Vec<String> = several.iter().map(|name| toml_text(name)).collect();
                format!("unit = [{}]", list.join(", "))
            }
        };
        self.noted(&line, &who(seen));
        self.repeats(seen);
        if !seen.others_unit.is_empty() {
            let names = values::some(seen.others_unit.iter().cloned());
            self.comment(&phrase!("Other columns that could identify each row: {names}", names = names));
        }
    }

    /// Nobody can be sure what a row is about: `check` stops until somebody says it.
    fn open(&mut self, seen: &DraftSource) {
        self.noted(&format!("unit = \"{}\"", TO_CHOOSE), &to_choose(seen));
        if seen.unit.rows == UnitRows::Open {
            self.comment(&phrase!(
                "Several columns together: unit = [\"…\", \"…\"]. Where each row stands for itself and nobody can be found again, write anonymous = true instead"
            ));
        }
    }

    fn nobody(&mut self, seen: &DraftSource) {
        if seen.explains() {
            return self.comment(&phrase!("There are no observations in it, and no unit"));
        }
        let known = seen.layout.as_ref().is_some_and(|known| known.understood.anonymous);
        let note = match known {
            true => phrase!("each row is a respondent of its own, whom nobody can find again"),
            false => phrase!(
                "no column says who a row is about, so each row stands for itself; if one does, write unit = \"…\" instead"
            ),
        };
        self.noted("anonymous = true", &note);
    }

    /// What becomes of several rows of one unit.
    fn repeats(&mut self, seen: &DraftSource) {
        match seen.unit.rows {
            UnitRows::Own | UnitRows::Nobody | UnitRows::Open | UnitRows::Series | UnitRows::Long | UnitRows::OnItsSide => {}
            UnitRows::Nearly => self.noted(
                "# duplicates = \"last\"",
                &phrase!("some stand in several rows; where the last of them counts, take away the #"),
            ),
            UnitRows::Added => self.noted(
                "rows = \"sum\"",
                &phrase!(
                    "the rows of each unit are put together and their numbers added; how many there are is `{count}`",
                    count = format!("{}_rows", seen.name)
                ),
            ),
            UnitRows::Again => self.noted(
                "rows = \"mean\"",
                &phrase!("the same ones answer several times: the numbers of each are averaged; or name the column that says when, period_column = \"…\""),
            ),
        }
    }
}

/// What is to be chosen where the unit is open.
fn to_choose(seen: &DraftSource) -> Phrase {
    let names = values::some(seen.others_unit.iter().map(|name| toml_text(name)));
    match seen.unit.rows {
        UnitRows::Series => phrase!(
            "PLEASE CHOOSE: each row is a point in time of one and the same thing; a column that says of whom or what is needed, and period_column = \"…\" for the time"
        ),
        UnitRows::Long => phrase!(
            "PLEASE CHOOSE: each row is an answer to one of several questions; put the questions side by side first (a pivot table does it), one row for each respondent"
        ),
        UnitRows::OnItsSide => phrase!(
            "PLEASE CHOOSE: each row is something that is measured, and who is measured seems to stand in the headings; turn the table round first (Excel: Paste special, Transpose)"
        ),
        _ if names.is_empty() => phrase!("PLEASE CHOOSE: the column that says who or what each row is about"),
        _ => {
            phrase!("PLEASE CHOOSE: the column that says who or what each row is about; one of {names}", names = names)
        }
    }
}

/// What the column of the unit says.
fn who(seen: &DraftSource) -> Phrase {
    let column = &seen.columns[seen.unit.columns[0]];
    let n = column.values.len();
    match seen.unit.rows {
        _ if seen.unit.columns.len() > 1 => {
            phrase!("PLEASE CHECK: no column identifies each row; these do together")
        }
        UnitRows::Own | UnitRows::Nearly if seen.is_dated() => {
            phrase!("the column that identifies the unit: {n} different values", n = n)
        }
        UnitRows::Own if column.empty > 0 => phrase!(
            "the column that identifies each row: {n} different values; {empty} {empty?row has|rows have} none and {empty?is|are} left out",
            n = n,
            empty = column.empty
        ),
        UnitRows::Own => phrase!("the column that identifies each row: {n} different values", n = n),
        UnitRows::Added => phrase!(
            "PLEASE CHECK: no column identifies each row; this one has {n} different values in {rows} rows, and seems to say who received or gave something",
            n = n,
            rows = seen.rows
        ),
        _ => phrase!(
            "PLEASE CHECK: no column identifies each row; this one has {n} different values in {rows} rows",
            n = n,
            rows = seen.rows
        ),
    }
}
