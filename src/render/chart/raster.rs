//! Marks → pixels.

use std::collections::BTreeMap;

use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, StrokeDash, Transform};

use super::fonts;
use super::ink::{Colour, DASHES, Ink, Place, UNITS, units};

/// Pixels for an inch at scale 1, as browsers and office programs count.
const DPI: f64 = 96.0;
const METRES_PER_INCH: f64 = 0.0254;
/// Largest side of an image.
const LARGEST: f64 = 16_000.0;

/// The image of marks on a page of a size in pixels, at a scale, on white, with its physical size.
pub fn png(ink: &[Ink], (width, height): (f64, f64), scale: f64) -> Vec<u8> {
    let scale = scale.min(LARGEST / width.max(height));
    let side = |pixels: f64| (pixels * scale).ceil().max(1.0) as u32;
    let painted = Pixmap::new(side(width), side(height)).map(|mut image| {
        image.fill(tiny_skia::Color::WHITE);
        let transform = Transform::from_scale((scale / UNITS) as f32, (scale / UNITS) as f32);
        ink.iter().for_each(|mark| paint(mark, &mut image, transform));
        image
    });
    painted.and_then(|image| encode(&image, scale)).unwrap_or_default()
}

fn paint(mark: &Ink, image: &mut Pixmap, transform: Transform) {
    let (path, colour, stroke) = match mark {
        Ink::Rectangle { from, to, colour } => (rectangle(*from, *to), colour, None),
        Ink::Polygon { points, colour } => (through(points, true), colour, None),
        Ink::Stroke { points, width, dashed, colour } => (through(points, false), colour, Some((*width, *dashed))),
        Ink::Disc { centre, radius, colour } => (circle(*centre, *radius), colour, None),
        Ink::Ring { centre, radius, width, colour } => (circle(*centre, *radius), colour, Some((*width, false))),
        Ink::Text(text) => {
            let mut pen = Pen(PathBuilder::new());
            fonts::outline(text, &mut pen);
            (pen.0.finish(), &text.colour, None)
        }
    };
    let Some(path) = path else { return };
    let paint = paint_of(*colour);
    match stroke {
        None => image.fill_path(&path, &paint, FillRule::Winding, transform, None),
        Some((width, dashed)) => image.stroke_path(&path, &paint, &stroke_of(width, dashed), transform, None),
    }
}

fn paint_of([r, g, b]: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(r, g, b, 255);
    paint
}

fn stroke_of(width: u32, dashed: bool) -> Stroke {
    let dash = || StrokeDash::new(DASHES.map(|length| units(length) as f32).to_vec(), 0.0);
    Stroke { width: width as f32, dash: if dashed { dash() } else { None }, ..Stroke::default() }
}

fn rectangle(from: Place, to: Place) -> Option<Path> {
    let [left, top, right, bottom] = [from.0.min(to.0), from.1.min(to.1), from.0.max(to.0), from.1.max(to.1)];
    Rect::from_ltrb(left as f32, top as f32, right as f32, bottom as f32).map(PathBuilder::from_rect)
}

fn circle((x, y): Place, radius: u32) -> Option<Path> {
    PathBuilder::from_circle(x as f32, y as f32, radius as f32)
}

fn through(points: &[Place], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (i, &(x, y)) in points.iter().enumerate() {
        match i {
            0 => path.move_to(x as f32, y as f32),
            _ => path.line_to(x as f32, y as f32),
        }
    }
    if closed {
        path.close();
    }
    path.finish()
}

struct Pen(PathBuilder);

impl fonts::Outline for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

/// Colours of a file: those of the inks and enough between them for smooth edges.
const COLOURS: usize = 32;

fn encode(image: &Pixmap, scale: f64) -> Option<Vec<u8>> {
    let (palette, indices) = indexed(image.data());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, image.width(), image.height());
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    let per_metre = (DPI * scale / METRES_PER_INCH).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&indices).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

type Counts = BTreeMap<Colour, u32>;

/// The commonest colours and for each pixel the nearest of them.
fn indexed(rgba: &[u8]) -> (Vec<Colour>, Vec<u8>) {
    let palette = palette(counted(rgba));
    let mut nearest: BTreeMap<Colour, u8> = BTreeMap::new();
    let mut last = ([0; 3], nearest_to([0; 3], &palette));
    let of = |pixel: &[u8]| {
        let colour = [pixel[0], pixel[1], pixel[2]];
        if colour != last.0 {
            last = (colour, *nearest.entry(colour).or_insert_with(|| nearest_to(colour, &palette)));
        }
        last.1
    };
    let indices = rgba.chunks_exact(4).map(of).collect();
    (palette, indices)
}

fn counted(rgba: &[u8]) -> Counts {
    let mut counts = Counts::default();
    let mut run = ([255; 3], 0);
    for pixel in rgba.chunks_exact(4) {
        let colour = [pixel[0], pixel[1], pixel[2]];
        if colour != run.0 {
            *counts.entry(run.0).or_default() += run.1;
            run = (colour, 0);
        }
        run.1 += 1;
    }
    *counts.entry(run.0).or_default() += run.1;
    counts
}

fn palette(counts: Counts) -> Vec<Colour> {
    let mut colours: Vec<(Colour, u32)> = counts.into_iter().collect();
    colours.sort_unstable_by_key(|&(colour, count)| (std::cmp::Reverse(count), colour));
    colours.into_iter().take(COLOURS).map(|(colour, _)| colour).collect()
}

fn nearest_to(colour: Colour, palette: &[Colour]) -> u8 {
    let far = |other: &Colour| -> u32 { (0..3).map(|i| u32::from(colour[i].abs_diff(other[i])).pow(2)).sum() };
    (0..palette.len()).min_by_key(|&i| far(&palette[i])).unwrap_or(0) as u8
}
