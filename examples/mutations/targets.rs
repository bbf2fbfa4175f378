//! What mutations are thrown at.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use tashika::diag::{self, Place, Sink};
use tashika::findings::Bundle;
use tashika::measure;
use tashika::panel::Panel;
use tashika::render::folder::{self, MANIFEST, OutFile};
use tashika::render::report::{self, PageScope, Templates};
use tashika::render::{self, json, store};
use tashika::run;
use tashika::study;
use tashika::study::expression::{Expression, FUNCTIONS, Spots};
use tashika::text::{Lang, sha256};

use crate::samples;

/// A target and what it works on.
pub enum Target {
    /// Expressions are read, and what is wrong with them is told.
    Formulas,
    /// Formulas are read from a study and computed on data.
    Values { study: String, panel: Arc<Panel> },
    /// Study files are read, and what is wrong is told in both languages.
    Studies,
    /// A report template of the user's own fills the brief.
    Templates { bundle: Box<Bundle>, brief: Box<report::brief::Brief> },
    /// A stored table is read.
    Tables { stored: Vec<(store::TableHead, Vec<u8>)> },
    /// findings.json of a results folder whose manifest names it as it is (`render` whole where `outputs` is set).
    Results { folder: tempfile::TempDir, findings: Vec<u8>, outputs: bool },
}

impl Target {
    pub const NAMES: [&str; 7] = ["formulas", "values", "studies", "templates", "tables", "results", "outputs"];

    pub fn named(name: &str) -> Option<Target> {
        Some(match name {
            "formulas" => Target::Formulas,
            "values" => values(),
            "studies" => Target::Studies,
            "templates" => templates(),
            "tables" => tables(),
            "results" => results(false),
            "outputs" => results(true),
            _ => return None,
        })
    }

    pub fn seeds(&self) -> Vec<Vec<u8>> {
        match self {
            Target::Formulas | Target::Values { .. } => samples::formulas(),
            Target::Studies => samples::studies(),
            Target::Templates { .. } => {
                let ours = ["brief.html", "case.html", "index.html", "parts.html", "report.html"];
                let files = ours.iter().map(|name| fs::read(samples::house("reports-templates").join(name)));
                files.flatten().chain(LOOPS.iter().map(|text| text.as_bytes().to_vec())).collect()
            }
            // The first byte says which table.
            Target::Tables { stored } => {
                let with_number =
                    |(at, (_, bytes)): (usize, &(store::TableHead, Vec<u8>))| [&[at as u8], &bytes[..]].concat();
                stored.iter().enumerate().map(with_number).collect()
            }
            Target::Results { findings, .. } => vec![findings.clone()],
        }
    }

    pub fn words(&self) -> Vec<Vec<u8>> {
        let own: Vec<&str> = match self {
            Target::Formulas | Target::Values { .. } => FUNCTIONS.iter().map(|(name, ..)| *name).chain(SIGNS).collect(),
            Target::Studies => KEYS.iter().chain(&TOML).chain(&SIGNS).copied().collect(),
            Target::Templates { .. } => TEMPLATE.to_vec(),
            Target::Tables { .. } => vec!["\0", "\u{7f}", "PAR1", "\u{1}\0\0\0"],
            Target::Results { .. } => JSON.to_vec(),
        };
        own.into_iter().map(|word| word.as_bytes().to_vec()).collect()
    }

    /// Reads an input; gives the kind of its end.
    pub fn run(&self, input: &[u8]) -> u64 {
        let text = String::from_utf8_lossy(input);
        match self {
            Target::Formulas => formula(&text),
            Target::Values { study, panel } => computed(&text, study, panel),
            Target::Studies => read(&text),
            Target::Templates { bundle, brief } => filled(&text, bundle, brief),
            Target::Tables { stored } => table(input, stored),
            Target::Results { folder, outputs, .. } => stored(input, folder.path(), *outputs),
        }
    }

    /// After a panic nothing of the target is trusted.
    pub fn begin_again(&mut self) {
        if let Target::Results { outputs, .. } = self {
            *self = results(*outputs);
        }
    }
}

