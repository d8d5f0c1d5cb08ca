//! What happened: who listens to the days of a simulation.

use crate::engine::State;
use crate::units::Day;
use crate::world::World;

/// Listens to a simulation. What it does not copy is gone with the next day.
pub trait Recorder {
    /// The state in which day 0 opens.
    fn open(&mut self, _world: &World, _state: &State) {}
    /// A day has closed.
    fn close(&mut self, world: &World, day: Day, state: &State);
}

/// Records nothing: for measuring the engine alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nothing;

impl Recorder for Nothing {
    fn close(&mut self, _world: &World, _day: Day, _state: &State) {}
}
