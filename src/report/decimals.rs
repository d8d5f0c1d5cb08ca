//! Numbers in decimals. What rounds to nothing has no sign of its own: a difference of −0.001 is written 0.00.

/// A number with so many decimals.
#[must_use]
pub fn decimals(value: f64, count: usize) -> String {
    let text = format!("{value:.count$}");
    match text.strip_prefix('-') {
        Some(size) if is_nothing(size) => size.to_owned(),
        _ => text,
    }
}

/// A change with so many decimals: what rises has a plus, what falls a minus, and nothing has neither.
#[must_use]
pub fn signed(value: f64, count: usize) -> String {
    let text = format!("{value:+.count$}");
    match text.strip_prefix(['+', '-']) {
        Some(size) if is_nothing(size) => size.to_owned(),
        _ => text,
    }
}

/// A number rounded to four decimals.
#[must_use]
pub fn to_four(value: f64) -> f64 {
    // Nought and its negative add up to nought.
    (value * 1e4).round() / 1e4 + 0.0
}

fn is_nothing(digits: &str) -> bool {
    digits.bytes().all(|digit| matches!(digit, b'0' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_sign() {
        for value in [-0.0, -1e-17, -0.004_9, 0.0, 1e-9] {
            assert_eq!((decimals(value, 2), signed(value, 2)), pair("0.00", "0.00"));
        }
        assert_eq!((decimals(-0.4, 0), signed(-0.4, 0)), pair("0", "0"));
        assert!(to_four(-1e-9).is_sign_positive());
    }

    #[test]
    fn everything_else_keeps_its_sign() {
        assert_eq!(
            (decimals(-0.006, 2), signed(-0.006, 2)),
            pair("-0.01", "-0.01")
        );
        assert_eq!((decimals(10.0, 1), signed(10.0, 1)), pair("10.0", "+10.0"));
        assert_eq!(to_four(-0.000_06), -0.000_1);
        assert_eq!(decimals(f64::NEG_INFINITY, 1), "-inf");
    }

    fn pair(plain: &str, with_sign: &str) -> (String, String) {
        (plain.to_owned(), with_sign.to_owned())
    }
}
