//! Step 7: need is served fresh first, then backlog, oldest first; own stock before received.

use super::Today;
use super::state::{EnterpriseState, State, StreamState};
use crate::claims::{Problem, Rule};
use crate::scenario::Kind;
use crate::units::{Day, MILLION, Pieces, PrefectureIndex, ProductIndex, Share};

pub(super) fn consume(today: &Today, state: &mut State) {
    state.streams.used.fill(Pieces::ZERO);
    state.local.from_own.fill(Pieces::ZERO);
    state.local.from_received.fill(Pieces::ZERO);
    state.local.own_served.fill([Pieces::ZERO; 2]);
    let streams = &today.world.streams;
    for turn in streams.first_serving.windows(2) {
        serve(today, state, &streams.serving[turn[0]..turn[1]]);
    }
    reckon_self_sufficiency(today, state);
}

/// Serves streams of one turn: each from what was dispatched to it, then together from local stock. Where that is
/// short of them all, it is shared in proportion to what they still want.
fn serve(today: &Today, state: &mut State, group: &[u32]) {
    for &stream in group {
        take_dispatched(today, &mut state.streams, stream as usize);
    }
    let first = group[0] as usize;
    let kind = today.world.streams.kind[first];
    let local = matches!(kind, Kind::Frontline | Kind::Essential | Kind::Public);
    if let (true, Some(prefecture)) = (local, today.world.streams.prefecture[first]) {
        if let [alone] = *group {
            let most = still_wanted(today, &state.streams, alone as usize);
            take_local(today, state, alone as usize, prefecture, most);
        } else {
            share_local(today, state, group, prefecture);
            for (place, &stream) in group.iter().enumerate() {
                let most = Pieces(state.desk.awards[place]);
                take_local(today, state, stream as usize, prefecture, most);
            }
        }
    }
    for &stream in group {
        settle(today, state, stream as usize);
    }
}

/// What a stream asks for today, fresh need and what it asks for again, and has not been served.
fn still_wanted(today: &Today, streams: &StreamState, stream: usize) -> Pieces {
    Pieces(today.need[stream]) + streams.backlog[stream] - streams.served[stream]
}

fn take_dispatched(today: &Today, streams: &mut StreamState, stream: usize) {
    let world = today.world;
    streams.served[stream] = Pieces::ZERO;
    let mut left = still_wanted(today, streams, stream);
    let mut served = Pieces::ZERO;
    // Local duty lives on local stock: the pool never sends it anything of its own.
    if matches!(world.streams.kind[stream], Kind::Essential | Kind::Public) {
        return;
    }
    for &product in &world.streams.products[stream] {
        let place = world.sent_to(stream, product);
        let taken = streams.stock[place].min(left);
        streams.stock[place] -= taken;
        streams.used[place] += taken;
        served += taken;
        left -= taken;
    }
    streams.served[stream] = served;
}

fn share_local(today: &Today, state: &mut State, group: &[u32], prefecture: PrefectureIndex) {
    let products = &today.world.streams.products[group[0] as usize];
    let place = |product: &ProductIndex| today.world.local(prefecture, *product);
    let stock = products
        .iter()
        .map(|product| state.local.own[place(product)] + state.local.received[place(product)]);
    let amount = stock.sum::<Pieces>().0;
    let State {
        streams,
        desk,
        workspace,
        ..
    } = state;
    let left = |stream: usize| still_wanted(today, streams, stream).0;
    desk.gather(group, left, |stream| streams.credit[stream]);
    desk.ranks.clear();
    desk.ranks.extend(0..group.len() as u32);
    let problem = Problem {
        amount,
        claims: &desk.claims,
        weights: None,
        classes: None,
        cover: None,
        ranks: &desk.ranks,
        turn: i64::from(today.day.0),
    };
    Rule::Proportional.divide(&problem, &mut desk.credits, workspace, &mut desk.awards);
    for (place, &stream) in group.iter().enumerate() {
        streams.credit[stream as usize] = desk.credits[place];
    }
}

fn take_local(
    today: &Today,
    state: &mut State,
    stream: usize,
    prefecture: PrefectureIndex,
    most: Pieces,
) {
    let world = today.world;
    let need = Pieces(today.need[stream]);
    let local_duty = world.streams.kind[stream] != Kind::Frontline;
    let mut left = most;
    let mut fresh_from_own = Pieces::ZERO;
    for &product in &world.streams.products[stream] {
        let place = world.local(prefecture, product);
        let fresh_left = (need - state.streams.served[stream]).or_zero();
        let own = state.local.own[place].min(left);
        fresh_from_own += own.min(fresh_left);
        state.local.own[place] -= own;
        state.local.from_own[place] += own;
        let received = state.local.received[place].min(left - own);
        state.local.received[place] -= received;
        state.local.from_received[place] += received;
        state.streams.served[stream] += own + received;
        left -= own + received;
    }
    if local_duty {
        state.local.own_served[prefecture.at()][0] += fresh_from_own;
        state.local.own_served[prefecture.at()][1] += need;
    }
}

/// Books what was served and carries the backlog: each day's unmet fresh need enters once, and expires after its days.
fn settle(today: &Today, state: &mut State, stream: usize) {
    let world = today.world;
    let streams = &mut state.streams;
    let need = Pieces(today.need[stream]);
    let served = streams.served[stream];
    let fresh = served.min(need);
    streams.backlog_in[stream] = streams.backlog[stream];
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
fn reckon_self_sufficiency(today: &Today, state: &mut State) {
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
                || met(today, &state.enterprises, prefecture));
    }
}

/// Whether every maker of a prefecture met its obligations at the last review.
fn met(today: &Today, enterprises: &[EnterpriseState], prefecture: usize) -> bool {
    let first = &today.world.prefectures.first_enterprise;
    enterprises[first[prefecture]..first[prefecture + 1]]
        .iter()
        .all(|enterprise| enterprise.fulfilment == Share::ONE)
}
