//! Findings as the public may have them: their typed numbers follow from the cells as well.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::design::BalanceSide;
use crate::exhibit::{Audience, Cell, Table, TableRole, Value};
use crate::panel::FlowStep;
use crate::phrase;
use crate::text::{Phrase, Precision, Words};

use super::super::facts::quantity;
use super::super::{
    Bundle, Check, Claim, Companion, DataRequest, Describe, Digits, Effect, Finding, Group, Interval, QuestionInfo,
    SampleInfo, SensitivityInfo, Standing,
};
use super::digits::{Towards, decimals, level_of, mean, outward, plain, said};
use super::results::{Cases, Rounded, hidden_numbers, hidden_results, rounded_numbers};
use super::rule::Rule;
use super::veil::{Said, Scope, Veil};

/// Second ways to say the same that tell nothing of how many rose or fell, where they rest on all cases.
const SAFE: [&str; 2] = ["standardised", "hodges"];

/// What publishing one part of the bundle needs.
pub struct Publishing<'b> {
    /// Where the cases of findings stand, and all tables.
    pub cases: Cases<'b>,
    /// Of each question, the hidden numbers of units.
    pub hidden: BTreeMap<String, BTreeSet<u32>>,
    /// Of each question, the bits of the sizes of hidden results.
    pub told: BTreeMap<String, BTreeSet<u64>>,
    /// Of each question, how numbers of units are rounded.
    pub rounded: BTreeMap<String, Rc<Rounded>>,
    /// The rule.
    pub rule: &'b Rule,
    /// What phrases may not say.
    pub veil: &'b Veil<'b>,
}

