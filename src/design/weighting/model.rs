use std::sync::Arc;

use ndarray::{Array1, Array2, Axis, concatenate};

use crate::design::WeightModel;

/// A set of coefficients θ that enter weights by xᵢθ: its estimating functions are sᵢ xᵢ with Σ sᵢ xᵢ = 0.
#[derive(Clone, Debug)]
pub struct Equations {
    /// n × p.
    pub x: Arc<Array2<f64>>,
    /// sᵢ.
    pub score: Vec<f64>,
    /// ∂sᵢ/∂(xᵢθ).
    pub slope: Vec<f64>,
    /// ∂wᵢ/∂(xᵢθ).
    pub weight: Vec<f64>,
}

/// Weights that hang on such coefficients.
#[derive(Clone, Debug)]
pub struct Estimated {
    /// Sets of coefficients that do not hang on each other.
    pub parts: Vec<Equations>,
    /// What each unit counted before.
    pub base: Vec<f64>,
}

impl Estimated {
    fn beside(&self, of: impl Fn(&Equations) -> &Vec<f64>) -> Array2<f64> {
        let each = |part: &Equations| &*part.x * &Array1::from(of(part).clone()).insert_axis(Axis(1));
        let parts: Vec<Array2<f64>> = self.parts.iter().map(each).collect();
        let views: Vec<_> = parts.iter().map(|part| part.view()).collect();
        concatenate(Axis(1), &views).unwrap_or_default()
    }
}

impl WeightModel for Estimated {
    fn psi(&self) -> Array2<f64> {
        self.beside(|part| &part.score)
    }

    fn hessian(&self) -> Array2<f64> {
        let width = self.parts.iter().map(|part| part.x.ncols()).sum();
        let (mut all, mut at) = (Array2::zeros((width, width)), 0);
        for part in &self.parts {
            let slopes = &*part.x * &Array1::from(part.slope.clone()).insert_axis(Axis(1));
            let own = part.x.t().dot(&slopes);
            let end = at + own.ncols();
            all.slice_mut(ndarray::s![at..end, at..end]).assign(&own);
            at = end;
        }
        all
    }

    fn weight_derivative(&self) -> Array2<f64> {
        self.beside(|part| &part.weight)
    }

    fn base(&self) -> Option<&[f64]> {
        Some(&self.base)
    }
}
