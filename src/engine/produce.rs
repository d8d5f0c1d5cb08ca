//! Step 4: makers make what staff and inputs allow. An input short of its need is shared among an enterprise's lines
//! in the policy's product order, and in proportion to need within a place of that order.

use super::Today;
use super::floor::Floor;
use super::purchase::Market;
use super::state::{Holdings, LineState, MakerState, State};
use crate::units::{MILLION, MaterialIndex, Milligrams, div_up, muldiv, of};
use crate::world::{Lines, Recipe};

impl<'a> Floor<'a> {
    /// Makes what staff and inputs allow, uses the inputs up and orders others.
    #[inline]
    pub(super) fn make(&mut self, market: &mut [Market]) {
        if let Some(bill) = self.shop.only_bill {
            let bill = &self.today.world.lines.bill[bill..][..self.holdings.len()];
            let gross = self.make_one_product(bill);
            self.restock(market, |place, _| Milligrams(gross * bill[place]));
        } else {
            self.make_several();
            self.restock(market, |_, holding| holding.used);
        }
    }

    /// All lines make the same product, by the same bill: what they make of it, qualified or not.
    #[inline]
    fn make_one_product(&mut self, bill: &[i64]) -> i64 {
        let materials = self.materials();
        let maker = &mut self.makers[0];
        let rate = maker.rate;
        maker.gross = rate;
        let held = self.holdings.iter_mut().zip(bill.iter().zip(materials));
        for (holding, (&coefficient, &material)) in held {
            holding.rate = Milligrams(rate * coefficient);
            if holding.rate > holding.stock {
                let (given, wanted) = (holding.stock.0, holding.rate.0);
                let allows = |units: i64| muldiv(given, units, wanted);
                self.state.held_up |= bind(self.today, material, self.lines, maker, allows);
            }
        }
        maker.gross
    }

    /// Several products, or a material.
    #[inline(always)]
    fn make_several(&mut self) {
        let recipes = &self.today.world.makers.recipes[self.shop.makers.clone()];
        for maker in &mut *self.makers {
            maker.gross = maker.rate;
        }
        let mut short = false;
        for place in 0..self.holdings.len() {
            let rate = self.taken(recipes, place, |maker| maker.rate, |line| line.staffed);
            let holding = &mut self.holdings[place];
            (holding.rate, holding.used) = (rate, rate);
            if rate > holding.stock {
                self.share(recipes, place);
                short = true;
            }
        }
        if short {
            for place in 0..self.holdings.len() {
                self.holdings[place].used =
                    self.taken(recipes, place, |maker| maker.gross, |line| line.gross);
            }
        }
    }

    /// What all makers take of the input at a place, by the sum of their lines' rates or line by line.
    #[inline]
    fn taken(
        &self,
        recipes: &[Recipe],
        place: usize,
        sum: impl Fn(&MakerState) -> i64,
        rate: impl Fn(&LineState) -> i64,
    ) -> Milligrams {
        let lines = &self.today.world.lines;
        let each = self.makers.iter().zip(recipes).map(|(maker, recipe)| {
            let input = Input::of_recipe(lines, recipe, place);
            if input.per_kilogram {
                let own = &self.lines[recipe.lines.clone()];
                own.iter().map(|line| input.of(rate(line))).sum()
            } else {
                input.of(sum(maker))
            }
        });
        Milligrams(each.sum())
    }

    /// Shares a short input among makers, product by product in the policy's order; materials come last.
    #[inline(always)]
    fn share(&mut self, recipes: &[Recipe], place: usize) {
        let (mut left, all) = (self.holdings[place].stock.0, self.holdings[place].rate.0);
        if self.today.one_rank && self.shop.mask_makers.len() == recipes.len() {
            self.share_among(recipes, place, None, [left, all]);
            return;
        }
        let lines = &self.today.world.lines;
        let mut rank = recipes.iter().map(|recipe| self.rank_of(recipe)).min();
        while let Some(this) = rank {
            let mut wanted = 0;
            rank = None;
            for recipe in recipes {
                let of_maker = self.rank_of(recipe);
                if of_maker == this {
                    let input = Input::of_recipe(lines, recipe, place);
                    let own = self.lines[recipe.lines.clone()].iter();
                    wanted += own.map(|line| input.of(line.staffed)).sum::<i64>();
                } else if of_maker > this && rank.is_none_or(|next| of_maker < next) {
                    rank = Some(of_maker);
                }
            }
            if wanted > 0 {
                let given = left.min(wanted);
                left -= given;
                self.share_among(recipes, place, Some(this), [given, wanted]);
            }
        }
    }

