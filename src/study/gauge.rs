//! What of a run a reported figure is held against, day by day.

use std::collections::VecDeque;

use crate::engine::State;
use crate::ledger::Recorder;
use crate::outcome::Chain;
use crate::scenario::{Observation, Scenario};
use crate::units::{Day, Pieces};
use crate::world::World;

/// Days that a dispatched batch may have been collected in: nobody said how long one was.
const BATCH_DAYS: usize = 7;

/// Something that reports tell of and a run has a counterpart for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gauge {
    /// `province`, or a prefecture's code.
    pub scope: String,
    /// The metric, as in observed.csv.
    pub metric: String,
}

/// What is read off on a day.
#[derive(Clone, Copy, Debug)]
enum Reading {
    /// A stage of the chain.
    Stage(fn(&Chain) -> i64),
    /// Output as a share of nominal capacity.
    Utilisation,
    /// Output of a product, by position.
    Product(usize),
    /// People at work, as a share of those that lines need; or of all there are.
    People {
        of_need: bool,
    },
    /// Masks that left the pool in the days up to this one.
    Batch,
    /// Released, delivered or retained.
    Goods(fn(&crate::engine::state::MakerState) -> Pieces),
    /// Fresh need, what was served, and what of the need was not.
    Need,
    Served,
    Unmet,
}

/// A gauge ready to be read in worlds of a scenario.
#[derive(Clone, Debug)]
struct Fitted {
    reading: Reading,
    /// Position of the prefecture; everywhere where there is none.
    prefecture: Option<usize>,
}

impl Gauge {
    /// The gauges of reported figures, in order, each once; of those with two readings, both. Figures that a run has no
    /// counterpart for have none.
    #[must_use]
    pub fn of_figures(scenario: &Scenario) -> Vec<Self> {
        let mut all: Vec<Self> = (scenario.observed.iter())
            .flat_map(Self::of)
            .filter(|gauge| gauge.fit(scenario).is_some())
            .collect();
        all.sort();
        all.dedup();
        all
    }

    /// What a figure is held against: one gauge, or those of all metrics that it may have meant.
    #[must_use]
    pub fn of(figure: &Observation) -> Vec<Self> {
        let gauge = |metric: &str| Self {
            scope: figure.scope.clone(),
            metric: metric.to_owned(),
        };
        figure.readings().into_iter().map(gauge).collect()
    }

    fn fit(&self, scenario: &Scenario) -> Option<Fitted> {
        let prefecture = (scenario.prefectures.iter()).position(|place| place.code == self.scope);
        let reading = match self.metric.as_str() {
            "nominal" => Reading::Stage(|chain| chain.nominal),
            "planned" => Reading::Stage(|chain| chain.planned),
            "installed" => Reading::Stage(|chain| chain.installed),
            "commissioned" => Reading::Stage(|chain| chain.commissioned),
            "staffed" => Reading::Stage(|chain| chain.staffed),
            "effective" => Reading::Stage(|chain| chain.effective),
            "gross" => Reading::Stage(|chain| chain.gross),
            "output" => Reading::Stage(|chain| chain.output),
            "scrap" => Reading::Stage(|chain| chain.gross - chain.output),
            "utilisation" => Reading::Utilisation,
            "staffing" => Reading::People { of_need: true },
            "worker_return" => Reading::People { of_need: false },
            "released" => Reading::Goods(|maker| maker.released),
            "delivered" => Reading::Goods(|maker| maker.delivered),
            "retained" => Reading::Goods(|maker| maker.retained),
            "dispatched_batch" if prefecture.is_none() => Reading::Batch,
            "need" if prefecture.is_none() => Reading::Need,
            "served" if prefecture.is_none() => Reading::Served,
            "unmet" if prefecture.is_none() => Reading::Unmet,
            metric => {
                let product = metric.strip_suffix("_output")?;
                let mut products = scenario.products.iter();
                Reading::Product(products.position(|row| row.id == product)?)
            }
        };
        Some(Fitted {
            reading,
            prefecture,
        })
    }
}

/// Listens to a run and reads gauges off.
#[derive(Clone, Debug)]
pub struct Readings {
    gauges: Vec<Fitted>,
    /// By gauge, by day.
    series: Vec<Vec<f64>>,
    /// The chain by prefecture, today.
    chains: Vec<Chain>,
    /// What left the pool, the last days.
    left: VecDeque<i64>,
}

impl Readings {
    /// Of these gauges, which [`Gauge::of_figures`] gave.
    #[must_use]
    pub fn new(scenario: &Scenario, gauges: &[Gauge]) -> Self {
        let gauges: Vec<Fitted> = (gauges.iter())
            .filter_map(|gauge| gauge.fit(scenario))
            .collect();
        Self {
            series: vec![Vec::with_capacity(scenario.days as usize); gauges.len()],
            gauges,
            chains: Vec::new(),
            left: VecDeque::with_capacity(BATCH_DAYS + 1),
        }
    }

    /// What was read: by gauge, by day.
    #[must_use]
    pub fn series(self) -> Vec<Vec<f64>> {
        self.series
    }

    fn chain(&self, prefecture: Option<usize>) -> Chain {
        let mut sum = Chain::default();
        match prefecture {
            Some(at) => sum.add(&self.chains[at]),
            None => self.chains.iter().for_each(|chain| sum.add(chain)),
        }
        sum
    }

