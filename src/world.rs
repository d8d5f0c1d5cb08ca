//! One possible future: dense, indexed, whole numbers only, immutable. Positions are those of the
//! scenario's tables, so that names stay there.

use jiff::civil::Date;
use nalgebra::DMatrix;

use crate::scenario::Kind;
use crate::units::{
    Day, EnterpriseIndex, Fen, MaterialIndex, Milligrams, Pieces, PrefectureIndex, ProductIndex,
    Share, Staff,
};

mod calendar;
pub mod draw;
mod holdings;
mod overclaim;
pub mod rates;
pub mod recipes;
pub mod roads;
pub mod timetable;

pub use draw::{Factor, Futures, Slate, central, replicate, world_of};
pub use holdings::{Holdings, Takers};
pub use overclaim::{Claimer, Overclaim};
pub use rates::{Rate, Rates, RatesOfDay};
pub use timetable::Timetable;

/// Everything that `simulate` needs to know of a future.
#[derive(Clone, Debug)]
pub struct World {
    /// Date of day 0.
    pub start: Date,
    /// Days simulated.
    pub days: usize,
    /// `target.pieces_per_day`.
    pub target: Pieces,
    /// Materials.
    pub materials: Materials,
    /// Products.
    pub products: Products,
    /// Prefectures.
    pub prefectures: Prefectures,
    /// Enterprises.
    pub enterprises: Enterprises,
    /// Line groups, sorted by enterprise.
    pub lines: Lines,
    /// What an enterprise makes of one item: the lines of it, together.
    pub makers: Makers,
    /// Those of them that make a product, in order.
    pub mask_makers: Vec<MaskMaker>,
    /// What an enterprise holds of one material.
    pub holdings: Holdings,
    /// Streams of need.
    pub streams: Streams,
    /// Streams of supply.
    pub supplies: Supplies,
    /// What lies where when day 0 opens, apart from the warm start.
    pub opening: Opening,
    /// Days from material at the gate to masks made.
    pub making_days: i32,
    /// Parts per million of a day's use that running makers hold of each input on day 0.
    pub working_stock: Share,
    /// The green channel is open (art. 6).
    pub green_channel: bool,
    /// Longest time that anything can be under way, in days.
    pub longest_lead: usize,
    /// Somebody claims too much; nobody where futures are drawn.
    pub overclaim: Option<Overclaim>,
}

/// Materials, by [`MaterialIndex`].
#[derive(Clone, Debug, Default)]
pub struct Materials {
    /// How many.
    pub count: usize,
    /// Under provincial allocation.
    pub scarce: Vec<bool>,
    /// The one whose awards book obligations.
    pub linked: Option<MaterialIndex>,
    /// Days from order on the market to arrival.
    pub market_lead: Vec<i32>,
    /// What the market sells a day; `i64::MAX` without a limit.
    pub market_per_day: Timetable<Milligrams>,
    /// Milligrams of each material (row) that a piece of each product (column) needs through the whole chain.
    pub requirements: DMatrix<f64>,
}

/// Products, by [`ProductIndex`].
#[derive(Clone, Debug, Default)]
pub struct Products {
    /// How many.
    pub count: usize,
    /// Days between making and release.
    pub hold_days: Vec<i32>,
    /// Qualified share that obligations reckon with.
    pub allowed_yield: Vec<Share>,
    /// Milligrams of the linked material a piece; 0 where none.
    pub linked_use: Vec<i64>,
}

/// Prefectures, by [`PrefectureIndex`].
#[derive(Clone, Debug, Default)]
pub struct Prefectures {
    /// How many.
    pub count: usize,
    /// Residents.
    pub population: Vec<i64>,
    /// Openness of the roads, ppm: mean of the counties'.
    pub openness: Timetable<i64>,
    /// Days between the capital and the prefecture (while closed: at the worst open grade).
    pub lead: Timetable<i32>,
    /// Enterprises of each: `first_enterprise[p]..first_enterprise[p + 1]`.
    pub first_enterprise: Vec<usize>,
    /// Expected local need, pieces a day: mean of the last 7 days' essential and public need.
    pub local_need: Timetable<i64>,
    /// Expected front-line need, likewise.
    pub frontline_need: Timetable<i64>,
    /// Products that local streams accept, best first.
    pub local_products: Vec<Vec<ProductIndex>>,
}

