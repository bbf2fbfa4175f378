use crate::exhibit::{Audience, Figure};
use crate::findings::Finding;
use crate::text::Lang;

use super::super::question::{ChartView, Charts, chart_view};
use super::super::scope::Scope;

/// Tables of charts that show the answer itself, best first.
const ANSWER: [&str; 4] = ["over-time", "both-groups", "changes", "effects"];
/// Tables of charts that show how the answer was reached, or for whom: they belong to the full report.
const WORKINGS: [&str; 8] = ["balance", "overlap", "flow", "rows", "missing", "missingness", "table1", "subgroups"];

/// The chart of a finding and one more: of a part, of income, over time, else of how alike those compared are.
pub fn charts(
    scope: &Scope<'_>,
    finding: &Finding,
    lang: Lang,
    charts: Charts<'_>,
) -> (Option<ChartView>, Option<ChartView>) {
    let figures: Vec<&Figure> =
        scope.figures.iter().copied().filter(|figure| figure.audience == Audience::Public).collect();
    let own = |figure: &&&Figure| figure.table.starts_with(&format!("{}/", finding.question));
    let answer = |figure: &&&Figure| ANSWER.iter().position(|name| tells(figure, name));
    let first =
        figures.iter().filter(own).filter(|figure| answer(figure).is_some()).min_by_key(|figure| answer(figure));
    let first = first.or_else(|| figures.iter().find(own)).copied();
    let others = || figures.iter().copied().filter(|figure| Some(&figure.id) != first.map(|first| &first.id));
    let further = |figure: &&Figure| !WORKINGS.iter().any(|name| tells(figure, name));
    let special = |figure: &&Figure| further(figure) && !ANSWER.iter().any(|name| tells(figure, name));
    let second = others()
        .find(|figure| special(figure) && own(&figure))
        .or_else(|| others().find(special))
        .or_else(|| others().find(further))
        .or_else(|| others().find(|figure| own(&figure) && tells(figure, "balance")));
    let drawn = |figure: Option<&Figure>| figure.and_then(|figure| chart_view(scope, figure, lang, charts));
    (drawn(first), drawn(second))
}

/// Whether a figure's table is of a name, alone or as one of several (`effects-2`).
fn tells(figure: &Figure, name: &str) -> bool {
    let own = figure.table.rsplit('/').next().unwrap_or("");
    own.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}
