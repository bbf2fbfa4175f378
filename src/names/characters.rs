//! Characters as names are compared by: widths, cases, old forms, dashes, and the signs that are written in several ways.

use std::sync::LazyLock;

use indexmap::IndexMap;
use unicode_normalization::UnicodeNormalization;

use crate::notation;
use crate::text::even;

/// Old forms and variants of characters, each before the one in use. No character in use is another's old form.
const OLD: &str = "亞亜惡悪壓圧圍囲醫医爲為壹壱稻稲飮飲隱隠營営榮栄衞衛驛駅圓円鹽塩緣縁艷艶應応歐欧毆殴櫻桜奧奥橫横溫温穩穏假仮\
價価畫画會会壞壊懷懐繪絵槪概擴拡殼殻覺覚學学斈学嶽岳樂楽渴渇勸勧卷巻寬寛歡歓罐缶觀観關関陷陥顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧\
據拠擧挙虛虚峽峡挾挟狹狭鄕郷曉暁區区驅駆勳勲薰薫徑径惠恵揭掲溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸擊撃缺欠儉倹劍剣劔剣劒剣釼剣圈圏\
檢検權権獻献硏研縣県險険顯顕驗験嚴厳效効廣広恆恒鑛鉱號号國国囯国圀国黑黒濟済碎砕齋斉斎斉齊斉劑剤册冊雜雑參参慘惨棧桟蠶蚕贊賛\
殘残絲糸齒歯兒児辭辞濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙奬奨將将涉渉燒焼稱称證証乘乗剩剰壤壌孃嬢條条\
淨浄狀状疊畳讓譲釀醸囑嘱觸触寢寝愼慎晉晋眞真刄刃盡尽圖図粹粋醉酔隨随髓髄數数樞枢瀨瀬淸清聲声靑青靜静攝摂竊窃專専戰戦淺浅潛潜\
纖繊踐践錢銭禪禅曾曽雙双壯壮搜捜插挿巢巣爭争瘦痩總総聰聡莊荘裝装騷騒增増臟臓藏蔵卽即屬属續続墮堕體体躰体軆体對対帶帯滯滞臺台\
瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁徵徴聽聴敕勅鎭鎮遞逓鐵鉄鉃鉄轉転點点傳伝黨党盜盗燈灯當当鬪闘德徳\
獨独讀読屆届繩縄貳弐惱悩腦脳霸覇廢廃拜拝賣売麥麦發発髮髪拔抜晚晩祕秘濱浜濵浜甁瓶拂払佛仏步歩變変邊辺邉辺辨弁瓣弁辯弁舖舗寶宝\
寳宝襃褒豐豊沒没飜翻每毎萬万滿満麵麺默黙餠餅彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様謠謡來来賴頼亂乱覽覧龍竜兩両獵猟綠緑壘塁淚涙\
勵励禮礼隸隷靈霊齡齢曆暦歷歴戀恋鍊錬爐炉勞労樓楼郞郎祿禄錄録灣湾髙高﨑崎嵜崎嶋島嶌島冨富峯峰渕淵栁柳𠮷吉槇槙桒桑舘館埜野藪薮\
籔薮籠篭檜桧礪砺穐秋凛凜强強竝並巖巌廚厨俠侠鷗鴎頰頬摑掴剝剥塡填萊莱蠟蝋醬醤麴麹蠣蛎嚙噛繫繋鹼鹸蟬蝉搔掻簞箪屛屏枡桝禱祷濤涛\
邇迩遙遥瑤瑶堯尭穰穣凉涼壷壺竃竈蘆芦驒騨亙亘耻恥煕熙曻昇舩船恊協烟煙畄留衟道隝島羣群冝宜裡裏侭儘靱靭";

static MODERN: LazyLock<IndexMap<char, char>> = LazyLock::new(|| pairs().collect());

fn pairs() -> impl Iterator<Item = (char, char)> {
    let mut chars = OLD.chars().filter(|c| !c.is_whitespace());
    std::iter::from_fn(move || Some((chars.next()?, chars.next()?)))
}

fn modern(c: char) -> char {
    if c.is_ascii() { c } else { MODERN.get(&c).copied().unwrap_or(c) }
}

/// NFKC, small letters without accents, characters in use. Spaces and signs stay.
pub(super) fn plain(text: &str) -> String {
    even(text).chars().map(modern).flat_map(char::to_lowercase).filter_map(bare).collect()
}

/// A letter without its accent; nothing for an accent by itself.
fn bare(c: char) -> Option<char> {
    match c as u32 {
        0x00C0..=0x024F | 0x1E00..=0x1EFF => std::iter::once(c).nfd().next(),
        0x0300..=0x036F | 0x3099 | 0x309A => None,
        _ => Some(c),
    }
}

/// What is left of a plain text for comparison: no spaces, dots, quotation marks or brackets; one sign where several are in use.
pub(super) fn compact(plain: &str) -> String {
    let joined = plain.replace(['&', '＆'], "and");
    let kept: Vec<char> = joined.chars().filter(|c| !divides(*c)).collect();
    let kept = dashes(&kept);
    let kept = repeated(&kept);
    (0..kept.len()).map(|i| between(&kept, i)).collect()
}

fn divides(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
        || "・·•‧∙⋅.,、。，．'’‘`´\"“”„「」『』〈〉《》()[]{}【】〔〕〘〙!?/\\_:;*★☆※®™©".contains(c)
}

