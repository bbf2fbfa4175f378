//! Currencies: the signs, codes and words that name one.

use std::sync::LazyLock;

use super::Counted;

/// A currency: its code, how outputs write it in Japanese and English, and the words for it as folding leaves them.
struct Currency {
    code: &'static str,
    counted: Counted,
    words: &'static [&'static str],
}

const CURRENCIES: [Currency; 17] = [
    Currency { code: "JPY", counted: ["円", "yen"], words: &["円", "yen", "jpy", "¥", "日本円"] },
    Currency {
        code: "USD",
        counted: ["ドル", "dollars"],
        words: &["ドル", "米ドル", "usドル", "$", "us$", "usd", "dollars", "dollar"],
    },
    Currency { code: "EUR", counted: ["ユーロ", "euros"], words: &["ユーロ", "€", "eur", "euros", "euro"] },
    Currency {
        code: "GBP", counted: ["ポンド", "pounds"], words: &["ポンド", "英ポンド", "£", "gbp", "sterling"]
    },
    Currency { code: "CNY", counted: ["人民元", "yuan"], words: &["元", "人民元", "cny", "rmb", "yuan"] },
    Currency { code: "KRW", counted: ["ウォン", "won"], words: &["ウォン", "₩", "krw"] },
    Currency { code: "INR", counted: ["ルピー", "rupees"], words: &["₹", "inr", "rupees"] },
    Currency { code: "AUD", counted: ["豪ドル", "AUD"], words: &["豪ドル", "aud", "a$", "au$"] },
    Currency {
        code: "CAD", counted: ["カナダドル", "CAD"], words: &["カナダドル", "加ドル", "cad", "c$", "ca$"]
    },
    Currency { code: "HKD", counted: ["香港ドル", "HKD"], words: &["香港ドル", "hkd", "hk$"] },
    Currency {
        code: "SGD", counted: ["シンガポールドル", "SGD"], words: &["シンガポールドル", "sgd", "s$"]
    },
    Currency { code: "NZD", counted: ["NZドル", "NZD"], words: &["nzドル", "nzd", "nz$"] },
    Currency { code: "TWD", counted: ["台湾ドル", "TWD"], words: &["台湾ドル", "twd", "nt$"] },
    Currency { code: "CHF", counted: ["スイスフラン", "CHF"], words: &["スイスフラン", "chf"] },
    Currency { code: "SEK", counted: ["SEK", "SEK"], words: &["sek"] },
    Currency { code: "NOK", counted: ["NOK", "NOK"], words: &["nok"] },
    Currency { code: "DKK", counted: ["DKK", "DKK"], words: &["dkk"] },
];

/// The code of the currency that a folded word names.
pub(crate) fn currency(word: &str) -> Option<&'static str> {
    CURRENCIES.iter().find(|it| it.words.contains(&word)).map(|it| it.code)
}

/// The code of the currency that numbers are in by what they count.
pub(crate) fn currency_counted(counted: Counted) -> Option<&'static str> {
    CURRENCIES.iter().find(|it| it.counted == counted).map(|it| it.code)
}

/// How outputs write a currency, by its code.
pub(crate) fn counted_as(code: &str) -> Option<Counted> {
    CURRENCIES.iter().find(|it| it.code == code).map(|it| it.counted)
}

/// Every word for a currency.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    CURRENCIES.iter().flat_map(|it| it.words.iter().copied())
}

/// Bytes that words begin with, and that they end with: most texts need no search.
static FIRST: LazyLock<[bool; 256]> = LazyLock::new(|| bytes(|word| word[0]));
static LAST: LazyLock<[bool; 256]> = LazyLock::new(|| bytes(|word| word[word.len() - 1]));

fn bytes(of: fn(&[u8]) -> u8) -> [bool; 256] {
    let mut met = [false; 256];
    words().for_each(|word| met[of(word.as_bytes()) as usize] = true);
    met
}

/// The longest word for a currency that a text (NFKC) begins with, whatever its case.
pub(super) fn before(text: &str) -> Option<&'static str> {
    let first = text.as_bytes().first()?.to_ascii_lowercase();
    if !FIRST[first as usize] {
        return None;
    }
    words().filter(|word| starts(text, word)).max_by_key(|word| word.len())
}

/// The longest word for a currency that a text (NFKC) ends with, whatever its case.
pub(super) fn behind(text: &str) -> Option<&'static str> {
    let last = text.as_bytes().last()?.to_ascii_lowercase();
    if !LAST[last as usize] {
        return None;
    }
    words().filter(|word| ends(text, word)).max_by_key(|word| word.len())
}

fn starts(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn ends(text: &str, word: &str) -> bool {
    let at = text.len().checked_sub(word.len());
    at.and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_codes_and_words_name_one_currency() {
        for (words, code) in
            [(["¥", "円", "jpy"], "JPY"), (["$", "us$", "ドル"], "USD"), (["£", "gbp", "ポンド"], "GBP")]
        {
            assert!(words.iter().all(|word| currency(word) == Some(code)), "{code}");
        }
        assert_eq!((currency("人"), currency("pounds")), (None, None));
        assert_eq!(
            (before("HK$ 30"), before("USD300"), behind("300ユーロ")),
            (Some("hk$"), Some("usd"), Some("ユーロ"))
        );
    }

    #[test]
    fn no_word_is_in_two_currencies() {
        let all: Vec<&str> = words().collect();
        let distinct: std::collections::BTreeSet<&str> = all.iter().copied().collect();
        assert_eq!(distinct.len(), all.len());
    }
}
