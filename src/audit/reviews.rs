//! Reviews: fulfilment and link factors, from obligations.csv.

use super::evidence::{Evidence, date};
use super::finding::{Docket, Finding, of_file};
use crate::scenario::Level;
use crate::units::{MILLION, Share, of};

/// Sums of obligations.csv over a maker's products on a day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moved {
    pub booked: i64,
    pub due: i64,
    pub delivered: i64,
    pub overdue: i64,
    pub defaulted: i64,
}

/// What one review found of one maker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Overdue when the window opened.
    pub before: i64,
    /// Fallen due since.
    pub due: i64,
    /// Overdue when it closed.
    pub overdue: i64,
    pub fulfilment: Share,
    pub link_factor: Share,
}

const NEWCOMER: Found = Found {
    before: 0,
    due: 0,
    overdue: 0,
    fulfilment: Share::ONE,
    link_factor: Share::ONE,
};

/// How makers stand, day by day.
pub(super) struct Standing {
    enterprises: usize,
    moved: Vec<Moved>,
    /// By day; none on days without a review.
    reviews: Vec<Option<Vec<Found>>>,
}

impl Standing {
    pub fn again(evidence: &Evidence) -> Self {
        let (enterprises, table) = (evidence.world.enterprises.count, &evidence.obligations);
        let mut moved = vec![Moved::default(); enterprises * evidence.world.days];
        for row in 0..table.len() {
            let get = |column| table.get(row, column);
            let sum = &mut moved[get("date") as usize * enterprises + get("enterprise") as usize];
            sum.booked += get("booked");
            sum.due += get("due");
            sum.delivered += get("delivered");
            sum.overdue += get("overdue");
            sum.defaulted += get("defaulted");
        }
        let mut standing = Self {
            enterprises,
            moved,
            reviews: Vec::new(),
        };
        let mut opened = 0;
        for day in evidence.days() {
            let regime = evidence.policy.on(date(day));
            let held = (day as i64 + 1) % i64::from(regime.review_days) == 0;
            standing
                .reviews
                .push(held.then(|| standing.review(evidence, opened, day)));
            if held {
                opened = day + 1;
            }
        }
        standing
    }

    /// Sums of a maker's day.
    pub fn on(&self, day: usize, enterprise: usize) -> Moved {
        self.moved[day * self.enterprises + enterprise]
    }

    /// What the last review before a day found.
    pub fn before(&self, day: usize, enterprise: usize) -> Found {
        let last = self.reviews[..day].iter().rev().flatten().next();
        last.map_or(NEWCOMER, |review| review[enterprise])
    }

    fn review(&self, evidence: &Evidence, opened: usize, day: usize) -> Vec<Found> {
        // Withheld pieces turn willing at a review, which early deliveries may settle at once: what it found overdue
        // need not be there any more at the close, so it is read from its own row.
        let overdue = |enterprise: usize| {
            let row = evidence.reviews.find(&[day as i64, enterprise as i64]);
            row.map_or(0, |row| evidence.reviews.get(row, "overdue"))
        };
        let mut all: Vec<Found> = (0..self.enterprises)
            .map(|enterprise| Found {
                before: opened
                    .checked_sub(1)
                    .map_or(0, |eve| self.on(eve, enterprise).overdue),
                due: (opened..=day).map(|day| self.on(day, enterprise).due).sum(),
                overdue: overdue(enterprise),
                ..NEWCOMER
            })
            .collect();
        let regime = evidence.policy.on(date(day));
        let shares: Vec<Share> = (0..self.enterprises)
            .map(|enterprise| {
                let together = (0..self.enterprises).filter(|&other| {
                    answer_together(evidence, regime.allocation_level, enterprise, other)
                });
                let (owed, overdue) = together.fold((0, 0), |(owed, overdue), other| {
                    (
                        owed + all[other].before + all[other].due,
                        overdue + all[other].overdue,
                    )
                });
                Share::ratio((owed - overdue).max(0), owed, Share::ONE)
            })
            .collect();
        for (found, share) in all.iter_mut().zip(shares) {
            let power =
                (0..regime.link_factor_power).fold(MILLION, |product, _| of(product, share.0));
            found.fulfilment = share;
            found.link_factor = Share(power).max(regime.link_factor_floor);
        }
        all
    }
}

/// Makers to whom material went by way of the same place answer together.
fn answer_together(evidence: &Evidence, level: Level, one: usize, other: usize) -> bool {
    let enterprises = &evidence.world.enterprises;
    match level {
        Level::Enterprise => one == other,
        Level::County => enterprises.county[one] == enterprises.county[other],
        Level::Prefecture => enterprises.prefecture[one] == enterprises.prefecture[other],
    }
}

pub(super) fn check(evidence: &Evidence, standing: &Standing, docket: &mut Docket) {
    let table = &evidence.reviews;
    for day in evidence.days() {
        let Some(review) = &standing.reviews[day] else {
            let rows = table.on(day).len();
            docket.compare(rows == 0, || {
                missing(
                    evidence,
                    day,
                    &format!("{rows} rows"),
                    "none: no review is held",
                )
            });
            continue;
        };
        for (enterprise, found) in review.iter().enumerate() {
            let row = table.find(&[day as i64, enterprise as i64]);
            let owed = found.before + found.due > 0;
            docket.compare(row.is_some() == owed, || {
                let id = &evidence.scenario.enterprises[enterprise].id;
                missing(
                    evidence,
                    day,
                    if owed { "no row" } else { "a row" },
                    &format!("a row for {id} exactly if it owed anything"),
                )
            });
            let Some(row) = row else { continue };
            let law = "reviewed again from obligations.csv";
            let closed = standing.on(day, enterprise);
            let (least, most) = (closed.overdue + closed.defaulted, found.before + found.due);
            docket.between(table.cell(row, "overdue"), least, most, "at least what is overdue or given up at the close, at most what was due (obligations.csv)");
            for (column, expected) in [
                ("due", found.due),
                ("settled", found.before + found.due - found.overdue),
                ("fulfilment_ppm", found.fulfilment.0),
                ("link_factor_ppm", found.link_factor.0),
            ] {
                docket.equal(table.cell(row, column), expected, law);
            }
        }
    }
}

fn missing(evidence: &Evidence, day: usize, found: &str, expected: &str) -> Finding {
    Finding {
        key: evidence.calendar().date(day as i64),
        ..of_file(
            "reviews.csv",
            found,
            expected,
            "a review has a row for each maker that owed anything (obligations.csv)",
        )
    }
}
