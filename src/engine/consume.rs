//! Step 7: need is served fresh first, then backlog, oldest first; own stock before received.

use super::Today;
use super::state::{EnterpriseState, LocalState, State, StreamState, Streams};
use crate::claims::{Problem, Rule};
use crate::scenario::Kind;
use crate::units::{Day, MILLION, Pieces, PrefectureIndex, Share};

pub(super) fn consume(today: &Today, state: &mut State) {
    state.streams.used.fill(Pieces::ZERO);
    state.local.from_own.fill(Pieces::ZERO);
    state.local.from_received.fill(Pieces::ZERO);
    state.local.own_served.fill([Pieces::ZERO; 2]);
    let streams = &today.world.streams;
    for turn in streams.first_serving.windows(2) {
        serve(today, state, &streams.serving[turn[0]..turn[1]]);
    }
    for at in 0..streams.count {
        settle(today, at, &mut state.streams);
    }
    reckon_self_sufficiency(today, state);
}

/// Serves streams of one turn: each from what was dispatched to it, then together from local stock. Where that is
/// short of them all, it is shared in proportion to what they still want.
fn serve(today: &Today, state: &mut State, group: &[u32]) {
    let world = today.world;
    let first = group[0] as usize;
    let kind = world.streams.kind[first];
    // Local duty lives on local stock: the pool never sends it anything of its own.
    let dispatched = !matches!(kind, Kind::Essential | Kind::Public);
    for &stream in group {
        let at = stream as usize;
        state.streams.each[at].served = Pieces::ZERO;
        if dispatched {
            take_dispatched(today, &mut state.streams, at);
        }
    }
    let local = matches!(kind, Kind::Frontline | Kind::Essential | Kind::Public);
    if let (true, Some(prefecture)) = (local, world.streams.prefecture[first]) {
        if let [alone] = *group {
            let at = alone as usize;
            let wanted = still_wanted(today, &state.streams.each, at);
            let stream = &mut state.streams.each[at];
            take_local(today, at, stream, &mut state.local, prefecture, wanted);
        } else {
            serve_together(today, state, group, prefecture);
        }
    }
}

/// What a stream asks for today, fresh need and what it asks for again, and has not been served.
#[inline]
fn still_wanted(today: &Today, streams: &[StreamState], at: usize) -> Pieces {
    let stream = &streams[at];
    Pieces(today.need[at]) + stream.backlog - stream.served
}

fn take_dispatched(today: &Today, streams: &mut Streams, at: usize) {
    let world = today.world;
    let wanted = still_wanted(today, &streams.each, at);
    let mut left = wanted;
    for &product in &world.streams.products[at] {
        let place = world.sent_to(at, product);
        let taken = streams.stock[place].min(left);
        streams.stock[place] -= taken;
        streams.used[place] += taken;
        left -= taken;
    }
    let stream = &mut streams.each[at];
    stream.served = wanted - left;
    stream.position -= wanted - left;
}

/// Streams of one turn accept the same products.
fn serve_together(today: &Today, state: &mut State, group: &[u32], prefecture: PrefectureIndex) {
    let world = today.world;
    let products = &world.streams.products[group[0] as usize];
    let stock = state.local.in_stock(world, prefecture, products);
    let each = &state.streams.each;
    let wanted = group
        .iter()
        .map(|&stream| still_wanted(today, each, stream as usize));
    let contested = stock > Pieces::ZERO && stock < wanted.sum();
    if contested {
        share_local(today, state, group, stock);
    }
    let State {
        streams,
        local,
        desk,
        ..
    } = state;
    for (place, &stream) in group.iter().enumerate() {
        let at = stream as usize;
        let most = if contested {
            Pieces(desk.awards[place])
        } else {
            still_wanted(today, &streams.each, at).min(stock)
        };
        take_local(today, at, &mut streams.each[at], local, prefecture, most);
    }
}

/// Shares local stock among several streams of a turn that together want more.
fn share_local(today: &Today, state: &mut State, group: &[u32], stock: Pieces) {
    let State {
        streams,
        desk,
        workspace,
        ..
    } = state;
    let members = group.iter().map(|&stream| stream as usize);
    let wanted = |stream| still_wanted(today, &streams.each, stream).0;
    desk.lay_out(
        members.clone().map(wanted),
        members.map(|stream| streams.each[stream].credit),
    );
    desk.ranks.clear();
    desk.ranks.extend(0..group.len() as u32);
    let problem = Problem {
        amount: stock.0,
        claims: &desk.claims,
        weights: None,
        classes: None,
        cover: None,
        ranks: &desk.ranks,
        turn: i64::from(today.day.0),
    };
    Rule::Proportional.divide(&problem, &mut desk.credits, workspace, &mut desk.awards);
    for (place, &stream) in group.iter().enumerate() {
        streams.each[stream as usize].credit = desk.credits[place];
    }
}

/// Serves a stream from local stock, up to so much.
#[inline]
fn take_local(
    today: &Today,
    at: usize,
    stream: &mut StreamState,
    local: &mut LocalState,
    prefecture: PrefectureIndex,
    most: Pieces,
) {
    let world = today.world;
    let need = Pieces(today.need[at]);
    let mut left = most;
    let mut fresh_from_own = Pieces::ZERO;
    for &product in &world.streams.products[at] {
        if left == Pieces::ZERO {
            break;
        }
        let place = world.local(prefecture, product);
        let own = local.own[place].min(left);
        fresh_from_own += own.min((need - stream.served).or_zero());
        local.own[place] -= own;
        local.from_own[place] += own;
        let received = local.received[place].min(left - own);
        local.received[place] -= received;
        local.from_received[place] += received;
        stream.served += own + received;
        left -= own + received;
    }
    if world.streams.kind[at] != Kind::Frontline {
        let [from_own, needed] = &mut local.own_served[prefecture.at()];
        *from_own += fresh_from_own;
        *needed += need;
    }
}

/// Books what was served and carries the backlog: each day's unmet fresh need enters once, and expires after its days.
#[inline]
fn settle(today: &Today, at: usize, streams: &mut Streams) {
    let world = &today.world.streams;
    let Streams {
        each,
        backlog_added,
        ..
    } = streams;
    let (stream, need) = (&mut each[at], Pieces(today.need[at]));
    let fresh = stream.served.min(need);
    stream.backlog_in = stream.backlog;
    stream.served_fresh = fresh;
    let share = world.backlog_share[at].0;
    stream.backlog_added.0 += stream.backlog_rest.carry((need - fresh).0, share);
    let on = |day: Day| day.row() * world.count + at;
    backlog_added[on(today.day)] = stream.backlog_added;
    let expired = match today.day - world.backlog_days[at] {
        past if past >= Day(0) => backlog_added[on(past)],
        _ => Pieces::ZERO,
    };
    stream.backlog_gone = (stream.backlog_gone + stream.served - fresh).max(expired);
    stream.backlog = stream.backlog_added - stream.backlog_gone;
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
