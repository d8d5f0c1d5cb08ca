//! Synthetic scenarios of any size, with the structure of a real one: several lines an enterprise, three products, scarce
//! and linked meltblown, inputs from the market, every kind of need. All figures are assumed.
//!
//! The luck of every row is a function of the seed and of the row's id: the first enterprises of a large scenario are
//! those of a small one.

use std::fmt::Write;

use jiff::civil::Date;

mod luck;
mod makers;
mod need;
mod places;

use luck::Luck;

/// Prefectures, as many as a nation's counties.
pub const MOST_PREFECTURES: u32 = 3_000;
/// Enterprises, as many as can claim the same material.
pub const MOST_ENTERPRISES: u32 = crate::units::limits::MOST_CLAIMANTS as u32;
/// Length of the calendar.
pub const MOST_DAYS: u32 = 1_000;
/// Days that leave room for a regime before and after each of the policy's dates.
pub const LEAST_DAYS: u32 = 10;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Prefectures, 1 to [`MOST_PREFECTURES`].
    pub prefectures: u32,
    /// Enterprises, 1 to [`MOST_ENTERPRISES`].
    pub enterprises: u32,
    /// Length of the calendar, [`LEAST_DAYS`] to [`MOST_DAYS`].
    pub days: u32,
    /// Seed of everything that is left to luck, up to [`MOST_SEED`](crate::units::limits::MOST_SEED).
    pub seed: u64,
}

impl Size {
    fn luck(self, purpose: &str, id: &str) -> Luck {
        Luck::new(self.seed, purpose, id)
    }

    /// The date so many thousandths into the calendar.
    fn date(self, thousandths: u32) -> Date {
        let days = i64::from(self.days - 1) * i64::from(thousandths) / 1000;
        START.saturating_add(jiff::Span::new().days(days))
    }
}

/// Day 0.
const START: Date = jiff::civil::date(2020, 1, 24);

/// The files of a scenario: names and texts.
#[must_use]
pub fn files(size: Size) -> Vec<(&'static str, String)> {
    let lines = makers::lines(size);
    vec![
        ("README.md", readme(size)),
        ("scenario.toml", document(size)),
        ("prefectures.csv", places::prefectures(size)),
        ("counties.csv", places::counties(size)),
        ("risk.csv", places::risk(size)),
        ("enterprises.csv", makers::enterprises(size, &lines)),
        ("lines.csv", makers::table(&lines)),
        ("stocks.csv", makers::stocks(size)),
        ("supply.csv", makers::supply(size)),
        ("demand.csv", need::demand(size)),
        ("profiles.csv", need::profiles(size)),
    ]
}

fn readme(size: Size) -> String {
    include_str!("../assets/generated/README.md")
        .replace("{prefectures}", &size.prefectures.to_string())
        .replace("{enterprises}", &size.enterprises.to_string())
        .replace("{days}", &size.days.to_string())
        .replace("{seed}", &size.seed.to_string())
}

fn document(size: Size) -> String {
    include_str!("../assets/generated/scenario.toml")
        .replace("{start}", &START.to_string())
        .replace("{days}", &size.days.to_string())
        .replace("{seed}", &size.seed.to_string())
        .replace("{capital}", &places::code(0))
        .replace(
            "{target}",
            &(u64::from(size.enterprises) * 45_000).to_string(),
        )
        .replace("{target_date}", &size.date(420).to_string())
        .replace("{back_to_work}", &size.date(330).to_string())
        .replace("{unified}", &size.date(310).to_string())
        .replace("{support}", &size.date(390).to_string())
        .replace("{public_sale}", &size.date(520).to_string())
        .replace("{sealed}", &places::first_county(size.prefectures - 1))
}

/// A table in the making: a header, then rows, all with the same provenance.
struct Table(String);

impl Table {
    fn new(columns: &str) -> Self {
        Self(format!("{columns},source,confidence\n"))
    }

    fn row(&mut self, cells: std::fmt::Arguments) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "{cells},generated,assumed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Size = Size {
        prefectures: 3,
        enterprises: 40,
        days: 30,
        seed: 7,
    };

    #[test]
    fn the_seed_decides_everything() {
        assert_eq!(files(SMALL), files(SMALL));
        assert_ne!(files(SMALL), files(Size { seed: 8, ..SMALL }));
    }

    #[test]
    fn a_larger_scenario_has_the_enterprises_of_a_smaller_one_in_it() {
        let enterprises = |size| makers::enterprises(size, &makers::lines(size));
        let larger = Size {
            enterprises: 400,
            ..SMALL
        };
        assert!(enterprises(larger).starts_with(&enterprises(SMALL)));
    }

    #[test]
    fn no_place_for_a_value_stays_open() {
        for (file, text) in files(SMALL) {
            let open = text.lines().find(|line| {
                line.split('{').skip(1).any(|rest| {
                    rest.split_once('}').is_some_and(|(name, _)| {
                        name.chars().all(|l| l.is_ascii_lowercase() || l == '_')
                    })
                })
            });
            assert_eq!(open, None, "{file}");
        }
    }
}
