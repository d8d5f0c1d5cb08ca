//! Claims problems: an amount E, claims c that add up to more than E, and rules for sharing E out
//! (O'Neill 1982; Aumann & Maschler 1985; Moulin 2000; Thomson 2003, 2015).
//!
//! A rule says what each claimant should get as an exact fraction, its *ideal*; [`rounding`] alone
//! turns ideals into whole units. So every award is the floor or the ceiling of its ideal, awards
//! add up to min(E, Σc), and the axioms of a rule can be tested on exact numbers.
//!
//! A new rule is one file with `TAKES_WEIGHTS`, `TREATS_EQUALS_EQUALLY` and `share`, its `mod`
//! line, and one line in the registry below. It may take for granted what `contest` promises:
//! 0 < E < Σc, every claim and every weight above zero.
//!
//! # Why nothing overflows
//!
//! Claims are at most 10¹², claimants 2.5·10⁵, weights 10⁹ ([`LARGEST_CLAIM`], [`MOST_CLAIMANTS`],
//! [`LARGEST_WEIGHT`]); so E < Σc ≤ 2.5·10¹⁷, below 2⁶³ ≈ 9.2·10¹⁸. Everything else is a `u128`, up to
//! 3.4·10³⁸:
//!
//! | rule | denominator of ideals | largest product |
//! |---|---|---|
//! | proportional | Σcw ≤ 2.5·10²⁶ | E·c·w ≤ 2.5·10³⁸ |
//! | equal awards | Σw ≤ 2.5·10¹⁴ | E·w, c·Σw ≤ 2.5·10²⁶ |
//! | equal losses, with loss weights v ≤ 10¹⁸ | Σv ≤ 2.5·10²³ | E·v, c·Σv ≤ 2.5·10³⁵ |
//! | Talmud, its reverse, Piniles, constrained egalitarian | 2n ≤ 5·10⁵ | 2cn ≤ 5·10¹⁷ |
//! | random arrival, exact; counted or sampled | 20! ≤ 2.5·10¹⁸; 2⁶⁰ | c·20! ≤ 2.5·10³⁰; c·2⁶⁰ ≤ 1.2·10³⁰ |
//! | adjusted proportional | Σc ≤ 2.5·10¹⁷ | E·c ≤ 2.5·10²⁹ |
//! | equal cover, with use a day u and held s ≤ 10¹² | Σu ≤ 2.5·10¹⁷ | (E + Σs)·u, Σ(s + c)·u ≤ 5·10²⁹ |
//! | minimal overlap | 10²⁶; beyond that 2⁶⁰ | c·10²⁶ = 10³⁸ |
//!
//! Rounding multiplies a remainder, less than the denominator, by 2⁴⁰ ≈ 1.1·10¹²: at most 2.8·10³⁸. So the numbers of
//! claimants and the largest weight have no room left under the proportional rule: 3.09·10⁵ claimants would be the most.

use std::fmt;
use std::str::FromStr;

mod adjusted_proportional;
pub mod calculator;
mod constrained_egalitarian;
mod contest;
mod divisor;
mod equal_awards;
mod equal_cover;
mod equal_losses;
mod first_come;
pub mod ideals;
mod index_order;
#[cfg(test)]
mod laws;
mod level;
mod minimal_overlap;
mod piniles;
mod priority;
mod proportional;
pub mod random_arrival;
mod reverse_talmud;
pub mod rounding;
mod talmud;
mod vessels;

use contest::{Claimant, Contest};
use ideals::Ideals;
use proportional::Parts;
use rounding::Queue;

use crate::language::Word;
use crate::said;

pub use crate::units::limits::{LARGEST_CLAIM, LARGEST_WEIGHT, MOST_CLAIMANTS};

