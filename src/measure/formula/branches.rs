//! `CASE` and functions.

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::phrase;
use crate::study::expression::{Binary, Function, Node, Tree};

use super::kinds::Kind;
use super::lower::{Lowering, Step, Typed};

impl Lowering<'_> {
    /// A condition that is missing makes the result missing, where SQL would go on to the next branch.
    pub(super) fn case(
        &mut self,
        branches: &[(Tree, Tree)],
        other: Option<&Tree>,
        span: &Range<usize>,
    ) -> Option<Typed> {
        let flags: Vec<Option<String>> = branches.iter().map(|(when, _)| self.flag(when)).collect();
        let results: Vec<&Tree> = branches.iter().map(|(_, then)| then).chain(other).collect();
        let (kind, values) = self.alike(&results, span)?;
        let flags = flags.into_iter().collect::<Option<Vec<_>>>()?;
        let null = Typed::new("NULL", Kind::Missing).into_kind(kind);
        let mut sql = String::from("CASE");
        for (flag, value) in flags.into_iter().zip(&values) {
            let flag = self.step(flag);
            sql.push_str(&format!(" WHEN {flag} IS NULL THEN {null} WHEN {flag} THEN {value}"));
        }
        let last = values.get(branches.len()).unwrap_or(&null);
        Some(Typed::new(format!("({sql} ELSE {last} END)"), kind))
    }

    /// Values of one kind.
    fn alike(&mut self, parts: &[&Tree], span: &Range<usize>) -> Option<(Kind, Vec<String>)> {
        let typed: Vec<Option<Typed>> = parts.iter().map(|part| self.tree(part)).collect();
        let typed = typed.into_iter().collect::<Option<Vec<Typed>>>()?;
        let together = typed.iter().try_fold(Kind::Missing, |kind, it| kind.with(it.kind));
        let Some(kind) = together else {
            let message = phrase!("The values that can come out are not of one kind");
            let hint = phrase!("All must be numbers, or all texts in single quotation marks");
            self.problem(Diagnostic::error("formula-type", message).hint(hint), span);
            return None;
        };
        Some((kind, typed.into_iter().map(|it| it.into_kind(kind)).collect()))
    }

    pub(super) fn call(&mut self, function: Function, parts: &[Tree], span: &Range<usize>) -> Option<Typed> {
        let name = name_of(function);
        let sql = match function {
            Function::Coalesce => {
                let (kind, values) = self.alike(&parts.iter().collect::<Vec<_>>(), span)?;
                return Some(Typed::new(format!("COALESCE({})", values.join(", ")), kind));
            }
            Function::NullIf => {
                let equal = self.comparison(Binary::Equal, &parts[0], &parts[1])?.sql;
                let value = self.tree(&parts[0])?;
                let null = Typed::new("NULL", Kind::Missing).into_kind(value.kind);
                let (kind, value) = (value.kind, value.sql);
                return Some(Typed::new(format!("(CASE WHEN {equal} THEN {null} ELSE {value} END)"), kind));
            }
            Function::Round => {
                let value = self.number(&parts[0], name)?;
                let decimals = parts.get(1).map_or(Some(0), |part| self.decimals(part))?;
                self.push(Step { sql: value, round: Some(decimals) })
            }
            _ => {
                let values: Vec<Option<String>> = parts.iter().map(|part| self.number(part, name)).collect();
                format!("{name}({})", values.into_iter().collect::<Option<Vec<_>>>()?.join(", "))
            }
        };
        let sql = if function.may_fail() { self.step(sql) } else { sql };
        Some(Typed::new(sql, Kind::Number))
    }

    fn decimals(&mut self, part: &Tree) -> Option<u32> {
        let decimals = match &part.node {
            Node::Number(digits) => digits.parse().ok().filter(|decimals| *decimals <= 15),
            _ => None,
        };
        match decimals {
            Some(decimals) => Some(decimals),
            None => {
                let message = phrase!("Decimals are a whole number, 0 or more");
                let hint = phrase!("For thousands write {example}", example = "ROUND(x / 1000) * 1000");
                self.problem(Diagnostic::error("formula-type", message).hint(hint), &part.span);
                None
            }
        }
    }
}

fn name_of(function: Function) -> &'static str {
    match function {
        Function::Abs => "ABS",
        Function::Ceil => "CEIL",
        Function::Coalesce => "COALESCE",
        Function::Exp => "EXP",
        Function::Floor => "FLOOR",
        Function::Ln => "LN",
        Function::Log => "LOG",
        Function::Log10 => "LOG10",
        Function::Log2 => "LOG2",
        Function::NullIf => "NULLIF",
        Function::Pow => "POW",
        Function::Round => "ROUND",
        Function::Sqrt => "SQRT",
    }
}
