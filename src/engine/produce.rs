//! Step 4: makers make what staff and inputs allow. An input short of its need is shared among an enterprise's lines
//! in the policy's product order, and in proportion to need within a place of that order.

use std::ops::Range;

use super::Today;
use super::arrive::leave_gate;
use super::purchase;
use super::state::{HoldingState, LineState, MakerState, State};
use crate::units::{MILLION, MaterialIndex, Milligrams, Pieces, div_up, muldiv, of};
use crate::world::{Lines, Shop, World};

pub(super) fn produce(today: Today, state: &mut State) {
    purchase::open_market(today, &mut state.market);
    purchase::expect_lines(today, state);
    let State {
        lines,
        enterprises,
        makers,
        holdings,
        market,
        at_work,
        ..
    } = state;
    for &at in at_work.iter() {
        let shop = &today.world.enterprises.shops[at as usize];
        let mut floor = Floor {
            today,
            shop,
            lines: &mut lines.each[shop.lines.clone()],
            makers: &mut makers.each[shop.makers.clone()],
            holdings: &mut holdings.each[shop.holdings.clone()],
        };
        match shop.only_bill {
            Some(bill) => floor.make_one_product(bill),
            None => floor.make_several(),
        }
        let enterprise = &mut enterprises[at as usize];
        if std::mem::take(&mut enterprise.expects_lines) {
            floor.count_expected(at as usize, enterprise.staffing);
        }
        purchase::order(
            today,
            at as usize,
            floor.holdings,
            &mut holdings.transit,
            market,
        );
    }
    purchase::share_markets(today, state);
    store(today, state);
}

/// An enterprise at work: its lines, makers and holdings.
pub(super) struct Floor<'a> {
    pub today: Today<'a>,
    pub shop: &'a Shop,
    pub lines: &'a mut [LineState],
    pub makers: &'a mut [MakerState],
    pub holdings: &'a mut [HoldingState],
}

impl Floor<'_> {
    /// All lines make the same product, by the same bill.
    fn make_one_product(&mut self, bill: usize) {
        let Self {
            today,
            shop,
            lines,
            makers,
            holdings,
        } = self;
        let today = *today;
        let bill = &today.world.lines.bill[bill..][..holdings.len()];
        let [maker] = &mut **makers else {
            return;
        };
        (maker.rate, maker.made) = (0, 0);
        for line in &**lines {
            maker.rate += line.staffed;
            maker.made += line.effective;
        }
        let mut short = false;
        for (holding, &coefficient) in holdings.iter_mut().zip(bill) {
            holding.rate = Milligrams(maker.rate * coefficient);
            short |= holding.rate > holding.stock;
        }
        let mut gross = maker.rate;
        if short {
            for (place, (holding, &coefficient)) in holdings.iter().zip(bill).enumerate() {
                if holding.rate > holding.stock {
                    let (stock, material) = (
                        holding.stock.0,
                        today.world.holdings.material[shop.holdings.start + place],
                    );
                    let input = Input::a_piece(coefficient);
                    bind(today, lines, material, input, stock, holding.rate.0);
                }
            }
            (gross, maker.made) = count(lines);
        }
        for (holding, &coefficient) in holdings.iter_mut().zip(bill) {
            holding.used = Milligrams(gross * coefficient);
            holding.stock -= holding.used;
        }
    }

    /// Several products, or a material.
    fn make_several(&mut self) {
        let Self {
            today,
            shop,
            lines,
            makers,
            holdings,
        } = self;
        let (today, world) = (*today, today.world);
        for holding in &mut **holdings {
            holding.rate = Milligrams::ZERO;
        }
        for (at, maker) in makers.iter_mut().enumerate() {
            let (own, bill) = (&lines[shop.lines_of(world, at)], shop.bill_of(world, at));
            (maker.rate, maker.made) = (0, 0);
            for line in own {
                maker.rate += line.staffed;
                maker.made += line.effective;
            }
            for (holding, input) in holdings.iter_mut().zip(bill.inputs()) {
                holding.rate.0 += input.of_all(own, maker.rate, |line| line.staffed);
            }
        }
        let mut short = false;
        for (place, holding) in holdings.iter_mut().enumerate() {
            if holding.rate > holding.stock {
                share(today, shop, lines, place, holding.stock.0);
                short = true;
            }
            holding.used = holding.rate;
        }
        if short {
            for holding in &mut **holdings {
                holding.used = Milligrams::ZERO;
            }
            for (at, maker) in makers.iter_mut().enumerate() {
                let own = &mut lines[shop.lines_of(world, at)];
                let (gross, made) = count(own);
                maker.made = made;
                let inputs = shop.bill_of(world, at).inputs();
                for (holding, input) in holdings.iter_mut().zip(inputs) {
                    holding.used.0 += input.of_all(own, gross, |line| line.gross);
                }
            }
        }
        for holding in &mut **holdings {
            holding.stock -= holding.used;
        }
    }
}

/// What some lines make, and what of that passes.
fn count(lines: &mut [LineState]) -> (i64, i64) {
    let (mut gross, mut made) = (0, 0);
    for line in lines {
        line.output = of(line.gross, line.quality);
        gross += line.gross;
        made += line.output;
    }
    (gross, made)
}

