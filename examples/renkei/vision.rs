//! Indicators of the region's vision, year by year.

use std::path::Path;

use super::Done;
use super::sheets::{self, Cell, Sheet};

/// Name, unit, values of R2 to R6, grounds.
type Row = (&'static str, &'static str, [f64; 5], &'static str);

const ROWS: [Row; 5] = [
    ("一団体あたりの連携先数", "団体", [3.0, 3.2, 3.5, 3.4, 3.9], "ビジョン4頁"),
    ("担い手の割合", "％", [0.12, 0.125, 0.14, 0.11, 0.12], "ビジョン6頁"),
    ("孤立を感じる人の割合", "％", [0.30, 0.31, 0.33, 0.34, 0.35], "ビジョン6頁"),
    ("寄付者数", "人", [120.0, 150.0, 180.0, 210.0, 260.0], "ビジョン9頁"),
    ("夜間相談の件数", "件", [1_900.0, 2_050.0, 2_300.0, 2_450.0, 2_550.0], "事業計画"),
];

/// Writes the sheet, years as headings.
pub fn write(folder: &Path) -> Done {
    let row = |(name, unit, values, grounds): &Row| {
        let values = values.iter().map(|value| Cell::from(*value));
        [Cell::from(*name), (*unit).into()].into_iter().chain(values).chain([Cell::from(*grounds)]).collect()
    };
    let sheet = Sheet {
        name: "指標",
        above: vec!["地域連携ビジョン 指標一覧"],
        headings: vec!["指標", "単位", "R2", "R3", "R4", "R5", "R6", "根拠"],
        rows: ROWS.iter().map(row).collect(),
        below: vec!["※担い手の割合は令和5年度から設問を変更"],
    };
    sheets::write(&folder.join("ビジョン指標.xlsx"), &[sheet])
}
