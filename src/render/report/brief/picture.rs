use crate::exhibit::{Audience, Figure, TableRole};
use crate::findings::Finding;
use crate::text::Lang;

use super::super::chart::{ChartView, Charts, WORKINGS, chart_view};
use super::super::scope::PageScope;

/// Tables of charts that show the answer itself, best first.
const ANSWER: [TableRole; 2] = [TableRole::OverTime, TableRole::Effects];

/// The chart that the study declares, else that of the finding, and one more: of a part, of income, over time, else of how alike those compared are.
pub fn charts(
    scope: &PageScope<'_>,
    finding: &Finding,
    lang: Lang,
    charts: Charts<'_>,
) -> (Option<ChartView>, Option<ChartView>) {
    let figures: Vec<&Figure> =
        scope.figures.iter().copied().filter(|figure| figure.audience == Audience::Public).collect();
    let own = |figure: &&&Figure| figure.table.question() == finding.question;
    let answer = |figure: &&&Figure| ANSWER.iter().position(|role| role == figure.table.role());
    let first =
        figures.iter().filter(own).filter(|figure| answer(figure).is_some()).min_by_key(|figure| answer(figure));
    let declared = scope.bundle.findings.study.charts.iter().filter(|_| scope.name.is_none());
    let declared = declared.filter_map(|id| figures.iter().find(|figure| figure.id == *id)).next();
    let first = declared.or(first).or_else(|| figures.iter().find(own)).copied();
    let others = || figures.iter().copied().filter(|figure| Some(&figure.id) != first.map(|first| &first.id));
    let further = |figure: &&Figure| !WORKINGS.contains(figure.table.role());
    let special = |figure: &&Figure| further(figure) && !ANSWER.contains(figure.table.role());
    let second = others()
        .find(|figure| special(figure) && own(&figure))
        .or_else(|| others().find(special))
        .or_else(|| others().find(further))
        .or_else(|| others().find(|figure| own(&figure) && *figure.table.role() == TableRole::Balance));
    let drawn = |figure: Option<&Figure>| figure.and_then(|figure| chart_view(scope, figure, lang, charts));
    (drawn(first), drawn(second))
}
