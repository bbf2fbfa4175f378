//! Coordinates of charts: marks lie where the printed numbers are, and there is none for what is hidden. A mark that lies elsewhere was
//! drawn from a number with more digits than are printed.

use serde_json::Value;

use super::claims::{Attack, Claim};
use super::edition::{Edition, list};
use super::read::every;

/// Marks lie on whole units of the drawing; ends of lines are rounded once more.
const UNITS: f64 = 2.5;
/// The same of lines in pages, in percent of their width.
const PERCENT: f64 = 0.016;
/// The colour of lines across the plot and of axes.
const GREY: [&str; 4] = ["#e6e6e6", "#595959", "#4f4f4f", "#1a1a1a"];

/// Claims about coordinates.
pub fn claims(edition: &Edition) -> Vec<Claim> {
    let figures = list(&edition.json["figures"]).iter().filter(|figure| figure["layers"][0]["mark"] == "interval");
    let mut claims: Vec<Claim> = figures.flat_map(|figure| drawn(edition, figure)).collect();
    let findings = findings(edition);
    for (name, bytes) in edition.files.iter().filter(|(name, _)| name.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        for line in text.split("<svg class=\"line\"").skip(1) {
            let line = line.split("</svg>").next().unwrap_or("");
            claims.extend(in_page(name, line, &findings));
        }
    }
    claims
}

fn claim(file: &str, what: String) -> Claim {
    Claim { attack: Attack::Outlets, place: file.into(), cell: None, what, low: 0.0, high: 0.0 }
}

/// The stand-alone drawings of a figure with intervals.
fn drawn(edition: &Edition, figure: &Value) -> Vec<Claim> {
    let id = figure["id"].as_str().unwrap_or("");
    let Some(table) = figure["table"].as_str().and_then(|id| edition.table(id)) else { return Vec::new() };
    let shown = |row: &usize| {
        figure["shape"]["forest"]["rows"]
            .as_array()
            .is_none_or(|rows| rows.iter().any(|own| own.as_u64() == Some(*row as u64)))
    };
    let ends: Vec<(f64, f64)> = (0..table.rows.len())
        .filter(shown)
        .filter_map(|row| Some((table.number(row, "low")?, table.number(row, "high")?)))
        .collect();
    let files = edition.files.iter().filter(|(name, _)| {
        name.strip_prefix("charts/")
            .and_then(|name| name.strip_prefix(id))
            .is_some_and(|rest| rest.starts_with('.') && rest.ends_with(".svg"))
    });
    let mut claims = Vec::new();
    for (name, bytes) in files {
        let (lines, zero) = lines(&String::from_utf8_lossy(bytes));
        if lines.len() > ends.len() {
            claims.push(claim(name, format!("{} intervals are drawn and {} printed", lines.len(), ends.len())));
        } else if lines.len() == ends.len() {
            let mut points: Vec<(f64, f64)> = zero.into_iter().map(|at| (0.0, at)).collect();
            points.extend(lines.iter().zip(&ends).flat_map(|(line, ends)| [(ends.0, line.0), (ends.1, line.1)]));
            let off = off(&points);
            if off > UNITS {
                claims.push(claim(name, format!("marks lie {off:.1} units beside the printed numbers")));
            }
        }
    }
    claims
}

