//! Names of organisations: invented towns, ordinary words.

use super::draw::Draw;

/// Invented municipalities with the stem that names are made from.
pub const MUNICIPALITIES: [(&str, &str); 8] = [
    ("汐見市", "汐見"),
    ("朝霧市", "朝霧"),
    ("月見野市", "月見野"),
    ("若葉台市", "若葉台"),
    ("桜沢町", "桜沢"),
    ("鈴鳴町", "鈴鳴"),
    ("緑ヶ原町", "緑ヶ原"),
    ("雪野村", "雪野"),
];

/// Fields of work with the words that their organisations like.
pub const FIELDS: [(&str, [&str; 6]); 5] = [
    ("福祉", ["ささえあい", "見守り", "地域ケア", "ふれあいサロン", "生活支援", "介助ボランティア"]),
    ("子ども・教育", ["子どもの居場所", "学習支援", "子育て", "こども食堂", "放課後クラブ", "読み聞かせ"]),
    ("まちづくり", ["まちづくり", "空き家活用", "商店街", "移住定住", "地域交流", "防災"]),
    ("環境", ["里山", "森づくり", "海辺保全", "水辺", "棚田", "リサイクル"]),
    ("文化・芸術", ["郷土芸能", "アート", "民話", "音楽", "古民家", "工芸"]),
];

/// Last part of a name. The ones in letters are written in full or half width by whoever keys them.
const ENDINGS: [&str; 12] = [
    "ネットワーク",
    "の会",
    "サポートセンター",
    "ひろば",
    "プロジェクト",
    "フォーラム",
    "応援隊",
    "工房",
    "LABO",
    "NEXT",
    "LINK",
    "推進協議会",
];

/// A name without its 法人格.
pub fn core(stem: &str, words: &[&str], draw: &mut Draw) -> String {
    format!("{stem}{}{}", draw.pick(words), draw.pick(&ENDINGS))
}
