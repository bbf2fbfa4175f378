//! Drawings in several panels: beside each other where there is room, else below each other.

use super::cells;
use super::theme::{self, Paper};
use crate::exhibit::Table;
use crate::text::Lang;

/// Between two panels.
const BETWEEN: f64 = 24.0;

/// The panels of a table in the order in which they first occur, with their rows.
pub struct Panels {
    /// Name and rows of each.
    pub all: Vec<(String, Vec<usize>)>,
    /// Width of each.
    pub width: f64,
    /// How many stand beside each other.
    pub beside: usize,
    left: f64,
}

impl Panels {
    /// Of a column; one without a name where there is none. Panels are no narrower than `least`, where that can be.
    pub fn new(table: &Table, key: Option<&str>, least: f64, lang: Lang, paper: Paper) -> Panels {
        let mut all: Vec<(String, Vec<usize>)> = Vec::new();
        for row in 0..table.rows.len() {
            let name = key.map_or(String::new(), |key| cells::words(table, row, key, lang));
            match all.iter_mut().find(|(own, _)| *own == name) {
                Some((_, rows)) => rows.push(row),
                None => all.push((name, vec![row])),
            }
        }
        let fit = ((paper.inner() + BETWEEN) / (least + BETWEEN)).floor().max(1.0) as usize;
        let beside = fit.min(all.len()).max(1);
        let width = (paper.inner() - BETWEEN * (beside - 1) as f64) / beside as f64;
        Panels { all, width, beside, left: paper.margin }
    }

    /// Height of the headings.
    pub fn heading(&self) -> f64 {
        if self.all.iter().all(|(name, _)| name.is_empty()) { 0.0 } else { theme::STRONG.leading() + 6.0 }
    }

    /// Height of all, each with its heading.
    pub fn height(&self, each: f64) -> f64 {
        let rows = self.all.len().div_ceil(self.beside) as f64;
        rows * (each + self.heading()) + (rows - 1.0).max(0.0) * BETWEEN
    }

    /// Upper left corner of a panel under its heading, where each is so high.
    pub fn corner(&self, at: usize, each: f64, top: f64) -> (f64, f64) {
        let (row, column) = ((at / self.beside) as f64, (at % self.beside) as f64);
        let y = top + row * (each + self.heading() + BETWEEN) + self.heading();
        (self.left + column * (self.width + BETWEEN), y)
    }
}
