//! Ids with the prefix of their register (`GB-CHC-1001856`, `T7000012050002`) and without it: one id, wherever both are written.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};

use super::ids::id_of;
use super::link::Kind;
use super::sources::Opened;
use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::Raw;
use crate::names::corporate_number;
use crate::notation::fold;
use crate::phrase;
use crate::study::Study;
use crate::text::even;

/// Ids that a message quotes.
const QUOTED: usize = 3;

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
struct Registered {
    /// `GB-CHC`.
    register: String,
    /// The number, as the register writes it.
    number: String,
}

impl Registered {
    /// Reads an id as [`id_of`] gives it; nothing where it has no prefix.
    fn of(id: &str) -> Option<Registered> {
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

    fn settled(register: String, number: &str) -> Registered {
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
    fn bare(&self) -> Vec<String> {
        let number = self.number.clone();
        let further = match self.register.as_str() {
            "US-EIN" if number.len() == 9 => Some(format!("{}-{}", &number[..2], &number[2..])),
            "GB-NIC" => Some(format!("NIC{number}")),
            _ => None,
        };
        std::iter::once(number).chain(further).collect()
    }

    /// The number as it is once a spreadsheet has taken its zeros: equal ones of two registers cannot be told apart.
    fn digits(&self) -> &str {
        self.number.trim_start_matches('0')
    }
}

/// The corporate number of a cell that holds the name too: `公益財団法人都道府県会館 法人番号2010005003854`.
fn beside_name(id: &str) -> Option<String> {
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
    counts_as: IndexMap<String, String, foldhash::fast::RandomState>,
    /// Columns that hold ids with a prefix, by name.
    columns: BTreeSet<String>,
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

    /// Looks through all columns that say who somebody is.
    pub fn of(study: &Study, opened: &[Opened<'_>], sink: &mut Sink) -> OneId {
        let named = named(study);
        let columns: Vec<(&Opened<'_>, usize)> = opened.iter().flat_map(|opened| of_ids(opened, &named)).collect();
        let several =
            |(opened, column): &(&Opened<'_>, usize)| may_hold_prefixes(opened, *column) || is_padded(opened, *column);
        if !columns.iter().any(several) {
            return OneId::default();
        }
        let mut met = Met::default();
        columns.into_iter().for_each(|(opened, column)| met.look(opened, column));
        let (one, doubtful) = met.settle();
        met.report(&one, &doubtful, sink);
        one
    }
}

/// Variables of the study that say who somebody is, as [`fold`] leaves them.
fn named(study: &Study) -> BTreeSet<String> {
    let rounds = study.questions.iter().filter_map(|question| question.rounds.as_ref());
    let clusters = study.questions.iter().filter_map(|question| question.cluster.as_ref());
    rounds.map(|rounds| &rounds.organisation).chain(clusters).map(|name| fold(&name.value)).collect()
}

/// The columns of a source that say who somebody is.
fn of_ids<'o, 's>(opened: &'o Opened<'s>, named: &BTreeSet<String>) -> Vec<(&'o Opened<'s>, usize)> {
    let Opened { columns, source, .. } = opened;
    let keys = columns.keys.iter().chain(&columns.unit_with).copied().filter(|_| !source.anonymous);
    let named = (0..columns.names.len()).filter(|&column| named.contains(&fold(&columns.names[column])));
    let all: IndexSet<usize> = keys.chain(named).filter(|&at| Kind::of(&columns.names[at]) != Kind::Name).collect();
    all.into_iter().map(|column| (opened, column)).collect()
}

/// Whether a text of a column begins like an id with a prefix: a look that is cheap, since most columns have none.
fn may_hold_prefixes(opened: &Opened<'_>, column: usize) -> bool {
    let begins = |text: &str| match text.trim_start().as_bytes() {
        [a, b, b'-', ..] => a.is_ascii_alphabetic() && b.is_ascii_alphabetic(),
        [b'T' | b't', digit, ..] => digit.is_ascii_digit(),
        // Full-width letters.
        [0xEF, ..] => true,
        _ => false,
    };
    let holds = |text: &str| begins(text) || !text.is_ascii() && beside_name(&even(text)).is_some();
    (0..opened.table.rows.len()).any(|row| matches!(opened.table.get(row, column), Raw::Text(text) if holds(text)))
}

/// Whether a column shows its numbers with zeros before them.
fn is_padded(Opened { table, .. }: &Opened<'_>, column: usize) -> bool {
    match table.one_format(column) {
        Some(shown) => matches!(shown.kind, crate::ingest::Kind::Padded(_)),
        None => (0..table.rows.len()).any(|row| table.id_as_shown(row, column).is_some()),
    }
}

/// Ids that were met, each with its first cell.
#[derive(Default)]
struct Met {
    /// Ids by their stored numbers, of cells that show zeros before them: one id, whether a column shows them or not.
    padded: IndexMap<String, String>,
    prefixed: IndexMap<String, (Registered, Place)>,
    bare: IndexMap<String, Place>,
    columns: BTreeSet<String>,
}

impl Met {
    fn look(&mut self, opened: &Opened<'_>, column: usize) {
        let (table, before) = (opened.table, self.prefixed.len());
        for row in 0..table.rows.len() {
            match (table.id_as_shown(row, column), id_of(table.get(row, column))) {
                (Some(shown), Some(stored)) if shown != stored => drop(self.padded.insert(stored, shown)),
                (_, Some(id)) => self.id(id, || table.place(row, column)),
                (_, None) => {}
            }
        }
        if self.prefixed.len() > before {
            self.columns.insert(opened.columns.names[column].clone());
        }
    }

    fn id(&mut self, id: String, place: impl Fn() -> Place) {
        if self.prefixed.contains_key(&id) || self.bare.contains_key(&id) {
            return;
        }
        match Registered::of(&id) {
            Some(registered) => drop(self.prefixed.insert(id, (registered, place()))),
            None => drop(self.bare.insert(id, place())),
        }
    }

    /// What each id counts as, and numbers without a register that two registers have.
    fn settle(&self) -> (OneId, Vec<&String>) {
        let mut registers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut spelled: IndexMap<&Registered, Vec<&String>> = IndexMap::new();
        for (id, (registered, _)) in &self.prefixed {
            registers.entry(registered.digits()).or_default().insert(&registered.register);
            spelled.entry(registered).or_default().push(id);
        }
        let shown = self.padded.iter().filter(|(stored, _)| self.bare.contains_key(*stored));
        let mut one = OneId {
            counts_as: shown.map(|(stored, shown)| (stored.clone(), shown.clone())).collect(),
            columns: self.columns.clone(),
        };
        let mut doubtful: BTreeSet<&String> = BTreeSet::new();
        for (registered, ids) in spelled {
            let bare = registered.bare();
            let known: Vec<&String> = bare.iter().filter_map(|id| Some(self.bare.get_key_value(id)?.0)).collect();
            let several = registers[registered.digits()].len() > 1;
            if several {
                doubtful.extend(&known);
            }
            let known = if several { Vec::new() } else { known };
            let first = known.first().copied().unwrap_or(ids[0]);
            let others = known.iter().copied().chain(ids).filter(|id| *id != first);
            one.counts_as.extend(others.map(|id| (id.clone(), first.clone())));
        }
        (one, doubtful.into_iter().collect())
    }

    fn report(&self, one: &OneId, doubtful: &[&String], sink: &mut Sink) {
        let joined: Vec<(&String, &String)> =
            one.counts_as.iter().filter(|(id, _)| self.prefixed.contains_key(*id)).collect();
        if !joined.is_empty() {
            let pairs: Vec<String> = joined.iter().take(QUOTED).map(|(id, other)| format!("{id} = {other}")).collect();
            let message = phrase!(
                "{n} {n?id stands|ids stand} with the prefix of a register in one place and without it, or with another one, in another, and {n?counts|count} as one: {list}",
                n = joined.len(),
                list = pairs
            );
            let places = joined.iter().map(|(id, _)| self.prefixed[*id].1.clone());
            sink.push(Diagnostic::note("register-prefix", message).at_all(places));
        }
        if !doubtful.is_empty() {
            let list: Vec<&str> = doubtful.iter().take(QUOTED).map(|id| id.as_str()).collect();
            let message = phrase!(
                "{n} {n?number stands|numbers stand} without a register, and two registers have {n?it|them}, so that {n?it is|they are} joined to neither: {list}",
                n = doubtful.len(),
                list = list
            );
            let hint = phrase!("Write the register before the number, such as {example}", example = "GB-CHC-1001856");
            let places = doubtful.iter().map(|id| self.bare[*id].clone());
            sink.push(Diagnostic::warning("register-unclear", message).hint(hint).at_all(places));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(id: &str) -> Option<(String, String)> {
        Registered::of(id).map(|it| (it.register, it.number))
    }

    #[test]
    fn prefixes_of_registers_are_known() {
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
    fn ids_of_a_house_are_none() {
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
