use std::ops::Range;

use sqlparser::ast::{
    BinaryOperator, CaseWhen, CeilFloorKind, DateTimeField, Expr, Function as SqlFunction, FunctionArg,
    FunctionArgExpr, FunctionArguments, Ident, Spanned, UnaryOperator, Value,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer};
use unicode_normalization::UnicodeNormalization;

use crate::diag::{Diagnostic, nearest};
use crate::phrase;

use super::quoting;
use super::tree::{Binary, Function, Node, Tree, Unary};

/// Functions by name, with the fewest and the most arguments.
pub const FUNCTIONS: &[(&str, Function, usize, usize)] = &[
    ("ABS", Function::Abs, 1, 1),
    ("CEIL", Function::Ceil, 1, 1),
    ("CEILING", Function::Ceil, 1, 1),
    ("COALESCE", Function::Coalesce, 1, usize::MAX),
    ("EXP", Function::Exp, 1, 1),
    ("FLOOR", Function::Floor, 1, 1),
    ("LN", Function::Ln, 1, 1),
    ("LOG", Function::Log, 2, 2),
    ("LOG10", Function::Log10, 1, 1),
    ("LOG2", Function::Log2, 1, 1),
    ("NULLIF", Function::NullIf, 2, 2),
    ("POW", Function::Pow, 2, 2),
    ("POWER", Function::Pow, 2, 2),
    ("ROUND", Function::Round, 1, 2),
    ("SQRT", Function::Sqrt, 1, 1),
];

/// Functions that look at several rows.
const OVER_ROWS: &[&str] = &[
    "SUM",
    "AVG",
    "MEAN",
    "COUNT",
    "MIN",
    "MAX",
    "MEDIAN",
    "STDDEV",
    "STDEV",
    "VARIANCE",
    "VAR",
    "FIRST",
    "LAST",
    "LAG",
    "LEAD",
    "RANK",
    "DENSE_RANK",
    "ROW_NUMBER",
    "QUANTILE",
    "CORR",
    "COVAR",
];

type Problems = Vec<(Diagnostic, Range<usize>)>;

/// What an expression says, or all that is wrong with it, each with its characters.
pub(super) fn parse(text: &str) -> Result<Tree, Problems> {
    let lines = Lines::of(text);
    let dialect = GenericDialect;
    let tokens = Tokenizer::new(&dialect, text).tokenize_with_location();
    let tokens = tokens.map_err(|error| vec![unreadable(text, lines.char_at(error.location))])?;
    let mut parser = Parser::new(&dialect).with_tokens_with_locations(tokens);
    let parsed = parser.parse_expr();
    let rest = parser.peek_token();
    match parsed {
        Err(error) => Err(vec![unreadable(text, stopped(&error, &rest, &lines))]),
        Ok(_) if rest.token != Token::EOF => Err(vec![unreadable(text, lines.char_at(rest.span.start))]),
        Ok(expr) => {
            let mut reader = Reader { lines, problems: Vec::new() };
            reader.tree(&expr).filter(|_| reader.problems.is_empty()).ok_or(reader.problems)
        }
    }
}

/// Where each line of an expression begins, in characters.
struct Lines {
    starts: Vec<usize>,
    end: usize,
}

impl Lines {
    fn of(text: &str) -> Lines {
        let breaks = text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(at, _)| at + 1);
        Lines { starts: std::iter::once(0).chain(breaks).collect(), end: text.chars().count() }
    }

    /// The character at a location; the end of the text for the empty one.
    fn char_at(&self, at: Location) -> usize {
        match (at.line as usize).checked_sub(1).and_then(|line| self.starts.get(line)) {
            Some(start) => (start + (at.column as usize).saturating_sub(1)).min(self.end),
            None => self.end,
        }
    }

    fn span(&self, span: Span) -> Range<usize> {
        self.char_at(span.start)..self.char_at(span.end)
    }
}

