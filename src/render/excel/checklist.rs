//! チェックリスト / Checklist: what a report of such a study should tell, after STROBE and TREND, each with the place in this
//! workbook where it stands; what a person has to write is left open and marked. The items are said in our own words.

use crate::phrase;
use crate::text::Phrase;

use super::entry::Entry;
use super::id::{SheetId, Tint};
use super::page::{Page, Written};
use super::sheet::Sheet;

const WIDTHS: [f64; 6] = [12.0, 8.0, 62.0, 27.0, 24.0, 46.0];

/// An item: standard, number, what it asks, and the sheets that answer it; none where only a person can.
struct Item {
    standard: &'static str,
    number: &'static str,
    asks: Phrase,
    on: &'static [SheetId],
}

fn item(standard: &'static str, number: &'static str, asks: Phrase, on: &'static [SheetId]) -> Item {
    Item { standard, number, asks, on }
}

/// The sheet.
pub(super) const SHEET: Sheet = Sheet::new(
    SheetId::Checklist,
    Tint::Background,
    || phrase!("Checklist"),
    || phrase!("What a report of such a study should tell (STROBE, TREND): where it stands, what is to be filled in"),
    write,
);

fn write(page: &mut Page<'_>) -> Written {
    page.columns(&WIDTHS)?;
    let subtitle = phrase!(
        "What a report should tell, after STROBE (observational studies) and TREND (non-randomised evaluations), in our own words. Rows on red ground wait for a person."
    );
    page.title(&phrase!("Checklist"), &subtitle)?;
    let head = page.row;
    let titles = [
        phrase!("Standard"),
        phrase!("Item"),
        phrase!("What the report should tell"),
        phrase!("Done?"),
        phrase!("Where"),
        phrase!("To be filled in"),
    ];
    let titles: Vec<(String, bool)> = titles.iter().map(|title| (page.say(title), false)).collect();
    page.filtered_head(&titles)?;
    items().iter().try_for_each(|item| row(page, item))?;
    page.keep_in_sight(head, 0)?;
    page.note(&page.say(&phrase!(
        "The numbers of the items are those of the checklists of STROBE and TREND; please read their own words before you submit a report."
    )))
}

fn row(page: &mut Page<'_>, item: &Item) -> Written {
    let there = item.on.iter().find(|id| page.book.has(**id)).copied();
    let row = page.row;
    let place = there.map_or(Entry::Blank, |id| Entry::Goto(id, 0, page.book.name(id).to_string()));
    let done = if there.is_some() { phrase!("in this workbook") } else { phrase!("open: a person fills it in") };
    let entries = [
        Entry::Text(item.standard.into()),
        Entry::Text(item.number.into()),
        Entry::Text(page.say(&item.asks)),
        Entry::Text(page.say(&done)),
        place,
        Entry::Input(String::new()),
    ];
    page.line(0, &entries)?;
    if there.is_none() {
        let open = page.book.look.open.clone();
        page.sheet.write_string_with_format(row, 3, page.say(&done), &open)?;
        page.sheet.write_blank(row, 5, &open)?;
    }
    Ok(())
}

fn items() -> Vec<Item> {
    let (strobe, trend) = ("STROBE", "TREND");
    vec![
        item(
            strobe,
            "1",
            phrase!("Title and summary: the design in common words, what was done and found"),
            &[SheetId::Findings],
        ),
        item(strobe, "2", phrase!("Background: why the study was done, and what is known already"), &[]),
        item(strobe, "3", phrase!("Aims: the questions, set before the analysis"), &[SheetId::ReadMe]),
        item(strobe, "4", phrase!("Design: named early, with its key elements"), &[SheetId::Methods]),
        item(strobe, "5", phrase!("Setting: places, dates, time of the program and of the surveys"), &[]),
        item(
            strobe,
            "6",
            phrase!("Who could be in the program, how cases were chosen and matched"),
            &[SheetId::Methods],
        ),
        item(strobe, "7", phrase!("Variables: outcomes, exposure, covariates, each defined"), &[SheetId::Codebook]),
        item(strobe, "8", phrase!("Data sources, and whether both groups were measured alike"), &[]),
        item(strobe, "9", phrase!("Bias: what was done about it"), &[SheetId::Balance, SheetId::Estimates]),
        item(strobe, "10", phrase!("Size of the study: how it came about, what it can detect"), &[SheetId::Estimates]),
        item(strobe, "11", phrase!("Quantities: how they were handled and grouped"), &[SheetId::Codebook]),
        item(strobe, "12a", phrase!("Statistical methods, and how confounding was dealt with"), &[SheetId::Methods]),
        item(strobe, "12b", phrase!("Subgroups and interactions: how they were looked at"), &[SheetId::Subgroups]),
        item(strobe, "12c", phrase!("Missing values: how they were dealt with"), &[SheetId::Flow, SheetId::Decide]),
        item(strobe, "12d", phrase!("Losses to follow-up: how they were dealt with"), &[SheetId::Response]),
        item(strobe, "12e", phrase!("Sensitivity analyses"), &[SheetId::Estimates]),
        item(strobe, "13", phrase!("Numbers at each stage, reasons for losses, a flow diagram"), &[SheetId::Flow]),
        item(strobe, "14", phrase!("Who the cases are; missing values of each variable"), &[SheetId::TableOne]),
        item(strobe, "15", phrase!("Outcomes: numbers or summaries by group"), &[SheetId::Estimates]),
        item(strobe, "16", phrase!("Main results with intervals, unadjusted and adjusted"), &[SheetId::Findings]),
        item(strobe, "17", phrase!("Other analyses: subgroups, sensitivity, second methods"), &[SheetId::Estimates]),
        item(strobe, "18", phrase!("Key results with regard to the questions"), &[SheetId::Findings]),
        item(
            strobe,
            "19",
            phrase!("Limitations: what cannot be said, direction of possible bias"),
            &[SheetId::Findings],
        ),
        item(strobe, "20", phrase!("A cautious reading of the results"), &[SheetId::Findings]),
        item(strobe, "21", phrase!("To whom else the results may apply"), &[]),
        item(strobe, "22", phrase!("Who paid, and what part they had"), &[]),
        item(trend, "2", phrase!("The theory by which the program should work"), &[]),
        item(trend, "3", phrase!("How cases were recruited, and who came by their own choice"), &[]),
        item(trend, "4", phrase!("The program: content, who delivered it, how much, how long, where"), &[]),
        item(trend, "8", phrase!("Unit and method of assignment: who decided, by what rule"), &[]),
        item(trend, "9", phrase!("Whether those who measured knew who took part"), &[]),
        item(trend, "10", phrase!("Unit of analysis, and how clusters are accounted for"), &[SheetId::Estimates]),
        item(trend, "15", phrase!("How alike the groups were at the start"), &[SheetId::Balance]),
        item(trend, "17", phrase!("Size of the effect and its interval for each outcome"), &[SheetId::Findings]),
        item(trend, "19", phrase!("Harm and unintended effects"), &[]),
        item(trend, "20", phrase!("A reading that weighs other explanations, dose and mechanism"), &[]),
    ]
}
