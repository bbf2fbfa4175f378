//! How small the letters of a brief must be, so that each page holds what it has to say. A rough measure of the height that
//! the texts take is enough: the chart takes what is left.

use super::{AnswerRow, MainAnswer};

/// Height of a page within its margins, mm.
const PAGE: f64 = 274.0;
/// Width of a page within its margins, mm.
const WIDTH: f64 = 180.0;
/// Width of one of two columns, mm.
const HALF: f64 = 78.0;
/// Least height of a chart, mm.
const CHART: f64 = 50.0;
/// The same where rows of parts stand on the page.
const SMALL_CHART: f64 = 38.0;
/// Size of letters by density, mm.
const LETTERS: [f64; 4] = [3.7, 3.35, 2.96, 2.65];

/// The smallest density, from 0, at which both pages hold their texts; the last one where none does.
pub fn density(answer: &MainAnswer) -> u8 {
    let fits = |letters: f64| {
        let measure = TextMeasure { letters };
        measure.first(answer) <= PAGE && measure.second(answer) <= PAGE
    };
    LETTERS.iter().position(|&letters| fits(letters)).unwrap_or(LETTERS.len() - 1) as u8
}

/// Measures texts set in letters of a size.
struct TextMeasure {
    letters: f64,
}

impl TextMeasure {
    fn line(&self) -> f64 {
        self.letters * 1.5
    }

    /// Height of a paragraph.
    fn text(&self, text: &str, width: f64) -> f64 {
        let em: f64 = text.chars().map(|c| if c.is_ascii() { 0.57 } else { 1.0 }).sum();
        (em * self.letters * 1.04 / width).ceil().max(1.0) * self.line() + 0.8
    }

    fn texts<'t>(&self, texts: impl IntoIterator<Item = &'t String>, width: f64) -> f64 {
        texts.into_iter().map(|text| self.text(text, width)).sum()
    }

    fn first(&self, answer: &MainAnswer) -> f64 {
        let head = self.letters * 1.8;
        let headline = TextMeasure { letters: head }.text(&answer.headline, WIDTH) * 0.9;
        let lines = self.texts(&answer.lines, WIDTH) * 1.08;
        let rows: f64 = answer.rows.iter().map(|row| self.row(row)).sum::<f64>() + 2.0 * self.line();
        let parts: f64 = answer.parts.1.iter().map(|row| self.part(row)).sum();
        let parts = if parts > 0.0 { parts + 5.0 * self.line() } else { 0.0 };
        let (lines_of, chart) = if parts > 0.0 { (2, SMALL_CHART) } else { (3, CHART) };
        let chart = if answer.chart.is_some() { chart } else { 0.0 };
        let can = self.texts(answer.can.iter().take(lines_of), HALF);
        let cannot = self.texts(answer.finding.cannot_say.iter().take(lines_of), HALF);
        let next = self.text(&answer.next.1, WIDTH) + 2.0 * self.line() + 5.0;
        let legend = self.texts(&answer.legend, WIDTH) * 0.85;
        headline + lines + rows + parts + chart + self.line() + can.max(cannot) + next + legend + 32.0
    }

    /// A row of the table: its tallest cell.
    fn row(&self, row: &AnswerRow) -> f64 {
        let cell =
            |strong: &str, small: &str, width: f64| self.text(strong, width) + 0.85 * self.text(small, width * 1.1);
        let label = cell(&row.label, &row.cases, 44.0);
        let answer = cell(&row.word, &row.matters, 36.0);
        let sure = cell("●●●●●", &row.because, 32.0);
        label.max(answer).max(sure) + 3.0
    }

    /// A row of a part: it says what to do as well.
    fn part(&self, row: &AnswerRow) -> f64 {
        let answer = self.text(&row.word, 36.0) + 0.85 * self.text(&format!("{} → {}", row.matters, row.next), 38.0);
        self.row(row).max(answer + 3.0)
    }

    fn second(&self, answer: &MainAnswer) -> f64 {
        let chart = answer.further.len() as f64 * CHART;
        let row = |label: &String, question: &String| {
            self.text(&format!("{label} {question}"), 70.0).max(2.0 * self.line()) * 0.9
        };
        let others: f64 = answer.others.iter().map(|it| row(&it.label, &it.question)).sum::<f64>() + 3.0 * self.line();
        let limits = self.texts(&answer.limits, HALF);
        let requests: f64 =
            answer.requests.iter().map(|it| self.text(&format!("{} {}", it.collect, it.so_that), HALF - 8.0)).sum();
        let next = self.line() + self.text(&answer.next.1, HALF - 8.0) + requests + 5.0;
        let (method, data) = (self.texts(&answer.method, HALF), self.texts(&answer.data, HALF) + 2.0 * self.line());
        let gaps = 6.0 * 3.2 + 6.0;
        chart + others + 2.0 * self.line() + limits.max(next) + method.max(data) + 20.0 + gaps
    }
}
