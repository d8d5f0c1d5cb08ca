//! Step 1: what is due leaves transit; goods for closed places wait at the gate until it reopens.

use super::Today;
use super::state::{CentreState, State};
use crate::scenario::Kind;
use crate::units::{Milligrams, Pieces};
use crate::world::Landing;

pub(super) fn arrive(today: Today, state: &mut State) {
    at_the_centre(today, state);
    at_makers(today, state);
    in_prefectures(today, state);
    at_streams(today, state);
    from_outside(today, state);
}

fn at_the_centre(today: Today, state: &mut State) {
    let centre = &mut state.centre;
    centre.to_depot.arrive(today.day);
    for (stock, arrived) in centre.depot.iter_mut().zip(&centre.to_depot.arrived) {
        *stock += *arrived;
    }
    centre.to_pool.arrive(today.day);
    for (stock, arrived) in centre.pool.iter_mut().zip(&centre.to_pool.arrived) {
        *stock += *arrived;
    }
}

fn at_makers(today: Today, state: &mut State) {
    let (world, day) = (today.world, today.day);
    let openness = world.enterprises.openness.row(day);
    let lead = world.enterprises.lead.row(day);
    let holdings = &mut state.holdings;
    holdings.transit.arrive(day);
    holdings.supplied.fill(Milligrams::ZERO);
    for holding in 0..world.holdings.count {
        let enterprise = world.holdings.enterprise[holding].at();
        if openness[enterprise] == 0 {
            holdings.transit.turn_back(holding);
        } else if holdings.transit.waiting[holding] > Milligrams::ZERO {
            holdings.transit.resume(day, lead[enterprise], holding);
        }
        holdings.stock[holding] += holdings.transit.arrived[holding];
    }
    for maker in 0..world.makers.count {
        let enterprise = world.makers.enterprise[maker].at();
        let waiting = state.makers.waiting[maker];
        state.makers.stopped[maker] = 0;
        state.makers.resumed[maker] = 0;
        if waiting > 0 && openness[enterprise] > 0 {
            set_out(today, state, maker, waiting);
            state.makers.resumed[maker] = waiting;
            state.makers.waiting[maker] = 0;
        }
    }
}

/// A maker's goods leave for the pool or the depot; behind closed roads they wait at the gate.
pub(super) fn leave_gate(today: Today, state: &mut State, maker: usize, amount: i64) {
    let enterprise = today.world.makers.enterprise[maker].at();
    if today.world.enterprises.openness.row(today.day)[enterprise] > 0 {
        set_out(today, state, maker, amount);
    } else {
        state.makers.waiting[maker] += amount;
        state.makers.stopped[maker] += amount;
    }
}

fn set_out(today: Today, state: &mut State, maker: usize, amount: i64) {
    let makers = &today.world.makers;
    let lead = today.world.enterprises.lead.row(today.day)[makers.enterprise[maker].at()];
    match (makers.product[maker], makers.material[maker]) {
        (Some(product), _) => {
            state
                .centre
                .to_pool
                .send(today.day, lead, product.at(), Pieces(amount));
        }
        (None, Some(material)) => {
            state
                .centre
                .to_depot
                .send(today.day, lead, material.at(), Milligrams(amount));
        }
        (None, None) => {}
    }
}

/// Support is essential goods, which pass closed roads while the green channel is open; market goods do not, but
/// travel with it: one truck, one rule.
fn in_prefectures(today: Today, state: &mut State) {
    let (world, day) = (today.world, today.day);
    let local = &mut state.local;
    local.transit.arrive(day);
    local.supplied.fill(Pieces::ZERO);
    for prefecture in 0..world.prefectures.count {
        let open = world.green_channel || world.prefectures.openness.row(day)[prefecture] > 0;
        for place in prefecture * world.products.count..(prefecture + 1) * world.products.count {
            if !open {
                local.transit.turn_back(place);
            } else if local.transit.waiting[place] > Pieces::ZERO {
                local
                    .transit
                    .resume(day, world.prefectures.lead.row(day)[prefecture], place);
            }
            local.received[place] += local.transit.arrived[place];
        }
    }
}

