//! Invented organisations, and their names as other people write them; everything follows from a seed.

use rand::RngExt;
use tashika::math::random::Stream;

const PLACES: [&str; 50] = [
    "札幌",
    "旭川",
    "青森",
    "弘前",
    "盛岡",
    "仙台",
    "秋田",
    "山形",
    "郡山",
    "水戸",
    "宇都宮",
    "前橋",
    "川越",
    "船橋",
    "多摩",
    "横須賀",
    "新潟",
    "長岡",
    "富山",
    "金沢",
    "敦賀",
    "甲府",
    "松本",
    "高山",
    "浜松",
    "豊田",
    "四日市",
    "大津",
    "宇治",
    "堺",
    "姫路",
    "奈良",
    "和歌山",
    "米子",
    "出雲",
    "倉敷",
    "福山",
    "下関",
    "鳴門",
    "高松",
    "今治",
    "高知",
    "久留米",
    "唐津",
    "佐世保",
    "天草",
    "別府",
    "延岡",
    "霧島",
    "那覇",
];
const THEMES: [&str; 48] = [
    "里山",
    "子育て",
    "学び",
    "自然",
    "河川",
    "海辺",
    "食育",
    "防災",
    "福祉",
    "芸術",
    "音楽",
    "演劇",
    "歴史",
    "国際",
    "多文化",
    "環境",
    "農村",
    "漁村",
    "スポーツ",
    "まちづくり",
    "読書",
    "手話",
    "介護",
    "就労",
    "居場所",
    "若者",
    "高齢者",
    "障がい者",
    "動物",
    "森林",
    "星空",
    "雪国",
    "棚田",
    "古民家",
    "鉄道",
    "写真",
    "映画",
    "民話",
    "和太鼓",
    "将棋",
    "科学",
    "数学",
    "発明",
    "木工",
    "陶芸",
    "染織",
    "園芸",
    "養蜂",
];
const ENDS: [&str; 42] = [
    "ネットワーク",
    "サポートセンター",
    "を守る会",
    "研究会",
    "推進協議会",
    "クラブ",
    "応援隊",
    "学校",
    "の森",
    "工房",
    "プロジェクト",
    "協会",
    "支援機構",
    "フォーラム",
    "広場",
    "実行委員会",
    "文庫",
    "倶楽部",
    "の家",
    "塾",
    "友の会",
    "交流会",
    "基金",
    "ラボ",
    "連絡会",
    "保存会",
    "振興会",
    "の輪",
    "ひろば",
    "カレッジ",
    "アカデミー",
    "育成会",
    "後援会",
    "相談室",
    "支え隊",
    "ステーション",
    "記念館",
    "資料館",
    "教室",
    "道場",
    "劇場",
    "合唱団",
];
const PREFECTURES: [&str; 10] =
    ["北海道", "宮城県", "東京都", "新潟県", "愛知県", "大阪府", "広島県", "香川県", "福岡県", "沖縄県"];
/// Forms: in full and as they are abbreviated.
const FORMS: [(&str, &[&str]); 6] = [
    ("特定非営利活動法人", &["NPO法人", "ＮＰＯ法人", "（特非）", "認定NPO法人", "(特非)", "特定非営利活動法人　"]),
    ("一般社団法人", &["（一社）", "(一社)", "一般社団法人 "]),
    ("公益財団法人", &["（公財）", "(公財)", "公益財団法人　"]),
    ("社会福祉法人", &["（福）", "(社福)", "（社福）"]),
    ("株式会社", &["㈱", "(株)", "（株）"]),
    ("学校法人", &["（学）", "學校法人"]),
];
const OLD: [(char, char); 14] = [
    ('学', '學'),
    ('国', '國'),
    ('会', '會'),
    ('広', '廣'),
    ('芸', '藝'),
    ('鉄', '鐵'),
    ('浜', '濱'),
    ('高', '髙'),
    ('沢', '澤'),
    ('横', '橫'),
    ('応', '應'),
    ('歴', '歷'),
    ('郷', '鄕'),
    ('団', '團'),
];

/// An invented organisation.
#[derive(Clone, Debug)]
pub struct Body {
    /// Name without its form.
    pub core: String,
    /// Form, by number.
    pub form: usize,
    /// Prefecture.
    pub prefecture: &'static str,
}

impl Body {
    /// The name in full.
    pub fn name(&self) -> String {
        format!("{}{}", FORMS[self.form].0, self.core)
    }
}

