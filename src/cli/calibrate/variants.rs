//! The scenario as a fit needs it: parameters at their priors, cut off after the last figure, whole, and without each measure.

use std::path::Path;

use crate::scenario::{self, Finding, Scenario};
use crate::units::Day;

/// A scenario with its parameters at their priors.
pub(super) struct Variants {
    /// Cut off after the last figure.
    pub short: Scenario,
    /// Over the whole calendar.
    pub whole: Scenario,
    /// The same without a measure, by its id.
    pub without: Vec<(String, Scenario)>,
}

impl Variants {
    /// Of a scenario that was loaded from a path with values set.
    pub(super) fn of(
        path: &Path,
        sets: &[String],
        base: &Scenario,
        last: Day,
    ) -> Result<Self, Vec<Finding>> {
        let priors: Vec<String> = base.parameters.iter().map(prior).collect();
        let load = |more: &[String]| scenario::load(path, &[sets, &priors, more].concat());
        // What comes after the last figure is not simulated, so that no target may lie there.
        let target_date = base.target.date.min(base.date(last));
        let cut = [
            format!("days={}", last.row() + 1),
            format!("target.date={target_date}"),
        ];
        let on = base.measures.iter().filter(|measure| measure.on);
        let without = on.map(|measure| {
            let off = format!("measures[{}].on=false", quoted(&measure.id));
            Ok::<_, Vec<Finding>>((measure.id.clone(), load(&[off])?))
        });
        Ok(Self {
            short: load(&cut)?,
            whole: load(&[])?,
            without: without.collect::<Result<_, _>>()?,
        })
    }
}

/// Sets a parameter to its prior.
fn prior(parameter: &scenario::Parameter) -> String {
    let (id, prior) = (quoted(&parameter.id), parameter.prior.to_toml(true));
    format!("parameters[{id}].value={prior}")
}

/// An id between quotes that it does not have.
fn quoted(id: &str) -> String {
    let quote = if id.contains('"') { '\'' } else { '"' };
    format!("{quote}{id}{quote}")
}
