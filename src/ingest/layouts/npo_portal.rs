//! NPO法人ポータルサイト, 行政入力情報: the register of certified nonprofit corporations in Japan.

use super::words::{both, of_kind};
use super::{Layout, LayoutFit, Meaning, Sight, Understood};
use crate::diag::Diagnostic;
use crate::ingest::{RawTable, change};
use crate::phrase;
use crate::study::VariableKind;
use crate::study::expression::name_of;
use crate::study::keys::toml_text;
use crate::text::Phrase;

const SIGNATURE: [&str; 12] = [
    "法人名称",
    "所轄庁",
    "主たる事務所の所在地",
    "従たる事務所の所在地",
    "代表者氏名",
    "法人設立認証年月日",
    "定款に記載された目的",
    "活動分野１",
    "監督情報",
    "解散情報",
    "法人番号",
    "事業年度開始日",
];

const DATES: [&str; 8] = [
    "法人設立認証年月日",
    "設立年月日",
    "認定開始日",
    "認定満了日",
    "認定取消日",
    "特例認定開始日",
    "特例認定満了日",
    "特例認定取消日",
];

const TEXTS: [&str; 8] = [
    "法人番号",
    "主たる事業所の郵便番号",
    "主たる事務所の所在地",
    "従たる事務所の所在地",
    "定款に記載された目的",
    "解散情報",
    "事業年度開始日",
    "事業年度終了日",
];

/// The fields of activity in the order of the annex of the law, Japanese and English.
const FIELDS: [(&str, &str); 20] = [
    ("保健・医療・福祉", "health and welfare"),
    ("社会教育", "social education"),
    ("まちづくり", "community development"),
    ("観光", "tourism"),
    ("農山漁村・中山間地域", "rural areas"),
    ("学術・文化・芸術・スポーツ", "science, culture, arts, sports"),
    ("環境の保全", "environment"),
    ("災害救援", "disaster relief"),
    ("地域安全", "local safety"),
    ("人権・平和", "human rights and peace"),
    ("国際協力", "international cooperation"),
    ("男女共同参画社会", "gender equality"),
    ("子どもの健全育成", "children and youth"),
    ("情報化社会", "information society"),
    ("科学技術の振興", "science and technology"),
    ("経済活動の活性化", "economic activity"),
    ("職業能力・雇用機会", "skills and employment"),
    ("消費者の保護", "consumer protection"),
    ("連絡・助言・援助", "support of nonprofits"),
    ("条例で定める活動", "activities by ordinance"),
];

/// The column that holds all fields of a corporation.
const FIELDS_OF_ACTIVITY: &str = "活動分野";
/// The column that says whether a corporation is dissolved.
const DISSOLVED: &str = "解散";

pub struct NpoPortal;

impl Layout for NpoPortal {
    fn name(&self) -> &'static str {
        "npo-portal"
    }

    fn title(&self) -> Phrase {
        phrase!("the register of the NPO portal (行政入力情報)")
    }

    fn fit(&self, sight: &Sight<'_>) -> Option<LayoutFit> {
        let found = sight.count(&SIGNATURE);
        let seen = phrase!(
            "{n} of {all} headings of the register, {fields} fields of activity",
            n = found,
            all = SIGNATURE.len(),
            fields = fields(sight).len()
        );
        (found >= 4).then(|| LayoutFit { score: found as f64 / SIGNATURE.len() as f64, seen })
    }

    fn understand(&self, sight: &Sight<'_>) -> Understood {
        let mut meanings = of_kind(sight, &DATES, VariableKind::Date);
        meanings.extend(of_kind(sight, &TEXTS, VariableKind::Text));
        meanings.extend(fields(sight).into_iter().map(|(column, (ja, en))| Meaning {
            heading: sight.table.headings[column].text.clone(),
            label: both(&format!("{ja}の活動"), &format!("Active in {en}")),
            kind: Some(VariableKind::YesNo),
            ..Meaning::default()
        }));
        let whole = |heading: &str, ja: &str, en: &str, kind| Meaning {
            heading: heading.into(),
            label: both(ja, en),
            kind: Some(kind),
            ..Meaning::default()
        };
        meanings.push(whole(FIELDS_OF_ACTIVITY, "活動分野", "Fields of activity", VariableKind::Text));
        meanings.push(whole(DISSOLVED, "解散した法人", "Dissolved", VariableKind::YesNo));
        Understood {
            unit: sight.first(&["法人番号", "法人名称"]),
            meanings,
            warnings: dissolved(sight).into_iter().collect(),
            ..Understood::default()
        }
    }

    /// A field of activity is yes where something stands in its cell; all of them together are one list; whether a corporation
    /// is dissolved is a column of its own.
    fn shape(&self, table: &mut RawTable) {
        let sight = Sight::of(table);
        let (fields, gone) = (fields(&sight), sight.column("解散情報"));
        let mut lists = vec![Vec::new(); table.rows.len()];
        for &(column, (ja, _)) in &fields {
            let active: Vec<bool> =
                lists.iter().enumerate().map(|(row, _)| !change::text(table, row, column).is_empty()).collect();
            active.iter().zip(&mut lists).filter(|(yes, _)| **yes).for_each(|(_, list)| list.push(ja));
            table.columns[column] = change::flags(active.into_iter());
        }
        if let Some(&(first, _)) = fields.first() {
            let joined: Vec<String> = lists.iter().map(|list| list.join("; ")).collect();
            let cells = change::texts(table, &joined);
            change::add(table, FIELDS_OF_ACTIVITY, first, cells);
        }
        if let Some(gone) = gone {
            let cells = change::flags((0..table.rows.len()).map(|row| !change::text(table, row, gone).is_empty()));
            change::add(table, DISSOLVED, gone, cells);
        }
    }
}

/// Columns of the fields of activity, and what they are.
fn fields(sight: &Sight<'_>) -> Vec<(usize, (&'static str, &'static str))> {
    let column = |at: usize| sight.column(&format!("活動分野{}", at + 1));
    FIELDS.iter().enumerate().filter_map(|(at, field)| Some((column(at)?, *field))).collect()
}

fn dissolved(sight: &Sight<'_>) -> Option<Diagnostic> {
    let rows = sight.filled(sight.column("解散情報")?);
    let message = phrase!(
        "{n} {n?corporation is|corporations are} dissolved; nothing can be known of {n?it|them} afterwards",
        n = rows.len()
    );
    let hint = phrase!(
        "They are marked by the variable `{name}`; leave them out of a comparison with {example}",
        name = DISSOLVED,
        example = format!("where = {}", toml_text(&format!("{} = 0", name_of(DISSOLVED))))
    );
    (!rows.is_empty()).then(|| sight.warning("dissolved", message, "解散情報", &rows).hint(hint))
}
