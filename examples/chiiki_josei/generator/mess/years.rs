//! Years of Japanese eras, and fiscal years written in other ways.

use super::super::grid::Kind;
use super::{Planter, full_width, some};

const FOUNDED: usize = 5;
const FISCAL: usize = 6;

/// Years that are wholly of the era 平成, and its year 0.
const HEISEI: std::ops::RangeInclusive<i64> = 1990..=2018;
const BEFORE_HEISEI: i64 = 1988;
const BEFORE_REIWA: i64 = 2018;

pub fn plant(planter: &mut Planter<'_>) {
    let mut draw = planter.draw("years");
    let founded = planter.column("団体名簿.xlsx", "団体名簿", "設立年");
    let founded = founded.into_iter().filter(|place| HEISEI.contains(&planter.number(*place))).collect();
    for place in some(founded, FOUNDED, &mut draw) {
        let year = planter.number(place) - BEFORE_HEISEI;
        planter.plant(place, Kind::YearForm, format!("平成{year}年"));
    }
    let fiscal = planter.column("申請審査.xlsx", "申請一覧", "年度");
    for (at, place) in some(fiscal, FISCAL, &mut draw).into_iter().enumerate() {
        let clean = planter.text(place);
        let reiwa: i64 = clean[1..].parse().expect("R and a number");
        let forms = [format!("令和{reiwa}年度"), full_width(clean), format!("{}年度", BEFORE_REIWA + reiwa)];
        planter.plant(place, Kind::YearForm, forms[at % forms.len()].as_str());
    }
}