const SIGNS: [&str; 34] = [
    "(",
    ")",
    "+",
    "-",
    "*",
    "/",
    "%",
    ",",
    "=",
    "<",
    ">",
    "<>",
    "!=",
    "'",
    "\"",
    "''",
    "--",
    " AND ",
    " OR ",
    "NOT ",
    " IN (",
    " BETWEEN ",
    " LIKE ",
    " IS NULL",
    "CASE ",
    " WHEN ",
    " THEN ",
    " ELSE ",
    " END",
    "NULL",
    "地域",
    "@2021",
    "\u{3000}",
    "−",
];
const TOML: [&str; 18] = [
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    "\"\"\"",
    "'''",
    "#",
    "\n",
    "nan",
    "inf",
    "true",
    "1979-05-27",
    "0x",
    "\\u",
    ".",
];
const KEYS: [&str; 40] = [
    "[study]",
    "[sources.a]",
    "[variables.a]",
    "[[questions]]",
    "[[charts]]",
    "[reports]",
    "[disclosure]",
    "[measures.m]",
    "title",
    "id",
    "language",
    "seed",
    "level",
    "file",
    "sheet",
    "unit",
    "period",
    "columns",
    "link",
    "range",
    "header",
    "formula",
    "label",
    "kind",
    "better",
    "outcomes",
    "baseline",
    "treatment",
    "covariates",
    "design",
    "where",
    "subgroups",
    "rounds",
    "before",
    "after",
    "nearest",
    "before-after",
    "exact",
    "ratio",
    "by",
];
const TEMPLATE: [&str; 26] = [
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "{% for a in range(99) %}",
    "{% endfor %}",
    "{% if answer %}",
    "{% endif %}",
    "{% set x = ",
    "{% macro m(x) %}",
    "{% endmacro %}",
    "{{ m(1) }}",
    "{% include \"parts.html\" %}",
    "{% import \"parts.html\" as p %}",
    "answer",
    ".headline",
    " * 9999",
    " ~ ",
    "| safe",
    "| upper",
    "| tojson",
    "| length",
    "[0]",
    "[::-1]",
    "t(\"Data\")",
    "lang",
];
const JSON: [&str; 24] = [
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "\"x\"",
    "-1",
    "1e308",
    "0",
    "18446744073709551615",
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    "\"../x\"",
    "\"id\":",
    "\"table\":",
    "\"columns\":",
    "\"n\":",
    "\"args\":",
    "\"template\":",
    "\"ja\"",
];
const LOOPS: [&str; 3] = [
    "{% for a in range(50) %}{% for b in range(50) %}{{ a * b }}{% endfor %}{% endfor %}",
    "{% macro m(x) %}{% if x > 0 %}{{ m(x - 1) }}{% endif %}{% endmacro %}{{ m(9) }}",
    "{% set n = namespace(x = 'ab') %}{% for i in range(5) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
];

/// The kinds of problems, told in both languages as a person would see them.
fn told(sink: &Sink, more: impl Hash) -> u64 {
    let mut kind = DefaultHasher::new();
    for problem in sink.problems.iter().take(50) {
        (&problem.code, &problem.message.template).hash(&mut kind);
        for lang in [Lang::Ja, Lang::En] {
            assert!(!diag::render(problem, lang).is_empty());
        }
    }
    more.hash(&mut kind);
    kind.finish()
}

fn formula(text: &str) -> u64 {
    let place = Place::Text { file: "study.toml".into(), line: 1, column: 1, length: 1, source: text.into() };
    let spots = Spots::of(text, &place, text, |_| text.to_string());
    let (expression, problems) = Expression::read(text, place, spots);
    let names = expression.names().len();
    told(&Sink { problems }, (expression.tree.is_some(), names.min(4)))
}

fn values() -> Target {
    let reference = samples::reference();
    let study = reference["study"].as_str().unwrap_or_default().to_string();
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in reference["sources"].as_object().into_iter().flatten() {
        fs::write(folder.path().join(name), text.as_str().unwrap_or_default()).expect("room");
    }
    fs::write(folder.path().join("study.toml"), &study).expect("room");
    let mut sink = Sink::new();
    let read = run::read(&folder.path().join("study.toml"), &|_| (), &mut sink)
        .unwrap_or_else(|_| panic!("{:?}", sink.problems));
    Target::Values { study, panel: read.panel }
}

