//! Figures of an invented run.

use jiff::civil::date;

use super::super::*;
use crate::claims::Rule;
use crate::report::words::{league, named};

pub(super) const PREFECTURES: [(&str, &str, f64); 11] = [
    ("南昌市", "Nanchang", 0.26),
    ("景德镇市", "Jingdezhen", 0.03),
    ("萍乡市", "Pingxiang", 0.04),
    ("九江市", "Jiujiang", 0.13),
    ("新余市", "Xinyu", 0.05),
    ("鹰潭市", "Yingtan", 0.03),
    ("赣州市", "Ganzhou", 0.14),
    ("吉安市", "Ji'an", 0.08),
    ("宜春市", "Yichun", 0.15),
    ("抚州市", "Fuzhou", 0.05),
    ("上饶市", "Shangrao", 0.04),
];
pub(super) const CODES: [&str; 11] = [
    "360100", "360200", "360300", "360400", "360500", "360600", "360700", "360800", "360900",
    "361000", "361100",
];
pub(super) const OUTLINES: &str = r#"{"type":"FeatureCollection","features":[
 {"properties":{"adcode":"360100","label_lon_lat":[116,28.5]},"geometry":{"type":"MultiPolygon","coordinates":[[[[115,28],[117,28],[117,29],[115,28]]]]}},
 {"properties":{"adcode":"360700","label_lon_lat":[115,26]},"geometry":{"type":"Polygon","coordinates":[[[114,25],[116,25],[116,27],[114,25]]]}}]}"#;
pub(super) const SPAN: Days = Days {
    first: date(2020, 2, 1),
    count: 60,
};

pub(super) fn series(label: Word, value: impl Fn(f64) -> f64) -> Series {
    Series {
        label,
        values: (0..SPAN.count).map(|day| value(day as f64)).collect(),
    }
}

pub(super) fn logistic(day: f64, middle: f64, width: f64) -> f64 {
    1.0 / (1.0 + (-(day - middle) / width).exp())
}

pub(super) fn output(day: f64) -> f64 {
    0.9e6 + 11.2e6 * logistic(day, 27.0, 5.0)
}

pub(super) fn wobble(day: f64, seed: f64) -> f64 {
    ((day * 12.9898 + seed * 78.233).sin() * 43758.547).fract()
}

pub(super) fn values(value: impl Fn(f64) -> f64) -> Vec<f64> {
    series(Word::default(), value).values
}

pub(super) fn prefecture(index: usize) -> Word {
    Word::of(PREFECTURES[index].0, PREFECTURES[index].1)
}

pub(super) fn capacity() -> Capacity {
    let part = |index: usize| {
        move |day: f64| {
            output(day) * PREFECTURES[index].2 * (1.0 + 0.06 * wobble(day, index as f64))
        }
    };
    Capacity {
        days: SPAN,
        output: (0..11)
            .map(|index| series(prefecture(index), part(index)))
            .collect(),
        effective: values(|day| output(day + 1.5) * 1.12),
        nominal: values(|day| output(day + 3.0) * 0.97),
        planned: values(|day| 3.0e6 + 40e6 * logistic(day, 24.0, 4.0)),
        target: Some(Target {
            pieces: 1e7,
            date: date(2020, 3, 5),
        }),
        reached: Some(date(2020, 3, 7)),
        reported: vec![
            Reported {
                label: words::REPORTED_OUTPUT,
                points: vec![(date(2020, 2, 20), 2.88e6), (date(2020, 2, 29), 7.778e6)],
            },
            Reported {
                label: words::REPORTED_CAPACITY,
                points: vec![(date(2020, 2, 20), 1.74e6), (date(2020, 2, 29), 12.45e6)],
            },
        ],
    }
}

pub(super) fn waterfall() -> Waterfall {
    let loss = |name: &str, size: f64, middle: f64| {
        series(named(name), move |day| {
            size * logistic(day, middle, 4.0) * (1.2 - logistic(day, middle + 14.0, 6.0))
        })
    };
    Waterfall {
        days: SPAN,
        output: values(output),
        losses: vec![
            loss("not_delivered", 27e6, 22.0),
            loss("ramp", 3.2e6, 26.0),
            loss("staff", 2.1e6, 12.0),
            loss("material:meltblown", 2.8e6, 24.0),
            loss("material:ear_loop", 0.5e6, 20.0),
            loss("quality", 0.6e6, 20.0),
        ],
    }
}

