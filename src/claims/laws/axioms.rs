//! Which rule keeps which promise: every small problem is looked at, so a promise that is said to be broken must be
//! broken there by somebody, and one that is said to be kept by nobody.
//!
//! What the axioms mean is in Thomson (2003, 2015).

use super::Case;
use super::oracle::{Fraction, fraction};
use crate::claims::Rule;

/// A promise: whether a rule keeps it on one problem.
type Axiom = fn(Rule, i64, &[i64]) -> bool;

const AXIOMS: [(&str, Axiom); 10] = [
    ("equal treatment", equal_treatment),
    ("order preservation", order_preservation),
    ("truncation invariance", truncation_invariance),
    ("minimal rights first", minimal_rights_first),
    ("self-duality", self_duality),
    ("consistency", consistency),
    ("composition down", composition_down),
    ("composition up", composition_up),
    ("no gain by merging", no_gain_by_merging),
    ("no gain by splitting", no_gain_by_splitting),
];

/// Kept (`+`) or broken (`-`), in the order of [`AXIOMS`].
const PROMISES: [(Rule, &str); 14] = [
    (Rule::Proportional, "++--++++++"),
    (Rule::EqualAwards, "+++--++++-"),
    (Rule::EqualLosses, "++-+-+++-+"),
    (Rule::Talmud, "++++++----"),
    (Rule::ReverseTalmud, "++--++----"),
    (Rule::Piniles, "++---+--+-"),
    (Rule::ConstrainedEgalitarian, "++---+--+-"),
    (Rule::RandomArrival, "+++++-----"),
    (Rule::AdjustedProportional, "+++++-----"),
    (Rule::MinimalOverlap, "++++------"),
    (Rule::EqualCover, "++--++++++"),
    (Rule::Priority, "--++-+++-+"),
    (Rule::FirstCome, "--++-+++-+"),
    (Rule::IndexOrder, "--++-+++-+"),
];

fn ideals(rule: Rule, amount: i64, claims: &[i64]) -> Vec<Fraction> {
    let mut case = Case::plain(amount, claims);
    // Each a class of its own.
    case.classes.clone_from(&case.ranks);
    case.ideals(rule)
}

fn units(amount: i64) -> Fraction {
    fraction(i128::from(amount), 1)
}

fn equal_treatment(rule: Rule, amount: i64, claims: &[i64]) -> bool {
    let shares = ideals(rule, amount, claims);
    pairs(claims).all(|(one, other)| claims[one] != claims[other] || shares[one] == shares[other])
}

/// Whoever claims more neither gets less nor loses less.
fn order_preservation(rule: Rule, amount: i64, claims: &[i64]) -> bool {
    let shares = ideals(rule, amount, claims);
    let loss = |at: usize| units(claims[at]) - shares[at];
    pairs(claims).all(|(one, other)| {
        claims[one] > claims[other] || shares[one] <= shares[other] && loss(one) <= loss(other)
    })
}

fn pairs(claims: &[i64]) -> impl Iterator<Item = (usize, usize)> {
    let count = claims.len();
    (0..count).flat_map(move |one| (0..count).map(move |other| (one, other)))
}

/// What is claimed beyond the amount does not count.
fn truncation_invariance(rule: Rule, amount: i64, claims: &[i64]) -> bool {
    let truncated: Vec<i64> = claims.iter().map(|&claim| claim.min(amount)).collect();
    ideals(rule, amount, claims) == ideals(rule, amount, &truncated)
}

/// It makes no difference whether what the others leave to each is given first.
fn minimal_rights_first(rule: Rule, amount: i64, claims: &[i64]) -> bool {
    let total: i64 = claims.iter().sum();
    let rights: Vec<i64> = claims
        .iter()
        .map(|claim| (amount - total + claim).max(0))
        .collect();
    let rest: Vec<i64> = claims.iter().zip(&rights).map(|(c, m)| c - m).collect();
    let later = ideals(rule, amount - rights.iter().sum::<i64>(), &rest);
    let together: Vec<Fraction> = later
        .iter()
        .zip(&rights)
        .map(|(&later, &right)| later + units(right))
        .collect();
    ideals(rule, amount, claims) == together
}

/// Losses are shared as awards are.
fn self_duality(rule: Rule, amount: i64, claims: &[i64]) -> bool {
    let losses = ideals(rule, claims.iter().sum::<i64>() - amount, claims);
    let left: Vec<Fraction> = claims
        .iter()
        .zip(losses)
        .map(|(&claim, loss)| units(claim) - loss)
        .collect();
    ideals(rule, amount, claims) == left
}

/// When some leave with what they got, nothing changes for the others.
fn consistency(rule: Rule, amount: i64, claims: &[i64]) -> bool {
    let shares = ideals(rule, amount, claims);
    (0..claims.len()).all(|gone| {
        let scale = shares[gone].denominator();
        let stay = |at: &usize| *at != gone;
        let claims: Vec<i64> = (0..claims.len())
            .filter(stay)
            .map(|at| claims[at] * scale)
            .collect();
        let left = (units(amount) - shares[gone]) * units(scale);
        let again = ideals(rule, left.floor(), &claims);
        let before = (0..shares.len()).filter(stay).map(|at| shares[at]);
        before
            .zip(again)
            .all(|(before, again)| before * units(scale) == again)
    })
}

