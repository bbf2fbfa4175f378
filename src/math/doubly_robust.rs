//! Doubly robust difference in differences (Sant'Anna & Zhao 2020): the change of the treated beside that of others, weighted by their odds
//! of being treated and less what covariates say of it. It is right where the odds or the lines are.

use ndarray::{Array1, Array2, ArrayView2};

use super::elementary::{exp, ln};
use super::glm::{LogitOptions, Separation, logit};
use super::linear::{Factor, TOLERANCE};
use super::sums::{dot, mean, sum};

/// Comparison units of a higher probability are not used, as in DRDID.
pub const TRIM: f64 = 0.995;

/// How odds and lines are fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Odds that balance the covariates exactly, and lines weighted by them: errors need not know of either.
    Improved,
    /// Maximum likelihood and least squares.
    Traditional,
}

/// An estimate with the influence values of its rows, divided by n: V = Σψ².
#[derive(Clone, Debug, PartialEq)]
pub struct DoublyRobust {
    /// Average effect on the treated.
    pub effect: f64,
    /// One for each row.
    pub psi: Vec<f64>,
    /// Comparison rows that are not used for their high probability.
    pub trimmed: usize,
}

/// Why there is none.
#[derive(Clone, Debug)]
pub enum NoOdds {
    /// Covariates tell the two sides apart.
    Apart(Separation),
    /// No weights of the others have the means of the treated, or the search did not settle.
    Unbalanced,
    /// No row of one of the groups.
    Empty,
}

/// Rows, of which `x` has the column of ones and is not collinear; weights are positive.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    /// n × p.
    pub x: ArrayView2<'a, f64>,
    /// Of each row.
    pub treated: &'a [bool],
    /// Of each row.
    pub weight: &'a [f64],
}

/// The odds of being treated, and what their estimation adds.
struct Odds {
    /// Weight · odds of the others that are used; 0 of the treated.
    weight: Vec<f64>,
    trimmed: usize,
    /// (X′VX)⁻¹ x (D − p) w of each row, n × p; absent where errors need not know of it.
    moved: Option<Array2<f64>>,
    /// Odds of all rows.
    odds: Vec<f64>,
}

/// Least squares on some of the rows.
struct Line {
    fitted: Vec<f64>,
    /// (X′WX)⁻¹ x w e of each row, n × p kept.
    moved: Array2<f64>,
    kept: Vec<usize>,
}

impl Line {
    fn of(rows: Rows<'_>, y: &[f64], weight: &[f64]) -> Result<Line, NoOdds> {
        if weight.iter().all(|weight| *weight == 0.0) {
            return Err(NoOdds::Empty);
        }
        let factor = Factor::new(rows.x, Some(weight), TOLERANCE);
        let fit = factor.solve(y);
        let mut moved = factor.shares();
        moved.rows_mut().into_iter().zip(&fit.residuals).for_each(|(mut row, e)| row *= *e);
        Ok(Line { fitted: fit.fitted.to_vec(), moved, kept: factor.kept().to_vec() })
    }

    /// What its estimation adds to a sum whose derivative by the coefficients is `slope`, p.
    fn adds(&self, slope: &Array1<f64>, row: usize) -> f64 {
        sum(self.kept.iter().enumerate().map(|(at, &k)| self.moved[[row, at]] * slope[k]))
    }
}

