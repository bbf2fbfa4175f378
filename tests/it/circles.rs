//! Files of a room use each other in one direction only: what two files need of each other stands in a third.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::{all_sources, code};

/// Circles that stay, each with its reason: files that are in them. A family's list of members and the trait they fulfil is no
/// circle of meaning: members know the trait, and only the list knows the members.
const KNOWN: &[(&[&str], &str)] = &[
    (
        &["answer/"],
        "an answer, the parts of a step, which are steps, and the answer about the state before, which is one",
    ),
    (&["cli/check.rs", "cli/run.rs"], "two commands that end alike"),
    (&["cli/draft/"], "a draft and the parts that write it"),
    (&["design/matching/"], "matches and the frame in which they are told"),
    (&["estimate/middle.rs", "estimate/ranks.rs", "estimate/two_arms.rs"], "an estimate and its companion of ranks"),
    (
        &["findings/claim.rs", "findings/claim/", "findings/facts.rs", "findings/ladder.rs"],
        "facts hold what is said of the middle, and the ladder is climbed by facts",
    ),
    (&["findings/evidence/"], "standards and the list of them"),
    (&["findings/assemble/"], "a bundle and those who add to it"),
    (&["math/feasible/"], "a search and the problem that it searches"),
    (&["measure/"], "measures and the list of them"),
    (&["plan/earlier.rs", "plan/outcome.rs"], "an outcome and its earlier states"),
    (&["render/chart/"], "shapes of charts and the list of them"),
    (&["render/fill/"], "a document that is filled, the names in it and the problems told of them"),
    (&["render/folder/"], "a folder and how it is swapped"),
    (&["render/report/", "render/word/"], "parts of a page and the page"),
    (&["study/", "text/"], "a study, its parts and their parsers; languages and their catalogues"),
];

/// The paths that a `use` tree names.
fn leaves(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let (head, group) = match tree.split_once('{') {
        Some((head, group)) => (head, group.trim_end().strip_suffix('}')),
        None => (tree.split(" as ").next().unwrap_or(tree), None),
    };
    let head: Vec<String> = head.split("::").map(str::trim).filter(|it| !it.is_empty()).map(String::from).collect();
    let Some(group) = group else { return vec![head] };
    let mut depth = 0;
    let parts = group.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let below = parts.filter(|part| !part.trim().is_empty()).flat_map(leaves);
    below.map(|leaf| head.iter().cloned().chain(leaf.into_iter().filter(|it| it != "self")).collect()).collect()
}

/// The modules of the crate: their files, and the names that they bring in.
struct Crate {
    files: BTreeMap<Vec<String>, String>,
    code: BTreeMap<String, String>,
    named: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

fn module(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(String::from).collect()
}

impl Crate {
    fn read() -> Crate {
        let code: BTreeMap<String, String> =
            all_sources().iter().map(|(path, text)| (path.clone(), code(text))).collect();
        let files: BTreeMap<Vec<String>, String> = code.keys().map(|file| (module(file), file.clone())).collect();
        let mut all = Crate { files, code, named: BTreeMap::new() };
        let named = |(file, code): (&String, &String)| {
            let used = uses(code).0.into_iter().flat_map(|(_, tree)| leaves(tree));
            let used = used.filter_map(|leaf| all.absolute(file, &leaf));
            (file.clone(), used.filter_map(|path| Some((path.last()?.clone(), path))).collect())
        };
        all.named = all.code.iter().map(named).collect();
        all
    }

    /// A path from the root; nothing for one that leads out of the crate.
    fn absolute(&self, file: &str, path: &[String]) -> Option<Vec<String>> {
        let mut own = module(file);
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => return Some(rest[1..].to_vec()),
            "self" => rest = &rest[1..],
            "super" => {}
            first => {
                let child: Vec<String> = own.iter().cloned().chain([first.to_string()]).collect();
                return self.files.contains_key(&child).then(|| [own, path.to_vec()].concat());
            }
        }
        while rest.first().is_some_and(|it| it == "super") {
            own.pop();
            rest = &rest[1..];
        }
        Some([own, rest.to_vec()].concat())
    }

    /// The file in which what a path names stands, through whatever re-exports it; nothing for a module.
    fn home(&self, path: &[String], depth: usize) -> Option<&String> {
        let at = (0..=path.len()).rev().find(|&at| self.files.contains_key(&path[..at]))?;
        let file = &self.files[&path[..at]];
        let item = path.get(at)?;
        match self.named.get(file).and_then(|named| named.get(item)).filter(|_| depth > 0) {
            Some(other) if other != &path[..=at] => self.home(&[other.as_slice(), &path[at + 1..]].concat(), depth - 1),
            _ => Some(file),
        }
    }

