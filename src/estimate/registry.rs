use super::Estimator;

crate::methods! {
    AnyEstimator as Estimator;
    mean_change::MeanChange,
    difference::Difference,
    regression::Regression,
    welch::Welch,
    by_lot::Neyman,
    by_lot::Lin,
    abadie_imbens::AbadieImbens,
    aipw::Aipw,
    g_computation::GComputation,
    did::DifferenceInDifferences,
    did::DoublyRobustDid,
    partly_paired::PartlyPairedMeans,
    dose_response::DoseResponse
}
