use crate::findings::Profile;
use crate::findings::disclosure::Rule;
use crate::phrase;
use crate::text::Phrase;

use super::super::block::{Block, items, pairs};
use super::super::question::MOST_FINDINGS;
use super::super::shared::rendered;
use super::AppendixWriter;

/// 14. Deviations from the plan.
pub fn deviations(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    vec![
        writer.text(&phrase!("The study file is the plan; its digest stands in the last section.")),
        writer.open(&phrase!(
            "what was done differently from what had been planned before the outcomes were seen, and why"
        )),
    ]
}

/// 15. Disclosure control.
pub fn disclosure(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let edition = if writer.scope.internal() {
        phrase!(
            "This is the internal edition: for those who hold the data. It shows numbers that the public edition withholds."
        )
    } else {
        phrase!("This is the public edition: χ stands for a value that exists but is not shown.")
    };
    let profile = writer.scope.bundle.findings.study.profile;
    vec![writer.text(&edition), writer.text(&rule(profile)), writer.text(&closest(profile))]
}

fn closest(profile: Profile) -> Phrase {
    phrase!(
        "Means, totals, spreads and intervals from which whoever knows the second largest amount could tell the largest to within {percent}% are withheld (p% rule): one unit is most of them.",
        percent = usize::from(Rule::of(profile).closest)
    )
}

fn rule(profile: Profile) -> Phrase {
    match profile {
        Profile::JpOfficial => phrase!("Rule: figures that rest on one or two persons or organisations are withheld."),
        Profile::Ten => phrase!("Rule: figures that rest on fewer than ten persons or organisations are withheld."),
        Profile::TenFive => phrase!(
            "Rule: figures that rest on fewer than ten persons or organisations are withheld; other counts are rounded to the nearest five."
        ),
        Profile::Nhs => phrase!(
            "Rule: figures that rest on one to seven persons or organisations are withheld; other counts are rounded to the nearest five."
        ),
    }
}

/// 16. Limits.
pub fn limits(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let told = writer.scope.findings.iter().take(MOST_FINDINGS);
    let mut lines: Vec<String> = Vec::new();
    for finding in told {
        let lang = writer.lang.get().about(&finding.question);
        let failed = finding.checks.iter().filter(|check| !check.passed).map(|check| check.text.render(lang));
        let said = rendered(&finding.claim.cannot_say, lang).into_iter().chain(failed);
        said.for_each(|line| {
            if !lines.contains(&line) {
                lines.push(line);
            }
        });
    }
    let breaks = writer.scope.questions.iter().flat_map(|question| &question.methods);
    for line in breaks
        .filter_map(|method| method.card.get("breaks"))
        .map(|text| writer.say(&phrase!("Do not trust the method when: {why}", why = text.clone())))
    {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let mut blocks = vec![writer.text(&phrase!("What these results cannot show, and when not to trust them:"))];
    blocks.extend(items(lines));
    blocks.push(
        writer.open(&phrase!("harms or unintended results that were seen, and how far the results hold elsewhere")),
    );
    blocks
}

/// 17. Software and agreement with other programs.
pub fn software(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let engine = &writer.scope.bundle.findings.manifest.engine;
    let mut blocks = vec![writer.text(&phrase!("Computed by {engine}.", engine = engine))];
    let mut rows: Vec<(String, String)> = Vec::new();
    for method in writer.scope.questions.iter().flat_map(|question| &question.methods) {
        let title = method.card.get("title").map_or_else(|| method.name.clone(), |title| writer.say(title));
        let same = method.card.get("same_as").map(|same| writer.say(same));
        if let Some(same) = same.filter(|_| !rows.iter().any(|(other, _)| *other == title)) {
            rows.push((title, same));
        }
    }
    if !rows.is_empty() {
        blocks.push(writer.text(&phrase!("The program's own tests hold its methods against these:")));
        blocks.extend(pairs(rows));
    }
    blocks
}

/// 18. Ethics, consent, funding, conflicts of interest.
pub fn ethics(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let open = [
        phrase!("which committee or person reviewed the study, and its number"),
        phrase!("how those concerned agreed that their data are used"),
        phrase!("who paid for the program and for this evaluation"),
        phrase!("which interests of the authors could bear on the result"),
    ];
    open.iter().map(|what| writer.open(what)).collect()
}

/// 19. References.
pub fn references(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let methods = writer.scope.questions.iter().flat_map(|question| &question.methods);
    let mut all: Vec<String> = methods.flat_map(|method| method.references.clone()).collect();
    all.sort();
    all.dedup();
    if all.is_empty() {
        return vec![writer.text(&phrase!("The methods used name no papers."))];
    }
    vec![Block::Items(all)]
}

/// 20. How to get the same numbers again.
pub fn reproduce(writer: &AppendixWriter<'_, '_>) -> Vec<Block> {
    let manifest = &writer.scope.bundle.findings.manifest;
    let (file, digest) = &manifest.study;
    let mut commands = vec![format!("tashika run {file}")];
    if writer.scope.internal() {
        commands.extend(["Rscript analysis.R", "Rscript replicate.R"].map(String::from));
    }
    let mut rows = vec![
        (writer.say(&phrase!("Program")), manifest.engine.clone()),
        (writer.say(&phrase!("Seed")), manifest.seed.to_string()),
        (format!("{file} (SHA-256)"), digest.clone()),
    ];
    rows.extend(manifest.sources.iter().map(|source| (format!("{} (SHA-256)", source.file), source.digest.clone())));
    rows.dedup();
    vec![
        writer.text(&phrase!("The same files, program and seed give the same results.")),
        Block::Code(commands),
        Block::Pairs(rows),
    ]
}
