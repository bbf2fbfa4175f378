//! Answers that are numbers with a label, and answers in words that have an order.

use tashika::panel::{Content, Panel};
use tashika::text::Lang;

use crate::ingest::{Case, codes, numbers, source, texts};

/// A table of one column beside ids, and a question about it.
fn answers(cells: &[&str], more: &str) -> (Panel, tashika::diag::Sink) {
    let rows = cells.iter().enumerate().map(|(row, cell)| format!("u{row:03},\"{cell}\"\n"));
    let case = Case::new().file("a.csv", format!("id,v\n{}", rows.collect::<String>()));
    case.panel(&format!("{}{more}", source("a.csv")))
}

fn declared(kind: &str) -> String {
    format!("[variables.v]\nkind = \"{kind}\"\n")
}

/// A question of which `v` is the outcome.
const ASKED: &str =
    "[[questions]]\nid = \"asked\"\noutcomes = [\"v\"]\ndesign = \"before-after\"\nbaseline = { v = \"w\" }\n";

/// Missing values as −1.
fn plain(panel: &Panel) -> Vec<f64> {
    numbers(panel, "v").into_iter().map(|value| if value.is_nan() { -1.0 } else { value }).collect()
}

#[test]
fn a_number_with_a_label_is_the_number() {
    for cells in [
        ["1（とても不満）", "2", "3", "4", "5（とても満足）", "9. 無回答", "9", "3"],
        ["1. Not at all", "2", "3", "4", "5. Completely well placed", "9 (no answer)", "9", "3"],
        ["1　とても不満", "2　不満", "3", "4", "5　とても満足", "9：わからない", "9", "3"],
        ["【1】悪い", "2", "3", "4", "【5】良い", "9=不明", "9", "３"],
    ] {
        for more in ["", &declared("scale"), ASKED] {
            let (panel, sink) = answers(&cells, more);
            assert_eq!(plain(&panel), [1.0, 2.0, 3.0, 4.0, 5.0, -1.0, -1.0, 3.0], "{cells:?} {more}");
            let said: Vec<&str> = codes(&sink).into_iter().filter(|code| *code == "words-as-steps").collect();
            assert_eq!(said.len(), 1, "told once");
            assert_eq!(panel.steps["v"].len(), if cells[1] == "2" { 2 } else { 3 });
        }
    }
}

#[test]
fn fully_labelled_answers_are_numbers_where_they_are_steps_or_asked_about() {
    let fruit = ["1. Apples", "2. Pears", "1. Apples", "3. Plums", "2. Pears", "9. No answer", "1. Apples", "3. Plums"];
    let (panel, _) = answers(&fruit, "");
    assert_eq!(panel.variables["v"].content, Content::Category, "names of things");
    assert_eq!(texts(&panel, "v")[5], None, "no answer is none");
    assert_eq!(plain(&answers(&fruit, &declared("scale")).0), [1.0, 2.0, 1.0, 3.0, 2.0, -1.0, 1.0, 3.0]);
    assert_eq!(plain(&answers(&fruit, ASKED).0), [1.0, 2.0, 1.0, 3.0, 2.0, -1.0, 1.0, 3.0]);
    let words = ["1: 不満", "2: やや不満", "3: ふつう", "4: やや満足", "5: 満足", "3: ふつう"];
    assert_eq!(plain(&answers(&words, "").0), [1.0, 2.0, 3.0, 4.0, 5.0, 3.0]);
    let (panel, _) = answers(&["1. はい", "2. いいえ", "1. はい", "9. 無回答"], "");
    assert_eq!(panel.variables["v"].content, Content::YesNo);
    assert_eq!(plain(&panel), [1.0, 0.0, 1.0, -1.0]);
}