macro_rules! registry {
    ($($(#[$doc:meta])* $rule:ident = $room:ident),* $(,)?) => {
        /// A rule for sharing out. Its name, in files and on the command line, is its file's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$doc])* $rule,)*
        }

        impl Rule {
            /// Every rule, in the order of the registry.
            pub const ALL: &'static [Self] = &[$(Self::$rule),*];

            /// The name of the rule in files and on the command line.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$rule => stringify!($room),)*
                }
            }

            /// Whether the literature gives the rule weights. The others ignore them here:
            /// refusing them, with a finding, is for whoever reads the scenario.
            #[must_use]
            pub fn takes_weights(self) -> bool {
                match self {
                    $(Self::$rule => $room::TAKES_WEIGHTS,)*
                }
            }

            /// Whether equal claims and weights are enough for equal ideals.
            #[must_use]
            pub fn treats_equals_equally(self) -> bool {
                match self {
                    $(Self::$rule => $room::TREATS_EQUALS_EQUALLY,)*
                }
            }

            fn share(self, contest: Contest<'_>, ideals: &mut Ideals) {
                match self {
                    $(Self::$rule => $room::share(contest, ideals),)*
                }
            }
        }
    };
}

registry! {
    /// Everybody the same part of their claim.
    Proportional = proportional,
    /// Everybody the same, but nobody more than their claim.
    EqualAwards = equal_awards,
    /// Everybody goes short of the same, but nobody of more than their claim.
    EqualLosses = equal_losses,
    /// Equal awards up to half of all claims, equal losses beyond.
    Talmud = talmud,
    /// Equal losses up to half of all claims, equal awards beyond.
    ReverseTalmud = reverse_talmud,
    /// Equal awards over half-claims, twice.
    Piniles = piniles,
    /// As equal as can be when nobody passes half of the claim before all have it.
    ConstrainedEgalitarian = constrained_egalitarian,
    /// First come, first served; the mean over all orders of arrival.
    RandomArrival = random_arrival,
    /// Everybody what the others leave, and the same part of the rest.
    AdjustedProportional = adjusted_proportional,
    /// Each unit shared equally by those whose claims lie on it, with as little overlap as can be.
    MinimalOverlap = minimal_overlap,
    /// Days of cover, of what is held and awarded, levelled from below.
    EqualCover = equal_cover,
    /// Class by class; another rule within a class.
    Priority = priority,
    /// One after the other, until nothing is left; whoever is first moves on every day.
    FirstCome = first_come,
    /// One after the other, in the order of ids.
    IndexOrder = index_order,
}

/// What [`Rule::EqualCover`] levels; other rules take no notice.
#[derive(Clone, Copy, Debug)]
pub struct Cover<'a> {
    /// What each holds already, 0 to [`LARGEST_CLAIM`].
    pub held: &'a [i64],
    /// What each uses a day, 0 to [`LARGEST_CLAIM`].
    pub daily_use: &'a [i64],
}

/// Who goes first under [`Rule::Priority`]; other rules take no notice.
#[derive(Clone, Copy, Debug)]
pub struct Classes<'a> {
    /// The class of each claimant: the lower is served first.
    pub of: &'a [u32],
    /// The rule within a class. Priority itself has nothing left to decide there: it counts as
    /// proportional.
    pub within: Rule,
}

/// An amount and those who claim it. All slices are in the same order and of the same length.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    /// What there is to share out; nothing is shared out when it is negative.
    pub amount: i64,
    /// What each claims, 0 to [`LARGEST_CLAIM`].
    pub claims: &'a [i64],
    /// What each weighs, 0 to [`LARGEST_WEIGHT`]; `None`: all alike. More weight is never worse for
    /// whoever has it, and who has none waits until all who have some are satisfied.
    pub weights: Option<&'a [i64]>,
    /// Under [`Rule::Priority`]; `None`: each is a class of its own, in the order of ranks.
    pub classes: Option<Classes<'a>>,
    /// Under [`Rule::EqualCover`]; `None`: nobody holds anything and a claim is a day's use.
    pub cover: Option<Cover<'a>>,
    /// The place of each claimant's id among the ids of all these claimants, from 0.
    pub ranks: &'a [u32],
    /// The day: whose turn it is where everything else is equal moves on with it.
    pub turn: i64,
}

