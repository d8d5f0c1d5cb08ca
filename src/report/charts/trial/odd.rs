//! What should never be drawn, and some day will be.

use super::super::*;
use super::invented::*;

const NONE: Days = Days { count: 0, ..SPAN };
const ONE: Days = Days { count: 1, ..SPAN };
const LONGER: Days = Days { count: 90, ..SPAN };
const YEAR: Days = Days { count: 366, ..SPAN };

pub(super) fn wordy() -> Word {
    let zh = "江西省高安市第一医用口罩生产有限责任公司😀\u{1b}[2J\0\u{202e}\u{fffe}".repeat(6);
    Word::new(&zh, &"The first & only <mask> maker of Gaoan ".repeat(6))
}

fn many(count: usize) -> Vec<Series> {
    let values = |size: f64| move |day: f64| output(day) / 40e6 * (1.0 + 0.02 * size);
    (0..count)
        .map(|index| series(wordy(), values(index as f64)))
        .collect()
}

/// All values through the same change.
fn changed(series: &[Series], change: impl Fn(usize, f64) -> f64) -> Vec<Series> {
    let all = |values: &[f64]| {
        values
            .iter()
            .enumerate()
            .map(|(day, &value)| change(day, value))
            .collect()
    };
    let one = |series: &Series| Series {
        label: series.label.clone(),
        values: all(&series.values),
    };
    series.iter().map(one).collect()
}

fn holes(series: &[Series]) -> Vec<Series> {
    changed(series, |day, value| {
        if (12..20).contains(&day) || day == 30 {
            f64::NAN
        } else {
            value
        }
    })
}

fn still(series: &[Series]) -> Vec<Series> {
    changed(series, |_, _| 0.0)
}

fn wild(series: &[Series]) -> Vec<Series> {
    changed(series, |day, value| {
        [value, f64::INFINITY, -value, 0.0][day % 4]
    })
}

fn capacities() -> Vec<Capacity> {
    let (usual, none) = (capacity(), Vec::new());
    let nothing = Capacity {
        effective: values(|_| 0.0),
        nominal: none.clone(),
        planned: none,
        target: None,
        reached: None,
        reported: vec![],
        ..capacity()
    };
    let rising = changed(&many(40), |_, value| value * 1e6);
    vec![
        Capacity {
            output: rising,
            ..capacity()
        },
        Capacity {
            output: holes(&usual.output),
            reached: None,
            reported: vec![],
            ..capacity()
        },
        Capacity {
            output: still(&usual.output),
            ..nothing
        },
        Capacity {
            output: wild(&usual.output),
            ..capacity()
        },
        Capacity {
            days: ONE,
            ..capacity()
        },
        Capacity {
            days: NONE,
            ..capacity()
        },
        Capacity {
            output: usual.output[..1].to_vec(),
            ..capacity()
        },
        Capacity {
            days: LONGER,
            ..capacity()
        },
    ]
}

fn waterfalls() -> Vec<Waterfall> {
    let usual = waterfall();
    vec![
        Waterfall {
            losses: holes(&usual.losses),
            ..waterfall()
        },
        Waterfall {
            losses: vec![],
            ..waterfall()
        },
        Waterfall {
            losses: many(30),
            ..waterfall()
        },
        Waterfall {
            losses: still(&usual.losses),
            output: values(|_| 0.0),
            ..waterfall()
        },
        Waterfall {
            days: ONE,
            ..waterfall()
        },
    ]
}

fn shades() -> Vec<Box<dyn Figure>> {
    let prefectures = wild(&fill_rate().prefectures);
    vec![
        Box::new(FillRate {
            prefectures: many(100),
            ..fill_rate()
        }),
        Box::new(FillRate {
            uses: vec![],
            prefectures,
            days: ONE,
        }),
        Box::new(FillRate {
            days: YEAR,
            ..fill_rate()
        }),
        Box::new(FillRate {
            days: NONE,
            ..fill_rate()
        }),
        Box::new(SelfSufficiency {
            prefectures: vec![],
            ..self_sufficiency()
        }),
        Box::new(SelfSufficiency {
            days: ONE,
            ..self_sufficiency()
        }),
    ]
}

fn flows() -> Vec<Box<dyn Figure>> {
    let none = Vec::<f64>::new;
    let usual = linkage();
    let empty = Linkage {
        awarded: none(),
        depot: none(),
        due: none(),
        delivered: none(),
        arrears: none(),
        defaulted: none(),
        ..usual
    };
    vec![
        Box::new(empty),
        Box::new(Linkage {
            days: ONE,
            material: wordy(),
            ..linkage()
        }),
        Box::new(Dispatch {
            sent: holes(&dispatch().sent),
            reserve: none(),
            ..dispatch()
        }),
        Box::new(Dispatch {
            days: ONE,
            sent: still(&dispatch().sent),
            ..dispatch()
        }),
        Box::new(Dispatch {
            sent: many(100),
            pool: none(),
            ..dispatch()
        }),
    ]
}

fn comparisons() -> Vec<Comparison> {
    let usual = comparison(4).contenders.swap_remove(3);
    let odd = Contender {
        label: wordy(),
        shortfall: f64::NAN,
        fill_rates: vec![],
        effective_day: None,
        ..usual
    };
    vec![
        comparison(1),
        comparison(0),
        comparison(55),
        Comparison {
            contenders: vec![odd.clone(), odd],
            uses: vec![wordy(); 9],
            ..comparison(2)
        },
        Comparison {
            days: ONE,
            uses: vec![],
            ..comparison(3)
        },
    ]
}

fn maps() -> Vec<Map> {
    let lost = Place {
        code: "360100".to_owned(),
        label: wordy(),
        value: f64::NAN,
        beside: None,
    };
    let nowhere = map(r#"{"features":[]}"#);
    vec![
        Map {
            places: vec![lost],
            ..map(OUTLINES)
        },
        Map {
            quantity: Quantity::Pieces,
            ..nowhere
        },
        Map {
            quantity: Quantity::Pieces,
            ..map(OUTLINES)
        },
    ]
}

pub(super) fn boxed<F: Figure + 'static>(figures: Vec<F>) -> impl Iterator<Item = Box<dyn Figure>> {
    figures
        .into_iter()
        .map(|figure| Box::new(figure) as Box<dyn Figure>)
}

pub(super) fn odd() -> Vec<Box<dyn Figure>> {
    let all = boxed(capacities())
        .chain(boxed(waterfalls()))
        .chain(shades())
        .chain(flows());
    all.chain(boxed(comparisons()))
        .chain(boxed(maps()))
        .collect()
}
