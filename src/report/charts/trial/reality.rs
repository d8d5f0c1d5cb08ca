//! Figures of an invented backtest and calibration, and of such as hold nothing.

use jiff::civil::date;

use super::super::*;
use super::invented::{SPAN, output, values};
use super::odd::{boxed, wordy};
use crate::report::words::reality;
use crate::study::backtest::Role;

fn panel() -> BesidePanel {
    let mark = |day: i8, value: f64, role: Role| Mark {
        date: date(2020, 2, day),
        value,
        role,
    };
    BesidePanel {
        label: words::OUTPUT,
        quantity: Quantity::PiecesADay,
        bands: [0.6, 0.8, 1.0, 1.2, 1.5].map(|by| values(|day| by * output(day).max(0.0))),
        naive: values(|day| {
            if day < 26.0 {
                f64::NAN
            } else {
                3e6 * 1.1_f64.powf(day - 26.0)
            }
        }),
        marks: vec![
            mark(17, 1.9e6, Role::HeldOut),
            mark(20, 2.9e6, Role::Fitted),
            mark(29, 7.8e6, Role::Tests),
        ],
    }
}

fn beside() -> Beside {
    Beside {
        days: SPAN,
        panels: vec![panel()],
        until: date(2020, 2, 22),
        replicates: 1000,
    }
}

fn row(label: Word) -> ParameterRow {
    ParameterRow {
        label,
        prior: [0.6, 1.6],
        posterior: [0.8, 0.9, 1.0, 1.1, 1.3],
        best: 0.95,
        contraction: 0.4,
    }
}

fn conclusion(label: Word, holds: f64, harms: Option<f64>) -> ConclusionRow {
    ConclusionRow {
        label,
        holds,
        harms,
    }
}

pub(super) fn invented() -> Vec<Box<dyn Figure>> {
    let binds = reality::BINDS_ON.with("2020-03-05", "2020-03-05");
    vec![
        Box::new(beside()),
        Box::new(Parameters {
            rows: vec![row(words::RAMP), row(words::STAFF)],
        }),
        Box::new(Conclusions {
            rows: vec![
                conclusion(binds, 0.6, None),
                conclusion(words::OUTPUT, 0.3, Some(0.2)),
            ],
            fits: 200,
        }),
    ]
}

pub(super) fn odd() -> Vec<Box<dyn Figure>> {
    let hollow = BesidePanel {
        label: wordy(),
        bands: [0; 5].map(|_| values(|_| f64::NAN)),
        naive: vec![],
        marks: vec![Mark {
            date: date(1999, 1, 1),
            value: 1e12,
            role: Role::Tests,
        }],
        ..panel()
    };
    let besides = vec![
        Beside {
            panels: vec![],
            ..beside()
        },
        Beside {
            panels: vec![hollow; 9],
            until: date(2019, 1, 1),
            ..beside()
        },
        Beside {
            days: Days { count: 0, ..SPAN },
            ..beside()
        },
    ];
    let parameters = vec![
        Parameters { rows: vec![] },
        Parameters {
            rows: vec![ParameterRow {
                best: f64::NAN,
                posterior: [f64::NAN; 5],
                ..row(wordy())
            }],
        },
    ];
    let conclusions = vec![
        Conclusions {
            rows: vec![],
            fits: 0,
        },
        Conclusions {
            rows: vec![conclusion(wordy(), 1.0, Some(1.0)); 60],
            fits: 1,
        },
    ];
    boxed(besides)
        .chain(boxed(parameters))
        .chain(boxed(conclusions))
        .collect()
}
