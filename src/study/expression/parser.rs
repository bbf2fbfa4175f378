//! Where the reading of an expression stands: the words and signs that are left, and the problems so far.

use std::ops::Range;

use crate::diag::Diagnostic;

use super::tokens::{Token, TokenKind};

/// Problems, each with its characters.
pub(super) type Problems = Vec<(Diagnostic, Range<usize>)>;

/// Why nothing more is read.
pub(super) enum Stop {
    /// The character that does not fit.
    At(usize),
    /// A problem that was noted.
    Said,
}

pub(super) struct Parser {
    pub(super) tokens: Vec<Token>,
    /// Characters of the expression.
    pub(super) end: usize,
    pub(super) at: usize,
    pub(super) depth: usize,
    pub(super) problems: Problems,
}

impl Parser {
    /// The kind of the token that comes so much later.
    pub(super) fn kind(&self, ahead: usize) -> Option<&TokenKind> {
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    /// The first character of the next token.
    pub(super) fn start(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |token| token.span.start)
    }

    /// From a character to the end of what was read.
    pub(super) fn since(&self, start: usize) -> Range<usize> {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        start..last.map_or(start, |token| token.span.end.max(start))
    }

    /// Nothing fits here.
    pub(super) fn stop<T>(&self) -> Result<T, Stop> {
        Err(Stop::At(self.start()))
    }

    /// Whether a sign comes next.
    pub(super) fn is_sign(&self, sign: &str) -> bool {
        matches!(self.kind(0), Some(TokenKind::Sign(found)) if *found == sign)
    }

    /// Whether a word comes so much later.
    pub(super) fn word(&self, ahead: usize, word: &str) -> bool {
        matches!(self.kind(ahead), Some(TokenKind::Word(found)) if found.eq_ignore_ascii_case(word))
    }

    /// Goes behind a sign, if it comes next.
    pub(super) fn take_sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.at += usize::from(found);
        found
    }

    /// Goes behind a word, if it comes next.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.word(0, word);
        self.at += usize::from(found);
        found
    }

    /// Stops where what must be there was not found.
    pub(super) fn want(&self, found: bool) -> Result<(), Stop> {
        if found { Ok(()) } else { self.stop() }
    }

    /// Stops where something is left.
    pub(super) fn nothing_more(&self) -> Result<(), Stop> {
        self.want(self.at == self.tokens.len())
    }

    /// Notes a problem.
    pub(super) fn refuse(&mut self, problem: Diagnostic, span: Range<usize>) {
        self.problems.push((problem, span));
    }
}
