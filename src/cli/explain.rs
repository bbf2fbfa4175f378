use crate::card::Card;
use crate::diag::{codes, nearest};
use crate::text::{Lang, Phrase};
use crate::{design, estimate, infer, measure, phrase, sensitivity};

use super::talk::{DONE, STOPPED, Talk};

/// `tashika explain TOPIC`: a method's card, or the page of a problem code; without a topic, the list of all.
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
    let known = cards.iter().map(|card| card.name).chain(codes::all().map(|code| code.name));
    talk.complain(&phrase!("There is no method and no problem code `{topic}`", topic = topic));
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
    let (about, problems) = (phrase!("Methods"), phrase!("Problem codes"));
    format!(
        "{}\n{}\n{}\n{}",
        about.render(lang),
        methods.collect::<String>(),
        problems.render(lang),
        codes.collect::<String>()
    )
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
