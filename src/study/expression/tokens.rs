//! The words and signs of an expression.

use std::ops::Range;

/// A word or sign, with its characters.
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Range<usize>,
}

pub(super) enum TokenKind {
    /// Digits, with a point or an exponent.
    Number(String),
    /// In single quotation marks, without them.
    Text(String),
    /// A name without quotation marks, or a word of the language.
    Word(String),
    /// A name in double quotation marks, without them.
    Quoted(String),
    /// One of [`SIGNS`].
    Sign(&'static str),
    /// Anything else.
    Other,
}

/// Longer ones first.
const SIGNS: &[&str] = &[
    "<=", ">=", "<>", "!=", "==", "||", "+", "-", "*", "/", "%", "=", "<", ">", "(", ")", ",", ".", "^", "&", "|", "~",
];

/// The tokens of an expression, white space and remarks left out.
///
/// # Errors
/// Where a quotation mark or a remark begins that is not closed.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, usize> {
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0 };
    let mut found = Vec::new();
    loop {
        lexer.skip()?;
        let start = lexer.at;
        if start == lexer.chars.len() {
            return Ok(found);
        }
        let kind = lexer.token()?;
        found.push(Token { kind, span: start..lexer.at });
    }
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn starts(&self, sign: &str) -> bool {
        sign.chars().enumerate().all(|(ahead, c)| self.peek(ahead) == Some(c))
    }

    /// Remarks are `-- to the end of the line` and `/* between */`. Two minuses before anything but white space are two minuses.
    fn skip(&mut self) -> Result<(), usize> {
        loop {
            if self.peek(0).is_some_and(char::is_whitespace) {
                self.at += 1;
            } else if self.starts("--") && self.peek(2).is_none_or(char::is_whitespace) {
                self.take(|c| c != '\n');
            } else if self.starts("/*") {
                let start = self.at;
                while !self.starts("*/") {
                    self.peek(0).ok_or(start)?;
                    self.at += 1;
                }
                self.at += 2;
            } else {
                return Ok(());
            }
        }
    }

    fn token(&mut self) -> Result<TokenKind, usize> {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        Ok(match self.peek(0) {
            Some('\'') => TokenKind::Text(self.quoted('\'')?),
            Some(quote @ ('"' | '`')) => TokenKind::Quoted(self.quoted(quote)?),
            Some(c) if digit(Some(c)) || c == '.' && digit(self.peek(1)) => TokenKind::Number(self.number()),
            Some(c) if c.is_alphabetic() || c == '_' => {
                TokenKind::Word(self.take(|c| c.is_alphanumeric() || "_@$#".contains(c)))
            }
            _ => match SIGNS.iter().find(|sign| self.starts(sign)) {
                Some(sign) => {
                    self.at += sign.len();
                    TokenKind::Sign(sign)
                }
                None => {
                    self.at += 1;
                    TokenKind::Other
                }
            },
        })
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let taken: String = self.chars[self.at..].iter().copied().take_while(|&c| belongs(c)).collect();
        self.at += taken.chars().count();
        taken
    }

    /// Twice the quotation mark stands for one.
    fn quoted(&mut self, quote: char) -> Result<String, usize> {
        let start = self.at;
        let mut said = String::new();
        loop {
            self.at += 1;
            match self.peek(0).ok_or(start)? {
                c if c != quote => said.push(c),
                _ if self.peek(1) == Some(quote) => {
                    said.push(quote);
                    self.at += 1;
                }
                _ => break,
            }
        }
        self.at += 1;
        Ok(said)
    }

    fn number(&mut self) -> String {
        let mut number = self.take(|c| c.is_ascii_digit());
        if self.peek(0) == Some('.') {
            self.at += 1;
            number = format!("{number}.{}", self.take(|c| c.is_ascii_digit()));
        }
        let signed = usize::from(matches!(self.peek(1), Some('+' | '-')));
        let exponent =
            matches!(self.peek(0), Some('e' | 'E')) && self.peek(1 + signed).is_some_and(|c| c.is_ascii_digit());
        if exponent {
            let head: String = self.chars[self.at..=self.at + signed].iter().collect();
            self.at += 1 + signed;
            number = format!("{number}{head}{}", self.take(|c| c.is_ascii_digit()));
        }
        number
    }
}
