use super::Infer;

crate::methods! { AnyInference as Infer; errors::Auto, errors::Hc0, errors::Hc1, errors::Hc2, errors::Hc3, errors::Cluster }

impl Default for AnyInference {
    fn default() -> AnyInference {
        AnyInference::Auto(Auto {})
    }
}
