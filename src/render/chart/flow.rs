//! Boxes joined by arrows: how many reach each stage, and at the side who was lost on the way and why.
//!
//! A row of the table with a `stage` is a box; `lost` and `reason` on it, and on rows without a stage that follow it, are
//! those lost just before. Where `treated` and `comparison` are given and there ever are units on both sides, the box shows
//! the two sides beside each other.

use super::canvas::{Anchor, Area, Canvas, Stroke};
use super::cells::{self, Reading};
use super::layout::Body;
use super::theme::{self, Paper, look};
use super::{lines, marks};
use crate::exhibit::{Table, Tone};
use crate::figures::follows;
use crate::text::{Lang, WITHHELD, fixed};

/// Width of the boxes of stages where others stand beside them.
const MAIN: f64 = 440.0;
const PAD: f64 = 12.0;
const ARM_HEIGHT: f64 = 34.0;
const LEAST_GAP: f64 = 28.0;
/// How far stages that stand side by side are set in, and where the line at their left is.
const INDENT: f64 = 26.0;
const TRUNK: f64 = 10.0;
const LINE: Stroke = Stroke::new(theme::AXIS_LINE, 1.3);

/// Where boxes stand: those lost beside the stages, on a phone between them.
#[derive(Clone, Copy)]
struct Lanes {
    left: f64,
    main: f64,
    side_left: f64,
    side: f64,
    between: bool,
}

impl Lanes {
    fn on(paper: Paper) -> Lanes {
        let (left, between) = (paper.margin, paper.is_narrow());
        let main = if between { paper.inner() } else { MAIN };
        let side_left = if between { left + INDENT } else { left + main + 40.0 };
        Lanes { left, main, side_left, side: paper.right() - side_left, between }
    }

    fn right(self) -> f64 {
        self.left + self.main
    }

    fn trunk(self) -> f64 {
        self.left + TRUNK
    }
}

/// A flow of units.
pub struct Flow {
    lanes: Lanes,
    stages: Vec<Stage>,
    /// Names of the two sides.
    arms: [String; 2],
}

struct Stage {
    words: Vec<String>,
    count: String,
    /// Counts of the two sides.
    arms: Option<[String; 2]>,
    losses: Vec<Loss>,
    /// Whether other stages follow the same one.
    branch: bool,
}

struct Loss {
    count: String,
    reason: Vec<String>,
    /// Whether the treated and the comparison units are touched.
    touches: [bool; 2],
}

impl Flow {
    /// Reads the stages of the first rows.
    pub fn new(table: &Table, first: Option<u32>, lang: Lang, paper: Paper) -> Flow {
        let lanes = Lanes::on(paper);
        let title = |key: &str| table.column(key).map_or(String::new(), |i| table.columns[i].title.render(lang));
        let mut stages: Vec<Stage> = Vec::new();
        for row in 0..first.map_or(table.rows.len(), |first| (first as usize).min(table.rows.len())) {
            let words = cells::words(table, row, "stage", lang);
            if !words.is_empty() || stages.is_empty() {
                stages.push(stage(table, row, &words, is_branch(table, row), lanes));
            }
            stages.last_mut().expect("pushed above").losses.extend(loss(table, row, lang));
        }
        stages.iter_mut().for_each(|stage| break_reasons(&mut stage.losses, lanes));
        if !has_two_sides(table) {
            stages.iter_mut().for_each(|stage| stage.arms = None);
        }
        Flow { lanes, stages, arms: [title("treated"), title("comparison")] }
    }

    fn draw_stage(&self, canvas: &mut Canvas, stage: &Stage, top: f64) {
        let area = Area { left: stage.left(self.lanes), top, right: self.lanes.right(), bottom: top + stage.height() };
        canvas.fill(area, if stage.arms.is_some() { theme::GROUND } else { theme::PAPER });
        canvas.frame(area, LINE);
        let middle = top + stage.title_height() / 2.0;
        canvas.lines_around(&stage.words, (area.left + PAD, middle), theme::LABEL, Anchor::Start, theme::INK);
        let place = (area.right - PAD, middle + theme::STRONG.below_centre());
        canvas.text(&stage.count, place, theme::STRONG, Anchor::End, theme::INK);
        let Some(counts) = &stage.arms else { return };
        let half = (area.right - area.left) / 4.0 - 11.0;
        for (arm, tone) in [Tone::Treated, Tone::Comparison].into_iter().enumerate() {
            let (left, top) = (stage.centres(self.lanes)[arm] - half, top + stage.title_height());
            let area = Area { left, top, right: left + 2.0 * half, bottom: top + ARM_HEIGHT };
            draw_arm(canvas, area, &self.arms[arm], &counts[arm], tone);
        }
    }

