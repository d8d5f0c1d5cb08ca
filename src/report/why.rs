//! One award explained, from the clause to the shipment: the run is simulated again, and the day told as it closes.

use super::words::Word;
use super::words::sharing::{Notation, Plain};
use crate::chance::Future;
use crate::claims::calculator::Mixed;
use crate::engine::State;
use crate::ledger::Recorder;
use crate::policy::Policy;
use crate::scenario::Scenario;
use crate::units::{Day, MILLION, Share};
use crate::world::World;

mod exact;
mod masks;
mod material;

/// Whose award.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An enterprise's scarce material: its position.
    Enterprise(usize),
    /// A prefecture's masks from the pool: its position.
    Prefecture(usize),
}

/// One link of the chain: what is looked at, what it came to, and how.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is looked at.
    pub what: Word,
    /// What it came to.
    pub figure: String,
    /// How.
    pub how: Word,
}

/// One award of an item, told from the clause to the shipment.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Of what, and in which round.
    pub title: Word,
    /// What was awarded, in milligrams or pieces: the figure of allocation.csv or dispatch.csv.
    pub award: i64,
    /// Who got it, as allocation.csv or dispatch.csv calls it.
    pub claimant: String,
    /// What the rule gives exactly, rounded down to whole units; none where there was enough for all.
    pub ideal: Option<u64>,
    /// The links.
    pub steps: Vec<Step>,
}

/// Everything that a day needs to be told.
struct Told<'a> {
    scenario: &'a Scenario,
    world: &'a World,
    policy: &'a Policy,
    day: Day,
    state: &'a State,
    before: &'a Yesterday,
}

/// What allocation starts from and the close of its day no longer shows.
#[derive(Debug, Default)]
struct Yesterday {
    credit: Vec<i64>,
    link_factor: Vec<Share>,
    fulfilment: Vec<Share>,
}

impl Yesterday {
    fn of(state: &State) -> Self {
        let enterprises = &state.enterprises;
        Self {
            credit: state.holdings.credit.clone(),
            link_factor: enterprises.iter().map(|one| one.link_factor).collect(),
            fulfilment: enterprises.iter().map(|one| one.fulfilment).collect(),
        }
    }
}

struct Teller<'a> {
    scenario: &'a Scenario,
    policy: &'a Policy,
    subject: Subject,
    day: Day,
    before: Yesterday,
    memory: masks::Memory,
    chains: Vec<Chain>,
}

impl Recorder for Teller<'_> {
    fn open(&mut self, _world: &World, state: &State) {
        self.before = Yesterday::of(state);
    }

    fn close(&mut self, world: &World, day: Day, state: &State) {
        if day > self.day {
            return;
        }
        let told = Told {
            scenario: self.scenario,
            world,
            policy: self.policy,
            day,
            state,
            before: &self.before,
        };
        let asked = day == self.day;
        match self.subject {
            Subject::Enterprise(enterprise) if asked => {
                self.chains = material::chains(&told, enterprise);
            }
            Subject::Enterprise(_) => {}
            Subject::Prefecture(prefecture) => {
                self.chains = self.memory.follow(&told, asked.then_some(prefecture));
            }
        }
        self.before = Yesterday::of(state);
    }
}

/// Every award to a subject on a day of a future, or of the central world, in the order in which they are decided; claims
/// that got nothing too.
#[must_use]
pub fn why(scenario: &Scenario, future: Option<Future>, day: Day, subject: Subject) -> Vec<Chain> {
    let world = crate::world::world_of(scenario, future);
    let policy = Policy::of(scenario);
    let mut teller = Teller {
        scenario,
        policy: &policy,
        subject,
        day,
        before: Yesterday::default(),
        memory: masks::Memory::default(),
        chains: Vec::new(),
    };
    crate::engine::simulate(&world, &policy, &mut teller);
    teller.chains
}

impl Told<'_> {
    /// What the policy says that day: the measures that are on, with their articles.
    fn clause(&self) -> Step {
        let regime = self.policy.on(self.day);
        let begun = self.world.date(regime.from);
        let measures = self
            .scenario
            .measures
            .iter()
            .filter(|measure| measure.on && measure.article == "4");
        let titles: Vec<_> = measures.map(|measure| &measure.title).collect();
        let join = |pick: fn(&crate::scenario::Title) -> &str| {
            titles
                .iter()
                .map(|title| pick(title))
                .collect::<Vec<_>>()
                .join("；")
        };
        let (zh, en) = (join(|title| &title.zh), join(|title| &title.en));
        Step {
            what: Word::of("条款", "clause"),
            figure: "4".into(),
            how: Word::new(
                &format!(
                    "第四条统筹调配；{begun} 起的安排{}{zh}",
                    if zh.is_empty() { "" } else { "；措施：" }
                ),
                &format!(
                    "article 4, unified allocation and dispatch; regime since {begun}{}{en}",
                    if en.is_empty() { "" } else { "; measures: " }
                ),
            ),
        }
    }

    fn date(&self, day: Day) -> String {
        self.world.date(day).to_string()
    }
}

fn step(what: Word, figure: impl Into<String>, zh: &str, en: &str) -> Step {
    Step {
        what,
        figure: figure.into(),
        how: Word::new(zh, en),
    }
}

/// What is shared, and how amounts of it are written.
#[derive(Clone, Copy, Debug)]
enum Unit {
    /// Milligrams, written in kilograms; a weight of one is a million.
    Kilograms,
    /// Masks.
    Pieces,
}

impl Unit {
    fn whole(self, amount: i64) -> String {
        match self {
            Self::Kilograms => format!("{} kg", kilograms(amount)),
            Self::Pieces => amount.to_string(),
        }
    }

    /// What is never split.
    fn least(self) -> Word {
        match self {
            Self::Kilograms => Word::of("mg", "mg"),
            Self::Pieces => Word::of("只", "masks"),
        }
    }
}

impl Notation for Unit {
    fn amount(&self, amount: &Mixed) -> String {
        match self {
            Self::Pieces => Plain.amount(amount),
            Self::Kilograms if amount.numerator == 0 => self.whole(amount.whole),
            Self::Kilograms => format!(
                "{} + {:.6} mg",
                self.whole(amount.whole),
                amount.numerator as f64 / amount.denominator as f64
            ),
        }
    }

    fn one(&self) -> u128 {
        match self {
            Self::Kilograms => MILLION as u128,
            Self::Pieces => 1,
        }
    }
}

/// Kilograms, to the milligram.
fn kilograms(milligrams: i64) -> String {
    let text = format!("{}.{:06}", milligrams / 1_000_000, milligrams % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn per_cent(ppm: i64) -> String {
    format!("{}%", ppm as f64 / 10_000.0)
}
