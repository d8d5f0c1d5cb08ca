//! The linear programme itself: what may flow, what stocks allow, and what is sought. Thousands of pieces and kilograms, so
//! that numbers stay near one.

use std::fmt;
use std::time::Instant;

use good_lp::solvers::clarabel::{ClarabelSolution, clarabel};
use good_lp::{Expression, ProblemVariables, Solution, SolverModel, constraint, variable};

use super::given::{Given, THOUSAND};
use super::{Question, Served, weigh};
use crate::language::{Message, Word};
use crate::policy::Policy;
use crate::said;
use crate::units::Day;
use crate::world::World;

mod balances;
mod flows;

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
#[derive(Debug)]
pub struct Unsolved {
    rows: usize,
    why: String,
}

impl Unsolved {
    /// What is told of it.
    #[must_use]
    pub fn word(&self) -> Word {
        let Self { rows, why } = self;
        said!(
            "{rows} 行的线性规划没有最优解：{why}",
            "the linear programme of {rows} rows has no optimum: {why}"
        )
    }
}

impl fmt::Display for Unsolved {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.word().en)
    }
}

impl std::error::Error for Unsolved {}

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
        Self::other(Message(unsolved.word()))
    }
}
