use crate::findings::MethodUse;
use crate::phrase;
use crate::text::p_value;

use super::super::block::{Block, items, pairs, texts};
use super::super::question::MOST_FINDINGS;
use super::super::shared::label;
use super::super::shared::shown_effect;
use super::super::sources::MethodView;
use super::AppendixWriter;
use super::asked::checks;

/// 7. How groups were compared.
pub fn comparison(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    cards(writer, &["design", "estimate"])
}

/// 8. How sure: inference.
pub fn inference(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let mut blocks = cards(writer, &["inference"]);
    let rows: Vec<Vec<String>> = writer
        .scope
        .findings
        .iter()
        .take(MOST_FINDINGS)
        .filter_map(|finding| Some((finding, shown_effect(finding)?)))
        .map(|(finding, effect)| {
            vec![
                label(finding, writer.lang.get()),
                writer.say(&effect.inference),
                effect.df.map_or(String::new(), |df| crate::text::fixed(df, usize::from(df.fract() != 0.0))),
                effect.clusters.map_or(String::new(), |clusters| clusters.to_string()),
            ]
        })
        .collect();
    if !rows.is_empty() {
        let heads = [phrase!("Outcome"), phrase!("Uncertainty by"), phrase!("Degrees of freedom"), phrase!("Clusters")];
        let heads = heads.iter().map(|head| writer.say(head)).collect();
        blocks.push(texts(writer.say(&phrase!("Inference of each answer")), heads, &[2, 3], rows));
    }
    let seed = writer.scope.bundle.findings.manifest.seed.to_string();
    blocks.push(writer.text(&phrase!("Everything random is drawn with seed {seed}.", seed = seed)));
    blocks.push(writer.open(&phrase!("how the number of cases was decided")));
    blocks
}

/// The cards of the methods of some families.
pub fn cards(writer: &AppendixWriter<'_, '_>, families: &[&str]) -> Vec<Block> {
    let used = |method: &&MethodUse| families.contains(&method.family.as_str());
    let wanted: Vec<&str> =
        writer.scope.questions.iter().flat_map(|it| &it.methods).filter(used).map(|it| it.name.as_str()).collect();
    let cards = writer.methods.iter().filter(|card| wanted.contains(&card.name.as_str()));
    cards.flat_map(|card| written(writer, card)).collect()
}

/// A method's card as blocks.
fn written(writer: &AppendixWriter<'_, '_>, card: &MethodView) -> Vec<Block> {
    let between = writer.lang.get().pack().between;
    let mut rows = card.entries.clone();
    let options: Vec<String> = card.options.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    if !options.is_empty() {
        rows.push((writer.say(&phrase!("Options")), options.join(between)));
    }
    rows.push((writer.say(&phrase!("Questions")), card.questions.join(between)));
    std::iter::once(Block::Head(card.title.clone())).chain(pairs(rows)).collect()
}

/// 9. Missing data.
pub fn missing(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let mut blocks = vec![writer.text(&phrase!(
        "Cases without a value of an outcome are left out of that outcome's analysis, and counted in the flow; nothing is filled in."
    ))];
    blocks.extend(items(checks(writer, &["follow-up", "missing", "attrition"])));
    blocks.push(writer.open(&phrase!("why values are missing, as far as it is known")));
    blocks
}

/// 10. Several outcomes.
pub fn several(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let (all, n) = (&writer.scope.findings, writer.scope.findings.len());
    let mut blocks =
        vec![writer.text(&phrase!("{n} {n?answer|answers} are reported: all that the study file asks for.", n = n))];
    let corrected = all.iter().filter_map(|finding| Some((finding, finding.q_value?, shown_effect(finding)?)));
    let rows: Vec<Vec<String>> = corrected
        .take(MOST_FINDINGS)
        .map(|(finding, q, effect)| vec![label(finding, writer.lang.get()), p_value(effect.p_value), p_value(q)])
        .collect();
    if rows.is_empty() {
        blocks.push(writer.text(&phrase!("p-values are not corrected for the number of outcomes.")));
        return blocks;
    }
    let heads = [phrase!("Outcome"), phrase!("p-value"), phrase!("p-value corrected for the number of outcomes")];
    let heads = heads.iter().map(|head| writer.say(head)).collect();
    blocks.push(texts(writer.say(&phrase!("Corrected for the number of outcomes")), heads, &[1, 2], rows));
    blocks
}
