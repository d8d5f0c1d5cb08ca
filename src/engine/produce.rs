//! Step 4: makers make what staff and inputs allow. An input short of its need is shared among an enterprise's lines
//! in the policy's product order, and in proportion to need within a place of that order.

use super::floor::Floor;
use super::state::{CentreState, LineState};
use crate::units::{MILLION, MaterialIndex, Milligrams, div_up, muldiv, of};
use crate::world::{Lines, Recipe};

impl Floor<'_> {
    /// Makes what staff and inputs allow, and uses the inputs up.
    #[inline]
    pub(super) fn make(&mut self) {
        match self.shop.only_bill {
            Some(bill) => self.make_one_product(bill),
            None => self.make_several(),
        }
    }

    /// All lines make the same product, by the same bill.
    #[inline]
    fn make_one_product(&mut self, bill: usize) {
        let bill = &self.today.world.lines.bill[bill..][..self.holdings.len()];
        let (rate, effective) = at_staffed_rate(self.lines);
        let mut short = false;
        for (holding, &coefficient) in self.holdings.iter_mut().zip(bill) {
            holding.rate = Milligrams(rate * coefficient);
            short |= holding.rate > holding.stock;
        }
        let (mut gross, mut made) = (rate, effective);
        if short {
            for place in 0..self.holdings.len() {
                let holding = &self.holdings[place];
                if holding.rate > holding.stock {
                    let (given, wanted) = (holding.stock.0, holding.rate.0);
                    self.bind(
                        0..self.lines.len(),
                        place,
                        Input::a_piece(bill[place]),
                        given,
                        wanted,
                    );
                }
            }
            (gross, made) = count(self.lines);
        }
        let maker = &mut self.makers.each[self.shop.makers.start];
        (maker.rate, maker.made) = (rate, made);
        for (holding, &coefficient) in self.holdings.iter_mut().zip(bill) {
            holding.take(Milligrams(gross * coefficient));
        }
    }

    /// Several products, or a material.
    fn make_several(&mut self) {
        let lines = &self.today.world.lines;
        let recipes = &self.today.world.makers.recipes[self.shop.makers.clone()];
        for holding in &mut *self.holdings {
            holding.rate = Milligrams::ZERO;
        }
        let makers = &mut self.makers.each[self.shop.makers.clone()];
        for (maker, recipe) in makers.iter_mut().zip(recipes) {
            let own = &self.lines[recipe.lines.clone()];
            (maker.rate, maker.made) = at_staffed_rate(own);
            for (holding, input) in self.holdings.iter_mut().zip(inputs(lines, recipe)) {
                holding.rate.0 += input.of_all(own, maker.rate, |line| line.staffed);
            }
        }
        let mut short = false;
        for place in 0..self.holdings.len() {
            let holding = &self.holdings[place];
            if holding.rate > holding.stock {
                self.share(recipes, place);
                short = true;
            }
        }
        if !short {
            for holding in &mut *self.holdings {
                holding.take(holding.rate);
            }
            return;
        }
        for holding in &mut *self.holdings {
            holding.used = Milligrams::ZERO;
        }
        let makers = &mut self.makers.each[self.shop.makers.clone()];
        for (maker, recipe) in makers.iter_mut().zip(recipes) {
            let own = &mut self.lines[recipe.lines.clone()];
            let (gross, made) = count(own);
            maker.made = made;
            for (holding, input) in self.holdings.iter_mut().zip(inputs(lines, recipe)) {
                holding.used.0 += input.of_all(own, gross, |line| line.gross);
            }
        }
        for holding in &mut *self.holdings {
            holding.take(holding.used);
        }
    }

    /// Shares a short input among makers, product by product in the policy's order; materials come last.
    fn share(&mut self, recipes: &[Recipe], place: usize) {
        let lines = &self.today.world.lines;
        let holding = &self.holdings[place];
        let (mut left, all) = (holding.stock.0, holding.rate.0);
        let one_rank = self.today.one_rank && self.shop.mask_makers.len() == recipes.len();
        let mut rank = recipes.iter().map(|recipe| self.rank_of(recipe)).min();
        while let Some(this) = rank {
            let mut wanted = 0;
            rank = None;
            if one_rank {
                wanted = all;
            } else {
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
            }
            if wanted == 0 {
                continue;
            }
            let given = left.min(wanted);
            left -= given;
            for recipe in recipes {
                let input = Input::of_recipe(lines, recipe, place);
                if input.coefficient > 0 && (one_rank || self.rank_of(recipe) == this) {
                    self.bind(recipe.lines.clone(), place, input, given, wanted);
                }
            }
        }
    }

    /// A maker's place in the policy's product order.
    fn rank_of(&self, recipe: &Recipe) -> u8 {
        recipe.product.map_or(u8::MAX, |product| {
            self.today.regime.product_rank[product.at()]
        })
    }

    /// Bounds what lines make by what their shares of the amount given to all that want a short input allow.
    #[inline]
    fn bind(
        &mut self,
        lines: std::ops::Range<usize>,
        place: usize,
        input: Input,
        given: i64,
        wanted: i64,
    ) {
        let world = self.today.world;
        let material: MaterialIndex = world.holdings.material[self.shop.holdings.start + place];
        let linked = world.materials.linked == Some(material);
        for line in &mut self.lines[lines] {
            let allowed = input.allows_of(given, line.staffed, wanted);
            if allowed < line.gross {
                line.gross = allowed;
                line.bound_by = material.0;
            }
            if !linked && line.staffed > 0 {
                let lost = MILLION - muldiv(allowed.min(line.staffed), MILLION, line.staffed);
                line.held_up = line.held_up.max(lost);
                self.held_up = true;
            }
        }
    }

    /// Masks go into the hold queue, and leave it when they have been held long enough; scarce material goes to the
    /// depot, other material joins own stock tomorrow.
    #[inline]
    pub(super) fn store(&mut self, centre: &mut CentreState) {
        let (today, world) = (self.today, self.today.world);
        for maker in &world.mask_makers[self.shop.mask_makers.clone()] {
            self.makers.hold(maker.at, maker.hold_days);
        }
        if self.shop.mask_makers.len() == self.shop.makers.len() {
            return;
        }
        for maker in self.shop.makers.clone() {
            let Some(material) = world.makers.material[maker] else {
                continue;
            };
            let made = self.makers.each[maker].made;
            if world.materials.scarce[material.at()] && today.openness[self.enterprise] > 0 {
                let lead = today.lead[self.enterprise];
                (centre.to_depot).send(lead, material.at(), Milligrams(made));
            } else if world.materials.scarce[material.at()] {
                self.makers.wait(maker, made);
            } else {
                let own = world.makers.own_holding[maker] as usize;
                let holding = &mut self.holdings[own - self.shop.holdings.start];
                self.road.send(1, own, holding, Milligrams(made));
            }
        }
    }
}

