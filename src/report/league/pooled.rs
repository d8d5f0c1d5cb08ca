//! Every situation at once: how far each rule stays behind the best whatever comes, over all scenarios and settings.

use super::super::sheet::{Cell, File, Sheet, cells};
use super::League;
use super::files::{decimal, share};
use crate::study::league::{Standing, concordance, standings};
use crate::study::measure::MEASURES;

/// Leagues of the same rules in several scenarios, pooled. A situation is one setting of one scenario.
#[derive(Clone, Copy, Debug)]
pub struct Pool<'a> {
    /// Names of the scenarios, and their leagues.
    pub leagues: &'a [(String, League)],
}

/// A rule's place in a measure over all situations.
#[derive(Clone, Debug)]
pub struct Place {
    /// As in a league; intervals and verdicts mean nothing here, since situations are chosen and not drawn.
    pub standing: Standing,
    /// The situation in which it is furthest behind the best, as `scenario, tightness, link ratio`.
    pub worst: String,
}

impl Pool<'_> {
    /// How many situations there are.
    #[must_use]
    pub fn situations(&self) -> usize {
        let settings = self.leagues.iter().map(|(_, league)| league.settings());
        settings.map(Iterator::count).sum()
    }

    /// Values by candidate, over all futures of all situations.
    fn values(&self, measure: usize) -> Vec<Vec<f64>> {
        let (_, first) = &self.leagues[0];
        let of = |candidate: usize| {
            let everywhere = self.leagues.iter().flat_map(move |(_, league)| {
                let settings = league.settings();
                settings.flat_map(move |at| league.results.values(at, candidate, measure))
            });
            everywhere.collect()
        };
        (0..first.plan().candidates.len()).map(of).collect()
    }

    /// Each candidate's place in a measure, in the order of the plan, and how far situations agree on ranks (Kendall's
    /// coefficient of concordance).
    #[must_use]
    pub fn places(&self, measure: usize) -> (Vec<Place>, f64) {
        let (_, first) = &self.leagues[0];
        let values = self.values(measure);
        let all = standings(&values, &MEASURES[measure], first.reference, 1);
        let place = |(candidate, standing): (usize, Standing)| Place {
            standing,
            worst: self.worst(measure, candidate),
        };
        let places = all.into_iter().enumerate().map(place).collect();
        (places, concordance(&values, &MEASURES[measure]))
    }

    fn worst(&self, measure: usize, candidate: usize) -> String {
        let mut worst = (f64::NEG_INFINITY, String::new());
        for (name, league) in self.leagues {
            let plan = league.plan();
            for [tightness, link] in league.settings() {
                let regret = league.standings([tightness, link], measure)[candidate].regret[0];
                if regret > worst.0 {
                    let supply = share(plan.tightness[tightness]);
                    let ratio = share(plan.link_ratios[link]);
                    worst = (regret, format!("{name};{supply};{ratio}"));
                }
            }
        }
        worst.1
    }
}

/// pooled.csv: every rule and measure over all situations.
#[must_use]
pub fn pooled_csv(pool: Pool<'_>) -> File {
    let columns = [
        "rule",
        "measure",
        "situations",
        "mean",
        "mean_rank",
        "regret_most",
        "regret_most_in",
        "regret_p90",
        "near_best",
        "concordance",
    ];
    let mut sheet = Sheet::new("pooled.csv", &columns);
    let (_, first) = &pool.leagues[0];
    for measure in first.measures() {
        let (places, agreement) = pool.places(measure);
        for (candidate, Place { standing, worst }) in first.plan().candidates.iter().zip(places) {
            let [mean, most, often] = [standing.mean, standing.regret[0], standing.regret[1]]
                .map(|value| Cell::number(decimal(value)));
            let [rank, near, agreement] = [standing.rank, standing.near_best, agreement]
                .map(|value| Cell::number(format_args!("{value:.3}")));
            let situations = Cell::number(pool.situations());
            let (rule, measure) = (candidate.to_string(), MEASURES[measure].name);
            sheet.row(&cells![
                rule, measure, situations, mean, rank, most, worst, often, near, agreement
            ]);
        }
    }
    sheet.finish()
}
