//! `tests/reference/PARITY.md`: each number that a method shares with a peer, ours and theirs.
//!
//! A method adds a file here with its rows and a line in [`all`]. `TASHIKA_WRITE=1 cargo test parity_table` writes the table
//! anew; without it the test fails where a row is missing, a reference has changed, or a number is further off than its
//! tolerance allows.

mod abadie_imbens;
mod balance;
mod did;
mod least;
mod nearest;
mod partly_paired;
mod randomised;
mod row;
mod strata;
mod weighting;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use row::Row;

/// The rows of all methods.
fn all() -> Vec<Row> {
    [
        abadie_imbens::rows(),
        balance::rows(),
        least::rows(),
        nearest::rows(),
        randomised::rows(),
        strata::rows(),
        weighting::rows(),
        did::rows(),
        partly_paired::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/PARITY.md"))
}

const HEAD: &str = "# Our numbers beside those of others

Written by the tests (`TASHIKA_WRITE=1 cargo test parity_table`). A relative difference is |ours − theirs| / max(|theirs|, 1e-3).
What stands behind a tolerance: closed forms agree to rounding (1e-10), solutions of iterations to where both stop (1e-8); any
other tolerance has its reason below the table of its method.
";

fn table(rows: &[Row]) -> String {
    let mut by_method: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| by_method.entry(row.method).or_default().push(row));
    let mut text = String::from(HEAD);
    for (method, rows) in by_method {
        write!(text, "\n## {method}\n\n| what | peer | ours | theirs | relative difference | allowed |\n|---|---|---|---|---|---|\n")
            .unwrap();
        rows.iter().for_each(|row| text += &row.line());
        let mut whys: Vec<&str> = rows.iter().map(|row| row.why).filter(|why| !why.is_empty()).collect();
        whys.dedup();
        whys.into_iter().for_each(|why| write!(text, "\n{why}\n").unwrap());
    }
    text
}

/// The lines without our digits, of which the last may differ between processors.
fn without_ours(text: &str) -> Vec<String> {
    let kept = |line: &str| match line.split(" | ").collect::<Vec<_>>()[..] {
        [what, peer, _, theirs, _, allowed] => format!("{what} {peer} {theirs} {allowed}"),
        _ => line.to_string(),
    };
    text.lines().map(kept).collect()
}

#[test]
fn every_number_is_that_of_its_peer() {
    let rows = all();
    let off: Vec<String> = rows.iter().filter(|row| !row.holds()).map(Row::line).collect();
    assert!(off.is_empty(), "further off than allowed:\n{}", off.concat());
    if std::env::var_os("TASHIKA_WRITE").is_some() {
        fs::write(path(), table(&rows)).unwrap();
    }
    let written = fs::read_to_string(path()).unwrap_or_default();
    let (now, then) = (without_ours(&table(&rows)), without_ours(&written));
    let first = now.iter().zip(&then).find(|(now, then)| now != then);
    assert!(now.len() == then.len() && first.is_none(), "PARITY.md is of another day; write it anew: {first:?}");
}
