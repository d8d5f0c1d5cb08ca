//! Prefectures on a grid around the capital, their counties, and how their risk grades go.

use super::{Size, Table};

/// Counties a prefecture: as many as a Chinese one has on average.
const COUNTIES: u32 = 9;

/// Code of a prefecture, in the form of China's administrative codes; no province has number 99. Beyond 99 prefectures it has
/// two digits more.
pub(super) fn code(prefecture: u32) -> String {
    format!("{}00", digits(prefecture))
}

fn county(prefecture: u32, at: u32) -> String {
    format!("{}{:02}", digits(prefecture), at + 1)
}

fn digits(prefecture: u32) -> String {
    match prefecture + 1 {
        number @ ..=99 => format!("99{number:02}"),
        number => format!("99{number:04}"),
    }
}

/// Code of a prefecture's first county, its seat.
pub(super) fn first_county(prefecture: u32) -> String {
    county(prefecture, 0)
}

/// A county for an enterprise: anywhere in its prefecture.
pub(super) fn county_of(prefecture: u32, luck: &mut super::Luck) -> String {
    county(prefecture, luck.whole(0, COUNTIES - 1))
}

/// Residents of a prefecture, up to a billion: where there are more makers to serve them, there are more.
pub(super) fn population(size: Size, prefecture: u32) -> u64 {
    let mean = u64::from(size.enterprises) * 200_000 / u64::from(size.prefectures);
    let thousandths = size.luck("population", &code(prefecture)).whole(400, 1600);
    (mean * u64::from(thousandths) / 1000).clamp(1_000, 1_000_000_000)
}

/// Latitude and longitude in thousandths of a degree: a spiral of places about 70 km apart, the capital in the middle.
fn seat(size: Size, prefecture: u32) -> (u32, u32) {
    let (mut north, mut east) = (0_i32, 0_i32);
    let (mut step_north, mut step_east) = (-1, 0);
    for _ in 0..prefecture {
        let corner =
            east == north || (east < 0 && east == -north) || (east > 0 && east == 1 - north);
        if corner {
            (step_north, step_east) = (step_east, -step_north);
        }
        north += step_north;
        east += step_east;
    }
    let mut luck = size.luck("seat", &code(prefecture));
    let around = |steps: i32, jitter: u32| (27_900 + 650 * steps) as u32 + jitter;
    let (lat, lon) = (
        around(north, luck.whole(0, 200)),
        around(east, luck.whole(0, 200)),
    );
    (lat, lon + 88_000)
}

pub(super) fn prefectures(size: Size) -> String {
    let mut table = Table::new("code,name_zh,name_en,lat,lon,population");
    for prefecture in 0..size.prefectures {
        let (lat, lon) = seat(size, prefecture);
        table.row(format_args!(
            "{},{number}号市,Prefecture {number},{},{},{}",
            code(prefecture),
            f64::from(lat) / 1000.0,
            f64::from(lon) / 1000.0,
            population(size, prefecture),
            number = prefecture + 1,
        ));
    }
    table.0
}

pub(super) fn counties(size: Size) -> String {
    let mut table = Table::new("code,name_zh,name_en,prefecture,lat,lon");
    for (prefecture, at) in all(size) {
        let id = county(prefecture, at);
        let mut luck = size.luck("county", &id);
        let (lat, lon) = seat(size, prefecture);
        let mut near = |centre: u32| f64::from(centre + luck.whole(0, 600) - 300) / 1000.0;
        table.row(format_args!(
            "{id},{prefecture}市{at}县,County {at} of {prefecture},{code},{lat},{lon}",
            prefecture = prefecture + 1,
            at = at + 1,
            code = code(prefecture),
            lat = near(lat),
            lon = near(lon),
        ));
    }
    table.0
}

/// Every other county is at medium or high risk for a while.
pub(super) fn risk(size: Size) -> String {
    let mut table = Table::new("county,date,grade");
    for (prefecture, at) in all(size) {
        let id = county(prefecture, at);
        let mut luck = size.luck("risk", &id);
        let first = match luck.whole(0, 9) {
            0 => "high",
            1..=4 => "medium",
            _ => "low",
        };
        table.row(format_args!("{id},{},{first}", size.date(0)));
        if first != "low" {
            table.row(format_args!("{id},{},low", size.date(luck.whole(400, 700))));
        }
    }
    table.0
}

fn all(size: Size) -> impl Iterator<Item = (u32, u32)> {
    (0..size.prefectures).flat_map(|prefecture| (0..COUNTIES).map(move |at| (prefecture, at)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_places_share_a_code() {
        let most = super::super::MOST_PREFECTURES;
        let codes = (0..most).flat_map(|prefecture| {
            let counties = (0..COUNTIES).map(move |at| county(prefecture, at));
            counties.chain([code(prefecture)])
        });
        let different: BTreeSet<String> = codes.collect();
        assert_eq!(different.len() as u32, most * (COUNTIES + 1));
    }

    #[test]
    fn the_capital_is_in_the_middle_and_no_two_seats_share_a_place() {
        let size = Size {
            prefectures: super::super::MOST_PREFECTURES,
            enterprises: 1,
            days: 10,
            seed: 3,
        };
        let seats: Vec<(u32, u32)> = (0..size.prefectures)
            .map(|prefecture| seat(size, prefecture))
            .collect();
        let cells: BTreeSet<(u32, u32)> = (seats.iter())
            .map(|&(lat, lon)| (lat / 650, lon / 650))
            .collect();
        assert!(cells.len() * 10 > seats.len() * 7, "{}", cells.len());
        let far = |&(lat, lon): &(u32, u32)| lat.abs_diff(seats[0].0).max(lon.abs_diff(seats[0].1));
        assert!(seats.iter().map(far).max() < Some(18_500));
    }
}