/// Shares a short input among makers, product by product in the policy's order; materials come last.
fn share(today: Today, shop: &Shop, lines: &mut [LineState], place: usize, stock: i64) {
    let world = today.world;
    let material = world.holdings.material[shop.holdings.start + place];
    let rank_of = |maker: usize| {
        let product = world.makers.product[shop.makers.start + maker];
        product.map_or(u8::MAX, |product| today.regime.product_rank[product.at()])
    };
    let makers = 0..shop.makers.len();
    let mut left = stock;
    let mut rank = makers.clone().map(rank_of).min();
    while let Some(this) = rank {
        let mut wanted = 0;
        rank = None;
        for maker in makers.clone() {
            let of_maker = rank_of(maker);
            if of_maker == this {
                let input = shop.bill_of(world, maker).input(place);
                for line in &lines[shop.lines_of(world, maker)] {
                    wanted += input.of(line.staffed);
                }
            } else if of_maker > this && rank.is_none_or(|next| of_maker < next) {
                rank = Some(of_maker);
            }
        }
        if wanted == 0 {
            continue;
        }
        let given = left.min(wanted);
        left -= given;
        for maker in makers.clone() {
            let input = shop.bill_of(world, maker).input(place);
            if rank_of(maker) == this && input.coefficient > 0 {
                let own = &mut lines[shop.lines_of(world, maker)];
                bind(today, own, material, input, given, wanted);
            }
        }
    }
}

/// Bounds what lines make by what their shares of the amount given to all that want a short input allow.
#[inline]
fn bind(
    today: Today,
    lines: &mut [LineState],
    material: MaterialIndex,
    input: Input,
    given: i64,
    wanted: i64,
) {
    let linked = today.world.materials.linked == Some(material);
    for line in lines {
        let need = input.of(line.staffed);
        let share = if need == wanted {
            given
        } else {
            muldiv(given, need, wanted)
        };
        let allowed = input.allows(share);
        if allowed < line.gross {
            line.gross = allowed;
            line.bound_by = material.0;
        }
        if !linked && line.staffed > 0 {
            let lost = MILLION - muldiv(allowed.min(line.staffed), MILLION, line.staffed);
            line.held_up = line.held_up.max(lost);
        }
    }
}

impl Shop {
    /// Positions of a maker's lines among the enterprise's.
    fn lines_of(&self, world: &World, maker: usize) -> Range<usize> {
        let own = run(&world.makers.first_line, self.makers.start + maker);
        own.start - self.lines.start..own.end - self.lines.start
    }

    /// All lines of a maker have the same bill.
    fn bill_of<'a>(&self, world: &'a World, maker: usize) -> Bill<'a> {
        let line = world.makers.first_line[self.makers.start + maker];
        Bill {
            coefficients: &world.lines.bill[world.lines.first_bill[line]..][..self.holdings.len()],
            per_kilogram: world.lines.intermediate[line],
        }
    }
}

/// What a line takes of everything that its enterprise holds.
#[derive(Clone, Copy)]
struct Bill<'a> {
    coefficients: &'a [i64],
    per_kilogram: bool,
}

impl<'a> Bill<'a> {
    fn input(self, place: usize) -> Input {
        Input {
            coefficient: self.coefficients[place],
            per_kilogram: self.per_kilogram,
        }
    }

    fn inputs(self) -> impl Iterator<Item = Input> + 'a {
        self.coefficients.iter().map(move |&coefficient| Input {
            coefficient,
            per_kilogram: self.per_kilogram,
        })
    }
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

    /// Units that so many milligrams allow.
    #[inline]
    fn allows(self, milligrams: i64) -> i64 {
        if self.per_kilogram {
            muldiv(milligrams, MILLION, self.coefficient)
        } else {
            milligrams / self.coefficient
        }
    }
}

/// Positions of an owner in a list sorted by owner.
#[inline]
pub(super) fn run(first: &[usize], owner: usize) -> Range<usize> {
    first[owner]..first[owner + 1]
}

/// Masks go into the hold queue; scarce material goes to the depot, other material joins own stock tomorrow.
fn store(today: Today, state: &mut State) {
    let world = today.world;
    for &enterprise in &state.at_work {
        let shop = &world.enterprises.shops[enterprise as usize];
        for maker in &world.mask_makers[shop.mask_makers.clone()] {
            let made = Pieces(state.makers.each[maker.at].made);
            state
                .makers
                .put_on_hold(maker.at, today.day, maker.hold_days, made);
        }
    }
    for &maker in &world.makers.of_materials {
        let maker = maker as usize;
        let Some(material) = world.makers.material[maker] else {
            continue;
        };
        let made = state.makers.each[maker].made;
        if world.materials.scarce[material.at()] {
            leave_gate(today, &mut state.makers, &mut state.centre, maker, made);
        } else {
            let own = world.makers.own_holding[maker] as usize;
            state.holdings.transit.send(1, own, Milligrams(made));
        }
    }
}
