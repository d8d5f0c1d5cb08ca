//! Room in whole numbers: whatever passes here stays inside an `i64` on every day, in every world.
//!
//! The engine adds and multiplies whole numbers below 2⁶³ ≈ 9.22·10¹⁸; [`limits`](crate::units::limits) says how much of each
//! there may be. What it multiplies:
//!
//! - *a day's amounts × parts per million*: planned capacity of a line, an enterprise's staff, a line's use by its working
//!   stock in days. Each is held below [`MOST_BY_A_MILLION`], so that its product with 10⁶ fits.
//! - *units × bill*: [`MOST_MILLIGRAMS`] holds what an enterprise makes a day times its bills.
//! - *days × use* and *days × need*, as claims: the room of `claims` is proved exact up to [`LARGEST_CLAIM`], which what a
//!   day takes stays below for as many days as the longest lead time and the longest cover together; need for the whole
//!   calendar besides, for it can all be owed. A prefecture claims for all its streams.
//!
//! Everything else is a sum of such amounts over rows and days: material made, used, supplied and in stock over the
//! calendar, with as many days of cover and lead as may lie in stock, stays below [`MOST_MILLIGRAMS`], masks below
//! [`MOST_PIECES`], money below [`MOST_FEN`]. Shares of such sums (`Share::of`, `muldiv`, `Share::ratio`) are taken in 128
//! bits. Single values are as large as their fields allow, and fit.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::extremes::{Changes, base, most};
use super::{place_of, roads};
use crate::chance::walk::FARTHEST;
use crate::language::Word;
use crate::said;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::schema::{GRADES, csv_sections};
use crate::scenario::{Daily, Item, Level, Line, Quantity, Scenario, Subject};
use crate::units::limits::{
    LARGEST_CLAIM, MOST_BY_A_MILLION, MOST_CLAIMANTS, MOST_FEN, MOST_MILLIGRAMS, MOST_PIECES,
};

/// Milligrams in a kilogram, thousandths of a person, fen in a yuan.
const MILLIGRAMS: f64 = 1e6;
const THOUSANDTHS: i64 = 1_000;
const FEN: i64 = 100;
const MINUTES_A_DAY: f64 = 1440.0;
/// Nothing is under way for longer.
const LONGEST_LEAD_DAYS: f64 = 3660.0;

/// Checks all of it.
pub(super) fn check(
    scenario: &Scenario,
    changes: &Changes<'_>,
    document: &Node,
    findings: &Findings,
) {
    let room = Room {
        scenario,
        document,
        findings,
        changes,
        lead: roads::longest_lead_days(scenario, changes),
        objected: RefCell::default(),
    };
    if !room.has_passable_roads() {
        return;
    }
    room.claimants();
    room.need();
    room.pieces();
    room.staff_and_money();
    room.material();
}

struct Room<'a> {
    scenario: &'a Scenario,
    changes: &'a Changes<'a>,
    document: &'a Node,
    findings: &'a Findings,
    lead: f64,
    /// Rows that were objected to: once is enough.
    objected: RefCell<BTreeSet<String>>,
}

/// One row's part of a sum: table in documents, the row's id, how much.
type Part<'a> = (&'static str, &'a str, f64);

