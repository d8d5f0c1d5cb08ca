//! Points, rectangles, and how a text is written.

use plotters::prelude::RGBAColor;

use super::fonts;
use super::palette::MUTED;

/// English beside Chinese is smaller by this.
const SECOND: f64 = 0.86;

pub(super) type Point = (f64, f64);

/// An upright rectangle, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub(super) const fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self {
            left,
            top,
            right,
            bottom,
        }
    }
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }
    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }
    pub(super) fn middle(&self) -> Point {
        (
            (self.left + self.right) / 2.0,
            (self.top + self.bottom) / 2.0,
        )
    }
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

/// How a text is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ink {
    pub size: f64,
    pub colour: RGBAColor,
    pub bold: bool,
    pub side: Side,
}

impl Ink {
    pub(super) const fn new(size: f64, colour: RGBAColor) -> Self {
        Self {
            size,
            colour,
            bold: false,
            side: Side::Left,
        }
    }
    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    pub(super) const fn middle(self) -> Self {
        Self {
            side: Side::Middle,
            ..self
        }
    }
    pub(super) const fn right(self) -> Self {
        Self {
            side: Side::Right,
            ..self
        }
    }
    pub(super) fn width(&self, text: &str) -> f64 {
        fonts::width(text, self.size, self.bold)
    }
    /// How English is written beside it.
    pub(super) fn second(self) -> Self {
        Self {
            size: self.size * SECOND,
            colour: MUTED,
            bold: false,
            side: Side::Left,
        }
    }
}
