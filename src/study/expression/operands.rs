//! What stands between operators: numbers, texts, names, brackets, `CASE`, functions.

use std::ops::Range;

use crate::diag::Diagnostic;
use crate::phrase;

use super::functions::{function, no_function, wrong_count};
use super::infix::{NOT, SIGN};
use super::parser::{Parser, Stop};
use super::problems::no_queries;
use super::quoting;
use super::tokens::TokenKind;
use super::tree::{ExpressionNode, Tree, Unary};

impl Parser {
    /// A part that no operator ties to the one before it.
    pub(super) fn operand(&mut self) -> Result<Tree, Stop> {
        let start = self.start();
        let Some(token) = self.tokens.get(self.at) else { return self.stop() };
        let node = match &token.kind {
            TokenKind::Number(digits) => ExpressionNode::Number(digits.clone()),
            TokenKind::Text(text) => ExpressionNode::Text(text.clone()),
            TokenKind::Quoted(name) => ExpressionNode::Name(name.clone()),
            TokenKind::Sign("(") => return self.nested(),
            TokenKind::Sign("-") => return self.prefix(Unary::Minus, SIGN),
            TokenKind::Sign("+") => {
                self.at += 1;
                return self.deeper(|it| it.expression(SIGN));
            }
            TokenKind::Word(word) => {
                let word = word.clone();
                return self.word_operand(word);
            }
            TokenKind::Sign(_) | TokenKind::Other => return self.stop(),
        };
        self.at += 1;
        Ok(Tree { node, span: self.since(start) })
    }

    fn nested(&mut self) -> Result<Tree, Stop> {
        self.at += 1;
        let inner = self.deeper(|it| it.expression(0))?;
        let closed = self.take_sign(")");
        self.want(closed)?;
        Ok(inner)
    }

    fn prefix(&mut self, op: Unary, power: u8) -> Result<Tree, Stop> {
        let start = self.start();
        self.at += 1;
        let part = self.deeper(|it| it.expression(power))?;
        Ok(Tree { node: ExpressionNode::Unary(op, Box::new(part)), span: self.since(start) })
    }

    fn word_operand(&mut self, word: String) -> Result<Tree, Stop> {
        let start = self.start();
        let node = match word.to_uppercase().as_str() {
            "NOT" => return self.prefix(Unary::Not, NOT),
            "CASE" => self.case()?,
            "TRUE" => self.one(ExpressionNode::Flag(true)),
            "FALSE" => self.one(ExpressionNode::Flag(false)),
            "NULL" => self.one(ExpressionNode::Missing),
            "AND" | "OR" | "IS" | "IN" | "BETWEEN" | "LIKE" | "WHEN" | "THEN" | "ELSE" => return self.stop(),
            "SELECT" | "EXISTS" => {
                self.refuse(no_queries(&word), start..start + word.chars().count());
                return Err(Stop::Said);
            }
            name if matches!(self.kind(1), Some(TokenKind::Sign("("))) => {
                let name = name.to_string();
                self.call(name)?
            }
            _ => self.one(ExpressionNode::Name(word)),
        };
        let span = self.since(start);
        if self.is_sign(".") {
            return Ok(Tree { node, span: self.with_points(start) });
        }
        Ok(Tree { node, span })
    }

    fn one(&mut self, node: ExpressionNode) -> ExpressionNode {
        self.at += 1;
        node
    }

    /// `a.b`: a name must be quoted to hold a point.
    fn with_points(&mut self, start: usize) -> Range<usize> {
        let mut written = String::new();
        if let Some(TokenKind::Word(first)) = self.tokens.get(self.at - 1).map(|token| &token.kind) {
            written.push_str(first);
        }
        while self.is_sign(".") {
            let Some(TokenKind::Word(part) | TokenKind::Quoted(part)) = self.kind(1) else { break };
            written = format!("{written}.{part}");
            self.at += 2;
        }
        let span = self.since(start);
        if written.contains('.') {
            let message = phrase!("`{part}` cannot stand in an expression", part = written);
            self.refuse(Diagnostic::error("formula-unsupported", message).hint(quoting()), span.clone());
        }
        span
    }

    fn case(&mut self) -> Result<ExpressionNode, Stop> {
        self.at += 1;
        self.deeper(|it| {
            let of = match it.word(0, "WHEN") {
                true => None,
                false => Some(Box::new(it.expression(0)?)),
            };
            it.want(it.word(0, "WHEN"))?;
            let mut branches = Vec::new();
            while it.take_word("WHEN") {
                let when = it.expression(0)?;
                let then = it.take_word("THEN");
                it.want(then)?;
                branches.push((when, it.expression(0)?));
            }
            let other = match it.take_word("ELSE") {
                true => Some(Box::new(it.expression(0)?)),
                false => None,
            };
            let ended = it.take_word("END");
            it.want(ended)?;
            Ok(ExpressionNode::Case(of, branches, other))
        })
    }

    fn call(&mut self, name: String) -> Result<ExpressionNode, Stop> {
        let start = self.start();
        let span = start..start + name.chars().count();
        self.at += 2;
        let Some((function, fewest, most)) = function(&name) else {
            self.refuse(no_function(&name), span);
            self.skip_call()?;
            return Ok(ExpressionNode::Missing);
        };
        let parts = if self.take_sign(")") { Vec::new() } else { self.list()? };
        if parts.len() < fewest || parts.len() > most {
            self.refuse(wrong_count(&name, function, fewest, most), span);
        }
        Ok(ExpressionNode::Call(function, parts))
    }

    /// Behind the brackets of a function that there is not, and of the window that may follow it.
    fn skip_call(&mut self) -> Result<(), Stop> {
        let mut open = 1usize;
        while open > 0 {
            match self.kind(0) {
                Some(TokenKind::Sign("(")) => open += 1,
                Some(TokenKind::Sign(")")) => open -= 1,
                Some(_) => {}
                None => return Err(Stop::Said),
            }
            self.at += 1;
        }
        if self.word(0, "OVER") && matches!(self.kind(1), Some(TokenKind::Sign("("))) {
            self.at += 2;
            return self.skip_call();
        }
        Ok(())
    }
}
