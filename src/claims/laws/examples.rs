//! Worked examples, limits and names.

use super::Case;
use super::oracle::fraction;
use crate::claims::{
    Cover, LARGEST_CLAIM, LARGEST_WEIGHT, MOST_CLAIMANTS, Problem, Rule, Workspace,
};

#[test]
fn the_estates_of_the_talmud_are_shared_as_in_the_literature() {
    let third = |parts: [i128; 3]| parts.map(|part| fraction(part, 3)).to_vec();
    for (rule, amount, thirds) in [
        (Rule::Proportional, 100, [50, 100, 150]),
        (Rule::Proportional, 200, [100, 200, 300]),
        (Rule::Proportional, 300, [150, 300, 450]),
        (Rule::EqualAwards, 100, [100, 100, 100]),
        (Rule::EqualAwards, 200, [200, 200, 200]),
        (Rule::EqualAwards, 300, [300, 300, 300]),
        (Rule::EqualAwards, 500, [300, 600, 600]),
        (Rule::EqualLosses, 100, [0, 0, 300]),
        (Rule::EqualLosses, 200, [0, 150, 450]),
        (Rule::EqualLosses, 300, [0, 300, 600]),
        (Rule::EqualLosses, 500, [200, 500, 800]),
        (Rule::Talmud, 100, [100, 100, 100]),
        (Rule::Talmud, 200, [150, 225, 225]),
        (Rule::Talmud, 300, [150, 300, 450]),
        (Rule::Talmud, 400, [150, 375, 675]),
        (Rule::Talmud, 500, [200, 500, 800]),
        (Rule::ReverseTalmud, 100, [0, 75, 225]),
        (Rule::ReverseTalmud, 200, [50, 200, 350]),
        (Rule::ReverseTalmud, 300, [150, 300, 450]),
        (Rule::ReverseTalmud, 400, [250, 400, 550]),
        (Rule::Piniles, 100, [100, 100, 100]),
        (Rule::Piniles, 200, [150, 225, 225]),
        (Rule::Piniles, 300, [150, 300, 450]),
        (Rule::Piniles, 400, [250, 400, 550]),
        (Rule::ConstrainedEgalitarian, 100, [100, 100, 100]),
        (Rule::ConstrainedEgalitarian, 200, [150, 225, 225]),
        (Rule::ConstrainedEgalitarian, 300, [150, 300, 450]),
        (Rule::ConstrainedEgalitarian, 400, [300, 450, 450]),
        (Rule::RandomArrival, 100, [100, 100, 100]),
        (Rule::RandomArrival, 200, [100, 250, 250]),
        (Rule::RandomArrival, 300, [150, 300, 450]),
        (Rule::RandomArrival, 400, [200, 350, 650]),
        (Rule::AdjustedProportional, 100, [100, 100, 100]),
        (Rule::AdjustedProportional, 200, [120, 240, 240]),
        (Rule::AdjustedProportional, 300, [150, 300, 450]),
        (Rule::AdjustedProportional, 400, [180, 360, 660]),
        (Rule::MinimalOverlap, 100, [100, 100, 100]),
        (Rule::MinimalOverlap, 200, [100, 250, 250]),
        (Rule::MinimalOverlap, 300, [100, 250, 550]),
        (Rule::MinimalOverlap, 400, [100, 400, 700]),
        (Rule::MinimalOverlap, 500, [200, 500, 800]),
        (Rule::Priority, 200, [100, 200, 300]),
        (Rule::IndexOrder, 200, [300, 300, 0]),
    ] {
        let case = Case::plain(amount, &[100, 200, 300]);
        assert_eq!(case.ideals(rule), third(thirds), "{rule} of {amount}");
    }
}

#[test]
fn without_classes_priority_follows_ranks_and_with_them_the_inner_rule() {
    let mut case = Case::plain(250, &[100, 200, 300]);
    let alone = Problem {
        classes: None,
        ..case.problem()
    };
    let mut awards = [0; 3];
    Rule::Priority.divide(&alone, &mut [0; 3], &mut Workspace::default(), &mut awards);
    assert_eq!(awards, [100, 150, 0]);
    case.classes = vec![1, 1, 0];
    case.amount = 420;
    assert_eq!(case.awards(Rule::Priority), [40, 80, 300]);
    case.within = Rule::EqualAwards;
    assert_eq!(case.awards(Rule::Priority), [60, 60, 300]);
}

