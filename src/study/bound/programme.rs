//! The linear programme itself: columns, rows, objective. Thousands of pieces and kilograms, so that numbers stay near one.

use std::time::Instant;

use good_lp::solvers::clarabel::{ClarabelSolution, clarabel};
use good_lp::{
    Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, variable,
};

use super::given::{Given, THOUSAND, earliest, latest};
use super::{Question, Served, weigh};
use crate::policy::Policy;
use crate::scenario::Kind;
use crate::units::Day;
use crate::world::World;

/// How large a programme is, and how long it took.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Unknowns.
    pub columns: usize,
    /// Constraints, bounds of unknowns not counted.
    pub rows: usize,
    /// Seconds to solve.
    pub seconds: f64,
}

/// What the programme came to.
#[derive(Clone, Debug)]
pub struct Optimum {
    /// Need and service.
    pub served: Served,
    /// The fill rate that every prefecture has at least, where evenness was asked for.
    pub even: Option<f64>,
    /// Linked material that leaves the depot for each class of makers, kilograms.
    pub(super) awarded: Vec<f64>,
    /// How large it was.
    pub size: Size,
}

/// Why there is no optimum.
#[derive(Debug, thiserror::Error)]
#[error("the linear programme of {rows} rows has no optimum: {why}")]
pub struct Unsolved {
    rows: usize,
    why: String,
}

/// The programme while it is built.
struct Programme<'a> {
    given: &'a Given,
    world: &'a World,
    columns: ProblemVariables,
    rows: Vec<good_lp::Constraint>,
    /// Leaves the depot, by day; leaves and enters the pool, by product and day; enters and leaves local stocks, by place ×
    /// product and day.
    from_depot: Vec<Expression>,
    into_pool: Vec<Vec<Expression>>,
    from_pool: Vec<Vec<Expression>>,
    into_local: Vec<Vec<Expression>>,
    from_local: Vec<Vec<Expression>>,
    /// Bought on the market, by day.
    bought: Vec<Expression>,
    /// Served, by stream and day.
    served: Vec<Vec<Expression>>,
    /// Leaves the depot for each class.
    awarded: Vec<Expression>,
}

/// How far an optimum may be from its proof, as a share.
const PROVED: f64 = 1e-6;

/// Solves a programme. Evenness is asked first; then, at that level, service.
pub(super) fn solve(
    world: &World,
    policy: &Policy,
    given: &Given,
    question: Question,
    held: &[i64],
) -> Result<Optimum, Unsolved> {
    let build = || built(world, policy, given, question, held);
    let weights = match question {
        Question::Total => [1.0; 6],
        _ => weigh(policy, given),
    };
    if question != Question::Evenness {
        let programme = build();
        let objective = programme.score(&weights);
        return programme.optimum(objective);
    }
    let mut programme = build();
    let level = programme.columns.add(variable().min(0.0).max(1.0));
    programme.lift(&level.into());
    let (columns, rows) = (programme.columns.len(), programme.rows.len());
    let begun = Instant::now();
    let even = programme.solution(level.into())?.value(level);
    let first = begun.elapsed().as_secs_f64();
    let mut programme = build();
    // A hair below, so that rounding leaves something to find.
    programme.lift(&Expression::from((1.0 - 1e-7) * even));
    let objective = programme.score(&weights);
    let optimum = programme.optimum(objective)?;
    Ok(Optimum {
        even: Some(even),
        size: Size {
            columns,
            rows,
            seconds: first + optimum.size.seconds,
        },
        ..optimum
    })
}

fn built<'a>(
    world: &'a World,
    policy: &Policy,
    given: &'a Given,
    question: Question,
    held: &[i64],
) -> Programme<'a> {
    let mut programme = Programme::new(world, given);
    let link = (question == Question::ServiceWithLink).then_some(policy);
    programme.cooperation();
    for at in 0..given.classes.len() {
        programme.class(at, link);
    }
    for at in 0..given.streams.len() {
        programme.stream(at);
    }
    programme.support(policy);
    programme.depot_and_market();
    programme.pool(|day, product| {
        let floor = policy.on(Day(day as i32)).reserve_floor[product].0;
        let stood =
            (held.get(day * world.products.count + product)).is_some_and(|&held| held >= floor);
        if stood { floor as f64 / THOUSAND } else { 0.0 }
    });
    programme.local();
    programme
}

