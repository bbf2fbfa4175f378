//! 5,000 consultations of an evening line, 17:00 to 26:00.

use std::path::Path;

use tashika::notation::calendar::iso;

use super::Done;
use super::draw::Draw;
use super::sheets::{self, Cell, Sheet};

const N: u64 = 5_000;
/// 1 April 2023, as days since 1970-01-01.
const FIRST: i32 = 19_448;
const DAYS: usize = 731;
/// Share of each hour from 17 to 26.
const HOURS: [f64; 10] = [0.05, 0.07, 0.09, 0.11, 0.13, 0.16, 0.15, 0.11, 0.08, 0.05];
const TOPICS: [&str; 5] =
    ["生活費が足りない", "仕事が見つからない", "眠れない", "家族とけんかした", "返済済の借金の確認"];

/// Writes the log.
pub fn write(seed: u64, folder: &Path) -> Done {
    let mut rows: Vec<(usize, usize, Vec<Cell>)> =
        (0..N).map(|at| row(&mut Draw::new(seed, "consultations", at), at)).collect();
    rows.sort_by_key(|(day, minute, _)| (*day, *minute));
    let sheet = Sheet {
        name: "相談記録",
        above: vec!["夜間相談 記録（令和5・6年度）"],
        headings: vec!["日付", "時刻", "性別", "地域", "相談内容"],
        rows: rows.into_iter().map(|(.., cells)| cells).collect(),
        below: Vec::new(),
    };
    sheets::write(&folder.join("相談記録.xlsx"), &[sheet])
}

fn row(draw: &mut Draw, at: u64) -> (usize, usize, Vec<Cell>) {
    // Every seventh day the line is closed.
    let day = loop {
        let day = draw.below(DAYS);
        if (day + 5) % 7 != 6 {
            break day;
        }
    };
    let mut rest = draw.uniform();
    let hour = HOURS.iter().position(|share| {
        rest -= share;
        rest < 0.0
    });
    let (hour, minute) = (17 + hour.unwrap_or(HOURS.len() - 1), draw.below(60));
    let time = if at.is_multiple_of(17) { format!("{hour}時{minute:02}分") } else { format!("{hour}:{minute:02}") };
    let sex = *draw.pick(&["女", "女", "女", "男", "男", "不明"]);
    let area = *draw.pick(&["東部", "東部", "西部", "南部"]);
    let topic = *draw.pick(&TOPICS);
    let cells = vec![iso(FIRST + day as i32).into(), time.into(), sex.into(), area.into(), topic.into()];
    (day, hour * 60 + minute, cells)
}
