use crate::design::Estimand;
use crate::exhibit::{Audience, Frame, FrameColumn, FrameId, FrameRole, Values};
use crate::phrase;
use crate::text::Phrase;

use super::{MatchTables, Pair, Partition, Unmatched};

fn column(key: &str, title: Phrase, description: Phrase, values: Values) -> FrameColumn {
    FrameColumn { key: key.into(), title, description, values }
}

fn distance(of: &MatchTables<'_>) -> Phrase {
    match of.scores {
        Some(_) => phrase!("Distance of the two scores"),
        None => phrase!("Distance of the two units by their covariates"),
    }
}

/// Who was matched with whom.
pub fn pairs(of: &MatchTables<'_>, sets: &Partition, id: impl Fn(u32) -> String) -> Frame {
    let all: Vec<(usize, Pair)> =
        sets.sets.iter().enumerate().flat_map(|(number, set)| set.pairs().map(move |pair| (number, pair))).collect();
    let text = |unit: &dyn Fn(&Pair) -> u32| Values::Text(all.iter().map(|(_, pair)| id(unit(pair))).collect());
    let number = |value: &dyn Fn(&Pair) -> f64| Values::Number(all.iter().map(|(_, pair)| value(pair)).collect());
    let numbers = Values::Integer(all.iter().map(|(number, _)| *number as i64 + 1).collect());
    let mut columns = vec![
        column("treated", phrase!("Treated unit"), phrase!("Id of the treated unit"), text(&|pair| pair.treated)),
        column(
            "comparison",
            phrase!("Comparison unit"),
            phrase!("Id of the comparison unit"),
            text(&|pair| pair.comparison),
        ),
        column("set", phrase!("Set"), phrase!("Number of the treated unit's matched set"), numbers),
        column("distance", phrase!("Distance"), distance(of), number(&|pair| pair.distance)),
    ];
    if let Some(scores) = of.scores {
        columns.extend([
            column(
                "treated_score",
                phrase!("Score, treated"),
                phrase!("Score of the treated unit"),
                number(&|pair| scores.distance[pair.treated as usize]),
            ),
            column(
                "comparison_score",
                phrase!("Score, comparison"),
                phrase!("Score of the comparison unit"),
                number(&|pair| scores.distance[pair.comparison as usize]),
            ),
        ]);
    }
    columns.push(column(
        "weight",
        phrase!("Weight"),
        phrase!("Weight of the comparison unit over all its matches"),
        number(&|pair| of.weight[pair.comparison as usize]),
    ));
    Frame {
        id: FrameId::of(&of.ask.question, FrameRole::Pairs),
        title: phrase!("Matched pairs"),
        audience: Audience::Internal,
        columns,
    }
}

/// Who found nobody.
pub fn unmatched(of: &MatchTables<'_>, unmatched: &[Unmatched], id: impl Fn(u32) -> String) -> Frame {
    let text = |value: &dyn Fn(&Unmatched) -> String| Values::Text(unmatched.iter().map(value).collect());
    let number = |value: &dyn Fn(&Unmatched) -> f64| Values::Number(unmatched.iter().map(value).collect());
    let turned = of.ask.estimand == Estimand::Atc;
    let mut columns = vec![
        if turned {
            column(
                "comparison",
                phrase!("Comparison unit"),
                phrase!("Id of the comparison unit"),
                text(&|it| id(it.unit)),
            )
        } else {
            column("treated", phrase!("Treated unit"), phrase!("Id of the treated unit"), text(&|it| id(it.unit)))
        },
        column(
            "reason",
            phrase!("Reason"),
            phrase!(
                "caliper: nobody near enough; stratum: nobody in the stratum; taken: all similar units are taken; short: fewer than asked for"
            ),
            text(&|it| it.reason.key().to_string()),
        ),
    ];
    columns.extend(of.scores.map(|scores| {
        let score = number(&|it| scores.distance[it.unit as usize]);
        let whose = match turned {
            true => phrase!("Score of the comparison unit"),
            false => phrase!("Score of the treated unit"),
        };
        column("score", phrase!("Score"), whose, score)
    }));
    columns.push(column(
        "nearest",
        phrase!("Nearest distance"),
        match turned {
            true => phrase!("Distance to the nearest treated unit of the stratum, where it is beyond the caliper"),
            false => phrase!("Distance to the nearest comparison unit of the stratum, where it is beyond the caliper"),
        },
        number(&|it| it.nearest),
    ));
    Frame {
        id: FrameId::of(&of.ask.question, FrameRole::Unmatched),
        title: match turned {
            true => phrase!("Comparison units without a match"),
            false => phrase!("Treated units without a match"),
        },
        audience: Audience::Internal,
        columns,
    }
}
