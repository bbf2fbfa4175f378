use std::collections::BTreeSet;

use crate::ingest::layouts::bare;
use crate::notation::{fold, may_be_no_answer};
use crate::phrase;
use crate::study::VariableKind;
use crate::study::keys::{toml_key, toml_text};
use crate::text::{Lang, Phrase};

use super::super::talk::in_shell;
use super::column::DraftColumn;
use super::links::DraftLink;
use super::values::{self, one_line};
use super::{DraftSource, When, decisions, periods, question, rank};

/// A study file as text, to be written to `file`.
pub fn study(seen: &[DraftSource], file: &str, lang: Lang) -> String {
    let mut page = DraftPage { text: String::new(), lang };
    page.comment(&phrase!("A draft: look at what was guessed, then fill in the question at the end"));
    page.comment(&phrase!("After that: {command}", command = format!("tashika check {}", in_shell(file))));
    page.line("");
    page.line("[study]");
    page.line(&format!("title = {}", toml_text(&seen[0].name)));
    if seen.iter().any(periods::are_days) {
        let line = format!("fiscal_year_starts = {}", periods::FISCAL_YEAR_STARTS);
        page.noted(
            &line,
            &phrase!("first month of the fiscal year, by which days become years: 4 is April, 1 the calendar year"),
        );
    }
    page.words();
    seen.iter().for_each(|table| page.source(table, seen));
    if seen.iter().all(DraftSource::explains) {
        return page.text;
    }
    let columns = columns(seen);
    page.variables(&columns);
    page.income(seen);
    page.question(seen, &columns);
    page.text
}

pub(super) struct DraftPage {
    text: String,
    lang: Lang,
}

impl DraftPage {
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(super) fn comment(&mut self, said: &Phrase) {
        let said = one_line(&said.render(self.lang));
        self.line(&format!("# {said}"));
    }

    /// `key = value  # comment`.
    pub(super) fn noted(&mut self, line: &str, note: &Phrase) {
        let note = one_line(&note.render(self.lang));
        self.line(&format!("{line}  # {note}"));
    }

    /// What outputs may call those it is about: nothing in the data says it.
    fn words(&mut self) {
        self.line("");
        self.comment(&phrase!(
            "Outputs speak of units, of those who took part and of the program. For words of your own take the # away and change them"
        ));
        self.line("# [study.words]");
        crate::study::example_lines().iter().for_each(|line| self.line(&format!("# {line}")));
    }

    fn source(&mut self, seen: &DraftSource, all: &[DraftSource]) {
        self.line("");
        self.line(&format!("[sources.{}]", toml_key(&seen.name)));
        let rows = phrase!("{n} {n?row|rows}, {k} {k?column|columns}", n = seen.rows, k = seen.columns.len());
        self.noted(&format!("file = {}", toml_text(&seen.file)), &rows);
        self.sheets(seen);
        if let Some(known) = &seen.layout {
            self.comment(&phrase!(
                "Recognised as {layout}: {seen}",
                layout = known.title.clone(),
                seen = known.seen.clone()
            ));
        }
        match &seen.link {
            Some(link) => self.link(link),
            None => self.unit(seen),
        }
        self.period(seen);
        self.filled(seen);
        self.columns(seen, all);
        seen.others.iter().for_each(|other| self.other_sheet(seen, other));
    }

    fn sheets(&mut self, seen: &DraftSource) {
        match seen.sheets.as_slice() {
            [] => {}
            [one] => self.line(&format!("sheet = {}", toml_text(one))),
            several => {
                let list: Vec<String> = several.iter().map(|sheet| toml_text(sheet)).collect();
                self.noted(&format!("sheet = [{}]", list.join(", ")), &phrase!("sheets with the same columns"));
            }
        }
    }

    fn link(&mut self, link: &DraftLink) {
        self.noted(
            &format!("link = {{ to = {}, by = [{}] }}", toml_text(&link.to), toml_text(&link.by)),
            &phrase!(
                "its rows say something about the rows of the other source; or make them units of their own: {unit}",
                unit = format!("unit = {}", toml_text(&link.heading))
            ),
        );
    }

    fn filled(&mut self, seen: &DraftSource) {
        if !seen.filled.is_empty() {
            let list: Vec<String> = seen.filled.iter().map(|heading| toml_text(heading)).collect();
            self.noted(
                &format!("fill_down = [{}]", list.join(", ")),
                &phrase!(
                    "PLEASE CHECK: written in the first row of each group only; the blank cells below take the value above"
                ),
            );
        }
    }

