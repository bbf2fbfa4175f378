//! How a run ended, in one word.

use super::measure::Measured;

/// Seconds and mebibytes that no file may take.
const SECONDS: f64 = 20.0;
const MEBIBYTES: f64 = 1024.0;

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Read to the end.
    Result,
    /// Refused with a message.
    Message,
    /// It ended badly without a message.
    Silent,
    /// What a panic says reached the person.
    Panic,
    /// An exit code that the program does not have.
    Code,
    /// Too long.
    Slow,
    /// Too much memory.
    Large,
}

impl Class {
    /// All of them.
    pub const ALL: [Class; 7] =
        [Class::Result, Class::Message, Class::Silent, Class::Panic, Class::Code, Class::Slow, Class::Large];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Class::Result => "result",
            Class::Message => "message",
            Class::Silent => "no message",
            Class::Panic => "panic text",
            Class::Code => "exit code",
            Class::Slow => "over 20 s",
            Class::Large => "over 1 GiB",
        }
    }

    /// Whether a file may end so.
    pub fn is_fine(self) -> bool {
        matches!(self, Class::Result | Class::Message)
    }
}

/// How a run ended, and the first thing it said.
pub fn classify(run: &Measured) -> (Class, String) {
    let panicked = ["panicked at", "RUST_BACKTRACE", "memory allocation of", "stack overflow"];
    let error = run.said.lines().find(|line| line.starts_with("error["));
    let class = match run.code {
        _ if panicked.iter().any(|text| run.said.contains(text)) => Class::Panic,
        _ if run.seconds > SECONDS => Class::Slow,
        _ if run.mebibytes.is_some_and(|mebibytes| mebibytes > MEBIBYTES) => Class::Large,
        Some(0 | 1) => Class::Result,
        Some(2) if error.is_some() => Class::Message,
        Some(2) => Class::Silent,
        _ => Class::Code,
    };
    let first = error.or_else(|| run.said.lines().find(|line| !line.is_empty())).unwrap_or_default();
    (class, first.replace('\t', " "))
}
