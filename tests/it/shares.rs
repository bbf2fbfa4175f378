//! Shares are written in percent, and differences between them in points, wherever a person reads them.

use std::fmt::Write;
use std::io::{Cursor, Read};

use tashika::findings::{Bundle, Finding, Measure};
use tashika::text::{Lang, fixed};

use super::honesty::noise;
use super::study_runs::{outputs, run_on};

/// 120 charities, 40 of them funded: a plan (yes or no) and a share of own income, before and after.
fn table() -> String {
    let mut table = String::from("id,t,age,own,y0,y1,s0,s1\n");
    for unit in 0..120 {
        let t = unit % 3 == 0;
        let yes = |seed: usize, chance: f64| u8::from(noise(unit + seed) < 2.0 * chance - 1.0);
        let (y0, y1) = (yes(1000, 0.41), yes(2000, if t { 0.83 } else { 0.47 }));
        let s0 = 0.4 + 0.2 * noise(unit + 3000);
        let s1 = s0 + 0.1 * noise(unit + 4000) + if t { 0.137 } else { 0.011 };
        let (age, own) = (40.0 + 10.0 * noise(unit), yes(5000, 0.5));
        writeln!(table, "u{unit:03},{},{age:.2},{own},{y0},{y1},{s0:.3},{s1:.3}", u8::from(t)).unwrap();
    }
    table
}

fn study() -> String {
    let asked = |id: &str, of: &str| format!("[[questions]]\nid = \"{id}\"\ntreatment = \"t\"\n{of}");
    let before = "outcomes = [\"y1\", \"s1\"]\nbaseline = { y1 = \"y0\", s1 = \"s0\" }\n";
    let like = "covariates = [\"age\", \"own\", \"y0\"]\ndesign = \"nearest\"\n";
    [
        "[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[variables.own]\nkind = \"yes-no\"\n[variables.y1]\nkind = \"yes-no\"\n\
         label = { en = \"Has a plan\", ja = \"計画がある\" }\nbetter = \"higher\"\nsmallest_change_that_matters = 0.1\n\
         [variables.s1]\nkind = \"share\"\nlabel = { en = \"Own income\", ja = \"自主財源\" }\nbetter = \"higher\"\n"
            .to_string(),
        asked("matched", &format!("{before}{like}subgroups = [\"own\"]\n")),
        asked("after", &format!("outcomes = [\"y1\"]\n{like}")),
        asked("alone", &format!("{before}design = \"before-after\"\n")),
        asked("groups", "outcomes = [\"y1\", \"s1\"]\ndesign = \"groups\"\n"),
    ]
    .concat()
}

/// Numbers of a finding that are shares of 1, or differences of such.
fn shares(finding: &Finding) -> Vec<f64> {
    let effect = finding.effect.iter().flat_map(|it| [Some(it.estimate), Some(it.low), Some(it.high), it.std_error]);
    let means = [finding.describe.mean_treated, finding.describe.mean_reference, finding.describe.smallest_detectable];
    let beside = finding.companions.iter().filter(|it| it.measure != Measure::Pure);
    let beside = beside.flat_map(|it| {
        let (low, high) = it.interval.unzip();
        [it.estimate, low, high]
    });
    effect.chain(means).chain(beside).flatten().filter(|value| value.fract() != 0.0).collect()
}

/// Of all shares of a bundle how they would be written as fractions, with three decimals and more.
fn as_fractions(bundle: &Bundle) -> Vec<String> {
    let told = bundle.findings.findings.iter().filter(|finding| finding.in_points).flat_map(shares);
    let binary = bundle.findings.questions.iter().flat_map(|question| &question.balance).filter(|row| row.binary);
    let balance = binary.flat_map(|row| [&row.before, &row.after]);
    let balance = balance.flat_map(|side| [side.mean_treated, side.mean_comparison]);
    // Edges of bins, thresholds and the steps of the public edition are such numbers too.
    let round = |value: f64| (value * 1000.0).round() % 5.0 == 0.0;
    let values = told.chain(balance).filter(|value| !round(*value));
    values.flat_map(|value| [3, 4].map(|decimals| fixed(value.abs(), decimals))).collect()
}

/// The words of an XML without its marks; drawings tell their numbers in words as well.
fn words(xml: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in xml.chars() {
        inside = c == '<' || inside && c != '>';
        out.push(if inside || c == '>' { ' ' } else { c });
    }
    out
}

fn parts_of(bytes: &[u8], of: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> =
        archive.file_names().map(|name| name.unwrap().into_owned()).filter(|name| of(name)).collect();
    let mut read = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut text).unwrap();
        (name, text)
    };
    names.into_iter().map(&mut read).collect()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let from = tag.find(&format!("{name}=\""))? + name.len() + 2;
    tag[from..].split('"').next()
}