    fn columns(&mut self, seen: &DraftSource, all: &[DraftSource]) {
        let mut pairs: Vec<String> = seen
            .headings
            .iter()
            .map(|(name, headings)| {
                let list: Vec<String> = headings.iter().map(|heading| toml_text(heading)).collect();
                format!("{} = [{}]", toml_key(name), list.join(", "))
            })
            .collect();
        let otherwise = pairs.len();
        let linked = seen.link.iter().filter(|link| fold(&link.by) != fold(&link.heading));
        pairs.extend(linked.map(|link| format!("{} = {}", toml_key(&link.by), toml_text(&link.heading))));
        pairs.extend(
            renames(seen, all).iter().map(|(new, heading)| format!("{} = {}", toml_key(new), toml_text(heading))),
        );
        let note = match otherwise {
            0 => phrase!("new name = heading, because another source has these headings too"),
            _ => phrase!(
                "PLEASE CHECK: these columns are headed otherwise in some files; of each the first heading that a file has is taken"
            ),
        };
        if !pairs.is_empty() {
            self.noted(&format!("columns = {{ {} }}", pairs.join(", ")), &note);
        }
    }

    fn period(&mut self, seen: &DraftSource) {
        if let Some(period) = seen.unit.period {
            let line = format!("period_column = {}", toml_text(&seen.columns[period].heading));
            match periods::are_days(seen) {
                true => self.noted(&line, &phrase!("days become fiscal years, see fiscal_year_starts above")),
                false => self.line(&line),
            }
        }
        let (from_sheet, from_file, from_heading) = (
            phrase!("each sheet is one point in time"),
            phrase!("each file is one point in time"),
            phrase!("the year stands in the headings; without it they are one column each"),
        );
        match (seen.when, seen.periods.first()) {
            (When::Named, Some(period)) => self.noted(
                &format!("period = {}", toml_text(period)),
                &phrase!("another file holds the same columns at another time"),
            ),
            (When::Apart, _) => {
                let from = if seen.file.contains('*') { "file" } else { "sheet" };
                let line = format!("# period_from = \"{from}\"");
                self.noted(
                    &line,
                    &phrase!("nobody stands in two of them; take away the # if each is a point in time all the same"),
                );
            }
            (When::Sheet, _) => self.noted("period_from = \"sheet\"", &from_sheet),
            (When::File, _) => self.noted("period_from = \"file\"", &from_file),
            (When::Heading, _) => self.noted("period_from = \"heading\"", &from_heading),
            _ => {}
        }
    }

    fn other_sheet(&mut self, seen: &DraftSource, other: &DraftSource) {
        let Some(sheet) = other.sheets.first() else { return };
        let named = |column: &usize| toml_text(&other.columns[*column].heading);
        let unit = match other.unit.columns.as_slice() {
            [] if other.is_anonymous() => "anonymous = true".to_string(),
            [] => "unit = \"…\"".to_string(),
            [one] => format!("unit = {}", named(one)),
            several => format!("unit = [{}]", several.iter().map(named).collect::<Vec<_>>().join(", ")),
        };
        if other.explains() {
            return;
        }
        self.line("");
        self.comment(&phrase!("The workbook has another sheet. If it is needed, take away the # and look at `unit`:"));
        self.line(&format!("# [sources.{}]", toml_key(&format!("{}-{sheet}", seen.name))));
        self.line(&format!("# file = {}", one_line(&toml_text(&seen.file))));
        self.line(&format!("# sheet = {}", one_line(&toml_text(sheet))));
        self.line(&format!("# {}", one_line(&unit)));
    }

