//! Step 4, continued: where an input is short of what an enterprise's makers want of it, it is shared among their lines
//! in the policy's product order, and in proportion to need within a place of that order.

use super::Today;
use super::state::LineState;
use crate::units::{MILLION, MaterialIndex, Milligrams, div_up, muldiv};
use crate::world::{Takers, World};

/// Lines and makers at work.
pub(super) struct Floor<'a> {
    pub today: &'a Today<'a>,
    pub lines: &'a mut [LineState],
    /// What makers make, qualified or not.
    pub gross: &'a mut [i64],
    /// Of that, qualified.
    pub made: &'a mut [i64],
    /// Whether another input than the linked material is short, by enterprise.
    pub held_up: &'a mut [bool],
}

/// A short input: what there is of it, and what is wanted.
#[derive(Clone, Copy)]
pub(super) struct Short {
    pub holding: usize,
    pub material: MaterialIndex,
    pub given: i64,
    pub wanted: i64,
}

impl Floor<'_> {
    /// Shares a short input among its takers, product by product in the policy's order; materials come last.
    #[inline]
    pub fn share(&mut self, takers: &Takers, short: Short) {
        if takers.by_line {
            self.share_in_order(takers, short);
        } else if takers.count == 1 {
            // What a piece takes cancels out.
            let allows = |units| muldiv(short.given, units, short.wanted);
            self.bind(takers.first as usize, short, allows);
        } else if self.today.one_rank {
            self.share_among(takers, short, None);
        } else {
            self.share_in_order(takers, short);
        }
    }

    fn share_in_order(&mut self, takers: &Takers, short: Short) {
        let world = self.today.world;
        let mut left = short.given;
        let mut rank = takers.makers().map(|maker| self.rank_of(maker)).min();
        while let Some(this) = rank {
            let mut wanted = 0;
            rank = None;
            for maker in takers.makers() {
                let of_maker = self.rank_of(maker);
                if of_maker == this {
                    let input = Input::of_maker(world, maker, short.holding);
                    let own = self.lines[lines_of(world, maker)].iter();
                    wanted += own.map(|line| input.of(line.staffed)).sum::<i64>();
                } else if of_maker > this && rank.is_none_or(|next| of_maker < next) {
                    rank = Some(of_maker);
                }
            }
            if wanted > 0 {
                let given = left.min(wanted);
                left -= given;
                let short = Short {
                    given,
                    wanted,
                    ..short
                };
                self.share_among(takers, short, Some(this));
            }
        }
    }

    /// Shares what is given to those of one rank, or to all, in proportion to what they want.
    fn share_among(&mut self, takers: &Takers, short: Short, rank: Option<u8>) {
        let world = self.today.world;
        for maker in takers.makers() {
            let input = Input::of_maker(world, maker, short.holding);
            if input.coefficient > 0 && rank.is_none_or(|rank| self.rank_of(maker) == rank) {
                let allows = |units| input.allows_of(short.given, units, short.wanted);
                self.bind(maker, short, allows);
            }
        }
    }

    /// Bounds what a maker's lines make by what their shares of a short material allow. Another input than the linked
    /// material holds them up.
    #[inline]
    fn bind(&mut self, maker: usize, short: Short, allows: impl Fn(i64) -> i64) {
        let world = self.today.world;
        let is_linked = world.materials.linked == Some(short.material);
        let (mut gross, mut made) = (0, 0);
        for line in &mut self.lines[lines_of(world, maker)] {
            let allowed = allows(line.staffed);
            if allowed < line.gross {
                let output = line.rests.output.whole_of(allowed, line.quality);
                gross += line.gross - allowed;
                made += line.output - output;
                (line.gross, line.output) = (allowed, output);
                line.bound_by = short.material.0;
            }
            if !is_linked && line.staffed > 0 {
                let lost = MILLION - muldiv(allowed.min(line.staffed), MILLION, line.staffed);
                line.held_up = line.held_up.max(lost);
                self.held_up[world.makers.enterprise[maker].at()] = true;
            }
        }
        self.gross[maker] -= gross;
        self.made[maker] -= made;
    }

    /// A maker's place in the policy's product order.
    fn rank_of(&self, maker: usize) -> u8 {
        let product = self.today.world.makers.product[maker];
        product.map_or(u8::MAX, |product| {
            self.today.regime.product_rank[product.at()]
        })
    }
}

/// What makers take of every input for so much that each makes, and each line where it counts line by line.
pub(super) fn take(
    world: &World,
    sums: &[i64],
    lines: &[LineState],
    rate: impl Fn(&LineState) -> i64,
    taken: &mut [Milligrams],
) {
    let makers = &world.makers;
    taken.fill(Milligrams::ZERO);
    for (&sum, borders) in sums.iter().zip(makers.first_input.windows(2)) {
        if sum != 0 {
            let own = borders[0]..borders[1];
            let inputs = makers.inputs[own.clone()].iter().zip(&makers.amounts[own]);
            inputs.for_each(|(&holding, &amount)| taken[holding as usize].0 += sum * amount);
        }
    }
    for &holding in &world.holdings.by_line {
        let holding = holding as usize;
        let each = world.holdings.takers[holding].makers().map(|maker| {
            let input = Input::of_maker(world, maker, holding);
            let own = lines[lines_of(world, maker)].iter();
            own.map(|line| input.of(rate(line))).sum::<i64>()
        });
        taken[holding] = Milligrams(each.sum());
    }
}

/// A maker's lines.
#[inline]
fn lines_of(world: &World, maker: usize) -> std::ops::Range<usize> {
    world.makers.first_line[maker]..world.makers.first_line[maker + 1]
}

/// What a line takes of one input.
#[derive(Clone, Copy)]
pub(super) struct Input {
    /// Milligrams a piece, or a kilogram where the line makes a material.
    coefficient: i64,
    per_kilogram: bool,
}

impl Input {
    /// Of a holding of the line's enterprise.
    pub fn of_line(world: &World, line: usize, holding: usize) -> Self {
        Self {
            coefficient: world.taken_by(line, holding),
            per_kilogram: world.lines.intermediate[line],
        }
    }

    #[inline]
    fn of_maker(world: &World, maker: usize, holding: usize) -> Self {
        Self {
            coefficient: world.makers.takes(maker, holding),
            per_kilogram: world.makers.product[maker].is_none(),
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