impl Rows<'_> {
    fn n(&self) -> usize {
        self.treated.len()
    }

    fn side(&self, treated: bool) -> Vec<f64> {
        (0..self.n()).map(|row| if self.treated[row] == treated { self.weight[row] } else { 0.0 }).collect()
    }

    /// Σ wx.
    fn slope(&self, weight: &[f64]) -> Array1<f64> {
        self.x.columns().into_iter().map(|column| sum(column.iter().zip(weight).map(|(x, w)| x * w))).collect()
    }

    fn odds(&self, way: Way) -> Result<Odds, NoOdds> {
        let (odds, moved) = match way {
            Way::Improved => (self.balanced()?, None),
            Way::Traditional => self.likely()?,
        };
        let probability = |odds: f64| odds / (1.0 + odds);
        let used = |row: usize| !self.treated[row] && probability(odds[row]) < TRIM;
        let weight: Vec<f64> =
            (0..self.n()).map(|row| if used(row) { self.weight[row] * odds[row] } else { 0.0 }).collect();
        let trimmed = (0..self.n()).filter(|&row| !self.treated[row] && !used(row)).count();
        if weight.iter().all(|weight| *weight == 0.0) {
            return Err(NoOdds::Empty);
        }
        Ok(Odds { weight, trimmed, moved, odds })
    }

    /// By maximum likelihood.
    fn likely(&self) -> Result<(Vec<f64>, Option<Array2<f64>>), NoOdds> {
        let d: Vec<f64> = self.treated.iter().map(|treated| f64::from(u8::from(*treated))).collect();
        let fit = logit(self.x, &d, Some(self.weight), LogitOptions::default()).map_err(|_| NoOdds::Empty)?;
        if let Some(separation) = fit.separation {
            return Err(NoOdds::Apart(separation));
        }
        let kept = self.x.select(ndarray::Axis(1), &fit.kept);
        let mut moved = kept.dot(&fit.covariance);
        let score = |row: usize| self.weight[row] * (d[row] - fit.fitted[row]);
        moved.rows_mut().into_iter().enumerate().for_each(|(row, mut of_row)| of_row *= score(row));
        let mut all = Array2::zeros(self.x.dim());
        fit.kept.iter().enumerate().for_each(|(at, &k)| all.column_mut(k).assign(&moved.column(at)));
        Ok((fit.linear.iter().map(|&eta| exp(eta)).collect(), Some(all)))
    }

    /// Odds e^(xγ) under which the others have the sums of the treated: Newton's search for the highest Σ w(D xγ − (1−D)e^(xγ)), which
    /// is concave (Graham, Pinto & Egel 2012).
    fn balanced(&self) -> Result<Vec<f64>, NoOdds> {
        const MOST: usize = 200;
        let (treated, others) = (self.side(true), self.side(false));
        let wanted = self.slope(&treated);
        let mut linear = vec![ln(sum(treated.iter().copied()) / sum(others.iter().copied())); self.n()];
        let height = |linear: &[f64]| {
            sum((0..linear.len()).map(|row| treated[row] * linear[row] - others[row] * exp(linear[row])))
        };
        let size = wanted.iter().fold(0.0, |size: f64, value| size.max(value.abs()));
        let (mut at, mut least) = (height(&linear), f64::INFINITY);
        for _ in 0..MOST {
            let weight: Vec<f64> = (0..self.n()).map(|row| others[row] * exp(linear[row])).collect();
            let gap = &wanted - &self.slope(&weight);
            let off = gap.iter().fold(0.0, |off: f64, gap| off.max(gap.abs())) / size;
            if off <= 1e-12 && off >= 0.5 * least {
                return Ok(linear.into_iter().map(exp).collect());
            }
            least = least.min(off);
            let factor = Factor::new(self.x, Some(&weight), 1e-13);
            if factor.rank() < self.x.ncols() {
                break;
            }
            let along = self.x.dot(&factor.bread().dot(&gap));
            let mut step = 1.0;
            loop {
                let next: Vec<f64> = linear.iter().zip(&along).map(|(linear, along)| linear + step * along).collect();
                let higher = height(&next);
                if higher >= at - 1e-13 * at.abs() {
                    (linear, at) = (next, higher);
                    break;
                }
                step *= 0.5;
                if step < 1e-10 {
                    return if off <= 1e-10 { Ok(linear.into_iter().map(exp).collect()) } else { Err(self.why()) };
                }
            }
            if linear.iter().any(|linear| linear.abs() > 60.0) {
                break;
            }
        }
        if least <= 1e-10 { Ok(linear.into_iter().map(exp).collect()) } else { Err(self.why()) }
    }

    fn why(&self) -> NoOdds {
        match self.likely() {
            Err(why) => why,
            Ok(_) => NoOdds::Unbalanced,
        }
    }
}

/// A mean Σwz/Σw with its influence values.
struct Mean {
    value: f64,
    psi: Vec<f64>,
    total: f64,
}

impl Mean {
    fn of(weight: &[f64], z: &[f64]) -> Result<Mean, NoOdds> {
        let total = sum(weight.iter().copied());
        if total == 0.0 {
            return Err(NoOdds::Empty);
        }
        let value = dot(weight, z) / total;
        let psi = weight.iter().zip(z).map(|(w, z)| w * (z - value) / total).collect();
        Ok(Mean { value, psi, total })
    }
}

/// Of changes of units that were seen before and after.
///
/// τ = Σ w₁(Δ − m)/Σw₁ − Σ w₀(Δ − m)/Σw₀ with m the line of the changes of the others, w₁ = wD, w₀ = w(1−D) · odds.
///
/// # Errors
/// [`NoOdds`].
pub fn panel(rows: Rows<'_>, change: &[f64], way: Way) -> Result<DoublyRobust, NoOdds> {
    let odds = rows.odds(way)?;
    let line = Line::of(rows, change, &of_line(rows, &odds, way))?;
    let left: Vec<f64> = change.iter().zip(&line.fitted).map(|(change, line)| change - line).collect();
    let (treated, others) = (Mean::of(&rows.side(true), &left)?, Mean::of(&odds.weight, &left)?);
    let mut psi: Vec<f64> = treated.psi.iter().zip(&others.psi).map(|(a, b)| a - b).collect();
    if way == Way::Traditional {
        let of_line = rows.slope(&odds.weight) / others.total - rows.slope(&rows.side(true)) / treated.total;
        let of_odds = rows.slope(&others.psi);
        add(&mut psi, |row| line.adds(&of_line, row) - moved(&odds, &of_odds, row));
    }
    Ok(DoublyRobust { effect: treated.value - others.value, psi, trimmed: odds.trimmed })
}