impl<'b> Publishing<'b> {
    /// Of a bundle.
    pub fn of(bundle: &'b Bundle, rule: &'b Rule, veil: &'b Veil<'b>) -> Publishing<'b> {
        let (hidden, told) = (hidden_numbers(&bundle.tables), hidden_results(&bundle.tables));
        Publishing { cases: Cases::of(bundle), hidden, told, rounded: rounded_numbers(&bundle.tables), rule, veil }
    }

    /// What phrases of a question may not say.
    pub fn scope(&self, question: &str) -> Scope {
        let of = |id: &str| self.hidden.get(id).cloned().unwrap_or_default();
        let own = of(question);
        let numbers: BTreeSet<u32> = own.iter().copied().chain(of("")).collect();
        let told = self.told.get(question).cloned().unwrap_or_default();
        let rounded = self.rounded.get(question).cloned().unwrap_or_default();
        // A share that stands in no cell would be one of the counts before they are rounded.
        let shares = !own.is_empty() || self.rule.rounding.is_some();
        Scope { shares, numbers, told, rounded, ..Scope::default() }
    }

    /// A question.
    pub fn question(&self, question: &QuestionInfo) -> QuestionInfo {
        let scope = self.scope(&question.id);
        QuestionInfo {
            notes: self.veil.phrases(&question.notes, &scope),
            population: self.veil.phrase(&question.population, &scope),
            flow: self.flow(&question.id, &question.flow, &scope),
            balance: self.balance(question),
            ..question.clone()
        }
    }

    /// A flow without names; nothing where its table hides a number or shows rounded ones, for then the table alone speaks.
    pub fn flow(&self, question: &str, steps: &[FlowStep], scope: &Scope) -> Vec<FlowStep> {
        let whole = self.cases.of_question(question, TableRole::Flow).is_some_and(|table| !hides(table));
        if !whole || self.rule.rounding.is_some() {
            return Vec::new();
        }
        let public = |step: &FlowStep| {
            let mut step = step.clone();
            step.stage = self.veil.phrase(&step.stage, scope);
            for lost in &mut step.lost {
                lost.who.clear();
                lost.reason = self.veil.phrase(&lost.reason, scope);
            }
            step
        };
        steps.iter().map(public).collect()
    }

    /// Balance of the characteristics of which nothing is hidden.
    fn balance(&self, question: &QuestionInfo) -> Vec<crate::design::BalanceRow> {
        let tables = [TableRole::Balance, TableRole::TableOne].map(|role| self.cases.of_question(&question.id, role));
        let shown = |term: &str| {
            let named = Value::Text(term.into());
            tables.iter().flatten().all(|table| {
                let own = |row: &&Vec<Cell>| row.iter().any(|cell| cell.value == named);
                table.rows.iter().filter(own).flatten().all(|cell| cell.audience == Audience::Public)
            })
        };
        let mut rows: Vec<_> = question.balance.iter().filter(|row| shown(&row.term)).cloned().collect();
        rows.iter_mut().flat_map(|row| [&mut row.before, &mut row.after]).for_each(balance_side);
        rows
    }

    /// A finding.
    pub fn finding(&self, finding: &Finding) -> Finding {
        let digits = finding.digits.unwrap_or(Digits { step: 0.0, estimate: true, interval: true, means: true });
        let withheld = self.cases.is_withheld(finding, self.rule) || !digits.estimate;
        let alone = !withheld && !digits.interval;
        let mut own = self.scope(&finding.question);
        if !digits.means {
            let means = [finding.describe.mean_treated, finding.describe.mean_reference];
            own.told.extend(means.into_iter().flatten().map(|mean| mean.abs().to_bits()));
        }
        let values = if withheld { Vec::new() } else { values(finding, digits) };
        let scope = Scope { results: withheld || alone, shares: own.shares || withheld, values, ..own };
        let counted = Scope { counts: true, ..scope.clone() };
        let hides_signs = self.cases.hides_signs(finding);
        let claim = match (withheld, alone) {
            (true, _) => without_number(finding),
            (_, true) => without_interval(finding, digits),
            _ => finding.claim.clone(),
        };
        let claim = Claim {
            // Without an interval it is made for the public.
            sentence: if alone { claim.sentence } else { self.veil.phrase(&claim.sentence, &counted) },
            can_say: self.veil.phrases(&claim.can_say, &counted),
            cannot_say: self.veil.phrases(&claim.cannot_say, &counted),
            clauses: self.clauses(&claim.clauses, &Scope { results: scope.shares, ..scope.clone() }),
            ..claim
        };
        let said = claim.said();
        Finding {
            when: None,
            grain: None,
            digits: None,
            effect: finding.effect.as_ref().filter(|_| !withheld && !alone).map(|it| self.effect(it, digits, &scope)),
            describe: self.describe(finding, withheld, hides_signs, &scope),
            sample: self.sample(finding, withheld, &scope),
            companions: self.companions(finding, withheld || alone, hides_signs, &scope),
            sensitivity: if withheld || alone { Vec::new() } else { self.sensitivity(finding, &scope) },
            checks: finding
                .checks
                .iter()
                .map(|it| Check { text: self.veil.phrase(&it.text, &counted), ..it.clone() })
                .collect(),
            notes: if withheld { Vec::new() } else { self.veil.phrases(&finding.notes, &counted) },
            texts: finding.texts.keys().map(|&lang| (lang, said.render(lang))).collect(),
            standings: finding.standings.iter().map(|standing| self.standing(standing, &counted)).collect(),
            q_value: finding.q_value.filter(|_| !withheld && !alone).map(level_of),
            claim,
            ..finding.clone()
        }
    }

    /// Clauses that say more than a row of what is not shown; of the others, that there are some.
    fn clauses(&self, clauses: &[Phrase], scope: &Scope) -> Vec<Phrase> {
        let said = self.veil.phrases(clauses, scope);
        let (holes, mut whole): (Vec<Phrase>, Vec<Phrase>) = said.into_iter().partition(Phrase::withholds);
        if !holes.is_empty() {
            whole.push(phrase!("More could be said, with numbers about few that are not shown here."));
        }
        whole
    }

    /// The interval in the steps of the estimate; without the error and what else would tell it more closely.
    fn effect(&self, effect: &Effect, digits: Digits, scope: &Scope) -> Effect {
        let interval = |it: Interval| Interval {
            low: said(it.low, digits.step, Towards::Below),
            high: said(it.high, digits.step, Towards::Above),
            ..it
        };
        let own = interval(Interval { level: effect.level, low: effect.low, high: effect.high });
        Effect {
            estimate: said(effect.estimate, digits.step, Towards::Nearest),
            low: own.low,
            high: own.high,
            equivalence: effect.equivalence.map(interval),
            std_error: None,
            df: None,
            clusters: effect.clusters.and_then(|n| self.count_in(n, scope)),
            p_value: level_of(effect.p_value),
            method: self.veil.phrase(&effect.method, scope),
            inference: self.veil.phrase(&effect.inference, &Scope { counts: true, shares: false, ..scope.clone() }),
            ..effect.clone()
        }
    }

    fn describe(&self, finding: &Finding, withheld: bool, hides_signs: bool, scope: &Scope) -> Describe {
        let signs = finding.describe.signs.filter(|_| !withheld && !hides_signs);
        let signs = signs.and_then(|(a, b, c)| {
            let of = |key, n| self.in_cases(finding, key, n, scope);
            Some((of("higher", a)?, of("equal", b)?, of("lower", c)?))
        });
        if withheld {
            return Describe { signs, ..Describe::default() };
        }
        let (own, digits) = (&finding.describe, finding.digits);
        let told = |value: Option<f64>| value.filter(|_| digits.is_none_or(|it| it.interval)).map(plain);
        let coarse = finding.grain.is_some_and(|grain| grain.is_coarse());
        let means = digits.is_none_or(|it| it.means);
        let mean = |value: Option<f64>| {
            value.filter(|_| means).map(|value| mean(value, digits.map_or(0.0, |it| it.step), coarse))
        };
        Describe {
            signs,
            scale: own.scale.as_ref().map(|scale| self.veil.phrase(scale, scope)),
            mean_treated: mean(own.mean_treated),
            mean_reference: mean(own.mean_reference),
            standardised: told(own.standardised),
            smallest_detectable: told(own.smallest_detectable),
            smallest_change: own.smallest_change,
            // It follows from the width of the interval.
            precision: own.precision.filter(|_| digits.is_none_or(|it| it.interval)),
        }
    }

    fn sample(&self, finding: &Finding, withheld: bool, scope: &Scope) -> SampleInfo {
        let sample = &finding.sample;
        let side = |key, n| self.in_cases(finding, key, n, scope);
        let sides = side("treated", sample.treated).zip(side("comparison", sample.comparison));
        let Some((treated, comparison)) = sides.filter(|_| !withheld) else {
            return SampleInfo { withheld: true, ..SampleInfo::default() };
        };
        let effective = match self.rule.rounding {
            Some(_) => (treated as f64, comparison as f64),
            None => sample.effective,
        };
        SampleInfo { treated, comparison, effective, ..sample.clone() }
    }

    /// A number of units of a finding as its row in the table of cases says it; where there is none, as in sentences.
    fn in_cases(&self, finding: &Finding, key: &str, n: usize, scope: &Scope) -> Option<usize> {
        let cell = self.cases.cell(finding, key).filter(|cell| cell.number() == Some(n as f64));
        match cell.and_then(|cell| cell.rounded) {
            Some(rounded) => Some(rounded as usize),
            None => self.veil.known_count(n as u64, scope).map(|n| n as usize),
        }
    }

    fn companions(&self, finding: &Finding, withheld: bool, hides_signs: bool, scope: &Scope) -> Vec<Companion> {
        let all = finding.sample.treated + finding.sample.comparison;
        // Where counts are rounded, what is made of them would tell them.
        let counts_are_shown = !hides_signs && self.rule.rounding.is_none();
        let safe = |it: &&Companion| counts_are_shown || it.n == all && SAFE.iter().any(|key| it.key.starts_with(key));
        // Shares are levels here.
        let counted = Scope { counts: true, shares: false, ..scope.clone() };
        let public = |it: &Companion| {
            // The same number by another law is said as it is said elsewhere.
            let again = it.estimate.is_some() && it.estimate == finding.effect.as_ref().map(|effect| effect.estimate);
            let step = finding.digits.filter(|_| again).map_or(0.0, |digits| digits.step);
            let to = |value, towards| if step > 0.0 { said(value, step, towards) } else { outward(value, towards) };
            Some(Companion {
                n: self.count_in(it.n, scope)?,
                estimate: it.estimate.map(|value| to(value, Towards::Nearest)),
                interval: it.interval.map(|(low, high)| (to(low, Towards::Below), to(high, Towards::Above))),
                p_value: it.p_value.map(level_of),
                statistic: None,
                method: self.veil.phrase(&it.method, &counted),
                ..it.clone()
            })
        };
        let shown = finding.companions.iter().filter(|_| !withheld).filter(safe);
        shown.filter_map(public).collect()
    }

    fn sensitivity(&self, finding: &Finding, scope: &Scope) -> Vec<SensitivityInfo> {
        let public = |it: &SensitivityInfo| SensitivityInfo {
            values: it.values.iter().map(|(key, value)| (key.clone(), plain(*value))).collect(),
            reading: self.sensitivity_reading(it, scope),
            ..it.clone()
        };
        finding.sensitivity.iter().map(public).collect()
    }

    /// Shares of a reading are of what is unexplained, not of units.
    fn sensitivity_reading(&self, info: &SensitivityInfo, scope: &Scope) -> Phrase {
        self.veil.phrase(&info.reading, &Scope { shares: false, ..scope.clone() })
    }

    fn standing(&self, standing: &Standing, scope: &Scope) -> Standing {
        let details = standing.details.iter();
        Standing {
            verdict: self.veil.phrase(&standing.verdict, scope),
            rule: self.veil.phrase(&standing.rule, &Scope { counts: false, results: false, ..scope.clone() }),
            next: standing.next.as_ref().map(|next| self.veil.phrase(next, scope)),
            details: details.map(|(label, value)| (label.clone(), self.veil.phrase(value, scope))).collect(),
            ..standing.clone()
        }
    }

    /// A request.
    pub fn request(&self, request: &DataRequest) -> DataRequest {
        let scope = self.scope(&request.question);
        let said = |phrase| self.veil.phrase(phrase, &scope);
        let count = request.count.and_then(|n| self.veil.known_count(n, &scope));
        DataRequest {
            collect: said(&request.collect),
            whom: said(&request.whom),
            count,
            when: said(&request.when),
            so_that: said(&request.so_that),
            ..request.clone()
        }
    }

    /// The report of a part, with what is said of it.
    pub fn group(&self, group: &Group) -> Group {
        Group {
            questions: group.questions.iter().map(|question| self.question(question)).collect(),
            findings: group.findings.iter().map(|finding| self.finding(finding)).collect(),
            notes: self.veil.phrases(&group.notes, &Scope::default()),
            ..group.clone()
        }
    }

    /// A number of units that stands in no table, among others of a question: nothing where it is not shown, or is a hidden number of it.
    pub fn count_in(&self, n: usize, scope: &Scope) -> Option<usize> {
        self.veil.count(n as u64, scope).map(|n| n as usize)
    }
}

