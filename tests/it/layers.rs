//! The direction rule of `lib.rs`: a module uses only modules before it; and who may touch what.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tashika::diag::codes;

/// Modules in order; those on one line may use each other.
const ORDER: &[&[&str]] = &[
    &["text", "math"],
    &["notation"],
    &["names"],
    &["diag", "exhibit", "card"],
    &["study"],
    &["ingest"],
    &["panel"],
    &["tidy"],
    &["measure"],
    &["design"],
    &["estimate"],
    &["infer"],
    &["sensitivity"],
    &["answer"],
    &["pool"],
    &["figures"],
    &["findings"],
    &["render"],
    &["plan"],
    &["run"],
    &["cli"],
];

/// Where names that belong to one layer only may occur.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("std::fs", &["ingest", "render", "cli", "study"]),
    ("parquet", &["ingest", "render"]),
    ("libm", &["math"]),
    ("calamine", &["ingest", "cli"]),
    ("rust_xlsxwriter", &["render"]),
    ("plotters", &["render"]),
    ("resvg", &["render"]),
];

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

pub fn all_sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    let relative = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    paths.iter().map(|path| (relative(path), fs::read_to_string(path).unwrap())).collect()
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|layer| layer.contains(&module))
}

/// The code of a file without its tests and comments.
pub fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn module_of(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

fn used_modules(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for after in code.split("crate::").skip(1) {
        let names: Vec<&str> = match after.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap().split(',').collect(),
            None => vec![after],
        };
        for name in names {
            let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            used.push(name);
        }
    }
    used
}

