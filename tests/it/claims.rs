//! The evidence table: claims with what they rest on, in both editions.

use tashika::exhibit::{Table, TableId, TableRole, Value};
use tashika::findings::{Bundle, disclosure};
use tashika::text::Lang;

use super::study_runs::{outputs, run_on};
use super::word::part;

fn run(profile: &str) -> Bundle {
    let row = |unit: usize| {
        let few = if unit < 4 { format!("{}", unit * 3) } else { String::new() };
        format!("u{unit:02},{unit},{:.2},{few}\n", unit as f64 + ((unit * 37) % 101) as f64 / 7.0)
    };
    let rows: String = (0..80).map(row).collect();
    let study = format!(
        "[study]\ntitle = \"Grants\"\nlanguage = \"en\"\n[disclosure]\nprofile = \"{profile}\"\n[sources.survey]\nfile = \"d.csv\"\nunit = \"id\"\n\
         [variables.a]\nlabel = \"Helpers\"\n[variables.few]\nlabel = \"Rooms\"\n\
         [[questions]]\nid = \"q\"\noutcomes = [\"a\"]\nbaseline = {{ a = \"b\" }}\ndesign = \"before-after\"\n\
         [[questions]]\nid = \"r\"\noutcomes = [\"few\"]\nbaseline = {{ few = \"b\" }}\ndesign = \"before-after\"\n"
    );
    run_on(&format!("id,b,a,few\n{rows}"), &study)
}

fn claims(bundle: &Bundle) -> &Table {
    bundle.table(&TableId::from(TableRole::Claims)).expect("there is a table of claims")
}

fn text(table: &Table, row: usize, key: &str) -> String {
    match &table.cell(row, key).unwrap_or_else(|| panic!("no {key}")).value {
        Value::Text(text) => text.clone(),
        Value::Words(words) => words.get(Lang::En).into(),
        Value::Phrase(phrase) => phrase.render(Lang::En),
        Value::Empty => String::new(),
        value => format!("{value:?}"),
    }
}

#[test]
fn each_claim_says_its_number_and_the_cells_it_rests_on() {
    let bundle = run("ten");
    let table = claims(&bundle);
    assert_eq!(table.rows.len(), 2);
    for (row, finding) in bundle.findings.findings.iter().enumerate() {
        assert_eq!(text(table, row, "claim"), finding.texts[&Lang::En]);
        assert_eq!(text(table, row, "finding"), finding.id);
        let lines: Vec<String> = finding.claim.cannot_say.iter().map(|line| line.render(Lang::En)).collect();
        assert_eq!(text(table, row, "cannot_say"), lines.join("\n"));
    }
    let effect = bundle.findings.findings[0].effect.as_ref().unwrap();
    let number = |key: &str| table.cell(0, key).and_then(|cell| cell.number());
    assert_eq!(["estimate", "low", "high"].map(number), [effect.estimate, effect.low, effect.high].map(Some));
    assert_eq!(text(table, 0, "cells"), "d.csv: B2:C81");
    // Of the second outcome, four rows have a value.
    assert_eq!(text(table, 1, "cells"), "d.csv: B2:B5, D2:D5");
    assert_eq!(text(table, 0, "data"), "survey (Helpers, b)");
    assert!(text(table, 1, "place").contains("Rooms"));
    assert_eq!(table.cell(1, "estimate").and_then(|cell| cell.number()), None, "too few for a number");
}

#[test]
fn the_public_edition_has_its_own_numbers_and_neither_files_nor_cells() {
    let bundle = run("ten");
    let public = disclosure::publish(&bundle);
    let (inside, outside) = (claims(&bundle), claims(&public));
    assert_eq!(outside.rows.len(), inside.rows.len());
    let keys: Vec<&str> = outside.columns.iter().map(|column| column.key.as_str()).collect();
    assert!(!keys.contains(&"cells") && !keys.contains(&"finding"), "{keys:?}");
    let finding = &public.findings.findings[0];
    assert_eq!(text(outside, 0, "claim"), finding.texts[&Lang::En]);
    let effect = finding.effect.as_ref().unwrap();
    let number = |table: &Table, key: &str| table.cell(0, key).and_then(|cell| cell.number());
    assert_eq!(number(outside, "estimate"), Some(effect.estimate));
    assert_ne!(number(outside, "low"), number(inside, "low"), "it is said in steps");
    assert!(outside.rows.iter().flatten().all(|cell| cell.n.is_none() && cell.quantity.is_none()));
    assert_eq!(text(outside, 0, "data"), "survey (Helpers, b)");

    for (path, bytes) in outputs(&bundle).iter().filter(|(path, _)| path.starts_with("public/")) {
        let texts: Vec<String> = match path.rsplit('.').next().unwrap() {
            "docx" => vec![part(bytes, "word/document.xml")],
            "xlsx" => vec![part(bytes, "xl/sharedStrings.xml")],
            "csv" | "html" | "json" => vec![String::from_utf8_lossy(bytes).into_owned()],
            _ => Vec::new(),
        };
        assert!(texts.iter().all(|text| !text.contains("d.csv: ") && !text.contains("B2:C81")), "{path}");
    }
}

#[test]
fn it_stands_in_the_workbook_the_word_report_and_as_csv() {
    let bundle = run("ten");
    let files = outputs(&bundle);
    let file = |name: &str| &files.iter().find(|(path, _)| path == name).unwrap_or_else(|| panic!("no {name}")).1;
    let csv = String::from_utf8(file("tables/claims.csv").clone()).unwrap();
    assert!(
        csv.starts_with("\u{feff}Key,Question,Outcome,Claim,Estimate,Lower end,Upper end,")
            && csv.contains("d.csv: B2:C81")
    );
    let document = part(file("report.en.docx"), "word/document.xml");
    assert!(document.contains("Evidence table") && document.contains("d.csv: B2:C81"));
    assert!(part(file("public/report.en.docx"), "word/document.xml").contains("survey (Helpers, b)"));
    let books: Vec<&Vec<u8>> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".en.xlsx") && !path.contains('/'))
        .map(|(_, bytes)| bytes)
        .collect();
    assert!(books.iter().any(|book| part(book, "xl/workbook.xml").contains("\"Evidence table\"")));
}
