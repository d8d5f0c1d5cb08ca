//! A number for each prefecture, on its outline.

use super::frame::{Heading, framed, nothing};
use super::ink::{Ink, Point, Rect};
use super::legend::{Key, Mark, row};
use super::outlines::{Outline, Projection, outlines, roomiest};
use super::palette::{AXIS, GRID, HATCH, INK, MUTED, PAPER, on_shade, shade};
use super::plot::highest;
use super::sheet::Sheet;
use super::{ChartError, Days, Drawing, Figure, Quantity, Style};
use crate::report::words::{self, Word};

/// A place and its number.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its code, as `adcode` in the outlines says it.
    pub code: String,
    /// Its name.
    pub label: Word,
    /// Its number; NaN where there is none.
    pub value: f64,
    /// A share of its own beside that number, if there is one.
    pub beside: Option<f64>,
}

/// Shaded outlines with names and numbers. Schematic: no map to settle a boundary by.
#[derive(Clone, Debug)]
pub struct Map {
    /// What is shown.
    pub title: Word,
    /// In more words.
    pub about: Word,
    /// The days that the numbers summarise.
    pub days: Days,
    /// What the numbers count; shares are shaded from 0 to 100 %, others from 0 to the highest.
    pub quantity: Quantity,
    /// A GeoJSON FeatureCollection of polygons, each with its `adcode`.
    pub outlines: String,
    /// The places.
    pub places: Vec<Place>,
    /// What the shares beside the numbers are.
    pub beside: Word,
}

impl Figure for Map {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let outlines = outlines(&self.outlines)?;
        let heading = Heading {
            name: "map",
            title: self.title.clone(),
            about: self.about.clone(),
            days: Some(self.days),
        };
        framed(style, &heading, 760.0, |sheet, body| {
            if outlines.is_empty() || self.places.is_empty() {
                return nothing(sheet, body);
            }
            self.body(sheet, body, &outlines);
        })
    }
}

const LIST: f64 = 430.0;
const LINE: f64 = 31.0;

impl Map {
    fn body(&self, sheet: &mut Sheet<'_>, body: Rect, outlines: &[Outline]) {
        let top = match self.quantity {
            Quantity::Share => 1.0,
            _ => highest(self.places.iter().map(|place| &place.value)).max(1.0),
        };
        let projection = Projection::new(
            outlines,
            Rect::new(
                body.left,
                body.top + 4.0,
                body.right - LIST - 30.0,
                body.bottom - 10.0,
            ),
        );
        self.outlines(sheet, &projection, outlines, top);
        let list = Rect {
            left: body.right - LIST,
            top: body.top + 30.0,
            ..body
        };
        self.scale(sheet, list, top);
        row(
            sheet,
            Rect {
                top: list.top + 40.0,
                ..list
            },
            &self.keys(outlines),
        );
        self.list(
            sheet,
            Rect {
                top: list.top + 86.0,
                ..list
            },
            top,
        );
    }

    fn outlines(
        &self,
        sheet: &mut Sheet<'_>,
        projection: &Projection,
        outlines: &[Outline],
        top: f64,
    ) {
        let mut labels: Vec<(Point, &Place)> = Vec::new();
        for outline in outlines {
            let place = self.place(outline);
            let shade = place.map_or(GRID, |place| {
                if place.value.is_finite() {
                    shade(place.value / top)
                } else {
                    HATCH
                }
            });
            let rings: Vec<Vec<Point>> = outline
                .rings
                .iter()
                .map(|ring| ring.iter().map(|&point| projection.at(point)).collect())
                .collect();
            for ring in &rings {
                sheet.polygon(ring, shade);
                sheet.line(ring, PAPER, 1.6);
            }
            labels.extend(place.map(|place| (roomiest(&rings), place)));
        }
        // Names come last: a neighbour's outline must not cut them.
        for ((x, y), place) in labels {
            let colour = if place.value.is_finite() {
                on_shade(place.value / top)
            } else {
                INK
            };
            let name = super::fonts::fitted(place.label.first(sheet.lang), 13.5, false, 130.0);
            sheet.text((x, y - 2.0), Ink::new(13.5, colour).middle(), &name);
            sheet.text(
                (x, y + 15.0),
                Ink::new(14.0, colour).bold().middle(),
                &self.said(sheet, place),
            );
        }
    }

    fn place(&self, outline: &Outline) -> Option<&Place> {
        self.places.iter().find(|place| place.code == outline.code)
    }

    /// What the greys mean that are on the map.
    fn keys(&self, outlines: &[Outline]) -> Vec<Key> {
        let unknown = |outline: &Outline| {
            let place = self.place(outline);
            place.is_some_and(|place| !place.value.is_finite())
        };
        let greys = [
            (outlines.iter().any(unknown), HATCH, words::NO_DATA),
            (
                outlines.iter().any(|outline| self.place(outline).is_none()),
                GRID,
                words::OUTSIDE_SCENARIO,
            ),
        ];
        let shown = greys.into_iter().filter(|(shown, _, _)| *shown);
        shown
            .map(|(_, grey, word)| Key(Mark::Area, grey, word))
            .collect()
    }