/// Weights of the line of the others.
fn of_line(rows: Rows<'_>, odds: &Odds, way: Way) -> Vec<f64> {
    let others = rows.side(false);
    match way {
        Way::Improved => others.iter().zip(&odds.odds).map(|(weight, odds)| weight * odds).collect(),
        Way::Traditional => others,
    }
}

fn moved(odds: &Odds, slope: &Array1<f64>, row: usize) -> f64 {
    odds.moved.as_ref().map_or(0.0, |moved| moved.row(row).dot(slope))
}

fn add(psi: &mut [f64], by: impl Fn(usize) -> f64) {
    psi.iter_mut().enumerate().for_each(|(row, psi)| *psi += by(row));
}

/// Of respondents of two surveys, others each time; the locally efficient estimate, which supposes that the same kind of people answered
/// both times. `after`: whether a row is of the second.
///
/// # Errors
/// [`NoOdds`].
pub fn repeated(rows: Rows<'_>, y: &[f64], after: &[bool], way: Way) -> Result<DoublyRobust, NoOdds> {
    let odds = rows.odds(way)?;
    let at = |weight: &[f64], time: bool| -> Vec<f64> {
        weight.iter().zip(after).map(|(weight, after)| if *after == time { *weight } else { 0.0 }).collect()
    };
    let others = of_line(rows, &odds, way);
    let [cont_pre, cont_post] = [false, true].map(|time| Line::of(rows, y, &at(&others, time)));
    let [treat_pre, treat_post] = [false, true].map(|time| Line::of(rows, y, &at(&rows.side(true), time)));
    let (cont, treat) = ([cont_pre?, cont_post?], [treat_pre?, treat_post?]);
    let left: Vec<f64> = (0..y.len()).map(|row| y[row] - cont[usize::from(after[row])].fitted[row]).collect();
    let all = rows.side(true);
    let gain = |time: usize| -> Vec<f64> {
        treat[time].fitted.iter().zip(&cont[time].fitted).map(|(treat, cont)| treat - cont).collect()
    };
    let (mut effect, mut psi) = (0.0, vec![0.0; y.len()]);
    for (time, sign) in [(0, -1.0), (1, 1.0)] {
        let (own, other) = (at(&all, time == 1), at(&odds.weight, time == 1));
        let (treated, others) = (Mean::of(&own, &left)?, Mean::of(&other, &left)?);
        let (of_all, of_own) = (Mean::of(&all, &gain(time))?, Mean::of(&own, &gain(time))?);
        effect += sign * (treated.value - others.value + of_all.value - of_own.value);
        add(&mut psi, |row| sign * (treated.psi[row] - others.psi[row] + of_all.psi[row] - of_own.psi[row]));
        if way == Way::Traditional {
            let of_line = rows.slope(&other) / others.total - rows.slope(&own) / treated.total;
            let of_gain = rows.slope(&all) / of_all.total - rows.slope(&own) / of_own.total;
            let of_odds = rows.slope(&others.psi);
            let lines = (&cont[time], &treat[time]);
            add(&mut psi, |row| {
                let line = lines.0.adds(&of_line, row) + lines.1.adds(&of_gain, row) - lines.0.adds(&of_gain, row);
                sign * (line - moved(&odds, &of_odds, row))
            });
        }
    }
    Ok(DoublyRobust { effect, psi, trimmed: odds.trimmed })
}

/// Columns of length 1 about their means behind a column of ones, without those that repeat others; which of the given columns are kept.
pub fn prepared(x: ArrayView2<'_, f64>) -> (Array2<f64>, Vec<usize>) {
    let n = x.nrows();
    let column = |k: usize| {
        let values = x.column(k).to_vec();
        let middle = mean(&values);
        let spread = (sum(values.iter().map(|value| (value - middle).powi(2))) / n as f64).sqrt();
        values.into_iter().map(|value| if spread > 0.0 { (value - middle) / spread } else { 0.0 }).collect::<Vec<f64>>()
    };
    let columns: Vec<Vec<f64>> = std::iter::once(vec![1.0; n]).chain((0..x.ncols()).map(column)).collect();
    let whole = Array2::from_shape_fn((n, columns.len()), |(row, k)| columns[k][row]);
    let kept = Factor::new(whole.view(), None, TOLERANCE).kept().to_vec();
    (whole.select(ndarray::Axis(1), &kept), kept.iter().skip(1).map(|k| k - 1).collect())
}
