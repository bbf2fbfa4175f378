//! A checked expression, computed for all units at once.
//!
//! What is missing stays missing: an operation, a comparison or a condition in which a value is missing has none, but for
//! `IS NULL`, `COALESCE`, and `AND` and `OR` where the other side decides alone. A number that is not finite is missing too.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::math::elementary::{exp, ln, log2, log10, powf};
use crate::notation::calendar::date_of;
use crate::notation::fold;
use crate::panel::{Data, Panel, VarRef};
use crate::study::expression::{Binary, ExpressionNode, Function, Tree, Unary};

use super::super::names::moving;
use super::calls::whole;
use super::check::{Checked, days};
use super::choice::{BranchChoice, choose};
use super::same_words::name_and_word;
use super::texts;

/// Values of an expression.
pub(crate) struct Computed {
    /// One for each unit of the panel.
    pub data: Data,
    /// Variables that they are made of, at the periods where they were taken.
    pub ingredients: Vec<VarRef>,
    /// Units whose value is missing because a number in it is not finite: divided by 0, logarithm of 0.
    pub not_finite: Vec<u32>,
}

/// Computes an expression for the unit itself, or at a period.
pub(crate) fn compute(checked: &Checked<'_>, panel: &Panel, period: Option<&str>) -> Computed {
    let at = |name: &VarRef| match moving(panel, name) {
        Some(_) => VarRef { name: name.name.clone(), period: period.map(str::to_string) },
        None => name.clone(),
    };
    let mut ingredients: Vec<VarRef> = Vec::new();
    for var in checked.names.values().map(at) {
        if !ingredients.contains(&var) {
            ingredients.push(var);
        }
    }
    let units = panel.units.len();
    let stored = |name: &str| panel.data(&at(checked.names.get(name)?)).cloned();
    let mut computer = Computer { stored: &stored, units, failed: vec![false; units], among: None };
    let data = computer.value(checked.tree);
    let failed = computer.failed;
    let not_finite = (0..units).filter(|&unit| failed[unit] && data.is_missing(unit)).map(|unit| unit as u32).collect();
    Computed { data, ingredients, not_finite }
}

/// Numbers, yes and no as 1 and 0, dates as days; NaN is missing.
pub(super) type NumberColumn = Arc<[f64]>;

pub(super) struct Computer<'c> {
    stored: &'c dyn Fn(&str) -> Option<Data>,
    units: usize,
    /// Units with a number that is not finite.
    failed: Vec<bool>,
    /// The units for which a branch is computed; nothing where it is for all.
    among: Option<Vec<bool>>,
}

