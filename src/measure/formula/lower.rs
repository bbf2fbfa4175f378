//! An expression with its names looked up and its kinds checked, as SQL over columns `v0`, `v1`, ….

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::ingest::calendar::days_of;
use crate::phrase;
use crate::study::Expression;
use crate::study::expression::{Binary, Node, Tree, Unary};
use crate::tidy::{Panel, VarRef};

use super::super::names::unknown;
use super::kinds::Kind;

/// An expression that can be computed.
#[derive(Clone, Debug)]
pub(crate) struct Lowered {
    /// What its values are.
    pub kind: Kind,
    /// Variable behind each column `v0`, `v1`, …; without a period where it is to be taken at each.
    pub names: Vec<VarRef>,
    /// SQL of the columns `s0`, `s1`, …, each of which may use those before it. Where one is not finite it is missing.
    pub steps: Vec<Step>,
    /// SQL of the result.
    pub sql: String,
    /// Periods at which it can be computed, in order; nothing where it is of the unit itself.
    pub periods: Option<Vec<String>>,
}

/// A column on the way to the result.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// SQL.
    pub sql: String,
    /// Decimals to round to, halves away from zero, as SQL says (polars has them to even).
    pub round: Option<u32>,
}

/// Looks up the names of an expression and checks its kinds.
///
/// # Errors
/// Every problem, with its place in the expression.
pub(crate) fn lower(expression: &Expression, tree: &Tree, panel: &Panel) -> Result<Lowered, Vec<Diagnostic>> {
    let mut lowering =
        Lowering { panel, expression, names: Vec::new(), steps: Vec::new(), problems: Vec::new(), moving: Vec::new() };
    let typed = lowering.tree(tree);
    let periods = lowering.periods(tree);
    match typed {
        Some(Typed { sql, kind }) if lowering.problems.is_empty() => {
            Ok(Lowered { kind, names: lowering.names, steps: lowering.steps, sql, periods })
        }
        _ => Err(lowering.problems),
    }
}

pub(super) struct Typed {
    pub sql: String,
    pub kind: Kind,
}

impl Typed {
    pub fn new(sql: impl Into<String>, kind: Kind) -> Typed {
        Typed { sql: sql.into(), kind }
    }

    /// As a number: yes is 1 and no is 0, a date its days.
    fn number(self) -> String {
        match self.kind {
            Kind::YesNo => format!("CAST({} AS DOUBLE)", self.sql),
            Kind::Missing => "CAST(NULL AS DOUBLE)".into(),
            _ => self.sql,
        }
    }

    pub fn into_kind(self, kind: Kind) -> String {
        match kind {
            Kind::Text if self.kind == Kind::Missing => "CAST(NULL AS VARCHAR)".into(),
            Kind::YesNo if self.kind == Kind::Missing => "CAST(NULL AS BOOLEAN)".into(),
            Kind::Text | Kind::YesNo => self.sql,
            Kind::Number | Kind::Date | Kind::Missing => self.number(),
        }
    }
}

pub(super) struct Lowering<'a> {
    panel: &'a Panel,
    expression: &'a Expression,
    names: Vec<VarRef>,
    /// Indices of the variables that are taken at each period.
    moving: Vec<usize>,
    steps: Vec<Step>,
    problems: Vec<Diagnostic>,
}

