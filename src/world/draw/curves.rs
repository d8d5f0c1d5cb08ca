//! How lines grow into their work: c(a) = 1 − (1 − c₀)e^(−a/τ) and q(a) = q∞ − (q∞ − q₀)e^(−a/τq) in ppm (model §3,
//! step 3), a value for every day since installation, or since day 0 for lines that stand then.

use std::collections::BTreeMap;

use libm::exp;

use super::Pass;
use super::orders::Orders;
use super::values::{Column, Identity, Values};
use crate::units::{MILLION, rounded};
use crate::world::Lines;

/// What futures may change about courses. Lines whose course is the same in every future share one.
#[derive(Debug)]
pub(super) struct Curves {
    start: Column,
    first: Column,
    last: Column,
    /// Everything that courses hang on.
    columns: Vec<Column>,
    decays: Vec<Decay>,
    courses: Vec<Course>,
    /// Course of each line.
    course_of: Vec<usize>,
}

/// e^(−a/τ), day by day.
#[derive(Clone, Copy, Debug)]
struct Decay {
    /// A line that has it.
    line: usize,
    /// The time constant of which of its courses.
    pace: Column,
}

/// The course of one or more lines.
#[derive(Clone, Copy, Debug)]
struct Course {
    /// A line that has it.
    line: usize,
    /// Position of the decay of what is not yet commissioned.
    commissioning: usize,
    /// Position of the decay of what is not yet of the last quality.
    quality: usize,
}

impl Curves {
    /// Of so many lines; their columns are c₀, τ, q₀, q∞ and τq.
    pub(super) fn of(values: &Values, count: usize, orders: &Orders, course: [Column; 5]) -> Self {
        let [start, pace, first, last, quality_pace] = course;
        let mut columns = course.to_vec();
        columns.extend(orders.columns());
        let mut curves = Self {
            start,
            first,
            last,
            columns,
            decays: Vec::new(),
            courses: Vec::new(),
            course_of: Vec::new(),
        };
        let (mut decays, mut courses) = (BTreeMap::new(), BTreeMap::new());
        for line in 0..count {
            let begins = orders.start(values, line);
            let [c0, tau, q0, q1, tau_q] = course.map(|column| column.identity(values, line));
            let mut decay = |pace: Column, tau: Identity| -> usize {
                *decays.entry((begins, tau)).or_insert_with(|| {
                    curves.decays.push(Decay { line, pace });
                    curves.decays.len() - 1
                })
            };
            let (commissioning, quality) = (decay(pace, tau), decay(quality_pace, tau_q));
            let key = (commissioning, quality, [c0, q0, q1]);
            let course = *courses.entry(key).or_insert_with(|| {
                curves.courses.push(Course {
                    line,
                    commissioning,
                    quality,
                });
                curves.courses.len() - 1
            });
            curves.course_of.push(course);
        }
        curves
    }

    /// Where each line's course lies.
    pub(super) fn structure(&self, lines: &mut Lines, days: usize) {
        let places = self.course_of.iter().map(|course| course * (days + 1));
        lines.curve = places.map(|place| place as u32).collect();
        lines.curves = vec![[0; 2]; self.courses.len() * (days + 1)];
    }

    pub(super) fn write(&self, pass: Pass, decays: &mut Vec<f64>, lines: &mut Lines) {
        if !pass.touches(&self.columns) {
            return;
        }
        let numbers = pass.numbers;
        let age_of = |line: usize| {
            let installed = lines.ordered_on[line] + lines.build_days[line];
            (-installed.0).max(0)
        };
        let length = pass.days + 1;
        decays.resize(self.decays.len() * length, 0.0);
        for (decay, left) in self.decays.iter().zip(decays.chunks_exact_mut(length)) {
            fill_decay(left, decay.pace.of(numbers)[decay.line], age_of(decay.line));
        }
        let ages = (0..lines.count).map(age_of).collect();
        lines.curve_age = ages;
        let (c0, q0, q1) = (
            self.start.of(numbers),
            self.first.of(numbers),
            self.last.of(numbers),
        );
        for (course, values) in self
            .courses
            .iter()
            .zip(lines.curves.chunks_exact_mut(length))
        {
            let of = |decay: usize| &decays[decay * length..][..length];
            let (raw, unfit) = (of(course.commissioning), of(course.quality));
            let (c0, q0, q1) = (c0[course.line], q0[course.line], q1[course.line]);
            for (value, (&raw, &unfit)) in values.iter_mut().zip(raw.iter().zip(unfit)) {
                *value = [approach(c0, 1.0, raw), approach(q0, q1, unfit)].map(|ppm| ppm as u32);
            }
        }
        lines.first_share = c0.iter().map(|&c0| approach(c0, 1.0, 1.0)).collect();
        let quality = q0.iter().zip(q1);
        lines.first_quality = quality.map(|(&q0, &q1)| approach(q0, q1, 1.0)).collect();
    }
}

/// e^(−a/τ) from an age on: one factor a day. After ten years it is off by a few units of the last of fifteen digits.
fn fill_decay(left: &mut [f64], pace: f64, age: i32) {
    let (mut now, a_day) = if pace > 0.0 {
        (exp(-f64::from(age) / pace), exp(-1.0 / pace))
    } else {
        (f64::from(u8::from(age == 0)), 0.0)
    };
    for value in left {
        *value = now;
        now *= a_day;
    }
}

/// What goes from `first` to `last`, while a share of the way is left, in ppm.
fn approach(first: f64, last: f64, left: f64) -> i64 {
    rounded((last - (last - first) * left) * MILLION as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_start_where_they_should_and_approach_their_end() {
        let course = |pace: f64, age: i32| {
            let mut left = [0.0; 501];
            fill_decay(&mut left, pace, age);
            left.map(|left| approach(0.3, 1.0, left))
        };
        let one = course(5.0, 0);
        assert_eq!(one[0], 300_000);
        assert_eq!(one[5], 742_484, "1 − 0.7/e");
        assert_eq!(one[500], MILLION);
        assert_eq!(course(5.0, 3)[2], one[5]);
        assert_eq!(course(0.0, 0)[..2], [300_000, MILLION]);
        assert_eq!(course(0.0, 1)[0], MILLION);
    }

    #[test]
    fn a_factor_a_day_is_the_exponential() {
        let mut left = [0.0; 3660];
        fill_decay(&mut left, 400.0, 7);
        for (day, left) in left.iter().enumerate() {
            let expected = exp(-(day as f64 + 7.0) / 400.0);
            assert!((left / expected - 1.0).abs() < 1e-12, "day {day}");
        }
    }
}
