//! Words that a formula compares a variable with: those that differ in width, the size of letters or spaces only are one word.

use std::collections::BTreeSet;

use super::lower::Lowering;
use crate::diag::{Diagnostic, nearest};
use crate::ingest::fold;
use crate::phrase;
use crate::study::expression::{Binary, Node, Tree};
use crate::tidy::Panel;

/// Shorter words have others beside them by chance.
const LETTERS: usize = 5;

impl Lowering<'_> {
    /// Compares two texts. A written word stands for all its spellings in the data; one that is not there and looks like another
    /// that is was mistyped.
    pub(super) fn same_words(&mut self, left: (&Tree, &str), right: (&Tree, &str), op: Binary) -> String {
        let sign = op.sign();
        let plain = || format!("({} {sign} {})", left.1, right.1);
        let (name, sql, word, span) = match (&left.0.node, &right.0.node) {
            (Node::Name(name), Node::Text(word)) => (name, left.1, word, &right.0.span),
            (Node::Text(word), Node::Name(name)) => (name, right.1, word, &left.0.span),
            _ => return plain(),
        };
        let known = words(self.panel(), &self.panel().reference(name).name);
        let folded = fold(word);
        let spelled: Vec<&String> = known.iter().filter(|known| fold(known) == folded).collect();
        if spelled.is_empty() {
            if let Some(near) = mistyped(word, &known) {
                let message = phrase!("`{name}` never holds `{word}`", name = name, word = word);
                let hint = phrase!("Is `{near}` meant?", near = near);
                self.problem(Diagnostic::error("unknown-word", message).hint(hint), span);
            }
            return plain();
        }
        let joint = if op == Binary::Equal { " OR " } else { " AND " };
        let one = |word: &&String| format!("{sql} {sign} '{}'", word.replace('\'', "''"));
        format!("({})", spelled.iter().map(one).collect::<Vec<_>>().join(joint))
    }
}

/// The words that a variable holds at any time.
fn words(panel: &Panel, name: &str) -> BTreeSet<String> {
    let frames = std::iter::once(&panel.fixed).chain(panel.waves.values());
    let columns = frames.filter_map(|frame| frame.column(name).ok()?.str().ok().cloned());
    columns.flat_map(|column| column.iter().flatten().map(str::to_string).collect::<BTreeSet<_>>()).collect()
}

fn mistyped<'k>(word: &str, known: &'k BTreeSet<String>) -> Option<&'k str> {
    let numbered = |word: &str| word.chars().any(char::is_numeric);
    let long = word.chars().count() >= LETTERS && !numbered(word);
    long.then(|| nearest(word, known.iter().map(String::as_str))).flatten().filter(|near| !numbered(near))
}
