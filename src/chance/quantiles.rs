//! Inverse distribution functions that have no closed form.

use libm::{erfc, exp, log};

/// The standard normal quantile: Acklam's rational approximation, then one step of Halley's method on the
/// complementary error function, which brings it to the last few digits.
#[must_use]
pub fn normal(u: f64) -> f64 {
    if u > 0.5 {
        return -normal(1.0 - u);
    }
    let x = acklam(u);
    let error = normal_share_below(x) - u;
    let step = error * (2.0 * std::f64::consts::PI).sqrt() * exp(x * x / 2.0);
    x - step / (1.0 + x * step / 2.0)
}

/// The share of a standard normal variable that stays below `x`: its distribution function.
#[must_use]
pub fn normal_share_below(x: f64) -> f64 {
    0.5 * erfc(-x / std::f64::consts::SQRT_2)
}

/// Acklam's approximation for `u` up to one half, to nine digits.
fn acklam(u: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969683028665376e+01,
        2.209460984245205e+02,
        -2.759285104469687e+02,
        1.383_577_518_672_69e2,
        -3.066479806614716e+01,
        2.506628277459239e+00,
    ];
    const B: [f64; 6] = [
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01,
        1.0,
    ];
    const C: [f64; 6] = [
        -7.784894002430293e-03,
        -3.223964580411365e-01,
        -2.400758277161838e+00,
        -2.549732539343734e+00,
        4.374664141464968e+00,
        2.938163982698783e+00,
    ];
    const D: [f64; 5] = [
        7.784695709041462e-03,
        3.224671290700398e-01,
        2.445134137142996e+00,
        3.754408661907416e+00,
        1.0,
    ];
    if u < 0.02425 {
        let q = (-2.0 * log(u)).sqrt();
        polynomial(&C, q) / polynomial(&D, q)
    } else {
        let q = u - 0.5;
        q * polynomial(&A, q * q) / polynomial(&B, q * q)
    }
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

/// The quantile of Beta(alpha, beta), by bisection on its distribution function.
#[must_use]
pub fn beta(alpha: f64, beta: f64, u: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..64 {
        let middle = 0.5 * (low + high);
        if incomplete_beta(alpha, beta, middle) < u {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The quantile of Student's t with so many degrees of freedom, by way of the beta distribution: t² = ν(1 − x) ÷ x with
/// x from Beta(ν/2, 1/2) (Johnson, Kotz and Balakrishnan 1995, chapter 28).
#[must_use]
pub fn student(degrees: f64, u: f64) -> f64 {
    if u < 0.5 {
        return -student(degrees, 1.0 - u);
    }
    let x = beta(degrees / 2.0, 0.5, 2.0 * (1.0 - u));
    (degrees * (1.0 - x) / x).sqrt()
}

/// The regularised incomplete beta function.
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    // The continued fraction converges fast only on this side of the mean.
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log(1.0 - x);
    exp(front) / (a * beta_fraction(a, b, x))
}

/// The continued fraction of the incomplete beta function, from its far end backwards.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let term = |k: i32| {
        let m = f64::from(k / 2);
        if k % 2 == 0 {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        }
    };
    (1..=80).rev().fold(1.0, |tail, k| 1.0 + term(k) / tail)
}

/// The logarithm of the gamma function for `x` ≥ ½ (Lanczos, g = 7).
fn log_gamma(x: f64) -> f64 {
    const C: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    let y = x - 1.0;
    let sum: f64 = C[0]
        + (1..9)
            .map(|i| C[i as usize] / (y + f64::from(i)))
            .sum::<f64>();
    let t = y + 7.5;
    0.5 * log(2.0 * std::f64::consts::PI) + (y + 0.5) * log(t) - t + log(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_normal_quantile_agrees_with_tables() {
        for (u, z) in [
            (0.5, 0.0),
            (0.841_344_746_068_542_9, 1.0),
            (0.9, 1.281_551_565_544_600_4),
            (0.001, -3.090_232_306_167_813),
            (0.3, -0.524_400_512_708_040_9),
        ] {
            assert!((normal(u) - z).abs() < 1e-12, "{u}: {}", normal(u));
            assert!((normal_share_below(z) - u).abs() < 1e-14, "{z}");
        }
    }

    #[test]
    fn the_beta_quantile_inverts_closed_forms() {
        for u in [0.01, 0.2, 0.5, 0.8, 0.99] {
            assert!(
                (beta(1.0, 5.0, u) - (1.0 - (1.0 - u).powf(0.2))).abs() < 1e-11,
                "{u}"
            );
            assert!((beta(5.0, 1.0, u) - u.powf(0.2)).abs() < 1e-11, "{u}");
            assert!(
                (beta(3.0, 3.0, u) + beta(3.0, 3.0, 1.0 - u) - 1.0).abs() < 1e-11,
                "{u}"
            );
        }
    }

    #[test]
    fn student_quantiles_are_those_of_the_tables() {
        for (degrees, u, expected) in [
            (1.0, 0.975, 12.706_204_736),
            (4.0, 0.975, 2.776_445_105),
            (19.0, 0.95, 1.729_132_812),
            (19.0, 0.999, 3.579_400_149),
            (1000.0, 0.975, 1.962_339_081),
        ] {
            let got = student(degrees, u);
            assert!((got - expected).abs() < 1e-6, "{degrees} {u}: {got}");
        }
        assert!((student(9.0, 0.3) + student(9.0, 0.7)).abs() < 1e-12);
    }
}