#[test]
fn other_texts_with_numbers_stay_what_they_are() {
    for cells in [
        ["12", "15", "30(見込み)", "44", "51", "67", "72", "80"],
        ["3 or more", "1", "2", "0", "1", "2", "1", "0"],
        [
            "1 Main Street",
            "2 Oak Avenue",
            "3 High Street",
            "4 The Mews",
            "5 Elm Row",
            "6 Kings Road",
            "7 Park Lane",
            "8 End",
        ],
        ["1. はい 2. いいえ", "1", "2", "1", "2", "1", "1", "2"],
        ["3 (sheep)", "4 (sheep)", "5", "6", "1", "2", "4", "4"],
    ] {
        let (panel, sink) = answers(&cells, "");
        assert!(!panel.steps.contains_key("v"), "{cells:?}");
        assert!(!codes(&sink).contains(&"words-as-steps"), "{cells:?}");
    }
}

#[test]
fn none_among_counts_is_no_unanswered_question() {
    let (panel, _) = answers(&["0 = 該当なし", "1 = 不満", "3 = 満足", "2", "3", "0"], "");
    assert_eq!(plain(&panel), [-1.0, 1.0, 3.0, 2.0, 3.0, -1.0], "on a scale");
}

#[test]
fn words_in_order_are_steps_whatever_the_study_calls_them() {
    let agree = ["Agree", "Disagree", "Don't know", "Strongly agree", "Agree", "Strongly disagree"];
    let steps = [3.0, 2.0, -1.0, 4.0, 3.0, 1.0];
    for more in ["", &declared("scale"), &format!("{}{ASKED}", declared("category")), ASKED] {
        let (panel, sink) = answers(&agree, more);
        assert_eq!(plain(&panel), steps, "{more}");
        let said = sink.problems.iter().find(|problem| problem.code == "words-as-steps").unwrap();
        assert!(said.message.render(Lang::En).ends_with("4 = Strongly agree; no answer: Don't know"));
    }
    let (panel, _) = answers(&agree, &declared("category"));
    assert_eq!(panel.variables["v"].content, Content::Category, "nothing is asked of it");
    let often = ["いつも", "時々", "全くない", "わからない", "時々", "いつも"];
    assert_eq!(plain(&answers(&often, "").0), [3.0, 2.0, 1.0, -1.0, 2.0, 3.0]);
    let good = ["Excellent", "Very good", "Good", "Fair", "Poor", "Prefer not to say"];
    assert_eq!(plain(&answers(&good, "").0), [5.0, 4.0, 3.0, 2.0, 1.0, -1.0]);
    let two = ["Agree", "Disagree", "Agree", "Don't know"];
    let (panel, _) = answers(&two.repeat(2), "");
    assert_eq!(panel.variables["v"].content, Content::Category, "two words are no scale by themselves");
    assert_eq!(plain(&answers(&two, ASKED).0), [2.0, 1.0, 2.0, -1.0]);
}

#[test]
fn commas_for_decimals_follow_the_column() {
    let table = "id;v;w;k\n1;3,5;1,200;1,2\n2;4;1,23;1,3\n3;2,75;34,500;2,3\n4;10,0;5;1\n5;1,234;6;2\n";
    let (panel, sink) = Case::new().file("a.csv", table).panel(&format!("{}{}", source("a.csv"), declared("number")));
    assert_eq!(plain(&panel), [3.5, 4.0, 2.75, 10.0, -1.0]);
    assert!(codes(&sink).contains(&"comma-unclear"), "1,234 is asked about");
    assert_eq!(numbers(&panel, "w")[..1], [1200.0], "thousands stay thousands");
    assert_ne!(panel.variables["k"].content, Content::Number, "lists of codes");
}

#[test]
fn yes_and_no_of_other_languages_need_each_other() {
    for (cells, content) in [
        (["Sí", "No"], Content::YesNo),
        (["ja", "nein"], Content::YesNo),
        (["oui", "non"], Content::YesNo),
        (["ja", "en"], Content::Category),
        (["ja", "no"], Content::Category),
    ] {
        assert_eq!(answers(&cells.repeat(3), "").0.variables["v"].content, content, "{cells:?}");
    }
}
