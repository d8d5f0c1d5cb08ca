//! The sheet that figures draw on: a few strokes and texts in points, over plotters' SVG backend.

use plotters::prelude::{
    DrawingBackend, FontStyle, IntoFont, RGBAColor, SVGBackend, ShapeStyle, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use resvg::usvg::{Options, Tree, WriteOptions};

use super::ink::{Ink, Point, Rect, Side};
use super::{ChartError, Drawing, fonts};
use crate::inert::is_invisible;
use crate::report::words::{Lang, Word};

/// Plotters counts whole pixels, so the sheet is drawn forty times as fine and scaled back by its view box:
/// fine enough for the outlines of letters in whole units, which keeps the SVG short.
const FINE: f64 = 40.0;
/// What the backend multiplies a font's em by.
const LINE_PER_EM: f64 = 1.24;
/// How far above the point the backend puts the baseline of text anchored at its bottom, in em.
const LIFT: f64 = 0.25;

/// A drawing in progress.
pub(super) struct Sheet<'a> {
    backend: SVGBackend<'a>,
    pub lang: Lang,
    /// The first stroke that failed; kept until the end so that drawing code stays free of error handling.
    fault: Option<ChartError>,
}

/// Draws on a fresh sheet and settles it: text becomes paths, so that no reader needs our fonts.
pub(super) fn drawn(
    name: &'static str,
    title: &str,
    (width, height): (f64, f64),
    lang: Lang,
    paint: impl FnOnce(&mut Sheet<'_>),
) -> Result<Drawing, ChartError> {
    let mut raw = String::new();
    let size = ((width * FINE) as u32, (height * FINE) as u32);
    let mut sheet = Sheet {
        backend: SVGBackend::with_string(&mut raw, size),
        lang,
        fault: None,
    };
    sheet.rect(Rect::new(0.0, 0.0, width, height), super::palette::PAPER);
    paint(&mut sheet);
    let presented = sheet.backend.present();
    sheet.note(presented);
    if let Some(fault) = sheet.fault.take() {
        return Err(fault);
    }
    drop(sheet);
    let options = Options {
        fontdb: fonts::database(),
        font_family: fonts::FAMILY.to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(&raw, &options)?;
    let indent = resvg::usvg::Indent::None;
    let written = tree.to_string(&WriteOptions {
        indent,
        coordinates_precision: 0,
        ..WriteOptions::default()
    });
    let (_, body) = written
        .split_once('>')
        .ok_or_else(|| ChartError::Backend("an SVG without a root".to_owned()))?;
    let title = escaped(title);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         aria-label=\"{title}\"><title>{title}</title>{body}",
        size.0, size.1
    );
    Ok(Drawing { name, svg })
}

/// Text for an attribute or an element of XML, which knows no control characters and no U+FFFE and U+FFFF.
fn escaped(text: &str) -> String {
    let is_text =
        |c: &char| !(c.is_control() || is_invisible(*c) || matches!(c, '\u{fffe}' | '\u{ffff}'));
    let clean: String = text.chars().filter(is_text).collect();
    clean
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn fine((x, y): Point) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

fn stroke(colour: RGBAColor, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: colour,
        filled: false,
        stroke_width: (width * FINE).round() as u32,
    }
}

impl Sheet<'_> {
    fn note<E: std::fmt::Display>(&mut self, outcome: Result<(), E>) {
        if let (Err(fault), None) = (outcome, &self.fault) {
            self.fault = Some(ChartError::Backend(fault.to_string()));
        }
    }

    pub(super) fn rect(&mut self, area: Rect, fill: RGBAColor) {
        let corners = (fine((area.left, area.top)), fine((area.right, area.bottom)));
        let outcome = self.backend.draw_rect(corners.0, corners.1, &fill, true);
        self.note(outcome);
    }

    pub(super) fn polygon(&mut self, points: &[Point], fill: RGBAColor) {
        let outcome = self
            .backend
            .fill_polygon(points.iter().copied().map(fine), &fill);
        self.note(outcome);
    }

    pub(super) fn line(&mut self, points: &[Point], colour: RGBAColor, width: f64) {
        if points.len() > 1 {
            let outcome = self
                .backend
                .draw_path(points.iter().copied().map(fine), &stroke(colour, width));
            self.note(outcome);
        }
    }

    /// A line of dashes, measured along the line so that they stay even round its corners.
    pub(super) fn dashed(
        &mut self,
        points: &[Point],
        colour: RGBAColor,
        width: f64,
        (on, off): (f64, f64),
    ) {
        let (mut left, mut drawing) = (on, true);
        let mut dash: Vec<Point> = points.first().copied().into_iter().collect();
        for pair in points.windows(2) {
            let (mut from, to) = (pair[0], pair[1]);
            loop {
                let length = (to.0 - from.0).hypot(to.1 - from.1);
                if length < left {
                    left -= length;
                    dash.push(to);
                    break;
                }
                let part = left / length;
                from = (
                    from.0 + (to.0 - from.0) * part,
                    from.1 + (to.1 - from.1) * part,
                );
                dash.push(from);
                if drawing {
                    self.line(&dash, colour, width);
                }
                (dash, drawing) = (vec![from], !drawing);
                left = if drawing { on } else { off };
            }
        }
        if drawing {
            self.line(&dash, colour, width);
        }
    }

    pub(super) fn disc(&mut self, centre: Point, radius: f64, fill: RGBAColor) {
        let outcome = self
            .backend
            .draw_circle(fine(centre), (radius * FINE) as u32, &fill, true);
        self.note(outcome);
    }

    pub(super) fn diamond(&mut self, (x, y): Point, radius: f64, fill: RGBAColor) {
        self.polygon(
            &[
                (x - radius, y),
                (x, y - radius),
                (x + radius, y),
                (x, y + radius),
            ],
            fill,
        );
    }

    /// No data: grey with diagonals, which no colour scale has.
    pub(super) fn hatch(&mut self, area: Rect) {
        self.rect(area, super::palette::BLANK);
        let mut offset = 6.0;
        while offset < area.width() + area.height() {
            let start = (
                area.left + f64::max(0.0, offset - area.height()),
                area.top + f64::min(offset, area.height()),
            );
            let end = (
                area.left + f64::min(offset, area.width()),
                area.top + f64::max(0.0, offset - area.width()),
            );
            self.line(&[start, end], super::palette::HATCH, 0.7);
            offset += 6.0;
        }
    }

    /// Text with its baseline at the point.
    pub(super) fn text(&mut self, (x, y): Point, ink: Ink, text: &str) {
        let text = fonts::visible(text);
        let bold = ink.bold && fonts::covers(&text, true);
        let weight = if bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let side = match ink.side {
            Side::Left => HPos::Left,
            Side::Middle => HPos::Center,
            Side::Right => HPos::Right,
        };
        let font = (fonts::FAMILY, ink.size * LINE_PER_EM * FINE, weight).into_font();
        let style = TextStyle::from(font)
            .color(&ink.colour)
            .pos(Pos::new(side, VPos::Bottom));
        let outcome = self
            .backend
            .draw_text(&text, &style, fine((x, y + ink.size * LIFT)));
        self.note(outcome);
    }

    /// Text on a pale ground, so that it can be read on anything; the ground.
    pub(super) fn halo(&mut self, (x, y): Point, ink: Ink, text: &str) -> Rect {
        let ground = Rect::new(x - 3.0, y - ink.size, x + ink.width(text) + 3.0, y + 4.0);
        self.rect(ground, super::palette::HALO);
        self.text((x, y), ink, text);
        ground
    }

    /// A word in the sheet's language, English smaller after Chinese, within `room`.
    pub(super) fn word(&mut self, (x, y): Point, ink: Ink, word: &Word, room: f64) {
        let first = fonts::fitted(word.first(self.lang), ink.size, ink.bold, room);
        let used = ink.width(&first) + ink.size * 0.4;
        let second = word
            .second(self.lang)
            .map(|text| fonts::fitted(text, ink.second().size, false, room - used));
        let second = second
            .filter(|text| text.chars().count() > 3 || Some(&**text) == word.second(self.lang));
        let whole = second
            .as_ref()
            .map_or(ink.width(&first), |text| used + ink.second().width(text));
        let left = match ink.side {
            Side::Left => x,
            Side::Middle => x - whole / 2.0,
            Side::Right => x - whole,
        };
        self.text(
            (left, y),
            Ink {
                side: Side::Left,
                ..ink
            },
            &first,
        );
        if let Some(second) = second {
            self.text((left + used, y), ink.second(), &second);
        }
    }

    /// How wide a word runs.
    pub(super) fn width(&self, ink: Ink, word: &Word) -> f64 {
        let second = word
            .second(self.lang)
            .map_or(0.0, |text| ink.size * 0.4 + ink.second().width(text));
        ink.width(word.first(self.lang)) + second
    }
}
