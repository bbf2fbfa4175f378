//! Line breaking for Latin and Japanese text.
//!
//! Latin breaks at spaces. Japanese may break almost anywhere, but no line starts with 、。）」 and the like or ends with an
//! opening bracket (kinsoku, JIS X 4051), and a break between phrases is preferred: after punctuation, or where kana of an
//! ending meet the next word.

use std::ops::Range;

use super::fonts::{Font, printable};

const NOT_AT_START: &str = "、。，．,.・：；:;？！?!ー々ゝゞヽヾ゛゜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ)）]］}｝〕〉》」』】’”…‥%％‰℃°〜～-–";
const NOT_AT_END: &str = "(（[［{｛〔〈《「『【‘“¥￥$№";
/// A good place to break is taken where at least this share of the line is filled.
const WELL_FILLED: f64 = 0.5;

/// A last line shorter than this share of the width is avoided.
const SHORT: f64 = 0.25;

/// How well a line may end at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    Never,
    /// Inside a word, as Japanese allows.
    Poor,
    /// Between two words of a compound.
    Fair,
    /// Between phrases or Latin words.
    Good,
}

/// Breaks a text into lines no wider than `width` pixels. A word that is wider than that is cut.
pub fn wrap(text: &str, width: f64, font: Font) -> Vec<String> {
    MeasuredText::new(text, font).wrap(width)
}

/// Like [`wrap`] with as few lines, but of even length: for titles and labels.
pub fn balance(text: &str, width: f64, font: Font) -> Vec<String> {
    let text = MeasuredText::new(text, font);
    let lines = text.wrap(width);
    let (mut low, mut high) = (width / lines.len().max(1) as f64, width);
    if lines.len() < 2 {
        return lines;
    }
    for _ in 0..8 {
        let middle = (low + high) / 2.0;
        if text.wrap(middle).len() > lines.len() { low = middle } else { high = middle }
    }
    text.wrap(high)
}

/// Like [`wrap`], but even where the last line would be very short: for running text.
pub fn paragraph(text: &str, width: f64, font: Font) -> Vec<String> {
    let lines = wrap(text, width, font);
    let short = lines.len() > 1 && lines.last().is_some_and(|line| font.width(line) < SHORT * width);
    if short { balance(text, width, font) } else { lines }
}

struct MeasuredText {
    chars: Vec<char>,
    advances: Vec<f64>,
    /// Whether a line may end before the character.
    breaks: Vec<Break>,
}

impl MeasuredText {
    fn new(text: &str, font: Font) -> MeasuredText {
        let chars: Vec<char> = printable(text.trim()).chars().collect();
        let advances = chars.iter().map(|&c| font.advance(c)).collect();
        let before = |i: usize| if i == 0 { Break::Never } else { between(chars[i - 1], chars[i]) };
        let breaks = (0..chars.len()).map(before).collect();
        MeasuredText { chars, advances, breaks }
    }

    fn wrap(&self, width: f64) -> Vec<String> {
        let mut lines = Vec::new();
        let mut start = self.skip_spaces(0);
        while start < self.chars.len() {
            let end = self.line_end(start, width);
            let line: String = self.chars[start..end].iter().collect();
            lines.push(line.trim_end().to_string());
            start = self.skip_spaces(end);
        }
        lines
    }

    fn skip_spaces(&self, from: usize) -> usize {
        (from..self.chars.len()).find(|&i| !self.chars[i].is_whitespace()).unwrap_or(self.chars.len())
    }

    fn line_end(&self, start: usize, width: f64) -> usize {
        let fits = self.fitting(start, width);
        if fits == self.chars.len() {
            return fits;
        }
        let last = |wanted: Break| (start + 1..=fits).rev().find(|&i| self.breaks[i] >= wanted);
        let filled = |end: &usize| self.width(start..*end) >= WELL_FILLED * width;
        let ends = [Break::Good, Break::Fair, Break::Poor].map(last);
        let well_filled = ends.into_iter().flatten().find(filled);
        well_filled.or(ends.into_iter().flatten().max()).unwrap_or(fits.max(start + 1))
    }

    /// End of the longest run from `start` that is no wider than `width`; spaces at its end do not count.
    fn fitting(&self, start: usize, width: f64) -> usize {
        let mut used = 0.0;
        for i in start..self.chars.len() {
            used += self.advances[i];
            if used > width + 1e-9 && !self.chars[i].is_whitespace() {
                return i;
            }
        }
        self.chars.len()
    }

    fn width(&self, range: Range<usize>) -> f64 {
        self.advances[range].iter().sum()
    }
}

fn between(a: char, b: char) -> Break {
    if b.is_whitespace() || NOT_AT_START.contains(b) || NOT_AT_END.contains(a) {
        return Break::Never;
    }
    let (from, to) = (script(a), script(b));
    let japanese = from != Script::Latin || to != Script::Latin;
    let beside_bracket = japanese && (NOT_AT_END.contains(b) || matches!(a, ')' | ']'));
    match (from, to) {
        _ if a.is_whitespace() || beside_bracket => Break::Good,
        (Script::Latin, Script::Latin) => Break::Never,
        (Script::Sign, _) | (_, Script::Sign) => Break::Good,
        (Script::Hiragana, to) if to != Script::Hiragana => Break::Good,
        (Script::Kanji | Script::Katakana, Script::Kanji) | (Script::Kanji, Script::Katakana | Script::Latin) => {
            Break::Fair
        }
        _ => Break::Poor,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Hiragana,
    Katakana,
    Kanji,
    /// Japanese punctuation and brackets.
    Sign,
}

fn script(c: char) -> Script {
    match c as u32 {
        0x3041..=0x309F => Script::Hiragana,
        0x3000..=0x3004 | 0x3008..=0x3020 | 0x30FB => Script::Sign,
        0xFF01..=0xFF0F | 0xFF1A..=0xFF20 | 0xFF3B..=0xFF40 | 0xFF5B..=0xFF65 => Script::Sign,
        0x30A0..=0x30FF | 0x31F0..=0x31FF | 0xFF66..=0xFF9F => Script::Katakana,
        0x3005..=0x9FFF | 0xF900..=0xFAFF | 0xFF10..=0xFFEF | 0x20000.. => Script::Kanji,
        _ => Script::Latin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: Font = Font::regular(10.0);

    #[test]
    fn latin_breaks_at_spaces() {
        assert_eq!(wrap("one two three", FONT.width("one two"), FONT), ["one two", "three"]);
        assert_eq!(wrap("", 100.0, FONT), Vec::<String>::new());
    }

    #[test]
    fn no_line_starts_with_what_may_not_start_a_line() {
        let text =
            "団体の規模（人数）や、活動の「分野」ごとに、データの量をくらべました。結果は「おおむね同じ」でした。";
        for width in 20..200 {
            for line in wrap(text, f64::from(width), FONT) {
                let first = line.chars().next().unwrap();
                assert!(!NOT_AT_START.contains(first) || width < 40, "{width}: {line}");
                assert!(FONT.width(&line) <= f64::from(width) + 1e-6 || line.chars().count() == 1);
            }
        }
    }

    #[test]
    fn phrases_are_kept_together() {
        assert_eq!(balance("前後で平均が増えました", 80.0, FONT), ["前後で平均が", "増えました"]);
        assert_eq!(wrap("分野(まちづくり、環境)であるか", 100.0, FONT), ["分野(まちづくり、", "環境)であるか"]);
    }

    #[test]
    fn nothing_is_lost() {
        let text = "supercalifragilisticexpialidocious と 非常に長い項目名";
        let joined: String = wrap(text, 30.0, FONT).concat();
        assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
    }
}
