//! What no study should come to, and some day one will.

use jiff::civil::Date;

use super::super::*;
use super::futures::*;
use super::invented::{SPAN, series, values};
use super::odd::{boxed, wordy};
use crate::report::words::study;

fn fans() -> Vec<Fan> {
    let odd = FanPanel {
        label: wordy(),
        bands: [
            values(|_| f64::NAN),
            vec![],
            values(|day| if day > 20.0 { f64::NAN } else { 2e6 }),
            values(|_| 3e6),
            values(|_| f64::INFINITY),
        ],
        target: Some(f64::NAN),
    };
    let zeros = FanPanel {
        label: words::OUTPUT,
        bands: [0; 5].map(|_| values(|_| 0.0)),
        target: None,
    };
    let days = |count: usize| Days { count, ..SPAN };
    vec![
        Fan {
            panels: vec![odd.clone(), zeros],
            title: wordy(),
            target_date: None,
            replicates: 0,
            ..fan()
        },
        Fan {
            panels: vec![],
            ..fan()
        },
        Fan {
            panels: vec![odd; 9],
            ..fan()
        },
        Fan {
            days: days(0),
            ..fan()
        },
        Fan {
            days: days(1),
            ..fan()
        },
        Fan {
            days: days(366),
            ..fan()
        },
    ]
}

fn likelihoods() -> Vec<Chances> {
    let days = |count: usize| Days { count, ..SPAN };
    let usual = chances(&policies());
    let never = series(words::OUTPUT, |_| 0.0);
    let unknown = series(wordy(), |_| f64::NAN);
    let nowhere = Target {
        pieces: f64::NAN,
        date: Date::MAX,
    };
    vec![
        Chances {
            curves: vec![never.clone(), unknown.clone(), never.clone()],
            target: nowhere,
            ..usual.clone()
        },
        Chances {
            curves: vec![unknown],
            ..usual.clone()
        },
        Chances {
            curves: vec![],
            ..usual.clone()
        },
        Chances {
            days: days(0),
            ..usual.clone()
        },
        Chances {
            days: days(1),
            ..usual
        },
        chances(&vec![wordy(); 12]),
    ]
}

fn calendars() -> Vec<BottleneckCalendar> {
    let usual = || calendar(weeks(9), prefectures(), causes());
    let changed = |change: fn(f64) -> f64| usual().shares.into_iter().map(change).collect();
    vec![
        calendar(weeks(53), vec![wordy(); 40], vec![wordy(); 15]),
        calendar(
            weeks(1),
            prefectures()[..1].to_vec(),
            causes()[..1].to_vec(),
        ),
        calendar(vec![], prefectures(), causes()),
        BottleneckCalendar {
            shares: usual().shares[..200].to_vec(),
            ..usual()
        },
        BottleneckCalendar {
            shares: changed(|share| if share > 0.3 { f64::NAN } else { share }),
            ..usual()
        },
        BottleneckCalendar {
            shares: changed(|share| 100.0 * share - 1.0),
            ..usual()
        },
        BottleneckCalendar {
            shares: changed(|_| 0.0),
            ..usual()
        },
    ]
}

fn tornadoes() -> Vec<Tornado> {
    let bar = |low: f64, high: f64| Bar {
        factor: wordy(),
        low,
        high,
    };
    let odd = vec![
        bar(f64::NAN, 1.0),
        bar(0.0, 0.0),
        bar(-0.4, 0.2),
        bar(0.1, f64::INFINITY),
    ];
    vec![
        Tornado {
            measure: wordy(),
            quantity: Quantity::Index,
            base: 0.0,
            bars: odd,
        },
        Tornado {
            base: 0.0,
            bars: vec![bar(0.0, 0.0)],
            ..tornado(vec![])
        },
        Tornado {
            base: f64::NAN,
            ..tornado(factors())
        },
        tornado(vec![]),
        tornado(vec![wordy(); 40]),
    ]
}

fn influences() -> Vec<Influence> {
    let nothing = Estimate {
        value: f64::NAN,
        low: 0.0,
        high: 1.0,
    };
    let open = Estimate {
        value: -0.02,
        low: f64::NAN,
        high: f64::INFINITY,
    };
    let zero = Estimate {
        value: 0.0,
        low: 0.0,
        high: 0.0,
    };
    let bar = |first: Estimate, total: Estimate| InfluenceBar {
        factor: wordy(),
        first,
        total,
    };
    vec![
        Influence {
            measure: wordy(),
            bars: vec![bar(nothing, open), bar(open, nothing), bar(zero, zero)],
            ..influence(vec![], Method::Sobol, 1.0)
        },
        Influence {
            bars: vec![bar(zero, zero)],
            ..influence(vec![], Method::Morris(Quantity::Days), 1.0)
        },
        influence(vec![], Method::Sobol, 1.0),
        influence(vec![wordy(); 40], Method::Morris(Quantity::PersonDays), 1e9),
    ]
}

fn spreads() -> Vec<Boxes> {
    let row = |quantiles: [f64; 7]| BoxRow {
        label: wordy(),
        quantiles,
    };
    let odd = vec![
        row([0.0; 7]),
        row([f64::NAN; 7]),
        row([-1.0, 0.0, 0.0, 0.0, 0.0, 0.0, f64::INFINITY]),
    ];
    vec![
        Boxes {
            measure: wordy(),
            rows: odd,
            quantity: Quantity::Share,
            ..boxes(vec![])
        },
        boxes(vec![]),
        boxes(vec![wordy(); 60]),
        boxes(vec![study::MEDIAN]),
    ]
}

pub(super) fn odd() -> Vec<Box<dyn Figure>> {
    let all = boxed(fans())
        .chain(boxed(likelihoods()))
        .chain(boxed(calendars()));
    let all = all.chain(boxed(tornadoes())).chain(boxed(influences()));
    all.chain(boxed(spreads())).collect()
}