fn computed(text: &str, study: &str, panel: &Panel) -> u64 {
    let quoted = serde_json::to_string(text).unwrap_or_default().replace('\u{7f}', " ");
    let whole = format!("{study}[variables.x]\nformula = {quoted}\n");
    let mut sink = Sink::new();
    let Ok(study) = study::read_str(&whole, "study.toml", Path::new(""), &mut sink) else { return told(&sink, 0) };
    let (measured, open) = measure::measure_as_far(&study, panel.clone(), &mut sink);
    drop(measured);
    told(&sink, open.len())
}

fn read(text: &str) -> u64 {
    let mut sink = Sink::new();
    let study = study::read_str(text, "study.toml", Path::new(""), &mut sink);
    told(&sink, study.map_or(99, |study| study.questions.len().min(5)))
}

fn templates() -> Target {
    let bundle = Box::new(samples::bundle());
    let brief = report::brief::brief(&PageScope::whole(&bundle), Lang::En, &|_| None);
    Target::Templates { brief: Box::new(brief), bundle }
}

fn filled(text: &str, bundle: &Bundle, brief: &report::brief::Brief) -> u64 {
    let mut own = bundle.clone();
    own.tables.clear();
    own.frames.clear();
    own.templates.files = vec![("brief.html".into(), text.into())];
    let templates = Templates::of(&own, Lang::En);
    match report::brief(&templates, brief) {
        Ok(page) => told(&Sink::new(), page.len().max(1).ilog2()),
        Err(problem) => {
            let words = problem.message.render(Lang::En);
            let kind: String = words.chars().filter(|c| c.is_alphabetic()).take(60).collect();
            told(&Sink { problems: vec![*problem] }, kind)
        }
    }
}

fn tables() -> Target {
    let bundle = samples::bundle();
    let stored = bundle
        .tables
        .iter()
        .take(200)
        .filter_map(|table| store::table_to_parquet(table).ok().map(|bytes| (store::head(table), bytes)));
    Target::Tables { stored: stored.collect() }
}

fn table(input: &[u8], stored: &[(store::TableHead, Vec<u8>)]) -> u64 {
    let Some((first, bytes)) = input.split_first() else { return 0 };
    let (head, _) = &stored[*first as usize % stored.len()];
    match store::table_from_parquet(bytes, head.clone()) {
        Ok(table) => told(&Sink::new(), table.rows.len().min(20)),
        Err(why) => {
            let kind: String = why.to_string().chars().filter(|c| c.is_alphabetic()).take(50).collect();
            told(&Sink::new(), kind)
        }
    }
}

fn results(outputs: bool) -> Target {
    let bundle = samples::bundle();
    let folder = tempfile::tempdir().expect("a folder");
    let mut sink = Sink::new();
    let files: Vec<OutFile> =
        render::files(&bundle, &|_| (), &mut sink).unwrap_or_else(|_| panic!("{:?}", sink.problems));
    let dir = folder.path().join("results");
    folder::write(&dir, &files, &|| (), &mut |_| Ok(true), &mut sink).unwrap_or_else(|_| panic!("{:?}", sink.problems));
    Target::Results { folder, findings: json::findings(&bundle).into_bytes(), outputs }
}

fn stored(input: &[u8], folder: &Path, outputs: bool) -> u64 {
    let dir = folder.join("results");
    let manifest = dir.join(MANIFEST);
    let text = fs::read_to_string(&manifest).expect("a manifest");
    let mut named: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    named["outputs"]["findings.json"] = sha256(input).into();
    fs::write(dir.join("findings.json"), input).expect("room");
    fs::write(&manifest, named.to_string()).expect("room");
    let mut sink = Sink::new();
    let Ok(bundle) = render::load(&dir, &mut sink) else { return told(&sink, 0) };
    if !outputs {
        return told(&sink, 1);
    }
    let files = render::files(&bundle, &|_| (), &mut sink);
    for file in files.iter().flatten() {
        assert!(folder::is_safe(&file.path), "{}", file.path);
    }
    told(&sink, 2 + u8::from(files.is_ok()))
}
