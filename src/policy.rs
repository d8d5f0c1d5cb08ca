//! A policy: dated regimes, with every value in whole units and every rule by name resolved.

use crate::claims::Rule;
use crate::scenario::{Basis, Level, Link, Scenario, Tier};
use crate::units::{Day, Fen, MILLION, Milligrams, Pieces, ProductIndex, Share};

/// What the province decides, day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Regimes, ascending; the first holds from day 0.
    pub regimes: Vec<Regime>,
}

/// For whom material is reserved (Pathak, Sönmez, Ünver and Yenmez 2024: reserves, processed before what is open to all).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// Makers in prefectures in difficulty.
    Difficulty,
    /// Makers of a product.
    Product(ProductIndex),
}

/// The values of one regime; meanings as in [`crate::scenario::Regime`].
#[derive(Clone, Debug, PartialEq)]
pub struct Regime {
    /// First day.
    pub from: Day,
    /// Share of release dispatched without a link.
    pub dispatch_share: Share,
    /// Scarce material is allocated by the province, to listed makers.
    pub unified_allocation: bool,
    /// How awards tie dispatch.
    pub link: Link,
    /// Share of the masks made of an award that is owed.
    pub link_ratio: Share,
    /// Rule for material.
    pub allocation_rule: Rule,
    /// Rule inside counties or prefectures.
    pub allocation_second_rule: Rule,
    /// What weights rest on.
    pub allocation_basis: Basis,
    /// To whom material is allocated.
    pub allocation_level: Level,
    /// Groups of makers that share a part of the material first, in this order; every part above zero.
    pub reserves: Vec<(Reserved, Share)>,
    /// Days of use claimed beyond the lead time.
    pub allocation_cover: i64,
    /// Kept back in the depot, by material.
    pub depot_floor: Vec<Milligrams>,
    /// Days of use of freely bought inputs ordered beyond their lead time.
    pub input_cover: i64,
    /// Place of each product in the sharing of a short input: lower first, equals in proportion.
    pub product_rank: Vec<u8>,
    /// Days between reviews.
    pub review_days: i32,
    /// Share of overdue withheld pieces that turns willing at a review.
    pub response: Share,
    /// Reviews after which arrears expire.
    pub arrears_reviews: usize,
    /// Least link factor.
    pub link_factor_floor: Share,
    /// γ.
    pub link_factor_power: u32,
    /// Rule for masks.
    pub dispatch_rule: Rule,
    /// Days of need dispatched beyond the lead time.
    pub dispatch_cover: i64,
    /// Guaranteed tiers in order.
    pub tier_order: Vec<Tier>,
    /// Reserve, by product.
    pub reserve_floor: Vec<Pieces>,
    /// Tiers that may go below it, by [`Tier`].
    pub below_floor: [bool; 6],
    /// Self-sufficiency below which a prefecture is in difficulty.
    pub difficulty_threshold: Share,
    /// Self-sufficiency above which it no longer is.
    pub difficulty_end: Share,
    /// Only prefectures whose makers met their obligations count as in difficulty.
    pub difficulty_needs_fulfilment: bool,
    /// Share of the pool's inflow set aside for the market.
    pub market_min: Share,
    /// Days of guaranteed need kept before the market gets what is left.
    pub pool_cover: i64,
    /// Days of local need above which own stock is bought into the pool.
    pub buy_above_cover: Option<i64>,
    /// Subsidies.
    pub subsidy: Subsidy,
}

/// Subsidy values in whole units.
#[derive(Clone, Debug, PartialEq)]
pub struct Subsidy {
    /// Commissioned ÷ installed that counts as effective.
    pub effective_threshold: Share,
    /// Quality that counts as up to standard.
    pub quality_standard: Share,
    /// Days of output for the last stage.
    pub sustained_days: i32,
    /// Output ÷ installed on such a day.
    pub sustained_threshold: Share,
    /// Days from order to the effective stage.
    pub deadline_days: i32,
    /// Central, provincial.
    pub schemes: [Scheme; 2],
}

/// One source of subsidy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Of the price.
    pub share: Share,
    /// Over the whole calendar.
    pub budget: Fen,
    /// Advance, effective, sustained: shares of the grant.
    pub stages: [Share; 3],
}

