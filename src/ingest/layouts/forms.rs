//! Answers to online forms: Google Forms, Qualtrics, KoboToolbox and ODK.

use super::{Layout, LayoutFit, Meaning, Sight, Understood};
use crate::ingest::profile::heading::names;
use crate::ingest::profile::{Glance, guess};
use crate::ingest::{AsideReason, Raw, RawTable, change};
use crate::notation::fold;
use crate::phrase;
use crate::study::VariableKind;
use crate::text::{Phrase, Words};

/// Google Forms: the first column is the time of the answer.
pub struct GoogleForms;

impl Layout for GoogleForms {
    fn name(&self) -> &'static str {
        "google-forms"
    }

    fn title(&self) -> Phrase {
        phrase!("answers to a Google form")
    }

    fn fit(&self, sight: &Sight<'_>) -> Option<LayoutFit> {
        let stamped = |text: &str| ["タイムスタンプ", "timestamp"].contains(&fold(text).as_str());
        let several = sight.table.headings.len() >= 2;
        let first = sight.table.headings.first().filter(|first| several && stamped(&first.text))?;
        let timed = |row: &usize| {
            matches!(sight.table.get(*row, 0), Raw::Date(_)) || change::text(sight.table, *row, 0).contains(':')
        };
        let rows = sight.table.rows.len();
        let all = (0..rows).filter(timed).count() * 10 >= rows * 9;
        let seen = phrase!("the first column is `{heading}`; each row is an answer", heading = first.text.as_str());
        all.then_some(LayoutFit { score: 0.9, seen })
    }

    fn understand(&self, sight: &Sight<'_>) -> Understood {
        let columns: Vec<Glance> =
            (0..sight.table.columns.len()).map(|column| Glance::at(sight.table, column)).collect();
        // Of answers that come again, the address or name that people gave says who it was; a pair of columns does so by chance.
        let unit = guess(sight.table, &columns).columns;
        let unit = unit.first().copied().filter(|&column| unit.len() == 1 && names(&columns[column].heading).is_some());
        let stamp = sight.table.headings[0].text.clone();
        Understood {
            unit: unit.map(|column| sight.table.headings[column].text.clone()),
            anonymous: unit.is_none(),
            meanings: vec![Meaning { heading: stamp, kind: Some(VariableKind::Date), ..Meaning::default() }],
            ..Understood::default()
        }
    }
}

/// Qualtrics: ids of the questions, their texts in the second row, and import ids in the third.
pub struct Qualtrics;

/// Rows below the header that are no answers: the texts of the questions, and import ids.
fn above_answers(table: &RawTable) -> Vec<usize> {
    let cells = |row: usize| {
        (0..table.columns.len()).map(move |column| change::text(table, row, column)).filter(|text| !text.is_empty())
    };
    let import = |row: usize| {
        let (all, ids) =
            cells(row).fold((0, 0), |(all, ids), text| (all + 1, ids + usize::from(text.contains("\"ImportId\""))));
        ids > 0 && 2 * ids >= all
    };
    let legacy = || {
        !table.rows.is_empty()
            && fold(&change::text(table, 0, 0)) == "responseid"
            && fold(&table.headings[0].text) == "v1"
    };
    match (0..table.rows.len().min(3)).find(|&row| import(row)) {
        Some(last) => (0..=last).collect(),
        None if legacy() => vec![0],
        None => Vec::new(),
    }
}

/// Whether rows below the headings are the texts of questions as Qualtrics writes them.
pub fn is_answered_form(table: &RawTable) -> bool {
    !above_answers(table).is_empty()
}

