//! An interval on a short line, with zero and the change that matters shaded; the row beside it says the numbers.

use crate::findings::Effect;

const WIDTH: f64 = 150.0;
const MARGIN: f64 = 6.0;

/// The values that the lines of some answers hold: one range, so that they can be compared with the eye.
pub fn range<'e>(effects: impl IntoIterator<Item = &'e Effect>, matters: Option<f64>) -> (f64, f64) {
    let band = matters.unwrap_or(0.0).abs();
    let of = |effect: &Effect| [effect.low, effect.high, effect.estimate];
    let ends = effects.into_iter().flat_map(of).chain([0.0, -band, band]).filter(|end| end.is_finite());
    ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), end| (least.min(end), most.max(end)))
}

/// The line as SVG, without a name, over a range.
pub fn svg(effect: &Effect, matters: Option<f64>, (least, most): (f64, f64)) -> String {
    let band = matters.unwrap_or(0.0).abs();
    let finite = |value: f64, or: f64| if value.is_finite() { value } else { or };
    let width = if most > least { most - least } else { 1.0 };
    let at = |value: f64| {
        MARGIN + (finite(value, if value > 0.0 { most } else { least }) - least) / width * (WIDTH - 2.0 * MARGIN)
    };
    let (low, high, zero) = (at(effect.low), at(effect.high), at(0.0));
    let mut out = format!(
        r#"<svg class="small-line" viewBox="0 0 {WIDTH} 34" width="{WIDTH}" height="34" aria-hidden="true" focusable="false">"#
    );
    if band > 0.0 {
        let (left, right) = (at(-band), at(band));
        out += &format!(r#"<rect class="band" x="{left:.1}" y="4" width="{:.1}" height="20"/>"#, right - left);
    }
    out += &format!(r#"<path class="axis" d="M2 14H{:.0}"/>"#, WIDTH - 2.0);
    out +=
        &format!(r#"<path class="zero" d="M{zero:.1} 3V25"/><text x="{zero:.1}" y="34" text-anchor="middle">0</text>"#);
    out += &format!(
        r#"<path class="interval" d="M{low:.1} 14H{high:.1}"/><circle class="dot" cx="{:.1}" cy="14" r="6"/></svg>"#,
        at(effect.estimate)
    );
    out
}
