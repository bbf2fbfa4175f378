//! Facts of an answer → what standards of evidence say of its findings.

use std::collections::BTreeSet;

use crate::answer::{Answer, OutcomeAnswer, PlannedOutcome, Step};
use crate::design::balance::balance;
use crate::design::model_matrix::all_levels;
use crate::design::{Arm, Balance, BalanceRow, Comparison, Estimand};
use crate::exhibit::{TableId, TableRole};
use crate::findings::alike::{self, adjusts};
use crate::findings::evidence::attrition::Boundary;
use crate::findings::evidence::clusters::{ICC, corrected};
use crate::findings::evidence::effect_size::{cox, hedges};
use crate::findings::evidence::equivalence::Covariate;
use crate::findings::evidence::{Appraisal, Equivalence, Size, equivalence_table, evidence_table, standings};
use crate::findings::{Bundle, Facts, Finding};
use crate::panel::{VarRef, View};

use super::Answered;

/// Fills the standings of all findings, and adds the tables `<question>/evidence` and `<question>/equivalence`.
pub fn add(bundle: &mut Bundle, view: &View, answered: &[Answered<'_>]) {
    for answered in answered {
        let id = answered.step.id();
        let mut own: Vec<&mut Finding> = bundle.findings.findings.iter_mut().filter(|it| it.question == id).collect();
        own.iter_mut().for_each(|finding| finding.tables.push(TableId::of(&id, TableRole::Evidence).to_string()));
        let parts = judge(own, answered, view);
        tables(bundle, answered.step, answered.answer, parts);
    }
}

/// Fills the standings of a step's findings, one for each outcome in order. Returns how alike the groups were where an outcome has
/// others analysed than compared.
pub fn judge<'f>(
    findings: impl IntoIterator<Item = &'f mut Finding>,
    answered: &Answered<'_>,
    view: &View,
) -> Vec<Equivalence> {
    let Answered { step, answer, facts, .. } = answered;
    let mut parts = Vec::new();
    for (i, finding) in findings.into_iter().enumerate() {
        let (outcome, found, facts) = (&step.outcomes[i], &answer.outcomes[i], &facts[i]);
        let case = OutcomeEvidence { step, answer, outcome, found, facts, view };
        let appraisal = case.appraisal(finding);
        finding.standings = standings(&appraisal);
        parts.extend(case.apart(&appraisal));
    }
    parts
}

fn tables(bundle: &mut Bundle, step: &Step, answer: &Answer, mut parts: Vec<Equivalence>) {
    let id = step.id();
    let findings: Vec<&Finding> = bundle.findings.findings.iter().filter(|it| it.question == id).collect();
    let evidence = evidence_table(&id, &findings);
    if let Some(balance) = answer.comparison.as_ref().and_then(|it| it.balance.as_ref())
        && parts.len() < findings.len()
    {
        let adjusted = |row: &BalanceRow| answer.outcomes.iter().all(|found| adjusts(found, row));
        let outcome = (findings.len() == 1).then(|| findings[0].label.clone());
        let asked = |it: &Covariate| alike::is_asked(step, it);
        parts.insert(0, Equivalence { outcome, covariates: with_asked(covariates(balance, adjusted), asked) });
    }
    bundle.tables.push(evidence);
    if parts.iter().any(|part| !part.covariates.is_empty()) {
        bundle.tables.push(equivalence_table(&id, &parts));
    }
}

fn covariates(balance: &Balance, adjusted: impl Fn(&BalanceRow) -> bool) -> Vec<Covariate> {
    let rows = balance.rows.iter().filter(|row| row.term != "distance");
    rows.map(|row| Covariate::of(row, balance.units_after, adjusted(row))).collect()
}

fn with_asked(mut covariates: Vec<Covariate>, asked: impl Fn(&Covariate) -> bool) -> Vec<Covariate> {
    covariates.iter_mut().for_each(|it| it.asked = asked(it));
    covariates
}

/// One outcome of a step with its answer.
struct OutcomeEvidence<'a> {
    step: &'a Step,
    answer: &'a Answer,
    outcome: &'a PlannedOutcome,
    found: &'a OutcomeAnswer,
    facts: &'a Facts,
    view: &'a View,
}

