//! What a heading says of its column, before anybody declares it.

pub use super::attribute::{is_address, is_answer, is_attribute, is_measure, is_question};
use crate::notation::fold;
use crate::text::even;

/// Whom or what a column tells apart, by its heading; the likelier one is the lesser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadingNames {
    /// Numbers and codes: ID, 団体番号, Charity number.
    Codes(usize),
    /// People by their address or the name that they chose: メールアドレス, Username.
    People,
    /// Organisations, people and places by their names.
    Called(usize),
}

/// Whole headings of numbers and codes.
const CODES: [&str; 15] = [
    "id",
    "no",
    "no.",
    "№",
    "code",
    "番号",
    "コード",
    "key",
    "uuid",
    "identifier",
    "ref",
    "reference",
    "respondent",
    "participant",
    "#",
];

/// Ends of Japanese headings of numbers and codes.
const CODE_ENDS: [&str; 5] = ["id", "no", "no.", "番号", "コード"];

/// Last words of English ones.
const CODE_WORDS: [&str; 11] =
    ["id", "no", "number", "code", "key", "ref", "reference", "identifier", "uuid", "guid", "num"];

/// Numbers and codes of other things than the row.
const OTHER_CODES: [&str; 22] = [
    "郵便",
    "電話",
    "携帯",
    "fax",
    "内線",
    "分類",
    "種別",
    "状況",
    "状態",
    "問番号",
    "部屋",
    "口座",
    "postal",
    "post",
    "zip",
    "phone",
    "telephone",
    "mobile",
    "type",
    "version",
    "status",
    "currency",
];

/// Addresses and names that people chose for themselves.
const PEOPLE: [&str; 12] = [
    "メールアドレス",
    "eメール",
    "mailaddress",
    "e-mail",
    "email",
    "ユーザー名",
    "ユーザ名",
    "ユーザーid",
    "username",
    "ニックネーム",
    "ハンドルネーム",
    "loginname",
];

/// Headings of names, the likelier ones first.
const CALLED: [&str; 34] = [
    "団体名",
    "法人名",
    "組織名",
    "氏名",
    "お名前",
    "名前",
    "名称",
    "事業所名",
    "学校名",
    "施設名",
    "園名",
    "店名",
    "会社名",
    "企業名",
    "商号",
    "自治体名",
    "市町村名",
    "市区町村名",
    "自治体",
    "市町村",
    "市区町村",
    "都道府県",
    "品名",
    "name",
    "organisation",
    "organization",
    "charity",
    "school",
    "company",
    "firm",
    "municipality",
    "city",
    "country",
    "state",
];

/// Words of sums of money and of counts.
const AMOUNTS: [&str; 32] = [
    "額", "金", "円", "費", "収入", "支出", "売上", "単価", "価格", "数量", "件数", "人数", "時間", "amount", "value",
    "price", "cost", "total", "gift", "donation", "payment", "paid", "income", "spend", "spent", "£", "$", "€", "usd",
    "gbp", "quantity", "hours",
];

/// Words of remarks and other free text.
const REMARKS: [&str; 25] = [
    "備考",
    "自由記述",
    "自由回答",
    "ご意見",
    "意見",
    "コメント",
    "感想",
    "メモ",
    "特記",
    "その他",
    "理由",
    "概要",
    "内容",
    "説明",
    "摘要",
    "anythingelse",
    "comment",
    "remark",
    "feedback",
    "notes",
    "memo",
    "description",
    "reason",
    "pleaseexplain",
    "specify",
];

/// Words of what a person is or does, which many share.
const TITLES: [&str; 8] = ["職種", "職業", "役職", "肩書", "jobtitle", "occupation", "profession", "role"];

/// Words of addresses on the net.
const LINKS: [&str; 5] = ["url", "uri", "ホームページ", "website", "リンク"];

/// Whole headings of points in time.
const PERIODS: [&str; 20] = [
    "年度",
    "年",
    "年月",
    "月",
    "時期",
    "回",
    "期",
    "時点",
    "調査年",
    "調査回",
    "調査時期",
    "実施回",
    "year",
    "wave",
    "period",
    "time",
    "fy",
    "round",
    "quarter",
    "month",
];

/// A column without a heading is called by its letters; programs call the numbers of their rows like this.
const NAMELESS: [&str; 7] = ["", "unnamed:0", "index", "rownames", "rownumber", "...1", "x1"];

/// Whom or what a column tells apart, where its heading says so.
pub fn names(heading: &str) -> Option<HeadingNames> {
    let folded = fold(heading);
    if is_link(heading) || is_remark(heading) {
        return None;
    }
    if let Some(at) = code(heading, &folded) {
        return Some(HeadingNames::Codes(at));
    }
    if PEOPLE.iter().any(|word| folded.contains(word)) {
        return Some(HeadingNames::People);
    }
    called(heading, &folded).map(HeadingNames::Called)
}

fn code(heading: &str, folded: &str) -> Option<usize> {
    if OTHER_CODES.iter().any(|other| folded.contains(other)) {
        return None;
    }
    if let Some(at) = CODES.iter().position(|word| folded == *word) {
        return Some(at);
    }
    let stem = |end: &str| folded.strip_suffix(end).and_then(|stem| stem.chars().next_back());
    let japanese = CODE_ENDS.iter().any(|end| stem(end).is_some_and(|c| !c.is_ascii()) || folded == *end);
    let last = words(heading).pop().unwrap_or_default();
    let of = ["of", "per"].iter().any(|word| words(heading).contains(&word.to_string()));
    (japanese || !of && CODE_WORDS.contains(&last.as_str())).then_some(CODES.len())
}

