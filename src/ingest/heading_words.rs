//! What a cell of a second row of headings may say: an example, a tag, a code, a unit, a type.

use crate::notation::fold;
use crate::text::even;

/// `例：A00`, `記入例`, `e.g. 12`, `Example`
pub(crate) fn is_example(text: &str) -> bool {
    let plain = fold(text);
    let plain = plain.trim_start_matches(['(', '[', '【', '<', '※']);
    let followed = |word: &str| {
        plain
            .strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', ')', ']', '】', '>', '.', '-', '1']))
    };
    ["例", "記入例", "入力例", "(例)", "サンプル", "e.g", "e.g.", "eg", "example", "sample"]
        .iter()
        .any(|word| followed(word))
}

/// `#org+name`
pub(crate) fn is_tag(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Words without a digit.
pub(crate) fn is_words(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with('#')
}

pub(super) fn is_absent(text: &str) -> bool {
    const ABSENT: [&str; 24] = [
        "不明",
        "無回答",
        "未回答",
        "なし",
        "無し",
        "無",
        "該当なし",
        "非該当",
        "非公開",
        "未記入",
        "未定",
        "回答なし",
        "対象外",
        "na",
        "n/a",
        "nan",
        "none",
        "null",
        "unknown",
        "missing",
        "notavailable",
        "dk",
        "refused",
        "tbc",
    ];
    ABSENT.contains(&fold(text).as_str())
}

/// Whether headings are codes: without a space, in Latin letters, most of them with a digit or a joined word.
pub(crate) fn are_codes(texts: &[&str]) -> bool {
    let plain = |text: &&&str| {
        let mut letters = text.chars();
        letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
            && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
    };
    let coded = |text: &&&str| text.chars().any(|c| c.is_ascii_digit() || c == '_');
    let all = texts.iter().filter(plain).count() == texts.len() && !texts.is_empty();
    all && 2 * texts.iter().filter(coded).count() >= texts.len()
}

/// Units of measurement, as [`bare_unit`] leaves them.
const UNITS: [&str; 107] = [
    "円",
    "千円",
    "万円",
    "百万円",
    "千万円",
    "億円",
    "十億円",
    "兆円",
    "人",
    "千人",
    "万人",
    "百万人",
    "名",
    "件",
    "千件",
    "万件",
    "団体",
    "社",
    "校",
    "個",
    "回",
    "点",
    "歳",
    "才",
    "年",
    "年度",
    "月",
    "日",
    "時間",
    "分",
    "秒",
    "世帯",
    "千世帯",
    "箇所",
    "か所",
    "ヶ所",
    "ヶ月",
    "か月",
    "カ月",
    "%",
    "パーセント",
    "ポイント",
    "倍",
    "台",
    "冊",
    "本",
    "枚",
    "戸",
    "室",
    "区画",
    "km",
    "km2",
    "m",
    "m2",
    "cm",
    "mm",
    "ha",
    "㎡",
    "kg",
    "g",
    "t",
    "トン",
    "kcal",
    "kwh",
    "ドル",
    "千ドル",
    "百万ドル",
    "yen",
    "jpy",
    "usd",
    "eur",
    "gbp",
    "£",
    "$",
    "€",
    "£000",
    "$000",
    "000s",
    "'000",
    "thousands",
    "millions",
    "hours",
    "years",
    "people",
    "persons",
    "points",
    "percent",
    "days",
    "months",
    "minutes",
    "households",
    "organisations",
    "organizations",
    "人年",
    "ヘクタール",
    "no",
    "no.",
    "nos.",
    "number",
    "numbers",
    "’000",
    "000人",
    "千kl",
    "kl",
    "人日",
    "人回",
    "人/日",
];

/// Whether a text is a unit of measurement and nothing else.
pub(super) fn is_unit(text: &str) -> bool {
    UNITS.contains(&bare_unit(text).as_str()) || says_nothing(text)
}

/// What stands in a row of units where there is none: `-`, or the word for units.
pub(crate) fn says_nothing(text: &str) -> bool {
    matches!(bare_unit(text).as_str(), "-" | "ー" | "単位" | "unit" | "units")
}

/// Whether texts number columns: 1, 2, 3; (1), (2), (3); ①②③; A, B, C. One alone counts from where it stands.
pub(crate) fn count_columns(texts: &[String]) -> bool {
    let place = |text: &String| {
        let plain = fold(text);
        let plain = plain.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '.' | '列' | '欄'));
        let letter = |c: char| (c.is_ascii_lowercase()).then(|| u32::from(c) - u32::from('a') + 1);
        match plain.chars().collect::<Vec<char>>().as_slice() {
            [one] if !one.is_ascii_digit() => letter(*one),
            _ => plain.parse().ok(),
        }
    };
    let places: Option<Vec<u32>> = texts.iter().map(place).collect();
    places.is_some_and(|places| {
        let begins = texts.len() == 1 || texts.len() >= FEWEST_COLUMNS && places[0] <= 1;
        begins && places.windows(2).all(|pair| pair[1] == pair[0] + 1)
    })
}

