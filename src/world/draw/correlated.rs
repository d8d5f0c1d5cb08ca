//! Draws that move together: from independent numbers between 0 and 1 to correlated ones (`chance::copula`).

use std::collections::{BTreeMap, BTreeSet};

use super::values::{Drawn, Origin};
use crate::chance::copula::Copula;
use crate::chance::{Luck, Purpose, quantiles};
use crate::scenario::Correlation;

/// Quantities that hang on each other's luck.
#[derive(Debug, Default)]
pub(super) struct Correlated<'a> {
    /// What independent normal variables are drawn for.
    sources: Vec<Purpose>,
    draws: Vec<Draw<'a>>,
}

/// A quantity and the variables that its own is made of, with weights whose squares add up to 1.
#[derive(Debug)]
struct Draw<'a> {
    drawn: Drawn<'a>,
    parts: Vec<(usize, f64)>,
}

impl<'a> Correlated<'a> {
    /// The draws.
    pub(super) fn drawn(&self) -> impl Iterator<Item = &Drawn<'a>> {
        self.draws.iter().map(|draw| &draw.drawn)
    }

    /// Takes those draws out of a list whose groups correlate.
    ///
    /// # Panics
    /// Where validation has been left out and correlations name what is not drawn, or cannot all hold.
    pub(super) fn among(
        drawn: &mut Vec<Drawn<'a>>,
        origins: &[Origin<'a>],
        correlations: &[Correlation],
    ) -> Self {
        // By name, so that the order in which correlations are written decides nothing.
        let names: BTreeSet<&str> = (correlations.iter())
            .flat_map(|pair| [pair.one.as_str(), pair.other.as_str()])
            .collect();
        let origin = |name: &&str| {
            let mut all = origins.iter();
            let found = all.find(|origin| origin.name == **name);
            found.expect("validation finds names of what is not drawn")
        };
        let members: Vec<&Origin> = names.iter().map(origin).collect();
        let position = |name: &str| names.range(..name).count();
        let ranks: Vec<(usize, usize, f64)> = (correlations.iter())
            .map(|pair| (position(&pair.one), position(&pair.other), pair.rank))
            .collect();
        let tables: Vec<Option<&str>> = members.iter().map(|member| member.table()).collect();
        let copula = Copula::of(&tables, &ranks).expect("validation finds ranks that cannot be");
        let mut sources = Sources {
            members: &members,
            known: BTreeMap::new(),
            purposes: Vec::new(),
        };
        let mut draws = Vec::new();
        drawn.retain(|one| {
            let factor = one.purpose.factor();
            let member = members
                .iter()
                .position(|member| member.purpose.factor() == factor);
            if let Some(member) = member {
                let parts = sources.parts(&copula, member, one);
                draws.push(Draw { drawn: *one, parts });
            }
            member.is_none()
        });
        Self {
            sources: sources.purposes,
            draws,
        }
    }

    /// Writes one future's numbers. A factor that is pinned stands at its level, whatever it correlates with.
    pub(super) fn draw(&self, luck: &Luck, numbers: &mut [f64]) {
        let normal = |purpose: &Purpose| quantiles::normal(luck.at(purpose));
        let normals: Vec<f64> = self.sources.iter().map(normal).collect();
        for Draw { drawn, parts } in &self.draws {
            let level = luck.level(drawn.purpose.factor()).unwrap_or_else(|| {
                let parts = parts
                    .iter()
                    .map(|&(source, weight)| weight * normals[source]);
                quantiles::normal_share_below(parts.sum())
            });
            numbers[drawn.at] = drawn.quantity.quantile(level);
        }
    }
}

/// Independent variables, each once.
struct Sources<'m, 'a> {
    members: &'m [&'m Origin<'a>],
    /// By member, and by row where it is a row's own.
    known: BTreeMap<(usize, Option<usize>), usize>,
    purposes: Vec<Purpose>,
}

impl Sources<'_, '_> {
    /// What the variable of a draw is made of.
    fn parts(&mut self, copula: &Copula, member: usize, drawn: &Drawn) -> Vec<(usize, f64)> {
        let origin = self.members[member];
        if drawn.purpose == origin.purpose {
            return (copula.common(member))
                .map(|(of, weight)| (self.at(of, None), weight))
                .collect();
        }
        let row = Some(drawn.at - origin.first);
        let common = copula.common_of_row(member).map(|part| (part, None));
        let own = copula.own_of_row(member).map(|part| (part, row));
        (common.chain(own))
            .map(|((of, weight), row)| (self.at(of, row), weight))
            .collect()
    }

    fn at(&mut self, member: usize, row: Option<usize>) -> usize {
        let origin = self.members[member];
        *self.known.entry((member, row)).or_insert_with(|| {
            self.purposes.push(match row {
                Some(row) => origin.purpose_of_row(row),
                None => origin.purpose,
            });
            self.purposes.len() - 1
        })
    }
}
