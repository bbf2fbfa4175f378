//! Periods side by side: a column for each period, told apart by the year in its heading.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use super::headings::names_of;
use super::month_headings;
use crate::ingest::{Heading, RawTable};
use crate::notation::months::{month_as_written, month_name, month_of};
use crate::notation::years::{ERAS, YearForm, span_of, without_mark, without_year, year_as_written, year_in, year_of};
use crate::notation::{self, fold};
use crate::study::{PeriodFrom, Source};
use crate::text::even;
use crate::tidy::mentions::first_by_fold;

/// Longer titles (in characters) are sentences and name no variable.
const LONGEST: usize = 40;

/// What the headings say of periods.
#[derive(Clone, Debug, Default)]
pub(in crate::tidy) struct ByHeading {
    /// Of each column: the period.
    pub at: Vec<Option<String>>,
    /// The periods, each as the headings write it.
    pub written: Vec<(String, String)>,
}

/// A heading that says a year.
pub(super) struct Dated {
    pub column: usize,
    pub stem: String,
    /// A year or a month, as it is known.
    pub period: String,
    pub written: String,
}

/// The period that each heading says, where the study wants periods from headings; their names lose the year. A year that stands
/// in one heading only, or in a name that the study spells, is part of the name.
pub(in crate::tidy) fn split(
    source: &Source,
    table: &RawTable,
    names: &mut [String],
    aside: impl Fn(&usize) -> bool,
    spelled: &BTreeSet<String>,
) -> ByHeading {
    let mut found = ByHeading { at: vec![None; names.len()], written: Vec::new() };
    if source.period_from.as_ref().is_none_or(|from| from.value != PeriodFrom::Heading) {
        return found;
    }
    for (name, columns) in groups(source, table, names, aside, spelled) {
        for Dated { column, period, written, .. } in columns {
            names[column].clone_from(&name);
            found.at[column] = Some(period.clone());
            found.written.push((period, written));
        }
    }
    found
}

/// Of each column of a table: what it is called without the year in its heading, and the year or month, where several
/// columns differ in that only; for drafts. `aside` says which columns are units or periods.
pub fn years_of_headings(
    source: &Source,
    table: &RawTable,
    aside: impl Fn(&usize) -> bool,
) -> Vec<Option<(String, String)>> {
    let names = names_of(&table.headings);
    let mut found = vec![None; names.len()];
    for (name, columns) in groups(source, table, &names, aside, &BTreeSet::new()) {
        columns.into_iter().for_each(|dated| found[dated.column] = Some((name.clone(), dated.period)));
    }
    found
}

/// Columns that differ in the year of their heading only, by what they are called without it.
pub(super) fn groups(
    source: &Source,
    table: &RawTable,
    names: &[String],
    aside: impl Fn(&usize) -> bool,
    spelled: &BTreeSet<String>,
) -> Vec<(String, Vec<Dated>)> {
    let mentioned = first_by_fold(spelled);
    let columns: Vec<usize> =
        (0..names.len()).filter(|column| !aside(column) && !spelled.contains(&names[*column])).collect();
    let mut stems: IndexMap<String, Vec<Dated>> = IndexMap::new();
    let year = || said_year(source, table);
    for dated in dated(&table.headings, names, &columns, || title(source, table, &mentioned), year) {
        stems.entry(fold(&dated.stem)).or_default().push(dated);
    }
    let named = |(folded, columns): (String, Vec<Dated>)| {
        let known = mentioned.get(&folded);
        let name = known.map_or_else(|| columns[0].stem.clone(), |known| known.to_string());
        (columns.len() > 1 || known.is_some()).then_some((name, columns))
    };
    stems.into_iter().filter_map(named).collect()
}

/// The headings that say a year: with other words, or alone. A year alone is called by the heading above it, else by what the
/// table is called.
fn dated(
    headings: &[Heading],
    names: &[String],
    columns: &[usize],
    title: impl Fn() -> String,
    year: impl Fn() -> Option<i32>,
) -> Vec<Dated> {
    let mut last: Option<i32> = None;
    let mut found = Vec::new();
    let of_years = are_spans(names, columns);
    let months = month_headings::months(headings, columns, year);
    for &column in columns {
        let (name, heading) = (&names[column], &headings[column]);
        if let Some((stem, year, written)) = span(name).filter(|_| of_years) {
            let stem = stem.unwrap_or_else(|| above(heading).map_or_else(&title, str::to_string));
            found.push(Dated { column, stem, period: year.to_string(), written });
            continue;
        }
        if let Some((stem, month, written)) = month(name) {
            let stem = stem.unwrap_or_else(|| above(heading).map_or_else(&title, str::to_string));
            found.push(Dated { column, stem, period: month, written });
            continue;
        }
        if let Some(period) = months.get(&column) {
            let stem = above(heading).map_or_else(&title, str::to_string);
            found.push(Dated { column, stem, period: period.clone(), written: even(&heading.leaf).trim().to_string() });
            continue;
        }
        let above = || above(heading).map_or_else(&title, str::to_string);
        let alone =
            |text: &str| year_of(text).map(|(year, form)| (year, matches!(form, YearForm::Era | YearForm::EraLetter)));
        let counted_on = |text: &str| Some((continued(text, last?)?, true));
        let read = match alone(name).or_else(|| counted_on(name)) {
            Some((year, era)) => Some((above(), year, era, in_full(name, year))),
            None => with_words(name).or_else(|| {
                let (year, era) = counted_on(&heading.leaf)?;
                Some((above(), year, era, in_full(&heading.leaf, year)))
            }),
        };
        last = read.as_ref().filter(|(_, _, era, _)| *era).map(|(_, year, ..)| *year);
        found.extend(read.map(|(stem, year, _, written)| Dated { column, stem, period: year.to_string(), written }));
    }
    found
}

