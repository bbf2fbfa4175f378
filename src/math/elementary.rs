//! Exponentials, logarithms and powers, by one implementation on every system: the standard library takes those of the C
//! library, whose last digits differ between Windows, macOS and Linux. Square roots are rounded exactly everywhere and stay as
//! they are; so do whole powers, which are products.

/// eˣ
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// eˣ − 1, precise near 0.
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// The natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// ln(1 + x), precise near 0.
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// The common logarithm.
pub fn log10(x: f64) -> f64 {
    libm::log10(x)
}

/// The logarithm to base 2.
pub fn log2(x: f64) -> f64 {
    libm::log2(x)
}

/// xʸ
pub fn powf(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// √(x² + y²) without overflow.
pub fn hypot(x: f64, y: f64) -> f64 {
    libm::hypot(x, y)
}

/// Sine and cosine of an angle in radians.
pub fn sin_cos(angle: f64) -> (f64, f64) {
    libm::sincos(angle)
}

/// The angle of the point (x, y), from −π to π.
pub fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// The power of ten of a number's first digit: 3 for 1,234 and −2 for 0.05.
pub fn magnitude(x: f64) -> i32 {
    log10(x).floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten_are_exact() {
        for power in -300..=300 {
            let ten: f64 = format!("1e{power}").parse().unwrap();
            assert_eq!((log10(ten), magnitude(ten)), (f64::from(power), power));
        }
        assert!((0..22).all(|power| powf(10.0, f64::from(power)) == 10f64.powi(power)));
    }
}
