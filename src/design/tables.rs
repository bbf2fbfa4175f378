//! Tables of a comparison of two arms: balance, characteristics (Table 1), overlap of the scores.

use crate::exhibit::{Audience, Cell, Column, Format, Relation, Table, TableId, TableRole};
use crate::phrase;
use crate::text::{Arg, Phrase, num};

use super::{Arm, Balance, BalanceRow, BalanceSide, Estimand};

/// Bins of the overlap table.
const BINS: usize = 20;

fn number(key: &str, title: Phrase, decimals: u8) -> Column {
    Column::new(key, title, Format::Number(decimals))
}

fn variable_columns() -> Vec<Column> {
    vec![
        Column::of_keys("term"),
        Column::new("label", phrase!("Variable"), Format::Text),
        Column::new("level", phrase!("Level"), Format::Text),
    ]
}

fn variable_cells(row: &BalanceRow) -> Vec<Cell> {
    vec![
        Cell::text(row.term.as_str()),
        Cell::words(&row.label),
        row.level.as_deref().map_or_else(Cell::empty, Cell::text),
    ]
}

/// `<question>/balance`: one row for the score, each covariate and each level, before and after.
pub fn balance_table(question: &str, balance: &Balance, estimand: Estimand) -> Table {
    let mut columns = variable_columns();
    columns.extend([
        number("mean_treated_before", phrase!("Treated, before"), 3),
        number("mean_comparison_before", phrase!("Comparison, before"), 3),
        number("smd_before", phrase!("SMD, before"), 3),
        number("mean_treated_after", phrase!("Treated, after"), 3),
        number("mean_comparison_after", phrase!("Comparison, after"), 3),
        number("smd_after", phrase!("SMD, after"), 3),
        number("abs_smd_before", phrase!("Size of SMD, before"), 3),
        number("abs_smd_after", phrase!("Size of SMD, after"), 3),
        number("variance_ratio_before", phrase!("Variance ratio, before"), 3),
        number("variance_ratio_after", phrase!("Variance ratio, after"), 3),
        number("ks_before", phrase!("KS, before"), 3),
        number("ks_after", phrase!("KS, after"), 3),
        number("ecdf_mean_before", phrase!("Mean eCDF distance, before"), 3),
        number("ecdf_mean_after", phrase!("Mean eCDF distance, after"), 3),
        number("overlap_before", phrase!("Overlap, before"), 3),
        number("overlap_after", phrase!("Overlap, after"), 3),
    ]);
    let mut table =
        Table::new(TableId::of(question, TableRole::Balance), phrase!("Balance before and after matching"), columns);
    balance.rows.iter().for_each(|row| table.push(balance_cells(row, balance)));
    table.notes = balance_notes(balance, estimand);
    table
}

fn balance_cells(row: &BalanceRow, balance: &Balance) -> Vec<Cell> {
    let (before, after) = (&row.before, &row.after);
    let (n_before, n_after) = (balance.units_before, balance.units_after);
    let both = |n: (usize, usize)| n.0 + n.1;
    let statistic = |value: f64, n: (usize, usize)| Cell::statistic(value).with_n(both(n));
    let ratio = |side: &BalanceSide, n| {
        let found = side.variance_ratio.map(|value| statistic(value, n));
        found.map_or_else(Cell::empty, |cell| cell.of_squares(side.largest.0))
    };
    let means = |side: &BalanceSide, n: (usize, usize)| {
        [
            mean(side.mean_treated, side.sd_treated, n.0, side.rests_on(Arm::Treated), row.share)
                .of_total(side.largest.0),
            mean(side.mean_comparison, side.sd_comparison, n.1, side.rests_on(Arm::Comparison), row.share)
                .of_total(side.largest.1),
        ]
    };
    // In standard deviations of one arm, or both, before.
    let scaled = |value: f64, n| statistic(value, n).of_squares(before.largest.0);
    let [[treated_before, comparison_before], [treated_after, comparison_after]] =
        [means(before, n_before), means(after, n_after)];
    let mut cells = variable_cells(row);
    cells.extend([
        treated_before,
        comparison_before,
        scaled(before.smd, n_before),
        treated_after,
        comparison_after,
        scaled(after.smd, n_after),
        scaled(before.smd.abs(), n_before),
        scaled(after.smd.abs(), n_after),
        ratio(before, n_before),
        ratio(after, n_after),
        statistic(before.ks, n_before),
        statistic(after.ks, n_after),
        statistic(before.ecdf_mean, n_before),
        statistic(after.ecdf_mean, n_after),
        before.overlap.map_or_else(Cell::empty, |value| statistic(value, n_before)),
        after.overlap.map_or_else(Cell::empty, |value| statistic(value, n_after)),
    ]);
    cells
}