fn called(heading: &str, folded: &str) -> Option<usize> {
    let words = words(heading);
    let plain = ["name", "title"].contains(&words.last().map_or("", String::as_str)) && words.len() <= 3;
    // 団体名をご記入ください, 氏名（漢字）.
    let begins = |word: &str| folded.starts_with(word) && !word.is_ascii();
    let ends = |word: &str| word.ends_with('名') && folded.ends_with(word);
    let at = CALLED.iter().position(|word| folded == *word);
    let at = at.or_else(|| CALLED.iter().position(|word| begins(word) && word.ends_with(['名', '前', '号'])));
    let at = at.or_else(|| CALLED.iter().position(|word| ends(word)));
    at.or_else(|| plain.then_some(CALLED.len()))
}

/// From this place on, a name is one of anything: `name`, `title`.
pub const PLAIN_NAME: usize = CALLED.len();

/// Whether a heading of a number or code is that of a person or member, who may answer again and again.
pub fn is_person(heading: &str) -> bool {
    const PERSONS: [&str; 26] = [
        "会員",
        "整理",
        "学籍",
        "利用者",
        "受講",
        "参加者",
        "患者",
        "個人",
        "回答者",
        "職員",
        "社員",
        "児童",
        "生徒",
        "寄附者",
        "寄付者",
        "member",
        "student",
        "user",
        "participant",
        "respondent",
        "patient",
        "donor",
        "client",
        "person",
        "employee",
        "customer",
    ];
    let folded = fold(heading);
    folded == "id" || PERSONS.iter().any(|word| folded.contains(word))
}

/// Whether a heading is that of a code of things: places, kinds, entries of a list.
pub fn is_code_of_things(heading: &str) -> bool {
    const THINGS: [&str; 11] =
        ["code", "コード", "key", "市町村", "市区町村", "都道府県", "府県", "地域", "country", "area", "region"];
    let folded = fold(heading);
    THINGS.iter().any(|word| folded.contains(word)) || ["no", "no.", "番号", "#", "№"].contains(&folded.as_str())
}

/// The words of a heading in small letters; `corporateID` is two.
pub fn words(heading: &str) -> Vec<String> {
    let mut spaced = String::new();
    let mut before = ' ';
    for c in even(heading).chars() {
        if before.is_ascii_lowercase() && c.is_ascii_uppercase() {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    let split = spaced.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    split.map(str::to_lowercase).collect()
}

pub(super) fn holds(list: &[&str], heading: &str) -> bool {
    let folded = fold(heading);
    list.iter().any(|word| folded.contains(word))
}

/// Whether a heading speaks of money or of how many.
pub fn is_amount(heading: &str) -> bool {
    holds(&AMOUNTS, heading)
}

/// Whether a heading asks for remarks or a text of one's own.
pub fn is_remark(heading: &str) -> bool {
    holds(&REMARKS, heading)
}

/// Whether a heading asks what somebody is or does.
pub fn is_title(heading: &str) -> bool {
    holds(&TITLES, heading)
}

/// Whether a heading is that of addresses on the net.
pub fn is_link(heading: &str) -> bool {
    let words = words(heading);
    let folded = fold(heading);
    LINKS.iter().any(|link| words.iter().any(|word| word == link) || !link.is_ascii() && folded.contains(link))
}

/// Whether a heading says when.
pub fn is_period(heading: &str) -> bool {
    PERIODS.contains(&fold(heading).as_str())
}

/// Whether a heading says which day.
pub fn is_day(heading: &str) -> bool {
    ["day", "date", "日", "日付", "年月日"].contains(&fold(heading).as_str())
}

/// Whether a heading says that a form was sent in then.
pub fn is_stamp(heading: &str) -> bool {
    holds(&["タイムスタンプ", "timestamp", "回答日時", "送信日時", "submitted", "submission"], heading)
}

/// Whether a column has no name of its own: without a heading, or the numbers that programs give to rows.
pub fn is_nameless(heading: &str) -> bool {
    let folded = fold(heading);
    let letters = heading.strip_prefix("column ").is_some_and(|rest| rest.chars().all(|c| c.is_ascii_uppercase()));
    letters || NAMELESS.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_ids_are_known() {
        let codes = [
            "id",
            "ID",
            "団体ＩＤ",
            "法人番号",
            "団体コード",
            "org_no",
            "整理 番号",
            "Application ref",
            "Charity number",
            "App. ref",
            "corporateID",
            "ResponseId",
            "CDS code",
            "会員No.",
        ];
        for heading in codes {
            assert!(matches!(names(heading), Some(HeadingNames::Codes(_))), "{heading}");
        }
        let others = [
            "収入",
            "年度",
            "代表電話番号",
            "郵便番号",
            "Paid",
            "Number of staff",
            "Code Type",
            "Postal Code",
            "ホームページURL",
            "備考",
        ];
        for heading in others {
            assert_eq!(names(heading), None, "{heading}");
        }
        assert!(names("ID") < names("団体ID") && names("団体ID") < names("団体名"));
    }

    #[test]
    fn people_and_names_are_known_in_questions_too() {
        assert_eq!(names("メールアドレス"), Some(HeadingNames::People));
        assert_eq!(names("Email Address"), Some(HeadingNames::People));
        assert!(matches!(names("団体名をご記入ください"), Some(HeadingNames::Called(_))));
        assert!(matches!(names("Organisation name"), Some(HeadingNames::Called(_))));
        assert_eq!(names("事業の内容"), None);
    }

    #[test]
    fn numbers_of_rows_have_no_name() {
        assert!(is_nameless("column A") && is_nameless("Unnamed: 0") && !is_nameless("No."));
    }
}