impl Layout for Qualtrics {
    fn name(&self) -> &'static str {
        "qualtrics"
    }

    fn title(&self) -> Phrase {
        phrase!("answers to a Qualtrics survey")
    }

    fn fit(&self, sight: &Sight<'_>) -> Option<LayoutFit> {
        let known = [
            "StartDate",
            "EndDate",
            "Status",
            "IPAddress",
            "Progress",
            "Finished",
            "RecordedDate",
            "ResponseId",
            "DistributionChannel",
            "UserLanguage",
        ];
        let (found, above) = (sight.count(&known), above_answers(sight.table).len());
        let seen = phrase!(
            "{n} headings of its own; {rows} {rows?row|rows} below the headings hold the texts of the questions",
            n = found,
            rows = above
        );
        let score = if above > 0 { 0.95 } else { found as f64 / known.len() as f64 };
        (above > 0 || found >= 6).then_some(LayoutFit { score, seen })
    }

    fn understand(&self, sight: &Sight<'_>) -> Understood {
        let above = above_answers(sight.table);
        let labelled = |column: usize| {
            let text = above.first().map(|&row| change::text(sight.table, row, column)).unwrap_or_default();
            let heading = sight.table.headings[column].text.clone();
            (!text.is_empty() && text != heading).then(|| Meaning {
                heading,
                label: Words::plain(text),
                ..Meaning::default()
            })
        };
        let mut meanings: Vec<Meaning> = (0..sight.table.headings.len()).filter_map(labelled).collect();
        let dates: Vec<String> =
            ["StartDate", "EndDate", "RecordedDate"].iter().filter_map(|it| sight.heading(it)).collect();
        for meaning in meanings.iter_mut().filter(|meaning| dates.contains(&meaning.heading)) {
            meaning.kind = Some(VariableKind::Date);
        }
        let legacy = sight.heading("V1").filter(|_| !above.is_empty());
        Understood { unit: sight.heading("ResponseId").or(legacy), meanings, ..Understood::default() }
    }

    fn shape(&self, table: &mut RawTable) {
        let above: Vec<(usize, AsideReason)> =
            above_answers(table).into_iter().map(|row| (row, AsideReason::SecondHeading)).collect();
        change::set_aside(table, &above);
    }
}

/// KoboToolbox and ODK: answers with the columns that these programs add.
pub struct Kobo;

impl Layout for Kobo {
    fn name(&self) -> &'static str {
        "kobo"
    }

    fn title(&self) -> Phrase {
        phrase!("answers to a KoboToolbox or ODK form")
    }

    fn fit(&self, sight: &Sight<'_>) -> Option<LayoutFit> {
        let known = [
            "_id",
            "_uuid",
            "_submission_time",
            "_validation_status",
            "_index",
            "__version__",
            "_submitted_by",
            "meta/instanceID",
            "KEY",
            "SubmissionDate",
            "deviceid",
            "instanceID",
        ];
        // `plain` drops signs, so that `_id` and `id` are the same; here the sign is what tells.
        let has =
            |name: &&&str| sight.table.headings.iter().any(|heading| heading.text.trim().eq_ignore_ascii_case(name));
        let found = known.iter().filter(has).count();
        let seen = phrase!("{n} columns that these programs add", n = found);
        (found >= 2).then(|| LayoutFit { score: (0.3 + 0.15 * found as f64).min(1.0), seen })
    }

    fn understand(&self, sight: &Sight<'_>) -> Understood {
        let exact = |name: &&str| {
            sight
                .table
                .headings
                .iter()
                .find(|heading| *heading.text.trim() == **name)
                .map(|heading| heading.text.clone())
        };
        let all = |names: &[&str]| names.iter().filter_map(exact).collect::<Vec<String>>();
        let dates = all(&["start", "end", "today", "_submission_time", "SubmissionDate"]);
        let meanings =
            dates.into_iter().map(|heading| Meaning { heading, kind: Some(VariableKind::Date), ..Meaning::default() });
        Understood {
            unit: all(&["_uuid", "KEY", "meta/instanceID", "instanceID", "_id"]).into_iter().next(),
            meanings: meanings.collect(),
            ..Understood::default()
        }
    }
}
