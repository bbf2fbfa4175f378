//! SVG → outlines → pixels.

use resvg::{tiny_skia, usvg};

use super::fonts;

/// Pixels for an inch at scale 1, as browsers and office programs count.
const DPI: f64 = 96.0;
const METRES_PER_INCH: f64 = 0.0254;
/// Largest side of an image.
const LARGEST: f64 = 16_000.0;

/// The drawing's elements with every text turned into outlines, without the `<svg>` element around them.
pub fn outlines(svg: &str) -> Option<String> {
    let tree = usvg::Tree::from_str(svg, fonts::options()).ok()?;
    let options = usvg::WriteOptions {
        preserve_text: false,
        coordinates_precision: 0,
        indent: usvg::Indent::None,
        ..usvg::WriteOptions::default()
    };
    let whole = tree.to_string(&options);
    let inside = whole.split_once('>')?.1.rsplit_once("</svg>")?.0;
    Some(inside.to_string())
}

/// The image of an SVG at a scale, on white, with its physical size; empty where the text is not an SVG.
pub fn png(svg: &str, scale: f64) -> Vec<u8> {
    pixels(svg, scale).and_then(|(image, scale)| encode(&image, scale)).unwrap_or_default()
}

fn pixels(svg: &str, scale: f64) -> Option<(tiny_skia::Pixmap, f64)> {
    let tree = usvg::Tree::from_str(svg, fonts::options()).ok()?;
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let scale = if scale.is_finite() && scale > 0.0 { scale.min(LARGEST / width.max(height)) } else { 1.0 };
    let mut image = tiny_skia::Pixmap::new((width * scale).ceil() as u32, (height * scale).ceil() as u32)?;
    image.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale as f32, scale as f32), &mut image.as_mut());
    Some((image, scale))
}

fn encode(image: &tiny_skia::Pixmap, scale: f64) -> Option<Vec<u8>> {
    let pixels: Vec<[u8; 3]> = image.data().chunks_exact(4).map(|rgba| [rgba[0], rgba[1], rgba[2]]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, image.width(), image.height());
    encoder.set_compression(png::Compression::Fast);
    let per_metre = (DPI * scale / METRES_PER_INCH).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    let data = match indexed(&pixels) {
        Some((palette, indices)) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette.concat());
            indices
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            pixels.concat()
        }
    };
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&data).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

/// The colours in the order in which they occur and the index of each pixel's; nothing where there are more than 256.
/// Charts have few: the file becomes a third as large.
fn indexed(pixels: &[[u8; 3]]) -> Option<(Vec<[u8; 3]>, Vec<u8>)> {
    let mut place = vec![0u16; 1 << 24];
    let mut palette = Vec::new();
    let mut indices = Vec::with_capacity(pixels.len());
    for &[r, g, b] in pixels {
        let known = &mut place[usize::from(r) << 16 | usize::from(g) << 8 | usize::from(b)];
        if *known == 0 {
            palette.push([r, g, b]);
            *known = palette.len() as u16;
        }
        indices.push((*known - 1) as u8);
        if palette.len() > 256 {
            return None;
        }
    }
    Some((palette, indices))
}
