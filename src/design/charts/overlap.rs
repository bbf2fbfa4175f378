use crate::exhibit::drawing::{axis, number, zero};
use crate::exhibit::{Audience, Axis, Figure, Format, Layer, Mark, MethodFigure, Shape, Table, Tone};
use crate::phrase;
use crate::text::{Arg, Phrase, num};

/// Mirrored bars of the score: those who took part above the line, those who did not below, from the table
/// `<question>/overlap` with the keys `mid` (middle of a bin), `share_treated` and `mirror_comparison` (shares of each side;
/// the latter below zero). Where it has `n_treated` and `n_comparison`, those are counted instead of those of the answer: the
/// scores are of all candidates.
pub fn overlap(table: &Table) -> MethodFigure {
    let shares = axis(phrase!("Share of each side"), Format::Percent(0), vec![zero()]);
    let figure = Figure {
        id: "overlap".into(),
        table: table.id.clone(),
        title: title(table),
        subtitle: Phrase::verbatim(""),
        note: phrase!(
            "Similar scores mean similar measured characteristics taken together; they say nothing about what was not measured."
        ),
        alt: alt(table),
        audience: Audience::Public,
        shape: Shape::Plane,
        x: axis(phrase!("Score: estimated probability of taking part"), Format::Number(2), Vec::new()),
        y: Axis { absolute: true, ..shares },
        layers: vec![
            layer(phrase!("Took part"), "share_treated", Tone::Treated),
            layer(phrase!("Did not take part"), "mirror_comparison", Tone::Comparison),
        ],
    };
    MethodFigure { figure, units: candidates(table) }
}

fn layer(name: Phrase, key: &str, tone: Tone) -> Layer {
    Layer { mark: Mark::Bar, name, x: "mid".into(), y: Some(key.into()), low: None, high: None, tone }
}

/// All units of the two sides; nothing where a count is not known.
fn candidates(table: &Table) -> Option<(usize, usize)> {
    let sum = |key| (0..table.rows.len()).map(|row| number(table, row, key)).sum::<Option<f64>>();
    let counts = (sum("n_treated")? as usize, sum("n_comparison")? as usize);
    (!table.rows.is_empty()).then_some(counts)
}

/// The overlapping coefficient Σ min(p, q) of the two binned distributions; nothing where a bin is not known.
fn coefficient(table: &Table) -> Option<f64> {
    let both = |row| Some((number(table, row, "share_treated")?.abs(), number(table, row, "mirror_comparison")?.abs()));
    let shares: Vec<(f64, f64)> = (0..table.rows.len()).map(both).collect::<Option<_>>()?;
    (!shares.is_empty()).then(|| shares.iter().map(|(p, q)| p.min(*q)).sum::<f64>().min(1.0))
}

fn title(table: &Table) -> Phrase {
    match coefficient(table) {
        Some(share) => phrase!("The scores of the two sides overlap by {share}", share = Arg::Percent(share, 0)),
        None => phrase!("How far the scores of the two sides overlap"),
    }
}

/// The middle of the bin that holds the largest share.
fn peak(table: &Table, key: &str) -> Option<f64> {
    let bin = |row| Some((number(table, row, "mid")?, number(table, row, key)?.abs()));
    let highest = |best: (f64, f64), bin: (f64, f64)| if bin.1 > best.1 { bin } else { best };
    (0..table.rows.len()).filter_map(bin).reduce(highest).map(|(mid, _)| mid)
}

fn alt(table: &Table) -> Phrase {
    let (Some(treated), Some(comparison)) = (peak(table, "share_treated"), peak(table, "mirror_comparison")) else {
        return title(table);
    };
    phrase!(
        "Mirrored bars of the score: those who took part above the line, those who did not take part below. The most frequent score is about {treated} above and about {comparison} below. {title}.",
        treated = num(treated, 2),
        comparison = num(comparison, 2),
        title = title(table)
    )
}
