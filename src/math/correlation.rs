//! How closely two things hang together.

use super::sums::mean;

/// Correlation of before and after within the groups, which their difference does not inflate. Nothing where a side does not
/// vary. All slices have one element for each unit.
pub fn within(before: &[f64], after: &[f64], treated: &[bool]) -> Option<f64> {
    let mut products = Products::default();
    for arm in [true, false] {
        let own = |values: &[f64]| -> Vec<f64> {
            values.iter().zip(treated).filter(|(_, of)| **of == arm).map(|(value, _)| *value).collect()
        };
        products.add(&own(before), &own(after));
    }
    products.correlation()
}

/// Pearson's correlation. Nothing where a side does not vary.
pub fn pearson(x: &[f64], y: &[f64]) -> Option<f64> {
    let mut products = Products::default();
    products.add(x, y);
    products.correlation()
}

/// Sums of products about the mean.
#[derive(Default)]
struct Products {
    xy: f64,
    xx: f64,
    yy: f64,
}

impl Products {
    fn add(&mut self, x: &[f64], y: &[f64]) {
        let (mx, my) = (mean(x), mean(y));
        for (x, y) in x.iter().zip(y) {
            self.xy += (x - mx) * (y - my);
            self.xx += (x - mx).powi(2);
            self.yy += (y - my).powi(2);
        }
    }

    fn correlation(&self) -> Option<f64> {
        Some(self.xy / (self.xx * self.yy).sqrt()).filter(|r| r.is_finite())
    }
}
