use crate::findings::Finding;
use crate::phrase;

use super::super::block;
use super::super::block::{Block, items, pairs};
use super::super::estimates::{CompanionView, EstimateView, estimate_view};
use super::super::page::finding_view;
use super::super::shared::shown_effect;
use super::asked::{checks, own};
use super::method::cards;
use super::{AppendixSection, AppendixWriter};

/// 11. Balance and overlap.
pub fn balance(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let mut blocks = writer.by_question(|question| writer.exhibits(&question.id, AppendixSection::Balance));
    if blocks.is_empty() {
        blocks.push(writer.text(&phrase!("No question compares two groups that were made alike.")));
    }
    blocks.extend(items(checks(writer, &["balance", "overlap"])));
    blocks
}

/// 12. Results, unadjusted and adjusted.
pub fn results(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let mut blocks = writer.exhibits("", AppendixSection::Results);
    blocks.extend(writer.by_question(|question| {
        let mut blocks = writer.exhibits(&question.id, AppendixSection::Results);
        blocks.extend(own(writer, question).flat_map(|finding| result(writer, finding)));
        blocks
    }));
    blocks
}

fn result(writer: &AppendixWriter<'_, '_>, finding: &Finding) -> Vec<Block> {
    let view = finding_view(writer.scope, finding, writer.lang.get());
    let estimate = estimate_view(writer.scope, finding, writer.lang.get());
    let mut blocks = vec![Block::Head(view.label), Block::Text(view.sentence)];
    blocks.extend(numbers(writer, estimate));
    blocks
}

fn numbers(writer: &AppendixWriter<'_, '_>, estimate: EstimateView) -> Vec<Block> {
    let mut blocks: Vec<Block> = pairs(estimate.rows).into_iter().collect();
    if !estimate.companions.is_empty() {
        blocks.push(companions(writer, &estimate.companions));
    }
    blocks.extend(estimate.notes.into_iter().map(Block::Text));
    blocks
}

fn companions(writer: &AppendixWriter<'_, '_>, companions: &[CompanionView]) -> Block {
    let heads = [
        phrase!("Measure"),
        phrase!("Estimate"),
        phrase!("Confidence interval"),
        phrase!("Statistic"),
        phrase!("p-value"),
        phrase!("Cases"),
        phrase!("How it was computed"),
    ];
    let row = |companion: &CompanionView| {
        let cells = companion.cells.iter().map(|cell| cell.text.clone());
        std::iter::once(companion.title.clone()).chain(cells).chain([companion.method.clone()]).collect()
    };
    let heads = heads.iter().map(|head| writer.say(head)).collect();
    let title = writer.say(&phrase!("The same in other words"));
    block::texts(title, heads, &[1, 2, 3, 4, 5], companions.iter().map(row).collect())
}

/// 13. Sensitivity.
pub fn sensitivity(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let mut blocks = cards(writer, &["sensitivity"]);
    blocks.extend(writer.by_question(|question| {
        let told = own(writer, question).filter(|finding| shown_effect(finding).is_some());
        let readings = told.flat_map(|finding| finding.sensitivity.iter().map(|it| writer.say(&it.reading)));
        let readings = items(readings.collect());
        readings.into_iter().chain(writer.exhibits(&question.id, AppendixSection::Sensitivity)).collect()
    }));
    if blocks.is_empty() {
        blocks.push(writer.text(&phrase!("No sensitivity analysis was made.")));
    }
    blocks
}
