//! What lies beside a study's chunks, so that whoever finds them knows what they are of: plan.json and the scenario of
//! every point, resolved.

use std::io;
use std::path::Path;

use serde_json::{Value, json};

use crate::files::{FORMAT, digest, name};
use crate::language::Message;
use crate::said;
use crate::scenario;
use crate::study::candidate::Candidate;
use crate::study::plan::{Plan, Point, point_folder};
use crate::study::store::PLAN;

/// plan.json.
pub(super) fn text(plan: &Plan) -> io::Result<String> {
    let point = |point: &Point| {
        // The hash is of what is simulated; the file beside the chunks is known by its bytes.
        let (scenario, written) = (&point.scenario, point.scenario.resolved.as_bytes());
        json!({ "sets": point.sets, "hash": scenario.hash, "resolved_sha256": digest(written) })
    };
    let points: Vec<Value> = plan.points.iter().map(point).collect();
    let policies: Vec<String> = (0..plan.policies.len())
        .map(|at| plan.policy_name(at))
        .collect();
    let document = json!({
        "program": "maskflow",
        "format": FORMAT,
        "version": env!("CARGO_PKG_VERSION"),
        "study": plan.id(),
        "scenario": plan.points[0].scenario.name,
        "seed": plan.points[0].scenario.seed,
        "replicates": plan.replicates,
        "sampler": plan.sampler.to_string(),
        "points": points,
        "policies": policies,
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// The plan of the chunks in a folder.
///
/// # Errors
/// When something is missing there or not what plan.json says.
pub fn read(folder: &Path, text: &str) -> io::Result<Plan> {
    let wrong = |what: &str| {
        let place = folder.join(PLAN);
        let place = place.display();
        io::Error::other(Message(said!(
            "{place}：{what}；这一份须重新做",
            "{place}: {what}; the part has to be done again"
        )))
    };
    let document: Value = serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?;
    let list = |key: &str| {
        document[key]
            .as_array()
            .cloned()
            .ok_or_else(|| wrong(&format!("no list `{key}`")))
    };
    let name = document["scenario"]
        .as_str()
        .ok_or_else(|| wrong("no `scenario`"))?;
    if let Some(why) = name::objection(name) {
        return Err(wrong(&format!("scenario `{name}`: {why}")));
    }
    let mut points = Vec::new();
    for (at, point) in list("points")?.iter().enumerate() {
        let place = folder.join(point_folder(at)).join("scenario.toml");
        let mut scenario = scenario::load(&place, &[]).map_err(|findings| {
            let first = findings.first().map_or(String::new(), ToString::to_string);
            wrong(&format!("{} is not in order:\n{first}\n", place.display()))
        })?;
        name.clone_into(&mut scenario.name);
        let sets = point["sets"].as_array().cloned().unwrap_or_default();
        let sets = sets
            .iter()
            .filter_map(|set| set.as_str().map(str::to_owned));
        points.push(Point {
            sets: sets.collect(),
            scenario,
        });
    }
    let policy = |name: &Value| match name.as_str() {
        Some("given") => Ok(None),
        Some(rules) => rules
            .parse::<Candidate>()
            .map(Some)
            .map_err(|error| wrong(&error.to_string())),
        None => Err(wrong("a policy has no name")),
    };
    let plan = Plan {
        points,
        policies: list("policies")?
            .iter()
            .map(policy)
            .collect::<io::Result<_>>()?,
        replicates: document["replicates"]
            .as_u64()
            .ok_or_else(|| wrong("no `replicates`"))?,
        sampler: document["sampler"]
            .as_str()
            .unwrap_or_default()
            .parse()
            .map_err(|error: Message| wrong(&error.to_string()))?,
    };
    if let Some(objection) = plan.objection() {
        return Err(wrong(&objection.en));
    }
    if plan.points.is_empty() || plan.policies.is_empty() || plan.replicates == 0 {
        return Err(wrong("a plan without points, policies or replicates"));
    }
    if document["study"].as_str() == Some(plan.id().as_str()) {
        Ok(plan)
    } else {
        Err(wrong(
            "another version of maskflow, or other scenarios than those beside it",
        ))
    }
}