impl Computer<'_> {
    fn value(&mut self, tree: &Tree) -> Data {
        match &tree.node {
            ExpressionNode::Number(digits) => self.all(digits.parse().unwrap_or(f64::NAN)),
            ExpressionNode::Text(text) => Data::category(&[text], &vec![0; self.units]),
            ExpressionNode::Flag(flag) => self.all(f64::from(u8::from(*flag))),
            ExpressionNode::Missing => self.all(f64::NAN),
            ExpressionNode::Name(name) => (self.stored)(name).unwrap_or_else(|| self.all(f64::NAN)),
            ExpressionNode::Unary(Unary::Minus, part) => self.each(part, |x| 0.0 - x),
            ExpressionNode::Unary(Unary::Not, part) => self.each(part, |x| 1.0 - x),
            ExpressionNode::Binary(..) => self.chain(tree),
            ExpressionNode::IsMissing(part, missing) => {
                let part = self.value(part);
                flags((0..self.units).map(|unit| part.is_missing(unit) == *missing))
            }
            ExpressionNode::Between(part, low, high) => {
                let [part, low, high] = [part, low, high].map(|it| self.value(it));
                both(&compared(Binary::MoreOrEqual, &part, &low), &compared(Binary::LessOrEqual, &part, &high))
            }
            ExpressionNode::In(part, items) => self.one_of(part, items),
            ExpressionNode::Like(part, pattern) => {
                texts::holds(&self.value(part), |text| texts::like(text, &written(pattern)))
            }
            ExpressionNode::Case(of, branches, other) => self.case(of.as_deref(), branches, other.as_deref()),
            ExpressionNode::Call(function, parts) => self.call(*function, parts),
        }
    }

    fn all(&self, value: f64) -> Data {
        Data::Number(vec![value; self.units].into())
    }

    fn numbers(&mut self, part: &Tree) -> NumberColumn {
        numbers(&self.value(part))
    }

    /// A number that is not finite is missing, and noted.
    fn finite(&mut self, unit: usize, value: f64) -> f64 {
        if value.is_finite() {
            return value;
        }
        self.failed[unit] |= self.among.as_ref().is_none_or(|among| among[unit]);
        f64::NAN
    }

    /// Of every number that is there.
    fn each(&mut self, part: &Tree, of: impl Fn(f64) -> f64) -> Data {
        let values = self.numbers(part);
        let value = |(unit, &x): (usize, &f64)| if x.is_nan() { x } else { self.finite(unit, of(x)) };
        Data::Number(values.iter().enumerate().map(value).collect())
    }

    /// Of every two numbers that are both there.
    fn pairs(&mut self, a: &[f64], b: &[f64], of: impl Fn(f64, f64) -> f64) -> Data {
        let value = |(unit, (&x, &y)): (usize, (&f64, &f64))| {
            if x.is_nan() || y.is_nan() { f64::NAN } else { self.finite(unit, of(x, y)) }
        };
        Data::Number(a.iter().zip(b).enumerate().map(value).collect())
    }

    fn chain(&mut self, tree: &Tree) -> Data {
        let (first, links) = tree.chain();
        let mut left = (first, self.value(first));
        for (op, part, whole) in links {
            let right = (part, self.value(part));
            left = (whole, self.operation(op, &left, &right));
        }
        left.1
    }

    /// `x = a OR x = b OR …`; all words that a variable is compared with are looked up at once.
    fn one_of(&mut self, part: &Tree, items: &[Tree]) -> Data {
        let part: ComputedPart<'_> = (part, self.value(part));
        let is_word =
            |item: &&Tree| matches!((&part.0.node, &item.node), (ExpressionNode::Name(_), ExpressionNode::Text(_)));
        let (words, others): (Vec<&Tree>, Vec<&Tree>) =
            items.iter().partition(|item| is_text(&part.1) && is_word(item));
        let words: BTreeSet<String> = words.into_iter().map(|word| fold(&written(word))).collect();
        let a_word = (!words.is_empty()).then(|| texts::holds(&part.1, |text| words.contains(&fold(text))));
        let equal = others.into_iter().map(|item| of_parts(Binary::Equal, &part, &(item, self.value(item))));
        let any = a_word.map(|found| numbers(&found)).into_iter().chain(equal).reduce(|a, b| either(&a, &b));
        any.map_or_else(|| self.all(f64::NAN), Data::Number)
    }

    fn operation(&mut self, op: Binary, left: &ComputedPart<'_>, right: &ComputedPart<'_>) -> Data {
        if op.compares() {
            return Data::Number(of_parts(op, left, right));
        }
        let (left, right) = (&left.1, &right.1);
        if op == Binary::Joined {
            return texts::joined(left, right);
        }
        let (a, b) = (numbers(left), numbers(right));
        let computed = match op {
            Binary::And => return both(&a, &b),
            Binary::Or => return Data::Number(either(&a, &b)),
            Binary::Plus => |x, y| x + y,
            Binary::Minus => |x, y| x - y,
            Binary::Times => |x, y| x * y,
            Binary::Over => |x, y| x / y,
            _ => remainder,
        };
        self.pairs(&a, &b, computed)
    }

    /// Each branch is computed for those who take it: a division by 0 in the others concerns nobody.
    fn case(&mut self, of: Option<&Tree>, branches: &[(Tree, Tree)], other: Option<&Tree>) -> Data {
        let outer = self.among.take();
        self.among = outer.clone();
        let of = of.map(|of| (of, self.value(of)));
        let mut choice = BranchChoice::new(self.units, outer.as_deref());
        for (at, (when, _)) in branches.iter().enumerate() {
            self.among = Some(choice.open());
            let when = (when, self.value(when));
            choice.take(at, &of.as_ref().map_or_else(|| numbers(&when.1), |of| of_parts(Binary::Equal, of, &when)));
        }
        choice.rest(branches.len());
        let results = branches.iter().map(|(_, then)| then).chain(other).enumerate();
        let results: Vec<Data> = results
            .map(|(at, then)| {
                self.among = Some(choice.who(at));
                self.value(then)
            })
            .collect();
        self.among = outer;
        choose(&results, self.units, |unit| choice.of(unit))
    }

    fn call(&mut self, function: Function, parts: &[Tree]) -> Data {
        use Function::*;
        match function {
            Abs => self.each(&parts[0], f64::abs),
            Ceil => self.each(&parts[0], f64::ceil),
            Floor => self.each(&parts[0], f64::floor),
            Exp => self.each(&parts[0], exp),
            Ln => self.each(&parts[0], ln),
            Log10 => self.each(&parts[0], log10),
            Log2 => self.each(&parts[0], log2),
            Sqrt => self.each(&parts[0], f64::sqrt),
            Log => self.two(parts, |x, base| ln(x) / ln(base)),
            Pow => self.two(parts, powf),
            Round => {
                let decimals = parts.get(1).and_then(whole).unwrap_or(0);
                self.each(&parts[0], |x| rounded(x, decimals))
            }
            Least => self.extreme(parts, f64::min),
            Greatest => self.extreme(parts, f64::max),
            Year => self.each(&parts[0], |x| f64::from(date_of(x as i32).0)),
            Month => self.each(&parts[0], |x| f64::from(date_of(x as i32).1)),
            Day => self.each(&parts[0], |x| f64::from(date_of(x as i32).2)),
            Coalesce | NullIf => self.first(function, parts),
            _ => self.of_texts(function, parts),
        }
    }

    fn two(&mut self, parts: &[Tree], of: impl Fn(f64, f64) -> f64) -> Data {
        let (a, b) = (self.numbers(&parts[0]), self.numbers(&parts[1]));
        self.pairs(&a, &b, of)
    }

    fn extreme(&mut self, parts: &[Tree], of: fn(f64, f64) -> f64) -> Data {
        let first = self.numbers(&parts[0]);
        let last = parts[1..].iter().fold(first, |found, part| {
            let next = self.numbers(part);
            numbers(&self.pairs(&found, &next, of))
        });
        Data::Number(last)
    }

    /// The first value that is there; or the value, where it is not a certain one.
    fn first(&mut self, function: Function, parts: &[Tree]) -> Data {
        let values: Vec<Data> = parts.iter().map(|part| self.value(part)).collect();
        if function == Function::Coalesce {
            return choose(&values, self.units, |unit| values.iter().position(|value| !value.is_missing(unit)));
        }
        let [value, other] = [0, 1].map(|at| (&parts[at], values[at].clone()));
        let equal = of_parts(Binary::Equal, &value, &other);
        choose(&values[..1], self.units, |unit| (equal[unit] != 1.0).then_some(0))
    }

    fn of_texts(&mut self, function: Function, parts: &[Tree]) -> Data {
        let value = self.value(&parts[0]);
        match function {
            Function::Lower => texts::changed(&value, str::to_lowercase),
            Function::Upper => texts::changed(&value, str::to_uppercase),
            Function::Trim => texts::changed(&value, |text| text.trim().to_string()),
            Function::Length => texts::number(&value, |text| text.chars().count() as f64),
            Function::Contains => texts::holds(&value, |text| text.contains(&written(&parts[1]))),
            Function::Substr => {
                let start = whole(&parts[1]).unwrap_or(1) as usize - 1;
                let length = parts.get(2).and_then(whole).map_or(usize::MAX, |length| length as usize);
                texts::changed(&value, |text| text.chars().skip(start).take(length).collect())
            }
            _ => parts[1..].iter().fold(value, |left, part| texts::joined(&left, &self.value(part))),
        }
    }
}

