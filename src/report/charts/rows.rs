//! Rows with a name on their left: how high they are, how they are named, which of them are drawn.

use super::axis::{Axis, BELOW};
use super::frame::{Heading, framed, line, nothing};
use super::ink::{Ink, Point, Rect};
use super::legend::{Key, ROW, row};
use super::palette::{GRID, INK, MUTED};
use super::sheet::Sheet;
use super::{ChartError, Drawing, Quantity, Style};
use crate::report::words::{self, Lang, Word};

/// How high a row is: English stands below Chinese.
pub(super) fn each(lang: Lang) -> f64 {
    if lang == Lang::Both { 36.0 } else { 29.0 }
}

/// The name of a row whose middle is at the point. Names are long: English stands below Chinese here, not beside it.
pub(super) fn name(sheet: &mut Sheet<'_>, (left, middle): Point, name: &Word, room: f64) {
    let (lang, ink) = (sheet.lang, Ink::new(14.0, INK));
    let Some(second) = name.second(lang) else {
        return line(sheet, (left, middle + 5.0), ink, name.first(lang), room);
    };
    line(sheet, (left, middle - 2.0), ink, name.first(lang), room);
    line(
        sheet,
        (left, middle + 13.0),
        Ink::new(12.0, MUTED),
        second,
        room,
    );
}

/// Says how many rows are not drawn, if any.
pub(super) fn left_out(sheet: &mut Sheet<'_>, at: Point, count: usize, room: f64) {
    if count > 0 {
        let count = count.to_string();
        sheet.word(
            at,
            Ink::new(12.5, MUTED),
            &words::NOT_SHOWN.with(&count, &count),
            room,
        );
    }
}

/// Positions of at most `most` of the rows, the widest first; rows without data come last.
pub(super) fn widest(widths: &[f64], most: usize) -> Vec<usize> {
    let width = |at: usize| {
        if widths[at].is_finite() {
            widths[at]
        } else {
            f64::NEG_INFINITY
        }
    };
    let mut order: Vec<usize> = (0..widths.len()).collect();
    order.sort_by(|&a, &b| width(b).total_cmp(&width(a)).then(a.cmp(&b)));
    order.truncate(most);
    order
}

/// The room for the names of rows that stand against an axis.
const NAMES: f64 = 290.0;
/// The room for saying how many rows are not drawn.
pub(super) const REST: f64 = 22.0;

/// Named rows against one axis, below a row of keys.
pub(super) struct Rows<'a> {
    /// The rows drawn, from above.
    pub names: Vec<&'a Word>,
    /// How many there are beside those.
    pub hidden: usize,
    /// How high each is.
    pub each: f64,
    /// The room for numbers left and right of the axis.
    pub beside: (f64, f64),
    pub keys: Vec<Key>,
    /// What is measured, and in which unit.
    pub measure: &'a Word,
    pub quantity: Quantity,
    /// Values that the axis has to reach.
    pub reach: Vec<f64>,
}

impl Rows<'_> {
    /// Draws all but what stands in the rows: that is up to `paint`, which gets the axis, the row's position and its middle.
    pub(super) fn draw(
        self,
        style: &Style,
        heading: &Heading,
        mut paint: impl FnMut(&mut Sheet<'_>, &Axis, usize, f64),
    ) -> Result<Drawing, ChartError> {
        let rest = if self.hidden > 0 { REST } else { 0.0 };
        let rows = self.each * self.names.len().max(1) as f64;
        framed(
            style,
            heading,
            ROW + 12.0 + rows + BELOW + rest,
            |sheet, body| {
                if self.names.is_empty() {
                    return nothing(sheet, body);
                }
                row(sheet, body, &self.keys);
                let top = body.top + ROW + 12.0;
                let (left, right) = (
                    body.left + NAMES + self.beside.0,
                    body.right - self.beside.1,
                );
                let bottom = top + self.each * self.names.len() as f64;
                let axis = Axis::new(
                    Rect::new(left, top, right, bottom),
                    self.quantity,
                    self.reach,
                );
                axis.draw(sheet, self.measure);
                for (at, word) in self.names.iter().enumerate() {
                    let middle = top + self.each * (at as f64 + 0.5);
                    name(sheet, (body.left, middle), word, NAMES - 16.0);
                    let under = middle + self.each / 2.0;
                    sheet.line(&[(body.left, under), (body.right, under)], GRID, 0.6);
                    paint(sheet, &axis, at, middle);
                }
                left_out(sheet, (body.left, body.bottom), self.hidden, body.width());
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_come_first_equals_in_their_order_and_no_data_last() {
        let widths = [1.0, f64::NAN, 3.0, 1.0, f64::INFINITY];
        assert_eq!(widest(&widths, 9), [2, 0, 3, 1, 4]);
        assert_eq!(widest(&widths, 2), [2, 0]);
        assert_eq!(widest(&[], 2), Vec::<usize>::new());
    }
}
