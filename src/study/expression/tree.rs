use std::ops::Range;

/// A part of an expression, with its characters.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// What it is.
    pub node: ExpressionNode,
    /// Its characters in the text, from the first to one past the last.
    pub span: Range<usize>,
}

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionNode {
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
    /// `BETWEEN … AND …`, both ends included.
    Between(Box<Tree>, Box<Tree>, Box<Tree>),
    /// `IN (…)`: one of these.
    In(Box<Tree>, Vec<Tree>),
    /// `LIKE '…'`: `%` stands for any characters, `_` for one.
    Like(Box<Tree>, Box<Tree>),
    /// `CASE`: what the branches are compared with, where their conditions are values; branches, each a condition and a value,
    /// in order; and the value of all others.
    Case(Option<Box<Tree>>, Vec<(Tree, Tree)>, Option<Box<Tree>>),
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
    /// `||`: texts, one behind the other.
    Joined,
}

impl Binary {
    /// By its sign.
    pub(super) fn of_sign(sign: &str) -> Option<Binary> {
        Some(match sign {
            "+" => Binary::Plus,
            "-" => Binary::Minus,
            "*" => Binary::Times,
            "/" => Binary::Over,
            "%" => Binary::Modulo,
            "=" | "==" => Binary::Equal,
            "<>" | "!=" => Binary::Unequal,
            "<" => Binary::Less,
            "<=" => Binary::LessOrEqual,
            ">" => Binary::More,
            ">=" => Binary::MoreOrEqual,
            "||" => Binary::Joined,
            _ => return None,
        })
    }

    /// Whether it asks which of two is the larger.
    pub fn orders(self) -> bool {
        matches!(self, Binary::Less | Binary::LessOrEqual | Binary::More | Binary::MoreOrEqual)
    }

    /// Whether it compares two values.
    pub fn compares(self) -> bool {
        self.orders() || matches!(self, Binary::Equal | Binary::Unequal)
    }

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
            Binary::Joined => "||",
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
    Concat,
    Contains,
    Day,
    Exp,
    Floor,
    Greatest,
    Least,
    Length,
    Ln,
    Log,
    Log10,
    Log2,
    Lower,
    Month,
    NullIf,
    Pow,
    Round,
    Sqrt,
    Substr,
    Trim,
    Upper,
    Year,
}

impl Function {
    /// As messages call it.
    pub fn name(self) -> &'static str {
        super::FUNCTIONS.iter().find(|(_, function, ..)| *function == self).map_or("", |(name, ..)| name)
    }
}

/// A chain of operators that stand one behind the other (`a + b - c`): its first part, and each operator with the part behind
/// it and the whole up to there. Trees of such chains are as deep as the chains are long, so they are walked without recursion.
pub type Chain<'t> = (&'t Tree, Vec<(Binary, &'t Tree, &'t Tree)>);

impl Tree {
    /// The chain of operators that ends in this part.
    pub fn chain(&self) -> Chain<'_> {
        let (mut first, mut links) = (self, Vec::new());
        while let ExpressionNode::Binary(op, left, right) = &first.node {
            links.push((*op, right.as_ref(), first));
            first = left;
        }
        links.reverse();
        (first, links)
    }

    /// Every name in it, in order.
    pub fn names(&self) -> Vec<(&str, &Range<usize>)> {
        let mut found = Vec::new();
        self.collect_names(&mut found);
        found
    }

    fn collect_names<'t>(&'t self, found: &mut Vec<(&'t str, &'t Range<usize>)>) {
        let (first, links) = self.chain();
        match &first.node {
            ExpressionNode::Name(name) => found.push((name, &first.span)),
            _ => first.parts().into_iter().for_each(|part| part.collect_names(found)),
        }
        links.into_iter().for_each(|(_, part, _)| part.collect_names(found));
    }

    /// A part that stands within more than so many others, operators between two parts not counted: walked without recursion.
    pub(super) fn beyond(&self, most: usize) -> Option<&Tree> {
        let mut open = vec![(self, 0)];
        while let Some((part, within)) = open.pop() {
            if within > most {
                return Some(part);
            }
            let counts = usize::from(!matches!(part.node, ExpressionNode::Binary(..)));
            open.extend(part.parts().into_iter().map(|part| (part, within + counts)));
        }
        None
    }

    /// The parts that it is made of, in order.
    fn parts(&self) -> Vec<&Tree> {
        match &self.node {
            ExpressionNode::Number(_)
            | ExpressionNode::Text(_)
            | ExpressionNode::Flag(_)
            | ExpressionNode::Missing
            | ExpressionNode::Name(_) => Vec::new(),
            ExpressionNode::Unary(_, part) | ExpressionNode::IsMissing(part, _) => vec![part],
            ExpressionNode::Binary(_, left, right) | ExpressionNode::Like(left, right) => vec![left, right],
            ExpressionNode::Between(part, low, high) => vec![part, low, high],
            ExpressionNode::In(part, items) => std::iter::once(part.as_ref()).chain(items).collect(),
            ExpressionNode::Call(_, parts) => parts.iter().collect(),
            ExpressionNode::Case(of, branches, other) => {
                let branches = branches.iter().flat_map(|(when, then)| [when, then]);
                of.as_deref().into_iter().chain(branches).chain(other.as_deref()).collect()
            }
        }
    }
}