/// The units of a comparison that an outcome was analysed on.
struct Analysed {
    rows: Vec<u32>,
    treated: Vec<bool>,
    weight: Vec<f64>,
    cluster: Option<Vec<u32>>,
}

impl OutcomeEvidence<'_> {
    fn appraisal(&self, finding: &Finding) -> Appraisal {
        let comparison = self.answer.comparison.as_ref();
        let analysed = comparison.filter(|_| self.two_arms()).map(|comparison| self.analysed(comparison));
        Appraisal {
            facts: self.facts.clone(),
            verdict: finding.claim.verdict,
            boundary: Boundary::default(),
            one_cluster: analysed.as_ref().is_some_and(Analysed::one_cluster),
            size: analysed.and_then(|analysed| self.size(finding, &analysed)),
            level: self.step.level,
        }
    }

    fn two_arms(&self) -> bool {
        self.step.kind().has_others()
    }

    fn analysed(&self, comparison: &Comparison) -> Analysed {
        let at = comparison.used(&self.found.analysed);
        let declared = self.answer.clusters.first().filter(|_| self.step.cluster.is_some());
        Analysed {
            rows: at.iter().map(|&i| comparison.units[i]).collect(),
            treated: at.iter().map(|&i| comparison.arm[i] == Arm::Treated).collect(),
            weight: at.iter().map(|&i| comparison.weights.values[i]).collect(),
            cluster: declared.map(|cluster| at.iter().map(|&i| cluster[i]).collect()),
        }
    }

    /// The standardised effect, where the finding shows its number.
    fn size(&self, finding: &Finding, analysed: &Analysed) -> Option<Size> {
        let effect = finding.effect.as_ref()?.estimate;
        let (row, n) = analysed.describe(self.view, &self.outcome.var)?;
        let after = row.after;
        let value = match self.outcome.binary {
            true => cox(after.mean_comparison + effect, after.mean_comparison)?,
            false => hedges(effect, (after.sd_treated, after.sd_comparison), n)?,
        };
        let clustered = analysed.clusters().and_then(|clusters| corrected(value, n, clusters, ICC));
        Some(Size { value, binary: self.outcome.binary, clustered })
    }

    /// What the table says apart for this outcome: others were analysed than compared, or its state before is no covariate.
    fn apart(&self, found: &Appraisal) -> Option<Equivalence> {
        let design = self.answer.comparison.as_ref()?.balance.as_ref()?;
        let whole = covariates(design, |row| adjusts(self.found, row));
        let own = &found.facts.covariates;
        let same = with_asked(own.clone(), |_| true) == whole;
        let mut covariates = own.clone();
        for before in covariates.iter_mut().filter(|it| found.facts.in_points && found.facts.is_before(it)) {
            before.share = true;
        }
        (!same).then(|| Equivalence { outcome: Some(self.outcome.label.clone()), covariates })
    }
}

impl Analysed {
    /// Weighted means and standard deviations of a number in both arms, and how many units they rest on.
    fn describe(&self, view: &View, var: &VarRef) -> Option<(BalanceRow, (usize, usize))> {
        let column = view.with_rows(self.rows.clone()).column(var)?;
        let terms = all_levels(&[column]);
        let known = terms.first().filter(|term| term.level.is_none() && term.values.iter().all(|x| x.is_finite()))?;
        let found = balance(&self.treated, &self.weight, std::slice::from_ref(known), Estimand::Att);
        let n = found.units_after;
        found.rows.into_iter().next().filter(|_| n.0 > 0 && n.1 > 0).map(|row| (row, n))
    }

    fn labels(&self, arms: &[bool]) -> Option<BTreeSet<u32>> {
        let cluster = self.cluster.as_ref()?;
        let own = cluster.iter().zip(&self.treated).filter(|(_, treated)| arms.contains(treated));
        Some(own.map(|(label, _)| *label).collect())
    }

    fn clusters(&self) -> Option<usize> {
        self.labels(&[true, false]).map(|labels| labels.len())
    }

    fn one_cluster(&self) -> bool {
        [true, false].iter().any(|arm| self.labels(&[*arm]).is_some_and(|labels| labels.len() == 1))
    }
}