/// The intervals of a drawing from top to bottom, and where zero is.
fn lines(text: &str) -> (Vec<(f64, f64)>, Option<f64>) {
    let mut found: Vec<(f64, f64, f64)> = Vec::new();
    let mut zero = None;
    for group in text.split("<g ").skip(1) {
        let (style, inside) = group.split_once('>').unwrap_or((group, ""));
        let of = |name: &str| style.split(&format!("{name}=\"")).nth(1)?.split('"').next();
        let Some(stroke) = of("stroke") else { continue };
        let paths = inside.split("d=\"").skip(1).filter_map(|path| path.split('"').next());
        for [x1, y1, x2, y2] in paths.flat_map(|path| path.split('M').skip(1)).filter_map(straight) {
            if stroke == "#595959" && x1 == x2 && of("stroke-width") == Some("26") {
                zero = Some(x1);
            }
            if !GREY.contains(&stroke) && y1 == y2 && x1 < x2 {
                found.push((y1, x1, x2));
            }
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    (found.into_iter().map(|(_, x1, x2)| (x1, x2)).collect(), zero)
}

/// The ends of a line that is straight: `10 20H30`.
fn straight(path: &str) -> Option<[f64; 4]> {
    let at = path.find(['H', 'V', 'l', 'L'])?;
    let numbers = |text: &str| text.split([' ', ',']).map(|word| word.parse().ok()).collect::<Option<Vec<f64>>>();
    let (start, end) = (numbers(&path[..at])?, numbers(&path[at + 1..])?);
    let &[x, y] = start.as_slice() else { return None };
    match (&path[at..=at], end.as_slice()) {
        ("H", &[to]) => Some([x, y, to, y]),
        ("V", &[to]) => Some([x, y, x, to]),
        ("l", &[right, down]) => Some([x, y, x + right, y + down]),
        ("L", &[right, down]) => Some([x, y, right, down]),
        _ => None,
    }
}

/// The largest distance of points from their line; zero where two points or one value lie on any line.
fn off(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    if points.len() < 3 {
        return 0.0;
    }
    let (x, y) = points.iter().fold((0.0, 0.0), |all, point| (all.0 + point.0 / n, all.1 + point.1 / n));
    let spread: f64 = points.iter().map(|point| (point.0 - x) * (point.0 - x)).sum();
    let both: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    if spread == 0.0 {
        return 0.0;
    }
    let slope = both / spread;
    points.iter().map(|point| (point.1 - y - slope * (point.0 - x)).abs()).fold(0.0, f64::max)
}

/// The ends and the estimate of every finding, in the unit of the values and in points.
fn findings(edition: &Edition) -> Vec<[f64; 3]> {
    let of = |finding: &Value| {
        let effect = &finding["effect"];
        Some([effect["low"].as_f64()?, effect["estimate"].as_f64()?, effect["high"].as_f64()?])
    };
    let own: Vec<[f64; 3]> = every(&edition.json, "findings").into_iter().filter_map(of).collect();
    own.iter().copied().chain(own.iter().map(|it| it.map(|value| 100.0 * value))).collect()
}

/// A line in a page: it is that of some finding.
fn in_page(file: &str, line: &str, findings: &[[f64; 3]]) -> Option<Claim> {
    let at = |class: &str, name: &str| -> Option<f64> {
        let own = line.split(&format!("class=\"{class}\"")).nth(1)?.split('>').next()?;
        own.split(&format!("{name}=\"")).nth(1)?.split(['%', '"']).next()?.parse().ok()
    };
    let (Some(zero), Some(low), Some(dot), Some(high)) =
        (at("zero", "x1"), at("interval", "x1"), at("dot", "cx"), at("interval", "x2"))
    else {
        return None;
    };
    let best = findings.iter().map(|ends| off(&[(0.0, zero), (ends[0], low), (ends[1], dot), (ends[2], high)]));
    let best = best.fold(f64::INFINITY, f64::min);
    (best > PERCENT).then(|| claim(file, format!("a line lies {best:.3} % beside every printed interval")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn straight_lines_are_read() {
        let svg = "<g fill=\"none\" stroke=\"#595959\" stroke-width=\"26\"><path d=\"M50 0V90\"/></g>\
                   <g fill=\"none\" stroke=\"#0072b2\" stroke-width=\"40\"><path d=\"M10 20H30M10 40H70M1 2l3 4\"/></g>";
        assert_eq!(lines(svg), (vec![(10.0, 30.0), (10.0, 70.0)], Some(50.0)));
    }

    #[test]
    fn points_on_a_line_are_not_off_it() {
        assert!(off(&[(0.0, 10.0), (5.0, 20.0), (10.0, 30.0)]) < 1e-9);
        assert!(off(&[(0.0, 10.0), (5.0, 23.0), (10.0, 30.0)]) > 1.5);
    }
}
