//! `tashika explain --choose`: which methods fit what somebody has, and what may be said of it.

use serde_json::{Value, json};

use crate::card::Card;
use crate::design;
use crate::phrase;
use crate::plan::choose::{Situation, Way, find, may_say, situations};
use crate::text::{Lang, Phrase};

use super::talk::{DONE, STOPPED, Talk};

/// Answers for what was written; without words, lists what can be asked.
pub fn choose(asked: Option<&str>, talk: &Talk) -> u8 {
    let Some(asked) = asked else {
        talk.data(&list(talk));
        return DONE;
    };
    let found = find(asked);
    if found.is_empty() {
        talk.complain(&phrase!("Nothing is known of \"{asked}\"; these can be asked:", asked = asked));
        talk.data(&list(talk));
        return STOPPED;
    }
    let text = match talk.json {
        true => format!("{:#}\n", Value::from_iter(found.iter().map(|it| as_json(it, talk.lang)))),
        false => found.iter().map(|it| page(it, talk.lang)).collect::<Vec<_>>().join("\n"),
    };
    talk.data(&text);
    DONE
}

fn list(talk: &Talk) -> String {
    let all = situations();
    if talk.json {
        return format!("{:#}\n", Value::from_iter(all.iter().map(|it| as_json(it, talk.lang))));
    }
    let lines: String = all.iter().map(|it| format!("  {:<14} {}\n", it.key, it.have.render(talk.lang))).collect();
    let ask = phrase!("Ask with a key or in your own words: {example}", example = "tashika explain --choose lottery");
    format!("{}\n{lines}\n{}\n", phrase!("What do you have?").render(talk.lang), ask.render(talk.lang))
}

fn page(it: &Situation, lang: Lang) -> String {
    let items = |head: Phrase, all: &[Phrase]| match all {
        [] => String::new(),
        all => {
            let lines: String = all.iter().map(|line| format!("  - {}\n", line.render(lang))).collect();
            format!("{}\n{lines}", head.render(lang))
        }
    };
    let ways: String = it.ways.iter().map(|way| way_in_words(way, lang)).collect();
    format!(
        "■ {}\n{ways}{}{}",
        it.have.render(lang),
        items(phrase!("May not be said"), &it.not),
        items(phrase!("What would allow more"), &it.more)
    )
}

fn way_in_words(way: &Way, lang: Lang) -> String {
    let names = way.designs.iter().map(|name| format!("{} ({name})", title(name, lang))).collect::<Vec<_>>();
    let line = |head: Phrase, text: String| format!("{}\n  {text}\n", head.render(lang));
    let written: String = way.written.lines().map(|line| format!("    {line}\n")).collect();
    line(phrase!("May be said, at most"), may_say(way.rung()).render(lang))
        + &line(phrase!("If this holds"), way.holds.render(lang))
        + &line(phrase!("By"), names.join("; "))
        + &format!("{}\n{written}\n", phrase!("In the study file").render(lang))
}

fn title(name: &str, lang: Lang) -> String {
    let cards: Vec<Card> = design::CARDS.iter().map(|card| card()).collect();
    cards.iter().find(|card| card.name == name).map_or_else(String::new, |card| card.title.render(lang))
}

fn as_json(it: &Situation, lang: Lang) -> Value {
    let ways = it.ways.iter().map(|way| {
        json!({
            "designs": way.designs,
            "rung": way.rung(),
            "may_say": may_say(way.rung()).render(lang),
            "holds": way.holds.render(lang),
            "written": way.written,
        })
    });
    let texts = |all: &[Phrase]| all.iter().map(|line| line.render(lang)).collect::<Vec<_>>();
    json!({
        "key": it.key,
        "have": it.have.render(lang),
        "ways": ways.collect::<Vec<_>>(),
        "may_not_say": texts(&it.not),
        "more": texts(&it.more),
    })
}
