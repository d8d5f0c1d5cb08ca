//! One replicate of a study with everything about it, as `run` writes it.

use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use super::super::check::say_findings;
use super::super::run::{self, Wanted};
use super::super::{Ended, say_error};
use super::StudyArgs;
use crate::chance::Future;
use crate::files::{Out, digest, name};
use crate::report::run::Run;
use crate::said;
use crate::scenario::{self, Scenario};
use crate::study::candidate::Candidate;
use crate::study::plan::{Plan, Point};

/// Writes the run of a replicate; `audit` and `why` read it as any other.
pub(super) fn trace(
    args: &StudyArgs,
    path: &Path,
    plan: &Plan,
    replicate: u64,
    results: &Out,
    out: &mut dyn Write,
) -> io::Result<Ended> {
    if replicate >= plan.replicates {
        let last = plan.replicates - 1;
        say_error(&said!(
            "--trace {replicate}：重复的编号为 0 至 {last}；次数由 --replicates 指定",
            "--trace {replicate}: the study has replicates 0 to {last}; --replicates says how many"
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
            let name = name(plan, replicate, point, policy);
            let wanted = Wanted {
                lang: args.presentation.lang(),
                charts: !args.presentation.no_charts,
                bom: false,
            };
            run::write(&wanted, &run, begun, results, &name)?;
            writeln!(out, "{}", results.place(&name).display())?;
        }
    }
    Ok(Ended::Done)
}

/// The names under which a replicate is written, point by point and policy by policy.
pub(super) fn names(plan: &Plan, replicate: u64) -> Vec<String> {
    let all = plan.points.iter().flat_map(|point| {
        (0..plan.policies.len()).map(move |policy| name(plan, replicate, point, policy))
    });
    all.collect()
}

fn name(plan: &Plan, replicate: u64, point: &Point, policy: usize) -> String {
    let mut name = format!("{}-replicate-{replicate}", point.scenario.name);
    if plan.compares() {
        name += &format!("-{}-{}", plan.policy_name(policy), point.name());
    }
    file_name(&name)
}

/// A text as a name of a folder. Where that could be the name of another text too, it ends in a digest.
fn file_name(text: &str) -> String {
    const MOST: usize = 100;
    let is_sound = |letter: char| letter.is_alphanumeric() || ['-', '_', '.'].contains(&letter);
    let is_told_apart = |letter: char| is_sound(letter) || ['=', ' ', '@', '/'].contains(&letter);
    let name: String = (text.chars())
        .map(|letter| if is_sound(letter) { letter } else { '_' })
        .collect();
    let sound = name::objection_to_place(&name).is_none();
    if sound && name.len() <= MOST && text.chars().all(is_told_apart) {
        return name;
    }
    let start: String = (name.char_indices())
        .take_while(|(at, letter)| at + letter.len_utf8() <= MOST - 17)
        .map(|(_, letter)| letter)
        .collect();
    format!("{start}-{}", &digest(text.as_bytes())[..16])
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
        say_error(&said!(
            "--trace：{rules} 每次复核重新定权重，情景中无法写出",
            "--trace: {rules} weighs anew at every review, which no scenario can say"
        ));
        return Ok(None);
    };
    let mut sets = args.setting.sets();
    sets.extend(point.sets.iter().cloned());
    sets.extend(own);
    match scenario::load(path, &sets) {
        Ok(scenario) => Ok(Some(scenario)),
        Err(findings) => {
            say_findings(&path.display().to_string(), &findings)?;
            Ok(None)
        }
    }
}