/// So many columns at least are numbered.
pub(crate) const FEWEST_COLUMNS: usize = 3;

/// A unit without brackets and without the word for it.
pub(crate) fn bare_unit(text: &str) -> String {
    let plain = fold(text);
    let plain = plain.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | '〔' | '〕' | '【' | '】'));
    let bare = plain.strip_prefix("単位").filter(|rest| !rest.is_empty()).unwrap_or(plain);
    bare.trim_start_matches(':').to_string()
}

/// Whether a text is a type of data.
pub(crate) fn is_type(text: &str) -> bool {
    const TYPES: [&str; 58] = [
        "必須",
        "任意",
        "必須項目",
        "任意項目",
        "半角",
        "全角",
        "半角数字",
        "required",
        "optional",
        "mandatory",
        "scale",
        "nominal",
        "文字",
        "文字列",
        "数値",
        "数字",
        "数量",
        "整数",
        "小数",
        "日付",
        "年月日",
        "テキスト",
        "選択",
        "選択式",
        "選択肢",
        "単一選択",
        "複数選択",
        "単一回答",
        "複数回答",
        "自由記述",
        "自由回答",
        "記述",
        "番号",
        "真偽",
        "ブール",
        "text",
        "string",
        "str",
        "character",
        "char",
        "varchar",
        "number",
        "numeric",
        "integer",
        "int",
        "float",
        "double",
        "decimal",
        "real",
        "date",
        "datetime",
        "boolean",
        "bool",
        "factor",
        "category",
        "categorical",
        "logical",
        "likert",
    ];
    let plain = fold(text);
    let head = plain.split(['(', ':', '/', '[']).next().unwrap_or_default();
    TYPES.contains(&head) || is_format(head)
}

/// The format of a variable as statistics programs write it: `F8.0`, `A20`, `DATETIME20`, `$20.`.
fn is_format(plain: &str) -> bool {
    const LETTERS: [&str; 9] = ["f", "a", "n", "comma", "dot", "dollar", "pct", "date", "datetime"];
    let letters = plain.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let digits = &plain[letters.len()..];
    (LETTERS.contains(&letters) || letters == "$") && digits.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a text begins as notes do: `※1`, `*`, `a)`, `(注)`, `注1)`, `Source:`.
pub(super) fn is_note(text: &str) -> bool {
    const MARKS: [&str; 23] = [
        "※",
        "*",
        "†",
        "‡",
        "(注",
        "[注",
        "【注",
        "〔注",
        "<注",
        "備考:",
        "備考 ",
        "出典",
        "資料:",
        "資料出所",
        "出所:",
        "脚注",
        "単位:",
        "note:",
        "notes:",
        "note ",
        "source:",
        "sources:",
        "footnote",
    ];
    let plain = even(text.trim()).to_lowercase();
    let remark = plain
        .strip_prefix('注')
        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()) || rest.starts_with('釈'));
    remark || MARKS.iter().any(|mark| plain.starts_with(mark)) || is_lettered(&plain)
}

/// `a) …`, `1) …`, `(2) …`, `a. …`
fn is_lettered(plain: &str) -> bool {
    let open = plain.starts_with('(');
    let inside = plain.trim_start_matches('(');
    let Some((mark, rest)) = inside.split_once(')') else { return false };
    let short = mark.chars().count() <= 2 && mark.chars().all(|c| c.is_ascii_alphanumeric()) && !mark.is_empty();
    short && !rest.trim().is_empty() && (!open || mark.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_below_headings_are_known_by_their_words() {
        assert!(["(千円)", "人", "％", "単位：円", "£000"].iter().all(|text| is_unit(text)));
        assert!(["数値（円）", "Text", "選択式", "integer"].iter().all(|text| is_type(text)));
        assert!(["F8.0", "A20", "DATETIME20", "必須"].iter().all(|text| is_type(text)));
        let counts = |texts: &[&str]| count_columns(&texts.iter().map(|it| it.to_string()).collect::<Vec<_>>());
        assert!(counts(&["1", "2", "3"]) && counts(&["（1）", "（2）", "（3）"]) && counts(&["A", "B", "C", "D"]));
        assert!(counts(&["①", "②", "③"]) && !counts(&["1", "3", "4"]) && !counts(&["4", "5", "6"]));
        assert!(["例：A00", "（例）", "記入例", "e.g. 12", "Example: x"].iter().all(|text| is_example(text)));
        assert!(!["例会を開く会", "Examplar House", "Sample Street School"].iter().any(|text| is_example(text)));
        assert!(
            are_codes(&["id", "q1", "q2", "Q3_1"]) && !are_codes(&["Name", "Years"]) && !are_codes(&["団体ID", "q1"])
        );
    }
}
