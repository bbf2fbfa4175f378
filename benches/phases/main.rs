//! The benchmarks of the phases, in one program: `cargo bench` runs them all, `cargo bench -- chart` those whose name holds the
//! word, `cargo bench -- batch` the large orders, which are run once and only where they are asked for.

mod batch;
mod design;
mod estimate;
mod ingest;
mod link;
mod math;
mod pipeline;
mod render;

use criterion::Criterion;

fn main() {
    if std::env::args().any(|word| word == "batch") {
        return batch::all();
    }
    let groups = [design::all, estimate::all, ingest::all, link::all, math::all, pipeline::all, render::all];
    groups.iter().for_each(|group| group());
    Criterion::default().configure_from_args().final_summary();
}
