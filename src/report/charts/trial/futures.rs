//! Figures of an invented study.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::super::*;
use super::invented::{SPAN, logistic, output, prefecture, series, values, wobble};
use crate::report::words::{named, study};

const REPLICATES: u64 = 10_000;
/// How far each quantile of a fan lies from its median.
const SPREAD: [f64; 5] = [-1.6, -0.7, 0.0, 0.6, 1.7];

fn panel(label: Word, by: f64) -> FanPanel {
    let band = |shift: f64| values(|day| by * output(day + shift * (1.0 + 0.05 * day)).max(0.0));
    FanPanel {
        label,
        bands: SPREAD.map(band),
        target: Some(1e7),
    }
}

pub(super) fn fan() -> Fan {
    Fan {
        title: study::FAN_TITLE,
        days: SPAN,
        quantity: Quantity::PiecesADay,
        panels: vec![panel(words::OUTPUT, 1.0), panel(words::EFFECTIVE, 1.12)],
        target_date: Some(date(2020, 3, 5)),
        replicates: REPLICATES,
    }
}

pub(super) fn chances(labels: &[Word]) -> Chances {
    let curve = |(at, label): (usize, &Word)| {
        let (most, middle) = (0.96 - 0.05 * at as f64, 36.0 - 2.0 * at as f64);
        series(label.clone(), move |day| most * logistic(day, middle, 3.0))
    };
    Chances {
        days: SPAN,
        curves: labels.iter().enumerate().map(curve).collect(),
        target: Target {
            pieces: 1e7,
            date: date(2020, 3, 5),
        },
        replicates: REPLICATES,
    }
}

pub(super) fn causes() -> Vec<Word> {
    let names = [
        "not_delivered",
        "ramp",
        "staff",
        "material:meltblown",
        "material:spunbond",
        "material:ear_loop",
        "material:nose_wire",
        "material:polypropylene",
        "quality",
    ];
    names.map(named).to_vec()
}

pub(super) fn weeks(count: usize) -> Vec<Date> {
    let week = |at: usize| date(2020, 2, 3).saturating_add((7 * at as i64).days());
    (0..count).map(week).collect()
}

pub(super) fn calendar(
    weeks: Vec<Date>,
    places: Vec<Word>,
    causes: Vec<Word>,
) -> BottleneckCalendar {
    let share = |place: usize, week: usize, cause: usize| {
        let near = (cause as f64 - 0.9 * week as f64 - 0.2 * place as f64).powi(2);
        (-near / 2.0).exp() * (0.4 + 0.1 * wobble(place as f64, cause as f64))
    };
    let cells = |place: usize| {
        let causes = causes.len();
        (0..weeks.len())
            .flat_map(move |week| (0..causes).map(move |cause| share(place, week, cause)))
    };
    BottleneckCalendar {
        shares: (0..places.len()).flat_map(cells).collect(),
        weeks,
        places,
        causes,
        replicates: REPLICATES,
    }
}

pub(super) fn factors() -> Vec<Word> {
    [
        ("熔喷布日供应量", "Supply of meltblown"),
        ("设备交付延误", "Delay of deliveries"),
        ("到岗率", "Staffing"),
        ("首批合格率", "Yield of new lines"),
        ("道路封闭时长", "How long roads stay closed"),
        ("挂钩联动比例", "Link ratio"),
        ("耳带供应", "Supply of ear loops"),
        ("需求增长", "Growth of demand"),
    ]
    .map(|(zh, en)| Word::of(zh, en))
    .to_vec()
}

pub(super) fn tornado(factors: Vec<Word>) -> Tornado {
    let bar = |(at, factor): (usize, Word)| {
        let width = 2.4e6 / (1.0 + at as f64);
        let low = if at == 2 { 0.3 } else { -1.0 };
        Bar {
            factor,
            low: 9.1e6 + low * width * if at % 3 == 1 { -1.0 } else { 1.0 },
            high: 9.1e6 + 0.8 * width * if at % 3 == 1 { -1.0 } else { 1.0 },
        }
    };
    Tornado {
        measure: words::OUTPUT,
        quantity: Quantity::PiecesADay,
        base: 9.1e6,
        bars: factors.into_iter().enumerate().map(bar).collect(),
    }
}

pub(super) fn influence(factors: Vec<Word>, method: Method, unit: f64) -> Influence {
    let estimate = |value: f64| Estimate {
        value: unit * value,
        low: unit * (value - 0.03),
        high: unit * (value + 0.04),
    };
    let bar = |(at, factor): (usize, Word)| InfluenceBar {
        factor,
        first: estimate(0.42 / (1.0 + at as f64).powf(1.4)),
        total: estimate(0.55 / (1.0 + at as f64)),
    };
    Influence {
        measure: words::OUTPUT,
        method,
        confidence: 0.95,
        bars: factors.into_iter().enumerate().map(bar).collect(),
    }
}

pub(super) fn boxes(labels: Vec<Word>) -> Boxes {
    let row = |(at, label): (usize, Word)| {
        let middle = 32.0 + 6.0 * wobble(at as f64, 2.0);
        BoxRow {
            label,
            quantiles: [-9.0, -5.0, -2.0, 0.0, 2.5, 7.0, 14.0].map(|shift| middle + shift),
        }
    };
    Boxes {
        measure: Word::of("产量达标天数", "Days to target"),
        quantity: Quantity::Days,
        rows: labels.into_iter().enumerate().map(row).collect(),
        replicates: REPLICATES,
    }
}

pub(super) fn policies() -> Vec<Word> {
    [
        ("现行方案", "As decided"),
        ("不实行挂钩联动", "Without the ratio link"),
        ("按需分配", "Allocation by need"),
        ("等保障天数", "Equal cover"),
        (
            "按前瞻规划·需求＋等保障天数",
            "Looking ahead by need + equal cover",
        ),
    ]
    .map(|(zh, en)| Word::of(zh, en))
    .to_vec()
}

pub(super) fn prefectures() -> Vec<Word> {
    (0..11).map(prefecture).collect()
}

pub(super) fn invented() -> Vec<Box<dyn Figure>> {
    let measures = [words::OUTPUT, words::EFFECTIVE, words::NOMINAL];
    vec![
        Box::new(fan()),
        Box::new(chances(&measures)),
        Box::new(calendar(weeks(9), prefectures(), causes())),
        Box::new(tornado(factors())),
        Box::new(influence(factors(), Method::Sobol, 1.0)),
        Box::new(influence(
            factors(),
            Method::Morris(Quantity::PiecesADay),
            2e6,
        )),
        Box::new(boxes(policies())),
    ]
}
