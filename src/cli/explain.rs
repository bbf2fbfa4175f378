use crate::card::Card;
use crate::diag::{codes, nearest};
use crate::study::keys::{KeyPage, pages};
use crate::text::{Lang, Phrase};
use crate::{design, estimate, infer, measure, phrase, sensitivity};

use super::talk::{DONE, STOPPED, Talk};

/// `tashika explain TOPIC`: a method's card, or the page of a problem code or of a key of the study file; without a topic, the list of all.
pub fn explain(topic: Option<&str>, talk: &Talk) -> u8 {
    let cards = cards();
    let Some(topic) = topic else {
        talk.data(&list(&cards, talk.lang));
        return DONE;
    };
    if let Some(card) = cards.iter().find(|card| card.name == topic) {
        talk.data(&page(card, talk.lang));
        return DONE;
    }
    if let Some(code) = codes::find(topic) {
        let head = format!("{} ({topic})", code.title().render(talk.lang));
        talk.data(&format!("{head}\n\n{}\n", code.page().render(talk.lang)));
        return DONE;
    }
    if let Some(key) = pages().iter().find(|key| key.name == topic) {
        talk.data(&of_key(key, talk.lang));
        return DONE;
    }
    let pages = pages();
    let keys = pages.iter().map(|key| key.name);
    let known = cards.iter().map(|card| card.name).chain(codes::all().map(|code| code.name)).chain(keys);
    talk.complain(&phrase!(
        "There is no method, no problem code and no key of the study file with a page of its own called `{topic}`",
        topic = topic
    ));
    if let Some(near) = nearest(topic, known) {
        talk.complain(&phrase!("Did you mean `{near}`?", near = near));
    }
    STOPPED
}

fn cards() -> Vec<Card> {
    let families = measure::CARDS.iter().chain(design::CARDS).chain(estimate::CARDS).chain(sensitivity::CARDS);
    let mut cards: Vec<Card> = families.chain(infer::CARDS).map(|card| card()).collect();
    // Several methods of inference share a card.
    cards.dedup_by_key(|card| card.name);
    cards
}

fn list(cards: &[Card], lang: Lang) -> String {
    let methods = cards.iter().map(|card| format!("  {:<20} {}\n", card.name, card.title.render(lang)));
    let codes = codes::all().map(|code| format!("  {:<26} {}\n", code.name, code.title().render(lang)));
    let pages = pages();
    let keys = pages.iter().map(|key| format!("  {:<20} {}\n", key.name, key.title.render(lang)));
    let (about, keys_of, problems) = (phrase!("Methods"), phrase!("Keys of the study file"), phrase!("Problem codes"));
    format!(
        "{}\n{}\n{}\n{}\n{}\n{}",
        about.render(lang),
        methods.collect::<String>(),
        keys_of.render(lang),
        keys.collect::<String>(),
        problems.render(lang),
        codes.collect::<String>()
    )
}

fn of_key(key: &KeyPage, lang: Lang) -> String {
    let parts = [
        (phrase!("What it does"), key.does.render(lang)),
        (phrase!("How it is written"), key.written.replace('\n', "\n  ")),
        (phrase!("What follows from it"), key.follows.render(lang)),
        (phrase!("Without it"), key.without.render(lang)),
    ];
    let body: Vec<String> = parts.iter().map(|(head, text)| format!("{}\n  {text}\n", head.render(lang))).collect();
    format!("{} ({} {})\n\n{}", key.title.render(lang), key.heading, key.name, body.join("\n"))
}

fn page(card: &Card, lang: Lang) -> String {
    let parts: [(Phrase, &Phrase); 6] = [
        (phrase!("Answers"), &card.answers),
        (phrase!("Needs"), &card.needs),
        (phrase!("Assumes"), &card.assumes),
        (phrase!("Formula"), &card.formula),
        (phrase!("Breaks when"), &card.breaks),
        (phrase!("Same as"), &card.same_as),
    ];
    let body: String =
        parts.iter().map(|(head, text)| format!("{}\n  {}\n\n", head.render(lang), text.render(lang))).collect();
    let references: String = card.references.iter().map(|reference| format!("  {reference}\n")).collect();
    format!("{} ({})\n\n{body}{}\n{references}", card.title.render(lang), card.name, phrase!("References").render(lang))
}
