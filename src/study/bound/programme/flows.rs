//! What may flow: material to makers, masks to the pool and to prefectures, and from there to whoever needs them.

use good_lp::{Expression, constraint, variable};

use super::super::given::{KILOGRAM, THOUSAND, earliest, latest};
use super::Programme;
use crate::policy::Policy;
use crate::scenario::Kind;
use crate::units::Day;
use crate::world::Landing;

impl Programme<'_> {
    /// Material sent out to neighbours, and what comes back for it.
    pub(super) fn cooperation(&mut self) {
        for supply in 0..self.world.supplies.count {
            let (Some((material, full)), landing) = (
                self.world.supplies.sends[supply],
                self.world.supplies.landing[supply],
            ) else {
                continue;
            };
            let returns = self.world.supplies.returns_after[supply] as usize;
            for day in 0..self.days() {
                let per_day = self.world.supplies.per_day.on(Day(day as i32)).rate(supply);
                if per_day.is_zero() || day + returns >= self.days() {
                    continue;
                }
                // The share of the full amount that is lent.
                let lent = self.columns.add(variable().min(0.0).max(1.0));
                if Some(material) == self.world.materials.linked {
                    self.from_depot[day] += full as f64 / KILOGRAM * lent;
                }
                let back = per_day.to_decimal() / THOUSAND * lent;
                match landing {
                    Landing::Pool(product) => {
                        self.into_pool[product.at()][day + returns] += back;
                    }
                    Landing::Prefecture(place, product) => {
                        let at = self.world.local(place, product);
                        self.into_local[at][day + returns] += back;
                    }
                    _ => {}
                }
            }
        }
    }

    /// Makers of one product in one prefecture: material in, masks out, to the pool or kept.
    pub(super) fn class(&mut self, at: usize, link: Option<&Policy>) {
        let class = &self.given.classes[at];
        let local = class.prefecture * self.world.products.count + class.product;
        let own: f64 = class.opening + class.landing.iter().sum::<f64>();
        let mut own_used = Expression::default();
        for made_on in 0..self.days() {
            let made = self
                .columns
                .add(variable().min(0.0).max(class.most[made_on]));
            if class.material[made_on] > 0.0 {
                let mut inputs = Expression::default();
                if let Some(leaves) = latest(made_on, |day| class.lead[day]) {
                    let awarded = self.columns.add(variable().min(0.0));
                    self.from_depot[leaves] += awarded;
                    self.awarded[at] += awarded;
                    inputs += awarded;
                }
                if own > 0.0 {
                    let stock = self.columns.add(variable().min(0.0));
                    own_used += stock;
                    inputs += stock;
                    let landed: f64 = class.landing[..=made_on].iter().sum();
                    if class.opening + landed < own {
                        let used = own_used.clone();
                        self.rows.push(constraint!(used <= class.opening + landed));
                    }
                }
                let bought = self.columns.add(variable().min(0.0));
                self.bought[made_on] += bought;
                inputs += bought;
                self.rows
                    .push(constraint!(class.material[made_on] * made <= inputs));
            }
            self.release(local, at, made_on, made.into(), link);
        }
        if own > 0.0 {
            self.rows.push(constraint!(own_used <= own));
        }
        if class.hold > 0.0 {
            self.release_of_opening(local, at);
        }
    }

    fn release(
        &mut self,
        local: usize,
        at: usize,
        made_on: usize,
        made: Expression,
        link: Option<&Policy>,
    ) {
        let class = &self.given.classes[at];
        let day = made_on + class.hold_days;
        if day >= self.days() {
            return;
        }
        let least = link.map_or(0.0, |policy| {
            let regime = policy.on(Day(day as i32));
            if regime.unified_allocation {
                regime.link_ratio.to_decimal()
            } else {
                0.0
            }
        });
        let sent = self.columns.add(variable().min(0.0));
        self.rows.push(constraint!(sent <= made.clone()));
        if least > 0.0 {
            self.rows.push(constraint!(sent >= least * made.clone()));
        }
        self.into_local[local][day] += made - sent;
        let arrives = earliest(self.days(), day, |leaves| class.lead[leaves]);
        if arrives < self.days() {
            self.into_pool[class.product][arrives] += sent;
        }
    }

    /// What hold queues hold on day 0 is released then at the earliest.
    fn release_of_opening(&mut self, local: usize, at: usize) {
        let class = &self.given.classes[at];
        let held = self.columns.add(variable().min(0.0).max(class.hold));
        let sent = self.columns.add(variable().min(0.0));
        self.rows.push(constraint!(sent <= held));
        self.into_local[local][0] += held - sent;
        let arrives = earliest(self.days(), 0, |leaves| class.lead[leaves]);
        if arrives < self.days() {
            self.into_pool[class.product][arrives] += sent;
        }
    }

    /// What a stream is served: from the pool where the province owes it, from local stock where it may use that.
    pub(super) fn stream(&mut self, at: usize) {
        let given = self.given;
        let stream = &given.streams[at];
        let owed = !matches!(stream.kind, Kind::Essential | Kind::Public);
        let local = matches!(
            stream.kind,
            Kind::Frontline | Kind::Essential | Kind::Public
        );
        for day in 0..self.days() {
            if stream.need[day] <= 0.0 {
                continue;
            }
            let leaves = match stream.prefecture {
                Some(place) => latest(day, |on| given.lead[place][on]),
                None => day.checked_sub(1),
            };
            for &product in &stream.products {
                if let (true, Some(leaves)) = (owed, leaves) {
                    let used = self.columns.add(variable().min(0.0));
                    self.from_pool[product][leaves] += used;
                    self.served[at][day] += used;
                }
                if let (true, Some(place)) = (local, stream.prefecture) {
                    let used = self.columns.add(variable().min(0.0));
                    self.from_local[place * self.world.products.count + product][day] += used;
                    self.served[at][day] += used;
                }
            }
            let served = self.served[at][day].clone();
            self.rows.push(constraint!(served <= stream.need[day]));
        }
    }

    /// Masks from the pool into local stocks, for prefectures in difficulty and the market; and back, where the policy
    /// buys what is above cover.
    pub(super) fn support(&mut self, policy: &Policy) {
        let products = self.world.products.count;
        let buys = policy
            .regimes
            .iter()
            .any(|regime| regime.buy_above_cover.is_some());
        for place in 0..self.world.prefectures.count {
            for product in 0..products {
                for day in 0..self.days() {
                    if let Some(leaves) = latest(day, |on| self.given.lead[place][on]) {
                        let sent = self.columns.add(variable().min(0.0));
                        self.from_pool[product][leaves] += sent;
                        self.into_local[place * products + product][day] += sent;
                    }
                    let arrives = earliest(self.days(), day, |on| self.given.lead[place][on]);
                    if buys && arrives < self.days() {
                        let sold = self.columns.add(variable().min(0.0));
                        self.from_local[place * products + product][day] += sold;
                        self.into_pool[product][arrives] += sold;
                    }
                }
            }
        }
    }
}
