//! Step 11: staged subsidies are paid for capacity that is effective and up to standard.

use super::Today;
use super::state::{Granted, LineState, State, SubsidyState};
use crate::units::{Fen, of};

pub(super) fn pay(today: Today, state: &mut State) {
    let State { subsidy, lines, .. } = state;
    for line in subsidy.paid_lines.drain(..) {
        subsidy.paid[line as usize] = [Fen::ZERO; 3];
    }
    let mut active = std::mem::take(&mut subsidy.active);
    active.retain_mut(|grant| settle(today, subsidy, lines, grant));
    subsidy.active = active;
}

/// Pays what a line has earned by today; whether anything is still to come.
fn settle(
    today: Today,
    subsidy: &mut SubsidyState,
    lines: &LineState,
    granted: &mut Granted,
) -> bool {
    let terms = &today.regime.subsidy;
    let line = granted.line as usize;
    let scheme = usize::from(granted.scheme);
    let stages = &terms.schemes[scheme].stages;
    if granted.ordered_on == today.day {
        let advance = stages[0].of(granted.amount);
        granted.advance = advance;
        subsidy.pay(line, 0, advance);
    }
    if !granted.is_effective {
        if is_effective(today, lines, line) {
            granted.is_effective = true;
            subsidy.pay(line, 1, stages[1].of(granted.amount));
        } else if today.day - granted.ordered_on >= terms.deadline_days {
            // A missed deadline releases the budget and claws the advance back.
            subsidy.committed[scheme] -= granted.amount;
            subsidy.pay(line, 0, -granted.advance);
            return false;
        }
    }
    if granted.is_effective {
        let enough = of(lines.installed[line], terms.sustained_threshold.0);
        granted.sustained += i32::from(lines.output[line] >= enough);
        if granted.sustained >= terms.sustained_days {
            // The last stage takes what flooring left, so that the stages add up to the grant.
            let rest = granted.amount - stages[0].of(granted.amount) - stages[1].of(granted.amount);
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
fn is_effective(today: Today, lines: &LineState, line: usize) -> bool {
    let terms = &today.regime.subsidy;
    let installed = lines.installed[line];
    installed > 0
        && lines.commissioned[line] >= of(installed, terms.effective_threshold.0)
        && lines.quality[line] >= terms.quality_standard.0
}
