//! How small the letters of a brief must be, so that each page holds what it has to say. A rough measure of the height that
//! the texts take is enough: the chart takes what is left.

use super::MainAnswer;

/// Height of a page within its margins, mm.
const PAGE: f64 = 274.0;
/// Width of a page within its margins, mm.
const WIDTH: f64 = 180.0;
/// Width of one of two columns, mm.
const HALF: f64 = 78.0;
/// Least height of a chart, mm.
const CHART: f64 = 50.0;
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
        let lines = self.texts(&answer.lines, WIDTH - 6.0) * 1.08;
        let small = self.line() * 0.8;
        let standings: f64 =
            answer.standings.iter().map(|it| small + self.text(&format!("{} {}", it.verdict, it.level), HALF)).sum();
        let changes = self.texts(&answer.changes, HALF) + 2.0 * small;
        let sure = 3.0 * self.line() + standings + changes + self.line() + 6.0;
        let facts = self.line() + answer.facts.iter().map(|(_, text)| small + self.text(text, HALF)).sum::<f64>();
        let can = self.texts(answer.finding.can_say.iter().take(3), HALF);
        let cannot = self.texts(answer.finding.cannot_say.iter().take(3), HALF);
        let gaps = 6.0 * 3.2 + 12.0;
        headline + lines + CHART + sure.max(facts) + self.line() + can.max(cannot) + gaps
    }

    fn second(&self, answer: &MainAnswer) -> f64 {
        let chart = if answer.second.is_some() { CHART } else { 0.0 };
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
