//! How much of a scenario is read: what lies beyond is a finding, before it takes time or memory.

/// Bytes of one file: a nation of 220,000 enterprises has some 350 MB as a resolved scenario, which is the largest.
pub(super) const FILE_BYTES: u64 = 512 << 20;

/// Filled cells of one CSV table: a nation's lines are some twelve million.
pub(super) const CELLS: usize = 20_000_000;

/// Scenarios in a chain in which each extends the next.
pub(super) const CHAIN: usize = 32;

/// Tables and lists inside each other, keys with dots counted key by key.
pub(super) const NESTING: usize = 32;

/// Steps of a path such as `policy.subsidy.central.share`.
pub(super) const STEPS: usize = 16;

/// Paths under `set` and `scale` of a scenario, of its measures and events, and of its parameters, together.
pub(super) const PATHS: usize = 1_000;

/// Rows that dated changes change, each counted as often as it is changed.
pub(super) const CHANGES: usize = 1_000_000;

/// Names that `[[correlation]]` rows bring together.
pub(super) const CORRELATED: usize = 200;

/// Findings that are told one by one: a file of something else altogether has millions.
pub(super) const FINDINGS: usize = 100_000;

/// Letters of a title or a name.
pub const LONGEST_TITLE: usize = 200;

/// Letters of a text that a finding shows.
pub(super) const SHOWN: usize = 200;
