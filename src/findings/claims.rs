//! Claims for a proposal: what is said, its number and interval, the data that it rests on, what can and what cannot be said, and where
//! it stands. Everything comes from the findings of an edition, so that the table shows what they show.

use crate::exhibit::{AnswerPart, Audience, Cell, Column, Format, Table, TableRole, Value};
use crate::phrase;
use crate::text::{LANGUAGES, Lang, Phrase, Precision, Words};

use super::{Effect, Finding, Findings, verdict};

/// Decimals of a number at most.
const DECIMALS: u8 = 3;

/// What a finding rests on.
#[derive(Clone, Debug)]
pub struct ClaimSource {
    /// The data, by what they are called.
    pub data: Phrase,
    /// Files, sheets and ranges of cells, a line for each sheet; for the house.
    pub cells: String,
}

/// The table, one row for each finding, with what each rests on in the same order.
pub fn table(findings: &Findings, sources: &[ClaimSource]) -> Table {
    let mut table = empty();
    for (finding, source) in findings.findings.iter().zip(sources) {
        let id = Cell::text(finding.id.as_str());
        let cells = Cell::text(source.cells.as_str());
        let mut row = vec![id];
        row.extend(said(findings, finding));
        row.extend([Cell::phrase(source.data.clone()), cells, Cell::phrase(place(finding))]);
        table.push(row);
    }
    table
}

/// The table of an edition whose findings are others: with their numbers and sentences, without names of variables and the cells of files.
pub fn published(own: &Table, findings: &Findings) -> Table {
    let shown: Vec<usize> = (0..own.columns.len()).filter(|&at| !is_inside(&own.columns[at])).collect();
    let mut table = Table { columns: shown.iter().map(|&at| own.columns[at].clone()).collect(), ..empty() };
    let (first, data) = (own.column("question").unwrap_or(0), own.column("data"));
    for (finding, inside) in findings.findings.iter().zip(&own.rows) {
        let hidden = |(now, then): (Cell, &Cell)| match now.value == Value::Empty && then.value != Value::Empty {
            true => Cell { value: Value::Withheld, ..now },
            false => Cell { n: None, quantity: None, ..now },
        };
        let mut row: Vec<Cell> = said(findings, finding).into_iter().zip(&inside[first..]).map(hidden).collect();
        row.push(data.map_or_else(Cell::empty, |at| inside[at].clone()));
        row.push(Cell::phrase(place(finding)));
        table.push(row);
    }
    table
}

fn is_inside(column: &Column) -> bool {
    column.audience == Audience::Internal || column.is_of_keys()
}

fn empty() -> Table {
    let words = |key, title| Column::new(key, title, Format::Text);
    let number = |key, title| Column::new(key, title, Format::Number(DECIMALS));
    let cells = Column { audience: Audience::Internal, ..words("cells", phrase!("Cells of the files")) };
    let columns = vec![
        Column::of_keys("finding"),
        words("question", phrase!("Question")),
        words("outcome", phrase!("Outcome")),
        words("claim", phrase!("Claim")),
        number("estimate", phrase!("Estimate")),
        number("low", phrase!("Lower end")),
        number("high", phrase!("Upper end")),
        words("unit", phrase!("Unit")),
        Column::new("level", phrase!("Level of the interval"), Format::Percent(0)),
        words("verdict", phrase!("Verdict")),
        Column::new("strength", phrase!("How sure (1 to 5)"), Format::Count),
        words("can_say", phrase!("What you can say")),
        words("cannot_say", phrase!("What you cannot say")),
        words("data", phrase!("Data")),
        cells,
        words("place", phrase!("Where it stands")),
    ];
    Table::new(TableRole::Claims, phrase!("Evidence table: claims with what they rest on"), columns)
}

/// From the title of the question to what cannot be said.
fn said(findings: &Findings, finding: &Finding) -> Vec<Cell> {
    let title = findings.questions.iter().find(|it| it.id == finding.question).map(|it| it.title.clone());
    let shown = finding.as_said();
    let effect = shown.effect.as_ref().filter(|_| !finding.claim.verdict.withholds_number());
    let cases = finding.sample.treated + finding.sample.comparison;
    let number = |of: fn(&Effect) -> f64| effect.map_or_else(Cell::empty, |it| result(of(it), it, finding, cases));
    let lines = |lines: &[Phrase]| in_all(findings, finding, lines);
    vec![
        Cell::words(&title.unwrap_or_default()),
        Cell::words(&finding.label),
        Cell::words(&Words(finding.texts.iter().map(|(lang, text)| (lang.to_string(), text.clone())).collect())),
        number(|effect| effect.estimate),
        number(|effect| effect.low),
        number(|effect| effect.high),
        Cell::words(&shown.unit),
        effect.map_or_else(Cell::empty, |effect| Cell::scale(effect.level)),
        Cell::phrase(verdict::words(&finding.claim).word),
        finding.strength.as_ref().map_or_else(Cell::empty, |it| Cell::scale(f64::from(it.step))),
        lines(&finding.claim.can_say),
        lines(&finding.claim.cannot_say),
    ]
}

/// One of the numbers of an effect, with as many decimals as the interval has.
fn result(value: f64, effect: &Effect, finding: &Finding, cases: usize) -> Cell {
    let (describe, unit) = (&finding.describe, &finding.as_said().unit);
    let own = || Precision::of(effect.estimate, (effect.low, effect.high), describe.smallest_change, unit);
    let cell = Cell::statistic(value).with_n(cases).quantity(AnswerPart::Result.of(&finding.id));
    cell.written(describe.precision.unwrap_or_else(own))
}

/// Lines in every language, in the words that the question has for those it is about.
fn in_all(findings: &Findings, finding: &Finding, lines: &[Phrase]) -> Cell {
    let text = |lang: Lang| {
        let own = findings.study.speaking(lang).about(&finding.question);
        lines.iter().map(|line| line.render(own)).collect::<Vec<_>>().join("\n")
    };
    Cell::words(&Words(LANGUAGES.map(|lang| (lang.to_string(), text(lang))).into()))
}

/// Section of the report and sheet of the workbook.
fn place(finding: &Finding) -> Phrase {
    phrase!(
        "Report, “{section}”: {outcome}. Workbook, sheet “{sheet}”",
        section = phrase!("The answers"),
        outcome = &finding.label,
        sheet = phrase!("Findings")
    )
}
