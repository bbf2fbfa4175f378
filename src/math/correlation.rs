//! How closely two things hang together.

use super::sums::mean;

/// Correlation of before and after within the groups, which their difference does not inflate. Nothing where a side does not
/// vary. All slices have one element for each unit.
pub fn within(before: &[f64], after: &[f64], treated: &[bool]) -> Option<f64> {
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for arm in [true, false] {
        let own = |values: &[f64]| -> Vec<f64> {
            values.iter().zip(treated).filter(|(_, of)| **of == arm).map(|(value, _)| *value).collect()
        };
        let (x, y) = (own(before), own(after));
        let (mx, my) = (mean(&x), mean(&y));
        for (x, y) in x.iter().zip(&y) {
            xy += (x - mx) * (y - my);
            xx += (x - mx).powi(2);
            yy += (y - my).powi(2);
        }
    }
    Some(xy / (xx * yy).sqrt()).filter(|r| r.is_finite())
}
