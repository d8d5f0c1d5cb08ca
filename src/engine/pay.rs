//! Step 11: staged subsidies are paid for capacity that is effective and up to standard.

use super::Today;
use super::state::{State, SubsidyState};
use crate::units::{Fen, of};

/// Stages of a grant.
mod stage {
    pub const ORDERED: u8 = 0;
    pub const EFFECTIVE: u8 = 1;
    pub const SUSTAINED: u8 = 2;
    pub const FAILED: u8 = 3;
}

pub(super) fn pay(today: Today, state: &mut State) {
    state.subsidy.paid.fill([Fen::ZERO; 3]);
    let mut active = std::mem::take(&mut state.subsidy.active);
    active.retain(|&line| settle(today, state, line as usize));
    state.subsidy.active = active;
}

/// Pays what a line has earned by today; whether anything is still to come.
fn settle(today: Today, state: &mut State, line: usize) -> bool {
    let Some(scheme) = state.subsidy.scheme[line].map(usize::from) else {
        return false;
    };
    let terms = &today.regime.subsidy;
    let stages = terms.schemes[scheme].stages;
    let grant = state.subsidy.grant[line];
    let ordered_on = state.lines.ordered_on[line];
    if ordered_on == today.day {
        state.subsidy.paid[line][0] = stages[0].of(grant);
        state.subsidy.advance_paid(line);
    }
    if state.subsidy.stage[line] == stage::ORDERED {
        if is_effective(today, state, line) {
            state.subsidy.stage[line] = stage::EFFECTIVE;
            state.subsidy.paid[line][1] = stages[1].of(grant);
        } else if today.day - ordered_on >= terms.deadline_days {
            fail(&mut state.subsidy, line, scheme);
            return false;
        }
    }
    if state.subsidy.stage[line] == stage::EFFECTIVE && has_sustained(today, state, line) {
        state.subsidy.stage[line] = stage::SUSTAINED;
        // The last stage takes what flooring left, so that the stages add up to the grant.
        state.subsidy.paid[line][2] = grant - stages[0].of(grant) - stages[1].of(grant);
    }
    state.subsidy.stage[line] != stage::SUSTAINED
}

impl SubsidyState {
    fn advance_paid(&mut self, line: usize) {
        self.advance[line] = self.paid[line][0];
    }
}

/// Commissioned at or above the threshold of installed, and quality at or above the standard.
fn is_effective(today: Today, state: &State, line: usize) -> bool {
    let terms = &today.regime.subsidy;
    let installed = state.lines.installed[line];
    installed > 0
        && state.lines.commissioned[line] >= of(installed, terms.effective_threshold.0)
        && state.lines.quality[line] >= terms.quality_standard.0
}

/// Counts days with output at or above the threshold of installed; whether there are enough of them.
fn has_sustained(today: Today, state: &mut State, line: usize) -> bool {
    let terms = &today.regime.subsidy;
    let enough = of(state.lines.installed[line], terms.sustained_threshold.0);
    if state.lines.output[line] >= enough {
        state.subsidy.sustained[line] += 1;
    }
    state.subsidy.sustained[line] >= terms.sustained_days
}

/// A missed deadline releases the budget and claws the advance back.
fn fail(subsidy: &mut SubsidyState, line: usize, scheme: usize) {
    subsidy.stage[line] = stage::FAILED;
    subsidy.committed[scheme] -= subsidy.grant[line];
    subsidy.paid[line][0] -= subsidy.advance[line];
}
