//! How often intervals hold the truth, over many seeds.

use std::path::Path;

use tashika::diag::Sink;

use super::{Done, make, members, ties};

/// Runs both studies on the regions of several seeds; without `works` on regions where nothing works.
pub fn sweep(first: u64, count: u64, works: bool, studies: &Path) -> Done {
    let folder = std::env::temp_dir().join(format!("renkei-{}", std::process::id()));
    for (study, outcome, truth) in
        [("study.toml", "renkei_reported_other_sector", ties::TRUTH), ("residents.toml", "sanka_stage", members::TRUTH)]
    {
        let truth = if works { truth } else { 0.0 };
        let (mut held, mut estimates, mut positive) = (0, Vec::new(), 0);
        for seed in first..first + count {
            make(seed, works, &folder)?;
            std::fs::copy(studies.join(study), folder.join(study))?;
            let mut sink = Sink::new();
            let bundle = tashika::run::run(&folder.join(study), &|_| (), &mut sink)
                .map_err(|_| format!("{study}, seed {seed}"))?;
            let finding = bundle.findings.findings.iter().find(|it| it.outcome.starts_with(outcome));
            let effect = finding.and_then(|it| it.effect.as_ref()).ok_or(format!("{study}, seed {seed}: no effect"))?;
            held += usize::from(effect.low <= truth && truth <= effect.high);
            positive += usize::from(effect.low > 0.0);
            estimates.push(effect.estimate);
        }
        let mean = estimates.iter().sum::<f64>() / estimates.len() as f64;
        println!(
            "{study} {outcome}: truth {truth:.4}, mean estimate {mean:.4}, held by {held} of {count}, above zero {positive}"
        );
    }
    Ok(std::fs::remove_dir_all(folder)?)
}
