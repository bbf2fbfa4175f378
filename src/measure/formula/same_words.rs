//! Words that a formula compares a variable with: those that differ in width, the size of letters or spaces only are one word.

use std::collections::BTreeSet;

use super::check::Checker;
use crate::diag::{Diagnostic, nearest};
use crate::notation::fold;
use crate::panel::{Data, Panel};
use crate::phrase;
use crate::study::expression::{ExpressionNode, Tree};

/// Shorter words have others beside them by chance.
const LETTERS: usize = 5;

/// The words that a variable holds at any time.
pub(super) struct VariableWords {
    words: BTreeSet<String>,
    folded: BTreeSet<String>,
}

impl VariableWords {
    fn of(panel: &Panel, name: &str) -> VariableWords {
        let columns = std::iter::once(&panel.fixed).chain(panel.waves.values()).filter_map(|stored| stored.get(name));
        let levels = columns.flat_map(|data| match data {
            Data::Category { levels, .. } => levels.to_vec(),
            Data::Number(_) => Vec::new(),
        });
        let words: BTreeSet<String> = levels.collect();
        VariableWords { folded: words.iter().map(|word| fold(word)).collect(), words }
    }

    /// The word that was meant by one that is not there.
    fn meant(&self, word: &str) -> Option<&str> {
        let numbered = |word: &str| word.chars().any(char::is_numeric);
        let long = word.chars().count() >= LETTERS && !numbered(word) && !self.folded.contains(&fold(word));
        let near = long.then(|| nearest(word, self.words.iter().map(String::as_str))).flatten();
        near.filter(|near| !numbered(near))
    }
}

/// A variable and the word that it is compared with.
pub(super) fn name_and_word<'t>(left: &'t Tree, right: &'t Tree) -> Option<(&'t str, &'t str)> {
    match (&left.node, &right.node) {
        (ExpressionNode::Name(name), ExpressionNode::Text(word))
        | (ExpressionNode::Text(word), ExpressionNode::Name(name)) => Some((name, word)),
        _ => None,
    }
}

impl Checker<'_> {
    /// Whether a written word may stand beside a variable: one that is not there and looks like another that is was mistyped.
    pub(super) fn is_known_word(&mut self, left: &Tree, right: &Tree) -> bool {
        let Some((name, word)) = name_and_word(left, right) else { return true };
        let var = self.panel.reference(name).name;
        let known = self.known.entry(var.clone()).or_insert_with(|| VariableWords::of(self.panel, &var));
        let Some(near) = known.meant(word).map(str::to_string) else { return true };
        let message = phrase!("`{name}` never holds `{word}`", name = name, word = word);
        let problem = Diagnostic::error("unknown-word", message).hint(phrase!("Is `{near}` meant?", near = near));
        let place = if matches!(left.node, ExpressionNode::Text(_)) { left } else { right };
        self.problems.push(self.expression.problem(problem, &place.span));
        false
    }
}
