use std::collections::BTreeSet;

use crate::ingest::fold;
use crate::ingest::layouts::bare;
use crate::ingest::look::{Glance, Look};
use crate::phrase;
use crate::study::keys::{toml_key, toml_text};
use crate::text::{Lang, Phrase};
use crate::tidy::natural;

use super::super::talk::in_shell;
use super::{Seen, rank, waves};

/// Values that are shown of a column.
const VALUES_SHOWN: usize = 4;

/// Characters that are shown of a value.
const VALUE_LENGTH: usize = 24;

/// Columns that are suggested for a role.
const SUGGESTED: usize = 8;

/// A study file as text, to be written to `file`.
pub fn study(seen: &[Seen], file: &str, lang: Lang) -> String {
    let mut page = Page { text: String::new(), lang };
    page.comment(&phrase!("A draft: look at what was guessed, then fill in the question at the end"));
    page.comment(&phrase!("After that: {command}", command = format!("tashika check {}", in_shell(file))));
    page.line("");
    page.line("[study]");
    page.line(&format!("title = {}", toml_text(&seen[0].name)));
    seen.iter().for_each(|table| page.source(table, seen));
    let columns = columns(seen);
    page.variables(&columns);
    page.income(seen);
    page.question(seen, &columns);
    page.text
}

struct Page {
    text: String,
    lang: Lang,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn comment(&mut self, said: &Phrase) {
        let said = one_line(&said.render(self.lang));
        self.line(&format!("# {said}"));
    }

    /// `key = value  # comment`.
    fn noted(&mut self, line: &str, note: &Phrase) {
        let note = one_line(&note.render(self.lang));
        self.line(&format!("{line}  # {note}"));
    }

    fn source(&mut self, seen: &Seen, all: &[Seen]) {
        self.line("");
        self.line(&format!("[sources.{}]", toml_key(&seen.name)));
        let rows =
            phrase!("{n} {n?row|rows}, {k} {k?column|columns}", n = seen.table.rows.len(), k = seen.columns.len());
        self.noted(&format!("file = {}", toml_text(&seen.file)), &rows);
        if !seen.table.sheet.is_empty() {
            self.line(&format!("sheet = {}", toml_text(&seen.table.sheet)));
        }
        if let Some(known) = &seen.layout {
            self.comment(&phrase!(
                "Recognised as {layout}: {seen}",
                layout = known.title.clone(),
                seen = known.seen.clone()
            ));
        }
        self.unit(seen);
        let renames = renames(seen, all);
        if !renames.is_empty() {
            let pairs: Vec<String> =
                renames.iter().map(|(new, heading)| format!("{} = {}", toml_key(new), toml_text(heading))).collect();
            self.noted(
                &format!("columns = {{ {} }}", pairs.join(", ")),
                &phrase!("new name = heading, because another source has these headings too"),
            );
        }
        for other in &seen.others {
            self.other_sheet(seen, other);
        }
    }

    fn unit(&mut self, seen: &Seen) {
        if seen.layout.as_ref().is_some_and(|known| known.understood.anonymous) {
            return self.noted(
                "anonymous = true",
                &phrase!("each row is a respondent of its own, whom nobody can find again"),
            );
        }
        let column = &seen.columns[seen.unit.column];
        let note = match (seen.unit.sure, seen.unit.period) {
            (true, None) if column.empty > 0 => phrase!(
                "the column that identifies each row: {n} different values; {empty} {empty?row has|rows have} none and {empty?is|are} left out",
                n = column.values.len(),
                empty = column.empty
            ),
            (true, None) => {
                phrase!("the column that identifies each row: {n} different values", n = column.values.len())
            }
            (true, Some(_)) => {
                phrase!("the column that identifies the unit: {n} different values", n = column.values.len())
            }
            (false, _) if seen.unit.together => phrase!(
                "PLEASE CHECK: no column identifies each row; this one has {n} different values in {rows} rows, and seems to say who received something",
                n = column.values.len(),
                rows = seen.table.rows.len()
            ),
            (false, _) => phrase!(
                "PLEASE CHECK: no column identifies each row; this one has {n} different values in {rows} rows. If none does, number the rows in a new column",
                n = column.values.len(),
                rows = seen.table.rows.len()
            ),
        };
        self.noted(&format!("unit = {}", toml_text(&column.heading)), &note);
        if seen.unit.together {
            self.noted(
                "rows = \"sum\"",
                &phrase!("the rows of each unit are put together and their numbers added; if each row is a unit of its own, number the rows in a new column instead"),
            );
        }
        if !seen.others_unit.is_empty() {
            self.comment(&phrase!(
                "Other columns that could identify each row: {names}",
                names = seen.others_unit.clone()
            ));
        }
        if let Some(period) = seen.unit.period {
            self.line(&format!("period_column = {}", toml_text(&seen.columns[period].heading)));
        }
        if let Some(period) = &seen.period {
            self.noted(
                &format!("period = {}", toml_text(period)),
                &phrase!("another file holds the same columns at another time"),
            );
        }
    }

