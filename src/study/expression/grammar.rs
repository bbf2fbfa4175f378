//! From words and signs to a tree, by precedence: the operator that binds more tightly takes its parts first.

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::phrase;

use super::infix::Infix;
use super::parser::{Parser, Problems, Stop};
use super::problems::{too_deep, too_long, unreadable};
use super::tokens::{TokenKind, tokens};
use super::tree::{ExpressionNode, Tree, Unary};

/// Words and signs of the longest expression.
const LONGEST: usize = 2_000;

/// Brackets, functions, `CASE`, conditions and signs before a part that may stand within each other.
const DEEPEST: usize = 50;

/// What an expression says, or all that is wrong with it, each with its characters.
pub(super) fn parse(text: &str) -> Result<Tree, Problems> {
    let tokens = tokens(text).map_err(|at| vec![unreadable(text, at)])?;
    if tokens.len() > LONGEST {
        return Err(vec![too_long(tokens.len(), LONGEST, text.chars().count())]);
    }
    let mut parser = Parser { tokens, end: text.chars().count(), at: 0, depth: 0, problems: Vec::new() };
    let parsed = parser.expression(0).and_then(|tree| parser.nothing_more().map(|()| tree));
    let mut problems = parser.problems;
    match parsed {
        Ok(tree) if problems.is_empty() => match tree.beyond(DEEPEST) {
            Some(part) => problems.push((too_deep(DEEPEST), part.span.clone())),
            None => return Ok(tree),
        },
        Err(Stop::At(at)) => problems.push(unreadable(text, at)),
        Ok(_) | Err(Stop::Said) => {}
    }
    Err(problems)
}

impl Parser {
    /// What follows on `infix`es that bind more tightly than `above`.
    pub(super) fn expression(&mut self, above: u8) -> Result<Tree, Stop> {
        let start = self.start();
        let mut left = self.operand()?;
        let mut ordered = false;
        while let Some((infix, not)) = self.infix().filter(|(infix, _)| infix.power() > above) {
            let sign = self.start();
            self.at += 1 + usize::from(not);
            let orders = matches!(infix, Infix::Binary(op) if op.orders());
            if ordered && orders {
                self.chained(self.since(start));
            }
            ordered = orders;
            let node = self.after(left, infix, sign)?;
            left = Tree { node, span: self.since(start) };
            if not {
                left = Tree { span: left.span.clone(), node: ExpressionNode::Unary(Unary::Not, Box::new(left)) };
            }
        }
        Ok(left)
    }

    /// The operator that comes next, and whether `NOT` stands before it.
    fn infix(&self) -> Option<(Infix, bool)> {
        let not = self.word(0, "NOT");
        let infix = match self.kind(usize::from(not))? {
            TokenKind::Sign(sign) if !not => Infix::of_sign(sign)?,
            TokenKind::Word(word) => Infix::of_word(word)?,
            _ => return None,
        };
        let may = matches!(infix, Infix::In | Infix::Between | Infix::Like);
        (may || !not).then_some((infix, not))
    }

    fn chained(&mut self, span: Range<usize>) {
        let message = phrase!("Two comparisons in a row do not say what they seem to");
        let hint = phrase!("Write {example}", example = "x > 1 AND x < 5");
        self.refuse(Diagnostic::error("formula-type", message).hint(hint), span);
    }

    fn after(&mut self, left: Tree, infix: Infix, sign: usize) -> Result<ExpressionNode, Stop> {
        let left = Box::new(left);
        Ok(match infix {
            Infix::Binary(op) => ExpressionNode::Binary(op, left, Box::new(self.expression(infix.power())?)),
            Infix::Like => ExpressionNode::Like(left, Box::new(self.expression(infix.power())?)),
            Infix::Is => {
                let missing = !self.take_word("NOT");
                let null = self.take_word("NULL");
                self.want(null)?;
                ExpressionNode::IsMissing(left, missing)
            }
            Infix::In => {
                let open = self.take_sign("(");
                self.want(open)?;
                ExpressionNode::In(left, self.list()?)
            }
            Infix::Between => {
                let low = self.expression(infix.power())?;
                let and = self.take_word("AND");
                self.want(and)?;
                let high = self.expression(infix.power())?;
                ExpressionNode::Between(left, Box::new(low), Box::new(high))
            }
            Infix::Strange(strange) => {
                self.no_operator(strange, sign..sign + 1);
                self.expression(infix.power())?.node
            }
        })
    }