/// Balance without exact means: how far apart the groups are is a rule of thumb to two digits.
fn balance_side(side: &mut BalanceSide) {
    let share = side.having.take().is_some();
    for value in [&mut side.mean_treated, &mut side.mean_comparison, &mut side.sd_treated, &mut side.sd_comparison] {
        *value = if share { *value } else { mean(*value, 0.0, false) };
    }
    for value in [&mut side.smd, &mut side.ks, &mut side.ecdf_mean] {
        *value = plain(*value);
    }
    side.variance_ratio = side.variance_ratio.map(plain);
}

/// Whether a table hides a number.
pub fn hides(table: &Table) -> bool {
    table.rows.iter().flatten().any(|cell| cell.audience == Audience::Internal)
}

/// The numbers of a finding in units of its outcome.
fn values(finding: &Finding, digits: Digits) -> Vec<Said> {
    let Some(effect) = &finding.effect else { return Vec::new() };
    let ends = |low, high| [(low, Towards::Below), (high, Towards::Above)];
    let narrow = effect.equivalence.iter().flat_map(|it| ends(it.low, it.high));
    let own = std::iter::once((effect.estimate, Towards::Nearest)).chain(ends(effect.low, effect.high)).chain(narrow);
    let step = digits.step;
    own.map(|(held, towards)| Said { held, public: said(held, step, towards), step }).collect()
}