pub(super) fn fill_rate() -> FillRate {
    let rate = |low: f64, index: usize| {
        move |day: f64| {
            (low + (1.0 - low) * logistic(day, 22.0 + index as f64, 5.0)
                + 0.05 * wobble(day, index as f64))
            .clamp(0.0, 1.0)
        }
    };
    let kinds = [
        "national",
        "frontline",
        "key_projects",
        "key_enterprises",
        "essential",
        "public",
    ];
    let kinds = kinds
        .iter()
        .enumerate()
        .map(|(index, name)| series(named(name), rate(0.9 - 0.16 * index as f64, index)));
    let mut prefectures: Vec<Series> = (0..11)
        .map(|index| series(prefecture(index), rate(0.1 + PREFECTURES[index].2, index)))
        .collect();
    prefectures[2].values[5..11].fill(f64::NAN);
    FillRate {
        days: SPAN,
        uses: kinds.collect(),
        prefectures,
    }
}

pub(super) fn linkage() -> Linkage {
    let linked = |day: f64| {
        if day < 22.0 {
            0.0
        } else {
            output(day) * 0.42 * (1.0 + 0.1 * wobble(day, 3.0))
        }
    };
    Linkage {
        days: SPAN,
        material: words::MELTBLOWN,
        awarded: values(|day| {
            if day < 22.0 {
                1.2
            } else {
                6.0 + 5.0 * logistic(day, 32.0, 4.0) + wobble(day, 1.0)
            }
        }),
        depot: values(|day| 18.0 * (-day / 15.0).exp() + 4.0 + wobble(day, 2.0)),
        due: values(linked),
        delivered: values(|day| linked(day) * (0.82 + 0.15 * logistic(day, 36.0, 4.0))),
        arrears: values(|day| 3.1e6 * logistic(day, 32.0, 3.0) * (1.1 - logistic(day, 46.0, 4.0))),
        defaulted: values(|day| 0.6e6 * logistic(day, 44.0, 2.0)),
    }
}

pub(super) fn self_sufficiency() -> SelfSufficiency {
    let share = |index: usize| {
        values(move |day| {
            (PREFECTURES[index].2 * 1.4 + logistic(day, 20.0 + 3.0 * index as f64, 4.0)).min(1.0)
        })
    };
    let from = |index: usize| (index < 8).then(|| SPAN.date(26 + 3 * index));
    let row = |index: usize| Prefecture {
        label: prefecture(index),
        shares: share(index),
        holds_from: from(index),
    };
    SelfSufficiency {
        days: SPAN,
        prefectures: (0..11).map(row).collect(),
    }
}

pub(super) fn dispatch() -> Dispatch {
    let tier = |name: &str, size: f64, middle: f64| {
        series(named(name), move |day| {
            size * logistic(day, middle, 4.0) * (1.0 + 0.15 * wobble(day, size))
        })
    };
    let tiers = [
        ("national", 0.5e6),
        ("frontline", 1.1e6),
        ("key_projects", 0.5e6),
        ("key_enterprises", 0.8e6),
        ("support", 0.6e6),
        ("market", 1.3e6),
    ];
    Dispatch {
        days: SPAN,
        sent: tiers
            .iter()
            .enumerate()
            .map(|(index, (name, size))| tier(name, *size, 14.0 + 4.0 * index as f64))
            .collect(),
        pool: values(|day| {
            0.4e6 + 3.2e6 * logistic(day, 36.0, 6.0) * (1.0 + 0.1 * wobble(day, 9.0))
        }),
        reserve: values(|_| 1e6),
    }
}