/// A dash after kana lengthens it, however it is written; elsewhere it divides. 一 after katakana and before no kanji is one too;
/// ヶ is said as が or か and is not lengthened.
fn dashes(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    for (i, &c) in chars.iter().enumerate() {
        let last = out.last().copied();
        let mistaken = c == '一'
            && last.is_some_and(|last| is_katakana(last) && last != 'ヶ')
            && chars.get(i + 1).is_none_or(|next| is_katakana(*next));
        if !is_dash(c) && !mistaken {
            out.push(c);
        } else if last.is_some_and(|last| is_kana(last) && last != 'ー') {
            out.push('ー');
        }
    }
    out
}

fn is_dash(c: char) -> bool {
    notation::is_dash(c) || matches!(c, '~' | '〜' | '〰')
}

/// 佐々木 as 佐佐木.
fn repeated(chars: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    for &c in chars {
        let last = out.last().copied().filter(|last| is_kanji(*last));
        out.push(if c == '々' { last.unwrap_or(c) } else { c });
    }
    out
}

/// Signs whose spelling varies between two kanji: 霞ヶ関 and 霞が関, 虎ノ門 and 虎の門, 第1 and 第一.
fn between(chars: &[char], i: usize) -> char {
    let (c, before, after) = (chars[i], i.checked_sub(1).map(|i| chars[i]), chars.get(i + 1).copied());
    let kanji = |c: Option<char>| c.is_some_and(is_kanji);
    match c {
        'ケ' | 'ヵ' | 'が' | 'ガ' if kanji(before) && kanji(after) => 'ヶ',
        'ノ' if kanji(before) && kanji(after) => 'の',
        '1'..='9' if before == Some('第') && !after.is_some_and(|c| c.is_ascii_digit()) => {
            ['一', '二', '三', '四', '五', '六', '七', '八', '九'][c as usize - '1' as usize]
        }
        _ => c,
    }
}

pub(super) fn is_kanji(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

pub(super) fn is_katakana(c: char) -> bool {
    matches!(c as u32, 0x30A1..=0x30FA | 0x30FC)
}

pub(super) fn is_kana(c: char) -> bool {
    is_katakana(c) || matches!(c as u32, 0x3041..=0x3096)
}

/// A compact name without the differences in kana that one name is often written with: hiragana as katakana, small kana as large
/// ones, no long vowels, ヴァ as バ, ヂ as ジ.
pub(super) fn loose(compact: &str) -> String {
    let katakana = |c: char| match c as u32 {
        0x3041..=0x3096 => char::from_u32(c as u32 + 0x60).unwrap_or(c),
        _ => c,
    };
    let chars: Vec<char> = compact.chars().map(katakana).filter(|c| *c != 'ー').collect();
    let mut out = String::with_capacity(compact.len());
    let mut rest = chars.as_slice();
    while let Some((&c, after)) = rest.split_first() {
        let (said, used) = match (c, after.first()) {
            ('ヴ', Some('ァ')) => ('バ', 2),
            ('ヴ', Some('ィ')) => ('ビ', 2),
            ('ヴ', Some('ェ')) => ('ベ', 2),
            ('ヴ', Some('ォ')) => ('ボ', 2),
            _ => (large(c), 1),
        };
        out.push(said);
        rest = &rest[used..];
    }
    out
}

fn large(c: char) -> char {
    const SMALL: [(char, char); 17] = [
        ('ァ', 'ア'),
        ('ィ', 'イ'),
        ('ゥ', 'ウ'),
        ('ェ', 'エ'),
        ('ォ', 'オ'),
        ('ッ', 'ツ'),
        ('ャ', 'ヤ'),
        ('ュ', 'ユ'),
        ('ョ', 'ヨ'),
        ('ヶ', 'ケ'),
        ('ヵ', 'カ'),
        ('ヂ', 'ジ'),
        ('ヅ', 'ズ'),
        ('ヲ', 'オ'),
        ('ヰ', 'イ'),
        ('ヱ', 'エ'),
        ('ヴ', 'ブ'),
    ];
    SMALL.iter().find(|(small, _)| *small == c).map_or(c, |(_, large)| *large)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn same(a: &str, b: &str) {
        assert_eq!(compact(&plain(a)), compact(&plain(b)), "{a} / {b}");
    }

    #[test]
    fn every_old_form_leads_to_one_in_use() {
        assert_eq!(OLD.chars().filter(|c| !c.is_whitespace()).count() % 2, 0);
        let old: BTreeSet<char> = pairs().map(|(old, _)| old).collect();
        assert_eq!(old.len(), pairs().count(), "no old form twice");
        assert!(old.len() > 380, "{}", old.len());
        for (old_form, new) in pairs() {
            assert!(!old.contains(&new), "{old_form} leads to {new}, which is old itself");
        }
    }

    #[test]
    fn spellings_of_one_name_are_one() {
        same("齋藤學園", "斉藤学園");
        same("髙﨑會", "高崎会");
        same("霞ヶ関の会", "霞が関の会");
        same("霞ケ関の会", "霞ガ関の会");
        same("佐々木会", "佐佐木会");
        same("ｾﾝﾀｰ", "センター");
        same("センター", "センタ－");
        same("センター", "センタ一");
        same("ＡＢＣ－ＮＥＴ", "abc net");
        same("まち・づくり「輪」", "まちづくり輪");
        same("Café & Co", "cafe and co");
        same("第1小学校", "第一小学校");
        assert_ne!(compact("我が家"), compact("我家"));
        assert_ne!(compact("第10分団"), compact("第一分団"));
    }

    #[test]
    fn kana_that_vary_are_one_loosely() {
        for (a, b) in [
            ("ひまわり", "ヒマワリ"),
            ("フィルム", "フイルム"),
            ("コンピューター", "コンピュータ"),
            ("ヴァイオリン", "バイオリン"),
        ] {
            assert_eq!(loose(a), loose(b));
        }
        assert_ne!(loose("ひまわり"), loose("ひまわ"));
    }
}