impl Room<'_> {
    /// Objects to a sum above a limit, at its greatest part.
    fn hold<'a>(&self, what: &Word, parts: impl Iterator<Item = Part<'a>>, limit: i64) {
        let (parts, limit): (Vec<Part>, f64) = (parts.collect(), limit as f64);
        let total: f64 = parts.iter().map(|part| part.2).sum();
        let greatest = parts.iter().max_by(|a, b| a.2.total_cmp(&b.2));
        // Written this way round, what is no number at all is no room either.
        if let (false, Some(&(table, id, _))) = (total <= limit, greatest)
            && self.objected.borrow_mut().insert(format!("{table} {id}"))
        {
            let place = place_of(self.document, table, id);
            let mut sections = csv_sections();
            let plural = sections
                .find(|section| section.key == table)
                .map_or(table, |section| section.plural);
            let field = format!("{plural}[\"{id}\"]");
            let Word { zh, en } = what;
            let expected = said!("{zh}，最多 {limit:e}", "at most {limit:e} {en}");
            let found = said!(
                "合计 {total:.3e}，以此处为最多",
                "{total:.3e}, the most of it here",
            );
            self.findings.add("S027", &place, &field, found, expected);
        }
    }

    fn days(&self) -> f64 {
        f64::from(self.scenario.days)
    }

    /// The longest cover that any regime asks for.
    fn cover(&self) -> f64 {
        let covers = self.scenario.regimes.iter().flat_map(|regime| {
            let own = [
                regime.allocation_cover_days,
                regime.input_cover_days,
                regime.dispatch_cover_days,
                regime.pool_cover_days,
            ];
            own.into_iter().chain(regime.buy_above_cover_days)
        });
        covers.max().unwrap_or(0).max(1) as f64
    }

    /// Whether lead times are worth reckoning with.
    fn has_passable_roads(&self) -> bool {
        let passable = self.lead <= LONGEST_LEAD_DAYS;
        if !passable {
            let roads = self.document.get("roads").unwrap_or(self.document);
            let lead = self.lead;
            let found = said!(
                "最长路程需 {lead:.0} 天",
                "{lead:.0} days on the longest road",
            );
            let expected = said!(
                "最多 {LONGEST_LEAD_DAYS} 天",
                "at most {LONGEST_LEAD_DAYS} days"
            );
            let remedy = Word::of(
                "提高车速、日行车时间或畅通度",
                "raise speed, driving hours or openness",
            );
            self.findings
                .add_with("S027", &roads.place, "roads", found, expected, remedy);
        }
        passable
    }

    fn claimants(&self) {
        let enterprises = self.scenario.enterprises.iter();
        let enterprises = enterprises.map(|row| ("enterprise", row.id.as_str(), 1.0));
        let what = Word::of("企业数", "enterprises");
        self.hold(&what, enterprises, MOST_CLAIMANTS as i64);
        let streams = self.scenario.demand.iter();
        let streams = streams.map(|row| ("demand", row.id.as_str(), 1.0));
        let what = Word::of("需求行数", "streams of need");
        self.hold(&what, streams, MOST_CLAIMANTS as i64);
    }

    /// Of each stream, and of each prefecture's together.
    fn need(&self) {
        let demand = &self.scenario.demand;
        let mut here: Vec<Vec<Part>> = vec![Vec::new(); self.scenario.prefectures.len()];
        let mut all: Vec<Part> = Vec::with_capacity(demand.len());
        let what = &Word::of(
            "模拟期连同在途和保障天数内的需求（只）",
            "pieces needed over the calendar, lead and cover",
        );
        for (at, row) in demand.iter().enumerate() {
            let part = ("demand", row.id.as_str(), self.needed(at));
            all.push(part);
            match row.prefecture {
                Some(prefecture) => here[prefecture].push(part),
                None => self.hold(what, [part].into_iter(), LARGEST_CLAIM),
            }
        }
        for streams in here {
            self.hold(what, streams.into_iter(), LARGEST_CLAIM);
        }
        self.hold(what, all.into_iter(), MOST_PIECES);
    }

    /// The most that a stream needs over the calendar, lead and cover.
    fn needed(&self, stream: usize) -> f64 {
        let (scenario, row) = (self.scenario, &self.scenario.demand[stream]);
        let each = self.most_on_any_day(Subject::MasksPerPersonDay(stream));
        let course = row.profile.map_or(1.0, |profile| {
            let points = scenario.profiles[profile].points.iter();
            points.map(|point| point.1).fold(0.0, f64::max)
        });
        let grades = GRADES.iter();
        let factor = grades
            .map(|(_, grade)| self.most_on_any_day(Subject::DemandFactor(row.kind, *grade)))
            .fold(1.0, f64::max);
        let noise = farthest(scenario.noise.demand);
        let days = self.days() + self.lead + self.cover();
        most(&row.persons) * each * course * factor * noise * days
    }

    fn pieces(&self) {
        let scenario = self.scenario;
        let hold = scenario.products.iter().map(|row| most(&row.hold_days));
        let days = self.days() + hold.fold(0.0, f64::max);
        let product = |item: Item| matches!(item, Item::Product(_));
        let lines = || scenario.lines.iter().filter(|row| product(row.item));
        for row in lines() {
            let made = [("line", row.id.as_str(), units_a_day(row))];
            let what = Word::of("日产量（只）", "pieces made a day");
            self.hold(&what, made.into_iter(), MOST_BY_A_MILLION);
        }
        let lines = lines().map(|row| ("line", row.id.as_str(), units_a_day(row) * days));
        let supply = (scenario.supply.iter().enumerate()).filter(|(_, row)| product(row.item));
        let supply = supply.map(|(at, row)| {
            let pieces = self.supplied_a_day(at) * self.days();
            ("supply", row.id.as_str(), pieces)
        });
        let stocks = scenario.stocks.iter().filter(|row| product(row.item));
        let stocks = stocks.map(|row| ("stock", row.id.as_str(), most(&row.amount)));
        let all = lines.chain(supply).chain(stocks);
        let what = Word::of(
            "模拟期内生产、到货和库存的口罩（只）",
            "pieces made, supplied and in stock over the calendar",
        );
        self.hold(&what, all, MOST_PIECES);
    }

    fn staff_and_money(&self) {
        let lines = &self.scenario.lines;
        let shifts = |row: &Line| {
            let crew = row.number as f64 * most(&row.workers_per_shift);
            crew * 24.0 / row.shift_hours.quantile(0.0)
        };
        let needed = lines
            .iter()
            .map(|row| ("line", row.id.as_str(), shifts(row)));
        let there = self.scenario.enterprises.iter().map(|row| {
            let persons = most(&row.staff_present) + most(&row.staff_away);
            ("enterprise", row.id.as_str(), persons)
        });
        self.hold(
            &Word::of("人数", "persons"),
            needed.chain(there),
            MOST_BY_A_MILLION / THOUSANDTHS,
        );
        let prices = lines.iter().map(|row| {
            let yuan = row.number as f64 * most(&row.price_yuan);
            ("line", row.id.as_str(), yuan)
        });
        let what = Word::of("生产线价款（元）", "yuan for lines");
        self.hold(&what, prices, MOST_FEN / FEN);
    }

    fn material(&self) {
        let scenario = self.scenario;
        let working_days = most(&scenario.physics.working_stock_days).max(1.0);
        for row in &scenario.lines {
            let id = row.id.as_str();
            if let Item::Material(_) = row.item {
                let made = [("line", id, units_a_day(row))];
                let what = Word::of("原料日产量（mg）", "mg made a day");
                self.hold(&what, made.into_iter(), MOST_BY_A_MILLION);
            }
            for (_, use_a_day) in self.uses(row) {
                let held = [("line", id, use_a_day * working_days)];
                let what = Word::of("周转库存（mg）", "mg of working stock");
                self.hold(&what, held.into_iter(), MOST_BY_A_MILLION);
            }
        }
        let lines: Vec<&Line> = scenario.lines.iter().collect();
        for own in lines.chunk_by(|one, next| one.enterprise == next.enterprise) {
            let products = own.iter().flat_map(|row| {
                let bill = self.bill(row).iter();
                bill.map(|(_, amount)| ("line", row.id.as_str(), units_a_day(row) * most(amount)))
            });
            let what = Word::of("日产量 × 物料清单（mg）", "made a day times its bill (mg)");
            self.hold(&what, products, MOST_MILLIGRAMS);
            self.claims(own);
        }
        let by_way_of = |level| level != Level::Enterprise;
        let levels = scenario.regimes.iter();
        if levels.map(|regime| regime.allocation_level).any(by_way_of) {
            let mut here: Vec<Vec<&Line>> = vec![Vec::new(); scenario.prefectures.len()];
            for &row in &lines {
                let county = scenario.enterprises[row.enterprise].county;
                here[scenario.counties[county].prefecture].push(row);
            }
            here.iter().for_each(|rows| self.claims(rows));
        }
        self.mass(working_days);
    }

    /// What some makers together may claim of any one material.
    fn claims(&self, rows: &[&Line]) {
        let market = self.scenario.materials.iter();
        let market = market.map(|row| most(&row.market_lead_days));
        let days = self.lead.max(market.fold(0.0, f64::max)) + self.cover();
        for material in 0..self.scenario.materials.len() {
            let parts = rows.iter().flat_map(|row| {
                let uses = self.uses(row).filter(|(input, _)| *input == material);
                uses.map(|(_, use_a_day)| ("line", row.id.as_str(), use_a_day * days))
            });
            let what = Word::of(
                "按最长在途和保障天数申请的一种原料（mg）",
                "mg of a material claimed for the longest lead and cover",
            );
            self.hold(&what, parts, LARGEST_CLAIM);
        }
    }

    /// Everything by mass, over the calendar.
    fn mass(&self, working_days: f64) {
        let scenario = self.scenario;
        let days = self.days() + self.lead + self.cover() + working_days;
        let material = |item: Item| matches!(item, Item::Material(_));
        let lines = scenario.lines.iter().map(|row| {
            let made = if material(row.item) {
                units_a_day(row)
            } else {
                0.0
            };
            let used: f64 = self.uses(row).map(|(_, use_a_day)| use_a_day).sum();
            ("line", row.id.as_str(), (made + used) * days)
        });
        let supply = scenario.supply.iter().enumerate().map(|(at, row)| {
            let sent = row.sends.as_ref().map_or(0.0, |(_, kg)| most(kg));
            let comes = if material(row.item) {
                self.supplied_a_day(at)
            } else {
                0.0
            };
            let mass = (comes + sent) * MILLIGRAMS * self.days();
            ("supply", row.id.as_str(), mass)
        });
        let stocks = scenario.stocks.iter().filter(|row| material(row.item));
        let stocks = stocks.map(|row| ("stock", row.id.as_str(), most(&row.amount) * MILLIGRAMS));
        let all = lines.chain(supply).chain(stocks);
        let what = Word::of("模拟期内的原料（mg）", "mg of material over the calendar");
        self.hold(&what, all, MOST_MILLIGRAMS);
    }

    /// What a line takes of each input at full speed, in mg a day.
    fn uses<'a>(&'a self, row: &'a Line) -> impl Iterator<Item = (usize, f64)> + 'a {
        let per = match row.item {
            Item::Material(_) => MILLIGRAMS,
            Item::Product(_) => 1.0,
        };
        let bill = self.bill(row).iter();
        bill.map(move |(input, amount)| (*input, units_a_day(row) * most(amount) / per))
    }

    fn bill(&self, row: &Line) -> &[(usize, Quantity)] {
        match row.item {
            Item::Material(at) => &self.scenario.materials[at].bill,
            Item::Product(at) => &self.scenario.products[at].bill,
        }
    }

    fn supplied_a_day(&self, stream: usize) -> f64 {
        let noise = farthest(self.scenario.noise.supply);
        self.most_on_any_day(Subject::SupplyPerDay(stream)) * noise
    }

    fn most_on_any_day(&self, subject: Subject) -> f64 {
        let base = base(self.scenario, subject);
        base.map_or(0.0, |base| self.changes.ends(subject, base).most)
    }
}

/// The most that an amount is multiplied by on a day on which it wavers.
fn farthest(daily: Daily) -> f64 {
    libm::exp(daily.spread * FARTHEST)
}

/// Pieces or milligrams that a line makes in 24 hours, with what may be left of a unit from the day before.
fn units_a_day(row: &Line) -> f64 {
    let units = match row.item {
        Item::Material(_) => MILLIGRAMS,
        Item::Product(_) => 1.0,
    };
    row.number as f64 * most(&row.speed_per_minute) * units * MINUTES_A_DAY + 1.0
}
