use super::Sensitivity;

crate::methods! { AnySensitivity as Sensitivity; e_value::EValue, confounder::RobustnessValue }
