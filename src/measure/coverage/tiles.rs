//! The prefectures as tiles: our own arrangement, neighbours beside each other as far as a grid allows.

use crate::text::Words;

/// Name, name in Latin letters, place from the top and from the left.
const JAPAN: [(&str, &str, u32, u32); 47] = [
    ("北海道", "Hokkaido", 0, 12),
    ("青森", "Aomori", 1, 12),
    ("岩手", "Iwate", 2, 12),
    ("宮城", "Miyagi", 3, 12),
    ("秋田", "Akita", 2, 11),
    ("山形", "Yamagata", 3, 11),
    ("福島", "Fukushima", 4, 12),
    ("茨城", "Ibaraki", 6, 12),
    ("栃木", "Tochigi", 5, 12),
    ("群馬", "Gunma", 4, 11),
    ("埼玉", "Saitama", 5, 11),
    ("千葉", "Chiba", 7, 12),
    ("東京", "Tokyo", 6, 11),
    ("神奈川", "Kanagawa", 7, 11),
    ("新潟", "Niigata", 3, 10),
    ("富山", "Toyama", 3, 9),
    ("石川", "Ishikawa", 3, 8),
    ("福井", "Fukui", 4, 8),
    ("山梨", "Yamanashi", 5, 10),
    ("長野", "Nagano", 4, 10),
    ("岐阜", "Gifu", 4, 9),
    ("静岡", "Shizuoka", 6, 10),
    ("愛知", "Aichi", 5, 9),
    ("三重", "Mie", 6, 8),
    ("滋賀", "Shiga", 5, 8),
    ("京都", "Kyoto", 5, 7),
    ("大阪", "Osaka", 6, 6),
    ("兵庫", "Hyogo", 5, 6),
    ("奈良", "Nara", 6, 7),
    ("和歌山", "Wakayama", 7, 7),
    ("鳥取", "Tottori", 5, 5),
    ("島根", "Shimane", 5, 4),
    ("岡山", "Okayama", 6, 5),
    ("広島", "Hiroshima", 6, 4),
    ("山口", "Yamaguchi", 6, 3),
    ("徳島", "Tokushima", 8, 6),
    ("香川", "Kagawa", 8, 5),
    ("愛媛", "Ehime", 8, 4),
    ("高知", "Kochi", 9, 5),
    ("福岡", "Fukuoka", 7, 1),
    ("佐賀", "Saga", 7, 0),
    ("長崎", "Nagasaki", 8, 0),
    ("熊本", "Kumamoto", 8, 1),
    ("大分", "Oita", 7, 2),
    ("宮崎", "Miyazaki", 8, 2),
    ("鹿児島", "Kagoshima", 9, 1),
    ("沖縄", "Okinawa", 11, 0),
];

/// A prefecture by its name, with or without 都, 府 or 県: what it is called, and its place.
pub(super) fn prefecture(name: &str) -> Option<(Words, [u32; 2])> {
    let plain = name.trim().trim_end_matches(['都', '府', '県']);
    let fits = |it: &&(&str, &str, u32, u32)| it.0 == plain || it.0 == name.trim() || it.1.eq_ignore_ascii_case(plain);
    // 京都 ends with 都 itself.
    let found = JAPAN.iter().find(fits).or_else(|| JAPAN.iter().find(|it| it.0 == "京都" && plain == "京"))?;
    let words = [("ja", found.0), ("en", found.1)].map(|(lang, text)| (lang.to_string(), text.to_string()));
    Some((Words(words.into()), [found.2, found.3]))
}

/// Where a prefecture stands in the order of the official codes.
pub(super) fn code(name: &str) -> Option<usize> {
    let (_, place) = prefecture(name)?;
    JAPAN.iter().position(|it| [it.2, it.3] == place)
}

/// Every prefecture, so that those without an organisation are on the map.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    JAPAN.iter().map(|it| it.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefecture_has_a_place_of_its_own() {
        let mut places: Vec<[u32; 2]> = JAPAN.iter().map(|it| [it.2, it.3]).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 47);
        for (written, place) in [
            ("東京都", [6, 11]),
            ("京都府", [5, 7]),
            ("京都", [5, 7]),
            ("大阪府", [6, 6]),
            ("北海道", [0, 12]),
            ("Osaka", [6, 6]),
        ] {
            assert_eq!(prefecture(written).map(|(_, place)| place), Some(place), "{written}");
        }
        assert!(prefecture("東部").is_none());
    }
}
