//! Small differences that tell two bodies apart: numbers, directions, places, branches.

use super::characters::is_kanji;
use super::place;

/// Ends of names that are a part of a larger body.
const BRANCHES: [&str; 25] = [
    "支部",
    "支店",
    "支社",
    "支所",
    "支局",
    "支会",
    "分会",
    "分室",
    "分校",
    "分団",
    "営業所",
    "事業所",
    "出張所",
    "事務所",
    "連絡所",
    "県本部",
    "府本部",
    "都本部",
    "道本部",
    "地区会",
    "地区本部",
    "県連",
    "branch",
    "chapter",
    "office",
];
/// Ends that a body's own seat has.
const SEATS: [&str; 5] = ["本部", "本社", "本店", "本局", "headquarters"];

/// How two names relate as parts of a larger body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Branch {
    /// Neither, or both, is a branch.
    Alike,
    /// One is the other's seat.
    Seat,
    /// One is a branch and the other is not, or another one.
    Apart,
}

/// Whether one compact name is a branch of the other.
pub(super) fn branch(a: &str, b: &str) -> Branch {
    let ends = |name: &str, all: &[&str]| all.iter().find(|end| name.ends_with(**end)).map(|end| end.to_string());
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if SEATS.iter().any(|seat| long.strip_suffix(seat) == Some(short)) {
        return Branch::Seat;
    }
    if ends(a, &BRANCHES) == ends(b, &BRANCHES) { Branch::Alike } else { Branch::Apart }
}

/// Whether two compact names differ in a number, a direction, a place that they name, or a whole word.
pub(super) fn differs(a: &str, b: &str) -> bool {
    counted(a) != counted(b)
        || directions(a) != directions(b)
        || other_prefecture(a, b)
        || other_town(a, b)
        || other_word(a, b)
}

/// Whether the names are equal but for two characters or more in one place, which have nothing in common.
fn other_word(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let before = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[before..], &b[before..]);
    let behind = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - behind], &b[..b.len() - behind]);
    a.len() > 1 && b.len() > 1 && !a.iter().any(|c| b.contains(c))
}

fn directions(name: &str) -> [usize; 6] {
    ["north", "south", "east", "west", "new", "old"].map(|word| name.matches(word).count())
}

/// The characters that tell bodies of one name apart, in order.
fn counted(name: &str) -> Vec<char> {
    let telling = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十東西南北新旧元第".contains(*c);
    let mut found: Vec<char> = name.chars().filter(telling).collect();
    found.sort_unstable();
    found
}

fn other_prefecture(a: &str, b: &str) -> bool {
    let (a, b) = (place::named(a), place::named(b));
    a != 0 && b != 0 && a != b
}

/// Whether two names begin with different towns: 札幌市社会福祉協議会 and 旭川市社会福祉協議会.
fn other_town(a: &str, b: &str) -> bool {
    match (town(a), town(b)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    }
}

fn town(name: &str) -> Option<&str> {
    let bare = place::prefecture(name).map_or(name, |(_, rest)| rest);
    let (at, end) = bare.char_indices().skip(1).take(6).find(|(_, c)| matches!(c, '市' | '区' | '町' | '村'))?;
    let town = &bare[..at + end.len_utf8()];
    bare.chars().next().is_some_and(is_kanji).then_some(town)
}

/// Names that so many bear that a name alone says nothing: words that nonprofits all over Japan call themselves by.
const COMMON: [&str; 60] = [
    "ひまわり",
    "みらい",
    "さくら",
    "たんぽぽ",
    "つくし",
    "あおぞら",
    "すみれ",
    "ひだまり",
    "やまびこ",
    "虹",
    "にじ",
    "希望",
    "きぼう",
    "未来",
    "絆",
    "きずな",
    "和",
    "なごみ",
    "こすもす",
    "コスモス",
    "あゆみ",
    "ほほえみ",
    "スマイル",
    "つばさ",
    "翼",
    "つばめ",
    "クローバー",
    "ゆめ",
    "夢",
    "ゆう",
    "結",
    "ゆい",
    "大地",
    "太陽",
    "わかば",
    "若葉",
    "めぐみ",
    "やすらぎ",
    "ふれあい",
    "いきいき",
    "あすなろ",
    "おひさま",
    "どんぐり",
    "けやき",
    "はばたき",
    "ともに",
    "たすけあい",
    "まごころ",
    "ささえあい",
    "かがやき",
    "そよかぜ",
    "ほっと",
    "オリーブ",
    "アップル",
    "サポート",
    "あい",
    "愛",
    "ハート",
    "友愛",
    "あけぼの",
];

/// Whether a compact name is one that many bodies bear: at most two characters, or a common word, with or without 会 and the like.
pub(super) fn is_common(core: &str) -> bool {
    const ENDS: [&str; 9] =
        ["の会", "会", "の家", "クラブ", "ネットワーク", "センター", "ハウス", "グループ", "サークル"];
    let bare = ENDS.iter().find_map(|end| core.strip_suffix(end)).filter(|bare| !bare.is_empty()).unwrap_or(core);
    core.chars().count() <= 2 || COMMON.contains(&bare) || COMMON.contains(&core)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_bodies_apart_is_seen() {
        assert!(differs("第一小学校", "第二小学校") && differs("街づくり東", "街づくり西"));
        assert!(differs("日本赤十字社東京都支部", "日本赤十字社大阪府支部"));
        assert!(differs("札幌市社会福祉協議会", "旭川市社会福祉協議会"));
        assert!(!differs("札幌市社会福祉協議会", "札幌市社会福祉協義会"));
        assert_eq!(branch("緑の会", "緑の会東京支部"), Branch::Apart);
        assert_eq!(branch("緑の会", "緑の会本部"), Branch::Seat);
        assert_eq!(branch("緑の会", "緑の会北海道支部"), branch("緑の会北海道支部", "緑の会"));
    }

    #[test]
    fn common_names_are_known() {
        assert!(is_common("ひまわりの会") && is_common("輪") && is_common("みらい"));
        assert!(!is_common("みどりの輪") && !is_common("そらまめ"));
    }
}
