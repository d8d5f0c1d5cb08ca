//! What prefectures have, use and are short of.

use super::zeros;
use crate::engine::transit::Transit;
use crate::units::{Pieces, PrefectureIndex, ProductIndex, Share};
use crate::world::World;

/// Prefectures × products.
#[derive(Clone, Debug, Default)]
pub struct LocalState {
    /// Made here and retained.
    pub own: Vec<Pieces>,
    /// From support, market and supply.
    pub received: Vec<Pieces>,
    /// Retained today.
    pub retained: Vec<Pieces>,
    /// Served today from own stock.
    pub from_own: Vec<Pieces>,
    /// Served today from received stock.
    pub from_received: Vec<Pieces>,
    /// Bought into the pool today.
    pub bought: Vec<Pieces>,
    /// Supplied from outside today.
    pub supplied: Vec<Pieces>,
    /// On the road from the pool.
    pub transit: Transit<Pieces>,
    /// Last seven days' retained pieces: a ring of days × (prefectures × products), and its sum.
    pub(in crate::engine) retained_ring: Vec<Pieces>,
    pub(in crate::engine) retained_sum: Vec<Pieces>,
    /// By prefecture: local need served from own stock today, and local need.
    pub own_served: Vec<[Pieces; 2]>,
    pub(in crate::engine) own_ring: Vec<[Pieces; 2]>,
    pub(in crate::engine) own_sum: Vec<[Pieces; 2]>,
    /// By prefecture: seven-day self-sufficiency, ppm.
    pub self_sufficiency: Vec<Share>,
    /// By prefecture.
    pub in_difficulty: Vec<bool>,
}

impl LocalState {
    pub(in crate::engine) fn new(world: &World, lead: usize) -> Self {
        let places = world.prefectures.count;
        let count = places * world.products.count;
        let pieces = || zeros::<Pieces>(count);
        Self {
            own: pieces(),
            received: world.opening.received.clone(),
            retained: pieces(),
            from_own: pieces(),
            from_received: pieces(),
            bought: pieces(),
            supplied: pieces(),
            transit: Transit::new(count, lead),
            retained_ring: zeros(7 * count),
            retained_sum: pieces(),
            own_served: zeros(places),
            own_ring: zeros(7 * places),
            own_sum: zeros(places),
            self_sufficiency: vec![Share::ONE; places],
            in_difficulty: vec![false; places],
        }
    }

    /// A prefecture's stock of some products, its own and received.
    #[inline]
    pub(in crate::engine) fn in_stock(
        &self,
        world: &World,
        prefecture: PrefectureIndex,
        products: &[ProductIndex],
    ) -> Pieces {
        let places = products
            .iter()
            .map(|&product| world.local(prefecture, product));
        places
            .map(|place| self.own[place] + self.received[place])
            .sum()
    }

    /// What was retained today joins own stock.
    pub(in crate::engine) fn keep_retained(&mut self) {
        for (own, retained) in self.own.iter_mut().zip(&self.retained) {
            *own += *retained;
        }
    }
}
