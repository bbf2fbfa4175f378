//! Where an organisation is: prefecture and municipality, as far as a text says.

use super::characters;
use crate::text::even;

/// Prefectures in the order of their codes (JIS X 0401), without 都, 府, 県; 北海道 has no other form.
const PREFECTURES: [&str; 47] = [
    "北海道",
    "青森",
    "岩手",
    "宮城",
    "秋田",
    "山形",
    "福島",
    "茨城",
    "栃木",
    "群馬",
    "埼玉",
    "千葉",
    "東京",
    "神奈川",
    "新潟",
    "富山",
    "石川",
    "福井",
    "山梨",
    "長野",
    "岐阜",
    "静岡",
    "愛知",
    "三重",
    "滋賀",
    "京都",
    "大阪",
    "兵庫",
    "奈良",
    "和歌山",
    "鳥取",
    "島根",
    "岡山",
    "広島",
    "山口",
    "徳島",
    "香川",
    "愛媛",
    "高知",
    "福岡",
    "佐賀",
    "長崎",
    "熊本",
    "大分",
    "宮崎",
    "鹿児島",
    "沖縄",
];

/// A place, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locality {
    /// Code of the prefecture, 1–47.
    pub prefecture: Option<u8>,
    /// Municipality, or any other text that says where.
    pub municipality: String,
}

/// How two places agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// One municipality.
    Same,
    /// One prefecture; a municipality is not known of both.
    SamePrefecture,
    /// Not known.
    Unknown,
    /// Two municipalities of one prefecture.
    OtherMunicipality,
    /// Two prefectures.
    OtherPrefecture,
}

impl Locality {
    /// From the texts of one or more columns, or an address. A number is the code of a prefecture.
    pub fn of(text: &str) -> Locality {
        let compact = characters::compact(&characters::plain(&after_postcode(text)));
        if let Some(code) = compact.parse().ok().filter(|code| (1..=47).contains(code)) {
            return Locality { prefecture: Some(code), municipality: String::new() };
        }
        let (prefecture, rest) = match prefecture(&compact) {
            Some((code, rest)) => (Some(code), rest),
            None => (None, without_unknown_prefecture(&compact)),
        };
        Locality { prefecture, municipality: municipality(rest).to_string() }
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        self.prefecture.is_none() && self.municipality.is_empty()
    }

    /// How two places agree.
    pub fn agreement(&self, other: &Locality) -> Agreement {
        let (a, b) = (self.municipality.as_str(), other.municipality.as_str());
        let one_town = !a.is_empty() && !b.is_empty() && (a.starts_with(b) || b.starts_with(a));
        match (self.prefecture, other.prefecture) {
            (Some(a), Some(b)) if a != b => Agreement::OtherPrefecture,
            (Some(_), Some(_)) if a.is_empty() || b.is_empty() => Agreement::SamePrefecture,
            _ if one_town => Agreement::Same,
            _ if a.is_empty() || b.is_empty() => Agreement::Unknown,
            _ => Agreement::OtherMunicipality,
        }
    }
}

/// `◯◯県青葉市`, as in examples and drafts: the prefecture is not known, and the municipality is.
fn without_unknown_prefecture(compact: &str) -> &str {
    let Some((name, rest)) = compact.split_once('県') else { return compact };
    let municipality = rest.chars().count() > 1 && !rest.starts_with(['市', '郡', '区', '町', '村']);
    if (1..=3).contains(&name.chars().count()) && municipality { rest } else { compact }
}

/// A text without 〒 and a postal code in front.
fn after_postcode(text: &str) -> String {
    let text = even(text);
    let bare = text.trim().trim_start_matches('〒').trim_start();
    let digits = |c: char| c.is_ascii_digit() || "-‐‑–—―−ー".contains(c);
    let rest = bare.trim_start_matches(digits);
    if rest.is_empty() { bare.to_string() } else { rest.trim_start().to_string() }
}

/// The prefecture that a compact text begins with, and the rest.
pub(super) fn prefecture(compact: &str) -> Option<(u8, &str)> {
    let found = PREFECTURES.iter().position(|name| compact.starts_with(name))?;
    let rest = &compact[PREFECTURES[found].len()..];
    let rest = rest.strip_prefix(['都', '府', '県']).unwrap_or(rest);
    Some((found as u8 + 1, rest))
}

/// Where in a compact text a prefecture stands with its 都, 府 or 県.
pub(super) fn full_prefecture(compact: &str) -> Option<usize> {
    let of = |name: &&str| {
        let at = compact.find(*name)?;
        let rest = &compact[at + name.len()..];
        (**name == *"北海道" || rest.starts_with(['都', '府', '県'])).then_some(at)
    };
    PREFECTURES.iter().filter_map(of).min()
}

/// The prefectures that a compact name speaks of, as bits; 東京 is not 京都.
pub(super) fn named(compact: &str) -> u64 {
    let without = compact.replace("東京都", "東京");
    let bit = |(i, name): (usize, &&str)| if without.contains(*name) { 1u64 << i } else { 0 };
    PREFECTURES.iter().enumerate().map(bit).sum()
}

/// `札幌市中央区北1条` is 札幌市中央区, `港区赤坂4` is 港区, `上川郡東神楽町` stays.
fn municipality(rest: &str) -> &str {
    let until = |ends: &[char], from: usize| rest[from..].find(ends).map(|at| from + at + '市'.len_utf8());
    let first = rest.chars().next().map_or(0, char::len_utf8);
    match until(&['市', '区', '町', '村'], first.min(rest.len())) {
        Some(end) if rest[..end].ends_with('市') => match until(&['区'], end) {
            Some(ward) if rest[end..ward].chars().count() <= 4 => &rest[..ward],
            _ => &rest[..end],
        },
        Some(end) => &rest[..end],
        None => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_people_write_them() {
        assert_eq!(Locality::of("東京"), Locality { prefecture: Some(13), municipality: String::new() });
        assert_eq!(Locality::of("１３").prefecture, Some(13));
        assert_eq!(
            Locality::of("〒107-0052 東京都港区赤坂4-8-20"),
            Locality { prefecture: Some(13), municipality: "港区".into() }
        );
        assert_eq!(Locality::of("北海道 札幌市中央区北1条").municipality, "札幌市中央区");
        assert_eq!(Locality::of("京都府京都市").prefecture, Some(26));
        assert_eq!(Locality::of("四日市市").municipality, "四日市");
        assert!(Locality::of(" ").is_unknown());
    }

    #[test]
    fn places_agree_as_far_as_they_are_known() {
        let agree = |a: &str, b: &str| Locality::of(a).agreement(&Locality::of(b));
        assert_eq!(agree("東京都港区", "東京都 港区赤坂"), Agreement::Same);
        assert_eq!(agree("札幌市", "北海道札幌市中央区"), Agreement::Same);
        assert_eq!(agree("東京都", "東京都港区"), Agreement::SamePrefecture);
        assert_eq!(agree("東京都", "大阪府"), Agreement::OtherPrefecture);
        assert_eq!(agree("東京都府中市", "広島県府中市"), Agreement::OtherPrefecture);
        assert_eq!(agree("東京都港区", "東京都北区"), Agreement::OtherMunicipality);
        assert_eq!(agree("◯◯県青葉市", "青葉市"), Agreement::Same);
        assert_eq!(agree("岐阜県山県市", "山県市"), Agreement::Same);
        assert_eq!(agree("", "東京都"), Agreement::Unknown);
        assert_eq!(agree("東京都", "札幌市"), Agreement::Unknown);
    }
}
