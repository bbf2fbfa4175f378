//! How what stands in a sentence is joined to what stands around it, whatever the sentence.

use super::{Arg, Lang, Phrase, Words};

/// Signs of currencies, which stand before the amount.
const SIGNS: [&str; 8] = ["£", "$", "€", "¥", "￥", "₩", "₹", "₽"];

/// How money is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    /// With a sign before each amount.
    Sign,
    /// Yen: behind the amount, and in Japanese large amounts in 万 and 億.
    Yen,
}

/// Whether a unit is one of money.
pub fn money(unit: &Words) -> Option<Money> {
    match unit.get(Lang::Ja).trim() {
        "円" | "yen" | "JPY" => Some(Money::Yen),
        sign if SIGNS.contains(&sign) => Some(Money::Sign),
        _ => None,
    }
}

/// Marks that end a sentence.
const ENDS: [char; 7] = ['.', '?', '!', '。', '？', '！', '．'];

/// A quantity or a name with its unit, where they are not simply put together: the sign of a currency stands before the amount, and a
/// name is not followed by itself.
pub fn with_unit(phrase: &Phrase, lang: Lang) -> Option<String> {
    let [(first, value), (second, unit)] = phrase.args.as_slice() else { return None };
    if second != "unit" {
        return None;
    }
    let unit = || unit.render(lang).trim().to_string();
    let (amount, named) = (format!("{{{first}}} {{unit}}"), format!("{{{first}}} ({{unit}})"));
    if phrase.template == amount {
        let (unit, value) = (unit(), value.render(lang));
        if SIGNS.contains(&unit.as_str()) {
            return Some(before(&unit, &value));
        }
        let one = lang == Lang::En && ["1", "−1"].contains(&value.as_str());
        return one.then(|| singular(&unit)).flatten().map(|unit| format!("{value} {unit}"));
    }
    let value = Some(value.render(lang)).filter(|_| phrase.template == named)?;
    (value.to_lowercase() == unit().to_lowercase()).then_some(value)
}

/// One of what a unit names in the plural, where English forms it so: partner of partners, box of boxes, charity of charities.
fn singular(unit: &str) -> Option<String> {
    let plain = unit.chars().all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '-');
    let small = unit.len() > 3 && plain && unit.chars().next().is_some_and(|c| c.is_ascii_lowercase());
    let stem = unit.strip_suffix('s').filter(|_| small && !unit.ends_with("ss") && !unit.ends_with("us"))?;
    let of_ies = stem.strip_suffix("ie").filter(|stem| stem.len() > 2).map(|stem| format!("{stem}y"));
    let sibilants = ["xe", "che", "she", "sse"];
    let of_es = sibilants.iter().any(|end| stem.ends_with(end)).then(|| stem[..stem.len() - 1].to_string());
    Some(of_ies.or(of_es).unwrap_or_else(|| stem.to_string()))
}

/// `£3,448`, `−£3,448`.
fn before(sign: &str, amount: &str) -> String {
    match amount.strip_prefix('−') {
        Some(size) => format!("−{sign}{size}"),
        None => format!("{sign}{amount}"),
    }
}

/// What follows in a sentence, without a full stop after a mark that ends one already.
pub fn after<'t>(said: &str, next: &'t str) -> &'t str {
    match said.ends_with(ENDS) {
        true => next.strip_prefix(['.', '。']).unwrap_or(next),
        false => next,
    }
}

/// A reason that follows a colon begins small in English, unless it begins with a word of the user's.
pub fn begun(said: &str, name: &str, value: &Arg, lang: Lang) -> Option<String> {
    let follows = said.ends_with(": ") && ["why", "reason"].contains(&name) && lang == Lang::En;
    let Arg::Phrase(phrase) = value else { return None };
    let mut first = phrase.template.chars();
    let capital = first.next().is_some_and(|c| c.is_ascii_uppercase());
    let word = first.next().is_some_and(|c| c.is_ascii_lowercase() || c == ' ');
    (follows && capital && word).then(|| {
        let text = value.render(lang);
        let mut rest = text.chars();
        let small = rest.next().map(|c| c.to_ascii_lowercase());
        small.into_iter().chain(rest).collect()
    })
}

#[cfg(test)]
mod tests {
    use crate::phrase;
    use crate::text::{Lang, Phrase, Words, num};

    const ASKED: &str = "They were asked: {label}.";
    const WHY: &str = "No answer is possible: {why}.";

    #[test]
    fn units_stops_and_colons_are_written_as_people_write_them() {
        let said = |phrase: Phrase| phrase.render(Lang::En);
        let amount = |unit: &str, value| phrase!("{value} {unit}", value = num(value, 0), unit = Words::plain(unit));
        assert_eq!(said(amount("£", 3448.2)), "£3,448");
        assert_eq!(said(amount("£", -3448.0)), "−£3,448");
        assert_eq!(said(amount("yen", -3448.0)), "−3,448 yen");
        let one = [("partners", "partner"), ("charities", "charity"), ("boxes", "box"), ("yen", "yen"), ("USD", "USD")];
        for (many, one) in one {
            assert_eq!(said(amount(many, 1.0)), format!("1 {one}"));
        }
        assert_eq!(
            (said(amount("persons", -1.0)), said(amount("persons", 2.0))),
            ("−1 person".into(), "2 persons".into())
        );
        assert_eq!(amount("人", 1.0).render(Lang::Ja), "1人");
        let named =
            |unit: &str| phrase!("{label} ({unit})", label = Words::plain("Volunteers"), unit = Words::plain(unit));
        assert_eq!(
            (said(named("volunteers")), said(named("persons"))),
            ("Volunteers".into(), "Volunteers (persons)".into())
        );
        let asked = |label: &str| Phrase::new(ASKED, vec![("label", label.into())]);
        assert_eq!(said(asked("What is your income?")), "They were asked: What is your income?");
        assert_eq!(said(asked("income")), "They were asked: income.");
        let why = |why: Phrase| Phrase::new(WHY, vec![("why", why.into())]);
        assert_eq!(said(why(phrase!("No unit changed at all"))), "No answer is possible: no unit changed at all.");
        assert_eq!(said(why(Phrase::verbatim("Kofu is far"))), "No answer is possible: Kofu is far.");
    }
}
