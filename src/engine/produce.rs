//! Step 4: makers make what staff and inputs allow.

use super::Today;
use super::floor::{self, Floor, Short};
use super::state::State;
use crate::units::Milligrams;

/// What everybody makes: where an input is short, it bounds what its takers make.
pub(super) fn make(today: &Today, state: &mut State) {
    let (held, lines) = (&today.world.holdings, &mut state.lines.each);
    let (makers, holdings) = (&mut state.makers, &mut state.holdings);
    makers.gross.copy_from_slice(&makers.rate);
    state.held_up.fill(false);
    floor::take(
        today.world,
        &makers.rate,
        lines,
        |line| line.staffed,
        &mut holdings.rate,
    );
    let mut floor = Floor {
        today,
        lines,
        gross: &mut makers.gross,
        made: &mut makers.made,
        held_up: &mut state.held_up,
    };
    let amounts = holdings.rate.iter().zip(&holdings.stock);
    for (at, (&wanted, &given)) in amounts.enumerate() {
        if wanted > given {
            let short = Short {
                holding: at,
                material: held.material[at],
                given: given.0,
                wanted: wanted.0,
            };
            floor.share(&held.takers[at], short);
        }
    }
}

/// Takes what goes into what was made out of what is held.
pub(super) fn use_up(today: &Today, state: &mut State) {
    let (holdings, sums) = (&mut state.holdings, &state.makers.gross);
    floor::take(
        today.world,
        sums,
        &state.lines.each,
        |line| line.gross,
        &mut holdings.used,
    );
    let stocks = holdings.stock.iter_mut().zip(&mut holdings.position);
    for ((stock, position), used) in stocks.zip(&holdings.used) {
        *stock -= *used;
        *position -= *used;
    }
}

/// Scarce material that is made goes to the depot, other material joins own stock tomorrow.
pub(super) fn pass_on_materials(today: &Today, state: &mut State) {
    let makers = &today.world.makers;
    for &maker in &makers.of_materials {
        let at = maker as usize;
        let Some(material) = makers.material[at] else {
            continue;
        };
        let (made, enterprise) = (state.makers.made[at], makers.enterprise[at].at());
        if !today.world.materials.scarce[material.at()] {
            let own = makers.own_holding[at] as usize;
            let tomorrow = state.holdings.road.arrival(1);
            state.holdings.send(tomorrow, own, Milligrams(made));
        } else if today.openness[enterprise] > 0 {
            let lead = today.lead[enterprise];
            (state.centre.to_depot).send(lead, material.at(), Milligrams(made));
        } else {
            state.makers.wait(at, made);
        }
    }
}

/// Positions of an owner in a list sorted by owner.
#[inline]
pub(super) fn run(first: &[usize], owner: usize) -> std::ops::Range<usize> {
    first[owner]..first[owner + 1]
}