impl Policy {
    /// The scenario's own policy.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            regimes: scenario
                .regimes
                .iter()
                .map(|regime| Regime::of(scenario, regime))
                .collect(),
        }
    }

    /// The regime in force on a day.
    #[must_use]
    #[inline]
    pub fn on(&self, day: Day) -> &Regime {
        let begun = self.regimes.partition_point(|regime| regime.from <= day);
        &self.regimes[begun.saturating_sub(1)]
    }
}

impl Regime {
    fn of(scenario: &Scenario, written: &crate::scenario::Regime) -> Self {
        // Validation has refused unknown names; proportional is what the policy's text says (按比例).
        let rule = |name: &str| name.parse().unwrap_or(Rule::Proportional);
        let place = |product: usize| {
            written
                .product_order
                .iter()
                .position(|&listed| listed == product)
        };
        let last = written.product_order.len();
        let products = 0..scenario.products.len();
        Self {
            from: Day(written.from as i32),
            dispatch_share: Share::from_decimal(written.dispatch_share),
            unified_allocation: written.unified_allocation,
            link: written.link,
            link_ratio: Share::from_decimal(written.link_ratio),
            allocation_rule: rule(&written.allocation_rule),
            allocation_second_rule: rule(&written.allocation_second_rule),
            allocation_basis: written.allocation_basis,
            allocation_level: written.allocation_level,
            reserves: reserves(written),
            allocation_cover: written.allocation_cover_days,
            depot_floor: (0..scenario.materials.len())
                .map(|material| written.depot_floor.get(material).copied().unwrap_or(0.0))
                .map(|kilograms| Milligrams((kilograms * MILLION as f64).round() as i64))
                .collect(),
            input_cover: written.input_cover_days,
            product_rank: products
                .clone()
                .map(|product| place(product).unwrap_or(last) as u8)
                .collect(),
            review_days: written.review_days.max(1) as i32,
            response: Share::from_decimal(written.response),
            arrears_reviews: written.arrears_reviews.max(1) as usize,
            link_factor_floor: Share::from_decimal(written.link_factor_floor),
            link_factor_power: written.link_factor_power,
            dispatch_rule: rule(&written.dispatch_rule),
            dispatch_cover: written.dispatch_cover_days,
            tier_order: written.tier_order.clone(),
            reserve_floor: products
                .map(|product| Pieces(written.reserve_floor.get(product).copied().unwrap_or(0)))
                .collect(),
            below_floor: std::array::from_fn(|tier| {
                written
                    .below_floor
                    .iter()
                    .any(|&named| named as usize == tier)
            }),
            difficulty_threshold: Share::from_decimal(written.difficulty_threshold),
            difficulty_end: Share::from_decimal(
                written.difficulty_threshold + written.difficulty_margin,
            ),
            difficulty_needs_fulfilment: written.difficulty_needs_fulfilment,
            market_min: Share::from_decimal(written.market_min),
            pool_cover: written.pool_cover_days,
            buy_above_cover: written.buy_above_cover_days,
            subsidy: Subsidy::of(&written.subsidy),
        }
    }
}

fn reserves(written: &crate::scenario::Regime) -> Vec<(Reserved, Share)> {
    let products = written.product_reserve.iter().enumerate();
    let products =
        products.map(|(at, share)| (Reserved::Product(ProductIndex::from_position(at)), *share));
    std::iter::once((Reserved::Difficulty, written.difficulty_reserve))
        .chain(products)
        .map(|(group, share)| (group, Share::from_decimal(share)))
        .filter(|(_, share)| *share > Share::ZERO)
        .collect()
}

impl Subsidy {
    fn of(written: &crate::scenario::Subsidy) -> Self {
        Self {
            effective_threshold: Share::from_decimal(written.effective_threshold),
            quality_standard: Share::from_decimal(written.quality_standard),
            sustained_days: written.sustained_days as i32,
            sustained_threshold: Share::from_decimal(written.sustained_threshold),
            deadline_days: written.deadline_days as i32,
            schemes: written.schemes.clone().map(|scheme| Scheme {
                share: Share::from_decimal(scheme.share),
                budget: Fen((scheme.budget_yuan * 100.0).round() as i64),
                stages: scheme.stages.map(Share::from_decimal),
            }),
        }
    }
}
