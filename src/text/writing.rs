//! How what stands in a sentence is joined to what stands around it, whatever the sentence.

use super::{Arg, Lang, Phrase};

/// Signs of currencies, which stand before the amount.
const SIGNS: [&str; 8] = ["£", "$", "€", "¥", "￥", "₩", "₹", "₽"];

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
        let sign = Some(unit()).filter(|unit| SIGNS.contains(&unit.as_str()))?;
        return Some(before(&sign, &value.render(lang)));
    }
    let value = Some(value.render(lang)).filter(|_| phrase.template == named)?;
    (value.to_lowercase() == unit().to_lowercase()).then_some(value)
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
