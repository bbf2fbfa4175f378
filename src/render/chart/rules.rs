//! Labels of rules above a plot, on as many levels as they need not to meet each other or another rule's line.

use super::canvas::{Anchor, Canvas, Stroke};
use super::scale::Scale;
use super::theme;
use crate::exhibit::Axis;
use crate::text::Lang;

/// Height of a level of labels.
pub const LEVEL: f64 = 18.0;
/// Space between a line and its label.
const OFF: f64 = 5.0;

/// The rules of a horizontal axis.
pub struct Rules {
    placed: Vec<PlacedLabel>,
}

struct PlacedLabel {
    x: f64,
    label: String,
    level: usize,
    left: f64,
    right: f64,
}

impl Rules {
    /// Places the labels between two edges, beside their lines.
    pub fn place(axis: &Axis, scale: &Scale, plot: (f64, f64), edges: (f64, f64), lang: Lang) -> Rules {
        let on_scale = axis.rules.iter().filter(|rule| scale.holds(rule.at));
        let placed = on_scale.map(|rule| {
            let label = rule.label.as_ref().map_or(String::new(), |label| label.render(lang));
            beside(scale.place(rule.at, plot.0, plot.1), label, edges)
        });
        let mut placed: Vec<PlacedLabel> = placed.collect();
        settle(&mut placed);
        Rules { placed }
    }

    /// Height that the labels need above the plot.
    pub fn height(&self) -> f64 {
        let labelled = self.placed.iter().filter(|rule| !rule.label.is_empty());
        labelled.map(|rule| (rule.level + 1) as f64 * LEVEL).fold(0.0, f64::max)
    }

    /// Draws lines from above the plot to its foot, and the labels.
    pub fn draw(&self, canvas: &mut Canvas, top: f64, bottom: f64) {
        for rule in &self.placed {
            let plain = rule.label.is_empty();
            let reach = if plain { top } else { top - (rule.level + 1) as f64 * LEVEL + 3.0 };
            let stroke = if plain { Stroke::new(theme::AXIS_LINE, 1.3) } else { Stroke::new(theme::RULE, 1.2) };
            canvas.line((rule.x, reach), (rule.x, bottom), stroke);
            let baseline = top - rule.level as f64 * LEVEL - 6.0;
            canvas.text(&rule.label, (rule.left, baseline), theme::TICK, Anchor::Start, theme::SOFT);
        }
    }
}

/// At the right of the line, else at its left, else as far left as needed.
fn beside(x: f64, label: String, (first, last): (f64, f64)) -> PlacedLabel {
    let width = theme::TICK.width(&label);
    let left = if x + OFF + width <= last {
        x + OFF
    } else if x - OFF - width >= first {
        x - OFF - width
    } else {
        (last - width).max(first)
    };
    PlacedLabel { x, label, level: 0, left, right: left + width }
}

/// Raises labels until none meets another label or a line that reaches its level.
fn settle(rules: &mut [PlacedLabel]) {
    for _ in 0..rules.len() * rules.len() {
        let Some(i) = (0..rules.len()).find(|&i| (0..rules.len()).any(|j| j != i && hinders(rules, i, j))) else {
            return;
        };
        rules[i].level += 1;
    }
}

fn hinders(rules: &[PlacedLabel], i: usize, j: usize) -> bool {
    let (label, other) = (&rules[i], &rules[j]);
    if label.label.is_empty() {
        return false;
    }
    let reaches = !other.label.is_empty() && other.level >= label.level;
    let crosses = reaches && (label.left - 2.0..=label.right + 2.0).contains(&other.x);
    let meets = !other.label.is_empty()
        && other.level == label.level
        && label.left < other.right + 8.0
        && other.left < label.right + 8.0;
    crosses || (meets && i > j)
}
