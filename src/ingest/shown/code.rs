//! Number formats as spreadsheet programs write them: `0.0%`, `[$£-809]#,##0`, `00000`, `[h]:mm`, `#,##0,"千円"`.

use std::iter::Peekable;
use std::str::Chars;

use unicode_normalization::UnicodeNormalization;

use super::{FormatKind, Shown};

/// Signs and names of currencies, each with the sign that stands for it.
const CURRENCIES: [(&str, &str); 31] = [
    ("¥", "¥"),
    // What the yen sign is in files of old Japanese programs.
    ("\\", "¥"),
    ("円", "¥"),
    ("yen", "¥"),
    ("jpy", "¥"),
    ("$", "$"),
    ("us$", "$"),
    ("usd", "$"),
    ("ドル", "$"),
    ("£", "£"),
    ("gbp", "£"),
    ("ポンド", "£"),
    ("€", "€"),
    ("eur", "€"),
    ("ユーロ", "€"),
    ("元", "元"),
    ("cny", "元"),
    ("rmb", "元"),
    ("₩", "₩"),
    ("krw", "₩"),
    ("ウォン", "₩"),
    ("₹", "₹"),
    ("inr", "₹"),
    ("chf", "CHF"),
    ("kr", "kr"),
    ("a$", "A$"),
    ("aud", "A$"),
    ("c$", "C$"),
    ("cad", "C$"),
    ("hk$", "HK$"),
    ("nt$", "NT$"),
];

/// Countries whose currency has a sign that means another one elsewhere.
const COUNTRIES: [(&str, &str, &str); 5] =
    [("¥", "804", "元"), ("$", "c09", "A$"), ("$", "1009", "C$"), ("$", "c04", "HK$"), ("$", "404", "NT$")];

/// Formats of money whose sign is that of the country in which the file is opened, and which files do not spell out.
const LOCAL: [u32; 6] = [5, 6, 7, 8, 42, 44];

/// How a number format shows a number. `id` is the number of a format that every program knows.
pub(in crate::ingest) fn shown(code: &str, id: Option<u32>) -> Shown {
    let spelled_out = code.contains(['"', '[', '¥', '\\']);
    if id.is_some_and(|id| LOCAL.contains(&id)) && !spelled_out {
        return Shown { kind: FormatKind::Currency("¤".into()), thousands: 0 };
    }
    let parts = FormatParts::of(code);
    Shown { thousands: parts.thousands, kind: parts.kind() }
}

/// What stands in the section of a format that is for positive numbers.
#[derive(Debug, Default)]
struct FormatParts {
    /// Texts and signs, with a `0` for each digit that is always shown.
    mask: String,
    /// Texts and signs alone, as they stand together.
    texts: Vec<String>,
    currency: Option<String>,
    /// Whether the last piece was a text, so that a further one belongs to it.
    in_text: bool,
    zeros: usize,
    /// Whether digits are shown in other ways than one for each 0: grouped, with decimals, blank where there is none.
    loose: bool,
    percent: bool,
    duration: bool,
    date: bool,
    time: bool,
    thousands: u8,
}

impl FormatParts {
    fn of(code: &str) -> FormatParts {
        let mut parts = FormatParts::default();
        let mut rest = code.chars().peekable();
        if code.trim().eq_ignore_ascii_case("general") {
            return parts;
        }
        while let Some(c) = rest.next() {
            if c == ';' {
                break;
            }
            parts.piece(c, &mut rest);
        }
        parts
    }

