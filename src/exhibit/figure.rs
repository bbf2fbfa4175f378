use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::Phrase;

use super::{Audience, Format, TableId};

/// What a layer stands for; the theme gives it its colour and its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// The state before: before matching, before the program.
    Before,
    /// The state after.
    After,
    /// Those who received.
    Treated,
    /// Those compared with.
    Comparison,
    /// The answer.
    Result,
    /// Secondary.
    Muted,
    /// The n-th of several kinds that have no order, from 0; there are [`Tone::KINDS`] of them.
    Kind(u8),
    /// A step of a scale: below its middle −1 to −3, the middle 0, above it 1 to 3.
    Step(i8),
}

impl Tone {
    /// How many kinds have a look of their own.
    pub const KINDS: u8 = 6;
}

/// How a layer is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// A dot at (x, y).
    Point,
    /// A dot with an interval from `low` to `high` along x.
    Interval,
    /// A shaded range from `low` to `high` along x, behind the other marks of its row ([`Shape::Rows`] and [`Shape::Forest`] only).
    Band,
    /// A bar from 0 to y at x (in [`Shape::Plane`]) or from 0 to x (in [`Shape::Rows`]).
    Bar,
    /// A line through the points in row order; in [`Shape::Slopes`] a line for each row, from x (before) to y (after).
    Line,
    /// Dots joined by a line, each with an interval from `low` to `high` along y ([`Shape::Columns`] only).
    Trend,
}

/// A layer: one series of a figure. Fields name columns of the figure's table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Layer {
    /// How it is drawn.
    pub mark: Mark,
    /// Name in the legend.
    pub name: Phrase,
    /// Column of the x value; in [`Shape::Columns`] that of the labels, in [`Shape::Slopes`] that of the values before.
    pub x: String,
    /// Column of the y value (not in shapes of rows).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// Column of the lower end of the interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<String>,
    /// Column of the upper end of the interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<String>,
    /// What it stands for.
    pub tone: Tone,
}

/// A straight line across the plot at a value: zero, a threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceLine {
    /// Where on the axis.
    pub at: f64,
    /// What it means; nothing for a plain zero line.
    pub label: Option<Phrase>,
}

/// A numeric axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Axis {
    /// Quantity and unit.
    pub title: Phrase,
    /// Fixed range; by the data where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(f64, f64)>,
    /// How tick labels are written.
    pub format: Format,
    /// Lines across the plot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<ReferenceLine>,
    /// Show magnitudes only (for bars mirrored below zero).
    #[serde(default)]
    pub absolute: bool,
}

/// How the figure's table becomes a drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// One line for each row of the table: its label at the left, values along x. Love plots, forests, dots.
    Rows {
        /// Column of the labels.
        label: String,
    },
    /// x and y both numeric: overlap, lines over time.
    Plane,
    /// Like `Rows`, with headings of groups and columns of numbers beside the labels. Rows may be chosen.
    Forest {
        /// Column of the labels.
        label: String,
        /// Column of the group that a row belongs to; rows of a group follow each other.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<String>,
        /// Columns that are written beside the labels.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        columns: Vec<String>,
        /// The rows that are drawn, in order; all where empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        rows: Vec<u32>,
    },
    /// A bar for each row, made of the layers' values end to end.
    Stacked {
        /// Column of the labels.
        label: String,
        /// Column of the group that a row belongs to; rows of a group follow each other.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<String>,
        /// Columns that are written at the right of the bars.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        columns: Vec<String>,
        /// Whether the middle of the layers stands at zero (opinions against and for); else bars begin at zero.
        centred: bool,
    },
    /// One place along x for each row of the table, values along y: groups over time.
    Columns {
        /// Column of the labels under the axis.
        label: String,
    },
    /// Two vertical axes, before and after, and a line between them for each row of the table.
    Slopes {
        /// What stands under the first axis.
        before: Phrase,
        /// What stands under the second.
        after: Phrase,
    },
    /// Squares in rows and columns, one for each row of the table, coloured by their value, with the value written in them. Rows and
    /// columns stand in the order in which they first occur; the layer's x names the value.
    Grid {
        /// Column of what names a row of squares.
        down: String,
        /// Column of what names a column of squares.
        across: String,
        /// Column of the panel that a square belongs to; all panels have the same rows, columns and colours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        panel: Option<String>,
    },
    /// Squares at places, each with its name and its value: a map of tiles. The layer's x names the value.
    Tiles {
        /// Column of the names.
        label: String,
        /// Column of the place from the top, from 0.
        down: String,
        /// Column of the place from the left, from 0.
        across: String,
        /// Column of the panel that a tile belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        panel: Option<String>,
    },
    /// Nodes on a ring and ties between them, in panels with the same places. A row with numbers in `to_x` and `to_y` is a tie, others are
    /// nodes; places lie between −1 and 1.
    Network {
        /// Column of the panel that a row belongs to.
        panel: String,
        /// Column of the number of the layer that says how the row is drawn, from 0; layers with points are groups of nodes, those with
        /// lines kinds of ties.
        layer: String,
        /// Column with 1 for nodes that are drawn hollow, else 0.
        hollow: String,
        /// What hollow nodes are.
        hollow_means: Phrase,
    },
    /// Boxes joined by arrows, one for each row: `stage`, `treated`, `comparison`, `lost`, `reason` are the columns' keys.
    Flow {
        /// How many rows are drawn; all where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first: Option<u32>,
    },
}

/// A figure: a table and how to draw it. It holds no numbers of its own but thresholds and ranges.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Stable id, also the file name: `<question>-love`.
    pub id: String,
    /// Id of the table that holds every number of the figure.
    #[schemars(with = "String")]
    pub table: TableId,
    /// The message.
    pub title: Phrase,
    /// n and method.
    pub subtitle: Phrase,
    /// What the figure does not show.
    pub note: Phrase,
    /// The figure in words, for those who cannot see it.
    pub alt: Phrase,
    /// Who may see it.
    #[serde(default)]
    pub audience: Audience,
    /// Form.
    pub shape: Shape,
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis; ignored for shapes of rows and [`Shape::Flow`].
    pub y: Axis,
    /// Series.
    pub layers: Vec<Layer>,
}

/// A figure that a method hands out beside its tables, whose numbers it draws. The question that it belongs to, and how the answer
/// was found, are added where the answer is put together.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodFigure {
    /// The figure: its id is what it is called within the question, its table one of the method's, its subtitle empty.
    pub figure: Figure,
    /// Whom it draws: those who took part, and the others; those of the answer where absent.
    pub units: Option<(usize, usize)>,
}
