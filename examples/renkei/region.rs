//! The organisations of the region.

use std::path::Path;

use super::Done;
use super::draw::Draw;
use super::sheets::{self, Sheet};

/// Sectors, ten organisations each.
pub const SECTORS: [&str; 6] = ["福祉", "環境", "教育", "企業", "行政", "地縁"];
const AREAS: [&str; 3] = ["東部", "西部", "南部"];
/// Organisations.
pub const N: usize = 60;
/// Of whom received a grant.
pub const FUNDED: usize = 20;

/// The organisations, by number.
pub struct Region {
    pub sector: Vec<usize>,
    pub area: Vec<usize>,
    pub funded: Vec<bool>,
    pub size: Vec<f64>,
}

impl Region {
    /// Grants were given by lot.
    pub fn new(seed: u64) -> Region {
        let mut draw = Draw::new(seed, "region", 0);
        let mut order: Vec<usize> = (0..N).collect();
        (0..N).for_each(|at| order.swap(at, at + draw.below(N - at)));
        let mut funded = vec![false; N];
        order.iter().take(FUNDED).for_each(|&at| funded[at] = true);
        Region {
            sector: (0..N).map(|at| at % SECTORS.len()).collect(),
            area: (0..N).map(|_| draw.below(AREAS.len())).collect(),
            size: (0..N).map(|_| (draw.normal_within(12.0, 8.0, (1.0, 60.0))).round()).collect(),
            funded,
        }
    }
}

/// Number as it stands in the register.
pub fn id(at: usize) -> String {
    format!("R{:02}", at + 1)
}

/// Name.
pub fn name(at: usize) -> String {
    const FIRST: [&str; 10] =
        ["あおば", "みなと", "ひだまり", "こもれび", "かけはし", "なぎさ", "つばさ", "いずみ", "はやせ", "ときわ"];
    const LAST: [&str; 6] = ["支援会", "環境会議", "学習舎", "商事", "市民課", "自治会"];
    const FORM: [&str; 6] = ["特定非営利活動法人", "特定非営利活動法人", "一般社団法人", "株式会社", "", ""];
    let sector = at % SECTORS.len();
    format!("{}{}{}", FORM[sector], FIRST[at / SECTORS.len()], LAST[sector])
}

/// Writes the register.
pub fn write(region: &Region, folder: &Path) -> Done {
    let row = |at: usize| {
        let funded = if region.funded[at] { "採択" } else { "不採択" };
        vec![
            id(at).into(),
            name(at).into(),
            SECTORS[region.sector[at]].into(),
            AREAS[region.area[at]].into(),
            region.size[at].into(),
            funded.into(),
        ]
    };
    let sheet = Sheet {
        name: "名簿",
        above: vec!["地域連携 団体名簿（架空）"],
        headings: vec!["団体ID", "団体名", "分野", "地域", "職員数", "採否"],
        rows: (0..N).map(row).collect(),
        below: vec!["※採否は抽選による"],
    };
    sheets::write(&folder.join("団体名簿.xlsx"), &[sheet])
}