    /// Arrows from one stage to the next, and the box of those lost between them.
    fn draw_gap(&self, canvas: &mut Canvas, index: usize, (top, bottom): (f64, f64)) {
        let stage = &self.stages[index];
        let before = index.checked_sub(1).map(|i| &self.stages[i]);
        if stage.branch {
            let from = top - before.filter(|before| before.branch).map_or(0.0, |before| before.height() / 2.0);
            return draw_branch(canvas, stage, self.lanes, from, (top, bottom));
        }
        let by_arm = stage.arms.is_some() && before.is_some_and(|before| before.arms.is_some());
        let (lanes, centres) = (self.lanes, stage.centres(self.lanes));
        let ways: &[f64] = if by_arm { &centres } else { &[lanes.left + lanes.main / 2.0] };
        for &x in ways {
            arrow_down(canvas, x, top, bottom);
        }
        if stage.losses.is_empty() {
            return;
        }
        if lanes.between {
            return draw_losses(canvas, &stage.losses, lanes, top + (bottom - top - 6.0) / 2.0);
        }
        let from = ways.iter().enumerate().find(|(arm, _)| !by_arm || stage.touches(*arm)).map_or(ways[0], |(_, x)| *x);
        let middle = top + (bottom - top - 8.0) / 2.0;
        arrow_right(canvas, from, lanes.side_left, middle);
        for (_, &x) in ways.iter().enumerate().filter(|(arm, _)| by_arm && stage.touches(*arm)) {
            canvas.disc((x, middle), 3.0, theme::AXIS_LINE);
        }
        draw_losses(canvas, &stage.losses, lanes, middle);
    }
}

impl Body for Flow {
    fn height(&self) -> f64 {
        (0..self.stages.len()).map(|i| self.gap(i) + self.stages[i].height()).sum::<f64>() + 4.0
    }

    fn draw(&self, canvas: &mut Canvas, top: f64) {
        let mut y = top;
        for (i, stage) in self.stages.iter().enumerate() {
            let gap = self.gap(i);
            if gap > 0.0 {
                self.draw_gap(canvas, i, (y, y + gap));
            }
            self.draw_stage(canvas, stage, y + gap);
            y += gap + stage.height();
        }
    }
}

impl Flow {
    fn gap(&self, index: usize) -> f64 {
        let side = losses_height(&self.stages[index].losses);
        if index == 0 && side == 0.0 {
            0.0
        } else {
            LEAST_GAP.max(side + if self.lanes.between && side > 0.0 { 32.0 } else { 24.0 })
        }
    }
}

impl Stage {
    fn left(&self, lanes: Lanes) -> f64 {
        lanes.left + if self.branch { INDENT } else { 0.0 }
    }

    /// Centres of the boxes of the two sides.
    fn centres(&self, lanes: Lanes) -> [f64; 2] {
        let left = self.left(lanes);
        let wide = lanes.right() - left;
        [left + 0.25 * wide + 3.0, left + 0.75 * wide - 3.0]
    }

    fn title_height(&self) -> f64 {
        self.words.len().max(1) as f64 * theme::LABEL.leading() + 18.0
    }

    fn height(&self) -> f64 {
        self.title_height() + if self.arms.is_some() { ARM_HEIGHT + 9.0 } else { 0.0 }
    }

    fn touches(&self, arm: usize) -> bool {
        self.losses.iter().any(|loss| loss.touches[arm])
    }
}

fn has_two_sides(table: &Table) -> bool {
    let some = |row, key| !matches!(cells::read(table, row, key), Reading::Missing | Reading::Number(0.0));
    (0..table.rows.len()).any(|row| some(row, "treated") && some(row, "comparison"))
}

fn count(reading: Reading) -> String {
    match reading {
        Reading::Number(value) => fixed(value, 0),
        Reading::Withheld => WITHHELD.into(),
        Reading::Missing => String::new(),
    }
}

/// Whether the stage of a row and another one follow the same stage.
fn is_branch(table: &Table, row: usize) -> bool {
    let shared = follows(table, row);
    shared.is_some() && (0..table.rows.len()).any(|other| other != row && follows(table, other) == shared)
}

fn stage(table: &Table, row: usize, words: &str, branch: bool, lanes: Lanes) -> Stage {
    let arms = [cells::read(table, row, "treated"), cells::read(table, row, "comparison")];
    let number = count(cells::read(table, row, "remaining"));
    let room = lanes.main - 3.0 * PAD - theme::STRONG.width(&number) - if branch { INDENT } else { 0.0 };
    Stage {
        words: lines::balance(words, room, theme::LABEL),
        count: number,
        arms: arms.iter().any(|&arm| arm != Reading::Missing).then(|| arms.map(count)),
        losses: Vec::new(),
        branch,
    }
}

