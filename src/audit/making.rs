//! Steps 2 to 4 of a day done again from the model's page: who is at work, what lines could make, and what inputs
//! allow, line by line. Orders come from lines.csv and stocks of inputs from balances.csv; the rest was given.

use std::ops::Range;

use super::evidence::{Evidence, date};
use super::form::EMPTY;
use crate::policy::Regime;
use crate::units::{MILLION, Rest, div_up, muldiv, of};

/// Everything made, by day.
pub(super) struct Making {
    days: Vec<Made>,
}

/// One line on one day, in units of its item.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Line {
    pub nominal: i64,
    pub planned: i64,
    pub installed: i64,
    pub commissioned: i64,
    pub staffed: i64,
    pub effective: i64,
    pub gross: i64,
    pub output: i64,
    pub quality: i64,
    /// Material whose shortage decided what was made.
    pub bound_by: Option<usize>,
}

/// What a line's stages leave of a unit: run in, available, staffed, effective, output.
type Rests = [Rest; 5];

/// One day.
#[derive(Clone, Debug, Default)]
pub(super) struct Made {
    pub lines: Vec<Line>,
    /// By enterprise, ppm.
    pub staffing: Vec<i64>,
    /// By holding: what was there to use.
    pub stock: Vec<i64>,
    /// By holding: what it came to.
    pub used: Vec<i64>,
    /// By holding: use a day that claims reckon with, lines soon to be installed included.
    pub rate: Vec<i64>,
    /// By maker: the same in units of its item.
    pub maker_rate: Vec<i64>,
}

impl Making {
    pub fn again(evidence: &Evidence) -> Self {
        let world = &evidence.world;
        let mut staff: Vec<[i64; 2]> = (0..world.enterprises.count)
            .map(|at| {
                [
                    world.enterprises.staff_present[at].0,
                    world.enterprises.staff_away[at].0,
                ]
            })
            .collect();
        let mut rests = vec![Rests::default(); world.lines.count];
        let days = evidence.days().map(|day| {
            let mut made = Made {
                lines: vec![Line::default(); world.lines.count],
                staffing: vec![MILLION; world.enterprises.count],
                stock: (0..world.holdings.count)
                    .map(|at| stock(evidence, at, day))
                    .collect(),
                used: vec![0; world.holdings.count],
                rate: vec![0; world.holdings.count],
                maker_rate: vec![0; world.makers.count],
            };
            for (enterprise, staff) in staff.iter_mut().enumerate() {
                let today = Today {
                    evidence,
                    day,
                    enterprise,
                };
                made.staffing[enterprise] = today.come_to_work(staff);
                today.run_in(&mut made, &mut rests);
                today.share_inputs(&mut made, &mut rests);
                today.reckon_rates(&mut made);
            }
            made
        });
        Self {
            days: days.collect(),
        }
    }

    pub fn on(&self, day: usize) -> &Made {
        &self.days[day]
    }
}

/// What lay at a maker when it began to work: the day's close and what was used.
fn stock(evidence: &Evidence, holding: usize, day: usize) -> i64 {
    let entry = evidence.held(holding).stock[day];
    entry.closing + entry.outgoing
}

/// One enterprise on one day.
struct Today<'a> {
    evidence: &'a Evidence,
    day: usize,
    enterprise: usize,
}

