//! Trust and value in the network as a whole, by PARTNER's dimensions where the study names them.

use crate::exhibit::{Audience, Cell, Column, Format, Table, TableRole};
use crate::math::network::{self, Rating};
use crate::panel::Panel;
use crate::phrase;
use crate::text::{Arg, Phrase};

use super::table::period;
use super::wave::Wave;
use super::{Ties, Trust, Value};

/// The table; nothing without ratings.
pub(super) fn table(measure: &Ties, name: &str, panel: &Panel, waves: &[Wave]) -> Option<Table> {
    let names = dimensions(measure);
    if names.is_empty() {
        return None;
    }
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("what", phrase!("What"), Format::Text),
        Column { audience: Audience::Internal, ..Column::new("ties", phrase!("Ties rated"), Format::Count) },
        Column::new("n", phrase!("Organisations rated"), Format::Count),
        Column::new("over_ties", phrase!("Mean over ties"), Format::Number(2)),
        Column::new("over_organisations", phrase!("Mean over organisations"), Format::Number(2)),
        Column::new("share", phrase!("Share of the maximum, mean over ties"), Format::Percent(1)),
    ];
    let id = TableRole::Measure(format!("{name}-trust"));
    let mut table = Table::new(id, phrase!("Trust and value ({name})", name = name), columns);
    for wave in waves {
        for (what, ratings) in all(measure, wave, &names) {
            table.push(row(measure, panel, wave, what, ratings));
        }
    }
    table.notes = notes(measure);
    Some(table)
}

/// Names of the dimensions in the order of the columns.
fn dimensions(measure: &Ties) -> Vec<Phrase> {
    let named = |columns: Vec<&String>| columns.into_iter().map(|name| Phrase::verbatim(name.clone())).collect();
    let mut names: Vec<Phrase> = match &measure.trust {
        Trust::Columns(_) => named(measure.trust.columns()),
        Trust::Partner(_) => {
            vec![phrase!("trust: reliability"), phrase!("trust: support of the mission"), phrase!("trust: openness")]
        }
    };
    names.extend(match &measure.value {
        Value::Columns(_) => named(measure.value.columns()),
        Value::Partner(_) => {
            vec![phrase!("value: power and influence"), phrase!("value: involvement"), phrase!("value: resources")]
        }
    });
    names
}

/// Composites first, then each dimension.
fn all<'w>(measure: &Ties, wave: &'w Wave, names: &[Phrase]) -> Vec<(Phrase, &'w [Rating])> {
    let mut all: Vec<(Phrase, &[Rating])> = Vec::new();
    if !measure.trust.columns().is_empty() {
        all.push((phrase!("trust"), &wave.trust));
    }
    if !measure.value.columns().is_empty() {
        all.push((phrase!("value"), &wave.value));
    }
    all.extend(names.iter().zip(&wave.dimensions).map(|(name, ratings)| (name.clone(), ratings.as_slice())));
    all
}

fn row(measure: &Ties, panel: &Panel, wave: &Wave, what: Phrase, ratings: &[Rating]) -> Vec<Cell> {
    let received: Vec<f64> = network::received(wave.reported.nodes(), ratings)
        .into_iter()
        .filter(|(_, raters)| *raters > 0)
        .map(|(mean, _)| mean)
        .collect();
    let (ties, n) = (ratings.len(), received.len());
    let over_ties = ratings.iter().map(|rating| rating.value).sum::<f64>() / ties as f64;
    let over_organisations = received.iter().sum::<f64>() / n as f64;
    let [low, high] = measure.scale;
    vec![
        period(panel, wave),
        Cell::phrase(what),
        Cell::statistic(ties as f64).with_n(n),
        Cell::count_here(n),
        Cell { step: Some(0.1), ..Cell::magnitude(over_ties, n) },
        Cell { step: Some(0.1), ..Cell::magnitude(over_organisations, n) },
        Cell { step: Some(0.05), ..Cell::magnitude((over_ties - low) / (high - low), n) },
    ]
}

fn notes(measure: &Ties) -> Vec<Phrase> {
    let mut notes = vec![
        phrase!(
            "Each tie: mean of the columns that are answered, of three or more at least two. Mean over organisations: each organisation's mean over those who rate it, every organisation alike"
        ),
        phrase!(
            "Share of the maximum: (mean − {low})/({high} − {low}). It is our own measure, not PARTNER's",
            low = Arg::Rule(Box::new(Arg::Number(measure.scale[0], 0))),
            high = Arg::Rule(Box::new(Arg::Number(measure.scale[1], 0)))
        ),
    ];
    if matches!(measure.trust, Trust::Partner(_)) || matches!(measure.value, Value::Partner(_)) {
        notes.push(phrase!(
            "Dimensions by PARTNER: trust is made of reliability, support of the mission and openness to discussion; value of power and influence, level of involvement and resources"
        ));
    }
    notes
}
