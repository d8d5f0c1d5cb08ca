//! Quantities as people write them: `triangular(7, 12, 25)` in a cell, `{ triangular = [7, 12, 25] }` in TOML.

use std::fmt;

use super::{Quantity, Shape};

/// Names of the distributions, with their parameters.
pub const NAMES: [(&str, &str); 7] = [
    ("uniform", "least, most"),
    ("triangular", "least, mode, most"),
    ("pert", "least, mode, most"),
    ("normal", "mean, sd"),
    ("lognormal", "median, sigma"),
    ("choice", "value, value, …  or  value: weight, …"),
    (
        "quantiles",
        "least, …, most: shares of draws below them evenly spaced",
    ),
];

/// Why a text is no quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadQuantity {
    /// Neither a number nor a distribution.
    #[error("not a number")]
    NotANumber,
    /// A number with a percent sign.
    #[error("a percent sign")]
    Percent,
    /// Commas that do not group thousands by three.
    #[error("commas group thousands by three (1,234); the point is the decimal sign")]
    Commas,
    /// Infinity, or no number at all (`nan`).
    #[error("not a finite number")]
    NotFinite,
    /// A name that no distribution has.
    #[error("no distribution of the name {0}")]
    Unknown(String),
    /// Parameters that don't fit.
    #[error("{0}")]
    Parameters(&'static str),
}

/// A plain number; `1_000` is one too.
pub(crate) fn number(text: &str) -> Result<f64, BadQuantity> {
    let text = text.trim();
    if text.ends_with(['%', '％']) {
        return Err(BadQuantity::Percent);
    }
    let spaced = text.split('_').all(|part| !part.is_empty());
    let value: f64 = text
        .replace('_', "")
        .parse()
        .map_err(|_| BadQuantity::NotANumber)?;
    match (spaced, value.is_finite()) {
        (false, _) => Err(BadQuantity::NotANumber),
        (true, false) => Err(BadQuantity::NotFinite),
        (true, true) => Ok(value),
    }
}

impl Quantity {
    /// Reads a number or a distribution. `shared` is what holds when the text doesn't say.
    ///
    /// # Errors
    ///
    /// When the text is neither, or its parameters don't fit.
    pub fn parse(text: &str, shared: bool) -> Result<Self, BadQuantity> {
        let text = text.trim();
        let Some((name, rest)) = text.split_once('(') else {
            let shape = Shape::Fixed(number(text)?);
            return Self::new(shape, true);
        };
        let (arguments, tail) = rest
            .split_once(')')
            .ok_or(BadQuantity::Parameters("a ) is missing"))?;
        let shared = match tail.trim() {
            "" => shared,
            "shared" => true,
            "each" => false,
            _ => {
                return Err(BadQuantity::Parameters(
                    "only `shared` or `each` may follow",
                ));
            }
        };
        let (values, weights) = arguments_of(arguments)?;
        Self::new(Shape::of(name.trim(), &values, &weights)?, shared)
    }

    /// The text of a CSV cell: `parse(text)` gives this quantity back where distributions are `each` by default.
    #[must_use]
    pub fn to_text(&self) -> String {
        let tail = if self.shared && self.number().is_none() {
            " shared"
        } else {
            ""
        };
        format!("{}{tail}", self.shape)
    }

    /// The value in TOML; `default_shared` is what holds there when nothing is said.
    #[must_use]
    pub fn to_toml(&self, default_shared: bool) -> String {
        let Some((name, values, weights)) = self.shape.parts() else {
            return self.shape.to_string();
        };
        let list = |values: &[f64]| {
            values
                .iter()
                .map(f64::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        };
        let mut text = format!("{{ {name} = [{}]", list(&values));
        if !weights.is_empty() {
            text += &format!(", weights = [{}]", list(&weights));
        }
        match (self.shared, default_shared) {
            (true, false) => text += ", shared = true",
            (false, true) => text += ", each = true",
            _ => {}
        }
        text + " }"
    }
}

/// Splits `1, 2` or `1: 0.3, 2: 0.7` into values and weights.
fn arguments_of(text: &str) -> Result<(Vec<f64>, Vec<f64>), BadQuantity> {
    let (mut values, mut weights) = (Vec::new(), Vec::new());
    for part in text.split([',', '，']) {
        if let Some((value, weight)) = part.split_once([':', '：']) {
            values.push(number(value)?);
            weights.push(number(weight)?);
        } else {
            values.push(number(part)?);
        }
    }
    Ok((values, weights))
}

impl Shape {
    /// The distribution of this name; weights are for `choice` only and may be left out.
    ///
    /// # Errors
    ///
    /// When there is no such distribution or the number of parameters is wrong.
    pub fn of(name: &str, values: &[f64], weights: &[f64]) -> Result<Self, BadQuantity> {
        if !weights.is_empty() && (name != "choice" || weights.len() != values.len()) {
            return Err(BadQuantity::Parameters(
                "weights go with choice, one for each value",
            ));
        }
        match (name, values) {
            ("uniform", &[a, b]) => Ok(Self::Uniform(a, b)),
            ("triangular", &[a, mode, b]) => Ok(Self::Triangular(a, mode, b)),
            ("pert", &[a, mode, b]) => Ok(Self::Pert(a, mode, b)),
            ("normal", &[mean, sd]) => Ok(Self::Normal(mean, sd)),
            ("lognormal", &[median, sigma]) => Ok(Self::Lognormal(median, sigma)),
            ("choice", [_, ..]) => {
                let weight = |i: usize| weights.get(i).copied().unwrap_or(1.0);
                Ok(Self::Choice(
                    values
                        .iter()
                        .enumerate()
                        .map(|(i, &v)| (v, weight(i)))
                        .collect(),
                ))
            }
            ("quantiles", [_, _, ..]) => Ok(Self::Quantiles(values.to_vec())),
            _ if NAMES.iter().any(|(known, _)| *known == name) => {
                Err(BadQuantity::Parameters("the number of parameters is wrong"))
            }
            _ => Err(BadQuantity::Unknown(name.to_owned())),
        }
    }

