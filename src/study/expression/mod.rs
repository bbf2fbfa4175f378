//! Expressions in study files: `formula = "income - grant"`, `where = "year = 2022"`.
//!
//! An expression is a small part of SQL that looks at one unit at a time: arithmetic, comparisons, `CASE`, and functions of
//! numbers, texts and dates. What it means is decided here without data; `measure` gives the names their values.

mod functions;
mod grammar;
mod infix;
mod operands;
mod parser;
mod problems;
mod spots;
mod tokens;
mod tree;
mod writing;

use std::ops::Range;

use crate::diag::{Diagnostic, Place};
use crate::phrase;

pub use functions::FUNCTIONS;
pub use spots::Spots;
pub use tree::{Binary, Chain, ExpressionNode, Function, Tree, Unary};
pub use writing::{name_of, text_of};

/// An expression with the place of each of its characters.
#[derive(Clone, Debug)]
pub struct Expression {
    /// The text without quotation marks and escapes of TOML.
    pub text: String,
    /// The whole value in the study file.
    pub place: Place,
    /// What it says; nothing where it cannot be understood, which was reported.
    pub tree: Option<Tree>,
    spots: Spots,
}

impl Expression {
    /// From its text, the place of all of it and, where they are known, of each character. What is not understood comes back as
    /// problems, each with its place.
    pub fn read(text: &str, place: Place, spots: Spots) -> (Expression, Vec<Diagnostic>) {
        let (tree, problems) = match grammar::parse(text) {
            Ok(tree) => (Some(tree), Vec::new()),
            Err(problems) => (None, problems),
        };
        let expression = Expression { text: text.to_string(), place, tree, spots };
        let problems = problems.into_iter().map(|(problem, span)| problem.at(expression.at(&span))).collect();
        (expression, problems)
    }

    /// The place of a range of characters.
    pub fn at(&self, span: &Range<usize>) -> Place {
        self.spots.at(span).unwrap_or_else(|| self.place.clone())
    }

    /// Every name in it, with its characters, in order; a name that occurs several times comes back several times.
    pub fn names(&self) -> Vec<(&str, &Range<usize>)> {
        self.tree.as_ref().map(Tree::names).unwrap_or_default()
    }

    /// A problem at a range of its characters.
    pub fn problem(&self, problem: Diagnostic, span: &Range<usize>) -> Diagnostic {
        problem.at(self.at(span))
    }
}

/// How names and texts are written in expressions.
pub fn quoting() -> crate::text::Phrase {
    phrase!(
        "Names that hold spaces or signs stand in double quotation marks, texts in single ones: {example}",
        example = "'\"受取 寄附金\" + fees', \"region = 'Tokyo'\""
    )
}
