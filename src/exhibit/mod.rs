//! The vocabulary of results: tables of typed cells, columnar frames, and figures that refer to tables.
//!
//! Methods return exhibits and renderers know nothing else, so that a new method changes no renderer. A cell says what it
//! is made of (how many units, what kind of number, who may see it); figures and sentences refer to cells. What may leave
//! the house is therefore decided once, on cells.

pub mod drawing;
mod figure;
mod frame;
mod id;
mod members;
mod quantity;
mod table;

pub use crate::text::CellRef;
pub use figure::{Axis, Figure, Layer, Mark, MethodFigure, ReferenceLine, Shape, Tone};
pub use frame::{Frame, FrameColumn, Values};
pub use id::{FrameId, FrameRole, Id, RoleName, TableId, TableRole};
pub use members::{BEFORE, Members};
pub use quantity::{AnswerPart, Quantity};
pub use table::{Audience, Cell, Column, Format, Kind, Link, MadeOf, Relation, Table, Value, difference, plain};