/// Where the parser stopped: it says so only in words.
fn stopped(error: &ParserError, next: &TokenWithSpan, lines: &Lines) -> usize {
    let said = error.to_string();
    let number = |after: &str| {
        let rest = said.rsplit_once(after)?.1;
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u64>().ok()
    };
    match (number("Line: "), number("Column: ")) {
        (Some(line), Some(column)) => lines.char_at(Location { line, column }),
        _ if said.contains("found: EOF") => lines.end,
        _ => lines.char_at(next.span.start),
    }
}

fn unreadable(text: &str, at: usize) -> (Diagnostic, Range<usize>) {
    let chars: Vec<char> = text.chars().collect();
    let Some(found) = chars.get(at) else {
        let message = phrase!("The expression is not complete");
        return (Diagnostic::error("formula-syntax", message).hint(quoting()), chars.len()..chars.len());
    };
    let word = |c: &char| c.is_alphanumeric() || *c == '_';
    let length = chars[at..].iter().take_while(|c| word(c)).count().max(1);
    let shown: String = chars[at..at + length].iter().collect();
    let message = phrase!("The expression cannot be read from `{word}` on", word = shown);
    let half: String = found.to_string().nfkc().map(|c| if c == '\u{2212}' { '-' } else { c }).collect();
    let hint = match half != found.to_string() && !found.is_alphanumeric() {
        true => phrase!("Write {example}", example = half),
        false => quoting(),
    };
    (Diagnostic::error("formula-syntax", message).hint(hint), at..at + length)
}

struct Reader {
    lines: Lines,
    problems: Problems,
}

