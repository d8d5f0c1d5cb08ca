//! Step 0: lines whose order date has come are ordered, if they need no subsidy or a scheme grants it.

use super::Today;
use super::state::{Coming, Granted, Lines, NEVER, State};
use crate::units::{Day, Fen};
use crate::world::World;

/// Orders lines in the order of their dates and ids; refused ones ask again, first.
pub(super) fn order_lines(today: &Today, state: &mut State) {
    let mut refused = std::mem::take(&mut state.subsidy.refused);
    refused.retain(|&line| !order(today, state, line as usize));
    let due = &today.world.lines.in_order;
    while let Some(&line) = due.get(state.subsidy.next) {
        if today.world.lines.ordered_on[line as usize] > today.day {
            break;
        }
        state.subsidy.next += 1;
        if !order(today, state, line as usize) {
            refused.push(line);
        }
    }
    state.subsidy.refused = refused;
}

/// Orders a line, with the scheme that pays more in total and has budget left (ties: central).
/// Lines ordered before the calendar began stand outside the schemes.
fn order(today: &Today, state: &mut State, line: usize) -> bool {
    let lines = &today.world.lines;
    let before = lines.ordered_on[line] < Day(0) && lines.subsidy_need[line].0 == 0;
    if lines.existing[line] || before {
        start(today.world, &mut state.lines, line, lines.ordered_on[line]);
        return true;
    }
    let price = lines.price[line];
    let (scheme, grant) = best_scheme(today, state, price);
    if grant < lines.subsidy_need[line].of_rounded_up(price) {
        return false;
    }
    if let Some(scheme) = scheme {
        state.subsidy.committed[scheme] += grant;
        state.subsidy.scheme[line] = Some(scheme as u8);
        state.subsidy.grant[line] = grant;
        state.subsidy.active.push(Granted {
            line: line as u32,
            scheme: scheme as u8,
            is_effective: false,
            ordered_on: today.day,
            sustained: 0,
            amount: grant,
            advance: Fen::ZERO,
            goes_on: true,
        });
    }
    start(today.world, &mut state.lines, line, today.day);
    true
}

/// Puts down when a line is ordered and installed.
pub(super) fn start(world: &World, lines: &mut Lines, line: usize, on: Day) {
    let entry = &mut lines.each[line];
    let installed_on = on + world.lines.build_days[line];
    if entry.ordered_on == NEVER {
        let line = line as u32;
        let coming = &mut lines.coming;
        let place = coming.partition_point(|other| other.installed_on <= installed_on);
        coming.insert(place, Coming { line, installed_on });
    }
    entry.ordered_on = on;
    entry.installed_on = installed_on;
}

fn best_scheme(today: &Today, state: &State, price: Fen) -> (Option<usize>, Fen) {
    let mut best = (None, Fen::ZERO);
    for (position, scheme) in today.regime.subsidy.schemes.iter().enumerate() {
        let grant = scheme.share.of(price);
        if grant > best.1 && state.subsidy.committed[position] + grant <= scheme.budget {
            best = (Some(position), grant);
        }
    }
    best
}
