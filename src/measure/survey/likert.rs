//! Answers on scales as bars to both sides of the middle.

use crate::exhibit::drawing::{Opinions, no_axis, opinions};
use crate::exhibit::{Audience, Cell, Column, Figure, Format, Members, Relation, Table, TableRole};
use crate::phrase;
use crate::text::Phrase;

use super::super::period_cell;
use super::make::Surveyed;
use super::questions::called;
use super::sample::{Answers, Sample, answers};

/// Steps that a scale may have to be drawn.
const STEPS: std::ops::RangeInclusive<usize> = 3..=7;

/// One table and chart for each scale that questions share, in the order of the questions.
pub(super) fn drawn(surveyed: &Surveyed<'_>) -> Vec<(Table, Figure)> {
    let mut scales: Vec<(Vec<String>, Vec<&String>)> = Vec::new();
    for name in &surveyed.measure.of {
        let words = surveyed.samples.iter().filter_map(|sample| answers(sample.panel, name, sample.period.as_deref()));
        let Some(longest) = words.filter(|it| it.ordered).map(|it| it.words).max_by_key(Vec::len) else { continue };
        if !STEPS.contains(&longest.len()) {
            continue;
        }
        match scales.iter_mut().find(|(known, _)| *known == longest) {
            Some((_, names)) => names.push(name),
            None => scales.push((longest, vec![name])),
        }
    }
    let made = scales.into_iter().enumerate().map(|(nth, (words, names))| {
        let table = table(surveyed, nth, &words, &names);
        let figure = figure(surveyed, &table, &words);
        (table, figure)
    });
    made.collect()
}

fn table(surveyed: &Surveyed<'_>, nth: usize, words: &[String], names: &[&String]) -> Table {
    let mut columns = vec![
        Column::new("question", phrase!("Question"), Format::Text),
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("n", phrase!("Number of answers"), Format::Count),
    ];
    let count = |(at, word): (usize, &String)| {
        Column::new(&format!("count_{}", at + 1), phrase!("Answer {level} (n)", level = word), Format::Count)
    };
    let share = |(at, word): (usize, &String)| {
        Column::new(&format!("share_{}", at + 1), phrase!("Answer {level} (share)", level = word), Format::Percent(0))
    };
    columns.extend(words.iter().enumerate().map(count));
    columns.extend(words.iter().enumerate().map(share));
    let id = TableRole::Measure(format!("{}-steps-{}", surveyed.name, nth + 1));
    let title = phrase!("Answers on a scale ({name})", name = surveyed.name);
    let mut table = Table::new(id, title, columns);
    for name in names {
        for sample in &surveyed.samples {
            let Some(answers) = answers(sample.panel, name, sample.period.as_deref()) else { continue };
            add(&mut table, sample, name, words, &answers);
        }
    }
    table.notes = vec![phrase!("Each answer counts once, without weights")];
    table
}

fn add(table: &mut Table, sample: &Sample<'_>, name: &str, words: &[String], answers: &Answers) {
    let who = |word: &String| {
        let at = answers.words.iter().position(|known| known == word).map(|at| at as u32);
        Members::of(sample.units.iter().copied().filter(|unit| at.is_some() && answers.of[*unit as usize] == at))
    };
    let all = Members::of(sample.units.iter().copied().filter(|unit| answers.of[*unit as usize].is_some()));
    let (n, row, k) = (all.n(), table.rows.len(), words.len());
    if n == 0 {
        return;
    }
    let mut cells = vec![
        Cell::phrase(called(sample.panel, name, sample, false)),
        period_cell(sample.panel, sample.period.as_deref()),
        Cell::count_of(all),
    ];
    cells.extend(words.iter().map(|word| Cell::count_of(who(word))));
    cells.extend(words.iter().map(|word| {
        let who = who(word);
        Cell::magnitude(who.n() as f64 / n as f64, n).with_contributors(who.n()).of(who)
    }));
    table.push(cells);
    table.relations.push(Relation { total: (row, 2), parts: (0..k).map(|at| (row, 3 + at)).collect() });
    table.relations.extend((0..k).map(|at| Relation { total: (row, 3 + at), parts: vec![(row, 3 + k + at)] }));
}

fn figure(surveyed: &Surveyed<'_>, table: &Table, words: &[String]) -> Figure {
    let steps =
        words.iter().enumerate().map(|(at, word)| (Phrase::verbatim(word.clone()), format!("share_{}", at + 1)));
    let (label, group) = if surveyed.samples.len() > 1 { ("period", Some("question")) } else { ("question", None) };
    let Opinions { shape, x, layers } = opinions(label, group, steps.collect());
    Figure {
        id: table.id.to_string(),
        table: table.id.clone(),
        title: phrase!("{name}: answers to both sides of the middle", name = surveyed.name),
        subtitle: phrase!("Shares of those who answered each question, without weights."),
        note: phrase!(
            "The middle of the bars is the middle of the answers that can be given; two steps of the scale need not be equally far apart."
        ),
        alt: phrase!(
            "Bars of shares of answers, from the lowest at the left to the highest at the right, one for each question."
        ),
        audience: Audience::Public,
        shape,
        x,
        y: no_axis(),
        layers,
    }
}
