//! A day allocates no memory: everything is laid out when a state is made.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::path::Path;

use maskflow::engine::{State, step};
use maskflow::units::Day;
use maskflow::{Policy, scenario, world};

thread_local! {
    /// Allocations on this thread: other tests run on others.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: hands every call to the system's allocator as it is; the counter itself allocates nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A thread that is being torn down has no counter any more, and nothing to count.
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations_in_days(path: &Path, sets: &[String]) -> usize {
    let scenario = scenario::load(path, sets).unwrap();
    let (world, policy) = (world::central(&scenario), Policy::of(&scenario));
    let mut state = State::new(&world);
    let before = ALLOCATIONS.get();
    for day in 0..world.days {
        step(&world, &policy, Day(day as i32), &mut state);
    }
    ALLOCATIONS.get() - before
}

#[test]
fn a_day_allocates_nothing() {
    for name in super::laws::scenarios() {
        assert_eq!(allocations_in_days(&name, &[]), 0, "{}", name.display());
    }
}