#[test]
fn who_has_no_weight_waits_for_those_who_have_some() {
    let mut case = Case::plain(150, &[100, 100, 100]);
    case.weights = vec![0, 2, 0];
    for rule in [
        Rule::Proportional,
        Rule::EqualAwards,
        Rule::EqualLosses,
        Rule::Priority,
    ] {
        assert_eq!(case.awards(rule), [25, 100, 25], "{rule}");
    }
}

/// So many claimants as each rule is tried with: random arrival draws thousands of orders of them all.
fn largest(rule: Rule) -> usize {
    match rule {
        Rule::RandomArrival => 10_000,
        _ => MOST_CLAIMANTS,
    }
}

#[test]
fn the_largest_problem_is_shared_out_to_the_unit() {
    let weights = [|_| 1, |at| LARGEST_WEIGHT - at % 7, |at| 1 + at * 3_999];
    for &rule in Rule::ALL {
        let count = largest(rule);
        let total = LARGEST_CLAIM * count as i64 - 1;
        let weighted = if rule.takes_weights() { 3 } else { 1 };
        for weight in &weights[..weighted] {
            for amount in [1, total / 10 * 7, total - 1] {
                let mut case = Case::plain(amount, &vec![LARGEST_CLAIM; count]);
                case.claims[17] = LARGEST_CLAIM - 1;
                case.weights = (0..count as i64).map(weight).collect();
                let awards = case.awards(rule);
                assert_eq!(awards.iter().sum::<i64>(), amount, "{rule}");
                let mut within = awards.iter().zip(&case.claims);
                assert!(within.all(|(a, c)| (0..=*c).contains(a)), "{rule}");
            }
        }
    }
}

#[test]
fn the_largest_problem_with_all_different_claims_and_stocks_is_shared_out_to_the_unit() {
    for &rule in Rule::ALL {
        let count = largest(rule) as i64;
        let claims: Vec<i64> = (0..count).map(|at| LARGEST_CLAIM - at * at * 7).collect();
        let held: Vec<i64> = (0..count).map(|at| LARGEST_CLAIM - at * 99_991).collect();
        let daily_use: Vec<i64> = (0..count).map(|at| LARGEST_CLAIM - at * 31_337).collect();
        let mut case = Case::plain(claims.iter().sum::<i64>() / 3, &claims);
        let problem = Problem {
            cover: Some(Cover {
                held: &held,
                daily_use: &daily_use,
            }),
            ..case.problem()
        };
        let mut awards = vec![0; claims.len()];
        let mut credits = vec![0; claims.len()];
        rule.divide(
            &problem,
            &mut credits,
            &mut Workspace::default(),
            &mut awards,
        );
        assert_eq!(awards.iter().sum::<i64>(), case.amount, "{rule}");
        let mut within = awards.iter().zip(&claims);
        assert!(
            within.all(|(award, claim)| (0..=*claim).contains(award)),
            "{rule}"
        );
        // Weights that are all different beside claims that are.
        if rule.takes_weights() {
            case.weights = (0..count).map(|at| LARGEST_WEIGHT - at * 3_777).collect();
            assert_eq!(case.awards(rule).iter().sum::<i64>(), case.amount, "{rule}");
        }
    }
}

#[test]
fn first_come_moves_on_by_one_every_day() {
    let mut case = Case::plain(250, &[100, 200, 300]);
    for awards in [[100, 150, 0], [0, 200, 50], [0, 0, 250], [100, 150, 0]] {
        assert_eq!(case.awards(Rule::FirstCome), awards, "on day {}", case.turn);
        case.turn += 1;
    }
}

#[test]
fn rules_are_found_by_name_only() {
    for &rule in Rule::ALL {
        assert_eq!(rule.name().parse(), Ok(rule));
    }
    let unknown = "equal".parse::<Rule>().unwrap_err().to_string();
    assert!(
        unknown.contains("`equal`") && unknown.contains("equal_awards"),
        "{unknown}"
    );
}
