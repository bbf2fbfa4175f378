//! Gifts of each unit and fiscal year as variables.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::panel::{Content, Data, Derived, DerivedAt, EventWords, Panel, VariableInfo};
use crate::phrase;
use crate::text::Phrase;

use super::super::words;
use super::Ledger;
use super::make::Given;

/// Of each fiscal year that the ledger covers and the panel has: what each unit gave; 0 for who gave nothing.
pub(super) fn variables(given: &Given<'_>, who: &EventWords, panel: &Panel) -> (Vec<Derived>, Vec<Diagnostic>) {
    if !given.measure.variables {
        return (Vec::new(), Vec::new());
    }
    let units: BTreeMap<&str, usize> = panel.units.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
    let unit_of: Vec<Option<usize>> = who.words.iter().map(|word| units.get(word.as_str()).copied()).collect();
    let strangers = unit_of.iter().filter(|unit| unit.is_none()).count();
    let problem = (strangers > 0).then(|| {
        let message = phrase!(
            "{n} {n?giver|givers} of the ledger `{source}` {n?is|are} no unit of the study: they count in its tables and in no variable",
            n = strangers,
            source = &given.measure.source
        );
        Diagnostic::warning("event-of-nobody", message).at(given.block.place("variables"))
    });
    let all = given.gifts.iter().map(|(gift, _)| gift.year);
    let (first, last) = (all.clone().min().unwrap_or(0), all.max().unwrap_or(-1));
    let year =
        |period: &String| period.parse::<i32>().ok().filter(|year| period.len() == 4 && (first..=last).contains(year));
    let periods: Vec<(Option<String>, Option<i32>)> = match panel.waves.is_empty() {
        true => vec![(None, None)],
        false => panel.waves.keys().filter_map(|period| Some((Some(period.clone()), Some(year(period)?)))).collect(),
    };
    let sums = |year: Option<i32>, of: &dyn Fn(f64) -> f64| {
        let mut values = vec![0.0; panel.units.len()];
        for (gift, _) in given.gifts.iter().filter(|(gift, _)| year.is_none_or(|year| gift.year == year)) {
            if let Some(unit) = unit_of[gift.who as usize] {
                values[unit] += of(gift.amount);
            }
        }
        values
    };
    let made = |key: &str, label: Phrase, content: Content, of: &dyn Fn(Option<i32>) -> Vec<f64>| Derived {
        info: VariableInfo {
            name: format!("{}_{key}", given.name),
            label: words(&label),
            unit: Default::default(),
            content,
            periods: Vec::new(),
        },
        how: phrase!(
            "method `{method}` of the ledger `{source}`",
            method = Ledger::NAME,
            source = &given.measure.source
        ),
        at: periods
            .iter()
            .map(|(period, year)| DerivedAt {
                period: period.clone(),
                data: Data::Number(of(*year).into()),
                ingredients: Vec::new(),
            })
            .collect(),
    };
    let amount = made("amount", phrase!("Amount given"), Content::Number, &|year| sums(year, &|amount| amount));
    let gifts = made("gifts", phrase!("Number of gifts"), Content::Number, &|year| sums(year, &|_| 1.0));
    let gave = made("gave", phrase!("Gave"), Content::YesNo, &|year| {
        sums(year, &|_| 1.0).into_iter().map(|gifts| f64::from(u8::from(gifts > 0.0))).collect()
    });
    (vec![amount, gifts, gave], problem.into_iter().collect())
}