fn stocks(
    columns: &mut ProblemVariables,
    days: usize,
    least: impl Fn(usize) -> f64,
) -> Vec<Variable> {
    (0..days)
        .map(|day| columns.add(variable().min(least(day))))
        .collect()
}

fn table(rows: usize, days: usize) -> Vec<Vec<Expression>> {
    vec![vec![Expression::default(); days]; rows]
}

impl<'a> Programme<'a> {
    fn new(world: &'a World, given: &'a Given) -> Self {
        let (days, products) = (world.days, world.products.count);
        let places = world.prefectures.count * products;
        Self {
            given,
            world,
            columns: ProblemVariables::new(),
            rows: Vec::new(),
            from_depot: vec![Expression::default(); days],
            into_pool: table(products, days),
            from_pool: table(products, days),
            into_local: table(places, days),
            from_local: table(places, days),
            bought: vec![Expression::default(); days],
            served: table(given.streams.len(), days),
            awarded: vec![Expression::default(); given.classes.len()],
        }
    }

    fn days(&self) -> usize {
        self.world.days
    }

    /// Material sent out to neighbours, and what comes back for it.
    fn cooperation(&mut self) {
        for supply in 0..self.world.supplies.count {
            let (Some((material, full)), landing) = (
                self.world.supplies.sends[supply],
                self.world.supplies.landing[supply],
            ) else {
                continue;
            };
            let returns = self.world.supplies.returns_after[supply] as usize;
            for day in 0..self.days() {
                let per_day = self.world.supplies.per_day.row(Day(day as i32))[supply];
                if per_day == 0 || day + returns >= self.days() {
                    continue;
                }
                // The share of the full amount that is lent.
                let lent = self.columns.add(variable().min(0.0).max(1.0));
                if Some(material) == self.world.materials.linked {
                    self.from_depot[day] += full as f64 / super::given::KILOGRAM * lent;
                }
                let back = per_day as f64 / THOUSAND * lent;
                match landing {
                    crate::world::Landing::Pool(product) => {
                        self.into_pool[product.at()][day + returns] += back;
                    }
                    crate::world::Landing::Prefecture(place, product) => {
                        let at = self.world.local(place, product);
                        self.into_local[at][day + returns] += back;
                    }
                    _ => {}
                }
            }
        }
    }