/// A mean; of a yes/no variable or a level the share of those who have it.
fn mean(value: f64, sd: f64, n: usize, having: Option<u32>, share: bool) -> Cell {
    let cell = in_percent(Cell::magnitude(value, n).with_error(sd / (n as f64).sqrt()), share);
    having.map_or(cell.clone(), |having| cell.as_share().with_contributors(having as usize))
}

/// Of a variable whose values are shares of 1.
fn in_percent(cell: Cell, share: bool) -> Cell {
    if share { cell.as_share() } else { cell }
}

fn balance_notes(balance: &Balance, estimand: Estimand) -> Vec<Phrase> {
    let mut notes = vec![
        standardised(estimand),
        phrase!(
            "Variance ratio: treated over comparison; KS: largest distance of the two distribution functions; for yes/no variables and levels the difference of the shares"
        ),
    ];
    if balance.rows.iter().any(|row| row.before.overlap.is_some()) {
        notes.push(phrase!(
            "Overlap: the part that the distributions of the two groups have in common, from 0 (nothing) to 1 (all), by normal kernel densities with the bandwidth of the smaller group (1.06 times the smaller of standard deviation and quartile range/1.34, divided by the fifth root of n); for yes/no variables and levels 1 less the difference of the shares"
        ));
    }
    notes.extend(treated_weights(balance));
    notes.push(phrase!(
        "Comparison units count by their matching weights; {n} are used, as informative as {effective} of equal weight",
        n = Arg::units(balance.units_after.1),
        effective = num(balance.effective_after.1, 1)
    ));
    notes
}

/// Said where the treated do not all weigh the same.
fn treated_weights(balance: &Balance) -> Option<Phrase> {
    let (n, effective) = (balance.units_after.0, balance.effective_after.0);
    (effective < n as f64 * (1.0 - 1e-9)).then(|| {
        phrase!(
            "Treated units count by their weights; {n} are used, as informative as {effective} of equal weight",
            n = Arg::units(n),
            effective = num(effective, 1)
        )
    })
}

/// What the difference of the means is divided by.
pub fn standardised(estimand: Estimand) -> Phrase {
    match estimand {
        Estimand::Att | Estimand::MatchedTreated | Estimand::None => phrase!(
            "SMD: standardised mean difference, the difference of the means divided by the standard deviation of all treated units before matching, the same before and after (n − 1; yes/no variables and levels: √(p(1 − p)))"
        ),
        Estimand::Atc => phrase!(
            "SMD: standardised mean difference, the difference of the means divided by the standard deviation of all comparison units before matching, the same before and after (n − 1; yes/no variables and levels: √(p(1 − p)))"
        ),
        Estimand::Ate | Estimand::Overlap | Estimand::Matching | Estimand::Compared => phrase!(
            "SMD: standardised mean difference, the difference of the means divided by the root of the mean of the two variances before matching, the same before and after (n − 1; yes/no variables and levels: √(p(1 − p)))"
        ),
    }
}

/// `<question>/table1`: characteristics of the arms before and after.
pub fn table1(question: &str, balance: &Balance) -> Table {
    let mut columns = variable_columns();
    for (side, titles) in sides() {
        let [mean, sd] = titles;
        columns.push(number(&format!("mean_{side}"), mean, 2));
        columns.push(number(&format!("sd_{side}"), sd, 2));
    }
    columns.push(number("smd_before", phrase!("SMD, before"), 3));
    columns.push(number("smd_after", phrase!("SMD, after"), 3));
    let mut table =
        Table::new(TableId::of(question, TableRole::TableOne), phrase!("Characteristics of the groups"), columns);
    table.push(unit_cells(balance));
    let rows: Vec<&BalanceRow> = balance.rows.iter().filter(|row| row.term != "distance").collect();
    rows.iter().for_each(|row| table.push(characteristics(row, balance)));
    table.relations = whole_categories(&table, &rows);
    table.notes = vec![
        phrase!("Means and standard deviations (n − 1); yes/no variables and levels as percentages"),
        phrase!("After matching, comparison units count by their matching weights"),
    ];
    table
}

