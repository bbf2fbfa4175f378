use crate::phrase;
use crate::text::{Phrase, Words};

use super::super::words;

/// Variables besides total, net, own and the shares, in order; `dependent_years` last, as it needs periods.
pub(super) const OTHERS: &[&str] = &[
    "largest_share",
    "largest_source",
    "hhi",
    "hhi_normalised",
    "hhi_detail",
    "hhi_detail_normalised",
    "sources",
    "dependent",
    "dependent_years",
];

/// What outputs call a class, by index.
pub(super) fn class(at: usize) -> Phrase {
    match at {
        0 => phrase!("membership fees"),
        1 => phrase!("donations"),
        2 => phrase!("grants and subsidies"),
        3 => phrase!("revenue from activities"),
        _ => phrase!("other revenue"),
    }
}

/// What outputs call the share of a class.
pub(super) fn share(at: usize) -> Phrase {
    phrase!("Share of {class} in income", class = class(at))
}

/// What outputs call a variable. `columns` is how many columns the detailed index is over.
pub(super) fn label(key: &str, columns: usize, threshold: f64) -> Phrase {
    match key {
        "total" => phrase!("Total income"),
        "net" => phrase!("Income without the evaluated grant"),
        "own" => phrase!("Own revenue (income without grants and subsidies)"),
        "largest_share" => phrase!("Share of the largest class of income"),
        "largest_source" => phrase!("Largest class of income"),
        "hhi" => phrase!("Concentration of income (HHI, k = {k})", k = super::CLASSES.len()),
        "hhi_normalised" => phrase!("Concentration of income (normalised HHI, k = {k})", k = super::CLASSES.len()),
        "hhi_detail" => phrase!("Concentration of income in detail (HHI, k = {k})", k = columns),
        "hhi_detail_normalised" => phrase!("Concentration of income in detail (normalised HHI, k = {k})", k = columns),
        "sources" => phrase!("Effective number of sources of income (1/HHI, k = {k})", k = super::CLASSES.len()),
        "dependent" => phrase!(
            "Depends on one class (largest share above {threshold})",
            threshold = crate::text::Arg::Percent(threshold, 0)
        ),
        _ => phrase!("Years in a row in which it depends on one class"),
    }
}

/// Unit of a variable that is neither money nor without one.
pub(super) fn unit(key: &str) -> Words {
    match key {
        "dependent_years" => words(&phrase!("years")),
        "sources" => words(&phrase!("sources")),
        _ => Words::default(),
    }
}