fn at_streams(today: Today, state: &mut State) {
    let (world, day) = (today.world, today.day);
    let streams = &mut state.streams;
    streams.transit.arrive(day);
    for stream in 0..world.streams.count {
        let open = stream_is_open(today, stream);
        for place in stream * world.products.count..(stream + 1) * world.products.count {
            if !open {
                streams.transit.turn_back(place);
            } else if streams.transit.waiting[place] > Pieces::ZERO {
                streams
                    .transit
                    .resume(day, stream_lead(today, stream), place);
            }
            streams.stock[place] += streams.transit.arrived[place];
        }
    }
}

/// Whether goods from the pool can set out for a stream today.
pub(super) fn stream_is_open(today: Today, stream: usize) -> bool {
    let streams = &today.world.streams;
    let green = today.world.green_channel && streams.kind[stream] == Kind::Frontline;
    green
        || streams.prefecture[stream]
            .is_none_or(|at| today.world.prefectures.openness.row(today.day)[at.at()] > 0)
}

/// Days from the pool to a stream; national recipients: 1.
pub(super) fn stream_lead(today: Today, stream: usize) -> i32 {
    let place = today.world.streams.prefecture[stream];
    place.map_or(1, |at| today.world.prefectures.lead.row(today.day)[at.at()])
}

/// Supply streams land where they are meant for; cooperation sends material out and brings back in proportion.
fn from_outside(today: Today, state: &mut State) {
    let (world, day) = (today.world, today.day);
    let State {
        centre,
        holdings,
        local,
        ..
    } = state;
    centre.depot_supplied.fill(Milligrams::ZERO);
    centre.depot_lent.fill(Milligrams::ZERO);
    centre.pool_supplied.fill(Pieces::ZERO);
    let per_day = world.supplies.per_day.row(day);
    for supply in 0..world.supplies.count {
        let amount = match world.supplies.sends[supply] {
            Some((material, full)) => {
                let lent = lend(centre, supply, material.at(), full, per_day[supply]);
                returned(
                    today,
                    centre,
                    supply,
                    crate::units::muldiv(per_day[supply], lent, full.max(1)),
                )
            }
            None => per_day[supply],
        };
        centre.landed[supply] = amount;
        match world.supplies.landing[supply] {
            Landing::Depot(material) => {
                centre.depot[material.at()] += Milligrams(amount);
                centre.depot_supplied[material.at()] += Milligrams(amount);
            }
            Landing::Pool(product) => {
                centre.pool[product.at()] += Pieces(amount);
                centre.pool_supplied[product.at()] += Pieces(amount);
            }
            Landing::Holding(holding) => {
                let holding = holding as usize;
                holdings.supplied[holding] += Milligrams(amount);
                match world.enterprises.openness.row(day)[world.holdings.enterprise[holding].at()] {
                    0 => holdings.transit.hold(holding, Milligrams(amount)),
                    _ => holdings.stock[holding] += Milligrams(amount),
                }
            }
            Landing::Prefecture(prefecture, product) => {
                let place = world.local(prefecture, product);
                local.supplied[place] += Pieces(amount);
                let open =
                    world.green_channel || world.prefectures.openness.row(day)[prefecture.at()] > 0;
                match open {
                    false => local.transit.hold(place, Pieces(amount)),
                    true => local.received[place] += Pieces(amount),
                }
            }
        }
    }
}

/// Sends out material for a cooperation stream on the days on which it runs, as far as the depot has it.
fn lend(centre: &mut CentreState, supply: usize, material: usize, full: i64, wanted: i64) -> i64 {
    let lent = if wanted > 0 {
        full.min(centre.depot[material].0).max(0)
    } else {
        0
    };
    centre.depot[material] -= Milligrams(lent);
    centre.depot_lent[material] += Milligrams(lent);
    centre.lent[supply] = Milligrams(lent);
    lent
}

/// What comes back today; what today's material makes is put down for its day.
fn returned(today: Today, centre: &mut CentreState, supply: usize, made: i64) -> i64 {
    let days = today.world.longest_lead + 1;
    let ring = &mut centre.returning[supply * days..(supply + 1) * days];
    let back = std::mem::take(&mut ring[today.day.row() % days]);
    ring[(today.day + today.world.supplies.returns_after[supply]).row() % days] += made;
    back
}
