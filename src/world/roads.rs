//! Distances and lead times (model §3, step 1).

use libm::{asin, cos, sin, sqrt};
use nalgebra::DMatrix;

use crate::units::{MILLION, div_up};

/// Mean radius of the earth in kilometres (IUGG).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A place on the map: latitude and longitude in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// Great-circle distances in kilometres from each of `rows` to each of `columns` (haversine formula).
#[must_use]
pub fn distances(rows: &[Coordinates], columns: &[Coordinates]) -> DMatrix<f64> {
    DMatrix::from_fn(rows.len(), columns.len(), |row, column| {
        great_circle(rows[row], columns[column])
    })
}

fn great_circle(from: Coordinates, to: Coordinates) -> f64 {
    let (north, east) = (
        (to.lat - from.lat).to_radians(),
        (to.lon - from.lon).to_radians(),
    );
    let (half_north, half_east) = (sin(north / 2.0), sin(east / 2.0));
    let across = cos(from.lat.to_radians()) * cos(to.lat.to_radians());
    2.0 * EARTH_RADIUS_KM
        * asin(sqrt(
            half_north * half_north + across * half_east * half_east,
        ))
}

/// How goods travel, in whole minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Haulage {
    /// Loading and unloading, a trip.
    pub handling_minutes: i64,
    /// Driving, a day.
    pub driving_minutes: i64,
}

impl Haulage {
    /// Days from gate to gate: max(1, ⌈(handling + road ÷ openness) ÷ driving⌉), for openness > 0 in ppm.
    #[must_use]
    pub fn lead_days(self, road_minutes: i64, openness: i64) -> i32 {
        let road = div_up(road_minutes * MILLION, openness);
        div_up(self.handling_minutes + road, self.driving_minutes).max(1) as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nanchang_to_ganzhou_is_as_far_as_the_published_matrix_says() {
        let nanchang = Coordinates {
            lat: 28.68946,
            lon: 115.86459,
        };
        let ganzhou = Coordinates {
            lat: 25.83518,
            lon: 114.9405,
        };
        let km = distances(&[nanchang], &[ganzhou])[(0, 0)];
        assert!((km - 330.3).abs() < 0.1, "{km}");
    }

    #[test]
    fn lead_times_are_whole_days_of_driving_and_at_least_one() {
        let haulage = Haulage {
            handling_minutes: 480,
            driving_minutes: 600,
        };
        assert_eq!(haulage.lead_days(0, MILLION), 1);
        assert_eq!(haulage.lead_days(120, MILLION), 1);
        assert_eq!(haulage.lead_days(121, MILLION), 2);
        assert_eq!(
            haulage.lead_days(344, 400_000),
            3,
            "8 h + 14 h 20 min of slow road, 10 h a day"
        );
    }
}
