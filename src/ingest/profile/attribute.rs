//! Headings of what is said of somebody or something, and never who or what it is: ages, addresses, categories, answers.

use super::heading::holds;
use crate::notation::fold;

/// Words of what many share or what says where somebody lives: never who or what a row is about.
const ATTRIBUTES: [&str; 24] = [
    "年齢",
    "年代",
    "住所",
    "所在地",
    "address",
    "postcode",
    "postal",
    "郵便",
    "電話",
    "区分",
    "分類",
    "種別",
    "種類",
    "カテゴリ",
    "category",
    "section",
    "セクション",
    "緯度",
    "経度",
    "latitude",
    "longitude",
    "性別",
    "gender",
    "職業",
];

/// Whole headings of such things.
const WHOLE_ATTRIBUTES: [&str; 11] =
    ["age", "sex", "lat", "lon", "lng", "long", "kind", "type", "units", "unit", "単位"];

/// Whole headings of what is measured, in tables that lie on their side: a row for each thing that is measured.
const MEASURES: [&str; 12] = [
    "parameter",
    "parameters",
    "indicator",
    "indicators",
    "variable",
    "metric",
    "measure",
    "指標",
    "指標名",
    "科目",
    "勘定科目",
    "費目",
];

/// Whole headings of the question in tables with a row for each answer.
const QUESTIONS: [&str; 12] = [
    "question",
    "questionid",
    "question_id",
    "item",
    "設問",
    "設問番号",
    "設問id",
    "質問",
    "質問番号",
    "質問項目",
    "variable",
    "indicator",
];

/// Words and signs in the headings of answers, which people give of themselves.
const ANSWERS: [&str; 26] = [
    "?",
    "？",
    "ですか",
    "ますか",
    "ましたか",
    "ください",
    "満足",
    "回答",
    "性別",
    "年代",
    "年齢",
    "職業",
    "お住まい",
    "居住",
    "感想",
    "意見",
    "gender",
    "satisf",
    "occupation",
    "agegroup",
    "howoften",
    "howmuch",
    "doyou",
    "didyou",
    "areyou",
    "wouldyou",
];

/// Whether a heading is that of something that many share, of a place to live or of a category.
pub fn is_attribute(heading: &str) -> bool {
    holds(&ATTRIBUTES, heading) || WHOLE_ATTRIBUTES.contains(&fold(heading).as_str())
}

/// Whether a heading holds an address beside a name: 名称及び住所.
pub fn is_address(heading: &str) -> bool {
    holds(&["住所", "所在地", "address"], heading)
}

/// Whether a column names what is measured, so that the table lies on its side.
pub fn is_measure(heading: &str) -> bool {
    MEASURES.contains(&fold(heading).as_str())
}

/// Whether a column names the question that a row answers.
pub fn is_question(heading: &str) -> bool {
    QUESTIONS.contains(&fold(heading).as_str())
}

/// Whether a heading is one of answers that people give: a question, or what they are asked of themselves.
pub fn is_answer(heading: &str) -> bool {
    let folded = fold(heading);
    let numbered =
        |prefix: &str| folded.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    holds(&ANSWERS, heading)
        || ["age", "sex"].contains(&folded.as_str())
        || ["q", "問", "設問"].iter().any(|prefix| numbered(prefix))
}
