//! A study in the rows of a workbook: the same tree as in TOML, its places cells.

use std::path::Path;
use std::sync::Arc;

use tashika::diag::{self, Place, Sink};
use tashika::study::tree::{RowCell, StudyRow, WrittenCell, of_rows};
use tashika::study::{Study, of_document, read_str};
use tashika::text::Lang;

/// Rows from lines: cells between bars, the first line being row 1; a blank line is a blank row.
fn rows(sheet: &str) -> Vec<StudyRow> {
    let cell = |row: usize, (col, text): (usize, &str)| {
        let text = text.trim();
        let value = match (text.parse::<f64>(), text) {
            (Ok(number), _) => WrittenCell::Number(number),
            (_, "true" | "false") => WrittenCell::Flag(text == "true"),
            _ => WrittenCell::Text(text.into()),
        };
        let place = Place::Cell { file: "study.xlsx".into(), sheet: "study".into(), row: row as u32, col: col as u32 };
        RowCell { place, value }
    };
    let row = |(at, line): (usize, &str)| {
        let mut cells = line.split('|').enumerate().map(|it| cell(at, it));
        Some(StudyRow { key: cells.next()?, values: cells.collect() })
    };
    sheet.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).filter_map(row).collect()
}

fn read(sheet: &str) -> (Option<Study>, Vec<String>) {
    let (file, mut sink): (Arc<str>, Sink) = ("study.xlsx".into(), Sink::new());
    let document = of_rows(&rows(sheet), Place::File { file: file.clone() });
    let study = of_document(document, &file, Path::new(""), &mut sink).ok();
    (study, sink.problems.iter().map(|problem| diag::render(problem, Lang::En)).collect())
}

const SHEET: &str = "[study]
title | Training 2022
level | 0.9

[sources.people]
file | people.xlsx
unit | id
columns.income | 収入
rows | sum

[variables.\"income per head\"]
formula | income / members

[[questions]]
id | training
outcomes | income per head | visits
before | 2021
after | 2022
design | before-after
where | members > 0

[[questions]]
id | second
outcomes | visits
design.method | nearest
design.ratio | 2
treatment | took_part
covariates | members
";

const TOML: &str = "[study]\ntitle = \"Training 2022\"\nlevel = 0.9\n[sources.people]\nfile = \"people.xlsx\"\nunit = \"id\"\n\
    columns = { income = \"収入\" }\nrows = \"sum\"\n[variables.\"income per head\"]\nformula = \"income / members\"\n\
    [[questions]]\nid = \"training\"\noutcomes = [\"income per head\", \"visits\"]\nbefore = 2021\nafter = 2022\ndesign = \"before-after\"\n\
    where = \"members > 0\"\n[[questions]]\nid = \"second\"\noutcomes = [\"visits\"]\ndesign = { method = \"nearest\", ratio = 2 }\n\
    treatment = \"took_part\"\ncovariates = [\"members\"]\n";

#[test]
fn rows_say_what_toml_says() {
    let (study, problems) = read(SHEET);
    assert_eq!(problems, [""; 0]);
    let study = study.unwrap();
    let toml = read_str(TOML, "study.toml", Path::new(""), &mut Sink::new()).unwrap();
    assert_eq!(study.title, toml.title);
    assert_eq!((study.level, study.sources.len(), study.questions.len()), (0.9, 1, 2));
    let values = |study: &Study| {
        let source = &study.sources[0];
        let columns: Vec<_> = source.columns.iter().map(|(new, old)| (new.value.clone(), old.value.clone())).collect();
        let question = |at: usize| {
            let it = &study.questions[at];
            let names =
                |of: &[tashika::study::Located<String>]| of.iter().map(|it| it.value.clone()).collect::<Vec<_>>();
            let blocks: Vec<_> = it
                .designs
                .iter()
                .map(|block| {
                    let options: Vec<_> =
                        block.options.iter().map(|(key, it)| (key.clone(), it.value.clone())).collect();
                    (block.method.value.clone(), options)
                })
                .collect();
            let period = |it: &Option<tashika::study::Located<String>>| it.as_ref().map(|it| it.value.clone());
            let only = it.only.as_ref().map(|it| (it.text.clone(), it.tree.clone()));
            (
                it.id.value.clone(),
                names(&it.outcomes),
                names(&it.covariates),
                blocks,
                period(&it.before),
                period(&it.after),
                only,
            )
        };
        let formula = study.variables["income per head"].formula.as_ref().map(|it| it.tree.clone());
        (source.file.value.clone(), source.unit.value.clone(), columns, source.rows, question(0), question(1), formula)
    };
    assert_eq!(format!("{:?}", values(&study)), format!("{:?}", values(&toml)));
}

#[test]
fn problems_point_at_cells() {
    let wrong = SHEET
        .replace("outcomes | income", "outcoms | income")
        .replace("level | 0.9", "level | 9")
        .replace("members > 0", "members >")
        .replace("rows | sum", "rows | total");
    let (study, problems) = read(&wrong);
    assert!(study.is_some());
    insta::assert_snapshot!(problems.join("\n"), @r#"
    error[wrong-value]: `level` cannot be 9
      --> study.xlsx / study / B3
      hint: Write a number between 0.5 and 1, such as 0.95

    error[wrong-value]: `rows` cannot be "total"
      --> study.xlsx / study / B9
      hint: Known here: one, sum, mean

    error[unknown-key]: There is no key `outcoms` in [[questions]]
      --> study.xlsx / study / A16
      hint: Did you mean `outcomes`?

    error[formula-syntax]: The expression is not complete
      --> study.xlsx / study / B20
      hint: Names that hold spaces or signs stand in double quotation marks, texts in single ones: '"受取 寄附金" + fees', "region = 'Tokyo'"

    error[no-outcome]: Question `training` names no outcome
      --> study.xlsx / study / A14
      hint: Add a line such as outcomes = ["income"]
    "#);
    let twice = SHEET.replace("design.ratio | 2", "design.method | exact").replace("title | Training 2022", "title");
    let (study, problems) = read(&twice);
    assert!(study.is_none());
    insta::assert_snapshot!(problems.join("\n"), @r"
    error[syntax]: A value is missing here
      --> study.xlsx / study / A2
      hint: Write the value into the cell to the right

    error[duplicate-key]: `design.method` is given twice
      --> study.xlsx / study / A26
      hint: Keep one of the two
    ");
}

#[test]
fn a_place_is_the_cell_of_what_is_said() {
    let (study, _) = read(SHEET);
    let study = study.unwrap();
    assert_eq!(study.questions[0].outcomes[1].place.to_string(), "study.xlsx / study / C16");
    assert_eq!(study.questions[1].designs[0].options["ratio"].place.to_string(), "study.xlsx / study / B26");
    assert_eq!(
        study.variables["income per head"].formula.as_ref().unwrap().place.to_string(),
        "study.xlsx / study / B12"
    );
}