/// The numbers of values that are numbers.
fn numbers(data: &Data) -> NumberColumn {
    match data {
        Data::Number(values) => values.clone(),
        Data::Category { codes, .. } => vec![f64::NAN; codes.len()].into(),
    }
}

fn written(tree: &Tree) -> String {
    match &tree.node {
        ExpressionNode::Text(text) => text.clone(),
        _ => String::new(),
    }
}

fn flags(values: impl Iterator<Item = bool>) -> Data {
    Data::Number(values.map(|value| f64::from(u8::from(value))).collect())
}

/// The remainder of a division, with the sign of the divisor.
fn remainder(x: f64, y: f64) -> f64 {
    x - y * (x / y).floor()
}

/// Halves are rounded away from zero.
fn rounded(x: f64, decimals: u32) -> f64 {
    let scale = 10f64.powi(decimals as i32);
    let scaled = x * scale;
    if scaled.is_finite() { scaled.round() / scale } else { x }
}

fn both(a: &[f64], b: &[f64]) -> Data {
    let and = |(&x, &y): (&f64, &f64)| match (x, y) {
        (0.0, _) | (_, 0.0) => 0.0,
        _ => x * y,
    };
    Data::Number(a.iter().zip(b).map(and).collect())
}

fn either(a: &[f64], b: &[f64]) -> NumberColumn {
    let or = |(&x, &y): (&f64, &f64)| match (x, y) {
        (1.0, _) | (_, 1.0) => 1.0,
        _ => x + y,
    };
    a.iter().zip(b).map(or).collect()
}

