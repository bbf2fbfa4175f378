//! Several designs of one question side by side, before outcomes are opened.

use crate::answer::{Detectable, Preview};
use crate::design::{Arm, Balance, BalanceRow, Comparison};
use crate::phrase;
use crate::text::{Arg, Lang, Phrase, Words, decimals_for, num};

/// Columns are apart by this much.
const GAP: usize = 2;

/// A table with a line for each design: what it is called, who is compared, what is left of differences, effective numbers, and
/// the effect that could be detected of the first outcome.
pub fn side_by_side(previews: &[Preview<'_>], lang: Lang) -> Vec<String> {
    let title = previews.first().map_or_else(String::new, |preview| preview.step.title.get(lang).to_string());
    let first = phrase!("Designs of “{question}” side by side; outcomes were not looked at", question = title);
    let rows: Vec<Vec<String>> = std::iter::once(heads()).chain(previews.iter().map(row)).map(rendered(lang)).collect();
    let columns = rows[0].len();
    let widths: Vec<usize> =
        (0..columns).map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let padded =
            row.iter().zip(&widths).map(|(cell, widest)| format!("{cell}{}", " ".repeat(widest + GAP - width(cell))));
        format!("  {}", padded.collect::<String>().trim_end())
    };
    let label = previews.iter().find_map(|preview| preview.detectable.first()).map(|it| it.label.clone());
    let last = label.map(|label| {
        let note =
            phrase!("Detectable: the difference in {label} that would be found with probability 80%", label = label);
        format!("  {}", note.render(lang))
    });
    std::iter::once(format!("■ {}", first.render(lang))).chain(rows.iter().map(line)).chain(last).collect()
}

fn rendered(lang: Lang) -> impl Fn(Vec<Phrase>) -> Vec<String> {
    move |row| row.iter().map(|cell| cell.render(lang)).collect()
}

fn heads() -> Vec<Phrase> {
    vec![
        phrase!("Design"),
        phrase!("Compared"),
        phrase!("Largest difference (SD)"),
        phrase!("Effective numbers"),
        phrase!("Detectable"),
    ]
}

fn row(preview: &Preview<'_>) -> Vec<Phrase> {
    let name = preview.step.key.as_str();
    let design = match preview.step.main {
        true => phrase!("{design} (main)", design = name),
        false => Phrase::verbatim(name),
    };
    let Some(comparison) = &preview.comparison else {
        return vec![design, phrase!("no comparison"), none(), none(), none()];
    };
    vec![design, compared(comparison), worst(preview, comparison), effective(comparison), detectable(preview)]
}

fn none() -> Phrase {
    Phrase::verbatim("–")
}

fn compared(comparison: &Comparison) -> Phrase {
    let used = |arm: Arm| {
        let weighs = comparison.weights.values.iter().zip(&comparison.arm);
        weighs.filter(|(weight, of)| **weight > 0.0 && **of == arm).count()
    };
    let (treated, others) = (used(Arm::Treated), used(Arm::Comparison));
    match others {
        0 => Phrase::verbatim(treated.to_string()),
        _ => phrase!("{treated} with {others}", treated = treated, others = others),
    }
}

/// The largest difference left, in covariates and states before.
fn worst(preview: &Preview<'_>, comparison: &Comparison) -> Phrase {
    let rows = comparison.balance.iter().filter_map(Balance::worst);
    let rows = rows.map(|row| (Arg::from(&row.title()), row.after.smd.abs()));
    let state = |(label, row): &(Words, BalanceRow)| -> (Arg, f64) {
        (Arg::from(phrase!("{variable}, state before", variable = label)), row.after.smd.abs())
    };
    let worst = rows.chain(preview.before.iter().map(state)).max_by(|a, b| a.1.total_cmp(&b.1));
    worst.map_or_else(none, |(variable, smd)| phrase!("{smd} ({variable})", smd = num(smd, 2), variable = variable))
}

fn effective(comparison: &Comparison) -> Phrase {
    comparison.balance.as_ref().map_or_else(none, |balance| {
        let (treated, others) = balance.effective_after;
        phrase!("{treated} with {others}", treated = num(treated, 1), others = num(others, 1))
    })
}

fn detectable(preview: &Preview<'_>) -> Phrase {
    let first = preview.detectable.first();
    let Some((it, effect)) = first.and_then(|it: &Detectable| Some((it, it.effect?))) else { return none() };
    let size = num(effect, decimals_for(effect));
    match it.standardised {
        true => phrase!("{size} standard deviations", size = size),
        false => phrase!("{value} {unit}", value = size, unit = &it.unit),
    }
}

/// Columns of a terminal: characters of East Asian scripts and full forms take two.
fn width(text: &str) -> usize {
    let wide = |c: char| matches!(c as u32, 0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6);
    text.chars().map(|c| 1 + usize::from(wide(c))).sum()
}