fn loss(table: &Table, row: usize, lang: Lang) -> Option<Loss> {
    let lost = cells::read(table, row, "lost");
    if matches!(lost, Reading::Missing | Reading::Number(0.0)) {
        return None;
    }
    let sides = [cells::read(table, row, "lost_treated"), cells::read(table, row, "lost_comparison")];
    let count = if lost == Reading::Withheld { WITHHELD.into() } else { format!("−{}", count(lost)) };
    let reason = vec![cells::words(table, row, "reason", lang)];
    Some(Loss { count, reason, touches: sides.map(|side| side != Reading::Number(0.0)) })
}

fn count_width(losses: &[Loss]) -> f64 {
    losses.iter().map(|loss| theme::STRONG.width(&loss.count)).fold(0.0, f64::max)
}

/// Breaks reasons into the room that the widest count leaves.
fn break_reasons(losses: &mut [Loss], lanes: Lanes) {
    let room = lanes.side - 2.0 * PAD - count_width(losses) - 8.0;
    for loss in losses {
        loss.reason = lines::wrap(&loss.reason.concat(), room, theme::AXIS);
    }
}

fn loss_height(loss: &Loss) -> f64 {
    loss.reason.len().max(1) as f64 * theme::AXIS.leading()
}

fn losses_height(losses: &[Loss]) -> f64 {
    if losses.is_empty() { 0.0 } else { losses.iter().map(|loss| loss_height(loss) + 4.0).sum::<f64>() + 12.0 }
}

fn draw_losses(canvas: &mut Canvas, losses: &[Loss], lanes: Lanes, middle: f64) {
    let height = losses_height(losses);
    let top = middle - height / 2.0;
    let left = lanes.side_left;
    let area = Area { left, top, right: left + lanes.side, bottom: top + height };
    canvas.fill(area, theme::PAPER);
    canvas.frame(area, Stroke::new(theme::RULE, 1.0));
    let numbers = count_width(losses);
    let mut y = top + 8.0 + theme::AXIS.size;
    for loss in losses {
        let right = left + PAD + numbers;
        canvas.text(&loss.count, (right, y), theme::STRONG, Anchor::End, theme::INK);
        canvas.lines(&loss.reason, (right + 8.0, y), theme::AXIS, Anchor::Start, theme::INK);
        y += loss_height(loss) + 4.0;
    }
}

fn draw_arm(canvas: &mut Canvas, area: Area, name: &str, count: &str, tone: Tone) {
    canvas.fill(area, theme::PAPER);
    canvas.frame(area, Stroke::new(look(tone).colour, 1.3));
    let middle = (area.top + area.bottom) / 2.0;
    marks::marker(canvas, (area.left + 14.0, middle), look(tone));
    let room = area.right - area.left - 26.0 - 2.0 * PAD - theme::STRONG.width(count);
    let name = lines::balance(name, room, theme::NOTE);
    canvas.lines_around(&name, (area.left + 26.0, middle), theme::NOTE, Anchor::Start, theme::INK);
    let place = (area.right - PAD, middle + theme::STRONG.below_centre());
    canvas.text(count, place, theme::STRONG, Anchor::End, theme::INK);
}

/// The line at the left goes on to the stage; those lost leave it above the stage.
fn draw_branch(canvas: &mut Canvas, stage: &Stage, lanes: Lanes, from: f64, (top, bottom): (f64, f64)) {
    let trunk = lanes.trunk();
    let middle = bottom + stage.height() / 2.0;
    canvas.line((trunk, from), (trunk, middle), LINE);
    arrow_right(canvas, trunk, stage.left(lanes), middle);
    if !stage.losses.is_empty() {
        let middle = (top + bottom) / 2.0;
        arrow_right(canvas, trunk, lanes.side_left, middle);
        draw_losses(canvas, &stage.losses, lanes, middle);
    }
}

fn arrow_down(canvas: &mut Canvas, x: f64, top: f64, bottom: f64) {
    canvas.line((x, top), (x, bottom - 7.0), LINE);
    canvas.polygon(&[(x, bottom - 0.5), (x - 4.5, bottom - 8.5), (x + 4.5, bottom - 8.5)], theme::AXIS_LINE);
}

fn arrow_right(canvas: &mut Canvas, left: f64, right: f64, y: f64) {
    canvas.line((left, y), (right - 7.0, y), LINE);
    canvas.polygon(&[(right - 0.5, y), (right - 8.5, y - 4.5), (right - 8.5, y + 4.5)], theme::AXIS_LINE);
}