    fn piece(&mut self, c: char, rest: &mut Peekable<Chars<'_>>) {
        match c {
            '"' => rest.by_ref().take_while(|&c| c != '"').for_each(|c| self.text(c)),
            '\\' => rest.next().into_iter().for_each(|c| self.text(c)),
            // A blank as wide as the next character, or that character as often as there is room.
            '_' | '*' => drop(rest.next()),
            '[' => self.bracket(&rest.by_ref().take_while(|&c| c != ']').collect::<String>()),
            '0' => self.digit(true),
            '#' | '?' => self.digit(false),
            ',' if self.zeros > 0 || self.loose => self.comma(rest),
            '.' | 'E' => self.loose = true,
            '%' | '％' => self.percent = true,
            '@' => self.loose = true,
            'y' | 'Y' | 'd' | 'D' | 'g' | 'e' | 'b' | 'B' => self.date = true,
            'h' | 'H' | 's' | 'S' => self.time = true,
            'm' | 'M' => self.months_or_minutes(rest),
            // AM/PM and A/P.
            'A' | 'a' | 'P' | 'p' | '/' | ':' if self.time => {}
            '/' => self.loose = true,
            c => self.text(c),
        }
    }

    fn text(&mut self, c: char) {
        self.mask.push(c);
        match self.texts.last_mut().filter(|_| self.in_text) {
            Some(text) => text.push(c),
            None => self.texts.push(c.into()),
        }
        self.in_text = true;
    }

    fn digit(&mut self, always: bool) {
        self.in_text = false;
        self.thousands = 0;
        self.zeros += usize::from(always);
        self.loose |= !always;
        self.mask.push('0');
    }

    /// Between digits a comma groups them; behind the last one it divides by a thousand.
    fn comma(&mut self, rest: &mut Peekable<Chars<'_>>) {
        self.loose = true;
        if !matches!(rest.peek(), Some('0' | '#' | '?')) {
            self.thousands = self.thousands.saturating_add(1);
        }
    }

    /// Months, unless they stand beside hours or seconds.
    fn months_or_minutes(&mut self, rest: &mut Peekable<Chars<'_>>) {
        while rest.next_if(|c| matches!(c, 'm' | 'M')).is_some() {}
        let seconds = matches!(rest.peek(), Some(':')) && rest.clone().nth(1).is_some_and(|c| matches!(c, 's' | 'S'));
        if self.time || self.duration || seconds {
            self.time = true;
        } else {
            self.date = true;
        }
    }

    /// `[$£-809]`, `[h]`; colours and conditions say nothing of the value.
    fn bracket(&mut self, inside: &str) {
        self.in_text = false;
        if let Some(money) = inside.strip_prefix('$') {
            let (sign, country) = money.split_once('-').unwrap_or((money, ""));
            if !sign.trim().is_empty() {
                self.currency.get_or_insert_with(|| of_country(sign, country));
            }
        } else if !inside.is_empty() && inside.chars().all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S')) {
            self.duration = true;
        }
    }

    fn kind(self) -> FormatKind {
        match () {
            () if self.duration => FormatKind::Duration,
            () if self.date => FormatKind::Date,
            () if self.time => FormatKind::Time,
            () if self.percent => FormatKind::Percent,
            () => self.number(),
        }
    }

    fn number(self) -> FormatKind {
        if let Some(sign) =
            self.currency.or_else(|| self.texts.iter().find_map(|text| currency(text).map(str::to_string)))
        {
            return FormatKind::Currency(sign);
        }
        let has_zero_in_text = self.texts.iter().any(|text| text.contains('0'));
        if self.zeros >= 2 && !self.loose && !has_zero_in_text {
            return FormatKind::Padded(self.mask);
        }
        let mut units = self.texts.iter().map(|text| text.trim()).filter(|text| text.chars().any(is_of_unit));
        match (units.next(), units.next()) {
            (Some(unit), None) if self.zeros > 0 || self.loose => FormatKind::Unit(unit.to_string()),
            _ => FormatKind::Plain,
        }
    }
}

fn is_of_unit(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '%' | '％')
}

fn plain(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The sign of a currency that a text names.
fn currency(text: &str) -> Option<&'static str> {
    let text = plain(text);
    CURRENCIES.iter().find(|(known, _)| *known == text).map(|(_, sign)| *sign)
}

