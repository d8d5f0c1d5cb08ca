//! One claims problem worked out by hand: awards, and why.
