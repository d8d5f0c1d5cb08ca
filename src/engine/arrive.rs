//! Step 1: what is due leaves transit; goods for closed places wait at the gate until it reopens.

use super::Today;
use super::state::{CentreState, Holdings, State};
use crate::scenario::Kind;
use crate::units::{MILLION, Milligrams, Pieces};
use crate::world::{Landing, Rate};

pub(super) fn arrive(today: &Today, state: &mut State) {
    at_the_centre(today, state);
    open_gates(today, state);
    in_prefectures(today, state);
    at_streams(today, state);
    from_outside(today, state);
    at_makers(today, &mut state.holdings);
}

fn at_the_centre(today: &Today, state: &mut State) {
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

/// What the makers' gates need to know before anything arrives or leaves there.
fn open_gates(today: &Today, state: &mut State) {
    state.makers.queues.open_day(today.day);
    state.holdings.road.open_day(today.day);
    state.holdings.gates.open_day();
    if state.makers.disturbed {
        leave_reopened_gates(today, state);
    }
}

/// What is due at makers. While a place is closed, goods stay at the gate; what waited there sets out again when it
/// opens.
fn at_makers(today: &Today, holdings: &mut Holdings) {
    let due = holdings.road.due_today();
    let held = holdings.stock.iter_mut().zip(&mut holdings.arrived);
    for ((stock, arrived), due) in held.zip(due) {
        *arrived = std::mem::take(due);
        *stock += *arrived;
    }
    holdings.sent.fill(Milligrams::ZERO);
    if today.open_everywhere && !holdings.gates.disturbed {
        return;
    }
    for (at, owner) in today.world.holdings.enterprise.iter().enumerate() {
        if today.openness[owner.at()] == 0 {
            holdings.turn_back(at);
        } else if holdings.gates.waiting[at] > Milligrams::ZERO {
            let amount = holdings.gates.resume(at);
            let arrival = holdings.road.arrival(today.lead[owner.at()]);
            holdings.set_out(arrival, at, amount);
        }
    }
}

fn leave_reopened_gates(today: &Today, state: &mut State) {
    state.makers.disturbed = false;
    for maker in 0..today.world.makers.count {
        let enterprise = today.world.makers.enterprise[maker].at();
        let entry = &mut state.makers.each[maker];
        entry.stopped = 0;
        entry.resumed = 0;
        if entry.waiting == 0 {
            continue;
        }
        state.makers.disturbed = true;
        if today.openness[enterprise] > 0 {
            entry.resumed = std::mem::take(&mut entry.waiting);
            set_out(today, &mut state.centre, maker, entry.resumed);
        }
    }
}

/// A maker's goods leave for the pool or the depot.
fn set_out(today: &Today, centre: &mut CentreState, maker: usize, amount: i64) {
    let makers = &today.world.makers;
    let lead = today.lead[makers.enterprise[maker].at()];
    match (makers.product[maker], makers.material[maker]) {
        (Some(product), _) => centre.to_pool.send(lead, product.at(), Pieces(amount)),
        (None, Some(material)) => centre
            .to_depot
            .send(lead, material.at(), Milligrams(amount)),
        (None, None) => {}
    }
}

/// Support is essential goods, which pass closed roads while the green channel is open; market goods do not, but
/// travel with it: one truck, one rule.
fn in_prefectures(today: &Today, state: &mut State) {
    let (world, day) = (today.world, today.day);
    let local = &mut state.local;
    local.transit.arrive(day);
    local.supplied.fill(Pieces::ZERO);
    for prefecture in 0..world.prefectures.count {
        let open = world.green_channel || today.place_openness[prefecture] > 0;
        for place in prefecture * world.products.count..(prefecture + 1) * world.products.count {
            if !open {
                local.transit.turn_back(place);
            } else if local.transit.waiting[place] > Pieces::ZERO {
                local.transit.resume(today.place_lead[prefecture], place);
            }
            local.received[place] += local.transit.arrived[place];
        }
    }
}

fn at_streams(today: &Today, state: &mut State) {
    let world = today.world;
    let streams = &mut state.streams;
    streams.transit.arrive(today.day);
    if streams.transit.is_disturbed() || today.place_openness.contains(&0) {
        for stream in 0..world.streams.count {
            let open = stream_is_open(today, stream);
            for place in stream * world.products.count..(stream + 1) * world.products.count {
                if !open {
                    streams.transit.turn_back(place);
                } else if streams.transit.waiting[place] > Pieces::ZERO {
                    streams.transit.resume(stream_lead(today, stream), place);
                }
            }
        }
    }
    for (stock, arrived) in streams.stock.iter_mut().zip(&streams.transit.arrived) {
        *stock += *arrived;
    }
}

/// Whether goods from the pool can set out for a stream today.
#[inline]
pub(super) fn stream_is_open(today: &Today, stream: usize) -> bool {
    let streams = &today.world.streams;
    let green = today.world.green_channel && streams.kind[stream] == Kind::Frontline;
    green || streams.prefecture[stream].is_none_or(|at| today.place_openness[at.at()] > 0)
}

/// Days from the pool to a stream; national recipients: 1.
#[inline]
pub(super) fn stream_lead(today: &Today, stream: usize) -> i32 {
    let place = today.world.streams.prefecture[stream];
    place.map_or(1, |at| today.place_lead[at.at()])
}

/// Supply streams land where they are meant for; cooperation sends material out and brings back in proportion.
fn from_outside(today: &Today, state: &mut State) {
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
    for landing in &world.supplies.landing {
        if let Landing::Holding(holding) = *landing {
            holdings.supplied[holding as usize] = Milligrams::ZERO;
        }
    }
    let per_day = world.supplies.per_day.on(day);
    for supply in 0..world.supplies.count {
        let amount = match world.supplies.sends[supply] {
            Some((material, full)) => {
                let rate = per_day.rate(supply);
                let lent = lend(centre, supply, material.at(), full, rate);
                let made = make_abroad(centre, supply, rate, lent, full);
                returned(today, centre, supply, made)
            }
            None => per_day.units(supply),
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
                holdings.position[holding] += Milligrams(amount);
                match today.openness[world.holdings.enterprise[holding].at()] {
                    0 => holdings.gates.hold(holding, Milligrams(amount)),
                    _ => holdings.stock[holding] += Milligrams(amount),
                }
            }
            Landing::Prefecture(prefecture, product) => {
                let place = world.local(prefecture, product);
                local.supplied[place] += Pieces(amount);
                let open = world.green_channel || today.place_openness[prefecture.at()] > 0;
                match open {
                    false => local.transit.hold(place, Pieces(amount)),
                    true => local.received[place] += Pieces(amount),
                }
            }
        }
    }
}

