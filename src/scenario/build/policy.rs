//! One regime of policy, read from a whole `[policy]` table.

use super::Ids;
use crate::claims::Rule;
use crate::language::Word;
use crate::said;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::names::Names;
use crate::scenario::reader::{NOTHING, Reader};
use crate::scenario::schema::{BASES, GUARANTEED, LEVELS, LINKS, POLICY, SCHEME, SUBSIDY, TIERS};
use crate::scenario::{Basis, Level, Regime, Scheme, Subsidy, Tier};

/// Reads the policy in force from a day on.
pub(super) fn regime(node: &Node, from: u32, ids: &Ids, findings: &Findings) -> Regime {
    let policy = Reader::table(node, &POLICY, "policy", findings);
    let regime = Regime {
        from,
        dispatch_share: policy.number("dispatch_share"),
        unified_allocation: policy.flag("unified_allocation"),
        link: policy.word("link", &LINKS),
        link_ratio: policy.number("link_ratio"),
        allocation_rule: rule(&policy, "allocation_rule"),
        allocation_second_rule: rule(&policy, "allocation_second_rule"),
        allocation_basis: policy.word("allocation_basis", &BASES),
        allocation_level: policy.word("allocation_level", &LEVELS),
        allocation_cover_days: policy.whole("allocation_cover_days"),
        depot_floor: amounts(&policy, "depot_floor", &ids.materials),
        difficulty_reserve: (policy.find("difficulty_reserve"))
            .map_or(0.0, |_| policy.number("difficulty_reserve")),
        product_reserve: amounts(&policy, "product_reserve", &ids.products),
        input_cover_days: policy.whole("input_cover_days"),
        product_order: (policy.list("product_order").iter())
            .filter_map(|product| policy.look_up("product_order", product, &ids.products))
            .collect(),
        review_days: policy.whole("review_days"),
        response: policy.number("response"),
        arrears_reviews: policy.whole("arrears_reviews"),
        link_factor_floor: policy.number("link_factor_floor"),
        link_factor_power: policy.whole("link_factor_power") as u32,
        dispatch_rule: rule(&policy, "dispatch_rule"),
        dispatch_cover_days: policy.whole("dispatch_cover_days"),
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
        difficulty_threshold: policy.number("difficulty_threshold"),
        difficulty_margin: policy.number("difficulty_margin"),
        difficulty_needs_fulfilment: policy.flag("difficulty_needs_fulfilment"),
        market_min: policy.number("market_min"),
        pool_cover_days: policy.whole("pool_cover_days"),
        buy_above_cover_days: policy
            .find("buy_above_cover_days")
            .map(|_| policy.whole("buy_above_cover_days")),
        subsidy: subsidy(&policy, findings),
    };
    refuse_useless_weights(&regime, &policy);
    refuse_reserves_out_of_place(&regime, &policy);
    policy.find("regime");
    policy.close();
    regime
}

/// Rules whose literature has no weights would pass over a basis in silence.
fn refuse_useless_weights(regime: &Regime, policy: &Reader) {
    if regime.allocation_basis == Basis::One {
        return;
    }
    let weighting: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| rule.takes_weights())
        .collect();
    let mut used = vec![("allocation_rule", &regime.allocation_rule)];
    if regime.allocation_level != Level::Enterprise {
        used.push(("allocation_second_rule", &regime.allocation_second_rule));
    }
    for (key, name) in used {
        if !weighting.iter().any(|rule| rule.name() == name) {
            let names: Vec<_> = weighting.iter().map(|rule| rule.name()).collect();
            let (zh, en) = (names.join("、"), names.join(", "));
            let expected = said!(
                "allocation_basis = \"one\"，或以下规则之一：{zh}",
                "allocation_basis = \"one\", or one of the rules {en}",
            );
            policy.object("S022", key, name, expected);
        }
    }
}