impl Reader {
    /// The part, or nothing where it cannot be used; every problem in it is reported.
    fn tree(&mut self, expr: &Expr) -> Option<Tree> {
        let span = self.lines.span(expr.span());
        let node = match expr {
            Expr::Nested(inner) => return self.tree(inner),
            Expr::Identifier(name) => self.name(name),
            Expr::Value(value) => self.value(&value.value, &span)?,
            Expr::UnaryOp { op, expr } => self.unary(*op, expr, &span)?,
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, &span)?,
            Expr::IsNull(part) => Node::IsMissing(self.boxed(part)?, true),
            Expr::IsNotNull(part) => Node::IsMissing(self.boxed(part)?, false),
            Expr::Between { expr, negated, low, high } => self.between(expr, low, high, *negated, &span)?,
            Expr::InList { expr, list, negated } => self.in_list(expr, list, *negated, &span)?,
            Expr::Case { operand, conditions, else_result, .. } => {
                self.case(operand.as_deref(), conditions, else_result.as_deref())?
            }
            Expr::Function(function) => self.function(function)?,
            Expr::Ceil { expr, field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) } => {
                Node::Call(Function::Ceil, vec![self.tree(expr)?])
            }
            Expr::Floor { expr, field: CeilFloorKind::DateTimeField(DateTimeField::NoDateTime) } => {
                Node::Call(Function::Floor, vec![self.tree(expr)?])
            }
            _ => return self.refused(expr, span),
        };
        Some(Tree { node, span })
    }

    fn boxed(&mut self, expr: &Expr) -> Option<Box<Tree>> {
        self.tree(expr).map(Box::new)
    }

    fn refuse(&mut self, problem: Diagnostic, span: Range<usize>) {
        self.problems.push((problem, span));
    }

    fn refused(&mut self, expr: &Expr, span: Range<usize>) -> Option<Tree> {
        let message = phrase!("`{part}` cannot stand in an expression", part = expr.to_string());
        let hint = match expr {
            Expr::CompoundIdentifier(_) => quoting(),
            _ => phrase!(
                "Arithmetic, comparisons, AND, OR, NOT, IN, BETWEEN, IS NULL, CASE and functions of one row are possible"
            ),
        };
        self.refuse(Diagnostic::error("formula-unsupported", message).hint(hint), span);
        None
    }

    fn name(&self, name: &Ident) -> Node {
        Node::Name(name.value.clone())
    }

    fn value(&mut self, value: &Value, span: &Range<usize>) -> Option<Node> {
        Some(match value {
            Value::Number(number, false) => Node::Number(number.clone()),
            Value::SingleQuotedString(text) => Node::Text(text.clone()),
            Value::Boolean(flag) => Node::Flag(*flag),
            Value::Null => Node::Missing,
            other => {
                let message = phrase!("`{part}` cannot stand in an expression", part = other.to_string());
                self.refuse(Diagnostic::error("formula-unsupported", message).hint(quoting()), span.clone());
                return None;
            }
        })
    }

    fn unary(&mut self, op: UnaryOperator, expr: &Expr, span: &Range<usize>) -> Option<Node> {
        let part = self.boxed(expr);
        Some(match op {
            UnaryOperator::Plus => part?.node,
            UnaryOperator::Minus => Node::Unary(Unary::Minus, part?),
            UnaryOperator::Not => Node::Unary(Unary::Not, part?),
            other => return self.no_operator(&other.to_string(), span),
        })
    }

    fn binary(&mut self, left: &Expr, op: &BinaryOperator, right: &Expr, span: &Range<usize>) -> Option<Node> {
        let (left, right) = (self.boxed(left), self.boxed(right));
        let op = match op {
            BinaryOperator::Plus => Binary::Plus,
            BinaryOperator::Minus => Binary::Minus,
            BinaryOperator::Multiply => Binary::Times,
            BinaryOperator::Divide => Binary::Over,
            BinaryOperator::Modulo => Binary::Modulo,
            BinaryOperator::Eq => Binary::Equal,
            BinaryOperator::NotEq => Binary::Unequal,
            BinaryOperator::Lt => Binary::Less,
            BinaryOperator::LtEq => Binary::LessOrEqual,
            BinaryOperator::Gt => Binary::More,
            BinaryOperator::GtEq => Binary::MoreOrEqual,
            BinaryOperator::And => Binary::And,
            BinaryOperator::Or => Binary::Or,
            other => return self.no_operator(&other.to_string(), span),
        };
        Some(Node::Binary(op, left?, right?))
    }

    fn no_operator(&mut self, sign: &str, span: &Range<usize>) -> Option<Node> {
        let message = phrase!("`{part}` cannot stand in an expression", part = sign);
        let operators = "+ - * / % = <> < <= > >= AND OR NOT";
        let hint = phrase!("Operators are {operators}", operators = operators);
        self.refuse(Diagnostic::error("formula-unsupported", message).hint(hint), span.clone());
        None
    }

    fn between(&mut self, expr: &Expr, low: &Expr, high: &Expr, not: bool, span: &Range<usize>) -> Option<Node> {
        let (part, low, high) = (self.tree(expr), self.boxed(low), self.boxed(high));
        let (part, span) = (part?, span.clone());
        let above = Node::Binary(Binary::MoreOrEqual, Box::new(part.clone()), low?);
        let below = Node::Binary(Binary::LessOrEqual, Box::new(part), high?);
        let [above, below] = [above, below].map(|node| Box::new(Tree { node, span: span.clone() }));
        Some(negated(Node::Binary(Binary::And, above, below), not, &span))
    }

    fn in_list(&mut self, expr: &Expr, list: &[Expr], not: bool, span: &Range<usize>) -> Option<Node> {
        let part = self.tree(expr);
        let items: Vec<Option<Tree>> = list.iter().map(|item| self.tree(item)).collect();
        let (part, items) = (part?, items.into_iter().collect::<Option<Vec<Tree>>>()?);
        let equal = |item: Tree| {
            let span = item.span.clone();
            Tree { node: Node::Binary(Binary::Equal, Box::new(part.clone()), Box::new(item)), span }
        };
        let or = |a: Tree, b: Tree| Tree { node: Node::Binary(Binary::Or, a.into(), b.into()), span: span.clone() };
        Some(negated(items.into_iter().map(equal).reduce(or)?.node, not, span))
    }

    fn case(&mut self, operand: Option<&Expr>, branches: &[CaseWhen], other: Option<&Expr>) -> Option<Node> {
        let operand = operand.map(|operand| self.tree(operand));
        let branches: Vec<_> =
            branches.iter().map(|branch| (self.tree(&branch.condition), self.tree(&branch.result))).collect();
        let other = other.map(|other| self.boxed(other));
        let operand = match operand {
            Some(operand) => Some(operand?),
            None => None,
        };
        let other = match other {
            Some(other) => Some(other?),
            None => None,
        };
        let when = |tree: Tree| match &operand {
            Some(operand) => {
                let span = tree.span.clone();
                Tree { node: Node::Binary(Binary::Equal, Box::new(operand.clone()), Box::new(tree)), span }
            }
            None => tree,
        };
        let branches = branches.into_iter().map(|(condition, result)| Some((when(condition?), result?)));
        Some(Node::Case(branches.collect::<Option<_>>()?, other))
    }

    fn function(&mut self, call: &SqlFunction) -> Option<Node> {
        let name = call.name.to_string().to_uppercase();
        let span = self.lines.span(call.name.span());
        let known = FUNCTIONS.iter().find(|(known, ..)| *known == name);
        let plain = call.over.is_none() && call.filter.is_none() && call.within_group.is_empty();
        if !plain || OVER_ROWS.contains(&name.as_str()) {
            let message = phrase!("`{name}` looks at several rows, and a formula sees one at a time", name = &name);
            let hint = phrase!("Say it with the values of one row, such as {example}", example = "COALESCE(a, 0) + b");
            self.refuse(Diagnostic::error("formula-unsupported", message).hint(hint), span);
            return None;
        }
        let Some(&(_, function, fewest, most)) = known else {
            self.refuse(unknown_function(&name), span);
            return None;
        };
        let given = self.arguments(call);
        if given.len() < fewest || given.len() > most {
            self.refuse(wrong_count(&name, function, fewest), span);
            return None;
        }
        Some(Node::Call(function, given.into_iter().collect::<Option<_>>()?))
    }

    fn arguments(&mut self, call: &SqlFunction) -> Vec<Option<Tree>> {
        let FunctionArguments::List(list) = &call.args else { return Vec::new() };
        let argument = |arg: &FunctionArg| match arg {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => self.tree(expr),
            other => {
                let (message, span) = (
                    phrase!("`{part}` cannot stand in an expression", part = other.to_string()),
                    self.lines.span(call.name.span()),
                );
                self.refuse(Diagnostic::error("formula-unsupported", message).hint(quoting()), span);
                None
            }
        };
        list.args.iter().map(argument).collect()
    }
}

