#[path = "../tests/it/sample_bundle.rs"]
mod sample_bundle;
fn main() {
    for lang in tashika::text::LANGUAGES {
        std::fs::write(format!("/tmp/wb_{}.xlsx", lang.code()), tashika::render::excel::workbook(&sample_bundle::bundle(), lang).unwrap()).unwrap();
    }
    for n in [185, 20_000] {
        let b = sample_bundle::bundle_with_pairs(n);
        for _ in 0..3 {
            let t = std::time::Instant::now();
            let len = tashika::render::excel::workbook(&b, tashika::text::Lang::Ja).unwrap().len();
            println!("{n} pairs: {:?}, {len} bytes", t.elapsed());
        }
    }
}
