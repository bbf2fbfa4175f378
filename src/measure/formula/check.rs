//! An expression with its names looked up and its kinds checked.

use std::collections::BTreeMap;
use std::ops::Range;

use indexmap::IndexMap;

use crate::diag::Diagnostic;
use crate::notation::calendar::days_of;
use crate::panel::{Panel, VarRef, VariableInfo};
use crate::phrase;
use crate::study::Expression;
use crate::study::expression::{Binary, ExpressionNode, Tree, Unary, name_of};
use crate::text::Phrase;

use super::super::names::{moving, unknown};
use super::kinds::ValueKind;
use super::same_words::VariableWords;

/// An expression that can be computed.
#[derive(Clone, Debug)]
pub(crate) struct Checked<'e> {
    /// What it says.
    pub tree: &'e Tree,
    /// What its values are.
    pub kind: ValueKind,
    /// The variable behind each name as it is written; without a period where it is to be taken at each.
    pub names: IndexMap<String, VarRef>,
    /// Periods at which it can be computed, in order; nothing where it is of the unit itself.
    pub periods: Option<Vec<String>>,
}

/// Looks up the names of an expression and checks its kinds.
///
/// # Errors
/// Every problem, with its place in the expression.
pub(crate) fn check<'e>(
    expression: &Expression,
    tree: &'e Tree,
    panel: &Panel,
) -> Result<Checked<'e>, Vec<Diagnostic>> {
    let mut checker =
        Checker { panel, expression, names: IndexMap::new(), known: BTreeMap::new(), problems: Vec::new() };
    let kind = checker.kind(tree);
    let periods = checker.periods(tree);
    match kind {
        Some(kind) if checker.problems.is_empty() => Ok(Checked { tree, kind, names: checker.names, periods }),
        _ => Err(checker.problems),
    }
}

/// A part with its kind; nothing where it cannot be used, which was said.
pub(super) type CheckedPart<'t> = (&'t Tree, Option<ValueKind>);

pub(super) struct Checker<'a> {
    pub(super) panel: &'a Panel,
    pub(super) expression: &'a Expression,
    names: IndexMap<String, VarRef>,
    /// Words of the variables that are compared with words.
    pub(super) known: BTreeMap<String, VariableWords>,
    pub(super) problems: Vec<Diagnostic>,
}