/// Where every unit has one of the levels of a category, those who have them are all units: of each group, before and after.
fn whole_categories(table: &Table, rows: &[&BalanceRow]) -> Vec<Relation> {
    let mut relations = Vec::new();
    // The row of the number of units stands above those of the characteristics.
    for levels in (1..=rows.len()).collect::<Vec<_>>().chunk_by(|a, b| same_category(rows[a - 1], rows[b - 1])) {
        for (side, _) in sides() {
            let Some(column) = table.column(&format!("mean_{side}")) else { continue };
            let having = |&row: &usize| table.rows[row][column].contributors;
            let all: Option<u32> = levels.iter().map(having).sum();
            if levels.len() > 1 && all.is_some() && all == table.rows[0][column].n {
                let parts = levels.iter().map(|&row| (row, column)).collect();
                relations.push(Relation { total: (0, column), parts });
            }
        }
    }
    relations
}

fn same_category(a: &BalanceRow, b: &BalanceRow) -> bool {
    a.level.is_some() && b.level.is_some() && a.variable() == b.variable()
}

fn sides() -> [(&'static str, [Phrase; 2]); 4] {
    [
        ("treated_before", [phrase!("Treated, before"), phrase!("SD, treated, before")]),
        ("comparison_before", [phrase!("Comparison, before"), phrase!("SD, comparison, before")]),
        ("treated_after", [phrase!("Treated, after"), phrase!("SD, treated, after")]),
        ("comparison_after", [phrase!("Comparison, after"), phrase!("SD, comparison, after")]),
    ]
}

fn unit_cells(balance: &Balance) -> Vec<Cell> {
    let (before, after) = (balance.units_before, balance.units_after);
    let mut cells = vec![Cell::text("n"), Cell::phrase(phrase!("Number of units")), Cell::empty()];
    [before.0, before.1, after.0, after.1].iter().for_each(|&n| cells.extend([Cell::count_here(n), Cell::empty()]));
    cells.extend([Cell::empty(), Cell::empty()]);
    cells
}

fn characteristics(row: &BalanceRow, balance: &Balance) -> Vec<Cell> {
    let (before, after) = (balance.units_before, balance.units_after);
    let sides = [
        (Arm::Treated, &row.before, before.0),
        (Arm::Comparison, &row.before, before.1),
        (Arm::Treated, &row.after, after.0),
        (Arm::Comparison, &row.after, after.1),
    ];
    let mut cells = variable_cells(row);
    for (arm, side, n) in sides {
        let (value, sd_of, largest) = match arm {
            Arm::Treated => (side.mean_treated, side.sd_treated, side.largest.0),
            Arm::Comparison => (side.mean_comparison, side.sd_comparison, side.largest.1),
        };
        let spread = || in_percent(Cell::magnitude(sd_of, n), row.share).of_squares(largest);
        let sd = if row.binary { Cell::empty() } else { spread() };
        cells.extend([mean(value, sd_of, n, side.rests_on(arm), row.share).of_total(largest), sd]);
    }
    let scaled = |smd: f64, n: (usize, usize)| Cell::statistic(smd).with_n(n.0 + n.1).of_squares(row.before.largest.0);
    cells.extend([scaled(row.before.smd, before), scaled(row.after.smd, after)]);
    cells
}

/// `<question>/overlap`: how the probabilities to be treated spread in both arms, in 20 equal bins from 0. `mirror_comparison`
/// is the comparison share below zero, for drawing.
pub fn overlap(question: &str, treated: &[bool], probability: &[f64], weight: &[f64]) -> Table {
    let columns = vec![
        Column::new("bin", phrase!("Bin"), Format::Count),
        number("low", phrase!("From"), 3),
        number("mid", phrase!("Middle"), 4),
        number("high", phrase!("To"), 3),
        Column::new("share_treated", phrase!("Treated, share"), Format::Percent(1)),
        Column::new("share_comparison", phrase!("Comparison, share"), Format::Percent(1)),
        Column::new("mirror_comparison", phrase!("Comparison, share below zero"), Format::Percent(1)),
        Column::new("n_treated", phrase!("Treated units"), Format::Count),
        Column::new("n_comparison", phrase!("Comparison units"), Format::Count),
        of_the_house("matched_treated", phrase!("Treated units matched")),
        of_the_house("matched_comparison", phrase!("Comparison units matched")),
    ];
    let mut table = Table::new(TableId::of(question, TableRole::Overlap), phrase!("Overlap of the scores"), columns);
    let width = bin_width(probability);
    let counts = bin_counts(treated, probability, weight, width);
    let totals = [treated.iter().filter(|&&t| t).count(), treated.iter().filter(|&&t| !t).count()];
    counts.iter().enumerate().for_each(|(bin, counts)| table.push(overlap_cells(bin, width, counts, totals)));
    table.relations = (0..BINS).flat_map(same_in_bin).collect();
    table.notes =
        vec![phrase!("Score: the fitted probability to be treated. Shares are of all candidates of the group")];
    table
}

/// Who of a bin was matched and who was not is nobody's business outside: nothing that is drawn needs it, and two counts would tell a
/// third.
fn of_the_house(key: &str, title: Phrase) -> Column {
    Column { audience: Audience::Internal, ..Column::new(key, title, Format::Count) }
}

/// The shares of a bin are about as many units as are counted beside them.
fn same_in_bin(bin: usize) -> [Relation; 3] {
    let same = |count: usize, share: usize| Relation { total: (bin, count), parts: vec![(bin, share)] };
    [same(7, 4), same(8, 5), same(8, 6)]
}

/// The narrowest of 0.05, 0.02, 0.01, 0.005, … with which 20 bins reach the largest probability.
fn bin_width(probability: &[f64]) -> f64 {
    const WIDTHS: [f64; 7] = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05];
    let largest = probability.iter().fold(0.0_f64, |largest, &p| largest.max(p));
    WIDTHS.into_iter().find(|width| width * BINS as f64 >= largest).unwrap_or(0.05)
}

