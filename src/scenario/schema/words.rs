//! Words that fields choose from, with what they mean in types.

use crate::scenario::{Basis, Grade, Kind, Level, LineRoute, Link, SupplyRoute, Tier, Use};

/// The words alone.
pub(in crate::scenario) const fn names<T: Copy, const N: usize>(
    pairs: &[(&'static str, T); N],
) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = pairs[at].0;
        at += 1;
    }
    names
}

pub(in crate::scenario) const GRADES: [(&str, Grade); 3] = [
    ("low", Grade::Low),
    ("medium", Grade::Medium),
    ("high", Grade::High),
];

pub(in crate::scenario) const KINDS: [(&str, Kind); 6] = [
    ("national", Kind::National),
    ("frontline", Kind::Frontline),
    ("key_projects", Kind::KeyProjects),
    ("key_enterprises", Kind::KeyEnterprises),
    ("essential", Kind::Essential),
    ("public", Kind::Public),
];

/// Tiers of dispatch; the first four are guaranteed.
pub(in crate::scenario) const TIERS: [(&str, Tier); 6] = [
    ("national", Tier::National),
    ("frontline", Tier::Frontline),
    ("key_projects", Tier::KeyProjects),
    ("key_enterprises", Tier::KeyEnterprises),
    ("support", Tier::Support),
    ("market", Tier::Market),
];

pub(in crate::scenario) const BASES: [(&str, Basis); 5] = [
    ("one", Basis::One),
    ("capacity", Basis::Capacity),
    ("population", Basis::Population),
    ("need", Basis::Need),
    ("record", Basis::Record),
];

pub(in crate::scenario) const LEVELS: [(&str, Level); 3] = [
    ("enterprise", Level::Enterprise),
    ("county", Level::County),
    ("prefecture", Level::Prefecture),
];

pub(in crate::scenario) const LINKS: [(&str, Link); 3] = [
    ("none", Link::None),
    ("ratio", Link::Ratio),
    ("quota", Link::Quota),
];

pub(in crate::scenario) const ROUTES: [(&str, LineRoute); 5] = [
    ("existing", LineRoute::Existing),
    ("retrofit", LineRoute::Retrofit),
    ("expansion", LineRoute::Expansion),
    ("conversion", LineRoute::Conversion),
    ("new", LineRoute::New),
];

pub(in crate::scenario) const SUPPLY_ROUTES: [(&str, SupplyRoute); 3] = [
    ("allotment", SupplyRoute::Allotment),
    ("purchase", SupplyRoute::Purchase),
    ("cooperation", SupplyRoute::Cooperation),
];

pub(in crate::scenario) const USES: [(&str, Use); 2] = [("fit", Use::Fit), ("test", Use::Test)];

pub(super) const GRADE_NAMES: &[&str] = &names(&GRADES);
pub(super) const KIND_NAMES: &[&str] = &names(&KINDS);
pub(super) const TIER_NAMES: &[&str] = &names(&TIERS);
pub(super) const BASIS_NAMES: &[&str] = &names(&BASES);
pub(super) const LEVEL_NAMES: &[&str] = &names(&LEVELS);
pub(super) const LINK_NAMES: &[&str] = &names(&LINKS);
pub(super) const ROUTE_NAMES: &[&str] = &names(&ROUTES);
pub(super) const SUPPLY_ROUTE_NAMES: &[&str] = &names(&SUPPLY_ROUTES);
pub(super) const USE_NAMES: &[&str] = &names(&USES);

/// The tiers that `tier_order` puts in order.
pub(in crate::scenario) const GUARANTEED: &[&str] =
    &["national", "frontline", "key_projects", "key_enterprises"];

/// How sure a figure is: A an authority or the official press, B one secondary source, C weak, D reckoned or fitted.
pub(super) const CONFIDENCE: &[&str] = &["A", "B", "C", "D", "assumed"];

/// Reported figures: those that results are held against, then those that only give context.
pub(super) const METRICS: &[&str] = &[
    "nominal",
    "planned",
    "installed",
    "commissioned",
    "staffed",
    "effective",
    "gross",
    "output",
    "utilisation",
    "scrap",
    "released",
    "delivered",
    "retained",
    "pool",
    "reserve",
    "need",
    "served",
    "unmet",
    "listed_makers",
    "n95_output",
    "surgical_output",
    "flat_output",
    "self_sufficiency",
    "openness",
    "staffing",
    "firm_resumption",
    "firm_open_rate",
    "worker_return",
    "production_capacity_recovery",
    "makers_resumed",
    "meltblown_makers",
    "formed",
    "dispatched_batch",
    "n95_sent_to_suizhou",
];
