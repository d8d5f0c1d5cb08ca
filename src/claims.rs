//! Claims problems.
