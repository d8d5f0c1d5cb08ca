//! What of the pool a round had to share.

use super::super::{Step, step};
use super::course::{Course, Round};
use crate::engine::rounds::{is_guaranteed, kind_of};
use crate::report::words::Word;
use crate::scenario::Tier;
use crate::units::Pieces;

/// What lay above the floor when the round came, without what is set aside for the market.
pub(super) fn to_share(course: &Course<'_>, round: Round<'_>) -> Step {
    let (regime, product) = (course.told.policy.on(course.told.day), round.product());
    let [since, released] = course.left_of(round);
    let pool = course.told.state.centre.pool[product].0 + since;
    if round.tier() == Tier::Market {
        return released_to_market(course, round, pool + released, released);
    }
    let below = regime.below_floor[round.tier() as usize];
    let floor = if below {
        0
    } else {
        regime.reserve_floor[product].0
    };
    let first = is_guaranteed(round.tier()) && round.pass() == 0;
    let aside = if first { 0 } else { set_aside(course, product) };
    let mut zh = format!("统调库存 {pool} − 储备底线 {floor}");
    let mut en = format!("in the pool {pool} − reserve {floor}");
    if below {
        zh += "（本层级可动用储备）";
        en += " (this tier may use the reserve)";
    }
    if !first {
        zh += &format!(" − 为向社会投放预留 {aside}");
        en += &format!(" − set aside for the market {aside}");
    }
    step(
        Word::of("可分", "to share"),
        (pool - floor - aside).max(0).to_string(),
        &format!("{zh}，不小于 0"),
        &format!("{en}, not below 0"),
    )
}

/// The least of the day's inflow that the market gets.
fn set_aside(course: &Course<'_>, product: usize) -> i64 {
    let centre = &course.told.state.centre;
    let inflow = centre.to_pool.arrived[product] + centre.pool_supplied[product];
    let least = course.told.policy.on(course.told.day).market_min;
    least.of(inflow).0
}

/// What was set aside, and what lay above reserve and cover before the market's first round.
fn released_to_market(course: &Course<'_>, round: Round<'_>, pool: i64, released: i64) -> Step {
    let (regime, product) = (course.told.policy.on(course.told.day), round.product());
    let Pieces(floor) = regime.reserve_floor[product];
    let above = (pool - floor).max(0);
    let aside = set_aside(course, product).min(above);
    let (cover, need) = (regime.pool_cover, guaranteed_need(course, product));
    let left = (above - aside - cover * need).max(0);
    step(
        Word::of("可分", "to share"),
        (aside + left - released).max(0).to_string(),
        &format!(
            "预留 {aside} + 余量 {left}（统调库存 {pool} − 储备底线 {floor} − 预留 {aside} − 保障任务 {cover} 天 × {need}，不小于 0）− 此前已投放 {released}"
        ),
        &format!(
            "set aside {aside} + left over {left} (in the pool {pool} − reserve {floor} − set aside {aside} − {cover} days × {need} of guaranteed uses, not below 0) − released in rounds before {released}"
        ),
    )
}

/// Expected need a day of guaranteed uses that like a product best.
fn guaranteed_need(course: &Course<'_>, product: usize) -> i64 {
    let streams = &course.told.world.streams;
    let expected = streams.expected.row(course.told.day);
    let guaranteed: Vec<_> = crate::engine::rounds::TIERS
        .into_iter()
        .filter(|&tier| is_guaranteed(tier))
        .filter_map(kind_of)
        .collect();
    (0..streams.count)
        .filter(|&stream| guaranteed.contains(&streams.kind[stream]))
        .filter(|&stream| {
            streams.products[stream]
                .first()
                .is_some_and(|best| best.at() == product)
        })
        .map(|stream| expected[stream])
        .sum()
}
