//! When the target is reached, and how far off things are on its date.

use crate::units::Day;

/// A series against the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// First day of the first run of `sustain_days` days at or above the target.
    pub from: Option<Day>,
    /// Target − value on the target date, 0 where it is met.
    pub shortfall: i64,
}

impl Reached {
    /// Measures a daily series.
    #[must_use]
    pub fn of(values: &[i64], target: i64, sustain_days: u32, target_day: Day) -> Self {
        let mut run = 0;
        let end = values.iter().position(|&value| {
            run = if value >= target { run + 1 } else { 0 };
            run >= sustain_days
        });
        let from = end.map(|end| Day(end as i32 + 1 - sustain_days as i32));
        let on_date = values
            .get(target_day.0.max(0) as usize)
            .copied()
            .unwrap_or(0);
        Self {
            from,
            shortfall: (target - on_date).max(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_reached_on_the_first_day_of_a_sustained_run() {
        let reached = Reached::of(&[9, 10, 9, 10, 11, 12], 10, 3, Day(2));
        assert_eq!(
            reached,
            Reached {
                from: Some(Day(3)),
                shortfall: 1
            }
        );
        assert_eq!(Reached::of(&[10, 10], 10, 3, Day(0)).from, None);
    }
}
