//! Which outputs a person asks for at the command line.

use clap::Args;

use crate::study::keys::OUTPUTS;
use crate::study::{Output, Outputs};

/// What is written, where it is not what the study file asks for.
#[derive(Args, Clone, Default)]
pub struct Chosen {
    /// Write only these kinds of outputs [default: what the study file names]
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kinds)]
    only: Vec<Vec<Output>>,
    /// Write these kinds of outputs besides
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kinds)]
    with: Vec<Vec<Output>>,
}

impl Chosen {
    /// Changes what a study asks for.
    pub fn apply(&self, outputs: &mut Outputs) {
        outputs.choose(&self.only.concat(), &self.with.concat());
    }
}

fn kinds(name: &str) -> Result<Vec<Output>, String> {
    Output::named(name).ok_or_else(|| format!("known kinds: {}", OUTPUTS.join(", ")))
}