    fn no_operator(&mut self, sign: &str, span: Range<usize>) {
        let message = phrase!("`{part}` cannot stand in an expression", part = sign);
        let hint = match sign {
            "^" => phrase!("Write {example}", example = "POW(x, 2)"),
            _ => phrase!("Operators are {operators}", operators = "+ - * / % || = <> < <= > >= AND OR NOT"),
        };
        self.refuse(Diagnostic::error("formula-unsupported", message).hint(hint), span);
    }

    /// Values with commas between them, up to the closing bracket; one at least.
    pub(super) fn list(&mut self) -> Result<Vec<Tree>, Stop> {
        let mut items = vec![self.deeper(|it| it.expression(0))?];
        while self.take_sign(",") {
            items.push(self.deeper(|it| it.expression(0))?);
        }
        let closed = self.take_sign(")");
        self.want(closed)?;
        Ok(items)
    }

    /// A part within another one.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Parser) -> Result<T, Stop>) -> Result<T, Stop> {
        if self.depth == DEEPEST {
            let start = self.start();
            self.refuse(too_deep(DEEPEST), start..start + 1);
            return Err(Stop::Said);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let tree = parse(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
        tree.names().into_iter().map(|(name, _)| name.to_string()).collect()
    }

    /// Code and marked characters of each problem.
    fn wrong(text: &str) -> Vec<(String, String)> {
        let problems = parse(text).expect_err(text);
        let marked = |span: Range<usize>| text.chars().skip(span.start).take(span.len()).collect();
        problems.into_iter().map(|(problem, span)| (problem.code, marked(span))).collect()
    }

    #[test]
    fn names_of_any_script_need_no_quotation_marks() {
        assert_eq!(names("受取会費 + \"受取 寄附金\" / 2"), ["受取会費", "受取 寄附金"]);
        assert_eq!(names("income@2021 - \"income@2020\""), ["income@2021", "income@2020"]);
        assert_eq!(names("CASE WHEN a > 1 THEN b ELSE LN(c) END"), ["a", "b", "c"]);
        assert_eq!(names("a BETWEEN 1 AND 2 OR region IN ('x', 'y') AND z IS NOT NULL"), ["a", "region", "z"]);
        assert_eq!(names("ROUND(ABS(-x), 2) + CEIL(y)"), ["x", "y"]);
        assert_eq!(names("year = 2022 AND end > 1 -- a remark"), ["year", "end"]);
        assert_eq!(names("\"say \"\"x\"\"\" LIKE '%''%'"), ["say \"x\""]);
    }

    #[test]
    fn operators_bind_as_in_sql() {
        let same = |text: &str, full: &str| {
            let plain = |text: &str| format!("{:?}", without_spans(&parse(text).unwrap()));
            assert_eq!(plain(text), plain(full), "{text}");
        };
        same("a + b * c % d - e", "(a + ((b * c) % d)) - e");
        same("-a * b", "(-a) * b");
        same("NOT a = b OR c AND d", "(NOT (a = b)) OR (c AND d)");
        same("NOT a IS NULL", "NOT (a IS NULL)");
        same("a = b IS NULL", "(a = b) IS NULL");
        same("a + 1 IN (1, 2) AND b", "((a + 1) IN (1, 2)) AND b");
        same("a BETWEEN 0 AND 5 + 5 AND b", "(a BETWEEN 0 AND (5 + 5)) AND b");
        same("a || b = c", "(a || b) = c");
        same("a NOT LIKE b", "NOT (a LIKE b)");
    }

    /// The tree with all spans alike.
    fn without_spans(tree: &Tree) -> String {
        let shown = format!("{tree:?}");
        let parts = shown.split("span: ").map(|part| part.split_once(['}', ',']).map_or(part, |(_, rest)| rest));
        parts.collect()
    }

    #[test]
    fn all_problems_are_found_where_they_are() {
        let code = |code: &str, part: &str| (code.to_string(), part.to_string());
        assert_eq!(
            wrong("SUM(a) + LNN(b) * a.b"),
            [
                code("formula-unsupported", "SUM"),
                code("formula-unsupported", "LNN"),
                code("formula-unsupported", "a.b")
            ]
        );
        assert_eq!(wrong("a + + (b"), [code("formula-syntax", "")]);
        assert_eq!(wrong("受取会費 + 寄附金 助成金"), [code("formula-syntax", "助成金")]);
        assert_eq!(wrong("a \u{FF0B} b"), [code("formula-syntax", "\u{FF0B}")]);
        assert_eq!(wrong("a + 'text"), [code("formula-syntax", "'")]);
        assert_eq!(wrong("RANK() OVER (ORDER BY a)"), [code("formula-unsupported", "RANK")]);
        assert_eq!(wrong("LOG(a) + ABS()"), [code("formula-unsupported", "LOG"), code("formula-unsupported", "ABS")]);
        assert_eq!(wrong("a ^ b & 2"), [code("formula-unsupported", "^"), code("formula-unsupported", "&")]);
        assert_eq!(wrong("(SELECT 1)"), [code("formula-unsupported", "SELECT")]);
        assert_eq!(wrong("a > 1 AND"), [code("formula-syntax", "")]);
        assert_eq!(wrong("AND a"), [code("formula-syntax", "AND")]);
        assert_eq!(wrong("a = = b"), [code("formula-syntax", "=")]);
        assert_eq!(wrong("CASE WHEN a THEN 1"), [code("formula-syntax", "")]);
        assert_eq!(wrong("1 < a <= 5"), [code("formula-type", "1 < a <=")]);
        assert_eq!(wrong("/* a"), [code("formula-syntax", "/")]);
    }

    #[test]
    fn long_ones_are_read_and_too_long_or_too_deep_ones_are_said() {
        let many = |n: usize, sign: &str| (0..n).map(|at| format!("v{at}")).collect::<Vec<_>>().join(sign);
        assert_eq!(names(&many(900, " + ")).len(), 900);
        assert_eq!(names(&format!("x IN ({})", many(900, ", "))).len(), 901);
        assert_eq!(wrong(&many(1_100, " + "))[0].0, "formula-size");
        let deep = |n: usize| format!("{}x{}", "(".repeat(n), ")".repeat(n));
        assert_eq!(names(&deep(50)), ["x"]);
        let behind = |condition: &str, n: usize| format!("x{}", condition.repeat(n));
        for condition in [" IS NULL", " IN (1, 2)", " BETWEEN 0 AND 1", " LIKE 'a'"] {
            assert_eq!(names(&behind(condition, 50)), ["x"], "{condition}");
            assert_eq!(wrong(&behind(condition, 51))[0].0, "formula-size", "{condition}");
        }
        let within = |text: String| format!("({}) IS NULL", text + &" IS NULL".repeat(9));
        assert_eq!(names(&(0..5).fold("x".to_string(), |text, _| within(text))), ["x"]);
        assert_eq!(wrong(&(0..6).fold("x".to_string(), |text, _| within(text)))[0].0, "formula-size");
        for text in [deep(51), "-".repeat(900) + "x", "NOT ".repeat(900) + "x", "ABS(".repeat(900)] {
            assert_eq!(wrong(&text)[0].0, "formula-size", "{text}");
        }
    }
}
