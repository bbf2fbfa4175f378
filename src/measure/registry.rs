use super::Measure;

crate::methods! { AnyMeasure as Measure; income_mix::IncomeMix, log::Log, stages::Stages, ties::Ties }
