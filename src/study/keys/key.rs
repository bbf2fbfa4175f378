//! What a key is, and what it takes.

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A text.
    Text,
    /// A text or a number, such as a period.
    Word,
    /// A text, or one for each language.
    Words,
    /// A text or a list of texts.
    Texts,
    /// A list of texts and numbers.
    WordList,
    /// A table of texts.
    Pairs,
    /// A table of texts and lists of texts.
    ListPairs,
    /// A table of texts and numbers.
    WordPairs,
    /// A number.
    Number,
    /// A whole number that is not negative.
    Whole,
    /// True or false.
    Flag,
    /// True or false, or a list of texts.
    FlagOrTexts,
    /// `3` or `"2:3"`.
    Rows,
    /// `"B4:Z900"`.
    Range,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// One or several of these words.
    SomeOf(&'static [&'static str]),
    /// A method of a family, by name or as a table with `method` and its options.
    Method(&'static str),
    /// Several methods of a family.
    Methods(&'static str),
    /// A table with these keys.
    Table(&'static TableKeys),
    /// A text, or a table with these keys.
    TextOr(&'static TableKeys),
    /// A list of tables with these keys.
    Tables(&'static TableKeys),
}

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be there.
    pub required: bool,
    /// What it is for, for editors.
    pub about: &'static str,
}

/// The keys of one kind of table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableKeys {
    /// How the table is written: `[study]`, `[[questions]]`.
    pub heading: &'static str,
    /// Keys.
    pub keys: &'static [Key],
    /// Keys that are planned and refused for now.
    pub later: &'static [&'static str],
}

impl TableKeys {
    /// The key with a name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The names of all keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.keys.iter().map(|key| key.name)
    }
}

pub(super) const fn key(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, required: false, about }
}

pub(super) const fn needed(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, required: true, about }
}