fn negated(node: Node, not: bool, span: &Range<usize>) -> Node {
    if not { Node::Unary(Unary::Not, Box::new(Tree { node, span: span.clone() })) } else { node }
}

fn unknown_function(name: &str) -> Diagnostic {
    let known = || FUNCTIONS.iter().map(|(known, ..)| *known);
    let message = phrase!("There is no function `{name}`", name = name);
    let hint = match nearest(name, known()) {
        Some(near) => phrase!("Did you mean `{near}`?", near = near),
        None => phrase!("Known here: {known}", known = known().collect::<Vec<_>>()),
    };
    Diagnostic::error("formula-unsupported", message).hint(hint)
}

fn wrong_count(name: &str, function: Function, fewest: usize) -> Diagnostic {
    let message = match fewest {
        1 => phrase!("`{name}` takes one value in brackets", name = name),
        _ => phrase!("`{name}` takes two values in brackets", name = name),
    };
    let problem = Diagnostic::error("formula-unsupported", message);
    match function {
        Function::Log => problem.hint(phrase!("LOG(x, base); the natural logarithm is LN(x), the common one LOG10(x)")),
        Function::Round => problem.hint(phrase!("ROUND(x), or ROUND(x, 2) for two decimals")),
        _ => problem,
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
        assert_eq!(
            names("a BETWEEN 1 AND 2 OR region IN ('x', 'y') AND z IS NOT NULL"),
            ["a", "a", "region", "region", "z"]
        );
        assert_eq!(names("ROUND(ABS(-x), 2) + CEIL(y)"), ["x", "y"]);
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
        assert_eq!(wrong("LOG(a)"), [code("formula-unsupported", "LOG")]);
        assert_eq!(wrong("a || b"), [code("formula-unsupported", "a || b")]);
        assert_eq!(wrong("(SELECT 1)"), [code("formula-unsupported", "SELECT 1")]);
    }
}
