//! Japanese.

use super::Pack;

/// Japanese: one catalogue for each area of the house, so that a change stays in one place.
pub const PACK: Pack = Pack {
    code: "ja",
    catalogues: &[
        include_str!("general.toml"),
        include_str!("study.toml"),
        include_str!("data.toml"),
        include_str!("before_after.toml"),
        include_str!("matching.toml"),
        include_str!("two_groups.toml"),
        include_str!("amounts.toml"),
        include_str!("findings.toml"),
        include_str!("figures.toml"),
        include_str!("workbook.toml"),
        include_str!("report.toml"),
        include_str!("cli.toml"),
        include_str!("regression.toml"),
        include_str!("linking.toml"),
        include_str!("codes.toml"),
        include_str!("measure.toml"),
        include_str!("verdict.toml"),
        include_str!("evidence.toml"),
        include_str!("disclosure.toml"),
        include_str!("charts.toml"),
        include_str!("brief.toml"),
        include_str!("sheets.toml"),
        include_str!("groups.toml"),
        include_str!("reading.toml"),
        include_str!("cells.toml"),
        include_str!("who.toml"),
        include_str!("layout.toml"),
        include_str!("draft.toml"),
        include_str!("time.toml"),
        include_str!("titles.toml"),
        include_str!("help.toml"),
        include_str!("idle.toml"),
    ],
    pages: &[],
    between: "、",
};
