/// Weights units so that the averages of the covariates are the same in both groups.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Entropy {
    /// Powers of numbers whose averages are made equal: 1 means, 2 also spreads, 3 also skewness.
    #[schemars(range(min = 1, max = 3))]
    pub moments: u8,
    /// Whether the averages of products of two covariates are made equal, too.
    pub interactions: bool,
    /// A variable that says how much each unit counts already, such as the weights of a survey.
    pub base: Option<String>,
}

impl Default for Entropy {
    fn default() -> Entropy {
        Entropy { moments: 1, interactions: false, base: None }
    }
}
