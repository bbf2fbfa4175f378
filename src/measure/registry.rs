use super::Measure;

crate::methods! { AnyMeasure as Measure; income_mix::IncomeMix, stages::Stages, ties::Ties }