/// Sends out material for a cooperation stream on the days on which it runs, as far as the depot has it.
fn lend(centre: &mut CentreState, supply: usize, material: usize, full: i64, rate: Rate) -> i64 {
    let lent = if rate.is_zero() {
        0
    } else {
        full.min(centre.depot[material].0).max(0)
    };
    centre.depot[material] -= Milligrams(lent);
    centre.depot_lent[material] += Milligrams(lent);
    centre.lent[supply] = Milligrams(lent);
    lent
}

/// What neighbours make of what was sent to them: rate × lent ÷ full. What is left of a unit is carried.
fn make_abroad(centre: &mut CentreState, supply: usize, rate: Rate, lent: i64, full: i64) -> i64 {
    let rest = &mut centre.returning_rest[supply];
    let whole = i128::from(full.max(1)) * i128::from(MILLION);
    *rest += rate.in_millionths() * i128::from(lent);
    let made = *rest / whole;
    *rest %= whole;
    made as i64
}

/// What comes back today; what today's material makes is put down for its day.
fn returned(today: &Today, centre: &mut CentreState, supply: usize, made: i64) -> i64 {
    let days = today.world.longest_lead + 1;
    let ring = &mut centre.returning[supply * days..(supply + 1) * days];
    let back = std::mem::take(&mut ring[today.day.row() % days]);
    ring[(today.day + today.world.supplies.returns_after[supply]).row() % days] += made;
    back
}