    /// Shares what is given to those of one rank, or to all, in proportion to what they want.
    #[inline(always)]
    fn share_among(
        &mut self,
        recipes: &[Recipe],
        place: usize,
        rank: Option<u8>,
        [given, wanted]: [i64; 2],
    ) {
        let (today, material) = (self.today, self.materials()[place]);
        for (at, recipe) in recipes.iter().enumerate() {
            let input = Input::of_recipe(&today.world.lines, recipe, place);
            if input.coefficient > 0 && rank.is_none_or(|rank| self.rank_of(recipe) == rank) {
                let own = &mut self.lines[recipe.lines.clone()];
                let allows = |units: i64| input.allows_of(given, units, wanted);
                self.state.held_up |= bind(today, material, own, &mut self.makers[at], allows);
            }
        }
    }

    /// A maker's place in the policy's product order.
    fn rank_of(&self, recipe: &Recipe) -> u8 {
        recipe.product.map_or(u8::MAX, |product| {
            self.today.regime.product_rank[product.at()]
        })
    }

    /// What the enterprise holds.
    #[inline]
    pub(super) fn materials(&self) -> &'a [MaterialIndex] {
        &self.today.world.holdings.material[self.shop.holdings.clone()]
    }
}

/// Scarce material that is made goes to the depot, other material joins own stock tomorrow.
pub(super) fn pass_on_materials(today: &Today, state: &mut State) {
    let makers = &today.world.makers;
    for &maker in &makers.of_materials {
        let at = maker as usize;
        let Some(material) = makers.material[at] else {
            continue;
        };
        let (made, enterprise) = (state.makers.each[at].made, makers.enterprise[at].at());
        if !today.world.materials.scarce[material.at()] {
            let own = makers.own_holding[at] as usize;
            let Holdings { each, road, .. } = &mut state.holdings;
            road.send(road.arrival(1), own, &mut each[own], Milligrams(made));
        } else if today.openness[enterprise] > 0 {
            let lead = today.lead[enterprise];
            (state.centre.to_depot).send(lead, material.at(), Milligrams(made));
        } else {
            state.makers.wait(at, made);
        }
    }
}

/// Bounds what a maker's lines make by what their shares of a short material allow; whether that holds them up by
/// another input than the linked material.
#[inline]
fn bind(
    today: &Today,
    material: MaterialIndex,
    lines: &mut [LineState],
    maker: &mut MakerState,
    allows: impl Fn(i64) -> i64,
) -> bool {
    let linked = today.world.materials.linked == Some(material);
    let mut held_up = false;
    for line in lines {
        let allowed = allows(line.staffed);
        if allowed < line.gross {
            let output = of(allowed, line.quality);
            maker.gross -= line.gross - allowed;
            maker.made -= line.output - output;
            (line.gross, line.output) = (allowed, output);
            line.bound_by = material.0;
        }
        if !linked && line.staffed > 0 {
            let lost = MILLION - muldiv(allowed.min(line.staffed), MILLION, line.staffed);
            line.held_up = line.held_up.max(lost);
            held_up = true;
        }
    }
    held_up
}

/// What a line takes of one input.
#[derive(Clone, Copy)]
pub(super) struct Input {
    /// Milligrams a piece, or a kilogram where the line makes a material.
    pub coefficient: i64,
    per_kilogram: bool,
}

impl Input {
    /// Of the input at a place among the enterprise's holdings.
    #[inline]
    pub fn of_line(lines: &Lines, line: usize, place: usize) -> Self {
        Self {
            coefficient: lines.bill[lines.first_bill[line] + place],
            per_kilogram: lines.intermediate[line],
        }
    }

    /// Of the input at a place among the holdings of a recipe's enterprise.
    #[inline]
    fn of_recipe(lines: &Lines, recipe: &Recipe, place: usize) -> Self {
        Self {
            coefficient: lines.bill[recipe.bill.start + place],
            per_kilogram: recipe.product.is_none(),
        }
    }

    /// Milligrams that so many units take; intermediates round up (model §2).
    #[inline]
    pub fn of(self, units: i64) -> i64 {
        let milligrams = units * self.coefficient;
        if self.per_kilogram {
            div_up(milligrams, MILLION)
        } else {
            milligrams
        }
    }

    /// Units that a line's share of an amount allows, where all who share it want more: the share goes by need. What a
    /// piece takes cancels out of its need and of what the share allows, and a floor of a floor is one floor.
    #[inline]
    fn allows_of(self, given: i64, units: i64, wanted: i64) -> i64 {
        if self.per_kilogram {
            let share = muldiv(given, self.of(units), wanted);
            muldiv(share, MILLION, self.coefficient)
        } else {
            muldiv(given, units, wanted)
        }
    }
}

/// Positions of an owner in a list sorted by owner.
#[inline]
pub(super) fn run(first: &[usize], owner: usize) -> std::ops::Range<usize> {
    first[owner]..first[owner + 1]
}
