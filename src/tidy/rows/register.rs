//! Ids with the prefix of their register (`GB-CHC-1001856`, `T7000012050002`) and without it: one id, wherever both are written.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::names::corporate_number;

/// Ids that a message quotes.
pub(super) const QUOTED: usize = 3;

/// Countries by ISO 3166, and X for registers that are of no country, as the org-id list has them.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG \
GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ \
LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR \
NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ \
TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XI XM XR XS YE YT ZA ZM ZW";

/// Registers whose numbers may be short.
const KNOWN: [&str; 12] = [
    "GB-CHC", "GB-COH", "GB-SC", "GB-NIC", "GB-MPR", "GB-EDU", "GB-UKPRN", "GB-GOR", "US-EIN", "XI-GRID", "XI-ROR",
    "XI-LEI",
];

/// An id with its register.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Registered {
    /// `GB-CHC`.
    pub register: String,
    /// The number, as the register writes it.
    pub number: String,
}

impl Registered {
    /// Reads an id as [`id_of`] gives it; nothing where it has no prefix.
    pub fn of(id: &str) -> Option<Registered> {
        if let Some(number) = beside_name(id) {
            return Some(Registered { register: "JP-JCN".into(), number });
        }
        let id = id.to_ascii_uppercase();
        if let Some(number) = id.strip_prefix('T').filter(|number| corporate_number::is_number(number)) {
            return Some(Registered { register: "JP-JCN".into(), number: number.into() });
        }
        let mut parts = id.splitn(3, '-');
        let (country, register, number) = (parts.next()?, parts.next()?, parts.next()?.trim());
        let named = (2..=8).contains(&register.len()) && register.starts_with(|c: char| c.is_ascii_uppercase());
        let named = named && register.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let fits = |c: char| c.is_ascii_alphanumeric() || "-./".contains(c);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let prefix = format!("{country}-{register}");
        let sound = country.len() == 2 && COUNTRIES.split(' ').any(|known| known == country) && named;
        let enough = digits >= 5 || digits > 0 && KNOWN.contains(&prefix.as_str());
        (sound && enough && number.chars().all(fits)).then(|| Registered::settled(prefix, number))
    }

    pub fn settled(register: String, number: &str) -> Registered {
        let all_digits = number.bytes().all(|byte| byte.is_ascii_digit());
        let number = match register.as_str() {
            "US-EIN" => number.replace('-', ""),
            // Numbers of companies have eight digits: spreadsheets drop the zeros before them.
            "GB-COH" if all_digits => format!("{number:0>8}"),
            "GB-NIC" => number.trim_start_matches("NIC").into(),
            _ => number.into(),
        };
        let register = if register == "JP-HJN" { "JP-JCN".into() } else { register };
        Registered { register, number }
    }

    /// How the number is written without its register.
    pub fn bare(&self) -> Vec<String> {
        let number = self.number.clone();
        let further = match self.register.as_str() {
            "US-EIN" if number.len() == 9 => Some(format!("{}-{}", &number[..2], &number[2..])),
            "GB-NIC" => Some(format!("NIC{number}")),
            _ => None,
        };
        std::iter::once(number).chain(further).collect()
    }

    /// The number as it is once a spreadsheet has taken its zeros: equal ones of two registers cannot be told apart.
    pub fn digits(&self) -> &str {
        self.number.trim_start_matches('0')
    }
}

/// The corporate number of a cell that holds the name too: `公益財団法人都道府県会館 法人番号2010005003854`.
pub(super) fn beside_name(id: &str) -> Option<String> {
    let digits = id.chars().filter(char::is_ascii_digit).count();
    if id.is_ascii() || digits < 13 {
        return None;
    }
    let runs = id.split(|c: char| !c.is_ascii_digit()).filter(|run| corporate_number::is_number(run));
    let mut runs = runs.map(str::to_string);
    runs.next().filter(|_| runs.next().is_none())
}

/// The number of an id with the prefix of its register; other ids as they are.
pub(in crate::tidy) fn number(id: &str) -> String {
    Registered::of(id).map_or_else(|| id.into(), |registered| registered.number)
}

/// What each id that is written in several ways counts as.
#[derive(Debug, Default)]
pub(in crate::tidy) struct OneId {
    pub(super) counts_as: IndexMap<String, String, foldhash::fast::RandomState>,
    /// Columns that hold ids with a prefix, by name.
    pub(super) columns: BTreeSet<String>,
}

impl OneId {
    /// The id that another way to write it counts as.
    pub fn one(&self, id: String) -> String {
        if self.counts_as.is_empty() {
            return id;
        }
        self.counts_as.get(&id).cloned().unwrap_or(id)
    }

    /// Whether a column holds ids with a prefix, so that all of it is text.
    pub fn is_of(&self, column: &str) -> bool {
        self.columns.contains(column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn read(id: &str) -> Option<(String, String)> {
        Registered::of(id).map(|it| (it.register, it.number))
    }

    #[test]
    pub fn prefixes_of_registers_are_known() {
        let is = |id: &str, register: &str, number: &str| {
            assert_eq!(read(id), Some((register.into(), number.into())), "{id}")
        };
        is("GB-CHC-1001856", "GB-CHC", "1001856");
        is("gb-chc-1001856", "GB-CHC", "1001856");
        is("GB-COH-1234567", "GB-COH", "01234567");
        is("GB-SC-SC012345", "GB-SC", "SC012345");
        is("GB-NIC-NIC100123", "GB-NIC", "100123");
        is("US-EIN-13-3458820", "US-EIN", "133458820");
        is("JP-HJN-7000012050002", "JP-JCN", "7000012050002");
        is("T7000012050002", "JP-JCN", "7000012050002");
        is("みどりの会 法人番号7000012050002", "JP-JCN", "7000012050002");
        is("みどりの会（7000012050002）", "JP-JCN", "7000012050002");
        is("XI-GRID-grid.452704.0", "XI-GRID", "GRID.452704.0");
        is("CA-CRA_ACR-118830983RR0001", "CA-CRA_ACR", "118830983RR0001");
    }

    #[test]
    pub fn ids_of_a_house_are_none() {
        for id in [
            "みどりの会",
            "みどりの会 法人番号7000012050003",
            "1001856",
            "HF-20-BB-001",
            "D-001",
            "GB-BB-012",
            "T1234567890123",
            "AB-CDE-12345",
            "2021-CHC-12345",
            "A-1",
        ] {
            assert_eq!(read(id), None, "{id}");
        }
    }
}
