//! # Tashika: the map of the house
//!
//! Tashika reads spreadsheets and answers questions of the form *did this grant, program or collaboration change something,
//! by how much, and how sure may we be?* It is a batch compiler: a study file and workbooks go in; findings come out. Each
//! phase is a folder with one type going in and one coming out:
//!
//! ```text
//! study + workbooks
//!    │ study        what is asked; method blocks kept uninterpreted, with their places   -> Study
//!    │ ingest       workbooks as grids with addresses                                    -> RawTable
//!    │ tidy         one table of units and one of unit × period, with provenance         -> Panel
//!    │ measure      further variables: formulas, income by source                            -> Panel, tables
//!    │ design       who is compared with whom, outcomes hidden                           -> Comparison
//!    │ estimate     what the comparison says                                             -> Estimate
//!    │ infer        how sure                                                             -> Inference
//!    │ sensitivity  how fragile                                                          -> Stress
//!    │ answer       the four before, for every step of a plan and every part of the data -> Answer
//!    │ figures      charts and their tables                                              -> Figure, Table
//!    │ findings     what may be said, and what may leave the house                       -> Bundle
//!    ▼ render       files: workbook, charts, report, data, replication script
//! ```
//!
//! In functions: [`study::parse`], [`ingest::read_each`], [`tidy::tidy_as_far`], [`measure::measure_as_far`] (together
//! [`run::read`]), [`plan::plan`], [`design::Design::compare`], [`estimate::Estimator::estimate`], [`infer::infer`],
//! [`sensitivity::Sensitivity::stress`] (together [`answer::answer`]), [`findings::assemble`],
//! [`findings::disclosure::protect`], [`render::files`].
//!
//! What cells and names mean as texts stands in [`notation`] (numbers, dates, years, periods, units, answers) and [`names`]
//! (organisations); both are pure functions. What every phase after `tidy` works on is a [`panel::Panel`] and views of it.
//!
//! `plan` is a compiler, not a phase: it resolves a [`study::Study`] and the registries of methods into an [`answer::Plan`], with
//! nothing estimated. [`run::run`] is the whole pipeline on one page.
//!
//! ## Invariants
//! - **Direction.** [`text`], [`math`] → [`notation`] → [`names`] → [`diag`], [`exhibit`], [`card`] → [`study`] → [`ingest`] →
//!   [`panel`] → [`tidy`] → [`measure`] → [`design`] → [`estimate`] → [`infer`] → [`sensitivity`] → [`answer`] → [`figures`] → [`findings`] → [`render`] →
//!   [`plan`] → [`run`] → [`cli`].
//!   A module uses only modules before it (tested).
//! - Only `ingest`, `render` and `cli` touch files. After `tidy` no code sees a spreadsheet. `math` sees slices and ndarray
//!   only. `estimate` sees arrays.
//! - A design is given a panel that has no outcome columns. What its comparison is ([`design::Kind`]) stands in one table: needs,
//!   rows, sides, ceiling of the verb, words; what is known of an answer is computed once ([`findings::Facts`]).
//! - `render` reads a [`findings::Bundle`] and nothing else; from a stored bundle it gives the same bytes as the run.
//! - A method's struct is its option set and carries its card. Renderers know exhibits and findings only: a new method
//!   changes no renderer.
//! - A count says what it counts ([`exhibit::Quantity`]) and whom ([`exhibit::Members`]): what hides it in one table hides it in all.
//! - What the public may not see is marked on the cells of tables, once; the public edition (tables, charts, sentences, JSON)
//!   follows from the marks.
//! - Every row read is analysed or listed with a reason. Every number can be walked back to sheet and cell.
//! - Same machine, build, inputs and seed: the same bytes, whatever the threads and (digests and addresses aside) whatever
//!   the order of rows.
//! - Windows, macOS and Linux alike: no path, limit or rename that only one of them has.

pub mod answer;
pub mod card;
pub mod cli;
pub mod design;
pub mod diag;
pub mod estimate;
pub mod exhibit;
pub mod figures;
pub mod findings;
pub mod infer;
pub mod ingest;
pub mod math;
pub mod measure;
pub mod names;
pub mod notation;
pub mod panel;
pub mod plan;
pub mod render;
pub mod run;
pub mod sensitivity;
pub mod study;
pub mod text;
pub mod tidy;
