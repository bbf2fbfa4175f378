//! Names and texts as an expression takes them.

use super::tokens::{TokenKind, tokens};

/// Words of the language, which are names in quotation marks only.
const WORDS: &[&str] = &[
    "AND", "BETWEEN", "CASE", "ELSE", "END", "EXISTS", "FALSE", "IN", "IS", "LIKE", "NOT", "NULL", "OR", "SELECT",
    "THEN", "TRUE", "WHEN",
];

/// A name as an expression takes it: in double quotation marks where it holds spaces or signs.
pub fn name_of(name: &str) -> String {
    let word = match tokens(name).as_deref() {
        Ok([token]) => matches!(&token.kind, TokenKind::Word(word) if word == name),
        _ => false,
    };
    match word && !WORDS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        true => name.into(),
        false => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

/// A text as an expression takes it: in single quotation marks.
pub fn text_of(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::super::grammar::parse;
    use super::super::tree::ExpressionNode;
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let names = [
            "income",
            "受取会費",
            "income@2021",
            "受取 寄附金",
            "say \"x\"",
            "in",
            "End",
            "2021",
            "a-b",
            "",
            "a.b",
            "it's",
            "`",
        ];
        for name in names {
            let tree = parse(&name_of(name)).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
            assert_eq!(tree.node, ExpressionNode::Name(name.into()));
            let tree = parse(&text_of(name)).unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
            assert_eq!(tree.node, ExpressionNode::Text(name.into()));
        }
        assert_eq!((name_of("income@2021"), name_of("a b")), ("income@2021".into(), "\"a b\"".into()));
    }
}
