use super::super::{Question, Stocks};
use super::*;

fn asked(rule: Rule, amount: i64, claims: &[i64]) -> Question {
    Question {
        rule,
        amount,
        claims: claims.to_vec(),
        weights: None,
        cover: None,
        classes: None,
        within: Rule::Proportional,
    }
}

fn reason(rule: Rule, amount: i64) -> Reason {
    let question = asked(rule, amount, &[100, 200, 300]);
    question.answer().expect("a claims problem").reason
}

fn mixed(whole: i64, numerator: u128, denominator: u128) -> Mixed {
    Mixed::new(whole, numerator, denominator)
}

#[test]
fn nothing_and_enough_need_no_rule() {
    for &rule in Rule::ALL {
        assert_eq!(reason(rule, 0), Reason::Nothing);
        assert_eq!(reason(rule, 600), Reason::Enough);
    }
}

#[test]
fn proportional_shares_go_by_the_sum_of_claims_times_weights() {
    let plain = Reason::Parts {
        left: 200,
        over: 600,
        satisfied: 0,
        weighted: false,
    };
    assert_eq!(reason(Rule::Proportional, 200), plain);
    let mut heavy = asked(Rule::Proportional, 200, &[100, 200, 300]);
    heavy.weights = Some(vec![10, 1, 2]);
    // 200 × 1000 ÷ 1800 > 100: the first is satisfied, the others share 100 by 200 + 600.
    let told = Reason::Parts {
        left: 100,
        over: 800,
        satisfied: 1,
        weighted: true,
    };
    assert_eq!(heavy.answer().unwrap().reason, told);
}

#[test]
fn equal_awards_tell_the_level() {
    let told = |level, satisfied, weighted| Reason::Awards {
        level,
        satisfied,
        weighted,
    };
    assert_eq!(
        reason(Rule::EqualAwards, 400),
        told(mixed(150, 0, 1), 1, false)
    );
    let mut heavy = asked(Rule::EqualAwards, 200, &[100, 200, 300]);
    heavy.weights = Some(vec![1, 1, 5]);
    assert_eq!(
        heavy.answer().unwrap().reason,
        told(mixed(28, 4, 7), 0, true)
    );
    heavy.weights = Some(vec![0, 0, 5]);
    heavy.amount = 400;
    // The third is satisfied; those without weight share the rest alike.
    assert_eq!(
        heavy.answer().unwrap().reason,
        told(mixed(50, 0, 1), 1, false)
    );
}

#[test]
fn equal_losses_tell_the_loss_and_who_gets_nothing() {
    let told = |loss, weight, empty| Reason::Losses {
        loss,
        weight,
        empty,
    };
    assert_eq!(
        reason(Rule::EqualLosses, 200),
        told(mixed(150, 0, 1), None, 1)
    );
    let mut heavy = asked(Rule::EqualLosses, 400, &[100, 200, 300]);
    heavy.weights = Some(vec![1, 1, 2]);
    // Losses of 200 by 1 : 1 : ½.
    assert_eq!(
        heavy.answer().unwrap().reason,
        told(mixed(40, 0, 1), Some(2), 0)
    );
    assert_eq!(heavy.answer().unwrap().awards, [20, 120, 260]);
}

#[test]
fn rules_of_halves_tell_on_which_side_of_half_of_all_claims_they_are() {
    let told = |beyond, losses, level| Reason::Halves {
        half: mixed(300, 0, 1),
        beyond,
        losses,
        level,
    };
    // (50, 75, 75) and (50, 125, 225), from the literature and its dual.
    assert_eq!(
        reason(Rule::Talmud, 200),
        told(false, false, mixed(75, 0, 1))
    );
    assert_eq!(reason(Rule::Talmud, 400), told(true, true, mixed(75, 0, 1)));
    // Half-claims of 50, 100, 150 and 200 to share: each less 33⅓.
    assert_eq!(
        reason(Rule::ReverseTalmud, 200),
        told(false, true, mixed(33, 1, 3))
    );
    assert_eq!(
        reason(Rule::ReverseTalmud, 400),
        told(true, false, mixed(33, 1, 3))
    );
    assert_eq!(
        reason(Rule::Piniles, 400),
        told(true, false, mixed(33, 1, 3))
    );
    assert_eq!(
        reason(Rule::ConstrainedEgalitarian, 200),
        told(false, false, mixed(75, 0, 1))
    );
    let stretched = Reason::Stretched {
        half: mixed(300, 0, 1),
        level: mixed(150, 0, 1),
    };
    // (100, 150, 150).
    assert_eq!(reason(Rule::ConstrainedEgalitarian, 400), stretched);
}

#[test]
fn random_arrival_tells_how_many_orders_there_are() {
    let told = |claimants, sampled| Reason::Orders { claimants, sampled };
    assert_eq!(reason(Rule::RandomArrival, 200), told(3, false));
}

#[test]
fn adjusted_proportional_tells_what_each_can_count_on() {
    // The second can count on 50, the third on 150; 250 remain for 100 + 150 + 150.
    let told = Reason::Rights {
        rights: 200,
        left: 250,
        over: 400,
    };
    assert_eq!(reason(Rule::AdjustedProportional, 450), told);
}

#[test]
fn minimal_overlap_tells_how_far_claims_lie_over_each_other() {
    let told = |common, beyond| Reason::Overlap { common, beyond };
    assert_eq!(
        reason(Rule::MinimalOverlap, 300),
        told(mixed(300, 0, 1), false)
    );
    // (200 − t) + (300 − t) = 400 − t.
    assert_eq!(
        reason(Rule::MinimalOverlap, 400),
        told(mixed(100, 0, 1), true)
    );
}

#[test]
fn equal_cover_tells_the_days_and_without_stocks_is_proportional() {
    let mut stocked = asked(Rule::EqualCover, 60, &[100, 100, 100]);
    assert!(matches!(
        stocked.answer().unwrap().reason,
        Reason::Parts { .. }
    ));
    stocked.cover = Some(Stocks {
        held: vec![0, 30, 500],
        daily_use: vec![10, 20, 10],
    });
    let told = Reason::Cover {
        days: mixed(3, 0, 1),
        above: 1,
    };
    assert_eq!(stocked.answer().unwrap().reason, told);
    stocked.cover = Some(Stocks {
        held: vec![0, 0, 0],
        daily_use: vec![10, 0, 0],
    });
    stocked.amount = 150;
    let told = Reason::Awards {
        level: mixed(25, 0, 1),
        satisfied: 1,
        weighted: false,
    };
    assert_eq!(stocked.answer().unwrap().reason, told);
}

#[test]
fn queues_tell_who_is_served_and_what_is_left() {
    let told = |satisfied, left, within| Reason::Queue {
        satisfied,
        left,
        within,
    };
    for rule in [Rule::Priority, Rule::FirstCome, Rule::IndexOrder] {
        assert_eq!(reason(rule, 250), told(1, 150, None));
    }
    let mut classed = asked(Rule::Priority, 350, &[100, 200, 300]);
    classed.classes = Some(vec![7, 7, 3]);
    assert_eq!(
        classed.answer().unwrap().reason,
        told(1, 50, Some(Rule::Proportional))
    );
}