    fn variables(&mut self, columns: &[(String, &DraftColumn)]) {
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

    fn variable(&mut self, name: &str, column: &DraftColumn) {
        self.line("");
        let heading = format!("[variables.{}]", toml_key(name));
        self.noted(&heading, &values::held(column));
        match column.profile.kind() {
            _ if decisions::is_decision(column) => self.decision(column),
            Some(VariableKind::Scale) => {
                self.noted("kind = \"scale\"", &phrase!("answers in words, from the lowest step to the highest"));
            }
            Some(VariableKind::Share) => self.noted("kind = \"share\"", &phrase!("in per cent")),
            Some(VariableKind::YesNo) => self.line("kind = \"yes-no\""),
            Some(VariableKind::Date) => self.line("kind = \"date\""),
            Some(VariableKind::Category | VariableKind::Text) if self.several(name, column) => {}
            // Nobody knows yet whether they are yes and no.
            Some(VariableKind::Category | VariableKind::Text) if column.is_two() => {}
            Some(VariableKind::Category) => self.line("kind = \"category\""),
            Some(VariableKind::Text) => self.line("kind = \"text\""),
            Some(_) => self
                .noted("kind = \"number\"", &phrase!("or {kinds}", kinds = vec!["count", "amount", "share", "scale"])),
            None => {}
        }
        self.missing(column);
    }

    /// A question with several answers in a cell: each of them can be asked about.
    fn several(&mut self, name: &str, column: &DraftColumn) -> bool {
        let answers = rank::answers(column);
        if answers.is_empty() {
            return false;
        }
        let names = values::some(answers.iter().map(|answer| format!("{name}={answer}")));
        self.comment(&phrase!("several answers in a cell; each can be an outcome: {names}", names = names));
        true
    }

    fn decision(&mut self, column: &DraftColumn) {
        let undecided = values::some(decisions::undecided(column));
        let note = match undecided.is_empty() {
            true => phrase!("for a treatment: who received it, and who did not"),
            false => phrase!("for a treatment: who received it, and who did not; neither: {names}", names = undecided),
        };
        self.noted(&format!("# {}", one_line(&decisions::codes(column))), &note);
    }

    /// Texts among the numbers: those that say that there is no answer count as missing, the others are to be decided.
    fn missing(&mut self, column: &DraftColumn) {
        let (none, odd): (Vec<&str>, Vec<&str>) =
            few(column.no_numbers()).into_iter().partition(|text| may_be_no_answer(text));
        let list = |texts: &[&str]| texts.iter().map(|text| toml_text(text)).collect::<Vec<_>>().join(", ");
        if !none.is_empty() {
            self.noted(
                &format!("missing = [{}]", list(&none)),
                &phrase!("words among the numbers that mean no answer"),
            );
        }
        if !odd.is_empty() {
            let all: Vec<&str> = none.into_iter().chain(odd).collect();
            let line = format!("# missing = [{}]", one_line(&list(&all)));
            self.noted(
                &line,
                &phrase!("texts among the numbers: look at their cells; if they mean no answer, take away the #"),
            );
        }
    }

    /// Income by its classes, where a table is a statement of activities.
    fn income(&mut self, seen: &[DraftSource]) {
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

    fn question(&mut self, seen: &[DraftSource], columns: &[(String, &DraftColumn)]) {
        self.line("");
        self.comment(&phrase!(
            "The question. Take away the # at the beginning of the lines and fill in the names of columns."
        ));
        self.line("# [[questions]]");
        self.line("# id = \"effect\"");
        self.line("# title = \"…\"");
        for (line, note) in question::lines(seen, columns) {
            self.noted(&format!("# {}", one_line(&line)), &note);
        }
    }
}

/// The texts among the numbers of a column, where they are few different ones without digits: signs and words.
fn few(odd: BTreeSet<&str>) -> BTreeSet<&str> {
    const FEW: usize = 3;
    let plain = odd.iter().all(|text| !text.contains(|c: char| c.is_ascii_digit()));
    if plain && odd.len() <= FEW { odd } else { BTreeSet::new() }
}

/// The columns that a study can speak of: those with a heading that do not identify rows, by their names in the study.
fn columns(seen: &[DraftSource]) -> Vec<(String, &DraftColumn)> {
    let mut all: Vec<(String, &DraftColumn)> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for table in seen {
        let renames = renames(table, seen);
        let linked = |column: &DraftColumn| table.link.as_ref().is_some_and(|link| link.heading == column.heading);
        let own = table.columns.iter().enumerate().filter(|(at, column)| {
            !table.is_structural(*at) && !column.heading.is_empty() && !column.heading.contains('@') && !linked(column)
        });
        for (at, glance) in own {
            let renamed = renames.iter().find(|(_, heading)| *heading == glance.heading);
            let name = match table.when {
                When::Heading if table.dated.get(at).is_some_and(Option::is_some) => {
                    table.dated[at].clone().unwrap_or_default()
                }
                _ => renamed.map_or_else(|| table.names[at].clone(), |(new, _)| new.clone()),
            };
            if known.insert(fold(&name)) {
                all.push((name, glance));
            }
        }
    }
    all
}

/// New names for headings that an earlier source has too: the heading with the name of the source.
fn renames(seen: &DraftSource, all: &[DraftSource]) -> Vec<(String, String)> {
    // Of several points in time, and of the sides of a comparison, the same heading is the same variable.
    let again = |other: &&DraftSource| other.is_dated() && seen.is_dated() || other.group && seen.group;
    let earlier = all.iter().take_while(|other| other.name != seen.name).filter(|other| !again(other));
    let known: BTreeSet<String> = earlier.flat_map(|other| &other.names).map(|name| fold(name)).collect();
    let linked = |heading: &String| seen.link.as_ref().is_some_and(|link| link.heading == *heading);
    let own = (0..seen.columns.len()).filter(|&column| !seen.is_structural(column));
    let again = own.filter(|&column| {
        let (name, heading) = (&seen.names[column], &seen.columns[column].heading);
        !heading.is_empty() && known.contains(&fold(name)) && !linked(heading)
    });
    again
        .map(|column| (format!("{}_{}", seen.names[column], seen.name), seen.columns[column].heading.clone()))
        .collect()
}