impl Lowering<'_> {
    pub(super) fn panel(&self) -> &Panel {
        self.panel
    }

    pub(super) fn problem(&mut self, problem: Diagnostic, span: &Range<usize>) {
        self.problems.push(self.expression.problem(problem, span));
    }

    pub(super) fn tree(&mut self, tree: &Tree) -> Option<Typed> {
        match &tree.node {
            Node::Number(text) => self.literal(text, &tree.span),
            Node::Text(text) => Some(Typed::new(format!("'{}'", text.replace('\'', "''")), Kind::Text)),
            Node::Flag(flag) => Some(Typed::new(if *flag { "TRUE" } else { "FALSE" }, Kind::YesNo)),
            Node::Missing => Some(Typed::new("NULL", Kind::Missing)),
            Node::Name(name) => self.name(name, &tree.span),
            Node::Unary(Unary::Minus, part) => {
                let number = self.number(part, "-")?;
                Some(Typed::new(format!("(0.0 - {number})"), Kind::Number))
            }
            Node::Unary(Unary::Not, part) => {
                let flag = self.flag(part)?;
                Some(Typed::new(format!("(NOT {flag})"), Kind::YesNo))
            }
            Node::Binary(op, left, right) => self.binary(*op, left, right),
            Node::IsMissing(part, missing) => {
                let part = self.tree(part)?.sql;
                Some(Typed::new(format!("({part} IS {}NULL)", if *missing { "" } else { "NOT " }), Kind::YesNo))
            }
            Node::Case(branches, other) => self.case(branches, other.as_deref(), &tree.span),
            Node::Call(function, parts) => self.call(*function, parts, &tree.span),
        }
    }

    /// Digits without an exponent, and always with a point: whole numbers would be computed as such.
    fn literal(&mut self, text: &str, span: &Range<usize>) -> Option<Typed> {
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => {
                let digits = value.to_string();
                let point = if digits.contains('.') { "" } else { ".0" };
                Some(Typed::new(format!("{digits}{point}"), Kind::Number))
            }
            _ => {
                let message = phrase!("`{part}` cannot stand in an expression", part = text);
                self.problem(Diagnostic::error("formula-unsupported", message), span);
                None
            }
        }
    }

    fn name(&mut self, written: &str, span: &Range<usize>) -> Option<Typed> {
        let var = self.panel.reference(written);
        let Some(info) = self.panel.variables.get(&var.name) else {
            self.problem(unknown(self.panel, &var.name), span);
            return None;
        };
        if let Some(period) = var.period.as_ref().filter(|period| !info.periods.contains(period)) {
            let said = written.rsplit_once('@').map_or(period.as_str(), |(_, said)| said);
            let message = phrase!("`{name}` was not observed at `{period}`", name = &var.name, period = said);
            let labels: Vec<&str> = info.periods.iter().map(|period| self.panel.period_label(period)).collect();
            let hint = match info.periods.is_empty() {
                true => phrase!("It has no periods: write `{name}` alone", name = &var.name),
                false => phrase!("It was observed at {periods}", periods = labels),
            };
            self.problem(Diagnostic::error("unknown-period", message).hint(hint), span);
            return None;
        }
        let kind = Kind::of(info.content);
        let moving = var.period.is_none() && !info.periods.is_empty();
        let at = self.names.iter().position(|known| *known == var).unwrap_or_else(|| {
            self.names.push(var);
            self.names.len() - 1
        });
        if moving && !self.moving.contains(&at) {
            self.moving.push(at);
        }
        Some(match kind {
            Kind::YesNo => Typed::new(format!("(v{at} <> 0.0)"), kind),
            _ => Typed::new(format!("v{at}"), kind),
        })
    }

    /// Periods at which everything that moves was observed.
    fn periods(&mut self, tree: &Tree) -> Option<Vec<String>> {
        let infos: Vec<_> =
            self.moving.iter().filter_map(|&at| self.panel.variables.get(&self.names[at].name)).collect();
        let first = infos.first()?;
        let all = |period: &&String| infos.iter().all(|info| info.periods.contains(*period));
        let periods: Vec<String> = first.periods.iter().filter(all).cloned().collect();
        if periods.is_empty() {
            let names: Vec<String> = infos.iter().map(|info| info.name.clone()).collect();
            let message = phrase!("There is no period at which all of {names} were observed", names = names);
            let hint = phrase!("Say which periods are meant: {example}", example = example_of_periods(&infos));
            self.problem(Diagnostic::error("formula-no-period", message).hint(hint), &tree.span);
        }
        Some(periods)
    }

    /// A column of its own, in which what is not finite is missing.
    pub(super) fn step(&mut self, sql: String) -> String {
        self.push(Step { sql, round: None })
    }

    pub(super) fn push(&mut self, step: Step) -> String {
        self.steps.push(step);
        format!("s{}", self.steps.len() - 1)
    }

    pub(super) fn number(&mut self, part: &Tree, taker: &str) -> Option<String> {
        let typed = self.tree(part)?;
        if typed.kind == Kind::Text {
            self.not_numbers(part, taker);
            return None;
        }
        Some(typed.number())
    }

    fn not_numbers(&mut self, part: &Tree, taker: &str) {
        let message = match &part.node {
            Node::Name(name) => {
                phrase!("`{name}` holds texts, and `{taker}` takes numbers", name = name, taker = taker)
            }
            _ => phrase!("This is a text, and `{taker}` takes numbers", taker = taker),
        };
        let hint = match &part.node {
            Node::Name(name) => phrase!(
                "If these are numbers, look at the column and declare it: {example}",
                example = format!("[variables.{}]  kind = \"number\"", crate::study::keys::toml_key(name))
            ),
            _ => phrase!("Numbers stand without quotation marks"),
        };
        self.problem(Diagnostic::error("formula-type", message).hint(hint), &part.span);
    }

    pub(super) fn flag(&mut self, part: &Tree) -> Option<String> {
        let typed = self.tree(part)?;
        match typed.kind {
            Kind::YesNo => Some(typed.sql),
            Kind::Missing => Some("CAST(NULL AS BOOLEAN)".into()),
            kind => {
                let message = phrase!("A condition is wanted here, and this holds {kind}", kind = kind.said());
                let hint = phrase!("Compare it with something, such as {example}", example = "members > 10");
                self.problem(Diagnostic::error("formula-type", message).hint(hint), &part.span);
                None
            }
        }
    }

    fn binary(&mut self, op: Binary, left: &Tree, right: &Tree) -> Option<Typed> {
        let sign = op.sign();
        match op {
            Binary::And | Binary::Or => {
                let (left, right) = (self.flag(left), self.flag(right));
                Some(Typed::new(format!("({} {sign} {})", left?, right?), Kind::YesNo))
            }
            Binary::Plus | Binary::Minus | Binary::Times => {
                let (left, right) = (self.number(left, sign), self.number(right, sign));
                Some(Typed::new(format!("({} {sign} {})", left?, right?), Kind::Number))
            }
            Binary::Over | Binary::Modulo => {
                let (left, right) = (self.number(left, sign), self.number(right, sign));
                Some(Typed::new(self.step(format!("({} {sign} {})", left?, right?)), Kind::Number))
            }
            _ => self.comparison(op, left, right),
        }
    }

    pub(super) fn comparison(&mut self, op: Binary, left: &Tree, right: &Tree) -> Option<Typed> {
        let (a, b) = (self.tree(left), self.tree(right));
        let (a, b) = (a?, b?);
        if let Some(missing) = [(&a, left), (&b, right)].into_iter().find(|(it, _)| it.kind == Kind::Missing) {
            let message = phrase!("Nothing can be compared with NULL, the sign for missing");
            let hint = phrase!("Write {example}", example = "x IS NULL");
            self.problem(Diagnostic::error("formula-type", message).hint(hint), &missing.1.span);
            return None;
        }
        let sign = op.sign();
        let (a, b) = match (a.kind, b.kind) {
            (Kind::Text, Kind::Text) if matches!(op, Binary::Equal | Binary::Unequal) => {
                return Some(Typed::new(self.same_words((left, &a.sql), (right, &b.sql), op), Kind::YesNo));
            }
            (Kind::Text, Kind::Text) => {
                let message = phrase!("`{sign}` compares numbers and dates, and these are texts", sign = sign);
                let hint = phrase!("Texts are equal or not: = and <>");
                let span = left.span.start..right.span.end;
                self.problem(Diagnostic::error("formula-type", message).hint(hint), &span);
                return None;
            }
            (Kind::Date, Kind::Text) => (a.sql, self.date(right)?),
            (Kind::Text, Kind::Date) => (self.date(left)?, b.sql),
            (Kind::Text, other) => return self.unlike(left, right, other),
            (other, Kind::Text) => return self.unlike(right, left, other),
            _ => (a.number(), b.number()),
        };
        Some(Typed::new(format!("({a} {sign} {b})"), Kind::YesNo))
    }

    fn unlike(&mut self, text: &Tree, other: &Tree, kind: Kind) -> Option<Typed> {
        let message = match (&text.node, &other.node) {
            (Node::Name(name), _) => {
                phrase!("`{name}` holds texts and is compared with {kind}", name = name, kind = kind.said())
            }
            (_, Node::Name(name)) => {
                phrase!("`{name}` holds {kind} and is compared with a text", name = name, kind = kind.said())
            }
            _ => phrase!("A text is compared with {kind}", kind = kind.said()),
        };
        let hint = phrase!("Texts stand in single quotation marks, numbers in none; yes is TRUE and no is FALSE");
        self.problem(Diagnostic::error("formula-type", message).hint(hint), &text.span);
        None
    }

    /// A date written as a text, as its days.
    fn date(&mut self, tree: &Tree) -> Option<String> {
        let days = match &tree.node {
            Node::Text(text) => days(text),
            _ => None,
        };
        if days.is_none() {
            let message = phrase!("A date is wanted here");
            let hint = phrase!("Write {example}", example = "'2021-04-01'");
            self.problem(Diagnostic::error("formula-type", message).hint(hint), &tree.span);
        }
        days.map(|days| format!("({days}.0)"))
    }
}

/// `2021-04-01`, `2021/4/1`.
fn days(text: &str) -> Option<i32> {
    let mut parts = text.trim().split(['-', '/']);
    let date = days_of(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)?;
    parts.next().is_none().then_some(date)
}

fn example_of_periods(infos: &[&crate::tidy::VariableInfo]) -> String {
    let one = |info: &&crate::tidy::VariableInfo| format!("\"{}@{}\"", info.name, info.periods[0]);
    infos.iter().map(one).collect::<Vec<_>>().join(" + ")
}