/// Treated, comparison, matched treated, matched comparison in each bin.
fn bin_counts(treated: &[bool], probability: &[f64], weight: &[f64], width: f64) -> Vec<[usize; 4]> {
    let mut counts = vec![[0; 4]; BINS];
    for ((&treated, &p), &weight) in treated.iter().zip(probability).zip(weight) {
        let bin = ((p / width) as usize).min(BINS - 1);
        let arm = usize::from(!treated);
        counts[bin][arm] += 1;
        counts[bin][2 + arm] += usize::from(weight > 0.0);
    }
    counts
}

fn overlap_cells(bin: usize, width: f64, counts: &[usize; 4], totals: [usize; 2]) -> Vec<Cell> {
    let edge = |at: f64| Cell::scale(at * width);
    let share = |arm: usize| counts[arm] as f64 / totals[arm].max(1) as f64;
    let bin = bin as f64;
    vec![
        Cell::scale(bin + 1.0),
        edge(bin),
        edge(bin + 0.5),
        edge(bin + 1.0),
        Cell::magnitude(share(0), totals[0]).with_contributors(counts[0]),
        Cell::magnitude(share(1), totals[1]).with_contributors(counts[1]),
        Cell::magnitude(0.0 - share(1), totals[1]).with_contributors(counts[1]),
        Cell::count_here(counts[0]),
        Cell::count_here(counts[1]),
        Cell::count_here(counts[2]),
        Cell::count_here(counts[3]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_in_one_bin() {
        let treated = [true, true, false, false, false];
        let table = overlap("q", &treated, &[1.0, 0.6, 0.0, 0.05, 0.6], &[1.0, 0.0, 0.0, 1.0, 0.0]);
        assert_eq!(table.rows.len(), BINS);
        let total = |key: &str| (0..BINS).map(|row| table.cell(row, key).unwrap().number().unwrap()).sum::<f64>();
        assert_eq!(total("n_treated") + total("n_comparison"), 5.0);
        assert_eq!((total("matched_treated"), total("matched_comparison")), (1.0, 1.0));
        assert!((total("share_comparison") - 1.0).abs() < 1e-15 && total("mirror_comparison") < 0.0);
        assert_eq!(bin_width(&[0.03, 0.015]), 0.002);
    }
}