/// What some lines make where no input is short, and what of that passes.
#[inline]
fn at_staffed_rate(lines: &[LineState]) -> (i64, i64) {
    lines.iter().fold((0, 0), |(rate, made), line| {
        (rate + line.staffed, made + line.effective)
    })
}

/// What some lines make, and what of that passes.
#[inline]
fn count(lines: &mut [LineState]) -> (i64, i64) {
    let (mut gross, mut made) = (0, 0);
    for line in lines {
        line.output = of(line.gross, line.quality);
        gross += line.gross;
        made += line.output;
    }
    (gross, made)
}

/// What a maker's lines take of everything that its enterprise holds.
fn inputs<'a>(lines: &'a Lines, recipe: &Recipe) -> impl Iterator<Item = Input> + use<'a> {
    let per_kilogram = recipe.product.is_none();
    lines.bill[recipe.bill.clone()]
        .iter()
        .map(move |&coefficient| Input {
            coefficient,
            per_kilogram,
        })
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

    fn a_piece(coefficient: i64) -> Self {
        Self {
            coefficient,
            per_kilogram: false,
        }
    }

    /// Milligrams that a maker's lines take, each at its rate; `sum` is the sum of their rates.
    #[inline]
    fn of_all(self, lines: &[LineState], sum: i64, rate: impl Fn(&LineState) -> i64) -> i64 {
        if self.per_kilogram {
            lines.iter().map(|line| self.of(rate(line))).sum()
        } else {
            self.of(sum)
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
