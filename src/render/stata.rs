//! A script by which Stata reads the data files and names and labels their columns.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::exhibit::{Frame, FrameColumn, Values};
use crate::text::Lang;

use super::names::OutputNames;

/// The longest name and the longest label that Stata takes.
const LONGEST: (usize, usize) = (32, 80);

/// Names of the columns of a frame that R and Stata take without quotation marks: the key where it is one, else `v` and the number
/// of the column.
pub fn names(columns: &[FrameColumn]) -> Vec<String> {
    let safe: Vec<bool> = columns.iter().map(|column| is_safe(&column.key)).collect();
    let mut taken: BTreeSet<String> =
        columns.iter().zip(&safe).filter(|(_, safe)| **safe).map(|(column, _)| column.key.to_lowercase()).collect();
    let mut name = |(at, (column, safe)): (usize, (&FrameColumn, &bool))| {
        if *safe {
            return column.key.clone();
        }
        let mut name = format!("v{:03}", at + 1);
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        name
    };
    columns.iter().zip(&safe).enumerate().map(&mut name).collect()
}

/// Words that Stata keeps for itself.
const RESERVED: [&str; 13] =
    ["_all", "_n", "byte", "double", "float", "if", "in", "int", "long", "str", "strl", "using", "with"];

fn is_safe(key: &str) -> bool {
    let letters = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let begins = key.starts_with(|c: char| c.is_ascii_alphabetic());
    letters && begins && key.len() <= LONGEST.0 && !RESERVED.contains(&key.to_lowercase().as_str())
}

/// The script: for each frame it reads `<name>.csv` and saves `<name>.dta`.
pub fn script(frames: &[Frame], files: &OutputNames, lang: Lang) -> String {
    let mut out = String::from(
        "* Reads the data files of this folder into Stata (15 or later): do read.do\n* Names that Stata does not take are v001, v002, ...; codebook.csv has both.\nversion 15\n",
    );
    for frame in frames.iter().filter(|frame| !frame.columns.is_empty()) {
        read(&mut out, frame, files.get(&frame.id), lang);
    }
    out
}

fn read(out: &mut String, frame: &Frame, stem: &str, lang: Lang) {
    let names = names(&frame.columns);
    let texts: Vec<String> = (1..=names.len())
        .filter(|at| matches!(frame.columns[at - 1].values, Values::Text(_)))
        .map(|at| at.to_string())
        .collect();
    let texts = if texts.is_empty() { String::new() } else { format!(" stringcols({})", texts.join(" ")) };
    let _ = write!(
        out,
        "\nimport delimited using {}, clear varnames(nonames) rowrange(2) encoding(\"UTF-8\") bindquote(strict) maxquotedrows(unlimited){texts}\n",
        quoted(&format!("{stem}.csv"), usize::MAX)
    );
    for (at, (name, column)) in names.iter().zip(&frame.columns).enumerate() {
        let title = quoted(&column.title.render(lang), LONGEST.1);
        let _ = write!(out, "rename v{} {name}\nlabel variable {name} {title}\n", at + 1);
    }
    let _ = writeln!(out, "save {}, replace", quoted(&format!("{stem}.dta"), usize::MAX));
}

/// A literal that no text can leave: marks of its own, and of the text none that Stata reads.
fn quoted(text: &str, longest: usize) -> String {
    let plain = |c: char| if matches!(c, '"' | '`' | '\'' | '$') || c.is_control() { ' ' } else { c };
    format!("`\"{}\"'", text.chars().map(plain).take(longest).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibit::{Audience, FrameRole};
    use crate::text::Phrase;

    fn column(key: &str, values: Values) -> FrameColumn {
        let title = Phrase::verbatim(format!("\"{key}\"' $x"));
        FrameColumn { key: key.into(), title, description: Phrase::verbatim(""), values }
    }

    #[test]
    fn names_are_taken_by_r_and_stata_and_no_title_leaves_its_literal() {
        let columns = vec![
            column("unit", Values::Text(vec!["001".into()])),
            column("収入_at_2021", Values::Number(vec![1.0])),
            column("v002", Values::Integer(vec![1])),
            column("float", Values::Number(vec![1.0])),
        ];
        assert_eq!(names(&columns), ["unit", "v002_", "v002", "v004"]);
        let frame = Frame {
            id: FrameRole::Analysis.into(),
            title: Phrase::verbatim("t"),
            audience: Audience::Internal,
            columns,
        };
        let files = OutputNames::called([("analysis", "analysis_frame")]);
        let script = script(&[frame], &files, Lang::En);
        assert!(script.contains("analysis_frame.csv") && script.contains("stringcols(1)"), "{script}");
        assert!(script.contains("rename v2 v002_\nlabel variable v002_ `\" 収入_at_2021    x\"'\n"), "{script}");
    }
}
