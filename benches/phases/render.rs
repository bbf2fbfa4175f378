//! Time of rendering.

use criterion::{Criterion, criterion_group};
use tashika::render::chart;
use tashika::text::{LANGUAGES, Lang};

#[allow(dead_code)]
#[path = "../../tests/it/chart_samples.rs"]
mod chart_samples;

fn charts(c: &mut Criterion) {
    let mut group = c.benchmark_group("chart");
    group.sample_size(20);
    for (figure, table) in chart_samples::ordinary() {
        group.bench_function(format!("svg {}", figure.id), |b| {
            b.iter(|| chart::drawing(&figure, &table, Lang::Ja).inline())
        });
        let anew = || chart::drawing(&figure, &table, Lang::Ja).png().len();
        group.bench_function(format!("png {}", figure.id), |b| b.iter(anew));
    }
    let (figures, tables): (Vec<_>, Vec<_>) = chart_samples::ordinary().into_iter().unzip();
    group.bench_function("four figures in two languages", |b| {
        b.iter(|| chart::render_all(&figures, &tables, &LANGUAGES))
    });
    group.finish();
}

criterion_group!(all, charts);
