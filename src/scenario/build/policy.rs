//! One regime of policy, read from a whole `[policy]` table.

use super::Ids;
use crate::claims::Rule;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::reader::{AMOUNT, DAYS, Range, Reader, SHARE};
use crate::scenario::{Basis, Level, Link, Regime, Scheme, Subsidy, Tier};

const TIERS: [(&str, Tier); 6] = [
    ("national", Tier::National),
    ("frontline", Tier::Frontline),
    ("key_projects", Tier::KeyProjects),
    ("key_enterprises", Tier::KeyEnterprises),
    ("support", Tier::Support),
    ("market", Tier::Market),
];

/// Whole counts of days, reviews and powers.
const COUNT: Range = Range {
    least: 1.0,
    most: 3660.0,
};

/// Reads the policy in force from a day on.
pub(super) fn regime(node: &Node, from: u32, ids: &Ids, findings: &Findings) -> Regime {
    let policy = Reader::table(node, "policy", findings);
    let bases = [
        ("one", Basis::One),
        ("capacity", Basis::Capacity),
        ("population", Basis::Population),
        ("need", Basis::Need),
        ("record", Basis::Record),
    ];
    let levels = [
        ("enterprise", Level::Enterprise),
        ("county", Level::County),
        ("prefecture", Level::Prefecture),
    ];
    let links = [
        ("none", Link::None),
        ("ratio", Link::Ratio),
        ("quota", Link::Quota),
    ];
    let regime = Regime {
        from,
        dispatch_share: policy.number("dispatch_share", SHARE),
        unified_allocation: policy.flag_or("unified_allocation", false),
        link: policy.word("link", &links),
        link_ratio: policy.number("link_ratio", SHARE),
        allocation_rule: rule(&policy, "allocation_rule"),
        allocation_second_rule: rule(&policy, "allocation_second_rule"),
        allocation_basis: policy.word("allocation_basis", &bases),
        allocation_level: policy.word("allocation_level", &levels),
        allocation_cover_days: policy.whole("allocation_cover_days", DAYS),
        depot_floor: amounts(&policy, "depot_floor", &ids.materials),
        input_cover_days: policy.whole("input_cover_days", DAYS),
        product_order: (policy.list("product_order").iter())
            .filter_map(|product| {
                policy.look_up("product_order", product, "a product", &ids.products)
            })
            .collect(),
        review_days: policy.whole("review_days", COUNT),
        response: policy.number("response", SHARE),
        arrears_reviews: policy.whole("arrears_reviews", COUNT),
        link_factor_floor: policy.number(
            "link_factor_floor",
            Range {
                least: 1e-6,
                most: 1.0,
            },
        ),
        link_factor_power: policy.whole(
            "link_factor_power",
            Range {
                least: 0.0,
                most: 20.0,
            },
        ) as u32,
        dispatch_rule: rule(&policy, "dispatch_rule"),
        dispatch_cover_days: policy.whole("dispatch_cover_days", DAYS),
        tier_order: guaranteed_tiers(&policy),
        reserve_floor: amounts(&policy, "reserve_floor", &ids.products)
            .iter()
            .map(|&pieces| pieces as i64)
            .collect(),
        below_floor: policy
            .list("below_floor")
            .iter()
            .map(|tier| policy.choose("below_floor", tier, &TIERS))
            .collect(),
        difficulty_threshold: policy.number("difficulty_threshold", SHARE),
        difficulty_margin: policy.number("difficulty_margin", SHARE),
        difficulty_needs_fulfilment: policy.flag_or("difficulty_needs_fulfilment", false),
        market_min: policy.number("market_min", SHARE),
        pool_cover_days: policy.whole("pool_cover_days", DAYS),
        buy_above_cover_days: policy
            .find("buy_above_cover_days")
            .map(|node| policy.read("buy_above_cover_days", node, DAYS).median() as i64),
        subsidy: subsidy(&policy, findings),
    };
    refuse_weights(&policy, &regime);
    policy.find("regime");
    policy.close();
    regime
}

fn rule(policy: &Reader, key: &'static str) -> String {
    let words: Vec<(&'static str, &'static str)> = Rule::ALL
        .iter()
        .map(|rule| (rule.name(), rule.name()))
        .collect();
    policy.word(key, &words).to_owned()
}

fn refuse_weights(policy: &Reader, regime: &Regime) {
    let takes = |name: &str| name.parse::<Rule>().map_or(true, Rule::takes_weights);
    if regime.allocation_basis != Basis::One && !takes(&regime.allocation_rule) {
        let found = format!("{} with a basis", regime.allocation_rule);
        policy.object(
            "S022",
            "allocation_basis",
            &found,
            "allocation_basis = \"one\" under this rule",
        );
    }
}

/// The four guaranteed tiers, each once.
fn guaranteed_tiers(policy: &Reader) -> Vec<Tier> {
    let words = policy.list("tier_order");
    let tiers: Vec<Tier> = words
        .iter()
        .map(|word| policy.choose("tier_order", word, &TIERS[..4]))
        .collect();
    let whole = TIERS[..4]
        .iter()
        .all(|(_, tier)| tiers.iter().filter(|listed| *listed == tier).count() == 1);
    if !whole || tiers.len() != 4 {
        policy.object(
            "S013",
            "tier_order",
            &words.join(", "),
            "national, frontline, key_projects, key_enterprises, each once",
        );
    }
    tiers
}

/// Amounts by id, in the order of ids; 0 where nothing is said.
fn amounts(policy: &Reader, key: &'static str, ids: &[String]) -> Vec<f64> {
    let mut amounts = vec![0.0; ids.len()];
    for (id, node) in policy.find(key).map_or(&[][..], Node::entries) {
        if let Some(at) = policy.look_up(key, id, "an item", ids) {
            amounts[at] = policy.read(key, node, AMOUNT).median();
        }
    }
    amounts
}

fn subsidy(policy: &Reader, findings: &Findings) -> Subsidy {
    let Some(node) = policy.find("subsidy") else {
        policy.object("S006", "subsidy", "nothing", "a table [policy.subsidy]");
        return Subsidy::default();
    };
    let reader = Reader::table(node, "policy.subsidy", findings);
    let subsidy = Subsidy {
        effective_threshold: reader.number("effective_threshold", SHARE),
        quality_standard: reader.number("quality_standard", SHARE),
        sustained_days: reader.whole("sustained_days", DAYS),
        sustained_threshold: reader.number("sustained_threshold", SHARE),
        deadline_days: reader.whole("deadline_days", DAYS),
        schemes: ["central", "provincial"].map(|name| match reader.find(name) {
            Some(node) => scheme(&Reader::table(
                node,
                &format!("policy.subsidy.{name}"),
                findings,
            )),
            None => Scheme::default(),
        }),
    };
    reader.close();
    subsidy
}

fn scheme(reader: &Reader) -> Scheme {
    let stages = ["advance", "effective", "sustained"].map(|stage| reader.number(stage, SHARE));
    if (stages.iter().sum::<f64>() - 1.0).abs() > 1e-9 {
        reader.object(
            "S016",
            "effective",
            &format!("{stages:?}"),
            "three shares that add up to 1",
        );
    }
    Scheme {
        share: reader.number("share", SHARE),
        budget_yuan: reader.number("budget_yuan", AMOUNT),
        stages,
    }
}
