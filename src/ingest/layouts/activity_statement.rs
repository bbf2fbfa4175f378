//! 活動計算書: the statement of activities of nonprofit corporations, with income by its five classes.

use super::words::both;
use super::{Layout, LayoutFit, Meaning, Sight, Understood};
use crate::diag::Diagnostic;
use crate::ingest::{Raw, RawTable};
use crate::phrase;
use crate::study::VariableKind;
use crate::text::Phrase;

/// A class of income: its key, what it is called, and the headings under which it stands; the first is the one of the class as a
/// whole.
type IncomeClass = (&'static str, (&'static str, &'static str), &'static [&'static str]);

const CLASSES: [IncomeClass; 5] = [
    ("fees", ("受取会費", "Membership fees"), &["受取会費", "会費収入", "受取会費計", "正会員受取会費", "会費"]),
    (
        "donations",
        ("受取寄附金", "Donations"),
        &["受取寄附金", "受取寄付金", "寄附金収入", "寄付金収入", "寄附金", "寄付金"],
    ),
    (
        "grants",
        ("受取助成金等", "Grants and subsidies"),
        &["受取助成金等", "受取補助金等", "受取助成金", "受取補助金", "補助金等収入", "助成金収入", "助成金等"],
    ),
    ("business", ("事業収益", "Revenue from activities"), &["事業収益", "事業収入", "事業収益計"]),
    ("other", ("その他収益", "Other revenue"), &["その他収益", "その他の収益", "その他収入", "雑収益", "雑収入"]),
];

const TOTAL: [&str; 4] = ["経常収益計", "経常収益", "収入合計", "経常収益合計"];

/// Classes that must be there for a table to be one of income.
const ENOUGH: usize = 3;

pub struct ActivityStatement;

/// The columns of each class that the table has.
fn classes(sight: &Sight<'_>) -> Vec<(&'static IncomeClass, usize)> {
    let found = |class: &'static IncomeClass| {
        class.2.iter().find_map(|heading| sight.of_amount(heading)).map(|column| (class, column))
    };
    CLASSES.iter().filter_map(found).collect()
}

impl Layout for ActivityStatement {
    fn name(&self) -> &'static str {
        "npo-activity-statement"
    }

    fn title(&self) -> Phrase {
        phrase!("statements of activities (活動計算書)")
    }

    fn fit(&self, sight: &Sight<'_>) -> Option<LayoutFit> {
        let found = classes(sight);
        let seen = phrase!(
            "{n} of the five classes of income: {names}",
            n = found.len(),
            names = found.iter().map(|(class, _)| class.1.0).collect::<Vec<_>>()
        );
        (found.len() >= ENOUGH).then_some(LayoutFit { score: 0.4 + 0.1 * found.len() as f64, seen })
    }

    fn understand(&self, sight: &Sight<'_>) -> Understood {
        let found = classes(sight);
        let heading = |column: usize| sight.table.headings[column].text.clone();
        let amount = |column: usize, (ja, en): (&str, &str)| Meaning {
            heading: heading(column),
            label: both(ja, en),
            kind: Some(VariableKind::Amount),
            unit: both("円", "yen"),
            ..Meaning::default()
        };
        let mut meanings: Vec<Meaning> = found.iter().map(|(class, column)| amount(*column, class.1)).collect();
        meanings.extend(total(sight).map(|column| amount(column, ("経常収益計", "Total revenue"))));
        let income = found.iter().map(|(class, column)| (class.0, heading(*column))).collect();
        Understood {
            meanings,
            income,
            warnings: unequal(sight.table, &found, total(sight)).into_iter().collect(),
            ..Understood::default()
        }
    }
}

fn total(sight: &Sight<'_>) -> Option<usize> {
    TOTAL.iter().find_map(|heading| sight.of_amount(heading))
}

/// Rows whose classes do not add up to their total, where all are numbers.
fn unequal(table: &RawTable, found: &[(&IncomeClass, usize)], total: Option<usize>) -> Option<Diagnostic> {
    let total = total.filter(|_| found.len() == CLASSES.len())?;
    let number = |row: usize, column: usize| match table.get(row, column) {
        Raw::Number(value) => Some(value),
        Raw::Empty => Some(0.0),
        _ => None,
    };
    let apart = |row: &usize| {
        let sum: Option<f64> = found.iter().map(|(_, column)| number(*row, *column)).sum();
        matches!((sum, table.get(*row, total)), (Some(sum), Raw::Number(said)) if (sum - said).abs() > 1.0)
    };
    let rows: Vec<usize> = (0..table.rows.len()).filter(apart).collect();
    let message = phrase!(
        "In {n} {n?row|rows} the five classes of income do not add up to `{total}`",
        n = rows.len(),
        total = table.headings[total].text.as_str()
    );
    let places = rows.iter().map(|&row| table.place(row, total)).collect::<Vec<_>>();
    (!rows.is_empty()).then(|| Diagnostic::warning("income-does-not-add-up", message).at_all(places))
}
