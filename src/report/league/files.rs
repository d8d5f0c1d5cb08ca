//! league.csv, with a row for every setting, rule and measure, and gaming.csv.

use super::League;
use crate::report::decimals::decimals;
use crate::study::gaming::FACTORS;
use crate::study::league::{Verdict, concordance};
use crate::study::measure::MEASURES;
use crate::units::Share;

/// league.csv. A share of tightness or link that is as in the scenario is written `given`.
#[must_use]
pub fn csv(league: &League) -> Vec<u8> {
    let mut text = String::from(
        "tightness,link_ratio,rule,measure,mean,standard_deviation,p10,median,p90,gain,gain_low,gain_high,verdict,mean_rank,regret_most,regret_p90,near_best,concordance\n",
    );
    let plan = league.plan();
    for [tightness, link] in league.settings() {
        let (supply, ratio) = (
            share(plan.tightness[tightness]),
            share(plan.link_ratios[link]),
        );
        for at in league.measures() {
            let measure = &MEASURES[at];
            let values: Vec<Vec<f64>> = (0..plan.candidates.len())
                .map(|candidate| league.results.values([tightness, link], candidate, at))
                .collect();
            let agreement = concordance(&values, measure);
            let rows = plan
                .candidates
                .iter()
                .zip(league.standings([tightness, link], at));
            for (candidate, standing) in rows {
                let [p10, median, p90] = standing.quantiles;
                let [low, high] = standing.interval;
                let numbers = [
                    standing.mean,
                    standing.deviation,
                    p10,
                    median,
                    p90,
                    standing.gain,
                    low,
                    high,
                ];
                let [most, often] = standing.regret;
                text += &format!("{supply},{ratio},{candidate},{}", measure.name);
                numbers
                    .iter()
                    .for_each(|&number| text += &format!(",{}", decimal(number)));
                text += &format!(
                    ",{},{:.3},{},{},{:.3},{agreement:.3}\n",
                    verdict(standing.verdict),
                    standing.rank,
                    decimal(most),
                    decimal(often),
                    standing.near_best
                );
            }
        }
    }
    text.into_bytes()
}

/// Six decimals; nothing where there is no interval.
pub(super) fn decimal(value: f64) -> String {
    if value.is_finite() {
        decimals(value, 6)
    } else {
        String::new()
    }
}

/// A setting as it is written in files.
pub(super) fn share(share: Option<Share>) -> String {
    share.map_or("given".to_owned(), |share| {
        format!("{}", share.to_decimal())
    })
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reference => "reference",
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::Alike => "alike",
        Verdict::NotShown => "no_difference_shown",
    }
}

/// gaming.csv: what a deed brings whoever does it, everybody else being honest, as a share of what honesty brings.
#[must_use]
pub fn gaming_csv(league: &League) -> Vec<u8> {
    let mut text = String::from("rule,penalty,who,deed,of,gain\n");
    for (candidate, both) in league.plan().candidates.iter().zip(&league.gaming) {
        for (gains, penalty) in both.iter().zip(["on", "off"]) {
            let mut row = |who: &str, deed: &str, of: &str, gain: f64| {
                text += &format!(
                    "{candidate},{penalty},{who},{deed},{of},{}\n",
                    decimal(gain)
                );
            };
            for (at, factor) in FACTORS.iter().enumerate() {
                let deed = format!("claims {} times", factor.to_decimal());
                row("enterprise", &deed, "material", gains.material[at]);
                row("prefecture", &deed, "masks", gains.masks[at]);
            }
            row("enterprise", "holds back", "masks", gains.kept);
            row("enterprise", "holds back", "material", gains.material_after);
        }
    }
    text.into_bytes()
}