    fn other_sheet(&mut self, seen: &Seen, sheet: &str) {
        self.line("");
        self.comment(&phrase!("The workbook has another sheet. If it is needed, take away the # and fill in `unit`:"));
        self.line(&format!("# [sources.{}]", toml_key(&format!("{}-{sheet}", seen.name))));
        self.line(&format!("# file = {}", one_line(&toml_text(&seen.file))));
        self.line(&format!("# sheet = {}", one_line(&toml_text(sheet))));
        self.line("# unit = \"…\"");
    }

    fn variables(&mut self, columns: &[(String, &Glance)]) {
        self.line("");
        self.comment(&phrase!(
            "The columns as they look. Correct what was guessed wrongly and take out what is not needed."
        ));
        self.comment(&phrase!("A label, a unit and the good direction make the outputs easier to read, for example:"));
        self.line("# label = { ja = \"…\", en = \"…\" }");
        self.line("# unit = { ja = \"…\", en = \"…\" }");
        self.line("# better = \"higher\"");
        let mut declared: BTreeSet<String> = BTreeSet::new();
        for (name, column) in columns {
            if declared.insert(fold(name)) {
                self.variable(name, column);
            }
        }
    }

    fn variable(&mut self, name: &str, column: &Glance) {
        self.line("");
        let heading = format!("[variables.{}]", toml_key(name));
        self.noted(&heading, &values(column));
        match column.look() {
            Look::YesNo => self.line("kind = \"yes-no\""),
            Look::Number => self
                .noted("kind = \"number\"", &phrase!("or {kinds}", kinds = vec!["count", "amount", "share", "scale"])),
            Look::Date => self.line("kind = \"date\""),
            Look::Category => self.line("kind = \"category\""),
            Look::Text => self.line("kind = \"text\""),
            Look::Pair | Look::Unclear | Look::Empty => {}
        }
        let no_answers = column.no_answers();
        if !no_answers.is_empty() {
            let listed: Vec<String> = no_answers.iter().map(|text| toml_text(text)).collect();
            self.noted(
                &format!("missing = [{}]", listed.join(", ")),
                &phrase!("texts among the numbers: do they mean no answer?"),
            );
        }
    }

    /// Income by its classes, where a table is a statement of activities.
    fn income(&mut self, seen: &[Seen]) {
        let Some(known) =
            seen.iter().filter_map(|table| table.layout.as_ref()).find(|it| !it.understood.income.is_empty())
        else {
            return;
        };
        let named = |class: &str| {
            let of = known.understood.income.iter().filter(|(key, _)| *key == class);
            of.map(|(_, heading)| toml_text(bare(heading))).collect::<Vec<_>>().join(", ")
        };
        let classes =
            ["fees", "donations", "grants", "business", "other"].map(|class| format!("{class} = [{}]", named(class)));
        self.line("");
        self.comment(&phrase!("Income by its five classes: shares, concentration, own revenue"));
        self.line("[measures.income]");
        self.line("method = \"income-mix\"");
        self.line(&format!("classes = {{ {} }}", classes.join(", ")));
    }

    fn question(&mut self, seen: &[Seen], columns: &[(String, &Glance)]) {
        let [outcomes, arms] = [rank::outcomes(columns), rank::treatments(columns)]
            .map(|names| names.into_iter().take(SUGGESTED).collect::<Vec<String>>());
        self.line("");
        self.comment(&phrase!(
            "The question. Take away the # at the beginning of the lines and fill in the names of columns."
        ));
        self.line("# [[questions]]");
        self.line("# id = \"effect\"");
        self.line("# title = \"…\"");
        let mut asked = |line: &str, note: Phrase| self.noted(&format!("# {line}"), &note);
        let best = |names: &[String]| names.first().map_or_else(|| "\"…\"".to_string(), |name| toml_text(name));
        let others = |names: &[String]| names.iter().skip(1).cloned().collect::<Vec<_>>();
        let numbers = match outcomes.len() {
            0 | 1 => phrase!("what may have changed"),
            _ => {
                phrase!("what may have changed; other numbers, the likeliest first: {names}", names = others(&outcomes))
            }
        };
        let sides = match arms.len() {
            0 | 1 => phrase!("who took part or received, in two values"),
            _ => phrase!("who took part or received; other columns with two values: {names}", names = others(&arms)),
        };
        asked(&format!("outcomes = [{}]", best(&outcomes)), numbers);
        if let Some((first, last)) = periods(seen) {
            asked(&format!("before = {}", toml_text(&first)), phrase!("the period before"));
            asked(
                &format!("after = {}", toml_text(&last)),
                phrase!("the period after; of variables that change, write name@period elsewhere"),
            );
        } else {
            asked(
                &format!("baseline = {{ {} = \"…\" }}", best(&outcomes)),
                phrase!("the same thing before: outcome = column; else take the line out"),
            );
        }
        asked(&format!("treatment = {}", best(&arms)), sides);
        asked("covariates = [\"…\"]", phrase!("what was known before and makes units comparable"));
        asked(
            "design = \"nearest\"",
            phrase!(
                "similar units are compared; or {other}: the same units before and after",
                other = "\"before-after\""
            ),
        );
    }
}

