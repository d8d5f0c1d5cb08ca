//! Step 11: staged subsidies are paid for capacity that is effective and up to standard.

use super::Today;
use super::state::{Granted, LineState, State, SubsidyState};
use crate::units::{Fen, of};

pub(super) fn pay(today: &Today, state: &mut State) {
    let State { subsidy, lines, .. } = state;
    for line in subsidy.paid_lines.drain(..) {
        subsidy.paid[line as usize] = [Fen::ZERO; 3];
    }
    let mut active = std::mem::take(&mut subsidy.active);
    let mut all_go_on = true;
    for grant in &mut active {
        let line = &lines.each[grant.line as usize];
        grant.goes_on = settle(today, subsidy, line, grant);
        all_go_on &= grant.goes_on;
    }
    if !all_go_on {
        active.retain(|grant| grant.goes_on);
    }
    subsidy.active = active;
}

/// Pays what a line has earned by today; whether anything is still to come.
#[inline]
fn settle(
    today: &Today,
    subsidy: &mut SubsidyState,
    state: &LineState,
    granted: &mut Granted,
) -> bool {
    let terms = &today.regime.subsidy;
    let age = today.day - granted.ordered_on;
    let waits = !granted.is_effective && state.installed == 0;
    if waits && 0 < age && age < terms.deadline_days {
        return true;
    }
    let line = granted.line as usize;
    let scheme = usize::from(granted.scheme);
    let amount = granted.amount;
    let stage = |stage: usize| terms.schemes[scheme].stages[stage].of(amount);
    if age == 0 {
        granted.advance = stage(0);
        subsidy.pay(line, 0, granted.advance);
    }
    if !granted.is_effective {
        if is_effective(today, state) {
            granted.is_effective = true;
            subsidy.pay(line, 1, stage(1));
        } else if age >= terms.deadline_days {
            // A missed deadline releases the budget and claws the advance back.
            subsidy.committed[scheme] -= granted.amount;
            subsidy.pay(line, 0, -granted.advance);
            return false;
        }
    }
    if granted.is_effective {
        let enough = of(state.installed, terms.sustained_threshold.0);
        granted.sustained += i32::from(state.output >= enough);
        if granted.sustained >= terms.sustained_days {
            // The last stage takes what flooring left, so that the stages add up to the grant.
            let rest = granted.amount - stage(0) - stage(1);
            subsidy.pay(line, 2, rest);
            return false;
        }
    }
    true
}

impl SubsidyState {
    fn pay(&mut self, line: usize, stage: usize, amount: Fen) {
        self.paid[line][stage] += amount;
        if self.paid_lines.last() != Some(&(line as u32)) {
            self.paid_lines.push(line as u32);
        }
    }
}

/// Commissioned at or above the threshold of installed, and quality at or above the standard.
fn is_effective(today: &Today, line: &LineState) -> bool {
    let terms = &today.regime.subsidy;
    line.installed > 0
        && line.commissioned >= of(line.installed, terms.effective_threshold.0)
        && line.quality >= terms.quality_standard.0
}
