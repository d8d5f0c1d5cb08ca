//! Tables for the terminal, best rule first. A sign tells what is shown against the reference: ▲ better, ▼ worse, ≈ alike,
//! nothing where no difference is shown.

use comfy_table::{Table, presets};

use super::pooled::{Place, Pool};
use super::{League, written};
use crate::report::decimals;
use crate::report::terminal::shown;
use crate::report::words::{Lang, Word, league as words};
use crate::study::gaming::Gains;
use crate::study::league::{Standing, Verdict};
use crate::study::measure::MEASURES;
use crate::units::Share;

/// Columns of the table of one setting.
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

/// The league of one setting.
#[must_use]
pub fn table(league: &League, setting: [usize; 2], lang: Lang) -> String {
    let columns: Vec<usize> = (league.measures())
        .filter(|&at| SHOWN.contains(&MEASURES[at].name))
        .collect();
    let mut heads = vec![Word::of("规则", "Rule")];
    heads.extend(columns.iter().map(|&at| words::measure(MEASURES[at].name)));
    heads.push(Word::of("最大遗憾", "Regret, most"));
    let mut table = blank(&heads, lang);
    let standings: Vec<Vec<Standing>> = (columns.iter())
        .map(|&at| league.standings(setting, at))
        .collect();
    let main = league.standings(setting, league.by);
    for candidate in order(&main) {
        let mut cells = vec![name(league, candidate, lang)];
        for (&at, standings) in columns.iter().zip(&standings) {
            cells.push(signed(&standings[candidate], at));
        }
        cells.push(written(main[candidate].regret[0], MEASURES[league.by].unit));
        table.add_row(cells);
    }
    shown(&table)
}

/// The measure that orders the table, in every tightness of supply, at one link ratio.
#[must_use]
pub fn settings_table(league: &League, link: usize, lang: Lang) -> String {
    let plan = league.plan();
    let measure = words::measure(MEASURES[league.by].name);
    let given = || Word::of("情景", "given");
    let per_cent = |share: Share| format!("{:.0}%", 100.0 * share.to_decimal());
    let ratio = plan.link_ratios[link]
        .map_or_else(given, |ratio| Word::new(&per_cent(ratio), &per_cent(ratio)));
    let mut heads = vec![Word::new(
        &format!("{}，挂钩比例{}", measure.zh, ratio.zh),
        &format!("{}, link {}", measure.en, ratio.en),
    )];
    heads.extend(plan.tightness.iter().map(|supply| {
        supply.map_or_else(given, |share| {
            Word::new(
                &format!("供应{}", per_cent(share)),
                &format!("supply {}", per_cent(share)),
            )
        })
    }));
    let mut table = blank(&heads, lang);
    let columns: Vec<Vec<Standing>> = (0..plan.tightness.len())
        .map(|tightness| league.standings([tightness, link], league.by))
        .collect();
    for candidate in order(&columns[0]) {
        let mut cells = vec![name(league, candidate, lang)];
        let of_rule = columns.iter().map(|standings| &standings[candidate]);
        cells.extend(of_rule.map(|standing| signed(standing, league.by)));
        table.add_row(cells);
    }
    shown(&table)
}

/// What claiming twice as much and delivering nothing bring, with the link's penalty and without; nothing where that was
/// not asked.
#[must_use]
pub fn gaming_table(league: &League, setting: [usize; 2], lang: Lang) -> Option<String> {
    if league.gaming.is_empty() {
        return None;
    }
    let heads = [
        Word::of("规则", "Rule"),
        Word::of("企业虚报翻倍，得料", "Enterprise claims twice: material"),
        Word::of("设区市虚报翻倍，得口罩", "Prefecture claims twice: masks"),
        Word::of("截留，自留口罩", "Holding back: masks kept"),
        Word::of("截留，得料", "Holding back: material"),
        Word::of("截留而不罚，自留口罩", "Without penalty: masks kept"),
        Word::of("截留而不罚，得料", "Without penalty: material"),
    ];
    let mut table = blank(&heads, lang);
    let main = league.standings(setting, league.by);
    for candidate in order(&main) {
        let [with, without]: [Gains; 2] = league.gaming[candidate];
        let mut cells = vec![name(league, candidate, lang)];
        let gains = [
            with.material[2],
            with.masks[2],
            with.kept,
            with.material_after,
            without.kept,
            without.material_after,
        ];
        cells.extend(gains.map(|gain| format!("{}%", decimals::signed(100.0 * gain, 1))));
        table.add_row(cells);
    }
    Some(shown(&table))
}

/// The measure that orders the tables, over all situations.
#[must_use]
pub fn pooled_table(pool: Pool<'_>, lang: Lang) -> String {
    let (_, first) = &pool.leagues[0];
    let (places, agreement) = pool.places(first.by);
    let unit = MEASURES[first.by].unit;
    let heads = [
        Word::new(
            &format!("{}种情形", pool.situations()),
            &format!("{} situations", pool.situations()),
        ),
        words::measure(MEASURES[first.by].name),
        Word::of("平均名次", "Mean rank"),
        Word::of("最大遗憾", "Regret, most"),
        Word::of("九成遗憾", "Regret, 90%"),
        Word::of("近优占比", "Near best"),
        Word::of("最大遗憾所在", "Most in"),
    ];
    let mut table = blank(&heads, lang);
    let standings: Vec<Standing> = places.iter().map(|place| place.standing).collect();
    for candidate in order(&standings) {
        let Place { standing, worst } = &places[candidate];
        let [most, often] = standing.regret.map(|regret| written(regret, unit));
        table.add_row([
            name(first, candidate, lang),
            written(standing.mean, unit),
            format!("{:.1}", standing.rank),
            most,
            often,
            format!("{:.0}%", 100.0 * standing.near_best),
            worst.replace(';', " "),
        ]);
    }
    let said = Word::new(
        &format!("名次一致性（Kendall W）{agreement:.3}"),
        &format!("concordance of ranks (Kendall's W) {agreement:.3}"),
    );
    format!("{}\n{}", shown(&table), said.text(lang))
}

fn blank(heads: &[Word], lang: Lang) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_header(heads.iter().map(|word| stacked(word, lang)));
    table
}

/// A heading, a word a line, so that columns stay narrow.
fn stacked(word: &Word, lang: Lang) -> String {
    let lines = |text: &str| text.replace(' ', "\n");
    match word.second(lang) {
        Some(second) => format!("{}\n{}", word.first(lang), lines(second)),
        None => lines(word.first(lang)),
    }
}

fn name(league: &League, candidate: usize, lang: Lang) -> String {
    words::candidate(&league.plan().candidates[candidate]).text(lang)
}

fn signed(standing: &Standing, measure: usize) -> String {
    let value = written(standing.mean, MEASURES[measure].unit);
    format!("{value}{}", sign(standing.verdict))
}

/// Candidates from the best mean rank down; equals in the order of the plan.
fn order(standings: &[Standing]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..standings.len()).collect();
    order.sort_by(|&one, &other| standings[one].rank.total_cmp(&standings[other].rank));
    order
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
