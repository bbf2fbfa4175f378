use std::ops::Range;

/// A part of an expression, with its characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// What it is.
    pub node: Node,
    /// Its characters in the text, from the first to one past the last.
    pub span: Range<usize>,
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A number, as written.
    Number(String),
    /// A text in single quotation marks.
    Text(String),
    /// `TRUE` or `FALSE`.
    Flag(bool),
    /// `NULL`: missing.
    Missing,
    /// A variable, or `name@period`.
    Name(String),
    /// An operator before its part.
    Unary(Unary, Box<Tree>),
    /// An operator between two parts.
    Binary(Binary, Box<Tree>, Box<Tree>),
    /// `IS NULL`, `IS NOT NULL`.
    IsMissing(Box<Tree>, bool),
    /// Branches of `CASE`: condition and value, in order; and the value of all others.
    Case(Vec<(Tree, Tree)>, Option<Box<Tree>>),
    /// A function.
    Call(Function, Vec<Tree>),
}

/// An operator before its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    /// `-x`
    Minus,
    /// `NOT x`
    Not,
}

/// An operator between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Binary {
    Plus,
    Minus,
    Times,
    Over,
    Modulo,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    More,
    MoreOrEqual,
    And,
    Or,
}

impl Binary {
    /// As SQL writes it.
    pub fn sign(self) -> &'static str {
        match self {
            Binary::Plus => "+",
            Binary::Minus => "-",
            Binary::Times => "*",
            Binary::Over => "/",
            Binary::Modulo => "%",
            Binary::Equal => "=",
            Binary::Unequal => "<>",
            Binary::Less => "<",
            Binary::LessOrEqual => "<=",
            Binary::More => ">",
            Binary::MoreOrEqual => ">=",
            Binary::And => "AND",
            Binary::Or => "OR",
        }
    }
}

/// A function of the values of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Function {
    Abs,
    Ceil,
    Coalesce,
    Exp,
    Floor,
    Ln,
    Log,
    Log10,
    Log2,
    NullIf,
    Pow,
    Round,
    Sqrt,
}

impl Function {
    /// Whether the result may be no number although all arguments are: the logarithm of 0, the root of −1.
    pub fn may_fail(self) -> bool {
        use Function::*;
        matches!(self, Exp | Ln | Log | Log10 | Log2 | Pow | Sqrt)
    }
}

impl Tree {
    /// Every name in it, in order.
    pub fn names(&self) -> Vec<(&str, &Range<usize>)> {
        match &self.node {
            Node::Name(name) => vec![(name, &self.span)],
            Node::Unary(_, part) | Node::IsMissing(part, _) => part.names(),
            Node::Binary(_, left, right) => [left.names(), right.names()].concat(),
            Node::Call(_, parts) => parts.iter().flat_map(Tree::names).collect(),
            Node::Case(branches, other) => {
                let branches = branches.iter().flat_map(|(when, then)| [when.names(), then.names()].concat());
                branches.chain(other.iter().flat_map(|other| other.names())).collect()
            }
            Node::Number(_) | Node::Text(_) | Node::Flag(_) | Node::Missing => Vec::new(),
        }
    }
}