    /// The files of its own room that a file uses.
    fn used(&self, file: &str) -> BTreeSet<&String> {
        let (imported, rest) = uses(&self.code[file]);
        let imported = imported.into_iter().filter(|(passed_on, _)| !passed_on).flat_map(|(_, tree)| leaves(tree));
        let mut paths: Vec<Vec<String>> = imported.filter_map(|leaf| self.absolute(file, &leaf)).collect();
        paths.extend(self.spoken(file, &rest));
        let room = file.split('/').next();
        let homes = paths.iter().filter_map(|path| self.home(path, 8));
        homes.filter(|other| *other != file && other.split('/').next() == room).collect()
    }

    /// The paths in the code itself, those that begin with a module that was brought in among them.
    fn spoken(&self, file: &str, code: &str) -> Vec<Vec<String>> {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
        let found = code.split(|c| !word(c)).filter(|it| it.contains("::") && !it.starts_with("::"));
        let path = |text: &str| -> Option<Vec<String>> {
            let path: Vec<String> = text.split("::").map(String::from).collect();
            match self.named[file].get(&path[0]) {
                Some(module) if self.files.contains_key(module) => Some([module.as_slice(), &path[1..]].concat()),
                _ => self.absolute(file, &path),
            }
        };
        found.filter_map(path).collect()
    }
}

/// What stands behind `use` up to the semicolon, whether it is passed on (`pub use`), and the code without it.
fn uses(code: &str) -> (Vec<(bool, &str)>, String) {
    let (mut found, mut rest) = (Vec::new(), String::new());
    for item in code.split_inclusive(';') {
        let begins = |at: &usize| *at == 0 || item[..*at].ends_with(['\n', ' ']);
        match item.rfind("use ").filter(begins) {
            Some(at) => {
                let before = item[..at].rsplit('\n').next().unwrap_or_default();
                found.push((before.contains("pub"), item[at + 4..].trim_end_matches(';')));
                rest.push_str(&item[..at]);
            }
            None => rest.push_str(item),
        }
    }
    (found, rest)
}

/// Files that reach each other.
fn circles(edges: &BTreeMap<&String, BTreeSet<&String>>) -> Vec<BTreeSet<String>> {
    let reached = |from: &String| {
        let (mut seen, mut open): (BTreeSet<&String>, Vec<&String>) =
            (BTreeSet::new(), vec![edges.get_key_value(from).unwrap().0]);
        while let Some(at) = open.pop() {
            open.extend(edges[at].iter().filter(|next| seen.insert(next)));
        }
        seen
    };
    let all: BTreeMap<&String, BTreeSet<&String>> = edges.keys().map(|file| (*file, reached(file))).collect();
    let circle = |file: &&String| -> BTreeSet<String> {
        all[*file].iter().filter(|other| all[**other].contains(*file)).map(|other| other.to_string()).collect()
    };
    edges.keys().map(circle).filter(|circle| circle.len() > 1).collect::<BTreeSet<_>>().into_iter().collect()
}

fn holds(part: &str, file: &str) -> bool {
    file == part || part.ends_with('/') && file.starts_with(part)
}

#[test]
fn no_circle_between_files_of_a_room() {
    let all = Crate::read();
    let edges: BTreeMap<&String, BTreeSet<&String>> = all.code.keys().map(|file| (file, all.used(file))).collect();
    assert!(edges.values().map(BTreeSet::len).sum::<usize>() > 1_000, "the imports are not read");
    let mut met = BTreeSet::new();
    let mut wrong = Vec::new();
    for circle in circles(&edges) {
        let known =
            KNOWN.iter().position(|(parts, _)| circle.iter().all(|file| parts.iter().any(|part| holds(part, file))));
        match known {
            Some(known) => drop(met.insert(known)),
            None => wrong.push(format!("{circle:?}")),
        }
    }
    assert!(wrong.is_empty(), "circles:\n{}", wrong.join("\n"));
    let gone: Vec<_> = KNOWN.iter().enumerate().filter(|(at, _)| !met.contains(at)).map(|(_, known)| known).collect();
    assert!(gone.is_empty(), "these circles are no more: take them off the list: {gone:?}");
}
