//! What is not reckoned would have come to nothing: every gain against the output reckoned in full.

use super::*;
use crate::chance::next;
use crate::policy::Policy;
use crate::scenario::load;
use crate::{simulate, world};

const VALUES: [&str; 10] = [
    "lines[\"a-1\"].quality_end=",
    "lines[\"a-1\"].quality_start=",
    "lines[\"b-1\"].quality_end=",
    "lines[\"b-1\"].quality_start=",
    "lines[\"b-1\"].commissioning_start=",
    "lines[\"a-1\"].availability=",
    "lines[\"b-1\"].availability=",
    "enterprises[*].compliance=",
    "policy.dispatch_share=",
    "enterprises[\"a\"].recruit_share=",
];
const AMOUNTS: [&str; 5] = [
    "enterprises[\"a\"].staff_present=",
    "enterprises[\"b\"].staff_present=",
    "stocks[\"a-meltblown\"].amount=",
    "items[\"meltblown\"].market_per_day=",
    "lines[\"b-1\"].delivery_days=",
];

#[test]
fn gains_are_those_of_the_output_reckoned_without_each_cause() {
    let (mut luck, mut lost_to_quality) = (7, 0);
    for _ in 0..30 {
        let mut sets = vec!["days=12".to_owned()];
        for path in VALUES {
            let value = ["0", "0.3", "1"][next(&mut luck) as usize % 3];
            sets.push(format!("{path}{value}"));
        }
        for path in AMOUNTS {
            sets.push(format!("{path}{}", next(&mut luck) % 12));
        }
        let scenario = load("assets/template".as_ref(), &sets).unwrap();
        let (world, policy) = (world::central(&scenario), Policy::of(&scenario));
        let mut ledger = Ledger::default();
        simulate(&world, &policy, &mut ledger);
        for day in (0..world.days as i32).map(Day) {
            let evidence = Recorded(&ledger, day);
            for enterprise in 0..world.enterprises.count {
                let mut gains = vec![0; Cause::all(world.materials.count).len()];
                let causes = Cause::all(world.materials.count);
                add_gains(&world, &evidence, day, enterprise, &causes, &mut gains);
                let actual = output_if(&world, &evidence, day, enterprise, None);
                let mut full = Vec::new();
                for &cause in &causes {
                    let without = output_if(&world, &evidence, day, enterprise, Some(cause));
                    full.push(match cause {
                        Cause::Quality => without.gross - actual.pieces,
                        _ => without.pieces - actual.pieces,
                    });
                }
                assert_eq!(gains, full, "{sets:?} on day {}", day.0);
                lost_to_quality += i64::from(actual.gross > 0 && actual.pieces == 0);
            }
        }
    }
    assert!(lost_to_quality > 20, "{lost_to_quality}");
}
