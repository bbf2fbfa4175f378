use crate::design::{Rung, kind_of};
use crate::notation::fold;
use crate::text::{LANGUAGES, Phrase};

/// What somebody holds, and what may be said of it.
pub struct Situation {
    /// Stable key.
    pub key: &'static str,
    /// What is there: "I have …".
    pub have: Phrase,
    /// Words by which it is found, in any language.
    pub words: &'static [&'static str],
    /// Ways to a statement, the one that says most first.
    pub ways: Vec<Way>,
    /// What may not be said, and why.
    pub not: Vec<Phrase>,
    /// What would allow more.
    pub more: Vec<Phrase>,
}

/// A way from data to a statement.
pub struct Way {
    /// Names of designs that fit; the first is the one to begin with.
    pub designs: &'static [&'static str],
    /// Whether the state before is known and taken into account.
    pub state_before: bool,
    /// What must hold.
    pub holds: Phrase,
    /// How the question is written in the study file.
    pub written: &'static str,
}

impl Way {
    /// The strongest verb that it allows, where all that it rests on holds.
    pub fn rung(&self) -> Rung {
        self.designs.first().map_or(Rung::Differed, |name| kind_of(name).rung(self.state_before))
    }
}

impl Situation {
    /// Whether words name it: a word of its own stands in them, or they in its title.
    pub fn is_named_by(&self, asked: &str) -> bool {
        let titles = LANGUAGES.iter().map(|&lang| fold(&self.have.render(lang)));
        self.words.iter().any(|word| asked.contains(&fold(word))) || titles.into_iter().any(|it| it.contains(asked))
    }
}
