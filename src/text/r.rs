//! Literals of R, and how data files write columns and numbers.

use std::borrow::Cow;

/// Text as it stands in a CSV field: with an apostrophe in front where a spreadsheet would take it for a formula.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

/// The shortest decimal form that reads back to the same number; nothing for not-a-number.
pub fn number(value: f64) -> String {
    match value {
        _ if value.is_nan() => String::new(),
        _ if value == 0.0 => "0".into(),
        _ if value.is_infinite() => if value > 0.0 { "Inf" } else { "-Inf" }.into(),
        _ if (1e-5..1e16).contains(&value.abs()) => value.to_string(),
        _ => format!("{value:e}"),
    }
}

/// The column of a variable in the data files: `name@period` is `name_at_period`.
pub fn column(variable: &str) -> String {
    guarded(&variable.replace('@', "_at_")).into_owned()
}

/// `c("a", "b")`.
pub fn vector(texts: &[String]) -> String {
    format!("c({})", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

/// `TRUE` or `FALSE`.
pub fn logical(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

/// A string literal of R in ASCII, whatever the text: nothing in it can end the literal.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0' => {}
            ' '..='~' => out.push(c),
            c if (c as u32) < 0x1_0000 => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push_str(&format!("\\U{{{:x}}}", c as u32)),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_leave_its_literal() {
        assert_eq!(quoted("a\"); quit(\"\\"), r#""a\"); quit(\"\\""#);
        assert_eq!(quoted("収\n"), r#""\u{53ce}\u{a}""#);
        assert_eq!(column("income@2021"), "income_at_2021");
    }

    #[test]
    fn numbers_read_back_to_the_same_number() {
        for value in [0.1 + 0.2, 1e16, -1.5e-7, f64::MAX, f64::MIN_POSITIVE, 9_930.046, 3.0] {
            assert_eq!(number(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
        assert_eq!(number(f64::NAN), "");
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(2.0), "2");
    }

    #[test]
    fn text_cannot_become_a_formula() {
        assert_eq!(guarded("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(guarded("-5"), "'-5");
        assert_eq!(guarded("団体"), "団体");
    }
}
