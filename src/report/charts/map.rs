//! A number for each prefecture, on its outline.

use serde_json::Value;

use super::frame::{Heading, framed, nothing};
use super::palette::{AXIS, INK, MUTED, PAPER, on_shade, shade};
use super::plot::highest;
use super::sheet::{Ink, Point, Rect, Sheet};
use super::{ChartError, Days, Drawing, Figure, Quantity, Style};
use crate::report::words::Word;

/// A place and its number.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its code, as `adcode` in the outlines says it.
    pub code: String,
    /// Its name.
    pub label: Word,
    /// Its number; NaN where there is none.
    pub value: f64,
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
    /// A GeoJSON FeatureCollection of polygons with `adcode` and `label_lon_lat`.
    pub outlines: String,
    /// The places.
    pub places: Vec<Place>,
}

/// An outline's rings, and where its label stands, in degrees.
struct Outline {
    code: String,
    label: Point,
    rings: Vec<Vec<Point>>,
}

impl Figure for Map {
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError> {
        let outlines = outlines(&self.outlines)?;
        let heading = Heading { name: "map", title: self.title.clone(), about: self.about.clone(), days: Some(self.days) };
        framed(style, &heading, 760.0, |sheet, body| {
            if outlines.is_empty() || self.places.is_empty() {
                return nothing(sheet, body);
            }
            self.body(sheet, body, &outlines);
        })
    }
}

impl Map {
    fn body(&self, sheet: &mut Sheet<'_>, body: Rect, outlines: &[Outline]) {
        let projection = Projection::new(outlines, Rect::new(body.left + 60.0, body.top + 6.0, body.right - 260.0, body.bottom - 6.0));
        let top = match self.quantity {
            Quantity::Share => 1.0,
            _ => highest(self.places.iter().map(|place| &place.value)).max(1.0),
        };
        let place = |outline: &Outline| self.places.iter().find(|place| place.code == outline.code);
        let share = |outline: &Outline| place(outline).map(|place| place.value / top).filter(|share| share.is_finite());
        for outline in outlines {
            for ring in &outline.rings {
                let ring: Vec<Point> = ring.iter().map(|&point| projection.at(point)).collect();
                sheet.polygon(&ring, share(outline).map_or(super::palette::HATCH, shade));
                sheet.line(&ring, PAPER, 1.6);
            }
        }
        for (outline, place) in outlines.iter().filter_map(|outline| Some((outline, place(outline)?))) {
            let (x, y) = projection.at(outline.label);
            let colour = share(outline).map_or(INK, on_shade);
            let value = if place.value.is_finite() { self.quantity.short(place.value, sheet.lang) } else { "–".to_owned() };
            sheet.text((x, y - 2.0), Ink::new(14.0, colour).middle(), place.label.first(sheet.lang));
            sheet.text((x, y + 15.0), Ink::new(14.0, colour).bold().middle(), &value);
        }
        self.scale(sheet, Rect::new(body.right - 150.0, body.top + 40.0, body.right - 132.0, body.top + 280.0), top);
    }

    fn scale(&self, sheet: &mut Sheet<'_>, bar: Rect, top: f64) {
        const STEPS: usize = 60;
        let y = |share: f64| bar.bottom - share * bar.height();
        for step in 0..STEPS {
            let (low, high) = (step as f64 / STEPS as f64, (step + 1) as f64 / STEPS as f64);
            sheet.rect(Rect::new(bar.left, y(high) - 0.2, bar.right, y(low)), shade(f64::midpoint(low, high)));
        }
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            sheet.line(&[(bar.right, y(share)), (bar.right + 5.0, y(share))], AXIS, 1.0);
            sheet.text((bar.right + 10.0, y(share) + 4.8), Ink::new(13.0, MUTED), &self.quantity.short(share * top, sheet.lang));
        }
        sheet.word((bar.left, bar.top - 14.0), Ink::new(13.0, MUTED), &self.quantity.unit(sheet.lang), 150.0);
    }
}

/// Degrees to points: an equirectangular map, true to scale at its middle.
struct Projection {
    west: f64,
    north: f64,
    squeeze: f64,
    scale: f64,
    origin: Point,
}

impl Projection {
    fn new(outlines: &[Outline], area: Rect) -> Self {
        let points = || outlines.iter().flat_map(|outline| outline.rings.iter().flatten());
        let fold = |pick: fn(&Point) -> f64, best: fn(f64, f64) -> f64| points().map(pick).reduce(best).unwrap_or(0.0);
        let (west, east) = (fold(|p| p.0, f64::min), fold(|p| p.0, f64::max));
        let (south, north) = (fold(|p| p.1, f64::min), fold(|p| p.1, f64::max));
        let squeeze = f64::midpoint(south, north).to_radians().cos();
        let (wide, high) = (((east - west) * squeeze).max(1e-6), (north - south).max(1e-6));
        let scale = (area.width() / wide).min(area.height() / high);
        let origin = (area.left + (area.width() - wide * scale) / 2.0, area.top + (area.height() - high * scale) / 2.0);
        Self { west, north, squeeze, scale, origin }
    }

    fn at(&self, (lon, lat): Point) -> Point {
        (self.origin.0 + (lon - self.west) * self.squeeze * self.scale, self.origin.1 + (self.north - lat) * self.scale)
    }
}

fn outlines(text: &str) -> Result<Vec<Outline>, ChartError> {
    let wrong = |why: &str| ChartError::Outlines(why.to_owned());
    let root: Value = serde_json::from_str(text).map_err(|fault| wrong(&fault.to_string()))?;
    let features = root["features"].as_array().ok_or_else(|| wrong("no features"))?;
    features.iter().map(outline).collect::<Option<_>>().ok_or_else(|| wrong("a feature lacks adcode, label_lon_lat or coordinates"))
}

fn outline(feature: &Value) -> Option<Outline> {
    let (properties, geometry) = (&feature["properties"], &feature["geometry"]);
    let polygons = match geometry["type"].as_str()? {
        "Polygon" => vec![&geometry["coordinates"]],
        "MultiPolygon" => geometry["coordinates"].as_array()?.iter().collect(),
        _ => return None,
    };
    // Of each polygon the outer ring: prefectures have no holes that matter at this size.
    let ring = |polygon: &Value| polygon[0].as_array()?.iter().map(point).collect::<Option<Vec<Point>>>();
    let rings = polygons.into_iter().map(ring).collect::<Option<_>>()?;
    let code = properties["adcode"].as_str().map_or_else(|| properties["adcode"].to_string(), str::to_owned);
    Some(Outline { code, label: point(&properties["label_lon_lat"])?, rings })
}

fn point(value: &Value) -> Option<Point> {
    Some((value[0].as_f64()?, value[1].as_f64()?))
}
