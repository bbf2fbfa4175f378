use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::{Content, Derived, Panel};
use crate::phrase;
use crate::study::MeasureBlock;

use super::super::MeasureOutput;
use super::sample::{MOST_ANSWERS, Sample, answers, periods};
use super::variable::variable;
use super::{Survey, compared, likert, pairs, questions, response, scales, topics};

/// A survey with its samples, one for each period.
pub(super) struct Surveyed<'m> {
    pub measure: &'m Survey,
    pub block: &'m MeasureBlock,
    pub name: &'m str,
    pub level: f64,
    pub samples: Vec<Sample<'m>>,
}

pub(super) fn make<'m>(
    measure: &'m Survey,
    block: &'m MeasureBlock,
    panel: &'m Panel,
    stream: Stream,
) -> MeasureOutput {
    let mut problems = wrong_contents(measure, block, panel);
    let mut samples = Vec::new();
    for period in periods(measure, panel) {
        let (sample, more) = Sample::of(measure, block, panel, period);
        problems.extend(more);
        samples.push(sample);
    }
    let surveyed = Surveyed { measure, block, name: &block.name.value, level: block.level, samples };
    problems.extend(undeclared(&surveyed));
    if problems.iter().any(|problem| problem.severity == crate::diag::Severity::Error) {
        return MeasureOutput { problems, ..MeasureOutput::default() };
    }
    let (reliability, against) = scales::tables(&surveyed, stream);
    problems.extend(against);
    let (drawn, figures): (Vec<_>, Vec<_>) = likert::drawn(&surveyed).into_iter().unzip();
    let mut tables = vec![questions::table(&surveyed)];
    tables.retain(|table| !table.rows.is_empty());
    tables.extend(questions::means(&surveyed));
    tables.extend(drawn);
    tables.extend(pairs::table(&surveyed));
    tables.extend(response::table(&surveyed));
    tables.extend(response::bounds(&surveyed));
    tables.extend(reliability);
    tables.extend(compared::tests(&surveyed));
    let variables =
        scales::variables(&surveyed).into_iter().chain(ticked(&surveyed)).chain(topics::variables(&surveyed));
    let variables = variables.chain(weight(&surveyed)).collect();
    MeasureOutput { variables, tables, figures, problems, ..MeasureOutput::default() }
}

/// Variables of which something else is asked than they hold.
fn wrong_contents(measure: &Survey, block: &MeasureBlock, panel: &Panel) -> Vec<Diagnostic> {
    let content = |name: &str| panel.variables.get(name).map(|info| info.content);
    let ticks = measure.several.values().flatten().map(|name| ("several", name));
    let ticks = ticks.chain(measure.answered.iter().map(|name| ("answered", name)));
    let no_ticks = ticks.filter(|(_, name)| content(name) != Some(Content::YesNo)).map(|(option, name)| {
        let message = phrase!("`{name}` does not hold yes and no", name = name);
        let hint =
            phrase!("Say what its values mean: {example}", example = "codes = { \"○\" = \"yes\", \"×\" = \"no\" }");
        Diagnostic::error("formula-type", message).hint(hint).at(block.place(option))
    });
    let texts = measure.text.iter().filter(|name| !matches!(content(name), Some(Content::Text | Content::Category)));
    let texts = texts.map(|name| {
        let message = phrase!("`{name}` does not hold texts", name = name);
        Diagnostic::error("formula-type", message).at(block.place("text"))
    });
    let long = measure.of.iter().map(|name| ("of", name)).chain(measure.by.iter().map(|name| ("by", name)));
    let long = long.filter(|(option, name)| {
        let all = periods(measure, panel);
        let found: Vec<_> = all.iter().filter_map(|period| answers(panel, name, period.as_deref())).collect();
        let numbers = *option == "of" && content(name) == Some(Content::Number);
        found.iter().any(|answers| answers.words.len() > MOST_ANSWERS) || found.is_empty() && !numbers
    });
    let long = long.map(|(option, name)| {
        let message = phrase!("`{name}` has no few answers that could be counted", name = name);
        let hint = phrase!(
            "Texts of people are never shown. Name the column in `text`, and in `topics` the words that are looked for"
        );
        Diagnostic::error("wrong-option", message).hint(hint).at(block.place(option))
    });
    no_ticks.chain(texts).chain(long).collect()
}

/// Whoever ticks nothing has to be told from whom nothing is known.
fn undeclared(surveyed: &Surveyed<'_>) -> Option<Diagnostic> {
    if surveyed.measure.no_tick.is_some() {
        return None;
    }
    let none = |(name, options): (&String, &Vec<String>)| {
        let n: usize = surveyed
            .samples
            .iter()
            .map(|sample| {
                let ticks = questions::ticks(surveyed, sample, options);
                ticks.iter().flatten().filter(|ticks| !ticks.contains(&true)).count()
            })
            .sum();
        (n > 0).then(|| (name.clone(), n))
    };
    let (name, n) = surveyed.measure.several.iter().find_map(none)?;
    let message = phrase!(
        "{n} {n?person|persons} ticked no answer of `{name}`: does none apply, or is nothing known?",
        n = n,
        name = &name
    );
    let hint = phrase!("Write {one}, or {two}", one = "no_tick = \"none\"", two = "no_tick = \"missing\"");
    Some(Diagnostic::error("wrong-option", message).hint(hint).at(surveyed.block.place("several")))
}

/// Of each question with several answers how many each ticked.
fn ticked(surveyed: &Surveyed<'_>) -> Vec<Derived> {
    let one = |(name, options): (&String, &Vec<String>)| {
        let count = |ticks: &Option<Vec<bool>>| {
            ticks.as_ref().map_or(f64::NAN, |ticks| ticks.iter().filter(|tick| **tick).count() as f64)
        };
        let label = phrase!("{question}: answers ticked", question = name);
        variable(surveyed, (name, label, Content::Number), options, |_, sample| {
            questions::ticks(surveyed, sample, options).iter().map(count).collect()
        })
    };
    surveyed.measure.several.iter().map(one).collect()
}

/// Weights that meet the margins.
fn weight(surveyed: &Surveyed<'_>) -> Option<Derived> {
    if surveyed.measure.margins.is_empty() {
        return None;
    }
    let names: Vec<String> = surveyed.measure.margins.keys().cloned().collect();
    let label = phrase!("Weight that meets the shares known of all");
    Some(variable(surveyed, ("weight", label, Content::Number), &names, |_, sample| {
        let of = |place: &Option<u32>| match (place, &sample.raked) {
            (Some(at), Some(raked)) => raked.weight[*at as usize],
            _ => f64::NAN,
        };
        sample.place.iter().map(of).collect()
    }))
}