/// A part with its values.
type ComputedPart<'t> = (&'t Tree, Data);

fn is_text(data: &Data) -> bool {
    matches!(data, Data::Category { .. })
}

/// [`compared`], where a written word stands for all its spellings in the data.
fn of_parts(op: Binary, left: &ComputedPart<'_>, right: &ComputedPart<'_>) -> NumberColumn {
    let Some((_, word)) = name_and_word(left.0, right.0).filter(|_| is_text(&left.1) && is_text(&right.1)) else {
        return compared(op, &left.1, &right.1);
    };
    let (data, word) = (if matches!(left.0.node, ExpressionNode::Text(_)) { &right.1 } else { &left.1 }, fold(word));
    numbers(&texts::holds(data, |text| (fold(text) == word) == (op == Binary::Equal)))
}

/// 1 where the comparison holds, 0 where it does not. Texts beside numbers are dates.
fn compared(op: Binary, a: &Data, b: &Data) -> NumberColumn {
    let dates = |data: &Data| numbers(&texts::number(data, |text| days(text).map_or(f64::NAN, f64::from)));
    match (a, b) {
        (Data::Number(a), Data::Number(b)) => of_numbers(op, a, b),
        (Data::Number(a), b) => of_numbers(op, a, &dates(b)),
        (a, Data::Number(b)) => of_numbers(op, &dates(a), b),
        _ => texts::equal(a, b).iter().map(|&equal| if op == Binary::Unequal { 1.0 - equal } else { equal }).collect(),
    }
}

fn of_numbers(op: Binary, a: &[f64], b: &[f64]) -> NumberColumn {
    let holds: fn(f64, f64) -> bool = match op {
        Binary::Unequal => |x, y| x != y,
        Binary::Less => |x, y| x < y,
        Binary::LessOrEqual => |x, y| x <= y,
        Binary::More => |x, y| x > y,
        Binary::MoreOrEqual => |x, y| x >= y,
        _ => |x, y| x == y,
    };
    let value = |(&x, &y): (&f64, &f64)| {
        if x.is_nan() || y.is_nan() { f64::NAN } else { f64::from(u8::from(holds(x, y))) }
    };
    a.iter().zip(b).map(value).collect()
}