#[test]
fn a_module_uses_only_modules_before_it() {
    let mut wrong = Vec::new();
    for (path, text) in all_sources() {
        let module = module_of(&path);
        if ["lib", "main"].contains(&module) {
            continue;
        }
        let Some(own) = rank(module) else {
            wrong.push(format!("{path}: module {module} has no place in the order"));
            continue;
        };
        for used in used_modules(&code(&text)) {
            if used != module && rank(&used).is_some_and(|other| other >= own && !ORDER[own].contains(&used.as_str())) {
                wrong.push(format!("{path} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ways to read a role out of the text of an id.
const READS_IDS: &[&str] = &[
    ".id.ends_with(",
    ".id.starts_with(",
    ".id.strip_",
    ".id.split",
    ".id.rsplit",
    ".id.contains(",
    ".table.ends_with(",
    ".table.starts_with(",
    ".table.strip_",
    ".table.split",
    ".table.rsplit",
    "ends_with(\"/",
    "rsplit('/')",
    "rsplit_once('/')",
    "split_once('/')",
];

/// Columns and tables that bear the word by which a method is called, and have nothing to do with it.
const SAME_WORDS: &[(&str, &str)] =
    &[("findings/assemble/linkage.rs", "exact"), ("findings/assemble/links.rs", "groups")];

#[test]
fn what_a_table_is_is_its_role_not_its_name() {
    let methods = [tashika::design::NAMES, tashika::estimate::NAMES, tashika::sensitivity::NAMES].concat();
    let mut wrong = Vec::new();
    // The script calls each design by a function of its own.
    let readers = ["figures", "findings", "render", "run"];
    for (path, text) in all_sources().iter().filter(|(path, _)| readers.contains(&module_of(path))) {
        let code = code(text);
        wrong.extend(READS_IDS.iter().filter(|reads| code.contains(**reads)).map(|reads| format!("{path}: {reads}")));
        if !["render/script.rs", "figures/change.rs"].contains(&path.as_str()) {
            let same_word = |name: &str| SAME_WORDS.contains(&(path.as_str(), name));
            let named = methods.iter().filter(|name| code.contains(&format!("\"{name}\"")) && !same_word(name));
            wrong.extend(named.map(|name| format!("{path} names the method {name}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_frames_and_sheets_stay_in_their_layers() {
    let mut wrong = Vec::new();
    for (path, text) in all_sources() {
        let code = code(&text);
        for (name, allowed) in ONLY_IN {
            let found = code.contains(&format!("{name}::")) || code.contains(&format!("use {name};"));
            if found && !allowed.contains(&module_of(&path)) {
                wrong.push(format!("{path} uses {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Functions and closures whose first argument is a problem code.
const SAY: &[&str] = &["error(", "warning(", "note(", "lacking(", "refusal(", "grave(", "warn(", "problem("];

/// Ways to compare the name of a code with a text.
const COMPARES: &[&str] =
    &[".code == \"", ".code != \"", ".code.as_str()", "*problem.code", ".code.starts_with(", ".code.ends_with("];

/// The source without the table of codes and without tests.
fn sayers() -> Vec<(String, String)> {
    let tests = |path: &str| path.ends_with("tests.rs");
    let all = all_sources().into_iter().filter(|(path, _)| !path.starts_with("diag/code") && !tests(path));
    all.map(|(path, text)| (path, code(&text))).collect()
}

/// The text literals of some code that look like the name of a problem code, each with what stands before and after it.
fn words(code: &str) -> Vec<(&str, &str, &str)> {
    let name = |word: &&str| {
        !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    let quotes: Vec<usize> = code.match_indices('"').map(|(at, _)| at).collect();
    let between = |pair: &[usize]| (code[..pair[0]].trim_end(), &code[pair[0] + 1..pair[1]], &code[pair[1] + 1..]);
    quotes.windows(2).map(between).filter(|(_, word, _)| name(word)).collect()
}

#[test]
fn every_problem_code_is_one_item_and_is_said() {
    let names: Vec<&str> = codes::all().map(|code| code.name).collect();
    let known: BTreeSet<&str> = names.iter().copied().collect();
    assert!(known.len() == names.len() && known.len() > 200, "a code stands twice in the table");
    let (mut said, mut wrong) = (BTreeSet::new(), Vec::new());
    for (path, code) in sayers() {
        for (before, word, after) in words(&code) {
            let first = SAY.iter().find(|say| before.ends_with(**say)).filter(|_| after.starts_with(','));
            match known.get(word) {
                Some(name) => drop(said.insert(*name)),
                None => wrong.extend(first.map(|_| format!("{path}: `{word}` is not in the table of codes"))),
            }
        }
        let constant = |name: &&&str| code.contains(&format!("codes::{}", name.to_uppercase().replace('-', "_")));
        said.extend(names.iter().filter(constant));
    }
    wrong.extend(known.difference(&said).map(|name| format!("no problem has the code {name}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_problem_is_said_as_gravely_as_its_code() {
    let mut wrong = Vec::new();
    for (path, code) in sayers() {
        for (before, word, _) in words(&code) {
            let fixed = codes::find(word).and_then(|code| code.severity).map(|it| format!("{it:?}").to_lowercase());
            let said =
                ["error", "warning", "note"].into_iter().find(|it| before.ends_with(&format!("Diagnostic::{it}(")));
            if let Some((fixed, said)) = fixed.zip(said).filter(|(fixed, said)| fixed != said) {
                wrong.push(format!("{path}: {word} is always {fixed} by the table of codes, and {said} here"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What follows from a problem is a policy of its code, so that its name is only ever the first of several arguments: of what
/// says it. Words that stand for other things as well are told by what compares them.
#[test]
fn nobody_compares_names_of_problem_codes() {
    let own_word = |word: &str| word.contains('-') && codes::find(word).is_some();
    let mut wrong = Vec::new();
    for (path, code) in sayers() {
        wrong.extend(COMPARES.iter().filter(|it| code.contains(**it)).map(|it| format!("{path}: {it}")));
        let compared =
            words(&code).into_iter().filter(|(before, _, after)| !before.ends_with('(') || !after.starts_with(','));
        wrong.extend(compared.filter(|(_, word, _)| own_word(word)).map(|(_, word, _)| format!("{path}: \"{word}\"")));
    }
    assert!(wrong.is_empty(), "ask for the policy or the constant of the code: {}", wrong.join("\n"));
}
