//! How even a distribution over prefectures or makers is. For people and tables only: nothing of it goes back into an
//! engine.

/// The Gini coefficient: half the mean absolute difference ÷ the mean (Gini 1912; Sen 1973, section 2.3); 0 where all
/// have the same or nobody has anything, (n − 1) ÷ n where one has it all.
#[must_use]
pub fn gini(values: &[f64]) -> f64 {
    let (count, total) = (values.len() as f64, values.iter().sum::<f64>());
    if total <= 0.0 {
        return 0.0;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let weighted: f64 = (sorted.iter().enumerate())
        .map(|(at, value)| (2.0 * (at as f64 + 1.0) - count - 1.0) * value)
        .sum();
    weighted / (count * total)
}

/// Jain's index (Σx)² ÷ (n Σx²) (Jain, Chiu and Hawe 1984): 1 where all have the same, 1 ÷ n where one has it all.
#[must_use]
pub fn jain(values: &[f64]) -> f64 {
    let squares: f64 = values.iter().map(|value| value * value).sum();
    if squares <= 0.0 {
        return 1.0;
    }
    values.iter().sum::<f64>().powi(2) / (values.len() as f64 * squares)
}

/// The least; 1 of nothing, since nobody goes short.
#[must_use]
pub fn lowest(values: &[f64]) -> f64 {
    values.iter().copied().fold(1.0, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_is_even_and_one_who_has_it_all_is_not() {
        let near = |got: f64, expected: f64| assert!((got - expected).abs() < 1e-12, "{got}");
        near(gini(&[3.0, 3.0, 3.0]), 0.0);
        near(gini(&[0.0, 0.0, 1.0]), 2.0 / 3.0);
        // Σ|xᵢ − xⱼ| ÷ (2n²·mean) = (2·(1 + 2 + 1)) ÷ (2·9·2).
        near(gini(&[3.0, 1.0, 2.0]), 2.0 / 9.0);
        near(gini(&[]), 0.0);
        near(jain(&[5.0, 5.0]), 1.0);
        near(jain(&[0.0, 0.0, 1.0]), 1.0 / 3.0);
        near(jain(&[0.0]), 1.0);
        near(lowest(&[0.7, 0.2]), 0.2);
    }
}