/// A source of choices.
pub struct Draw(Box<dyn FnMut(usize) -> usize>);

impl Draw {
    pub fn new(seed: u64, purpose: &str) -> Draw {
        let mut rng = Stream::new(seed).child(purpose).rng();
        Draw(Box::new(move |n| rng.random_range(0..n)))
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.0)(n)
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }
}

/// Organisations with distinct names; up to 100,800.
pub fn bodies(seed: u64, n: usize) -> Vec<Body> {
    let all = PLACES.len() * THEMES.len() * ENDS.len();
    assert!(n <= all);
    let mut draw = Draw::new(seed, "bodies");
    // A step without a common factor visits every combination once.
    let (start, step) = (draw.below(all), 7_919);
    let body = |i: usize| {
        let at = (start + i * step) % all;
        let (place, theme, end) =
            (at % PLACES.len(), at / PLACES.len() % THEMES.len(), at / PLACES.len() / THEMES.len());
        let core = format!("{}{}{}", PLACES[place], THEMES[theme], ENDS[end]);
        Body { core, form: draw.below(FORMS.len()), prefecture: PREFECTURES[draw.below(PREFECTURES.len())] }
    };
    (0..n).map(body).collect()
}

/// The same name in one or more other spellings.
pub fn spelled(body: &Body, draw: &mut Draw) -> String {
    let mut core = body.core.clone();
    for _ in 0..=draw.below(2) {
        core = match draw.below(6) {
            0 => core.chars().map(|c| OLD.iter().find(|(new, _)| *new == c).map_or(c, |(_, old)| *old)).collect(),
            1 => halved(&core),
            2 => with(&core, draw, "　"),
            3 => with(&core, draw, "・"),
            4 => core.replace('ー', "－"),
            _ => format!("「{core}」"),
        };
    }
    let (full, short) = FORMS[body.form];
    match draw.below(5) {
        0 => format!("{full}{core}"),
        1 => format!("{core}{}", draw.of(short)),
        2 => format!("{core}　{full}"),
        3 => format!("{}{core}", draw.of(short)),
        _ => format!("{}　{core}", draw.of(short)),
    }
}

/// Katakana at half width.
fn halved(core: &str) -> String {
    const PAIRS: [(char, &str); 12] = [
        ('ネ', "ﾈ"),
        ('ッ', "ｯ"),
        ('ト', "ﾄ"),
        ('ワ', "ﾜ"),
        ('ー', "ｰ"),
        ('ク', "ｸ"),
        ('サ', "ｻ"),
        ('ポ', "ﾎﾟ"),
        ('ラ', "ﾗ"),
        ('ブ', "ﾌﾞ"),
        ('プ', "ﾌﾟ"),
        ('ス', "ｽ"),
    ];
    core.chars()
        .map(|c| PAIRS.iter().find(|(full, _)| *full == c).map_or(c.to_string(), |(_, half)| half.to_string()))
        .collect()
}

fn with(core: &str, draw: &mut Draw, sign: &str) -> String {
    let chars: Vec<char> = core.chars().collect();
    let at = 1 + draw.below(chars.len() - 1);
    format!("{}{sign}{}", chars[..at].iter().collect::<String>(), chars[at..].iter().collect::<String>())
}

/// The name with one typing error: a character left out, swapped with the next, or replaced.
pub fn mistyped(body: &Body, draw: &mut Draw) -> String {
    let mut chars: Vec<char> = body.core.chars().collect();
    let at = draw.below(chars.len() - 1);
    match draw.below(3) {
        0 => {
            chars.remove(at);
        }
        1 if chars[at] != chars[at + 1] => chars.swap(at, at + 1),
        _ => chars[at] = '〓',
    }
    format!("{}{}", FORMS[body.form].0, chars.iter().collect::<String>())
}

/// A name that looks like it and is another body's: a branch, a number, a successor, another form.
pub fn other(body: &Body, draw: &mut Draw) -> String {
    let (form, core) = (FORMS[body.form].0, &body.core);
    match draw.below(7) {
        0 => format!("{form}{core}{}支部", draw.of(&PLACES)),
        1 => format!("{form}第二{core}"),
        2 => format!("{form}新{core}"),
        3 => format!("{}{core}", FORMS[(body.form + 1 + draw.below(FORMS.len() - 1)) % FORMS.len()].0),
        4 => format!("{form}{core}札幌営業所"),
        5 => format!("{form}東{core}"),
        _ => format!("{form}{core}後援会"),
    }
}
