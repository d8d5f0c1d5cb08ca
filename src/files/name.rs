//! Names.

/// Why not.
pub fn unfit(name: &str) -> Option<String> {
    (name.contains(['/', '\\']) || name.starts_with('.')).then(|| "letters".to_owned())
}
