//! Figures are drawn whole, alike each time and in every language; nothing is cut and no text stands over another.
//! The images are left in `target/tmp/charts` to be looked at.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use tashika::exhibit::{Figure, Table};
use tashika::render::chart::{self, Drawing, Letters};
use tashika::text::LANGUAGES;

use crate::chart_more::more;
use crate::chart_samples::{self, ordinary};

fn samples() -> Vec<(Figure, Table)> {
    let mut all = chart_samples::samples();
    all.extend(more());
    all
}

fn drawings() -> Vec<Arc<Drawing>> {
    let (figures, tables): (Vec<_>, Vec<Table>) = samples().into_iter().unzip();
    chart::render_all(&figures, &tables, &LANGUAGES)
}

/// Width, height and pixels (red, green, blue) of a PNG.
fn decode(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgb);
    (info.width, info.height, pixels)
}

#[test]
fn every_figure_is_drawn_in_every_language() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("charts");
    fs::create_dir_all(&dir).unwrap();
    let drawings = drawings();
    let names: Vec<&str> = drawings.iter().map(|drawing| drawing.name.as_str()).collect();
    let expected = samples().into_iter().flat_map(|(figure, _)| LANGUAGES.map(|lang| format!("{}.{lang}", figure.id)));
    assert_eq!(names, expected.collect::<Vec<_>>());
    for drawing in &drawings {
        fs::write(dir.join(format!("{}.svg", drawing.name)), drawing.svg()).unwrap();
        fs::write(dir.join(format!("{}.png", drawing.name)), drawing.png()).unwrap();
        let (width, height, pixels) = decode(drawing.png());
        assert!(width >= 1600 && height >= 200, "{}: {width} x {height}", drawing.name);
        let inked = pixels.chunks_exact(3).filter(|rgb| rgb.iter().any(|channel| *channel < 128)).count();
        assert!(inked > 2000, "{} is blank: {inked}", drawing.name);
    }
}

#[test]
fn nothing_is_cut_and_no_text_stands_over_another() {
    for (figure, table) in samples() {
        for lang in LANGUAGES {
            for paper in [chart::Paper::WIDE, chart::Paper::NARROW] {
                let met = chart::collisions(&figure, &table, lang, paper);
                assert_eq!(met, Vec::<String>::new(), "{} in {lang} on {paper:?}", figure.id);
            }
        }
    }
}

#[test]
fn an_svg_stands_alone_and_says_what_it_shows() {
    for (figure, table) in samples() {
        for lang in LANGUAGES {
            let svg = chart::drawing(&figure, &table, lang).svg();
            let tree = roxmltree::Document::parse(&svg).unwrap();
            let root = tree.root_element();
            assert_eq!(root.attribute("role"), Some("img"));
            let said = |name: &str| root.children().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
            assert!(said("title").is_some_and(|text| !text.is_empty()), "{}", figure.id);
            assert!(said("desc").is_some_and(|text| !text.is_empty()), "{}", figure.id);
            assert!(!tree.descendants().any(|node| node.has_tag_name("text")), "text needs a font: {}", figure.id);
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{}", figure.id);
        }
    }
}

#[test]
fn drawing_again_gives_the_same_bytes() {
    let (figures, tables): (Vec<_>, Vec<_>) = ordinary().into_iter().unzip();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let once = alone.install(|| chart::render_all(&figures, &tables, &LANGUAGES));
    assert!(once == chart::render_all(&figures, &tables, &LANGUAGES));
}

#[test]
fn a_page_shows_text_as_text_in_letters_that_it_embeds() {
    let drawings = drawings();
    let mut letters = Letters::default();
    for drawing in &drawings {
        letters.add(drawing);
        let svg = drawing.inline();
        let tree = roxmltree::Document::parse(&svg).unwrap();
        let texts: Vec<&str> =
            tree.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()).collect();
        assert!(!texts.is_empty() && svg.len() < 60_000, "{}: {}", drawing.name, svg.len());
    }
    let css = letters.css();
    assert_eq!(css.matches("@font-face").count(), 2);
    for face in css.split("base64,").skip(1) {
        let bytes = BASE64.decode(face.split(')').next().unwrap()).unwrap();
        let face = ttf_parser::Face::parse(&bytes, 0).unwrap();
        assert!(
            face.glyph_index('0').and_then(|glyph| face.glyph_hor_advance(glyph)).is_some_and(|advance| advance > 0)
        );
        assert!(face.number_of_glyphs() < 2_000, "{}", face.number_of_glyphs());
    }
    assert_eq!(Letters::default().css(), "");
}
