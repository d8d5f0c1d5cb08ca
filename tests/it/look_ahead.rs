//! The rule that looks ahead: it knows no more than the province does that evening.

use std::path::Path;

use maskflow::engine::{Adviser, State, simulate_advised};
use maskflow::ledger::Nothing;
use maskflow::scenario;
use maskflow::study::bound::look_ahead::{DAYS_AHEAD, LookAhead};
use maskflow::units::{Day, Pieces};
use maskflow::world::{self, Rate, Rates, Timetable};
use maskflow::{Policy, World};

/// Remembers all advice.
struct Heard {
    adviser: LookAhead,
    advice: Vec<(Day, Vec<i64>)>,
}

impl Adviser for Heard {
    fn advise(
        &mut self,
        world: &World,
        policy: &Policy,
        day: Day,
        state: &State,
        weights: &mut Vec<i64>,
    ) {
        self.adviser.advise(world, policy, day, state, weights);
        self.advice.push((day, weights.clone()));
    }
}

fn heard(world: &World, policy: &Policy) -> Vec<(Day, Vec<i64>)> {
    let mut heard = Heard {
        adviser: LookAhead::over(DAYS_AHEAD),
        advice: Vec::new(),
    };
    simulate_advised(world, policy, &mut heard, &mut Nothing);
    assert!(heard.adviser.failed.is_none(), "{:?}", heard.adviser.failed);
    heard.advice
}

/// A table until a day, and another from then on.
fn turning<T: Copy + PartialEq + Default>(
    table: &Timetable<T>,
    [days, width]: [usize; 2],
    from: Day,
    to: impl Fn(T) -> T,
) -> Timetable<T> {
    Timetable::build(days, width, |day, row| {
        row.copy_from_slice(table.row(day));
        if day >= from {
            row.iter_mut().for_each(|cell| *cell = to(*cell));
        }
    })
}

/// The same world until a day, and another from then on: twice the supply, half the need, roads closed or as long as any,
/// other lines planned, and those that there are standing still.
fn turned(world: &World, from: Day) -> World {
    let (days, mut turned) = (world.days, world.clone());
    let change = |table: &Timetable<i64>, width: usize, to: fn(i64) -> i64| {
        turning(table, [days, width], from, to)
    };
    let longest = world.longest_lead as i32;
    let far = |table: &Timetable<i32>, width: usize| {
        turning(table, [days, width], from, |_: i32| longest)
    };
    turned.enterprises.lead = far(&world.enterprises.lead, world.enterprises.count);
    turned.prefectures.lead = far(&world.prefectures.lead, world.prefectures.count);
    let rates = |table: &Rates, width: usize, to: fn(i64) -> i64| {
        Rates::build(days, width, |day, row| {
            for (cell, units) in row.iter_mut().zip(table.on(day).all()) {
                *cell = Rate::of_whole(if day >= from { to(units) } else { units });
            }
        })
    };
    turned.lines.planned = rates(&world.lines.planned, world.lines.count, |units| units / 3);
    turned.supplies.per_day = rates(&world.supplies.per_day, world.supplies.count, |units| {
        2 * units
    });
    turned.streams.need = change(&world.streams.need, world.streams.count, |cell| cell / 2);
    turned.streams.expected = change(&world.streams.expected, world.streams.count, |cell| {
        cell / 2
    });
    turned.enterprises.openness =
        change(&world.enterprises.openness, world.enterprises.count, |_| 0);
    turned.lines.availability = change(&world.lines.availability, world.lines.count, |cell| {
        cell / 3
    });
    turned.lines.runs_as_usual = (0..days).map(|day| (day as i32) < from.0).collect();
    turned
}

#[test]
fn nothing_that_is_yet_to_come_changes_todays_advice() {
    let scenario = scenario::load(Path::new("scenarios/jiangxi-2020"), &[]).unwrap();
    let (world, policy) = (world::replicate(&scenario, 2), Policy::of(&scenario));
    let advice = heard(&world, &policy);
    assert!(advice.len() > 5, "{} times", advice.len());
    let turn = advice[3].0;
    let other = heard(&turned(&world, turn), &policy);
    assert_eq!(
        advice[..=3],
        other[..=3],
        "known by the evening before day {}",
        turn.0
    );
    assert_ne!(advice[4..], other[4..], "but what has come is seen");
}

#[test]
fn advice_is_a_weight_for_everybody_and_differs() {
    let scenario = scenario::load(Path::new("scenarios/jiangxi-2020"), &[]).unwrap();
    let (world, policy) = (world::central(&scenario), Policy::of(&scenario));
    for (day, weights) in heard(&world, &policy) {
        assert_eq!(weights.len(), world.enterprises.count, "day {}", day.0);
        assert!(
            weights
                .iter()
                .all(|weight| (10_000..=100_000_000).contains(weight))
        );
        assert!(weights.iter().any(|weight| *weight != weights[0]));
    }
}

#[test]
fn where_nothing_can_be_known_or_made_the_basis_counts() {
    let scenario = scenario::load(Path::new("scenarios/jiangxi-2020"), &[]).unwrap();
    let (mut world, policy) = (world::central(&scenario), Policy::of(&scenario));
    world.opening.pool.fill(Pieces::ZERO);
    world.lines.planned.stop(|_| true);
    assert!(
        heard(&world, &policy)
            .iter()
            .all(|(_, weights)| weights.is_empty())
    );
}
