//! 用語 / Glossary: the words and signs of the workbook in plain terms.

use crate::findings::verdict;
use crate::phrase;
use crate::text::Phrase;

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;

const WIDTHS: [f64; 2] = [34.0, 104.0];

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Glossary,
    Tint::Read,
    || phrase!("Glossary"),
    || phrase!("The words and signs of this workbook, in plain terms"),
    write,
);

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    page.title(&phrase!("Glossary"), &phrase!("The words and signs of this workbook, in plain terms"))?;
    verdicts(page)?;
    part(page, &phrase!("Numbers and how sure they are"), &numbers())?;
    part(page, &phrase!("How cases are compared"), &comparing())?;
    part(page, &phrase!("Evidence"), &evidence())?;
    part(page, &phrase!("Signs"), &signs())
}

fn verdicts(page: &mut Page<'_>) -> Written {
    head(page, &phrase!("The words of the verdicts"), &phrase!("Verdict"))?;
    for words in verdict::glossary() {
        let row = page.row;
        let word = page.say(&words.word);
        page.line(0, &[Entry::Strong(word.clone()), Entry::Text(page.say(&words.meaning))])?;
        page.sheet.write_string_with_format(row, 0, word, &page.book.look.verdict(words.verdict))?;
    }
    page.skip(1)
}

fn head(page: &mut Page<'_>, title: &Phrase, term: &Phrase) -> Written {
    page.heading(&page.say(title))?;
    let titles = [(page.say(term), false), (page.say(&phrase!("What it means")), false)];
    page.head(0, &titles)
}

fn part(page: &mut Page<'_>, title: &Phrase, terms: &[(Phrase, Phrase)]) -> Written {
    head(page, title, &phrase!("Term"))?;
    for (term, meaning) in terms {
        page.line(0, &[Entry::Strong(page.say(term)), Entry::Text(page.say(meaning))])?;
    }
    page.skip(1)
}

fn numbers() -> Vec<(Phrase, Phrase)> {
    vec![
        (
            phrase!("Difference"),
            phrase!(
                "Those who took part minus those they are compared with; without a comparison, after minus before. In the unit of the outcome."
            ),
        ),
        (
            phrase!("Confidence interval"),
            phrase!(
                "The values that fit the data. Intervals made like this miss the true value in about 5 of 100 studies at a level of 95%. It covers chance only, not differences that were not measured."
            ),
        ),
        (phrase!("Standard error"), phrase!("How much the estimate would vary from study to study by chance alone.")),
        (
            phrase!("p-value"),
            phrase!(
                "How often chance alone would give at least such a difference if there were none in truth. It says neither how large a difference is nor how probable it is that there is one."
            ),
        ),
        (phrase!("q-value"), phrase!("A p-value corrected for the number of outcomes that were looked at together.")),
        (
            phrase!("Size in SDs"),
            phrase!(
                "The difference divided by how much cases vary (standard deviation), so that outcomes in different units can be set side by side."
            ),
        ),
        (
            phrase!("Improvement index"),
            phrase!(
                "By how many percentile points an average case of the comparison would have moved up among its like."
            ),
        ),
        (
            phrase!("Smallest effect detectable"),
            phrase!("A true difference smaller than this would usually be missed by a study of this size."),
        ),
        (
            phrase!("Smallest change that matters"),
            phrase!("Set before the analysis: a difference below it would not change what one does."),
        ),
    ]
}

fn comparing() -> Vec<(Phrase, Phrase)> {
    vec![
        (phrase!("Treated, took part"), phrase!("Those who received the grant, the program or the collaboration.")),
        (phrase!("Comparison"), phrase!("Similar ones who did not, who show what might have happened without it.")),
        (
            phrase!("Matching"),
            phrase!("For each of those who took part, those are looked for who were most alike beforehand."),
        ),
        (
            phrase!("Balance (SMD)"),
            phrase!(
                "How far the groups differ beforehand, in standard deviations. Near 0 is alike; above 0.25 is too far for a fair comparison."
            ),
        ),
        (
            phrase!("Before and after"),
            phrase!(
                "The same ones at two times. It shows a change, but not why: other things may have changed as well."
            ),
        ),
        (
            phrase!("Sensitivity"),
            phrase!("How strong something that was not measured would have to be to change the answer."),
        ),
    ]
}

fn evidence() -> Vec<(Phrase, Phrase)> {
    vec![
        (
            phrase!("WWC (What Works Clearinghouse)"),
            phrase!(
                "A standard of the US Department of Education. It asks how alike the groups were at the start and how many were lost."
            ),
        ),
        (
            phrase!("Maryland scale (SMS)"),
            phrase!(
                "Five levels of design: 1 before and after alone, 2 with controls, 3 before and after with a comparison group, 4 natural experiments, 5 by lot."
            ),
        ),
        (
            phrase!("Nesta standards"),
            phrase!(
                "Five levels from a clear account (1) through a comparison (3) to a program that works elsewhere as well (5)."
            ),
        ),
    ]
}

fn signs() -> Vec<(Phrase, Phrase)> {
    vec![
        (
            Phrase::verbatim("χ"),
            phrase!(
                "A value that exists but is withheld, because it rests on few cases or would give such a value away."
            ),
        ),
        (Phrase::verbatim("–"), phrase!("A number that is not given.")),
        (Phrase::verbatim("▲ / −"), phrase!("A number below zero.")),
        (Phrase::verbatim("n"), phrase!("The number of cases.")),
    ]
}