impl Today<'_> {
    fn lines(&self) -> Range<usize> {
        let first = &self.evidence.world.enterprises.first_line;
        first[self.enterprise]..first[self.enterprise + 1]
    }

    fn holdings(&self) -> impl Iterator<Item = usize> + use<'_> {
        let held = self.evidence.world.holdings.of_enterprise(self.enterprise);
        held.iter().map(|&holding| holding as usize)
    }

    fn regime(&self) -> &Regime {
        self.evidence.policy.on(date(self.day))
    }

    /// Days since a line was installed, negative before; none where it is not ordered by today.
    fn age(&self, line: usize) -> Option<i64> {
        let day = self.day as i64;
        let ordered = self.evidence.lines.get(line, "ordered_on");
        let build = i64::from(self.evidence.world.lines.build_days[line]);
        (ordered != EMPTY && ordered <= day).then(|| day - ordered - build)
    }

    /// returned = away of h; then recruited = share of what is still missing; min(1, present ÷ need).
    fn come_to_work(&self, [present, away]: &mut [i64; 2]) -> i64 {
        let (world, day) = (&self.evidence.world, date(self.day));
        let installed = self
            .lines()
            .filter(|&line| self.age(line).is_some_and(|age| age >= 0));
        let need: i64 = installed
            .map(|line| world.lines.staff_need.row(day)[line])
            .sum();
        let returned = of(
            *away,
            world.enterprises.staff_return.row(day)[self.enterprise],
        );
        *away -= returned;
        *present += returned;
        let missing = (need - *present).max(0);
        *present += of(
            missing,
            world.enterprises.recruit_share.row(day)[self.enterprise],
        );
        if *present >= need {
            MILLION
        } else {
            muldiv(*present, MILLION, need)
        }
    }

    /// planned ≥ installed ≥ commissioned ≥ staffed ≥ effective; each stage carries what is left of a unit.
    fn run_in(&self, made: &mut Made, rests: &mut [Rests]) {
        let (lines, day) = (&self.evidence.world.lines, date(self.day));
        let (planned, nominal) = (lines.planned.on(day), lines.nominal.on(day));
        for at in self.lines() {
            let Some(age) = self.age(at) else { continue };
            let line = &mut made.lines[at];
            line.planned = planned.units(at);
            let Ok(age) = usize::try_from(age) else {
                continue;
            };
            let course = lines.curve[at] as usize + age.min(self.day);
            let [share, quality] = lines
                .curves
                .get(course)
                .map_or([0; 2], |values| values.map(i64::from));
            line.installed = line.planned;
            line.nominal = nominal.units(at);
            let [run_in, available, staffed, effective, _] = &mut rests[at];
            let run_in = run_in.carry(line.installed, share);
            line.commissioned = available.carry(run_in, lines.availability.row(day)[at]);
            line.staffed = staffed.carry(line.commissioned, made.staffing[self.enterprise]);
            line.effective = effective.carry(line.staffed, quality);
            (line.gross, line.quality) = (line.staffed, quality);
        }
    }

    /// Milligrams that so many units take: bills of intermediates are a kilogram, rounded up.
    fn input(&self, line: usize, units: i64, holding: usize) -> i64 {
        let milligrams = units * self.evidence.world.taken_by(line, holding);
        if self.evidence.world.lines.intermediate[line] {
            div_up(milligrams, MILLION)
        } else {
            milligrams
        }
    }

    /// An input short of its need is shared in the policy's product order, and in proportion within a place of it.
    fn share_inputs(&self, made: &mut Made, rests: &mut [Rests]) {
        let world = &self.evidence.world;
        let rank = |line: usize| {
            let product = world.makers.product[world.lines.maker[line] as usize];
            product.map_or(u8::MAX, |product| self.regime().product_rank[product.at()])
        };
        for holding in self.holdings() {
            let mut left = made.stock[holding];
            let need =
                |made: &Made, line: usize| self.input(line, made.lines[line].staffed, holding);
            let all: i64 = self.lines().map(|line| need(made, line)).sum();
            if all <= left {
                continue;
            }
            let mut users: Vec<usize> = self
                .lines()
                .filter(|&line| world.taken_by(line, holding) > 0)
                .collect();
            users.sort_by_key(|&line| rank(line));
            for alike in users.chunk_by(|&one, &other| rank(one) == rank(other)) {
                let wanted: i64 = alike.iter().map(|&line| need(made, line)).sum();
                let given = left.min(wanted);
                for &line in alike.iter().filter(|_| wanted > 0) {
                    let share = muldiv(given, need(made, line), wanted);
                    let per_units = if world.lines.intermediate[line] {
                        MILLION
                    } else {
                        1
                    };
                    let allowed = muldiv(share, per_units, world.taken_by(line, holding));
                    if allowed < made.lines[line].gross {
                        made.lines[line].gross = allowed;
                        made.lines[line].bound_by = Some(world.holdings.material[holding].at());
                    }
                }
                left -= given;
            }
        }
        for at in self.lines() {
            let line = &mut made.lines[at];
            let [.., output] = &mut rests[at];
            line.output = output.carry(line.gross, line.quality);
        }
        for holding in self.holdings() {
            made.used[holding] = self
                .lines()
                .map(|line| self.input(line, made.lines[line].gross, holding))
                .sum();
        }
    }

    /// Use at the staffed rate; lines to be installed within cover + lead count at installed × c₀ of staffing.
    fn reckon_rates(&self, made: &mut Made) {
        let (world, day) = (&self.evidence.world, date(self.day));
        let lead = i64::from(world.enterprises.lead.row(day)[self.enterprise]);
        let horizon = self.regime().allocation_cover + lead;
        let planned = world.lines.planned.on(day);
        for line in self.lines() {
            let wait = self.age(line).map_or(0, |age| -age);
            let rate = if wait > 0 && wait <= horizon {
                let full = planned.units(line);
                of(
                    of(full, world.lines.first_share[line]),
                    made.staffing[self.enterprise],
                )
            } else {
                made.lines[line].staffed
            };
            made.maker_rate[world.lines.maker[line] as usize] += rate;
            for holding in self.holdings() {
                made.rate[holding] += self.input(line, rate, holding);
            }
        }
    }
}
