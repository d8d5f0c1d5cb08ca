use super::*;
use crate::chance::sobol::point;

fn rows(count: u64, factors: usize) -> Vec<Vec<f64>> {
    let row = |at| (0..factors).map(|d| point(d, at, 8)).collect();
    (0..count).map(row).collect()
}

/// The best box of peeling a twentieth at a time, without the limits that may be chance.
fn discover(inputs: &[Vec<f64>], cases: &[bool]) -> (Region, Vec<Option<f64>>) {
    let runs = Runs::new(inputs, cases);
    let trajectory = runs.peel(0.05, 0.05);
    runs.simplify(Runs::best(&trajectory).unwrap(), 0.05)
}

#[test]
fn a_planted_box_is_found_within_one_peel_in_the_factors_own_units() {
    let mut inputs = rows(2048, 6);
    inputs
        .iter_mut()
        .for_each(|row| row[1] = 100.0 + 50.0 * row[1]);
    let planted = |row: &Vec<f64>| (0.3..0.8).contains(&row[4]) && row[1] >= 130.0;
    let cases: Vec<bool> = inputs.iter().map(planted).collect();
    let (found, chances) = discover(&inputs, &cases);
    let free: Vec<bool> = found
        .limits
        .iter()
        .map(|limits| limits.are_free())
        .collect();
    assert_eq!(free, [true, false, true, true, false, true]);
    assert!(chances.iter().flatten().all(|&chance| chance < 1e-9));
    let near = |limit: Option<f64>, planted: f64, peel: f64| {
        assert!(
            (limit.unwrap() - planted).abs() <= peel,
            "{limit:?} {planted}"
        );
    };
    // A twentieth of what is left of the factor.
    near(found.limits[1].low, 130.0, 50.0 * 0.05);
    assert_eq!(found.limits[1].high, None);
    near(found.limits[4].low, 0.3, 0.05);
    near(found.limits[4].high, 0.8, 0.05);
    assert!(found.coverage > 0.9 && found.density > 0.9, "{found:?}");
}

#[test]
fn a_box_in_noise_is_found_all_the_same_and_limits_that_add_nothing_are_freed() {
    let inputs = rows(4096, 8);
    let luck = |at: u64| point(20, at, 8);
    let case = |(row, at): (&Vec<f64>, u64)| luck(at) < if row[2] < 0.25 { 0.9 } else { 0.1 };
    let cases: Vec<bool> = inputs.iter().zip(0..).map(case).collect();
    let (found, _) = discover(&inputs, &cases);
    assert!(
        (found.limits[2].high.unwrap() - 0.25).abs() < 0.02,
        "{found:?}"
    );
    assert!(found.density > 0.85 && found.coverage > 0.7, "{found:?}");
    let wide = Region {
        limits: found
            .limits
            .iter()
            .enumerate()
            .map(|(at, &limits)| match at {
                0 => Limits {
                    low: Some(0.02),
                    high: None,
                },
                _ => limits,
            })
            .collect(),
        ..found.clone()
    };
    let runs = Runs::new(&inputs, &cases);
    assert!(runs.simplify(&runs.region(wide.limits), 0.05).0.limits[0].are_free());
}

#[test]
fn each_box_lies_in_the_one_before_is_as_dense_and_keeps_its_support() {
    let inputs = rows(1000, 4);
    let cases: Vec<bool> = inputs.iter().map(|row| row[0] + row[3] > 1.4).collect();
    let trajectory = Runs::new(&inputs, &cases).peel(0.05, 0.03);
    assert_eq!((trajectory[0].mass, trajectory[0].coverage), (1.0, 1.0));
    for pair in trajectory.windows(2) {
        assert!(pair[1].rows < pair[0].rows && pair[1].rows >= 30);
        assert!(pair[1].rows as f64 >= 0.95 * pair[0].rows as f64 - 1.0);
        assert!(pair[1].density >= pair[0].density);
    }
    assert_eq!(trajectory.last().unwrap().density, 1.0);
}

#[test]
fn a_factor_of_few_levels_is_peeled_a_level_at_a_time() {
    let levels = |row: Vec<f64>| vec![(3.0 * row[0]).floor(), row[1]];
    let inputs: Vec<Vec<f64>> = rows(900, 2).into_iter().map(levels).collect();
    let cases: Vec<bool> = inputs.iter().map(|row| row[0] == 1.0).collect();
    let (found, _) = discover(&inputs, &cases);
    let middle = Limits {
        low: Some(1.0),
        high: Some(1.0),
    };
    assert_eq!(found.limits, [middle, Limits::default()]);
    assert_eq!((found.coverage, found.density), (1.0, 1.0));
}

#[test]
fn ties_go_to_the_first_factor() {
    let inputs: Vec<Vec<f64>> = (0..100).map(|at| vec![f64::from(at); 3]).collect();
    let cases: Vec<bool> = (0..100).map(|at| at >= 50).collect();
    let trajectory = Runs::new(&inputs, &cases).peel(0.05, 0.1);
    let limited = |at: usize| trajectory.iter().any(|each| !each.limits[at].are_free());
    assert_eq!([0, 1, 2].map(limited), [true, false, false]);
}

#[test]
fn where_all_or_none_are_cases_nothing_is_peeled() {
    let inputs = rows(50, 2);
    for case in [true, false] {
        let (found, chances) = discover(&inputs, &[case; 50]);
        assert_eq!((found.rows, chances), (50, vec![None, None]));
    }
}

#[test]
fn a_factor_with_one_value_left_is_not_peeled_even_if_that_is_nought_of_either_sign() {
    let inputs: Vec<Vec<f64>> = (0..40).map(|at| vec![[0.0, -0.0][at % 2]]).collect();
    let cases: Vec<bool> = (0..40).map(|at| at < 20).collect();
    assert_eq!(Runs::new(&inputs, &cases).peel(0.05, 0.1).len(), 1);
}
