use super::Measure;

crate::methods! { AnyMeasure as Measure; income_mix::IncomeMix, log::Log, stages::Stages, ties::Ties, volatility::Volatility, reserves::Reserves, cliff::Cliff, overlap::Overlap,
in_kind::InKind, benchmark::Benchmark, coverage::Coverage, assets::AssetMatch, reach::Reach, support::Support, survey::Survey, ledger::Ledger, retention::Retention,
participation::Participation, counts::Counts, targets::Targets }
