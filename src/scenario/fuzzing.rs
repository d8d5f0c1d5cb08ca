//! Where fuzzing begins: the readers of scenario files, each on bytes alone. Built with the feature `fuzzing` only.

use std::path::Path;

use super::document::{Node, parse_csv, parse_toml};
use super::findings::Findings;
use super::quantity::Shape;
use super::schema::LINE;
use super::{Quantity, overlay, structure};

/// Reads a TOML document and holds it to the form of scenarios.
pub fn toml(bytes: &[u8]) {
    let findings = Findings::default();
    if let Some(document) = parse_toml("scenario.toml", bytes, &findings) {
        structure::holds(&document, &findings);
        let _ = document.text();
    }
    shown(findings);
}

/// Reads a CSV table.
pub fn csv(bytes: &[u8]) {
    let findings = Findings::default();
    let _ = parse_csv("lines.csv", bytes, &LINE, &findings);
    shown(findings);
}

/// Reads a quantity; what is read is written, and read again as the same.
///
/// # Panics
/// When a quantity that was read is not read again as the same.
pub fn quantity(text: &str) {
    let Ok(quantity) = Quantity::parse(text, false) else {
        return;
    };
    let (low, high) = quantity.extremes();
    assert!(low <= high, "{text}: extremes {low} to {high}");
    let again = Quantity::parse(&quantity.to_text(), false);
    let shape = again.as_ref().map(Quantity::shape).ok();
    let same = |other: &Shape| format!("{other:?}") == format!("{:?}", quantity.shape());
    assert!(shape.is_some_and(same), "{text}: {}", quantity.to_text());
}

/// Applies changes to a scenario's document, a line each, as `--set` would.
pub fn changes(document: &Document, lines: &str) {
    let findings = Findings::default();
    let mut changed = document.0.clone();
    for line in lines.lines().take(50) {
        overlay::apply_argument(&mut changed, line, &findings);
    }
    overlay::apply_undated(&mut changed, &findings);
    structure::holds(&changed, &findings);
    shown(findings);
}

/// A document that changes are applied to.
pub struct Document(Node);

impl Document {
    /// Reads a resolved scenario; nothing where it cannot be read.
    #[must_use]
    pub fn read(path: &Path) -> Option<Self> {
        let bytes = crate::files::regular(path, 1 << 24).ok()?;
        parse_toml("scenario.toml", &bytes, &Findings::default()).map(Self)
    }
}

/// What is found is written out, as on a terminal.
fn shown(findings: Findings) {
    for finding in findings.into_sorted() {
        let text = finding.to_string();
        assert!(
            !text
                .chars()
                .any(|letter| letter.is_control() && letter != '\n'),
            "{text:?}"
        );
    }
}