/// A year as its heading writes it; one that is counted on within an era with the name of the era.
fn in_full(heading: &str, year: i32) -> String {
    let plain = even(without_mark(heading)).trim().to_string();
    let era = ERAS.iter().find(|era| era.before < year).map_or("", |era| era.name);
    if year_of(&plain).is_some() { plain } else { format!("{era}{plain}") }
}

/// Whether headings such as 2009-10 are years and no months: each of them spans two years that follow each other.
fn are_spans(names: &[String], columns: &[usize]) -> bool {
    let spans = columns.iter().filter(|&&column| span(&names[column]).is_some()).count();
    let months = columns.iter().filter(|&&column| span(&names[column]).is_none() && month(&names[column]).is_some());
    spans > 1 && months.count() == 0
}

/// `2009-10`, `Score 2009-10`: what is left without the years, the first of them, and how they are written.
fn span(name: &str) -> Option<(Option<String>, i32, String)> {
    let plain = even(name);
    let around = |c: char| c.is_whitespace() || "_()[]【】「」".contains(c);
    let mut words = plain.split(around).filter_map(|word| Some((word, span_of(word)?)));
    let (written, year) = words.next().filter(|_| words.next().is_none())?;
    let stem = plain.replacen(written, "", 1).trim_matches(around).to_string();
    Some((Some(stem).filter(|stem| !stem.is_empty()), year, written.to_string()))
}

/// `2021年4月`, `会員数 2021年4月`: what is left without the month, the month, and how it is written.
fn month(name: &str) -> Option<(Option<String>, String, String)> {
    let written = month_as_written(name)?;
    let plain = even(name);
    let around = |c: char| c.is_whitespace() || "_()[]【】「」".contains(c);
    let stem = plain.replacen(&written, "", 1).trim_matches(around).to_string();
    Some((Some(stem).filter(|stem| !stem.is_empty()), month_of(&written).map(month_name)?, written))
}

/// The only year that the titles above a table, its sheet or its file say.
fn said_year(source: &Source, table: &RawTable) -> Option<i32> {
    let header = table.header_rows.first().copied().unwrap_or(0);
    let titles = table.set_aside.iter().filter(|aside| aside.row < header).map(|aside| aside.text.as_str());
    let file = source.file.value.rsplit(['/', '\\']).next();
    titles.chain([&*table.sheet]).chain(file).find_map(year_in)
}

/// `2019年度 会員数`: without the year, the year, whether it is one of an era, and how it is written.
fn with_words(name: &str) -> Option<(String, i32, bool, String)> {
    let (stem, year) = without_year(name)?;
    let (_, written) = year_as_written(name)?;
    let era = ERAS.iter().any(|era| written.starts_with(era.name) || written.starts_with(era.letter));
    Some((stem, year, era, written))
}

/// `３年度` behind `令和２年度`: the year after it.
fn continued(text: &str, last: i32) -> Option<i32> {
    let plain = even(text);
    let plain = plain.trim();
    let digits = ["年度", "年"].iter().find_map(|suffix| plain.strip_suffix(suffix))?;
    let year: i32 = digits.trim().parse().ok().filter(|year| (1..=99).contains(year))?;
    ERAS.iter().any(|era| era.before + year == last + 1 && year <= era.last).then_some(last + 1)
}

/// The headings above the lowest one of a column.
fn above(heading: &Heading) -> Option<&str> {
    let above = heading.text.strip_suffix(heading.leaf.as_str())?.trim();
    (!above.is_empty()).then_some(above)
}