pub(super) fn comparison(count: usize) -> Comparison {
    let names = [
        ("基准情景：江西省 2020", "Base case: Jiangxi 2020"),
        ("不实行挂钩联动", "Without the ratio link"),
        ("熔喷布供应推迟十天", "Meltblown supply ten days late"),
        (
            "全部道路封闭至三月中旬，绿色通道关闭",
            "All roads closed until mid March and no green channel",
        ),
        ("按需分配", "Allocation by need"),
        ("补助提前到位", "Subsidies paid early"),
    ];
    let contender = |index: usize| {
        let (zh, en) = names[index % names.len()];
        let shift = (wobble(index as f64, 4.0).abs() * 20.0) as usize;
        Contender {
            label: Word::of(zh, en),
            base: index == 0,
            output_day: (index % 6 != 3).then(|| SPAN.date(30 + shift)),
            effective_day: Some(SPAN.date(27 + shift)),
            nominal_day: Some(SPAN.date(25 + shift / 2)),
            shortfall: if index == 4 {
                0.0
            } else {
                0.9e6 + 2.5e5 * shift as f64
            },
            fill_rates: (0..6)
                .map(|column| (1.0 - 0.1 * f64::from(column) - 0.01 * shift as f64).max(0.0))
                .collect(),
        }
    };
    let uses = [
        "national",
        "frontline",
        "key_projects",
        "key_enterprises",
        "essential",
        "public",
    ]
    .map(named)
    .to_vec();
    Comparison {
        days: SPAN,
        target_date: Some(date(2020, 3, 5)),
        uses,
        contenders: (0..count).map(contender).collect(),
    }
}

pub(super) fn map(outlines: &str) -> Map {
    let place = |index: usize| Place {
        code: CODES[index].to_owned(),
        label: prefecture(index),
        value: (0.35 + 2.2 * PREFECTURES[index].2).min(1.0),
        beside: Some(0.1 * index as f64),
    };
    Map {
        title: Word::of("全期满足率", "Fill rate over the period"),
        about: Word::of(
            "各设区市需求得到满足的比例；轮廓为示意",
            "Share of need served, by prefecture; outlines are schematic",
        ),
        days: SPAN,
        quantity: Quantity::Share,
        outlines: outlines.to_owned(),
        places: (0..11).map(place).collect(),
        beside: Word::of("自产自保", "Self-sufficient"),
    }
}

/// All rules and one with a long name.
fn rules() -> Vec<Word> {
    let rules = Rule::ALL.iter().map(|rule| league::rule(rule.name()));
    let long = Word::of(
        "按比例·交付记录＋等保障天数",
        "Proportional by record + Equal cover",
    );
    rules.chain([long]).collect()
}

fn ranks() -> Ranks {
    let rules = rules();
    let cell = |rule: usize| (1.0 + rule as f64, format!("{:.1}%", 97.0 - rule as f64));
    let panel = |name: &str| Panel {
        title: league::measure(name),
        cells: (0..rules.len())
            .map(|at| vec![cell(at), cell(rules.len() - 1 - at)])
            .collect(),
    };
    Ranks {
        columns: vec![words::AS_GIVEN, Word::of("50%", "50%")],
        panels: ["fill_rate", "lowest_fill_rate", "gini_makers"]
            .map(panel)
            .to_vec(),
        rules,
    }
}

/// Most rules crowd in one corner, and three stand in the same place.
fn trade_off() -> TradeOff {
    let point = |(at, label): (usize, Word)| {
        let far = if at > 11 {
            0.03 * (at - 11) as f64
        } else {
            0.0
        };
        let (across, upward) = match at {
            3..6 => (0.5, 0.5),
            _ => (wobble(at as f64, 1.0).abs(), wobble(at as f64, 2.0).abs()),
        };
        Point {
            label,
            at: (
                0.96 - far + 0.004 * across,
                0.90 - 3.0 * far + 0.02 * upward,
            ),
            reference: at == 0,
        }
    };
    let points: Vec<Point> = rules().into_iter().enumerate().map(point).collect();
    TradeOff {
        panels: vec![
            (words::TIGHTNESS_GIVEN, points.clone()),
            (words::TIGHTNESS.with("50%", "50%"), points),
        ],
        axes: ["fill_rate", "lowest_fill_rate"].map(league::measure),
    }
}

pub(super) fn invented() -> Vec<Box<dyn Figure>> {
    let outlines = std::env::var("MASKFLOW_OUTLINES")
        .ok()
        .and_then(|path| std::fs::read_to_string(path).ok());
    vec![
        Box::new(capacity()),
        Box::new(waterfall()),
        Box::new(fill_rate()),
        Box::new(linkage()),
        Box::new(self_sufficiency()),
        Box::new(dispatch()),
        Box::new(comparison(15)),
        Box::new(ranks()),
        Box::new(trade_off()),
        Box::new(map(outlines.as_deref().unwrap_or(OUTLINES))),
    ]
}