/// Enterprises, by [`EnterpriseIndex`], sorted by prefecture.
#[derive(Clone, Debug, Default)]
pub struct Enterprises {
    /// How many.
    pub count: usize,
    /// Where it is.
    pub prefecture: Vec<PrefectureIndex>,
    /// County position.
    pub county: Vec<u32>,
    /// Rank of the id among all enterprises' ids: decides ties.
    pub rank: Vec<u32>,
    /// Day from which it is on the provincial dispatch list; after the end = never.
    pub listed_from: Vec<Day>,
    /// Staff at home on day 0.
    pub staff_present: Vec<Staff>,
    /// Staff away on day 0.
    pub staff_away: Vec<Staff>,
    /// Share of those away who return, ppm a day, by the county's grade.
    pub staff_return: Timetable<i64>,
    /// Share of missing staff recruited, ppm a day.
    pub recruit_share: Timetable<i64>,
    /// Willing share of each booking.
    pub compliance: Vec<Share>,
    /// Openness of the county's roads, ppm.
    pub openness: Timetable<i64>,
    /// Days between depot or pool and the gate.
    pub lead: Timetable<i32>,
    /// Lines of each: `first_line[e]..first_line[e + 1]`; the same for makers.
    pub first_line: Vec<usize>,
    /// Makers of each.
    pub first_maker: Vec<usize>,
    /// Makers of masks of each: positions in [`World::mask_makers`].
    pub first_mask_maker: Vec<usize>,
}

/// A maker of a product, with all that its deliveries and obligations reckon with.
#[derive(Clone, Debug)]
pub struct MaskMaker {
    /// Position among makers.
    pub at: usize,
    /// Whose.
    pub enterprise: usize,
    /// What it makes.
    pub product: ProductIndex,
    /// Position of its prefecture's product in tables of prefecture × product.
    pub local: usize,
    /// Its lines.
    pub lines: std::ops::Range<usize>,
    /// Days between making and release.
    pub hold_days: i32,
    /// Milligrams of the linked material a piece; 0 where none.
    pub linked_use: i64,
    /// Qualified share that obligations reckon with.
    pub allowed_yield: Share,
    /// Willing share of each booking.
    pub compliance: Share,
}

/// Line groups. Rates are in units of the line's item: pieces, or milligrams for a material.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// How many groups.
    pub count: usize,
    /// Whose.
    pub enterprise: Vec<EnterpriseIndex>,
    /// Position of its maker.
    pub maker: Vec<u32>,
    /// Makes a material, so that its bill is per kilogram and it stays out of the totals.
    pub intermediate: Vec<bool>,
    /// Capacity a day at worked hours.
    pub planned: Rates,
    /// Capacity a day at nominal hours.
    pub nominal: Rates,
    /// Staff that the group needs at worked hours.
    pub staff_need: Timetable<i64>,
    /// Share of commissioned capacity that runs, ppm.
    pub availability: Timetable<i64>,
    /// Availability without dated changes, ppm: what events take away is measured against it.
    pub usual_availability: Vec<i64>,
    /// Availability as it would be had no event come, noise included, ppm: for days that don't run as usual; on the
    /// others rows are left over from such a day.
    pub usual: Timetable<i64>,
    /// By day: nothing takes any line's availability below its usual one.
    pub runs_as_usual: Vec<bool>,
    /// Day of the order; before the start for lines that stand or are under way on day 0.
    pub ordered_on: Vec<Day>,
    /// Stood before the calendar began: no subsidy.
    pub existing: Vec<bool>,
    /// Days from order to installation; for existing lines, to the age that they have.
    pub build_days: Vec<i32>,
    /// Start of the group's course in [`Lines::curves`].
    pub curve: Vec<u32>,
    /// Age at which that course starts: opening age, or 0.
    pub curve_age: Vec<i32>,
    /// Commissioned share and quality, ppm, by days since the course began; each course has a value for every day.
    pub curves: Vec<[u32; 2]>,
    /// Commissioned share on the first day, ppm.
    pub first_share: Vec<i64>,
    /// Quality on the first day, ppm.
    pub first_quality: Vec<i64>,
    /// Price of the whole group.
    pub price: Vec<Fen>,
    /// Share of the price without which it is not ordered.
    pub subsidy_need: Vec<Share>,
    /// Positions in order of order date, then id.
    pub in_order: Vec<u32>,
}

/// What one enterprise makes of one item.
#[derive(Clone, Debug, Default)]
pub struct Makers {
    /// How many.
    pub count: usize,
    /// Whose.
    pub enterprise: Vec<EnterpriseIndex>,
    /// Which product; none for a material.
    pub product: Vec<Option<ProductIndex>>,
    /// Which material; none for a product.
    pub material: Vec<Option<MaterialIndex>>,
    /// Holding that receives a material that is not scarce; unused otherwise.
    pub own_holding: Vec<u32>,
    /// Lines of each: `first_line[m]..first_line[m + 1]`.
    pub first_line: Vec<usize>,
    /// What each takes: `first_input[m]..first_input[m + 1]` of the inputs.
    pub first_input: Vec<usize>,
    /// Maker by maker, the holding of each material in its bill.
    pub inputs: Vec<u32>,
    /// And what it takes of it: milligrams per piece, or per kilogram made.
    pub amounts: Vec<i64>,
    /// Material makers, in order.
    pub of_materials: Vec<u32>,
}

