use crate::exhibit::{Audience, Figure, TableRole};
use crate::findings::Finding;
use crate::text::Lang;

use super::super::chart::{ChartView, Charts, WORKINGS, chart_view};
use super::super::scope::PageScope;

/// Tables of charts that show the answer itself, best first.
const ANSWER: [TableRole; 2] = [TableRole::OverTime, TableRole::Effects];

/// The chart of a finding itself.
pub fn own<'b>(scope: &PageScope<'b>, finding: &Finding) -> Option<&'b Figure> {
    let answer = |figure: &Figure| ANSWER.iter().position(|role| role == figure.table.role());
    let own = || public(scope).filter(|figure| figure.table.question() == finding.question);
    let found = own().filter(|figure| answer(figure).is_some()).min_by_key(|figure| answer(figure));
    let plain = |figure: &&Figure| !WORKINGS.contains(figure.table.role());
    found.or_else(|| own().find(plain)).or_else(|| own().next())
}

fn public<'s, 'b>(scope: &'s PageScope<'b>) -> impl Iterator<Item = &'b Figure> + use<'s, 'b> {
    scope.figures.iter().copied().filter(|figure| figure.audience == Audience::Public)
}

/// Whether a chart is that of the finding, not one that the study declares.
pub fn is_own(scope: &PageScope<'_>, finding: &Finding, id: &str) -> bool {
    own(scope, finding).is_some_and(|own| own.id == *id)
        && !scope.bundle.findings.study.charts.iter().any(|own| own == id)
}

/// The chart of page one, which the study declares, else that of the finding, and those of page two: one of a part, of income, over time,
/// else of how alike those compared are. Where rows of parts leave no room on page one, only a declared chart stands there.
pub fn charts(
    scope: &PageScope<'_>,
    finding: &Finding,
    lang: Lang,
    charts: Charts<'_>,
    crowded: bool,
) -> (Option<ChartView>, Vec<ChartView>) {
    let declared = scope.bundle.findings.study.charts.iter().filter(|_| scope.name.is_none());
    let declared = declared.filter_map(|id| public(scope).find(|figure| figure.id == *id)).next();
    let first = declared.or_else(|| own(scope, finding));
    let of_question = |figure: &&Figure| figure.table.question() == finding.question;
    let others = || public(scope).filter(|figure| Some(&figure.id) != first.map(|first| &first.id));
    let further = |figure: &&Figure| !WORKINGS.contains(figure.table.role());
    // Page one has the rows of all answers.
    let further = |figure: &&Figure| further(figure) && *figure.table.role() != TableRole::Glance;
    let special = |figure: &&Figure| further(figure) && !ANSWER.contains(figure.table.role());
    let second = others()
        .find(|figure| special(figure) && of_question(figure))
        .or_else(|| others().find(special))
        .or_else(|| others().find(further))
        .or_else(|| others().find(|figure| of_question(figure) && *figure.table.role() == TableRole::Balance));
    let drawn = |figure: Option<&Figure>| figure.and_then(|figure| chart_view(scope, figure, lang, charts));
    let (first, second) = (drawn(first), drawn(second));
    if crowded && declared.is_none() {
        (None, first.into_iter().chain(second).collect())
    } else {
        (first, second.into_iter().collect())
    }
}