impl Checker<'_> {
    pub(super) fn wrong(&mut self, message: Phrase, hint: Phrase, span: &Range<usize>) {
        let problem = Diagnostic::error("formula-type", message).hint(hint);
        self.problems.push(self.expression.problem(problem, span));
    }

    pub(super) fn kind(&mut self, tree: &Tree) -> Option<ValueKind> {
        match &tree.node {
            ExpressionNode::Number(digits) => self.literal(digits, &tree.span),
            ExpressionNode::Text(_) => Some(ValueKind::Text),
            ExpressionNode::Flag(_) => Some(ValueKind::YesNo),
            ExpressionNode::Missing => Some(ValueKind::Missing),
            ExpressionNode::Name(name) => self.name(name, &tree.span),
            ExpressionNode::Unary(Unary::Minus, part) => self.number(part, "-").then_some(ValueKind::Number),
            ExpressionNode::Unary(Unary::Not, part) => self.flag(part).then_some(ValueKind::YesNo),
            ExpressionNode::Binary(..) => self.chain(tree),
            ExpressionNode::IsMissing(part, _) => self.kind(part).map(|_| ValueKind::YesNo),
            ExpressionNode::Between(part, low, high) => {
                let part = (part.as_ref(), self.kind(part));
                let [low, high] = [low, high].map(|end| (end.as_ref(), self.kind(end)));
                let (above, below) =
                    (self.compared(Binary::MoreOrEqual, part, low), self.compared(Binary::LessOrEqual, part, high));
                (above && below).then_some(ValueKind::YesNo)
            }
            ExpressionNode::In(part, items) => {
                let part = (part.as_ref(), self.kind(part));
                let equal = |item: &Tree, it: &mut Self| {
                    let item = (item, it.kind(item));
                    it.compared(Binary::Equal, part, item)
                };
                let unlike = items.iter().filter(|item| !equal(item, self)).count();
                (unlike == 0).then_some(ValueKind::YesNo)
            }
            ExpressionNode::Like(part, pattern) => {
                let (text, pattern) = (self.text(part, "LIKE"), self.written(pattern, "'%x%'"));
                (text && pattern).then_some(ValueKind::YesNo)
            }
            ExpressionNode::Case(of, branches, other) => {
                self.case(of.as_deref(), branches, other.as_deref(), &tree.span)
            }
            ExpressionNode::Call(function, parts) => self.call(*function, parts, &tree.span),
        }
    }

    fn literal(&mut self, digits: &str, span: &Range<usize>) -> Option<ValueKind> {
        if digits.parse::<f64>().is_ok_and(f64::is_finite) {
            return Some(ValueKind::Number);
        }
        let message = phrase!("`{part}` cannot stand in an expression", part = digits);
        self.problems.push(self.expression.problem(Diagnostic::error("formula-unsupported", message), span));
        None
    }

    fn name(&mut self, written: &str, span: &Range<usize>) -> Option<ValueKind> {
        let var = self.panel.reference(written);
        let Some(info) = self.panel.variables.get(&var.name) else {
            self.problems.push(self.expression.problem(unknown(self.panel, &var.name), span));
            return None;
        };
        if let Some(period) = var.period.as_ref().filter(|period| !info.periods.contains(period)) {
            let said = written.rsplit_once('@').map_or(period.as_str(), |(_, said)| said);
            let problem = not_observed(info, said, self.panel);
            self.problems.push(self.expression.problem(problem, span));
            return None;
        }
        let kind = ValueKind::of(info.content);
        self.names.insert(written.to_string(), var);
        Some(kind)
    }

    /// Periods at which everything that moves was observed.
    fn periods(&mut self, tree: &Tree) -> Option<Vec<String>> {
        let mut infos: Vec<&VariableInfo> = Vec::new();
        for info in self.names.values().filter_map(|var| moving(self.panel, var)) {
            if !infos.iter().any(|known| known.name == info.name) {
                infos.push(info);
            }
        }
        let first = infos.first()?;
        let all = |period: &&String| infos.iter().all(|info| info.periods.contains(*period));
        let periods: Vec<String> = first.periods.iter().filter(all).cloned().collect();
        if periods.is_empty() {
            let names: Vec<String> = infos.iter().map(|info| info.name.clone()).collect();
            let message = phrase!("There is no period at which all of {names} were observed", names = names);
            let hint = phrase!("Say which periods are meant: {example}", example = example_of_periods(&infos));
            let problem = Diagnostic::error("formula-no-period", message).hint(hint);
            self.problems.push(self.expression.problem(problem, &tree.span));
        }
        Some(periods)
    }

    fn chain(&mut self, tree: &Tree) -> Option<ValueKind> {
        let (first, links) = tree.chain();
        let mut left = (first, self.kind(first));
        for (op, part, whole) in links {
            let right = (part, self.kind(part));
            left = (whole, self.operation(op, left, right));
        }
        left.1
    }

    fn operation(&mut self, op: Binary, left: CheckedPart<'_>, right: CheckedPart<'_>) -> Option<ValueKind> {
        let sign = op.sign();
        let (fits, kind) = match op {
            Binary::And | Binary::Or => (self.is_flag(left) & self.is_flag(right), ValueKind::YesNo),
            Binary::Joined => (self.is_text(left, sign) & self.is_text(right, sign), ValueKind::Text),
            _ if op.compares() => (self.compared(op, left, right), ValueKind::YesNo),
            _ => (self.is_number(left, sign) & self.is_number(right, sign), ValueKind::Number),
        };
        fits.then_some(kind)
    }

    pub(super) fn number(&mut self, part: &Tree, taker: &str) -> bool {
        let kind = self.kind(part);
        self.is_number((part, kind), taker)
    }

    pub(super) fn is_number(&mut self, (part, kind): CheckedPart<'_>, taker: &str) -> bool {
        if kind == Some(ValueKind::Text) {
            self.not_numbers(part, taker);
        }
        kind.is_some_and(|kind| kind != ValueKind::Text)
    }

    fn not_numbers(&mut self, part: &Tree, taker: &str) {
        let (message, hint) = match &part.node {
            ExpressionNode::Name(name) => (
                phrase!("`{name}` holds texts, and `{taker}` takes numbers", name = name, taker = taker),
                phrase!(
                    "If these are numbers, look at the column and declare it: {example}",
                    example = format!("[variables.{}]  kind = \"number\"", crate::study::keys::toml_key(name))
                ),
            ),
            _ => (
                phrase!("This is a text, and `{taker}` takes numbers", taker = taker),
                phrase!("Numbers stand without quotation marks"),
            ),
        };
        self.wrong(message, hint, &part.span);
    }

    pub(super) fn text(&mut self, part: &Tree, taker: &str) -> bool {
        let kind = self.kind(part);
        self.is_text((part, kind), taker)
    }

    fn is_text(&mut self, (part, kind): CheckedPart<'_>, taker: &str) -> bool {
        let Some(kind) = kind else { return false };
        let fits = matches!(kind, ValueKind::Text | ValueKind::Missing);
        if !fits {
            let message = phrase!("`{taker}` takes texts, and this holds {kind}", taker = taker, kind = kind.said());
            self.wrong(message, phrase!("Texts stand in single quotation marks"), &part.span);
        }
        fits
    }

    /// A text in quotation marks, where no other will do.
    pub(super) fn written(&mut self, part: &Tree, example: &str) -> bool {
        let fits = matches!(part.node, ExpressionNode::Text(_));
        if !fits {
            let message = phrase!("A text in single quotation marks is wanted here");
            self.wrong(message, phrase!("Write {example}", example = example), &part.span);
        }
        fits
    }

    pub(super) fn flag(&mut self, part: &Tree) -> bool {
        let kind = self.kind(part);
        self.is_flag((part, kind))
    }

    fn is_flag(&mut self, (part, kind): CheckedPart<'_>) -> bool {
        let Some(kind) = kind else { return false };
        let fits = matches!(kind, ValueKind::YesNo | ValueKind::Missing);
        if !fits {
            let message = phrase!("A condition is wanted here, and this holds {kind}", kind = kind.said());
            let hint = phrase!("Compare it with something, such as {example}", example = "members > 10");
            self.wrong(message, hint, &part.span);
        }
        fits
    }

    /// Whether two parts can be compared.
    pub(super) fn compared(&mut self, op: Binary, left: CheckedPart<'_>, right: CheckedPart<'_>) -> bool {
        let ((a, Some(of_a)), (b, Some(of_b))) = (left, right) else { return false };
        if let Some((missing, _)) = [(a, of_a), (b, of_b)].into_iter().find(|(_, kind)| *kind == ValueKind::Missing) {
            let message = phrase!("Nothing can be compared with NULL, the sign for missing");
            self.wrong(message, phrase!("Write {example}", example = "x IS NULL"), &missing.span);
            return false;
        }
        match (of_a, of_b) {
            (ValueKind::Text, ValueKind::Text) if op.orders() => {
                let message = phrase!("`{sign}` compares numbers and dates, and these are texts", sign = op.sign());
                self.wrong(message, phrase!("Texts are equal or not: = and <>"), &(a.span.start..b.span.end));
                false
            }
            (ValueKind::Date, ValueKind::Text) => self.date(b),
            (ValueKind::Text, ValueKind::Date) => self.date(a),
            (ValueKind::Text, ValueKind::Text) => self.is_known_word(a, b),
            (ValueKind::Text, other) => self.unlike(a, b, other),
            (other, ValueKind::Text) => self.unlike(b, a, other),
            _ => true,
        }
    }

    fn unlike(&mut self, text: &Tree, other: &Tree, kind: ValueKind) -> bool {
        let message = match (&text.node, &other.node) {
            (ExpressionNode::Name(name), _) => {
                phrase!("`{name}` holds texts and is compared with {kind}", name = name, kind = kind.said())
            }
            (_, ExpressionNode::Name(name)) => {
                phrase!("`{name}` holds {kind} and is compared with a text", name = name, kind = kind.said())
            }
            _ => phrase!("A text is compared with {kind}", kind = kind.said()),
        };
        let hint = phrase!("Texts stand in single quotation marks, numbers in none; yes is TRUE and no is FALSE");
        self.wrong(message, hint, &text.span);
        false
    }

    /// Whether a text is written as a date.
    fn date(&mut self, tree: &Tree) -> bool {
        let fits = matches!(&tree.node, ExpressionNode::Text(text) if days(text).is_some());
        if !fits {
            let message = phrase!("A date is wanted here");
            self.wrong(message, phrase!("Write {example}", example = "'2021-04-01'"), &tree.span);
        }
        fits
    }
}

/// Days since 1970-01-01 of `2021-04-01` or `2021/4/1`.
pub(super) fn days(text: &str) -> Option<i32> {
    let mut parts = text.trim().split(['-', '/']);
    let date = days_of(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)?;
    parts.next().is_none().then_some(date)
}

fn not_observed(info: &VariableInfo, period: &str, panel: &Panel) -> Diagnostic {
    let message = phrase!("`{name}` was not observed at `{period}`", name = &info.name, period = period);
    let hint = match info.periods.is_empty() {
        true => phrase!("It has no periods: write `{name}` alone", name = &info.name),
        false => {
            let labels: Vec<&str> = info.periods.iter().map(|period| panel.period_label(period)).collect();
            phrase!("It was observed at {periods}", periods = labels)
        }
    };
    Diagnostic::error("unknown-period", message).hint(hint)
}

fn example_of_periods(infos: &[&VariableInfo]) -> String {
    let one = |info: &&VariableInfo| name_of(&format!("{}@{}", info.name, info.periods[0]));
    infos.iter().map(one).collect::<Vec<_>>().join(" + ")
}