    fn said(&self, sheet: &Sheet<'_>, place: &Place) -> String {
        if place.value.is_finite() {
            self.quantity.short(place.value, sheet.lang)
        } else {
            "–".to_owned()
        }
    }

    fn scale(&self, sheet: &mut Sheet<'_>, area: Rect, top: f64) {
        const STEPS: usize = 60;
        let bar = Rect {
            bottom: area.top + 14.0,
            right: area.right - 20.0,
            ..area
        };
        let x = |share: f64| bar.left + share * bar.width();
        for step in 0..STEPS {
            let share = step as f64 / STEPS as f64;
            sheet.rect(
                Rect {
                    left: x(share),
                    ..bar
                },
                shade(share + 0.5 / STEPS as f64),
            );
        }
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            sheet.line(
                &[(x(share), bar.bottom), (x(share), bar.bottom + 5.0)],
                AXIS,
                1.0,
            );
            let text = self.quantity.short(share * top, sheet.lang);
            sheet.text(
                (x(share), bar.bottom + 20.0),
                Ink::new(13.0, MUTED).middle(),
                &text,
            );
        }
        if self.quantity != Quantity::Share {
            sheet.word(
                (bar.left, bar.top - 10.0),
                Ink::new(13.0, MUTED),
                &self.quantity.unit(sheet.lang),
                LIST,
            );
        }
    }

    /// The same numbers from the lowest to the highest: shades say where, lengths say how much.
    fn list(&self, sheet: &mut Sheet<'_>, area: Rect, top: f64) {
        const NAME: f64 = 160.0;
        const BESIDE: f64 = 66.0;
        let mut places: Vec<&Place> = self.places.iter().collect();
        let column = if places.iter().any(|place| place.beside.is_some()) {
            let head = Ink::new(13.0, MUTED).right();
            sheet.word((area.right, area.top - 6.0), head, &self.beside, LIST / 2.0);
            BESIDE
        } else {
            0.0
        };
        places.sort_by(|a, b| {
            a.value
                .total_cmp(&b.value)
                .then_with(|| a.code.cmp(&b.code))
        });
        for (index, place) in places
            .into_iter()
            .take((area.height() / LINE) as usize)
            .enumerate()
        {
            let y = area.top + LINE * (index as f64 + 0.5);
            let ink = Ink::new(14.0, INK);
            sheet.word(
                (area.left + NAME - 10.0, y + 5.0),
                ink.right(),
                &place.label,
                NAME - 10.0,
            );
            let right = area.right - column;
            let bar = Rect::new(area.left + NAME, y - 9.0, right - 74.0, y + 9.0);
            let share = place.value / top;
            if share.is_finite() {
                sheet.rect(
                    Rect {
                        right: bar.left + bar.width() * share.clamp(0.0, 1.0),
                        ..bar
                    },
                    shade(share),
                );
            } else {
                sheet.hatch(bar);
            }
            let said = self.said(sheet, place);
            sheet.text((right, y + 5.0), ink.right(), &said);
            if let Some(share) = place.beside {
                let said = Quantity::Share.short(share, sheet.lang);
                sheet.text((area.right, y + 5.0), ink.right(), &said);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grey_has_a_key_where_it_is_on_the_map_and_only_there() {
        let outlines = ["360100", "360200"].map(|code| Outline {
            code: code.to_owned(),
            rings: Vec::new(),
        });
        let greys = |places: &[(&str, f64)]| -> Vec<Word> {
            let place = |&(code, value): &(&str, f64)| Place {
                code: code.to_owned(),
                label: Word::default(),
                value,
                beside: None,
            };
            let map = Map {
                title: Word::default(),
                about: Word::default(),
                days: Days {
                    first: jiff::civil::Date::MIN,
                    count: 1,
                },
                quantity: Quantity::Share,
                outlines: String::new(),
                places: places.iter().map(place).collect(),
                beside: Word::default(),
            };
            let keys = map.keys(&outlines).into_iter();
            keys.map(|Key(_, _, word)| word).collect()
        };
        assert_eq!(greys(&[("360100", 0.5), ("360200", 0.0)]), []);
        assert_eq!(
            greys(&[("360100", 0.5), ("360200", f64::NAN)]),
            [words::NO_DATA]
        );
        assert_eq!(greys(&[("360100", 0.5)]), [words::OUTSIDE_SCENARIO]);
        assert_eq!(
            greys(&[("360100", f64::NAN)]),
            [words::NO_DATA, words::OUTSIDE_SCENARIO]
        );
    }
}
