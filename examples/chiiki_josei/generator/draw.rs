//! Random draws that hang on seed, purpose and number, and on nothing else.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use tashika::math::random::Stream;
use tashika::math::special::normal_quantile;

/// Draws of one purpose for one thing (organisation, application, sheet).
pub struct Draw(ChaCha8Rng);

/// Where [`Draw::bounded`] cuts the normal law, before rescaling.
const CUT: f64 = 2.5;
/// Standard deviation of the standard normal law within ±[`CUT`].
const SD_WITHIN_CUT: f64 = 0.954_6;

impl Draw {
    /// The draws of a purpose for thing number `index`.
    pub fn new(seed: u64, purpose: &str, index: u64) -> Draw {
        Draw(Stream::new(seed).child(purpose).replicate(index).rng())
    }

    /// Uniform on [0, 1).
    pub fn uniform(&mut self) -> f64 {
        self.0.random()
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// 0 … n−1.
    pub fn below(&mut self, n: usize) -> usize {
        self.0.random_range(0..n as u64) as usize
    }

    /// One of the items.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// Standard normal.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform().max(f64::MIN_POSITIVE))
    }

    /// Standard normal without its tails, rescaled to standard deviation 1: mean 0, never beyond ±2.62.
    pub fn bounded(&mut self) -> f64 {
        loop {
            let z = self.normal();
            if z.abs() <= CUT {
                return z / SD_WITHIN_CUT;
            }
        }
    }

    /// Normal with a mean and a standard deviation, drawn again until it lies within the bounds.
    pub fn normal_within(&mut self, mean: f64, sd: f64, (low, high): (f64, f64)) -> f64 {
        loop {
            let value = mean + sd * self.normal();
            if (low..=high).contains(&value) {
                return value;
            }
        }
    }

    /// Fisher–Yates.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