impl Problem<'_> {
    /// What whoever asks has to see to; looked at in debug builds only.
    fn check(&self) {
        let count = self.claims.len();
        debug_assert!(count <= MOST_CLAIMANTS && self.ranks.len() == count);
        debug_assert!(
            self.claims
                .iter()
                .all(|claim| (0..=LARGEST_CLAIM).contains(claim))
        );
        debug_assert!(
            self.ranks.iter().all(|&rank| (rank as usize) < count),
            "one rank each"
        );
        debug_assert!(self.classes.is_none_or(|classes| classes.of.len() == count));
        debug_assert!(self.cover.is_none_or(|cover| {
            [cover.held, cover.daily_use].iter().all(|amounts| {
                amounts.len() == count && amounts.iter().all(|a| (0..=LARGEST_CLAIM).contains(a))
            })
        }));
        debug_assert!(self.weights.is_none_or(|weights| {
            weights.len() == count && weights.iter().all(|w| (0..=LARGEST_WEIGHT).contains(w))
        }));
    }
}

/// Memory that is used again from one problem to the next, so that sharing out allocates nothing
/// once it has seen its largest problem.
#[derive(Debug, Default)]
pub struct Workspace {
    claimants: Vec<Claimant>,
    ideals: Ideals,
    queue: Queue,
}

impl Workspace {
    /// Room for problems of up to so many claimants.
    #[must_use]
    pub fn with_capacity(claimants: usize) -> Self {
        Self {
            claimants: Vec::with_capacity(claimants),
            ideals: Ideals::with_capacity(claimants),
            queue: Queue::with_capacity(claimants),
        }
    }
}

impl Rule {
    /// Shares the amount out in whole units: `awards` add up to min(E, Σc). `credits` carries from
    /// one division to the next what rounding owes each claimant ([`rounding`]); it starts at zero.
    #[inline]
    pub fn divide(
        self,
        problem: &Problem<'_>,
        credits: &mut [i64],
        workspace: &mut Workspace,
        awards: &mut [i64],
    ) {
        let total: i64 = problem.claims.iter().sum();
        if problem.amount >= total {
            awards.copy_from_slice(problem.claims);
            return;
        }
        awards.fill(0);
        if problem.amount <= 0 {
            return;
        }
        if self == Self::Proportional
            && let Some(parts) = Parts::of(problem)
        {
            problem.check();
            let portions = parts.portions();
            rounding::round(problem, portions, credits, &mut workspace.queue, awards);
            return;
        }
        self.ideals(problem, workspace);
        let portions = workspace.ideals.portions();
        rounding::round(problem, portions, credits, &mut workspace.queue, awards);
    }

    /// What each claimant should get, exactly. Claimants of nothing are left out.
    pub fn ideals<'w>(self, problem: &Problem<'_>, workspace: &'w mut Workspace) -> &'w Ideals {
        problem.check();
        let Workspace {
            claimants, ideals, ..
        } = workspace;
        ideals.clear();
        let within = match problem.classes {
            Some(classes) if classes.within != Self::Priority => classes.within,
            _ => Self::Proportional,
        };
        contest::gather(
            if self == Self::Priority { within } else { self },
            problem,
            claimants,
        );
        let amount = problem.amount.max(0) as u64;
        contest::settle(
            self,
            Contest {
                amount,
                claimants,
                within,
                problem,
            },
            ideals,
        );
        ideals
    }
}

/// A name that no rule has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRule(pub String);

impl UnknownRule {
    /// What is told of it.
    #[must_use]
    pub fn word(&self) -> Word {
        let names: Vec<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        let (unknown, names) = (&self.0, names.join(", "));
        said!(
            "没有名为 `{unknown}` 的规则；可用的有 {names}",
            "no rule is called `{unknown}`; rules are {names}"
        )
    }
}

impl fmt::Display for UnknownRule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.word().en)
    }
}

impl std::error::Error for UnknownRule {}

impl FromStr for Rule {
    type Err = UnknownRule;

    fn from_str(name: &str) -> Result<Self, UnknownRule> {
        let named = Self::ALL.iter().find(|rule| rule.name() == name);
        named.copied().ok_or_else(|| UnknownRule(name.to_owned()))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.name())
    }
}
