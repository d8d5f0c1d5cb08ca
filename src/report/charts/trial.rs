//! Figures of an invented run, and of runs that hardly are any.
//!
//! `MASKFLOW_DRAW=1 cargo test --release --lib report::charts` also leaves the pictures in the temporary directory.

use std::time::Instant;

use super::*;
use invented::{capacity, map};

mod futures;
mod invented;
mod odd;
mod odd_futures;
mod reality;

fn invented() -> impl Iterator<Item = Box<dyn Figure>> {
    let of_runs = invented::invented().into_iter();
    of_runs
        .chain(futures::invented())
        .chain(reality::invented())
}

fn odd() -> impl Iterator<Item = Box<dyn Figure>> {
    let of_runs = odd::odd().into_iter();
    of_runs.chain(odd_futures::odd()).chain(reality::odd())
}

fn style(lang: Lang) -> Style {
    Style::new(
        lang,
        Word::of(
            "基准情景：江西省 2020 年 2—3 月",
            "Base case: Jiangxi, February and March 2020",
        ),
        "3f9a61c2",
    )
}

#[test]
fn figures_are_self_contained_and_the_same_every_time() {
    for lang in [Lang::Zh, Lang::En, Lang::Both] {
        for figure in invented() {
            let drawing = figure.draw(&style(lang)).expect("a figure");
            assert!(
                !drawing.svg.contains("<text")
                    && !drawing.svg.contains("NaN")
                    && !drawing.svg.contains("inf"),
                "{}",
                drawing.name
            );
            assert_eq!(drawing, figure.draw(&style(lang)).expect("a figure"));
        }
    }
}

#[test]
fn pictures_are_left_for_the_eye_when_asked_for() {
    if std::env::var_os("MASKFLOW_DRAW").is_none() {
        return;
    }
    let folder = std::env::temp_dir().join("maskflow-charts");
    std::fs::create_dir_all(&folder).expect("a folder");
    for (lang, suffix) in [(Lang::Zh, "zh"), (Lang::En, "en"), (Lang::Both, "both")] {
        for (index, figure) in invented().chain(odd()).enumerate() {
            let start = Instant::now();
            let drawing = figure.draw(&style(lang)).expect("a figure");
            let drawn = start.elapsed();
            let png = drawing.png(2.0).expect("a picture");
            println!(
                "{index:2} {:18} {suffix:4} svg {drawn:>8.1?} {:4} kB, png {:>8.1?} {:4} kB",
                drawing.name,
                drawing.svg.len() / 1000,
                start.elapsed() - drawn,
                png.len() / 1000
            );
            let name = format!("{index:02}-{}-{suffix}", drawing.name);
            std::fs::write(folder.join(format!("{name}.png")), png).expect("written");
            std::fs::write(folder.join(format!("{name}.svg")), drawing.svg).expect("written");
        }
    }
}

#[test]
fn odd_figures_are_drawn_all_the_same() {
    for lang in [Lang::Zh, Lang::En, Lang::Both] {
        for (index, figure) in odd().enumerate() {
            let drawing = figure
                .draw(&style(lang))
                .unwrap_or_else(|fault| panic!("{index}: {fault}"));
            assert!(
                !drawing.svg.contains("<text") && !drawing.svg.contains("NaN"),
                "{index} {}",
                drawing.name
            );
            let is_no_xml =
                |c: char| c.is_control() && c != '\n' || matches!(c, '\u{fffe}' | '\u{ffff}');
            assert!(!drawing.svg.contains(is_no_xml), "{index} {}", drawing.name);
        }
    }
    let picture = capacity().draw(&style(Lang::Zh)).expect("a figure");
    assert!(picture.png(0.0).is_err() && picture.png(f32::NAN).is_err());
    assert!(
        map("{").draw(&style(Lang::Zh)).is_err()
            && map(r#"{"features":[{}]}"#).draw(&style(Lang::Zh)).is_err()
    );
}
