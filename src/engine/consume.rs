//! Step 7: need is served fresh first, then backlog, oldest first; own stock before received.

use super::Today;
use super::state::State;
use crate::scenario::Kind;
use crate::units::{Day, MILLION, Pieces, Share};

pub(super) fn consume(today: Today, state: &mut State) {
    state.streams.used.fill(Pieces::ZERO);
    state.local.from_own.fill(Pieces::ZERO);
    state.local.from_received.fill(Pieces::ZERO);
    state.local.own_served.fill([Pieces::ZERO; 2]);
    for &stream in &today.world.streams.serving {
        serve(today, state, stream as usize);
    }
    reckon_self_sufficiency(today, state);
}

fn serve(today: Today, state: &mut State, stream: usize) {
    let world = today.world;
    let need = Pieces(world.streams.need.row(today.day)[stream]);
    let backlog_in = state.streams.backlog[stream];
    let wanted = need + backlog_in;
    let mut left = wanted;
    let kind = world.streams.kind[stream];
    if !matches!(kind, Kind::Essential | Kind::Public) {
        for &product in &world.streams.products[stream] {
            let place = world.sent_to(stream, product);
            let taken = state.streams.stock[place].min(left);
            state.streams.stock[place] -= taken;
            state.streams.used[place] += taken;
            left -= taken;
        }
    }
    if let (Some(prefecture), Kind::Frontline | Kind::Essential | Kind::Public) =
        (world.streams.prefecture[stream], kind)
    {
        let local_duty = kind != Kind::Frontline;
        let mut fresh_from_own = Pieces::ZERO;
        for &product in &world.streams.products[stream] {
            let place = world.local(prefecture, product);
            let fresh_left = (need - (wanted - left)).or_zero();
            let own = state.local.own[place].min(left);
            fresh_from_own += own.min(fresh_left);
            state.local.own[place] -= own;
            state.local.from_own[place] += own;
            left -= own;
            let received = state.local.received[place].min(left);
            state.local.received[place] -= received;
            state.local.from_received[place] += received;
            left -= received;
        }
        if local_duty {
            state.local.own_served[prefecture.at()][0] += fresh_from_own;
            state.local.own_served[prefecture.at()][1] += need;
        }
    }
    settle(today, state, stream, need, wanted - left);
}

/// Books what was served and carries the backlog: each day's unmet fresh need enters once, and expires after its days.
fn settle(today: Today, state: &mut State, stream: usize, need: Pieces, served: Pieces) {
    let world = today.world;
    let streams = &mut state.streams;
    let fresh = served.min(need);
    streams.backlog_in[stream] = streams.backlog[stream];
    streams.served[stream] = served;
    streams.served_fresh[stream] = fresh;
    let row = stream * world.days;
    let before = today.day.0.checked_sub(1).filter(|&day| day >= 0);
    let added = before.map_or(Pieces::ZERO, |day| {
        streams.backlog_added[row + day as usize]
    }) + world.streams.backlog_share[stream].of(need - fresh);
    streams.backlog_added[row + today.day.row()] = added;
    let expired_through = today.day - world.streams.backlog_days[stream];
    let expired = match expired_through {
        Day(day) if day >= 0 => streams.backlog_added[row + day as usize],
        Day(_) => Pieces::ZERO,
    };
    streams.backlog_gone[stream] = (streams.backlog_gone[stream] + served - fresh).max(expired);
    streams.backlog[stream] = added - streams.backlog_gone[stream];
}

/// Seven-day self-sufficiency: local need served from own stock ÷ local need; 1 where there is no need. In
/// difficulty below the threshold, until above threshold + margin.
fn reckon_self_sufficiency(today: Today, state: &mut State) {
    let count = today.world.prefectures.count;
    let row = (today.day.row() % 7) * count;
    let local = &mut state.local;
    for prefecture in 0..count {
        let new = local.own_served[prefecture];
        let old = std::mem::replace(&mut local.own_ring[row + prefecture], new);
        let sum = &mut local.own_sum[prefecture];
        sum[0] += new[0] - old[0];
        sum[1] += new[1] - old[1];
        local.self_sufficiency[prefecture] = Share::ratio(sum[0].0, sum[1].0, Share(MILLION));
    }
    let places = local.retained.len();
    let row = (today.day.row() % 7) * places;
    for place in 0..places {
        let new = local.retained[place];
        let old = std::mem::replace(&mut local.retained_ring[row + place], new);
        local.retained_sum[place] += new - old;
    }
    for prefecture in 0..count {
        let share = local.self_sufficiency[prefecture];
        let was = local.in_difficulty[prefecture];
        let limit = if was {
            today.regime.difficulty_end
        } else {
            today.regime.difficulty_threshold
        };
        let low = if was { share <= limit } else { share < limit };
        local.in_difficulty[prefecture] = low
            && (!today.regime.difficulty_needs_fulfilment
                || met(today, &state.enterprises.fulfilment, prefecture));
    }
}

/// Whether every maker of a prefecture met its obligations at the last review.
fn met(today: Today, fulfilment: &[Share], prefecture: usize) -> bool {
    let first = &today.world.prefectures.first_enterprise;
    fulfilment[first[prefecture]..first[prefecture + 1]]
        .iter()
        .all(|&share| share == Share::ONE)
}