/// Of each style of a workbook whether it shows percentages.
fn percentages(styles: &str) -> Vec<bool> {
    let of: Vec<(&str, bool)> = styles
        .split("<numFmt ")
        .skip(1)
        .map(|tag| (attribute(tag, "numFmtId").unwrap(), attribute(tag, "formatCode").unwrap().contains('%')))
        .collect();
    let cells = styles.split("<cellXfs").nth(1).unwrap().split("</cellXfs>").next().unwrap();
    let own = |tag: &str| attribute(tag, "numFmtId").is_some_and(|id| of.iter().any(|(it, so)| *it == id && *so));
    cells.split("<xf ").skip(1).map(own).collect()
}

/// Number cells of a workbook whose number is one of these and which do not show a percentage.
fn bare_cells(bytes: &[u8], fractions: &[String]) -> Vec<String> {
    let styles = parts_of(bytes, |name| name == "xl/styles.xml").remove(0).1;
    let shown = percentages(&styles);
    let mut found = Vec::new();
    for (name, sheet) in parts_of(bytes, |name| name.starts_with("xl/worksheets/sheet")) {
        for cell in sheet.split("<c ").skip(1) {
            let (Some(value), None) = (cell.split("<v>").nth(1), attribute(cell, "t")) else { continue };
            let Ok(value) = value.split('<').next().unwrap().parse::<f64>() else { continue };
            let style = attribute(cell.split('>').next().unwrap(), "s").and_then(|style| style.parse::<usize>().ok());
            let percent = style.and_then(|style| shown.get(style).copied()).unwrap_or(false);
            if !percent && fractions.contains(&fixed(value.abs(), 4)) {
                found.push(format!("{name} {}: {value}", attribute(cell, "r").unwrap()));
            }
        }
    }
    found
}

fn around(text: &str, at: usize) -> &str {
    let from = (0..=at.saturating_sub(80)).rev().find(|&at| text.is_char_boundary(at)).unwrap();
    let to = (at + 60..).find(|&at| at >= text.len() || text.is_char_boundary(at)).unwrap();
    &text[from..to.min(text.len())]
}

/// Where one of the fractions stands as a word of its own, not behind other digits.
fn spoken(path: &str, text: &str, fractions: &[String]) -> Vec<String> {
    let alone = |at: usize, fraction: &str| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
        !digit(text[..at].chars().next_back()) && !digit(text[at + fraction.len()..].chars().next())
    };
    let of = |fraction: &String| {
        let at = text.match_indices(fraction.as_str()).map(|(at, _)| at).find(|&at| alone(at, fraction))?;
        Some(format!("{path}: {fraction} in … {} …", around(text, at).split_whitespace().collect::<Vec<_>>().join(" ")))
    };
    fractions.iter().filter_map(of).collect()
}

#[test]
fn no_output_for_people_writes_a_share_as_a_fraction() {
    let bundle = run_on(&table(), &study());
    let fractions = as_fractions(&bundle);
    assert!(fractions.len() > 80 && bundle.findings.findings.iter().all(|finding| finding.in_points));
    let mut found = Vec::new();
    for (path, bytes) in &outputs(&bundle) {
        match path.rsplit('.').next().unwrap() {
            "html" | "svg" => found.extend(spoken(path, &words(&String::from_utf8_lossy(bytes)), &fractions)),
            "docx" => {
                let text = parts_of(bytes, |name| name == "word/document.xml").remove(0).1;
                found.extend(spoken(path, &words(&text), &fractions));
            }
            "xlsx" => found.extend(bare_cells(bytes, &fractions).into_iter().map(|cell| format!("{path}: {cell}"))),
            _ => {}
        }
    }
    assert!(found.is_empty(), "{} of {}:\n{}", found.len(), fractions.len(), found.join("\n"));
}

#[test]
fn people_read_points_and_programs_fractions() {
    let bundle = run_on(&table(), &study());
    let of = |id: &str| bundle.findings.findings.iter().find(|finding| finding.id == id).unwrap();
    let alone = of("alone/y1");
    let (raw, said) = (alone.effect.as_ref().unwrap(), alone.as_said());
    assert_eq!(said.effect.as_ref().unwrap().estimate, raw.estimate * 100.0);
    assert_eq!(said.unit.get(Lang::Ja), "ポイント");
    assert_eq!(said.describe.smallest_change, Some(10.0));
    assert_eq!(said.describe.mean_treated, alone.describe.mean_treated);
    let outputs = outputs(&bundle);
    let page =
        |path: &str| outputs.iter().find(|(own, _)| own == path).map(|(_, bytes)| String::from_utf8_lossy(bytes));
    let brief = page("brief.en.html").unwrap();
    assert!(brief.matches(" percentage points").count() >= 6, "{}", words(&brief));
    assert!(words(&page("brief.ja.html").unwrap()).contains("10ポイント"));
}
