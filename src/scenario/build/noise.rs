//! What wavers from day to day.

use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::reader::Reader;
use crate::scenario::schema::{DAILY, NOISE};
use crate::scenario::{Daily, Noise};

pub(super) fn noise(document: &Node, findings: &Findings) -> Noise {
    let Some(node) = document.get(NOISE.key) else {
        return Noise::default();
    };
    let table = Reader::table(node, &NOISE, NOISE.key, findings);
    let daily = |key: &'static str| {
        let Some(node) = table.find(key) else {
            return Daily::default();
        };
        let of = Reader::table(node, &DAILY, &table.path_of(key), findings);
        let daily = Daily {
            spread: of.number("spread"),
            persistence: of.number("persistence"),
            common: of.number("common"),
        };
        of.close();
        daily
    };
    let noise = Noise {
        availability: daily("availability"),
        supply: daily("supply"),
        demand: daily("demand"),
    };
    table.close();
    noise
}
