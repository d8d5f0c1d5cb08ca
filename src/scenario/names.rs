//! Ids of a table, found by binary search: a nation has hundreds of thousands of rows, each of which refers to others.

use std::collections::BTreeMap;

/// Ids in the order of a table.
#[derive(Debug, Default)]
pub(super) struct Names {
    ids: Vec<String>,
    positions: BTreeMap<String, usize>,
}

impl Names {
    pub(super) fn of(ids: Vec<String>) -> Self {
        let mut positions = BTreeMap::new();
        for (at, id) in ids.iter().enumerate() {
            // Of twins the first is meant.
            positions.entry(id.clone()).or_insert(at);
        }
        Self { ids, positions }
    }

    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.ids.iter().map(String::as_str)
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_table_and_of_twins_the_first() {
        let names = Names::of(["b", "a", "b"].map(str::to_owned).to_vec());
        assert_eq!(
            (names.position("b"), names.position("a")),
            (Some(0), Some(1))
        );
        assert_eq!((names.position("c"), names.len()), (None, 3));
    }
}
