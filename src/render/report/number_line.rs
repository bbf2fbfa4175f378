//! An estimate and its interval on a line with zero, as a small inline SVG. Positions are percentages, so that the line
//! takes any width and its letters keep their size.

use super::answers::Readable;
use crate::findings::Effect;

/// Share of the width kept free at each end, for the labels.
const MARGIN: f64 = 0.14;
/// Share of the width within which labels below the interval would touch if centred.
const CLOSE: f64 = 0.26;

/// The line as SVG, without a name: the page gives it one.
pub fn svg(effect: &Effect, readable: &Readable<'_>, matters: Option<f64>) -> String {
    let at = scale(effect);
    let (low, high, middle, zero) = (at(effect.low), at(effect.high), at(effect.estimate), at(0.0));
    let anchors = if high - low < CLOSE * 100.0 { ("end", "start") } else { ("middle", "middle") };
    let label = |x: f64, y: u32, class: &str, anchor: &str, text: String| {
        format!(r#"<text class="{class}" x="{x:.2}%" y="{y}" text-anchor="{anchor}">{text}</text>"#)
    };
    [
        r#"<svg class="line" width="100%" height="92" aria-hidden="true" focusable="false">"#.to_string(),
        band(matters, &at),
        rule("axis", (0.0, 44), (100.0, 44)),
        rule("zero", (zero, 28), (zero, 72)),
        label(zero, 87, "at-zero", "middle", "0".into()),
        rule("interval", (low, 44), (high, 44)),
        rule("end", (low, 37), (low, 51)),
        rule("end", (high, 37), (high, 51)),
        format!(r#"<circle class="dot" cx="{middle:.2}%" cy="44" r="7"/>"#),
        label(middle, 20, "estimate", "middle", readable.number(effect.estimate)),
        label(low, 70, "bound", anchors.0, readable.number(effect.low)),
        label(high, 70, "bound", anchors.1, readable.number(effect.high)),
        "</svg>".to_string(),
    ]
    .concat()
}

/// What is too small to matter, shaded on both sides of zero as far as the line goes.
fn band(matters: Option<f64>, at: &impl Fn(f64) -> f64) -> String {
    let Some(change) = matters.filter(|change| *change > 0.0) else { return String::new() };
    let (left, right) = (at(-change).max(0.0), at(change).min(100.0));
    format!(r#"<rect class="band" x="{left:.2}%" y="30" width="{:.2}%" height="28"/>"#, right - left)
}

fn rule(class: &str, from: (f64, u32), to: (f64, u32)) -> String {
    let ((x1, y1), (x2, y2)) = (from, to);
    format!(r#"<line class="{class}" x1="{x1:.2}%" y1="{y1}" x2="{x2:.2}%" y2="{y2}"/>"#)
}

/// From a value to its place in percent: zero, the interval and the estimate all lie within the margins.
fn scale(effect: &Effect) -> impl Fn(f64) -> f64 {
    let all = [0.0, effect.low, effect.high, effect.estimate].map(|value| if value.is_finite() { value } else { 0.0 });
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let width = if high > low { high - low } else { 1.0 };
    move |value| {
        let beyond = MARGIN / (1.0 - 2.0 * MARGIN);
        let share = match value.is_finite() {
            true => ((value - low) / width).clamp(-beyond, 1.0 + beyond),
            false => f64::from(u8::from(value > 0.0)),
        };
        100.0 * (MARGIN + share * (1.0 - 2.0 * MARGIN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Lang, Phrase, Precision, Words};

    #[test]
    fn an_endless_interval_stays_on_the_line() {
        let words = || Phrase::verbatim("x");
        let effect = Effect {
            estimate: 2.0,
            std_error: None,
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
            p_value: 1.0,
            df: None,
            level: 0.95,
            equivalence: None,
            clusters: None,
            law: String::new(),
            method: words(),
            inference: words(),
        };
        let unit = Words::default();
        let drawn = svg(&effect, &Readable::with(&effect, &unit, Precision::default(), Lang::En), Some(1.0));
        assert!(!drawn.contains("NaN") && !drawn.contains("inf") && drawn.contains("band"));
    }
}
