//! Every link of every page leads to a file of the outputs, and where it names a place in a page, to one that is there.

use std::collections::{BTreeMap, BTreeSet};

use tashika::diag::Sink;
use tashika::findings::Bundle;
use tashika::render;
use tashika::study::Output;

use super::honesty::ask;
use super::study_runs::{nsw, outputs, run_study};

/// What follows a word up to the next quotation mark, as a browser reads it.
fn attributes<'p>(page: &'p str, start: &str) -> Vec<&'p str> {
    page.split(start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn decoded(link: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = link.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let code = std::str::from_utf8(rest.get(1..3).unwrap_or_default()).ok();
        match code.filter(|_| first == b'%').and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => (bytes.push(byte), rest = &rest[3..]).1,
            None => (bytes.push(first), rest = behind).1,
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The path of a link from a page, inside the outputs.
fn target(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop().expect("no link leads outside")),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// How many links were followed.
fn followed(files: &[(String, Vec<u8>)]) -> usize {
    let names: BTreeSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let pages: BTreeMap<&str, &str> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
        .collect();
    let anchors: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(&path, page)| (path, attributes(page, " id=\"").into_iter().collect())).collect();
    let mut count = 0;
    for (&path, page) in &pages {
        for link in attributes(page, " href=\"").into_iter().chain(attributes(page, " src=\"")) {
            if link.starts_with("data:") {
                continue;
            }
            count += 1;
            let plain = |c: char| c.is_ascii_alphanumeric() || "-._~%/#".contains(c);
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            assert!(file.chars().all(plain), "{path}: {link} is not encoded");
            let file = if file.is_empty() { path.to_string() } else { target(path, &decoded(file)) };
            assert!(names.contains(file.as_str()), "{path}: {link} leads nowhere");
            let there = anchor.is_empty() || anchors[file.as_str()].contains(anchor);
            assert!(there, "{path}: {link} names no place");
        }
    }
    count
}

#[test]
fn links_of_the_example_lead_somewhere() {
    let found = followed(&outputs(&run_study(&nsw("study.toml"))));
    assert!(found > 100, "{found}");
}

#[test]
fn links_to_parts_with_any_name_lead_somewhere() {
    let names =
        ["A/B", "A:B", "a#b", "100%", "%0a", "C++ & co", "助成 団体", "con", "\u{202E}fdp.exe", "x?y=1", "../up", "."];
    let mut table = String::from("id,t,b,a,program\n");
    for unit in 0..48 {
        let (name, number) = (names[unit % names.len()], unit / names.len());
        table += &format!("{name} {number},{},{unit},{},{name}\n", if unit < 40 { "yes" } else { "no" }, unit * 7 % 23);
    }
    let question = "treatment = \"t\"\nbaseline = { a = \"b\" }\ndesign = \"before-after\"\n";
    let bundle = ask(&table, &format!("{question}[reports]\nby = \"program\"\ngrantees = true\n"));
    let files = outputs(&bundle);
    let pages = files.iter().filter(|(path, _)| path.starts_with("parts/grantee-")).count();
    assert_eq!(pages, 2 * 40, "a page for each grantee and language");
    assert!(followed(&files) > 200);
    let lower: BTreeSet<String> = files.iter().map(|(path, _)| path.to_lowercase()).collect();
    assert_eq!(lower.len(), files.len(), "names differ without regard to case");
    let bad = |c: char| c.is_control() || r#"<>:"\|?*"#.contains(c);
    for (path, _) in &files {
        assert!(!path.contains(bad) && path.len() < 240, "{path}");
        for part in path.split('/') {
            assert!(!part.ends_with(['.', ' ']) && part.len() <= 255, "{path}");
        }
    }
}

#[test]
fn pages_link_to_what_is_written_only() {
    let mut bundle = run_study(&nsw("../chiiki-josei/study.toml"));
    let written = |bundle: &Bundle| -> Vec<(String, Vec<u8>)> {
        let files = render::files(bundle, &|_| (), &mut Sink::new()).unwrap_or_else(|_| panic!("outputs"));
        files.into_iter().map(|file| (file.path, file.bytes)).collect()
    };
    bundle.findings.study.outputs.choose(&[Output::Report, Output::Parts], &[]);
    assert!(followed(&written(&bundle)) > 100);
    for kind in [Output::Brief, Output::Report, Output::Parts] {
        bundle.findings.study.outputs.choose(&[kind], &[]);
        followed(&written(&bundle));
    }
}

#[test]
fn parts_that_are_asked_for_and_left_out_are_an_error() {
    let temp = tempfile::tempdir().unwrap();
    let study =
        "[study]\noutputs = [\"brief\"]\n[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n[reports]\nby = \"program\"\n";
    let mut sink = Sink::new();
    assert!(tashika::study::read_str(study, "study.toml", temp.path(), &mut sink).is_err());
    let said = crate::study_runs::said(&sink);
    assert!(said.contains("study.toml:7") && said.contains("parts"), "{said}");
    assert!(
        tashika::study::read_str(
            &study.replace("\"brief\"", "\"brief\", \"parts\""),
            "study.toml",
            temp.path(),
            &mut Sink::new()
        )
        .is_ok()
    );
}