impl Makers {
    /// Milligrams of a holding that a maker takes per piece, or per kilogram made.
    #[must_use]
    #[inline]
    pub fn takes(&self, maker: usize, holding: usize) -> i64 {
        let own = self.first_input[maker]..self.first_input[maker + 1];
        let inputs = self.inputs[own.clone()].iter().zip(&self.amounts[own]);
        let mut found = inputs.filter(|&(&input, _)| input as usize == holding);
        found.next().map_or(0, |(_, &amount)| amount)
    }
}

/// Streams of need, by [`StreamIndex`](crate::units::StreamIndex).
#[derive(Clone, Debug, Default)]
pub struct Streams {
    /// How many.
    pub count: usize,
    /// Kind.
    pub kind: Vec<Kind>,
    /// Where; none for national requisitions.
    pub prefecture: Vec<Option<PrefectureIndex>>,
    /// Rank of the id among all streams' ids.
    pub rank: Vec<u32>,
    /// Products accepted, best first.
    pub products: Vec<Vec<ProductIndex>>,
    /// Fresh need.
    pub need: Timetable<i64>,
    /// Expected need: mean of the last 7 days (or the days there are), rounded up.
    pub expected: Timetable<i64>,
    /// Share of a day's unmet need asked for again.
    pub backlog_share: Vec<Share>,
    /// Days after which that is given up.
    pub backlog_days: Vec<i32>,
    /// Streams in the order in which step 7 serves them: prefecture, kind, products preferred.
    pub serving: Vec<u32>,
    /// Streams that draw on the same stock at the same turn: `first_serving[i]..first_serving[i + 1]` of them.
    pub first_serving: Vec<usize>,
    /// Masks a person and day, in millionths: turns unmet pieces into person-days.
    pub masks_per_person: Vec<i64>,
}

/// Where supply lands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing {
    /// Material into the depot.
    Depot(MaterialIndex),
    /// Masks into the pool.
    Pool(ProductIndex),
    /// Material at a maker: holding position.
    Holding(u32),
    /// Masks in a prefecture: received stock.
    Prefecture(PrefectureIndex, ProductIndex),
}

/// Streams of supply.
#[derive(Clone, Debug, Default)]
pub struct Supplies {
    /// How many.
    pub count: usize,
    /// Where it lands.
    pub landing: Vec<Landing>,
    /// Units a day, none outside its dates.
    pub per_day: Rates,
    /// Material sent out for it, and how much a day for the full return.
    pub sends: Vec<Option<(MaterialIndex, i64)>>,
    /// Days until what was made of it returns.
    pub returns_after: Vec<i32>,
}

/// Opening stocks.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// By material.
    pub depot: Vec<Milligrams>,
    /// By product.
    pub pool: Vec<Pieces>,
    /// By holding.
    pub holdings: Vec<Milligrams>,
    /// By prefecture × product.
    pub received: Vec<Pieces>,
}

impl World {
    /// An enterprise's makers of masks.
    #[must_use]
    pub fn mask_makers_of(&self, enterprise: usize) -> &[MaskMaker] {
        let first = &self.enterprises.first_mask_maker;
        &self.mask_makers[first[enterprise]..first[enterprise + 1]]
    }

    /// Milligrams of a holding that a line of the same enterprise takes per piece, or per kilogram made.
    #[must_use]
    pub fn taken_by(&self, line: usize, holding: usize) -> i64 {
        self.makers.takes(self.lines.maker[line] as usize, holding)
    }

    /// Position of a prefecture's product in tables of prefecture × product.
    #[must_use]
    #[inline]
    pub fn local(&self, prefecture: PrefectureIndex, product: ProductIndex) -> usize {
        prefecture.at() * self.products.count + product.at()
    }

    /// Position of a stream's product in tables of stream × product.
    #[must_use]
    #[inline]
    pub fn sent_to(&self, stream: usize, product: ProductIndex) -> usize {
        stream * self.products.count + product.at()
    }

    /// The calendar date of a day.
    ///
    /// # Panics
    /// Never within the calendar, whose length validation bounds.
    #[must_use]
    pub fn date(&self, day: Day) -> Date {
        self.start
            .saturating_add(jiff::Span::new().days(i64::from(day.0)))
    }
}
