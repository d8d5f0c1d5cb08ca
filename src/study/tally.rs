//! What a league table needs of a run, counted while it goes: nothing else is kept.

use crate::engine::State;
use crate::ledger::Recorder;
use crate::units::{Day, MILLION, Pieces, PrefectureIndex, muldiv};
use crate::world::World;

/// Counts of one run. Service, fairness and linkage count from a day on; output and capacity from the start.
#[derive(Clone, Debug)]
pub struct Tally {
    from: Day,
    /// Fresh need, by place (the nation last) × kind.
    pub need: Vec<[i64; 6]>,
    /// Of that, served.
    pub served: Vec<[i64; 6]>,
    /// Fresh need and what of it was served on all days, before it counts too.
    pub whole: [i64; 2],
    /// Thousandths of person-days without a mask.
    pub unmet: i64,
    /// Lowest fill rate of any prefecture, ppm, added up over days.
    pub lowest_by_day: i64,
    /// Days that count.
    pub days: i64,
    /// Qualified masks, by day.
    pub output: Vec<i64>,
    /// Effective capacity, by day.
    pub effective: Vec<i64>,
    /// Awarded of the linked material, by its holders.
    pub awarded: Vec<i64>,
    /// Made and could have been made, by enterprise: product lines, unqualified pieces included.
    pub made: Vec<[i64; 2]>,
    /// Masks kept in the prefecture, by enterprise.
    pub retained: Vec<i64>,
    /// Pieces from the pool sent to each prefecture.
    pub dispatched: Vec<i64>,
    /// Half the sum of changes of shares from one allocation to the next, ppm, added up; and how many changes.
    pub churn: [i64; 2],
    /// Fallen due, given up, still overdue at the end, and delivered.
    pub duties: [i64; 4],
    shares: Vec<i64>,
}

impl Tally {
    /// Nothing counted yet; counts from a day on.
    #[must_use]
    pub fn new(world: &World, from: Day) -> Self {
        let places = world.prefectures.count + 1;
        let holders = (world.materials.linked)
            .map_or(0, |linked| world.holdings.of_material[linked.at()].len());
        Self {
            from,
            need: vec![[0; 6]; places],
            served: vec![[0; 6]; places],
            whole: [0; 2],
            unmet: 0,
            lowest_by_day: 0,
            days: 0,
            output: Vec::with_capacity(world.days),
            effective: Vec::with_capacity(world.days),
            awarded: vec![0; holders],
            made: vec![[0; 2]; world.enterprises.count],
            retained: vec![0; world.enterprises.count],
            dispatched: vec![0; world.prefectures.count],
            churn: [0; 2],
            duties: [0; 4],
            shares: Vec::new(),
        }
    }

    fn count_service(&mut self, world: &World, day: Day, state: &State) {
        let national = world.prefectures.count;
        let mut today = vec![[0_i64; 2]; national];
        let needs = world.streams.need.row(day);
        for (stream, &need) in needs.iter().enumerate() {
            let served = state.streams.each[stream].served_fresh.0;
            let kind = world.streams.kind[stream] as usize;
            let place = world.streams.prefecture[stream].map_or(national, PrefectureIndex::at);
            self.need[place][kind] += need;
            self.served[place][kind] += served;
            let masks = world.streams.masks_per_person[stream].max(1);
            self.unmet += muldiv(need - served, 1_000 * MILLION, masks);
            if place < national {
                today[place][0] += need;
                today[place][1] += served;
            }
        }
        let rates = today.iter().filter(|[need, _]| *need > 0);
        let lowest = rates.map(|[need, served]| served * MILLION / need).min();
        self.lowest_by_day += lowest.unwrap_or(MILLION);
        self.days += 1;
    }

    fn count_makers(&mut self, world: &World, state: &State) {
        for maker in &world.mask_makers {
            let entry = &state.makers.each[maker.at];
            let enterprise = world.makers.enterprise[maker.at].at();
            self.retained[enterprise] += entry.retained.0;
            self.duties[0] += entry.due.0;
            self.duties[1] += entry.defaulted.0;
            self.duties[3] += entry.delivered.0;
            for line in &state.lines.each[maker.lines.clone()] {
                if line.staffed > 0 {
                    self.made[enterprise][0] += line.gross;
                    self.made[enterprise][1] += line.staffed;
                }
            }
        }
        let makers = world.mask_makers.iter();
        let overdue: Pieces = makers
            .map(|maker| state.makers.each[maker.at].overdue())
            .sum();
        self.duties[2] = overdue.0;
        for (at, sent) in state.streams.transit.sent.iter().enumerate() {
            if let Some(place) = world.streams.prefecture[at / world.products.count] {
                self.dispatched[place.at()] += sent.0;
            }
        }
        for (at, sent) in state.local.transit.sent.iter().enumerate() {
            self.dispatched[at / world.products.count] += sent.0;
        }
    }

    fn count_awards(&mut self, world: &World, state: &State) {
        let Some(linked) = world.materials.linked else {
            return;
        };
        let holders = world.holdings.of_material[linked.at()].clone();
        let awards = state.holdings.award[holders].iter().map(|award| award.0);
        let total: i64 = awards.clone().sum();
        if total == 0 {
            return;
        }
        let share =
            |award: i64| (i128::from(award) * i128::from(MILLION) / i128::from(total)) as i64;
        let shares: Vec<i64> = awards.clone().map(share).collect();
        if !self.shares.is_empty() {
            let pairs = shares.iter().zip(&self.shares);
            self.churn[0] += pairs.map(|(now, before)| (now - before).abs()).sum::<i64>() / 2;
            self.churn[1] += 1;
        }
        self.shares = shares;
        for (sum, award) in self.awarded.iter_mut().zip(awards) {
            *sum += award;
        }
    }
}

impl Recorder for Tally {
    fn close(&mut self, world: &World, day: Day, state: &State) {
        let products = world.mask_makers.iter();
        let lines = products.flat_map(|maker| &state.lines.each[maker.lines.clone()]);
        let installed = lines.filter(|line| line.installed > 0);
        let [output, effective] = installed.fold([0, 0], |[output, effective], line| {
            [output + line.output, effective + line.effective]
        });
        self.output.push(output);
        self.effective.push(effective);
        self.whole[0] += world.streams.need.row(day).iter().sum::<i64>();
        let served: Pieces = state
            .streams
            .each
            .iter()
            .map(|stream| stream.served_fresh)
            .sum();
        self.whole[1] += served.0;
        if day >= self.from {
            self.count_service(world, day, state);
            self.count_makers(world, state);
            self.count_awards(world, state);
        }
    }
}
