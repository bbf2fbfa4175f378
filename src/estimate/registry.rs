use super::Estimator;

crate::methods! { AnyEstimator as Estimator; mean_change::MeanChange, difference::Difference, regression::Regression, welch::Welch, by_lot::Neyman, by_lot::Lin, abadie_imbens::AbadieImbens, dose_response::DoseResponse }
