//! Numbers as text: full width, separators, units, ▲, about.

use super::super::draw::Draw;
use super::super::grid::Kind;
use super::{Place, Planter, full_width, some, with_separators};

const FULL_WIDTH_IN_SURVEY: usize = 3;
const FULL_WIDTH_STAFF: usize = 2;
const AMOUNTS: usize = 6;
const NEGATIVES: usize = 12;
/// Sheets in which negatives are keyed with ▲.
const TRIANGLES: [&str; 2] = ["R3", "R6"];
const SURVEYS: [&str; 2] = ["調査_前.xlsx", "調査_後.xlsx"];

pub fn plant(planter: &mut Planter<'_>) {
    SURVEYS.into_iter().for_each(|file| survey(planter, file));
    staff(planter);
    amounts(planter);
    negatives(planter);
}

fn survey(planter: &mut Planter<'_>, file: &str) {
    let mut draw = planter.draw(file);
    let about = planter.column(file, "回答", "ボランティア実人数");
    for place in some(about, 1, &mut draw) {
        let tens = (planter.number(place) + 5) / 10 * 10;
        planter.plant(place, Kind::Approximate, format!("約{tens}"));
    }
    let mut places = planter.column(file, "回答", "ボランティア実人数");
    places.extend(planter.column(file, "回答", "連携先数"));
    let places = some(places, FULL_WIDTH_IN_SURVEY, &mut draw);
    let volunteers = planter.sheet(file, "回答").2.column("ボランティア実人数");
    let unit = |at: usize, place: &Place| if at == 0 && place.3 == volunteers { "人" } else { "" };
    wide(planter, &places, unit);
}

fn staff(planter: &mut Planter<'_>) {
    let places = planter.column("団体名簿.xlsx", "団体名簿", "有給職員数");
    let places = places.into_iter().filter(|place| planter.number(*place) > 0).collect();
    let places = some(places, FULL_WIDTH_STAFF, &mut planter.draw("staff"));
    wide(planter, &places, |at, _| if at == 0 { "人" } else { "" });
}

fn wide(planter: &mut Planter<'_>, places: &[Place], unit: impl Fn(usize, &Place) -> &'static str) {
    for (at, place) in places.iter().enumerate() {
        let digits = full_width(&planter.number(*place).to_string());
        planter.plant(*place, Kind::FullWidthDigits, format!("{digits}{}", unit(at, place)));
    }
}

fn amounts(planter: &mut Planter<'_>) {
    let places = planter.column("申請審査.xlsx", "申請一覧", "申請額（円）");
    for (at, place) in some(places, AMOUNTS, &mut planter.draw("amounts")).into_iter().enumerate() {
        let amount = planter.number(place);
        if at % 2 == 0 {
            planter.plant(place, Kind::Separators, full_width(&with_separators(amount)));
        } else {
            planter.plant(place, Kind::UnitInCell, format!("{}千円", with_separators(amount / 1_000)));
        }
    }
}

fn negatives(planter: &mut Planter<'_>) {
    let mut draw: Draw = planter.draw("negatives");
    let of = |sheet| planter.column("活動計算書.xlsx", sheet, "当期正味財産増減額");
    let negative = TRIANGLES.into_iter().flat_map(of).filter(|place| planter.number(*place) < 0).collect();
    for place in some(negative, NEGATIVES, &mut draw) {
        let amount = with_separators(-planter.number(place));
        planter.plant(place, Kind::NegativeTriangle, format!("▲{amount}"));
    }
}