/// A smaller amount, shared out with the awards of a larger one as claims, comes out as if shared at once.
fn composition_down(rule: Rule, amount: i64, claims: &[i64]) -> bool {
    let (shares, scale) = whole(&ideals(rule, amount, claims));
    (1..amount).all(|less| {
        let direct = ideals(rule, less, claims);
        let by_way = ideals(rule, less * scale, &shares);
        direct
            .iter()
            .zip(by_way)
            .all(|(&direct, by_way)| direct * units(scale) == by_way)
    })
}

/// An amount may come in two parts: what is left of claims shares the second.
fn composition_up(rule: Rule, amount: i64, claims: &[i64]) -> bool {
    let at_once = ideals(rule, amount, claims);
    (1..amount).all(|first| {
        let (shares, scale) = whole(&ideals(rule, first, claims));
        let rest: Vec<i64> = claims
            .iter()
            .zip(&shares)
            .map(|(c, s)| c * scale - s)
            .collect();
        let second = ideals(rule, (amount - first) * scale, &rest);
        let sums = shares
            .iter()
            .zip(second)
            .map(|(&one, two)| units(one) + two);
        at_once
            .iter()
            .zip(sums)
            .all(|(&at_once, sum)| at_once * units(scale) == sum)
    })
}

/// Nobody gains by claiming together what two would claim apart (de Frutos 1999).
fn no_gain_by_merging(rule: Rule, amount: i64, claims: &[i64]) -> bool {
    let apart = ideals(rule, amount, claims);
    pairs(claims)
        .filter(|(one, other)| one < other)
        .all(|(one, other)| {
            let mut merged = claims.to_vec();
            merged[one] += merged.remove(other);
            ideals(rule, amount, &merged)[one] <= apart[one] + apart[other]
        })
}

/// Nobody gains by claiming in two names what is one claim.
fn no_gain_by_splitting(rule: Rule, amount: i64, claims: &[i64]) -> bool {
    let whole = ideals(rule, amount, claims);
    (0..claims.len()).all(|at| {
        (1..=claims[at] / 2).all(|part| {
            let mut split = claims.to_vec();
            split[at] -= part;
            split.insert(at + 1, part);
            let shares = ideals(rule, amount, &split);
            shares[at] + shares[at + 1] <= whole[at]
        })
    })
}

/// The same numbers in units in which all are whole, and how many of them make one.
fn whole(shares: &[Fraction]) -> (Vec<i64>, i64) {
    let scale = shares.iter().fold(1, |scale, share| {
        // In lowest terms, what is over is what the scale lacks.
        let lacking = fraction(i128::from(share.denominator()), scale);
        scale * i128::from(lacking.numerator())
    });
    let scale = scale as i64;
    let whole = shares.iter().map(|&share| (share * units(scale)).floor());
    (whole.collect(), scale)
}

/// All problems of two to four claims of up to seven units.
fn small_problems() -> impl Iterator<Item = (i64, Vec<i64>)> {
    let sizes = [(2, 7), (3, 6), (4, 4)];
    let claims = sizes.into_iter().flat_map(|(count, most): (u32, i64)| {
        (0..most.pow(count)).map(move |mut code| {
            let mut next = || {
                let claim = code % most + 1;
                code /= most;
                claim
            };
            (0..count).map(|_| next()).collect::<Vec<i64>>()
        })
    });
    claims.flat_map(|claims| (1..claims.iter().sum()).map(move |amount| (amount, claims.clone())))
}

#[test]
fn rules_keep_the_promises_that_they_are_proved_to_keep_and_no_others() {
    let mut wrong = Vec::new();
    for (rule, promises) in PROMISES {
        for ((name, keeps), promise) in AXIOMS.iter().zip(promises.chars()) {
            let broken = small_problems().find(|(amount, claims)| !keeps(rule, *amount, claims));
            if broken.is_some() != (promise == '-') {
                wrong.push(format!("{rule}, {name}: {broken:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_its_promises() {
    let listed: Vec<Rule> = PROMISES.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(listed, Rule::ALL);
}

#[test]
fn the_page_of_rules_says_the_same() {
    let page = include_str!("../../../docs/rules.md");
    let names: Vec<&str> = AXIOMS.iter().map(|(name, _)| *name).collect();
    assert!(page.contains(&format!("| rule | {} |", names.join(" | "))));
    for (rule, promises) in PROMISES {
        let marks: Vec<String> = promises.chars().map(String::from).collect();
        let row = format!("| {rule} | {} |", marks.join(" | "));
        assert!(page.contains(&row), "{row}");
        assert_eq!(page.matches(&format!("| {rule} |")).count(), 2, "{rule}");
    }
}