/// The first and the last period, where files are of several or a table has a column of periods.
fn periods(seen: &[Seen]) -> Option<(String, String)> {
    let by_file: Vec<Option<String>> = seen.iter().map(|table| table.period.clone()).collect();
    if let Some(ends) = waves::ends(&by_file) {
        return Some(ends);
    }
    let column = seen.iter().find_map(|table| Some(&table.columns[table.unit.period?]))?;
    let mut known: Vec<&String> = column.values.keys().collect();
    known.sort_by(|a, b| natural(a, b));
    // Years of an era do not sort by their names.
    let plain = known.iter().all(|period| period.starts_with(|c: char| c.is_ascii_digit()));
    let said =
        |period: Option<&&String>| period.filter(|_| plain).map_or_else(|| "…".into(), |period| period.to_string());
    (known.len() > 1).then(|| (said(known.first()), said(known.last())))
}

/// The columns that a study can speak of: those with a heading that do not identify rows, by their names in the study.
fn columns(seen: &[Seen]) -> Vec<(String, &Glance)> {
    let of = |table: &'_ Seen| -> Vec<usize> {
        let structural = |column: usize| column == table.unit.column || Some(column) == table.unit.period;
        let named =
            |column: usize| !table.columns[column].heading.is_empty() && !table.columns[column].heading.contains('@');
        (0..table.columns.len()).filter(|&column| !structural(column) && named(column)).collect()
    };
    let mut all: Vec<(String, &Glance)> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for table in seen {
        let renames = renames(table, seen);
        for column in of(table) {
            let glance = &table.columns[column];
            let renamed = renames.iter().find(|(_, heading)| *heading == glance.heading);
            let name = renamed.map_or_else(|| glance.heading.clone(), |(new, _)| new.clone());
            if known.insert(fold(&name)) || table.period.is_none() {
                all.push((name, glance));
            }
        }
    }
    all
}

/// New names for headings that an earlier source has too: the heading with the name of the source.
fn renames(seen: &Seen, all: &[Seen]) -> Vec<(String, String)> {
    // Of several points in time the same heading is the same variable.
    let again = |other: &&Seen| other.period.is_some() && seen.period.is_some();
    let earlier = all.iter().take_while(|other| other.name != seen.name).filter(|other| !again(other));
    let known: BTreeSet<String> =
        earlier.flat_map(|other| &other.columns).map(|column| fold(&column.heading)).collect();
    let own = (0..seen.columns.len()).filter(|&column| column != seen.unit.column && Some(column) != seen.unit.period);
    let headings = own
        .map(|column| &seen.columns[column].heading)
        .filter(|heading| !heading.is_empty() && known.contains(&fold(heading)));
    headings.map(|heading| (format!("{heading}_{}", seen.name), heading.clone())).collect()
}

/// What a column holds, in a few words.
fn values(column: &Glance) -> Phrase {
    let held = match column.look() {
        Look::Empty => return phrase!("nothing in it"),
        Look::Number => phrase!("{low} to {high}", low = column.range.0.to_string(), high = column.range.1.to_string()),
        Look::Date => phrase!("{n} {n?date|dates}", n = column.dates),
        Look::Text | Look::Unclear => {
            let some: Vec<String> = column.frequent(2).into_iter().map(|(text, _)| shortened(text)).collect();
            phrase!("{n} different {n?value|values} such as {values}", n = column.values.len(), values = some)
        }
        Look::YesNo | Look::Category | Look::Pair => counted(column),
    };
    match column.empty {
        0 => held,
        empty => phrase!("{held}; {empty} empty", held = held, empty = empty),
    }
}

fn counted(column: &Glance) -> Phrase {
    let one = |(text, n): (&str, usize)| phrase!("{value} ({n})", value = shortened(text), n = n);
    let shown: Vec<Phrase> = column.frequent(VALUES_SHOWN).into_iter().map(one).collect();
    match column.values.len() - shown.len() {
        0 => phrase!("{values}", values = shown),
        more => phrase!("{values} and {more} more", values = shown, more = more),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(VALUE_LENGTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// Comments end at the line: nothing from a cell may begin another one.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
