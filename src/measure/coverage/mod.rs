//! Which activities there are in which areas, beside how many people live there; and where there are none.

mod card;
mod figure;
mod make;
mod tiles;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diag::Diagnostic;
use crate::math::random::Stream;
use crate::panel::Panel;
use crate::phrase;
use crate::study::MeasureBlock;

use super::{Measure, MeasureOutput};

/// Activities by area.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Coverage {
    /// Variable that says the area of each organisation.
    pub area: String,
    /// Variables that say what it does: one with words, or several with yes and no, one for each activity.
    pub activities: Vec<String>,
    /// Population of each area by its name. Areas without an organisation are in the tables where they are here.
    pub population: BTreeMap<String, f64>,
    /// People for whom one organisation is counted: organisations per so many.
    pub per: Option<f64>,
    /// Places of areas on a map of tiles, from the top and from the left, from 0; "japan" for the 47 prefectures.
    pub tiles: Option<Tiles>,
}

/// Places of tiles.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Tiles {
    /// The house's own map of the prefectures: "japan".
    Known(String),
    /// By the name of the area.
    Own(BTreeMap<String, [u32; 2]>),
}

impl Measure for Coverage {
    fn uses(&self) -> Vec<(&'static str, &str)> {
        let area = (!self.area.is_empty()).then_some(("area", self.area.as_str()));
        area.into_iter().chain(self.activities.iter().map(|name| ("activities", name.as_str()))).collect()
    }

    fn makes(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    fn of_numbers(&self, _: &str) -> bool {
        false
    }

    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        let error = |message| Diagnostic::error("wrong-option", message);
        let mut wrong = Vec::new();
        if self.area.is_empty() {
            wrong.push(("area", error(phrase!("`{key}` names no variable", key = "area"))));
        }
        if let Some((name, _)) = self.population.iter().find(|(_, people)| **people <= 0.0 || people.is_nan()) {
            wrong.push(("population", error(phrase!("The population of `{name}` must be above 0", name = name))));
        }
        if self.per.is_some_and(|per| per <= 0.0 || per.is_nan()) {
            wrong.push(("per", error(phrase!("`{key}` must be above 0", key = "per"))));
        }
        if self.per.is_some() && self.population.is_empty() {
            wrong.push(("per", error(phrase!("`{key}` says nothing without `population`", key = "per"))));
        }
        match &self.tiles {
            Some(Tiles::Known(name)) if name != "japan" => {
                wrong.push((
                    "tiles",
                    error(phrase!("There is no map of tiles called `{name}`; known is `japan`", name = name)),
                ));
            }
            Some(Tiles::Own(places)) => {
                let taken = |(at, place): (usize, &[u32; 2])| places.values().take(at).any(|other| other == place);
                if places.values().enumerate().any(taken) {
                    wrong.push(("tiles", error(phrase!("Two areas have the same place on the map of tiles"))));
                }
                if places.values().flatten().any(|at| *at >= 40) {
                    wrong.push((
                        "tiles",
                        error(phrase!("Places on the map of tiles lie between 0 and {most}", most = 39_usize)),
                    ));
                }
            }
            _ => {}
        }
        wrong
    }

    fn make(&self, block: &MeasureBlock, panel: &Panel, _: Stream) -> MeasureOutput {
        make::make(self, block, panel)
    }
}