/// What the numbers of a table are called: by a name that the study speaks of, the title above the table, the sheet, or the source.
fn title(source: &Source, table: &RawTable, mentioned: &BTreeMap<String, &String>) -> String {
    let header = table.header_rows.first().copied().unwrap_or(0);
    let above = table.set_aside.iter().filter(|aside| aside.row < header).map(|aside| aside.text.trim());
    let titles = above.filter(|text| is_title(text)).map(|text| without_unit(text).to_string());
    let sheet = (!is_default(&table.sheet)).then(|| table.sheet.to_string());
    let names: Vec<String> = titles.chain(sheet).chain([source.name.value.clone()]).collect();
    let spoken = names.iter().find_map(|name| mentioned.get(&fold(name)).map(|known| known.to_string()));
    spoken.unwrap_or_else(|| names[0].clone())
}

/// `会員数の推移（単位：人）`: what it is about.
fn without_unit(title: &str) -> &str {
    let open = title.rfind(['(', '（', '[', '［']).filter(|_| title.ends_with([')', '）', ']', '］']));
    let said = |inside: &str| fold(inside).contains("単位") || fold(inside).contains("unit");
    let bare = open.filter(|at| said(&title[*at..])).map_or(title, |at| title[..at].trim_end());
    bare.strip_suffix("の推移").filter(|name| !name.is_empty()).unwrap_or(bare)
}

fn is_title(text: &str) -> bool {
    let note = text.starts_with(['※', '注', '*', '(', '（', '【', '資']) || fold(text).starts_with("単位");
    let sentence = text.contains('。') || text.chars().count() > LONGEST;
    !text.is_empty() && !note && !sentence && notation::beside(text).is_none() && year_of(text).is_none()
}

/// Names that programs give to sheets.
fn is_default(sheet: &str) -> bool {
    let folded = fold(sheet);
    let word = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(word, "" | "sheet" | "シート" | "表" | "table" | "tabelle" | "feuil" | "hoja" | "ワークシート")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: &[&str]) -> Vec<(String, String, String)> {
        let headings: Vec<Heading> = (0u32..).zip(texts).map(|(col, text)| heading(text, col)).collect();
        let names: Vec<String> = headings.iter().map(|heading| heading.text.clone()).collect();
        let columns: Vec<usize> = (0..names.len()).collect();
        let found = dated(&headings, &names, &columns, || "title".into(), || None);
        found.into_iter().map(|dated| (dated.stem, dated.period, dated.written)).collect()
    }

    /// `a|b` is b below a.
    fn heading(text: &str, col: u32) -> Heading {
        let leaf = text.rsplit('|').next().unwrap_or_default().to_string();
        Heading { text: text.replace('|', " "), leaf, col, also: Vec::new() }
    }

    fn years(texts: &[&str]) -> Vec<i32> {
        read(texts).into_iter().map(|(_, year, _)| year.parse().unwrap()).collect()
    }

    #[test]
    fn years_alone_are_called_by_what_stands_above() {
        let said = |stem: &str, year: i32, written: &str| (stem.to_string(), year.to_string(), written.to_string());
        assert_eq!(
            read(&["2019", "2020年度", "増減", "前年比"]),
            [said("title", 2019, "2019"), said("title", 2020, "2020年度")]
        );
        assert_eq!(
            read(&["会員数|2019", "会員数|2020", "寄附 R3"]),
            [said("会員数", 2019, "2019"), said("会員数", 2020, "2020"), said("寄附", 2021, "R3")]
        );
    }

    #[test]
    fn months_are_read_like_years() {
        let months: Vec<(String, String, String)> = read(&["2021年4月", "2021年10月", "会員数 Apr-2021"]);
        let said: Vec<(&str, &str)> = months.iter().map(|(stem, month, _)| (stem.as_str(), month.as_str())).collect();
        assert_eq!(said, [("title", "2021-04"), ("title", "2021-10"), ("会員数", "2021-04")]);
    }

    #[test]
    fn titles_lose_their_unit() {
        for (title, name) in [
            ("会員数の推移（単位：人）", "会員数"),
            ("Members (unit: people)", "Members"),
            ("会員数（正会員）", "会員数（正会員）"),
            ("の推移", "の推移"),
        ] {
            assert_eq!(without_unit(title), name);
        }
    }

    #[test]
    fn years_are_counted_on_within_an_era() {
        assert_eq!(years(&["令和元年度", "２年度", "３年度"]), [2019, 2020, 2021]);
        assert_eq!(years(&["平成30年度", "令和元年度", "2年度", "合計"]), [2018, 2019, 2020]);
        assert_eq!(years(&["H30", "R1", "R2"]), [2018, 2019, 2020]);
        assert_eq!(years(&["会員|令和元年度", "会員|２年度"]), [2019, 2020]);
        assert_eq!(years(&["1年", "2年", "3年"]), [0; 0], "grades of a school");
        assert_eq!(years(&["令和元年度", "3年度"]), [2019], "one is left out");
    }
}
