use crate::diag::Diagnostic;
use crate::exhibit::{Audience, Cell, Column, Format, Members, Relation, Table};
use crate::math::shares::{Share, fisher_p};
use crate::panel::{Content, Panel};
use crate::phrase;
use crate::study::MeasureBlock;

use super::super::series::{Made, Variable, common_periods, numbers, variable_at};
use super::super::{MeasureOutput, period_cell, table_id, words};
use super::Overlap;

pub(super) fn make(measure: &Overlap, block: &MeasureBlock, panel: &Panel) -> MeasureOutput {
    let name = &block.name.value;
    let periods = common_periods(panel, measure.lists.iter());
    let mut problems: Vec<Diagnostic> =
        measure.lists.iter().filter_map(|name| no_yes_and_no(panel, block, name)).collect();
    if periods.is_empty() {
        let message = phrase!("There is no period at which all variables of `{name}` were observed", name = name);
        problems.push(Diagnostic::error("formula-no-period", message).at(block.name.place.clone()));
    }
    let on = |list: &String, period: &Option<String>| numbers(panel, list, period).unwrap_or(&[]).to_vec();
    let made = periods.iter().map(|period| -> Made {
        let lists: Vec<Vec<f64>> = measure.lists.iter().map(|list| on(list, period)).collect();
        let count = |unit: usize| lists.iter().map(|list| list.get(unit).copied().unwrap_or(f64::NAN)).sum();
        let made_of = measure.lists.iter().filter_map(|list| variable_at(panel, list, period)).collect();
        (period.clone(), (0..panel.units.len()).map(count).collect(), made_of)
    });
    let variable = Variable {
        name: format!("{name}_funders"),
        label: phrase!("Funders that have it on their list"),
        unit: words(&phrase!("funders")),
        content: Content::Number,
        how: phrase!("method `{method}` of `{source}`", method = Overlap::NAME, source = measure.lists.join(", ")),
    }
    .with(made.collect());
    let mut table = empty(name);
    for period in &periods {
        for (at, one) in measure.lists.iter().enumerate() {
            for other in &measure.lists[at + 1..] {
                add(&mut table, panel, (one, other), period, (&on(one, period), &on(other, period)));
            }
        }
    }
    MeasureOutput { variables: vec![variable], tables: vec![table], problems, ..MeasureOutput::default() }
}

fn no_yes_and_no(panel: &Panel, block: &MeasureBlock, name: &str) -> Option<Diagnostic> {
    let content = panel.variables.get(name).map(|info| info.content);
    let message = phrase!("`{name}` does not hold yes and no", name = name);
    let hint = phrase!("Say what its values mean: {example}", example = "codes = { \"○\" = \"yes\", \"×\" = \"no\" }");
    let problem = Diagnostic::error("formula-type", message).hint(hint).at(block.place("lists"));
    (content != Some(Content::YesNo)).then_some(problem)
}

fn empty(name: &str) -> Table {
    let inside = |key: &str, title, format| Column { audience: Audience::Internal, ..Column::new(key, title, format) };
    let columns = vec![
        Column::new("period", phrase!("Period"), Format::Text),
        Column::new("one", phrase!("Funder"), Format::Text),
        Column::new("other", phrase!("Other funder"), Format::Text),
        Column::new("n", phrase!("Organisations known to both"), Format::Count),
        Column::new("both", phrase!("On both lists"), Format::Count),
        Column::new("only_one", phrase!("On the list of the funder only"), Format::Count),
        Column::new("only_other", phrase!("On the list of the other only"), Format::Count),
        Column::new("neither", phrase!("On neither list"), Format::Count),
        inside("share_one", phrase!("Of the funder's list, also on the other's"), Format::Percent(1)),
        inside("share_other", phrase!("Of the other's list, also on the funder's"), Format::Percent(1)),
        inside("jaccard", phrase!("On both lists, of those on either"), Format::Percent(1)),
        inside("chance", phrase!("On both lists by chance"), Format::Number(1)),
        inside("p", phrase!("p (Fisher)"), Format::PValue),
    ];
    let mut table =
        Table::new(table_id(name), phrase!("Organisations that funders have in common ({name})", name = name), columns);
    table.notes = vec![
        phrase!(
            "By chance: as many as two lists of these lengths would have in common if organisations were drawn by lot"
        ),
        phrase!(
            "Funders that look for the same kind of organisation have more in common than chance gives without knowing of each other"
        ),
    ];
    table
}

fn add(
    table: &mut Table,
    panel: &Panel,
    (one, other): (&str, &str),
    period: &Option<String>,
    (a, b): (&[f64], &[f64]),
) {
    let who = |of: &dyn Fn(f64, f64) -> bool| {
        Members::of((0..a.len().min(b.len())).filter(|&unit| of(a[unit], b[unit])).map(|unit| unit as u32))
    };
    let all = who(&|a, b| !a.is_nan() && !b.is_nan());
    let both = who(&|a, b| a == 1.0 && b == 1.0);
    let only = [who(&|a, b| a == 1.0 && b == 0.0), who(&|a, b| a == 0.0 && b == 1.0)];
    let neither = who(&|a, b| a == 0.0 && b == 0.0);
    let n = [all.n(), both.n(), only[0].n(), only[1].n(), neither.n()];
    let of = |part: usize, whole: usize| Cell::magnitude(part as f64 / whole as f64, whole).with_contributors(part);
    let share = |yes: usize, n: usize| Share { yes: yes as u64, all: n as u64 };
    let label = |name: &str| panel.variables.get(name).map_or_else(|| Cell::text(name), |it| Cell::words(&it.label));
    let p = match n[1] + n[2] > 0 && n[3] + n[4] > 0 {
        true => fisher_p(share(n[1], n[1] + n[2]), share(n[3], n[3] + n[4])),
        false => f64::NAN,
    };
    let row = table.rows.len();
    let [first, second] = only;
    let counts = [all, both, first, second, neither].map(Cell::count_of);
    let chance = (n[1] + n[2]) as f64 * (n[1] + n[3]) as f64 / n[0] as f64;
    let mut cells = vec![period_cell(panel, period.as_deref()), label(one), label(other)];
    cells.extend(counts);
    cells.extend([
        of(n[1], n[1] + n[2]),
        of(n[1], n[1] + n[3]),
        of(n[1], n[1] + n[2] + n[3]),
        Cell::statistic(chance).with_n(n[0]),
        Cell::statistic(p).with_n(n[0]),
    ]);
    table.push(cells);
    table.relations.push(Relation { total: (row, 3), parts: (4..8).map(|column| (row, column)).collect() });
}
