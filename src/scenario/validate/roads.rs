//! How many days the longest road can take.

use super::extremes::{Changes, Ends, most};
use crate::scenario::{Action, Grade, Scenario, Subject};

/// Kilometres in a degree of latitude, rounded up.
const KM_PER_DEGREE: f64 = 111.32;

/// No lead time is longer than this many days, in any world and on any day.
///
/// Going north or south first and east or west then is no shorter than the great circle, and a degree of longitude is
/// no longer than one of latitude. The openness of a prefecture is the mean of its counties': while some are closed it
/// can be as little as one county's part.
pub(super) fn longest_lead_days(scenario: &Scenario, changes: &Changes<'_>) -> f64 {
    let physics = &scenario.physics;
    let seat = &scenario.prefectures[physics.capital];
    let prefectures = scenario.prefectures.iter().map(|row| (row.lat, row.lon));
    let counties = scenario.counties.iter().map(|row| (row.lat, row.lon));
    let degrees = prefectures
        .chain(counties)
        .map(|(lat, lon)| {
            let east = (lon - seat.lon).abs();
            (lat - seat.lat).abs() + east.min(360.0 - east)
        })
        .fold(0.0, f64::max);
    let road_hours =
        degrees * KM_PER_DEGREE * most(&physics.detour) / physics.speed_kmh.extremes().0;
    let hours = most(&physics.handling_hours) + road_hours / least_openness(scenario, changes);
    (hours / physics.driving_hours.quantile(0.0)).ceil() + 1.0
}

/// The least openness above zero of any place on any day.
fn least_openness(scenario: &Scenario, changes: &Changes<'_>) -> f64 {
    let grades = [Grade::Low, Grade::Medium, Grade::High];
    let of_grades = grades
        .map(|grade| {
            let base = &scenario.physics.openness[grade as usize];
            changes.ends(Subject::Openness(grade), base)
        })
        .into_iter()
        .reduce(Ends::or);
    let Some(mut all) = of_grades else {
        return 1.0;
    };
    for change in &scenario.changes {
        if let Subject::CountyOpenness(_) = change.subject {
            let (least, zero) = match change.action {
                Action::Set(to) => (to, to == 0.0),
                Action::Scale(by) => (all.least * by.min(1.0), by == 0.0),
                Action::SetGrade(_) => continue,
            };
            all.zero |= zero;
            all.least = if least > 0.0 {
                all.least.min(least)
            } else {
                all.least
            };
        }
    }
    // Openness is tabulated in whole parts per million.
    let least = all.least.max(1e-6);
    if all.zero {
        let of_prefecture = |at: usize| {
            let inside = scenario.counties.iter().filter(|row| row.prefecture == at);
            inside.count()
        };
        let counties = (0..scenario.prefectures.len()).map(of_prefecture).max();
        (least / counties.unwrap_or(1).max(1) as f64).max(1e-6)
    } else {
        least
    }
}
