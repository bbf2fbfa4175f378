use clarabel::algebra::CscMatrix;
use clarabel::solver::{
    DefaultSettings, DefaultSolver, IPSolver, SolverStatus,
    SupportedConeT::{NonnegativeConeT, ZeroConeT},
};

use super::Equations;

impl Equations {
    /// The least and the largest value of an unknown over all real solutions, by an interior-point method (Goulart & Chen
    /// 2024); nothing where the solver gives none.
    pub fn linear_range(&self, unknown: usize) -> Option<(f64, f64)> {
        let program = Program::of(self, unknown)?;
        Some((program.least(1.0)?, -program.least(-1.0)?))
    }
}

/// min ±x of one unknown subject to Ax = b and bounds; unknowns that are told are gone.
struct Program {
    unknown: usize,
    width: usize,
    a: CscMatrix<f64>,
    b: Vec<f64>,
    equal: usize,
}

impl Program {
    /// Nothing where the unknown is told.
    fn of(from: &Equations, unknown: usize) -> Option<Program> {
        let open: Vec<usize> = (0..from.low.len()).filter(|&i| from.low[i] < from.high[i]).collect();
        let at = |unknown: &usize| open.binary_search(unknown).ok();
        let (mut rows, mut columns, mut values, mut b) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut put = |row: usize, column: usize, value: f64| {
            rows.push(row);
            columns.push(column);
            values.push(value);
        };
        for row in &from.rows {
            let told: i64 = row.terms.iter().filter(|(i, _)| at(i).is_none()).map(|(i, k)| k * from.low[*i]).sum();
            let left = row.terms.iter().filter_map(|(i, k)| Some((at(i)?, *k)));
            let before = b.len();
            for (column, factor) in left {
                put(before, column, factor as f64);
                b.resize(before + 1, (row.total - told) as f64);
            }
        }
        let equal = b.len();
        for (column, &i) in open.iter().enumerate() {
            put(b.len(), column, 1.0);
            b.push(from.high[i] as f64);
            put(b.len(), column, -1.0);
            b.push(-from.low[i] as f64);
        }
        let width = open.len();
        let a = CscMatrix::new_from_triplets(b.len(), width, rows, columns, values);
        Some(Program { unknown: at(&unknown)?, width, a, b, equal })
    }

    /// min sign·x.
    fn least(&self, sign: f64) -> Option<f64> {
        let mut q = vec![0.0; self.width];
        q[self.unknown] = sign;
        let cones = [ZeroConeT(self.equal), NonnegativeConeT(self.b.len() - self.equal)];
        let settings = DefaultSettings { verbose: false, ..DefaultSettings::default() };
        let none = CscMatrix::zeros((self.width, self.width));
        let mut solver = DefaultSolver::new(&none, &q, &self.a, &self.b, &cones, settings).ok()?;
        solver.solve();
        let solved = matches!(solver.solution.status, SolverStatus::Solved | SolverStatus::AlmostSolved);
        solved.then(|| sign * solver.solution.x[self.unknown])
    }
}
