//! Policy: dated regimes.

/// Tiers of dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// 国家调拨.
    National,
    /// 抗疫一线.
    Frontline,
    /// 省重点工程.
    KeyProjects,
    /// 重要国计民生企业.
    KeyEnterprises,
    /// 适当支持.
    Support,
    /// 向社会投放.
    Market,
}

/// How allocation of the linked material ties dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not at all: listed makers send `dispatch_share` of what they release.
    None,
    /// 按比例 as a ratio: awards book `link_ratio` of the masks they make.
    Ratio,
    /// 按比例 as an apportioned quota of what the province lacks.
    Quota,
}

/// To whom material is allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Directly.
    Enterprise,
    /// By way of counties, which divide by a second rule.
    County,
    /// By way of prefectures.
    Prefecture,
}

/// What weights of allocation are based on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Everyone alike.
    One,
    /// Staffed capacity.
    Capacity,
    /// Population of the prefecture.
    Population,
    /// Local need of the prefecture.
    Need,
    /// What was delivered so far.
    Record,
}

/// Policy from a day on: all its values (`[policy]` with what `[[policy.regime]]`, measures and events change).
#[derive(Clone, Debug, PartialEq)]
pub struct Regime {
    /// First day, from 0.
    pub from: u32,
    /// `dispatch_share` of listed makers' release while there is no link.
    pub dispatch_share: f64,
    /// `unified_allocation` of scarce material.
    pub unified_allocation: bool,
    /// `link`.
    pub link: Link,
    /// `link_ratio`.
    pub link_ratio: f64,
    /// `allocation_rule`: a name of [`crate::claims`].
    pub allocation_rule: String,
    /// `difficulty_reserve`: of the depot's material, for makers in prefectures in difficulty first.
    pub difficulty_reserve: f64,
    /// `product_reserve`: of the depot's material, for makers of a product first, by product position.
    pub product_reserve: Vec<f64>,
    /// `allocation_second_rule` inside counties or prefectures.
    pub allocation_second_rule: String,
    /// `allocation_basis`.
    pub allocation_basis: Basis,
    /// `allocation_level`.
    pub allocation_level: Level,
    /// `allocation_cover_days` of use that claims ask for beyond the lead time.
    pub allocation_cover_days: i64,
    /// `depot_floor`: kg of each scarce material kept back, by material position.
    pub depot_floor: Vec<f64>,
    /// `input_cover_days` of use that makers order of freely bought inputs beyond the lead time.
    pub input_cover_days: i64,
    /// `product_order`: product positions served first with a short input; empty = in proportion to need.
    pub product_order: Vec<usize>,
    /// `review_days`.
    pub review_days: i64,
    /// `response`: share of overdue withheld pieces that turns willing at a review.
    pub response: f64,
    /// `arrears_reviews` after which arrears expire.
    pub arrears_reviews: i64,
    /// `link_factor_floor`.
    pub link_factor_floor: f64,
    /// `link_factor_power`: γ.
    pub link_factor_power: u32,
    /// `dispatch_rule`.
    pub dispatch_rule: String,
    /// `dispatch_cover_days`.
    pub dispatch_cover_days: i64,
    /// `tier_order`: the four guaranteed tiers in order.
    pub tier_order: Vec<Tier>,
    /// `reserve_floor`: pieces by product position.
    pub reserve_floor: Vec<i64>,
    /// `below_floor`: tiers that may go below the reserve floor.
    pub below_floor: Vec<Tier>,
    /// `difficulty_threshold` of 7-day self-sufficiency.
    pub difficulty_threshold: f64,
    /// `difficulty_margin`.
    pub difficulty_margin: f64,
    /// `difficulty_needs_fulfilment`: only prefectures whose makers are free of arrears qualify.
    pub difficulty_needs_fulfilment: bool,
    /// `market_min`: share of the pool's inflow released to the market.
    pub market_min: f64,
    /// `pool_cover_days` of guaranteed need that the pool keeps before the market gets what is left.
    pub pool_cover_days: i64,
    /// `buy_above_cover_days`: own stock above so many days of local need is bought into the pool; none = never.
    pub buy_above_cover_days: Option<i64>,
    /// `subsidy`.
    pub subsidy: Subsidy,
}

/// `[policy.subsidy]` (art. 3).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subsidy {
    /// `effective_threshold`: commissioned ÷ installed.
    pub effective_threshold: f64,
    /// `quality_standard`: qualified share.
    pub quality_standard: f64,
    /// `sustained_days` with output at the threshold.
    pub sustained_days: i64,
    /// `sustained_threshold`: output ÷ installed.
    pub sustained_threshold: f64,
    /// `deadline_days` from order to the first stage.
    pub deadline_days: i64,
    /// `central`, `provincial`.
    pub schemes: [Scheme; 2],
}

/// One source of subsidy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scheme {
    /// `share` of the price in all.
    pub share: f64,
    /// `budget_yuan` over the whole calendar.
    pub budget_yuan: f64,
    /// `advance`, `effective`, `sustained`: shares of the grant, summing to 1.
    pub stages: [f64; 3],
}
