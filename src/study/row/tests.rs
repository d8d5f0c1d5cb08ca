//! Rows that no run of the plan can have are told by the column that says so.

use super::*;
use crate::scenario::load;
use crate::study::plan::{Plan, Point};

type Damage = fn(&mut Row, &mut Kept);

fn plan() -> Plan {
    let sets = vec!["days=15".to_owned()];
    let scenario = load("assets/template".as_ref(), &sets).unwrap();
    Plan {
        points: vec![Point { sets, scenario }],
        policies: vec![None],
        replicates: 3,
        sampler: crate::chance::Sampler::Random,
    }
}

fn row() -> Row {
    let kept = Kept {
        figures: vec![0.5; ALONE],
        series: [vec![7; 15], vec![8; 15], vec![9; 15]],
        bottlenecks: vec![-1, 0, 5, 3],
    };
    Row {
        point: 0,
        policy: 0,
        replicate: 2,
        kept: Ok(kept),
    }
}

#[test]
fn only_what_a_run_can_have_is_taken() {
    let plan = plan();
    assert_eq!(row().hold(&plan), Ok(()));
    let failed = Row {
        kept: Err("why".into()),
        ..row()
    };
    assert_eq!(failed.hold(&plan), Ok(()));
    let cases: [(&str, Damage); 13] = [
        ("point", |row, _| row.point = 1),
        ("point", |row, _| row.point = -1),
        ("policy", |row, _| row.policy = i32::MAX),
        ("replicate", |row, _| row.replicate = 3),
        ("replicate", |row, _| row.replicate = i64::MIN),
        ("measures", |_, kept| kept.figures.truncate(2)),
        (MEASURES[3].name, |_, kept| kept.figures[3] = f64::NAN),
        ("output_by_day", |_, kept| kept.series[0][4] = -1),
        ("effective_by_day", |_, kept| kept.series[1][14] = i64::MAX),
        ("nominal_by_day", |_, kept| kept.series[2].truncate(14)),
        (BOTTLENECKS, |_, kept| kept.bottlenecks[0] = 6),
        (BOTTLENECKS, |_, kept| kept.bottlenecks[3] = -2),
        (BOTTLENECKS, |_, kept| kept.bottlenecks.push(0)),
    ];
    for (column, damage) in cases {
        let mut damaged = row();
        let mut kept = damaged.kept.clone().unwrap();
        damage(&mut damaged, &mut kept);
        damaged.kept = Ok(kept);
        let said = damaged.hold(&plan).unwrap_err();
        assert!(said.contains(column), "{column}: {said}");
    }
}
