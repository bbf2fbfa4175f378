//! The kinds of `CASE` and of functions.

use std::ops::Range;

use crate::phrase;
use crate::study::expression::{Binary, ExpressionNode, Function, Tree};

use super::check::Checker;
use super::kinds::ValueKind;

/// More decimals than a number has.
const DECIMALS: u32 = 15;

impl Checker<'_> {
    pub(super) fn case(
        &mut self,
        of: Option<&Tree>,
        branches: &[(Tree, Tree)],
        other: Option<&Tree>,
        span: &Range<usize>,
    ) -> Option<ValueKind> {
        let of = of.map(|of| (of, self.kind(of)));
        let mut sound = true;
        for (when, _) in branches {
            sound &= match of {
                None => self.flag(when),
                Some(of) => {
                    let when = (when, self.kind(when));
                    self.compared(Binary::Equal, of, when)
                }
            };
        }
        let results: Vec<&Tree> = branches.iter().map(|(_, then)| then).chain(other).collect();
        self.alike(&results, span).filter(|_| sound)
    }

    /// The kind of values that are of one kind.
    fn alike(&mut self, parts: &[&Tree], span: &Range<usize>) -> Option<ValueKind> {
        let kinds: Vec<Option<ValueKind>> = parts.iter().map(|part| self.kind(part)).collect();
        let kinds = kinds.into_iter().collect::<Option<Vec<ValueKind>>>()?;
        let together = kinds.into_iter().try_fold(ValueKind::Missing, ValueKind::with);
        if together.is_none() {
            let message = phrase!("The values that can come out are not of one kind");
            let hint = phrase!("All must be numbers, or all texts in single quotation marks");
            self.wrong(message, hint, span);
        }
        together
    }

    pub(super) fn call(&mut self, function: Function, parts: &[Tree], span: &Range<usize>) -> Option<ValueKind> {
        use Function::*;
        let name = function.name();
        let (fits, kind) = match function {
            Coalesce => return self.alike(&parts.iter().collect::<Vec<_>>(), span),
            Least | Greatest => return self.extreme(parts, name, span),
            NullIf => {
                let [value, other] = [&parts[0], &parts[1]].map(|part| (part, self.kind(part)));
                return value.1.filter(|_| self.compared(Binary::Equal, value, other));
            }
            Round => {
                (self.number(&parts[0], name) & parts.get(1).is_none_or(|part| self.decimals(part)), ValueKind::Number)
            }
            Year | Month | Day => (self.dated(&parts[0], name), ValueKind::Number),
            Length => (self.text(&parts[0], name), ValueKind::Number),
            Lower | Upper | Trim => (self.text(&parts[0], name), ValueKind::Text),
            Concat => (self.each(parts, |it, part| it.text(part, name)), ValueKind::Text),
            Substr => {
                let text = self.text(&parts[0], name);
                (self.each(&parts[1..], |it, part| it.position(part)) && text, ValueKind::Text)
            }
            Contains => (self.text(&parts[0], name) & self.written(&parts[1], "CONTAINS(x, '東京')"), ValueKind::YesNo),
            _ => (self.each(parts, |it, part| it.number(part, name)), ValueKind::Number),
        };
        fits.then_some(kind)
    }

    /// Whether all fit; what is wrong with any is said.
    fn each(&mut self, parts: &[Tree], fits: impl Fn(&mut Self, &Tree) -> bool) -> bool {
        parts.iter().filter(|part| !fits(self, part)).count() == 0
    }

    fn extreme(&mut self, parts: &[Tree], name: &str, span: &Range<usize>) -> Option<ValueKind> {
        let kind = self.alike(&parts.iter().collect::<Vec<_>>(), span)?;
        let fits = self.is_number((&parts[0], Some(kind)), name);
        fits.then_some(if kind == ValueKind::YesNo { ValueKind::Number } else { kind })
    }

    fn dated(&mut self, part: &Tree, name: &str) -> bool {
        let Some(kind) = self.kind(part) else { return false };
        let fits = matches!(kind, ValueKind::Date | ValueKind::Missing);
        if !fits {
            let message = phrase!("`{taker}` takes dates, and this holds {kind}", taker = name, kind = kind.said());
            let hint = match &part.node {
                ExpressionNode::Name(name) => phrase!(
                    "If these are dates, look at the column and declare it: {example}",
                    example = format!("[variables.{}]  kind = \"date\"", crate::study::keys::toml_key(name))
                ),
                _ => phrase!("Write {example}", example = "YEAR(x)"),
            };
            self.wrong(message, hint, &part.span);
        }
        fits
    }

    fn decimals(&mut self, part: &Tree) -> bool {
        let fits = whole(part).is_some_and(|decimals| decimals <= DECIMALS);
        if !fits {
            let message = phrase!("Decimals are a whole number, 0 or more");
            let hint = phrase!("For thousands write {example}", example = "ROUND(x / 1000) * 1000");
            self.wrong(message, hint, &part.span);
        }
        fits
    }

    fn position(&mut self, part: &Tree) -> bool {
        let fits = whole(part).is_some_and(|position| position > 0);
        if !fits {
            let message = phrase!("Characters are counted from 1, with a whole number");
            self.wrong(message, phrase!("Write {example}", example = "SUBSTR(x, 1, 2)"), &part.span);
        }
        fits
    }
}

/// A whole number as it is written.
pub(super) fn whole(part: &Tree) -> Option<u32> {
    match &part.node {
        ExpressionNode::Number(digits) => digits.parse().ok(),
        _ => None,
    }
}
