//! Step 10: the weekly review: fulfilment, link factors, withheld pieces that turn willing, arrears that expire.

use super::Today;
use super::allocate::place_of;
use super::produce::run;
use super::state::{Makers, State};
use crate::scenario::Level;
use crate::units::{MILLION, Pieces, Share};

pub(super) fn review(today: &Today, state: &mut State) {
    if !is_review(today) {
        return;
    }
    for enterprise in 0..today.world.enterprises.count {
        let fulfilment = fulfilment(today, state, enterprise);
        state.enterprises[enterprise].fulfilment = fulfilment;
        state.enterprises[enterprise].link_factor = link_factor(today, fulfilment);
    }
    let review = state.reviews;
    for maker in &today.world.mask_makers {
        close_window(today, state, maker.at, review);
    }
    state.reviews += 1;
}

/// Reviews are held on days with (t + 1) mod review_days = 0.
pub(super) fn is_review(today: &Today) -> bool {
    (today.day.0 + 1) % today.regime.review_days == 0
}

/// 1 − overdue at close ÷ (overdue at opening + fallen due in the window); 1 where nothing was due. Counties and
/// prefectures that material went by answer for their makers together.
fn fulfilment(today: &Today, state: &State, enterprise: usize) -> Share {
    let world = today.world;
    let (mut overdue, mut owed) = (Pieces::ZERO, Pieces::ZERO);
    let mut add = |enterprise: usize| {
        for maker in run(&world.enterprises.first_maker, enterprise) {
            let duty = &state.makers.each[maker].duty;
            overdue += duty.overdue();
            owed += duty.overdue_at_opening + duty.due_in_window;
        }
    };
    match today.regime.allocation_level {
        Level::Enterprise => add(enterprise),
        Level::County | Level::Prefecture => {
            let place = place_of(today, enterprise);
            let together = run(
                &world.prefectures.first_enterprise,
                world.enterprises.prefecture[enterprise].at(),
            );
            together
                .filter(|&other| place_of(today, other) == place)
                .for_each(add);
        }
    }
    Share::ratio((owed - overdue).or_zero().0, owed.0, Share::ONE)
}

/// max(floor, fulfilment^γ), floored at every multiplication.
fn link_factor(today: &Today, fulfilment: Share) -> Share {
    let power = (0..today.regime.link_factor_power).fold(MILLION, |product, _| {
        crate::units::of(product, fulfilment.0)
    });
    Share(power).max(today.regime.link_factor_floor)
}

/// A share of the withheld pieces that are overdue turns willing, and counts as due from now; then what was already
/// due so many reviews ago and is still owed expires.
fn close_window(today: &Today, state: &mut State, maker: usize, review: usize) {
    let Makers { each, queues, .. } = &mut state.makers;
    let maker_state = &mut each[maker];
    let [willing_then, withheld_then] =
        queues.remember_due(maker, maker_state, review, today.regime.arrears_reviews);
    let duty = &mut maker_state.duty;
    let turned = (today.regime.response).of(duty.withheld_due - duty.withheld_settled);
    duty.withheld_settled += turned;
    duty.willing += turned;
    duty.willing_due += turned;
    let willing = (willing_then - duty.willing_settled).or_zero();
    let withheld = (withheld_then - duty.withheld_settled).or_zero();
    duty.willing_settled += willing;
    duty.withheld_settled += withheld;
    duty.overdue_at_opening = duty.overdue();
    duty.due_in_window = Pieces::ZERO;
    maker_state.defaulted = willing + withheld;
}