    /// Whether the parameters make a distribution.
    pub(super) fn check(&self) -> Result<(), BadQuantity> {
        let bad = |reason| Err(BadQuantity::Parameters(reason));
        if let Some((_, values, weights)) = self.parts()
            && !values.iter().chain(&weights).all(|v| v.is_finite())
        {
            return Err(BadQuantity::NotFinite);
        }
        match self {
            Self::Fixed(v) if !v.is_finite() => Err(BadQuantity::NotFinite),
            Self::Uniform(a, b) if a > b => bad("the least is above the most"),
            Self::Triangular(a, m, b) | Self::Pert(a, m, b) if !(a <= m && m <= b) => {
                bad("least ≤ mode ≤ most does not hold")
            }
            Self::Normal(_, sd) if *sd < 0.0 => bad("the spread is negative"),
            Self::Lognormal(median, sigma) if *median <= 0.0 || *sigma < 0.0 => {
                bad("the median must be above 0 and sigma not below 0")
            }
            Self::Choice(values)
                if values.iter().any(|(_, w)| *w < 0.0)
                    || values.iter().all(|(_, w)| *w == 0.0) =>
            {
                bad("weights must not be negative, nor all 0")
            }
            Self::Quantiles(values) if !values.is_sorted() => bad("quantiles do not rise"),
            _ => Ok(()),
        }
    }

    /// Name, values and (uneven) weights; none for a plain number.
    fn parts(&self) -> Option<(&'static str, Vec<f64>, Vec<f64>)> {
        let plain = |name, values: &[f64]| Some((name, values.to_vec(), Vec::new()));
        match self {
            Self::Fixed(_) => None,
            Self::Uniform(a, b) => plain("uniform", &[*a, *b]),
            Self::Triangular(a, m, b) => plain("triangular", &[*a, *m, *b]),
            Self::Pert(a, m, b) => plain("pert", &[*a, *m, *b]),
            Self::Normal(mean, sd) => plain("normal", &[*mean, *sd]),
            Self::Lognormal(median, sigma) => plain("lognormal", &[*median, *sigma]),
            Self::Quantiles(values) => plain("quantiles", values),
            Self::Choice(pairs) => {
                let (values, weights): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
                let even = weights.iter().all(|w| *w == 1.0);
                Some(("choice", values, if even { Vec::new() } else { weights }))
            }
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((name, values, weights)) = self.parts() else {
            return if let Self::Fixed(value) = self {
                write!(f, "{value}")
            } else {
                Ok(())
            };
        };
        let weight = |i: usize| weights.get(i).map(|w| format!(": {w}")).unwrap_or_default();
        let arguments: Vec<String> = values
            .iter()
            .enumerate()
            .map(|(i, v)| format!("{v}{}", weight(i)))
            .collect();
        write!(f, "{name}({})", arguments.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back() {
        for text in [
            "8",
            "0.25",
            "uniform(1, 2)",
            "triangular(7, 12, 25) shared",
            "choice(1: 0.3, 2: 0.7)",
            "choice(1, 2)",
            "quantiles(1, 2, 6)",
        ] {
            assert_eq!(Quantity::parse(text, false).unwrap().to_text(), text);
        }
        assert_eq!(
            Quantity::parse("1_000", false).unwrap().number(),
            Some(1000.0)
        );
        let shared = Quantity::parse("uniform(1, 2) shared", false).unwrap();
        assert_eq!(shared.to_toml(false), "{ uniform = [1, 2], shared = true }");
        assert_eq!(shared.to_toml(true), "{ uniform = [1, 2] }");
    }

    #[test]
    fn nonsense_is_refused_with_a_reason() {
        for (text, reason) in [
            ("many", BadQuantity::NotANumber),
            ("_1", BadQuantity::NotANumber),
            ("10%", BadQuantity::Percent),
            ("inf", BadQuantity::NotFinite),
            ("gaussian(1, 2)", BadQuantity::Unknown("gaussian".into())),
            (
                "uniform(2, 1)",
                BadQuantity::Parameters("the least is above the most"),
            ),
            (
                "triangular(1, 2)",
                BadQuantity::Parameters("the number of parameters is wrong"),
            ),
        ] {
            assert_eq!(Quantity::parse(text, false), Err(reason), "{text}");
        }
    }
}
