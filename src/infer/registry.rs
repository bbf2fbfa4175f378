use super::Infer;

crate::methods! {
    AnyInference as Infer;
    errors::Auto, errors::T, errors::Hc0, errors::Hc1, errors::Hc2, errors::Hc3, errors::Cluster, errors::Cr2,
    permutation::Permutation, bootstrap::Bootstrap, jackknife::Jackknife
}

impl Default for AnyInference {
    fn default() -> AnyInference {
        AnyInference::Auto(Auto {})
    }
}
