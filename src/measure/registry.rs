use super::Measure;

crate::methods! { AnyMeasure as Measure; income_mix::IncomeMix, ties::Ties }