/// Reserves are shared among makers, and nothing can be reserved twice.
fn refuse_reserves_out_of_place(regime: &Regime, policy: &Reader) {
    let reserved = regime.difficulty_reserve + regime.product_reserve.iter().sum::<f64>();
    let key = match regime.difficulty_reserve > 0.0 {
        true => "difficulty_reserve",
        false => "product_reserve",
    };
    if reserved > 0.0 && regime.allocation_level != Level::Enterprise {
        let found = said!("预留比例合计 {reserved}", "{reserved} reserved");
        let expected = Word::of(
            "不预留，或统配层级 allocation_level = \"enterprise\"",
            "no reserve, or allocation_level = \"enterprise\"",
        );
        policy.object("S028", key, found, expected);
    } else if reserved > 1.0 + 1e-9 {
        let found = said!("合计 {reserved}", "{reserved} in all");
        let expected = Word::of("各比例之和不超过 1", "shares that add up to 1 at most");
        policy.object("S028", key, found, expected);
    }
}

fn rule(policy: &Reader, key: &'static str) -> String {
    let words: Vec<(&'static str, &'static str)> = Rule::ALL
        .iter()
        .map(|rule| (rule.name(), rule.name()))
        .collect();
    policy.word(key, &words).to_owned()
}

/// The four guaranteed tiers, each once.
fn guaranteed_tiers(policy: &Reader) -> Vec<Tier> {
    let words = policy.list("tier_order");
    let tiers: Vec<Tier> = words
        .iter()
        .map(|word| policy.choose("tier_order", word, &TIERS[..4]))
        .collect();
    let named = |word: &&str| words.iter().filter(|listed| listed == word).count();
    let known = words.iter().all(|word| GUARANTEED.contains(&word.as_str()));
    if known
        && policy.find("tier_order").is_some()
        && !GUARANTEED.iter().all(|word| named(word) == 1)
    {
        let expected = Word::of(
            "national、frontline、key_projects、key_enterprises 各一次",
            "national, frontline, key_projects, key_enterprises, each once",
        );
        let remedy = Word::of("每个各写一次", "write each of them once");
        policy.object_with("S013", "tier_order", words.join(", "), expected, remedy);
    }
    tiers
}

/// Amounts by id, in the order of ids; 0 where nothing is said.
fn amounts(policy: &Reader, key: &'static str, ids: &Names) -> Vec<f64> {
    let mut amounts = vec![0.0; ids.len()];
    for (id, node) in policy.find(key).map_or(&[][..], Node::entries) {
        if let Some(at) = policy.look_up(key, id, ids) {
            amounts[at] = policy.read(key, node).median();
        }
    }
    amounts
}

fn subsidy(policy: &Reader, findings: &Findings) -> Subsidy {
    let Some(node) = policy.find("subsidy") else {
        let expected = Word::of("[policy.subsidy] 表", "a table [policy.subsidy]");
        policy.object("S006", "subsidy", NOTHING, expected);
        return Subsidy::default();
    };
    let reader = Reader::table(node, &SUBSIDY, "policy.subsidy", findings);
    let subsidy = Subsidy {
        effective_threshold: reader.number("effective_threshold"),
        quality_standard: reader.number("quality_standard"),
        sustained_days: reader.whole("sustained_days"),
        sustained_threshold: reader.number("sustained_threshold"),
        deadline_days: reader.whole("deadline_days"),
        schemes: ["central", "provincial"].map(|name| match reader.find(name) {
            Some(node) => {
                let path = format!("policy.subsidy.{name}");
                scheme(Reader::table(node, &SCHEME, &path, findings))
            }
            None => Scheme::default(),
        }),
    };
    reader.close();
    subsidy
}

fn scheme(reader: Reader) -> Scheme {
    let stages = ["advance", "effective", "sustained"].map(|stage| reader.number(stage));
    if (stages.iter().sum::<f64>() - 1.0).abs() > 1e-9 {
        let found = stages.map(|stage| stage.to_string()).join(" + ");
        let expected = "advance + effective + sustained = 1";
        reader.object("S016", "effective", found, Word::verbatim(expected));
    }
    let scheme = Scheme {
        share: reader.number("share"),
        budget_yuan: reader.number("budget_yuan"),
        stages,
    };
    reader.close();
    scheme
}