    fn read(&self, gauge: &Fitted, world: &World, day: Day, state: &State) -> f64 {
        let enterprises = enterprises(world, gauge.prefecture);
        match gauge.reading {
            Reading::Stage(pick) => pick(&self.chain(gauge.prefecture)) as f64,
            Reading::Utilisation => {
                let chain = self.chain(gauge.prefecture);
                ratio(chain.output, chain.nominal)
            }
            Reading::Product(product) => {
                let makers = (world.mask_makers.iter()).filter(|maker| {
                    maker.product.at() == product
                        && enterprises.contains(&world.makers.enterprise[maker.at].at())
                });
                let lines = makers.flat_map(|maker| &state.lines.each[maker.lines.clone()]);
                lines.map(|line| line.output).sum::<i64>() as f64
            }
            Reading::People { of_need } => {
                let people = &state.enterprises[enterprises];
                let sums = people.iter().fold([0, 0, 0], |[there, need, all], one| {
                    [
                        there
                            + if of_need {
                                one.present.0.min(one.need.0)
                            } else {
                                one.present.0
                            },
                        need + one.need.0,
                        all + one.present.0 + one.away.0,
                    ]
                });
                ratio(sums[0], if of_need { sums[1] } else { sums[2] })
            }
            Reading::Batch => self.left.iter().sum::<i64>() as f64,
            Reading::Goods(pick) => {
                let first = &world.enterprises.first_maker;
                let makers = first[enterprises.start]..first[enterprises.end];
                let goods = state.makers.each[makers].iter().map(pick);
                goods.sum::<Pieces>().0 as f64
            }
            Reading::Need => need(world, day) as f64,
            Reading::Served => served(state) as f64,
            Reading::Unmet => (need(world, day) - served(state)) as f64,
        }
    }
}

fn need(world: &World, day: Day) -> i64 {
    world.streams.need.row(day).iter().sum()
}

fn served(state: &State) -> i64 {
    let streams = state.streams.each.iter();
    streams.map(|stream| stream.served_fresh).sum::<Pieces>().0
}

fn ratio(part: i64, whole: i64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn enterprises(world: &World, prefecture: Option<usize>) -> std::ops::Range<usize> {
    let first = &world.prefectures.first_enterprise;
    prefecture.map_or(0..world.enterprises.count, |at| first[at]..first[at + 1])
}

impl Recorder for Readings {
    fn close(&mut self, world: &World, day: Day, state: &State) {
        self.chains.clear();
        self.chains
            .resize(world.prefectures.count, Chain::default());
        let nominal = world.lines.nominal.on(day);
        for maker in &world.mask_makers {
            let owner = world.makers.enterprise[maker.at];
            let chain = &mut self.chains[world.enterprises.prefecture[owner.at()].at()];
            for at in maker.lines.clone() {
                let line = &state.lines.each[at];
                let stands = line.installed_on <= day;
                chain.add(&Chain {
                    nominal: if stands { nominal.units(at) } else { 0 },
                    planned: line.planned,
                    installed: line.installed,
                    commissioned: line.commissioned,
                    staffed: line.staffed,
                    effective: line.effective,
                    gross: line.gross,
                    output: line.output,
                });
            }
        }
        if self.left.len() == BATCH_DAYS {
            self.left.pop_front();
        }
        let left: Pieces = state.centre.pool_dispatched.iter().copied().sum();
        self.left.push_back(left.0);
        for at in 0..self.gauges.len() {
            let value = self.read(&self.gauges[at], world, day, state);
            self.series[at].push(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::simulate;
    use crate::ledger::Ledger;
    use crate::outcome;
    use crate::policy::Policy;
    use crate::scenario::load;
    use crate::world::central;

    #[test]
    fn gauges_read_what_tables_say() {
        let scenario = load("scenarios/jiangxi-2020".as_ref(), &["days=45".into()]).unwrap();
        let (world, policy) = (central(&scenario), Policy::of(&scenario));
        let gauge = |scope: &str, metric: &str| Gauge {
            scope: scope.into(),
            metric: metric.into(),
        };
        let gauges = [
            gauge("province", "effective"),
            gauge("360400", "output"),
            gauge("province", "n95_output"),
            gauge("province", "utilisation"),
            gauge("province", "worker_return"),
        ];
        let mut readings = Readings::new(&scenario, &gauges);
        simulate(&world, &policy, &mut readings);
        let mut ledger = Ledger::default();
        simulate(&world, &policy, &mut ledger);
        let day = scenario.target_day();
        let outcome = outcome::measure(&world, &ledger, 3, day);
        let series = readings.series();
        let place = (scenario.prefectures.iter()).position(|place| place.code == "360400");
        let n95 = (scenario.products.iter())
            .position(|row| row.id == "n95")
            .unwrap();
        for at in [0, 20, 36, 44] {
            let province = &outcome.province[at];
            assert_eq!(series[0][at], province.effective as f64);
            let of_place = &outcome.prefectures[at * scenario.prefectures.len() + place.unwrap()];
            assert_eq!(series[1][at], of_place.output as f64);
            let of_n95 = outcome.products[at * scenario.products.len() + n95];
            assert_eq!(series[2][at], of_n95 as f64);
            let utilisation = province.output as f64 / province.nominal as f64;
            assert_eq!(series[3][at], utilisation);
        }
        assert!(
            series[4].is_sorted() && series[4][44] < 1.0,
            "people come back"
        );
    }

    #[test]
    fn what_nobody_simulates_has_no_gauge_and_formed_capacity_has_two() {
        let scenario = load("scenarios/jiangxi-2020".as_ref(), &[]).unwrap();
        let metrics: Vec<String> = (Gauge::of_figures(&scenario).into_iter())
            .map(|gauge| gauge.metric)
            .collect();
        assert!(!metrics.contains(&"firm_resumption".to_owned()));
        for metric in ["effective", "installed", "output", "worker_return"] {
            assert!(metrics.contains(&metric.to_owned()), "{metric}");
        }
    }
}
