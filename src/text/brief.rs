//! What a message quotes, cut to what a person reads: lists to ten items and how many more, long texts to their ends.

use super::{Arg, LANGUAGES, Phrase, Words};
use crate::phrase;

/// Items of a list that a message names.
pub const MOST_ITEMS: usize = 10;

/// Items and characters of texts, narrower from step to step until the sentence fits.
const STEPS: [(usize, usize); 7] = [(MOST_ITEMS, 100), (MOST_ITEMS, 60), (6, 60), (4, 48), (3, 36), (2, 28), (1, 16)];

/// Characters of a line of a study file that a message gives to copy.
const LINE_TO_WRITE: usize = 230;

/// A text on one line, its middle left out where it has more characters than this.
pub fn shortened(text: &str, most: usize) -> String {
    let line: Vec<char> = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.len() <= most {
        return line.into_iter().collect();
    }
    // The end of a heading tells it from its neighbours, which often begin alike.
    let tail = most.saturating_sub(1) / 3;
    let head = most.saturating_sub(1) - tail;
    let (front, back) = (&line[..head], &line[line.len() - tail..]);
    front.iter().chain(std::iter::once(&'…')).chain(back).collect()
}

impl Phrase {
    /// The sentence with its lists cut to ten items and how many more there are, and with what it quotes cut so that no line of
    /// it is longer than so many characters in any language.
    pub fn brief(self, longest: usize) -> Phrase {
        self.narrowed(&|text: String| text.lines().all(|line| line.chars().count() <= longest))
    }

    /// [`Phrase::brief`] of several sentences, each of which may stand on a line of its own.
    pub fn brief_sentences(self, longest: usize) -> Phrase {
        self.narrowed(&|text: String| sentences(&text).lines().all(|line| line.chars().count() <= longest))
    }

    fn narrowed(self, fits: &dyn Fn(String) -> bool) -> Phrase {
        let mut last = self;
        for (items, characters) in STEPS {
            last = last.cut(items, characters);
            if LANGUAGES.iter().all(|lang| fits(last.render(*lang))) {
                break;
            }
        }
        last
    }

    fn cut(mut self, items: usize, characters: usize) -> Phrase {
        let args = std::mem::take(&mut self.args);
        self.args = args.into_iter().map(|(name, value)| (name, value.cut(items, characters))).collect();
        self
    }
}

/// Each sentence of a text on a line of its own.
pub fn sentences(text: &str) -> String {
    text.replace(". ", ".\n").replace("; ", ";\n").replace('。', "。\n").trim_end().to_string()
}

impl Arg {
    /// The first items of a list, and how many more there are.
    pub fn first<T: Into<Arg>>(items: impl IntoIterator<Item = T>, most: usize) -> Arg {
        Arg::List(few(items.into_iter().map(Into::into).collect(), most))
    }

    fn cut(self, items: usize, characters: usize) -> Arg {
        match self {
            Arg::Text(text) => Arg::Text(lines(&text, characters)),
            Arg::Words(words) => {
                Arg::Words(Words(words.0.into_iter().map(|(lang, text)| (lang, lines(&text, characters))).collect()))
            }
            Arg::Phrase(phrase) => Arg::Phrase(Box::new(phrase.cut(items, characters))),
            Arg::List(list) => {
                Arg::List(few(list, items).into_iter().map(|item| item.cut(items, characters)).collect())
            }
            other => other,
        }
    }
}

/// Lines that a person is to write stay lines, and as whole as a screen can show them.
fn lines(text: &str, characters: usize) -> String {
    let most = |line: &str| if line.contains(" = ") { LINE_TO_WRITE } else { characters };
    text.split('\n').map(|line| shortened(line, most(line))).collect::<Vec<_>>().join("\n")
}

/// The first items and, in place of the others, how many they are. A list that was cut already is cut further.
fn few(mut items: Vec<Arg>, most: usize) -> Vec<Arg> {
    let before = items.last().and_then(more_of);
    let named = items.len() - usize::from(before.is_some());
    if named <= most {
        return items;
    }
    items.truncate(most);
    items.push(Arg::from(phrase!("and {n} more", n = named - most + before.unwrap_or(0))));
    items
}

/// One argument for two: a list of what both name, each once.
pub fn joined(value: &mut Arg, other: Arg) {
    let mut items = items_of(std::mem::replace(value, Arg::List(Vec::new())));
    let unnamed: usize = items.iter().filter_map(more_of).sum();
    items.retain(|item| more_of(item).is_none());
    let mut more = unnamed;
    for item in items_of(other) {
        match more_of(&item) {
            Some(n) => more += n,
            None if items.contains(&item) => {}
            None => items.push(item),
        }
    }
    items.extend((more > 0).then(|| Arg::from(phrase!("and {n} more", n = more))));
    *value = Arg::List(items);
}

fn items_of(value: Arg) -> Vec<Arg> {
    match value {
        Arg::List(items) => items,
        other => vec![other],
    }
}

fn more_of(item: &Arg) -> Option<usize> {
    let Arg::Phrase(phrase) = item else { return None };
    match (phrase.template.as_ref(), phrase.args.first()) {
        ("and {n} more", Some((_, Arg::Count(n)))) => usize::try_from(*n).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn long_texts_keep_both_ends() {
        assert_eq!(shortened("昨年度の収入内訳（千円） [会費]", 10), "昨年度の収入…会費]");
        assert_eq!(shortened("ten\nlines", 20), "ten lines");
    }

    #[test]
    fn lists_say_how_many_more_there_are_and_once_only() {
        let names: Vec<String> = (0..60).map(|n| format!("a heading of some length, number {n}")).collect();
        let said = phrase!("The columns are: {list}", list = names).brief(200);
        let text = said.render(Lang::En);
        assert!(text.chars().count() <= 200 && text.matches("more").count() == 1, "{text}");
        assert_eq!(said.clone().brief(200), said);
        let short = phrase!("The columns are: {list}", list = (0..12usize).collect::<Vec<_>>()).brief(200);
        assert_eq!(short.render(Lang::En), "The columns are: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, and 2 more");
    }

    #[test]
    fn what_is_short_stays_as_it_is() {
        let said = phrase!("Is `{name}` meant? The columns are: {list}", name = "収入", list = vec!["a", "b"]);
        assert_eq!(said.clone().brief(240), said);
    }

    #[test]
    fn lines_to_write_are_not_cut_for_the_sake_of_others() {
        let line = format!("codes = {{ {} }}", "\"はい\" = \"yes\", ".repeat(9));
        let said = phrase!("The columns are: {list}", list = vec![line.clone(), "x".repeat(99)]).brief(200);
        assert!(said.render(Lang::Ja).contains(&line));
    }
}