/// What is said of a finding whose interval would tell how many changed.
fn without_interval(finding: &Finding, digits: Digits) -> Claim {
    let Some(effect) = &finding.effect else { return without_number(finding) };
    let (factor, unit) = match finding.in_points {
        true => (100.0, Words::percentage_points()),
        false => (1.0, finding.unit.clone()),
    };
    let value = said(effect.estimate, digits.step, Towards::Nearest) * factor;
    Claim {
        sentence: phrase!(
            "{label}: about {value} on average. How sure this is, is not said here: it would tell something about very few cases.",
            label = &finding.label,
            value = quantity(value, Precision::decimal(decimals(digits.step * factor)), &unit)
        ),
        can_say: Vec::new(),
        clauses: Vec::new(),
        ..finding.claim.clone()
    }
}

/// What is said of a finding whose numbers are not shown: the verdict is the same for everybody, and one that gives no number anyway
/// says why by itself.
fn without_number(finding: &Finding) -> Claim {
    if finding.claim.verdict.withholds_number() {
        return finding.claim.clone();
    }
    Claim {
        sentence: phrase!(
            "{label}: the numbers are not shown here, because they would tell something about very few cases.",
            label = &finding.label
        ),
        can_say: Vec::new(),
        clauses: Vec::new(),
        ..finding.claim.clone()
    }
}
