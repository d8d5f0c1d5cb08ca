//! One replicate of a study with everything about it, as `run` writes it.

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use super::super::check::print_findings;
use super::super::run::{self, Wanted};
use super::super::{Ended, say};
use super::StudyArgs;
use crate::chance::Future;
use crate::report::run::Run;
use crate::scenario::{self, Scenario};
use crate::study::candidate::Candidate;
use crate::study::plan::{Plan, Point};

/// Writes the run of a replicate; `audit` and `why` read it as any other.
pub(super) fn trace(
    args: &StudyArgs,
    path: &Path,
    plan: &Plan,
    replicate: u64,
    out: &mut dyn Write,
) -> io::Result<Ended> {
    if replicate >= plan.replicates {
        say(&format!(
            "error: --trace {replicate}: the study has replicates 0 to {}; --replicates says how many",
            plan.replicates - 1
        ));
        return Ok(Ended::Usage);
    }
    for point in &plan.points {
        for (policy, rules) in plan.policies.iter().enumerate() {
            let Some(scenario) = under(args, path, point, rules.as_ref())? else {
                return Ok(Ended::Findings);
            };
            let future = Future {
                replicate,
                of: plan.replicates,
                sampler: plan.sampler,
            };
            let begun = Instant::now();
            let run = Run::of(scenario, Some(future));
            let mut name = format!("{}-replicate-{replicate}", run.scenario.name);
            if plan.compares() {
                name += &format!("-{}-{}", plan.policy_name(policy), point.name());
            }
            let place = args.out.join(name.replace(['/', '"', ' '], "_"));
            let wanted = Wanted {
                lang: args.presentation.lang,
                charts: !args.presentation.no_charts,
                bom: false,
            };
            run::write(&wanted, &run, begun, &place)?;
            writeln!(out, "{}", place.display())?;
        }
    }
    Ok(Ended::Done)
}

/// A point's scenario with other rules written into it, so that what is written stands by itself; nothing where that gives
/// findings, which are told.
fn under(
    args: &StudyArgs,
    path: &Path,
    point: &Point,
    rules: Option<&Candidate>,
) -> io::Result<Option<Scenario>> {
    let Some(rules) = rules else {
        return Ok(Some(point.scenario.clone()));
    };
    let Some(own) = rules.sets() else {
        say(&format!(
            "error: --trace: {rules} weighs anew at every review, which no scenario can say"
        ));
        return Ok(None);
    };
    let mut sets = args.setting.sets();
    sets.extend(point.sets.iter().cloned());
    sets.extend(own);
    match scenario::load(path, &sets) {
        Ok(scenario) => Ok(Some(scenario)),
        Err(findings) => {
            print_findings(&path.display().to_string(), &findings, &mut io::stderr())?;
            Ok(None)
        }
    }
}