fn of_country(sign: &str, country: &str) -> String {
    let known = currency(sign).unwrap_or(sign.trim());
    let country = country.to_lowercase();
    let other = COUNTRIES.iter().find(|(sign, code, _)| *sign == known && *code == country.trim_start_matches('0'));
    other.map_or(known, |(.., sign)| sign).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: &str) -> FormatKind {
        shown(code, None).kind
    }

    #[test]
    fn percentages_times_and_dates_are_told_apart() {
        for code in ["0%", "0.0%", "0.00%;[Red]-0.00%", "#,##0.0%"] {
            assert_eq!(kind(code), FormatKind::Percent, "{code}");
        }
        for code in ["h:mm", "hh:mm:ss", "h:mm AM/PM", "[$-409]h:mm AM/PM;@", "h\"時\"mm\"分\"", "mm:ss", "mm:ss.0"] {
            assert_eq!(kind(code), FormatKind::Time, "{code}");
        }
        for code in ["[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[Red][h]:mm"] {
            assert_eq!(kind(code), FormatKind::Duration, "{code}");
        }
        for code in ["yyyy/m/d", "[$-411]ggge\"年\"m\"月\"d\"日\";@", "yyyy/m/d h:mm", "mm-dd-yy", "m\"月\"", "d-mmm"]
        {
            assert_eq!(kind(code), FormatKind::Date, "{code}");
        }
        for code in
            ["General", "0", "0.00", "#,##0", "#,##0_ ;[Red]\\-#,##0\\ ", "0.00E+00", "# ?/?", "@", "", "#,##0;△#,##0"]
        {
            assert_eq!(kind(code), FormatKind::Plain, "{code}");
        }
    }

    #[test]
    fn currencies_are_known_by_sign_name_and_country() {
        let cases = [
            ("\"¥\"#,##0", "¥"),
            ("[$¥-411]#,##0.00", "¥"),
            ("[$￥-804]#,##0", "元"),
            ("#,##0\"円\"", "¥"),
            ("\"\\\"#,##0;[Red]\"\\\"\\-#,##0", "¥"),
            ("[$£-809]#,##0.00", "£"),
            ("_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\)", "$"),
            ("$#,##0", "$"),
            ("[$$-409]#,##0.00", "$"),
            ("[$$-1009]#,##0.00", "C$"),
            ("#,##0.00\\ [$€-407]", "€"),
            ("#,##0 \"EUR\"", "€"),
            ("[$CHF-807] #,##0", "CHF"),
        ];
        for (code, sign) in cases {
            assert_eq!(kind(code), FormatKind::Currency(sign.into()), "{code}");
        }
        assert_eq!(
            shown("_($* #,##0_);_($* (#,##0);_($* \"-\"_);_(@_)", Some(3)).kind,
            FormatKind::Currency("$".into())
        );
        assert_eq!(shown("General", Some(6)).kind, FormatKind::Currency("¤".into()));
        assert_eq!(shown("\"¥\"#,##0", Some(6)).kind, FormatKind::Currency("¥".into()));
    }

    #[test]
    fn zeros_units_and_thousands_are_what_a_format_adds() {
        assert_eq!(kind("00000"), FormatKind::Padded("00000".into()));
        assert_eq!(kind("000\\-0000"), FormatKind::Padded("000-0000".into()));
        assert_eq!(kind("\"NPO\"000"), FormatKind::Padded("NPO000".into()));
        assert_eq!(kind("0\"人\""), FormatKind::Unit("人".into()));
        assert_eq!(kind("0\"%\""), FormatKind::Unit("%".into()));
        let thousands = |code: &str| (shown(code, None).thousands, shown(code, None).kind);
        assert_eq!(thousands("#,##0,"), (1, FormatKind::Plain));
        assert_eq!(thousands("#,##0,,"), (2, FormatKind::Plain));
        assert_eq!(thousands("#,##0.0,"), (1, FormatKind::Plain));
        assert_eq!(thousands("#,##0,\"千円\""), (1, FormatKind::Unit("千円".into())));
        assert_eq!(thousands("\"¥\"#,##0,"), (1, FormatKind::Currency("¥".into())));
        assert_eq!(thousands("#,##0"), (0, FormatKind::Plain));
    }
}
