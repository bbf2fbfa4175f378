//! Further variables of the panel, made from those that the files hold: formulas, and measures such as the income mix.
//!
//! A [`Measure`] is a method with options, like a design: it names the variables that it needs and those that it makes, and
//! returns their values for all units, with tables that describe them. Formulas and measures may use each other; they are made
//! in the order in which they need each other.

mod assets;
mod benchmark;
mod cliff;
mod condition;
mod counts;
mod coverage;
pub mod filled;
mod formula;
mod in_kind;
mod income_mix;
mod ledger;
mod listed;
mod log;
mod names;
mod order;
mod overlap;
mod participation;
mod reach;
mod registry;
mod reserves;
mod retention;
mod roster;
mod series;
mod share_table;
mod stages;
mod support;
mod survey;
mod targets;
mod ties;
mod volatility;
mod work;

use std::fmt::Debug;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::exhibit::{Cell, Figure, Link, Table, TableId, TableRole};
use crate::math::random::Stream;
use crate::panel::{Derived, Panel};
use crate::phrase;
use crate::study::{MeasureBlock, Study};
use crate::text::{Phrase, Words};

pub use condition::{Holds, condition};
pub use income_mix::{INCOME_MIX, income_classes, kernels};
pub use names::unknown;
pub use registry::{AnyMeasure, CARDS, NAMES, parse};

use work::Work;

/// A panel with its further variables, and the tables that describe them.
pub struct MeasuredPanel {
    /// The panel.
    pub panel: Panel,
    /// One or more for each measure.
    pub tables: Vec<Table>,
    /// What draws them.
    pub figures: Vec<Figure>,
    /// Pages of single units.
    pub pages: Vec<MeasurePage>,
    /// Sums that hold among cells of different tables.
    pub links: Vec<Link>,
}

/// A page about one unit: for those who hold the data and for itself.
#[derive(Clone, Debug, Default)]
pub struct MeasurePage {
    /// Names its files: letters, digits, - and _.
    pub id: String,
    /// How outputs call it.
    pub name: Words,
    /// Its tables, which are internal.
    pub tables: Vec<Table>,
    /// What draws them.
    pub figures: Vec<Figure>,
    /// What must be said of it.
    pub notes: Vec<Phrase>,
}

/// What a measure has made.
#[derive(Debug, Default)]
pub struct MeasureOutput {
    /// Variables, in order.
    pub variables: Vec<Derived>,
    /// Tables; their ids are made by [`table_id`].
    pub tables: Vec<Table>,
    /// What draws them.
    pub figures: Vec<Figure>,
    /// Pages of single units, for those who hold the data.
    pub pages: Vec<MeasurePage>,
    /// Sums that hold among cells of its tables.
    pub links: Vec<Link>,
    /// What was met on the way.
    pub problems: Vec<Diagnostic>,
}

/// A method that makes variables.
pub trait Measure: Debug {
    /// Variables that it needs: option, name.
    fn uses(&self) -> Vec<(&'static str, &str)>;

    /// Names of the variables that it makes where it is called `name`.
    fn makes(&self, name: &str) -> Vec<String>;

    /// What is wrong with its options taken together; each with the option that it is about.
    fn wrong(&self) -> Vec<(&'static str, Diagnostic)> {
        Vec::new()
    }

    /// Whether the variables of an option must hold numbers.
    fn of_numbers(&self, _option: &str) -> bool {
        true
    }

    /// Makes them. Every variable that it uses is in the panel, and of numbers where it asks for that. What is drawn at random comes from
    /// the stream.
    fn make(&self, block: &MeasureBlock, panel: &Panel, stream: Stream) -> MeasureOutput;
}

/// Id of a table of a measure: it belongs to no question.
pub fn table_id(name: &str) -> TableId {
    TableRole::Measure(name.into()).into()
}

/// How tables call a period, as the sources write it.
fn period_cell(panel: &Panel, period: Option<&str>) -> Cell {
    period.map_or_else(|| Cell::phrase(phrase!("all in one")), |period| Cell::text(panel.period_label(period)))
}

/// Adds to the panel what formulas and measures make.
///
/// # Errors
/// [`Halt`] where a formula or measure cannot be understood; all problems are in the sink.
pub fn measure(study: &Study, panel: Panel, sink: &mut Sink) -> Result<MeasuredPanel, Halt> {
    let before = sink.problems.len();
    let (measured, _) = measure_as_far(study, panel, sink);
    sink.checkpoint_since(before)?;
    Ok(measured)
}

/// [`measure`] as far as it goes, and the names of the variables that could not be made.
pub fn measure_as_far(study: &Study, mut panel: Panel, sink: &mut Sink) -> (MeasuredPanel, Vec<String>) {
    let before = sink.problems.len();
    let work = work::all(study, &panel, sink);
    let mut done =
        Done { tables: Vec::new(), figures: Vec::new(), pages: Vec::new(), links: Vec::new(), failed: Vec::new() };
    for item in order::order(&work, sink) {
        match item {
            Ok(at) => done.make(&work, at, study, &mut panel, sink),
            Err(at) => done.failed.push(at),
        }
    }
    roster::add(study, &mut panel, sink);
    filled::add(study, &mut panel, sink);
    order::by_line(&mut sink.problems[before..]);
    let lacking = done.failed.iter().flat_map(|&at| work[at].makes.iter().cloned()).collect();
    (MeasuredPanel { panel, tables: done.tables, figures: done.figures, pages: done.pages, links: done.links }, lacking)
}

struct Done {
    tables: Vec<Table>,
    figures: Vec<Figure>,
    pages: Vec<MeasurePage>,
    links: Vec<Link>,
    /// What could not be made: nothing more is said of what needs it.
    failed: Vec<usize>,
}

impl Done {
    fn make(&mut self, work: &[Work<'_>], at: usize, study: &Study, panel: &mut Panel, sink: &mut Sink) {
        let lacking = |other: &usize| work[*other].makes.iter().any(|made| work[at].uses.contains(made));
        let made = match self.failed.iter().any(lacking) || !work[at].sound {
            true => None,
            false => work[at].make(study, panel, sink),
        };
        let Some(made) = made else { return self.failed.push(at) };
        made.problems.into_iter().for_each(|problem| sink.push(problem));
        made.variables.into_iter().for_each(|variable| panel.add(variable));
        self.tables.extend(made.tables);
        self.figures.extend(made.figures);
        self.pages.extend(made.pages);
        self.links.extend(made.links);
    }
}

/// A phrase in every language, as words.
pub(crate) fn words(phrase: &Phrase) -> Words {
    Words::said(phrase)
}
