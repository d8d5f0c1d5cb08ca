//! Step 9, continued: what an award of the linked material makes its maker owe the province.

use super::Today;
use super::state::{Holdings, Makers, State};
use crate::scenario::{Link, Tier};
use crate::units::{Milligrams, Pieces, div_up, muldiv};
use crate::world::MaskMaker;

/// Books the obligations of all of today's awards of the linked material.
pub(super) fn book(today: &Today, state: &mut State) {
    let Some(material) = today.world.materials.linked else {
        return;
    };
    match today.regime.link {
        Link::None => {}
        Link::Ratio => {
            let linked = today.world.holdings.of_material[material.at()].clone();
            let awarded = std::mem::take(&mut state.holdings.awarded);
            for holding in awarded.iter().map(|&holding| holding as usize) {
                if linked.contains(&holding) {
                    book_ratio(today, &mut state.holdings, &mut state.makers, holding);
                }
            }
            state.holdings.awarded = awarded;
        }
        Link::Quota => book_quota(today, state),
    }
}

#[inline(always)]
fn book_ratio(today: &Today, holdings: &mut Holdings, makers: &mut Makers, holding: usize) {
    let recipient = Recipient::of(today, holding, holdings, makers);
    for maker in recipient.makers {
        let masks = recipient.masks_of(makers, maker);
        let owed = today.regime.link_ratio.of(masks);
        recipient.owes(today, holdings, makers, maker, owed);
    }
}

/// Who got an award of the linked material, and what becomes of it.
#[derive(Clone, Copy)]
struct Recipient<'a> {
    holding: usize,
    award: Milligrams,
    /// Those that turn it into masks.
    makers: &'a [MaskMaker],
    /// What they use of it a day; nothing where one uses it all.
    shared: Option<i64>,
    /// Days until it is masks, before they are held: max(lead, ⌈(stock + in transit + award) ÷ use a day⌉) + making
    /// days. The award is in transit by now.
    making: i32,
}

impl<'a> Recipient<'a> {
    #[inline(always)]
    fn of(today: &Today<'a>, holding: usize, holdings: &Holdings, makers: &Makers) -> Self {
        let world = today.world;
        let owner = world.holdings.enterprise[holding].at();
        let [first, end] = world.holdings.takers[holding].mask_makers;
        let own = &world.mask_makers[first as usize..end as usize];
        let use_a_day = |maker: &MaskMaker| makers.rate[maker.at] * maker.linked_use;
        let lasts = match holdings.rate[holding].0 {
            0 => 0,
            rate => div_up(holdings.position[holding].0, rate).min(i64::from(i32::MAX / 8)) as i32,
        };
        Self {
            holding,
            award: holdings.award[holding],
            makers: own,
            shared: (own.len() > 1).then(|| own.iter().map(use_a_day).sum()),
            making: today.lead[owner].max(lasts) + world.making_days,
        }
    }

    /// Masks that a maker makes of its part of the award: the award split by use at staffed rates, ÷ use a piece, ×
    /// the allowed yield.
    #[inline(always)]
    fn masks_of(&self, makers: &Makers, maker: &MaskMaker) -> Pieces {
        let use_a_day = makers.rate[maker.at] * maker.linked_use;
        if use_a_day == 0 {
            return Pieces::ZERO;
        }
        let award = self.award.0;
        let part = self
            .shared
            .map_or(award, |all| muldiv(award, use_a_day, all));
        maker.allowed_yield.of(Pieces(part / maker.linked_use))
    }

    /// Books so many masks.
    #[inline(always)]
    fn owes(
        &self,
        today: &Today,
        holdings: &mut Holdings,
        makers: &mut Makers,
        maker: &MaskMaker,
        owed: Pieces,
    ) {
        if owed == Pieces::ZERO {
            return;
        }
        let due_in = self.making + maker.hold_days;
        holdings.obligation[self.holding] += owed;
        let latest = &mut holdings.due_in[self.holding];
        *latest = due_in.max(*latest);
        let Makers { each, queues, .. } = makers;
        queues.book(maker, &mut each[maker.at], due_in, today.day, owed);
    }
}

/// The quota reading: what guaranteed claims still lack, apportioned over the recipients by what their awards make,
/// and capped at that.
fn book_quota(today: &Today, state: &mut State) {
    let world = today.world;
    let Some(material) = world.materials.linked else {
        return;
    };
    let members = world.holdings.of_material[material.at()].clone();
    for product in 0..world.products.count {
        let lacking = lacking(today, state, product);
        let masks = |state: &State, holding: usize| {
            let makers = &state.makers;
            let recipient = Recipient::of(today, holding, &state.holdings, makers);
            let maker = (recipient.makers.iter()).find(|maker| maker.product.at() == product)?;
            let masks = recipient.masks_of(makers, maker);
            Some((recipient, maker, masks))
        };
        let all: i64 = (members.clone())
            .filter_map(|holding| masks(state, holding))
            .map(|(_, _, most)| most.0)
            .sum();
        if all == 0 || lacking == 0 {
            continue;
        }
        for holding in members.clone() {
            if let Some((recipient, maker, most)) = masks(state, holding) {
                let quota = Pieces(muldiv(lacking.min(all), most.0, all));
                recipient.owes(today, &mut state.holdings, &mut state.makers, maker, quota);
            }
        }
    }
}

/// Guaranteed claims of a product − pool − in transit to it − owed.
fn lacking(today: &Today, state: &State, product: usize) -> i64 {
    let rounds = &state.rounds;
    let mut claims = 0;
    for group in &rounds.groups {
        let counts = group.pass == 1 && !matches!(group.tier, Tier::Support | Tier::Market);
        if counts && group.product.at() == product {
            claims += (group.slots.clone())
                .map(|slot| rounds.claim[slot] - rounds.award[slot])
                .sum::<i64>();
        }
    }
    let makers = today.world.mask_makers.iter();
    let owed: Pieces = makers
        .filter(|maker| maker.product.at() == product)
        .map(|maker| state.makers.each[maker.at].owed())
        .sum();
    (claims - state.centre.pool[product].0 - state.centre.to_pool.under_way[product].0 - owed.0)
        .max(0)
}