    /// Makers of one product in one prefecture: material in, masks out, to the pool or kept.
    fn class(&mut self, at: usize, link: Option<&Policy>) {
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
    fn stream(&mut self, at: usize) {
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
    fn support(&mut self, policy: &Policy) {
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

    /// What leaves a stock stays within what came in. The stock of each day is a column, so that rows stay short.
    fn balance(
        &mut self,
        opening: f64,
        landing: &[f64],
        into: Vec<Expression>,
        from: Vec<Expression>,
        least: impl Fn(usize) -> f64,
    ) {
        let stock = stocks(&mut self.columns, self.world.days, least);
        for (day, (into, from)) in into.into_iter().zip(from).enumerate() {
            let mut flow = into - from;
            if day > 0 {
                flow += stock[day - 1];
            }
            let given = landing[day] + if day == 0 { opening } else { 0.0 };
            self.rows.push(constraint!(stock[day] - flow <= given));
        }
    }

    fn depot_and_market(&mut self) {
        let (given, days) = (self.given, self.days());
        let from = std::mem::take(&mut self.from_depot);
        self.balance(
            given.depot,
            &given.supply,
            vec![Expression::default(); days],
            from,
            |_| 0.0,
        );
        if let Some(market) = &given.market {
            let bought = std::mem::take(&mut self.bought);
            self.balance(
                0.0,
                market,
                vec![Expression::default(); days],
                bought,
                |_| 0.0,
            );
        }
    }

    fn pool(&mut self, reserve: impl Fn(usize, usize) -> f64) {
        let given = self.given;
        for product in 0..self.world.products.count {
            let into = std::mem::take(&mut self.into_pool[product]);
            let from = std::mem::take(&mut self.from_pool[product]);
            self.balance(
                given.pool[product],
                &given.pool_landing[product],
                into,
                from,
                |day| reserve(day, product),
            );
        }
    }

    fn local(&mut self) {
        let given = self.given;
        for at in 0..self.into_local.len() {
            let into = std::mem::take(&mut self.into_local[at]);
            let from = std::mem::take(&mut self.from_local[at]);
            self.balance(
                given.local[at],
                &given.local_landing[at],
                into,
                from,
                |_| 0.0,
            );
        }
    }

    fn score(&self, weights: &[f64; 6]) -> Expression {
        let mut score = Expression::default();
        for (stream, served) in self.given.streams.iter().zip(&self.served) {
            for day in served {
                score += weights[stream.kind as usize] * day.clone();
            }
        }
        score
    }

    /// Lifts every prefecture's fill rate to a level at least.
    fn lift(&mut self, level: &Expression) {
        for place in 0..self.world.prefectures.count {
            let here = |at: &usize| self.given.streams[*at].prefecture == Some(place);
            let streams: Vec<usize> = (0..self.served.len()).filter(here).collect();
            let need = |&at: &usize| self.given.streams[at].need.iter().sum::<f64>();
            let need: f64 = streams.iter().map(need).sum();
            if need > 0.0 {
                let served = streams.iter().flat_map(|&at| self.served[at].clone());
                let served: Expression = served.sum();
                self.rows.push(constraint!(need * level.clone() <= served));
            }
        }
    }

    /// An optimum with its proof: a solution of the dual programme that is worth the same.
    fn solution(self, objective: Expression) -> Result<ClarabelSolution, Unsolved> {
        let rows = self.rows.len();
        let unsolved = |why: String| Unsolved { rows, why };
        let mut model = self.columns.maximise(objective).using(clarabel);
        for row in self.rows {
            model.add_constraint(row);
        }
        let solution = model.solve().map_err(|why| unsolved(why.to_string()))?;
        let inner = solution.inner();
        let apart = (inner.obj_val - inner.obj_val_dual).abs() / inner.obj_val.abs().max(1.0);
        if apart < PROVED && inner.r_prim < PROVED && inner.r_dual < PROVED {
            Ok(solution)
        } else {
            Err(unsolved(format!(
                "the solver stopped as {:?}, {apart:.1e} from its proof",
                inner.status
            )))
        }
    }

    fn optimum(mut self, objective: Expression) -> Result<Optimum, Unsolved> {
        let (columns, rows) = (self.columns.len(), self.rows.len());
        let (world, given) = (self.world, self.given);
        let expressions = std::mem::take(&mut self.served);
        let awarded = std::mem::take(&mut self.awarded);
        let begun = Instant::now();
        let solution = self.solution(objective)?;
        let seconds = begun.elapsed().as_secs_f64();
        let mut served = Served::new(world);
        for (stream, by_day) in given.streams.iter().zip(&expressions) {
            let need: f64 = stream.need.iter().sum::<f64>() * THOUSAND;
            let got: f64 = by_day.iter().map(|day| solution.eval(day)).sum::<f64>() * THOUSAND;
            served.need[stream.kind as usize] += need;
            served.served[stream.kind as usize] += got;
            if let Some(place) = stream.prefecture {
                served.places[place][0] += need;
                served.places[place][1] += got;
            }
        }
        Ok(Optimum {
            served,
            awarded: awarded.iter().map(|class| solution.eval(class)).collect(),
            even: None,
            size: Size {
                columns,
                rows,
                seconds,
            },
        })
    }
}

impl From<Unsolved> for std::io::Error {
    fn from(unsolved: Unsolved) -> Self {
        Self::other(unsolved)
    }
}
