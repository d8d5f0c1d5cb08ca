//! A league of rules: league.csv with a row for every setting, rule and measure, gaming.csv, and a table for the terminal.

use comfy_table::{Table, presets};

use super::words::{Lang, Word, league as words};
use crate::study::compare::{Plan, Results};
use crate::study::gaming::{FACTORS, Gains};
use crate::study::league::{Standing, Verdict, concordance, league};
use crate::study::measure::{GAP_TO_BOUND, MEASURES, Unit};
use crate::units::Share;

/// A league with everything that is shown of it.
#[derive(Clone, Debug)]
pub struct League {
    /// What was measured.
    pub results: Results,
    /// The candidate that the others are compared with.
    pub reference: usize,
    /// The measure by which the table is ordered.
    pub by: usize,
    /// Gains of gaming, by candidate: with and without the link's penalty; none where that was not asked.
    pub gaming: Vec<[Gains; 2]>,
}

impl League {
    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.results.plan
    }

    /// Positions of the measures that were taken.
    pub fn measures(&self) -> impl Iterator<Item = usize> + use<> {
        let bound = self.plan().bound;
        (0..MEASURES.len()).filter(move |&at| bound || at != GAP_TO_BOUND)
    }

    /// Every setting: positions of tightness and link ratio.
    pub fn settings(&self) -> impl Iterator<Item = [usize; 2]> + use<> {
        let (tightness, links) = (self.plan().tightness.len(), self.plan().link_ratios.len());
        (0..tightness).flat_map(move |at| (0..links).map(move |link| [at, link]))
    }

    /// A measure's standings in a setting.
    #[must_use]
    pub fn standings(&self, setting: [usize; 2], measure: usize) -> Vec<Standing> {
        league(&self.results, setting, measure, self.reference)
    }
}

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
fn decimal(value: f64) -> String {
    if value.is_finite() {
        format!("{value:.6}")
    } else {
        String::new()
    }
}

fn share(share: Option<Share>) -> String {
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
                text += &format!("{candidate},{penalty},{who},{deed},{of},{gain:.6}\n");
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

/// Columns of the table in the terminal.
const SHOWN: [&str; 9] = [
    "fill_rate",
    "guaranteed_fill_rate",
    "local_fill_rate",
    "days_to_target",
    "lowest_fill_rate",
    "gini_makers",
    "fulfilment",
    "churn",
    "gap_to_bound",
];

/// The league of one setting, best first. A sign tells what is shown against the reference: ▲ better, ▼ worse, ≈ alike,
/// nothing where no difference is shown.
#[must_use]
pub fn table(league: &League, setting: [usize; 2], lang: Lang) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    let columns: Vec<usize> = (league.measures())
        .filter(|&at| SHOWN.contains(&MEASURES[at].name))
        .collect();
    let mut heads = vec![head(&Word::of("规则", "Rule"), lang)];
    heads.extend(
        columns
            .iter()
            .map(|&at| head(&words::measure(MEASURES[at].name), lang)),
    );
    heads.push(head(&Word::of("最大遗憾", "Regret, most"), lang));
    if !league.gaming.is_empty() {
        heads.push(head(
            &Word::of("虚报翻倍所得", "Gain, claims doubled"),
            lang,
        ));
        heads.push(head(&Word::of("截留所得", "Gain, holding back"), lang));
    }
    table.set_header(heads);
    let standings: Vec<Vec<Standing>> = columns
        .iter()
        .map(|&at| league.standings(setting, at))
        .collect();
    let main = league.standings(setting, league.by);
    for candidate in order(&main) {
        let name = words::candidate(&league.plan().candidates[candidate]);
        let mut cells = vec![two_lines(&name, lang)];
        for (&at, standings) in columns.iter().zip(&standings) {
            let standing = &standings[candidate];
            cells.push(format!(
                "{}{}",
                written(standing.mean, MEASURES[at].unit),
                sign(standing.verdict)
            ));
        }
        cells.push(written(main[candidate].regret[0], MEASURES[league.by].unit));
        if let Some([with, _]) = league.gaming.get(candidate) {
            cells.push(format!("{:+.1}%", 100.0 * with.material[2]));
            cells.push(format!("{:+.1}%", 100.0 * with.kept));
        }
        table.add_row(cells);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    table.to_string()
}

/// Candidates from the best mean rank down; equals in the order of the plan.
fn order(standings: &[Standing]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..standings.len()).collect();
    order.sort_by(|&one, &other| standings[one].rank.total_cmp(&standings[other].rank));
    order
}

/// A heading, broken at every space: columns are narrow, so that the table fits a terminal.
fn head(word: &Word, lang: Lang) -> String {
    two_lines(word, lang).replace(' ', "\n")
}

/// Chinese above English.
fn two_lines(word: &Word, lang: Lang) -> String {
    match word.second(lang) {
        Some(second) => format!("{}\n{second}", word.first(lang)),
        None => word.first(lang).to_owned(),
    }
}

/// A value as people read it.
#[must_use]
pub fn written(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => format!("{:.1}%", 100.0 * value),
        Unit::Index => format!("{value:.3}"),
        Unit::Days => format!("{value:.1}"),
        Unit::Count => format!("{value:.0}"),
    }
}

fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reference => " ·",
        Verdict::Better => " ▲",
        Verdict::Worse => " ▼",
        Verdict::Alike => " ≈",
        Verdict::NotShown => "",
    }
}
