//! Outlines of places: read, laid flat, and where in them a name has room.

use serde_json::Value;

use super::ChartError;
use super::ink::{Point, Rect};

/// A place's rings, in degrees.
pub(super) struct Outline {
    pub code: String,
    pub rings: Vec<Vec<Point>>,
}

/// Degrees to points: an equirectangular map, true to scale at its middle.
pub(super) struct Projection {
    west: f64,
    north: f64,
    squeeze: f64,
    scale: f64,
    origin: Point,
}

impl Projection {
    pub(super) fn new(outlines: &[Outline], area: Rect) -> Self {
        let points = || {
            outlines
                .iter()
                .flat_map(|outline| outline.rings.iter().flatten())
        };
        let fold = |pick: fn(&Point) -> f64, best: fn(f64, f64) -> f64| {
            points().map(pick).reduce(best).unwrap_or(0.0)
        };
        let (west, east) = (fold(|p| p.0, f64::min), fold(|p| p.0, f64::max));
        let (south, north) = (fold(|p| p.1, f64::min), fold(|p| p.1, f64::max));
        let squeeze = f64::midpoint(south, north).to_radians().cos();
        let (wide, high) = (
            ((east - west) * squeeze).max(1e-6),
            (north - south).max(1e-6),
        );
        let scale = (area.width() / wide).min(area.height() / high);
        let origin = (
            area.left + (area.width() - wide * scale) / 2.0,
            area.top + (area.height() - high * scale) / 2.0,
        );
        Self {
            west,
            north,
            squeeze,
            scale,
            origin,
        }
    }

    pub(super) fn at(&self, (lon, lat): Point) -> Point {
        (
            self.origin.0 + (lon - self.west) * self.squeeze * self.scale,
            self.origin.1 + (self.north - lat) * self.scale,
        )
    }
}

/// The outlines of a GeoJSON FeatureCollection.
pub(super) fn outlines(text: &str) -> Result<Vec<Outline>, ChartError> {
    let wrong = |why: &str| ChartError::Outlines(why.to_owned());
    let root: Value = serde_json::from_str(text).map_err(|fault| wrong(&fault.to_string()))?;
    let features = root["features"]
        .as_array()
        .ok_or_else(|| wrong("no features"))?;
    features
        .iter()
        .map(outline)
        .collect::<Option<_>>()
        .ok_or_else(|| wrong("a feature lacks its adcode or its coordinates"))
}

fn outline(feature: &Value) -> Option<Outline> {
    let geometry = &feature["geometry"];
    let polygons = match geometry["type"].as_str()? {
        "Polygon" => vec![&geometry["coordinates"]],
        "MultiPolygon" => geometry["coordinates"].as_array()?.iter().collect(),
        _ => return None,
    };
    // Of each polygon the outer ring: prefectures have no holes that matter at this size.
    let ring = |polygon: &Value| {
        polygon[0]
            .as_array()?
            .iter()
            .map(point)
            .collect::<Option<Vec<Point>>>()
    };
    let rings = polygons.into_iter().map(ring).collect::<Option<_>>()?;
    let code = match &feature["properties"]["adcode"] {
        Value::String(code) => code.clone(),
        Value::Number(code) => code.to_string(),
        _ => return None,
    };
    Some(Outline { code, rings })
}

fn point(value: &Value) -> Option<Point> {
    Some((value[0].as_f64()?, value[1].as_f64()?))
}

/// The point inside the largest ring that is farthest from its edge, near enough; names run wide, so width counts less.
pub(super) fn roomiest(rings: &[Vec<Point>]) -> Point {
    const STEPS: usize = 24;
    const WIDE: f64 = 0.55;
    let Some(ring) = rings.iter().max_by(|a, b| area(a).total_cmp(&area(b))) else {
        return (0.0, 0.0);
    };
    let narrow: Vec<Point> = ring.iter().map(|&(x, y)| (x * WIDE, y)).collect();
    let range = |pick: fn(&Point) -> f64| {
        let all = || narrow.iter().map(pick);
        (
            all().fold(f64::INFINITY, f64::min),
            all().fold(f64::NEG_INFINITY, f64::max),
        )
    };
    let ((left, right), (top, bottom)) = (range(|p| p.0), range(|p| p.1));
    let at =
        |low: f64, high: f64, step: usize| low + (high - low) * (step as f64 + 0.5) / STEPS as f64;
    let grid = (0..STEPS * STEPS)
        .map(|cell| (at(left, right, cell % STEPS), at(top, bottom, cell / STEPS)));
    let inside = grid.filter(|&point| contains(&narrow, point));
    let best = inside
        .map(|point| (edge(&narrow, point), point))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let (x, y) = best.map_or(
        (f64::midpoint(left, right), f64::midpoint(top, bottom)),
        |best| best.1,
    );
    (x / WIDE, y)
}

fn sides(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    ring.iter()
        .copied()
        .zip(ring.iter().copied().cycle().skip(1))
}

fn area(ring: &[Point]) -> f64 {
    sides(ring)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum::<f64>()
        .abs()
}

fn contains(ring: &[Point], (x, y): Point) -> bool {
    sides(ring)
        .filter(|&(a, b)| (a.1 > y) != (b.1 > y) && x < a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1))
        .count()
        % 2
        == 1
}

fn edge(ring: &[Point], (x, y): Point) -> f64 {
    let away = |(a, b): (Point, Point)| {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let along =
            (((x - a.0) * dx + (y - a.1) * dy) / (dx * dx + dy * dy).max(1e-12)).clamp(0.0, 1.0);
        (x - a.0 - along * dx).hypot(y - a.1 - along * dy)
    };
    sides(ring).map(away).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_the_wide_part_of_the_largest_ring() {
        let spoon = vec![
            (0.0, 0.0),
            (100.0, 0.0),
            (100.0, 100.0),
            (60.0, 100.0),
            (60.0, 300.0),
            (40.0, 300.0),
            (40.0, 100.0),
            (0.0, 100.0),
        ];
        let (x, y) = roomiest(&[vec![(500.0, 0.0), (510.0, 0.0), (500.0, 10.0)], spoon]);
        assert!(
            (35.0..65.0).contains(&x) && (20.0..80.0).contains(&y),
            "{x} {y}"
        );
    }

    #[test]
    fn odd_rings_do_no_harm() {
        for rings in [
            vec![],
            vec![vec![]],
            vec![vec![(1.0, 1.0)]],
            vec![vec![(1.0, 1.0), (1.0, 1.0)]],
        ] {
            roomiest(&rings);
        }
    }
}
