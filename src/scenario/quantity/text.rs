//! Quantities as people write them: `triangular(7, 12, 25)` in a cell, `{ triangular = [7, 12, 25] }` in TOML.

use std::fmt;

use super::{Quantity, Shape};
use crate::language::Word;
use crate::said;

/// Names of the distributions, with their parameters.
pub static NAMES: [(&str, Word); 7] = [
    ("uniform", Word::of("最小值、最大值", "least, most")),
    ("triangular", LEAST_MODE_MOST),
    ("pert", LEAST_MODE_MOST),
    ("normal", Word::of("均值、标准差", "mean, sd")),
    ("lognormal", Word::of("中位数、sigma", "median, sigma")),
    (
        "choice",
        Word::of(
            "值、值……，或 值: 权重……",
            "value, value, …  or  value: weight, …",
        ),
    ),
    (
        "quantiles",
        Word::of(
            "最小值、……、最大值（各值以下的抽样比例等距）",
            "least, …, most: shares of draws below them evenly spaced",
        ),
    ),
];

const LEAST_MODE_MOST: Word = Word::of("最小值、众数、最大值", "least, mode, most");

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
    /// Parameters that don't fit; what would.
    #[error("{}", .0.en)]
    Parameters(Word),
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
            .ok_or(BadQuantity::Parameters(Word::of(
                "以右括号 `)` 结尾",
                "a `)` at the end",
            )))?;
        let shared = match tail.trim() {
            "" => shared,
            "shared" => true,
            "each" => false,
            _ => {
                return Err(BadQuantity::Parameters(Word::of(
                    "括号之后只有 `shared` 或 `each`",
                    "after the `)` only `shared` or `each`",
                )));
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
            return Err(BadQuantity::Parameters(Word::of(
                "权重只用于 choice，每个值一个",
                "weights with choice only, one for each value",
            )));
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
            _ => Err(match NAMES.iter().find(|(known, _)| *known == name) {
                Some((name, Word { zh, en })) => BadQuantity::Parameters(said!(
                    "{name} 的参数为：{zh}",
                    "the parameters of {name}: {en}",
                )),
                None => BadQuantity::Unknown(name.to_owned()),
            }),
        }
    }

    /// Whether the parameters make a distribution.
    pub(super) fn check(&self) -> Result<(), BadQuantity> {
        let bad = |zh, en| Err(BadQuantity::Parameters(Word::of(zh, en)));
        if let Some((_, values, weights)) = self.parts()
            && !values.iter().chain(&weights).all(|v| v.is_finite())
        {
            return Err(BadQuantity::NotFinite);
        }
        match self {
            Self::Fixed(v) if !v.is_finite() => Err(BadQuantity::NotFinite),
            Self::Uniform(a, b) if a > b => {
                bad("最小值不大于最大值", "a least that is not above the most")
            }
            Self::Triangular(a, m, b) | Self::Pert(a, m, b) if !(a <= m && m <= b) => bad(
                "最小值、众数、最大值依次不减",
                "least, mode and most in rising order: least ≤ mode ≤ most",
            ),
            Self::Normal(_, sd) if *sd < 0.0 => bad("标准差不小于 0", "a spread not below 0"),
            Self::Lognormal(median, sigma) if *median <= 0.0 || *sigma < 0.0 => bad(
                "中位数大于 0，sigma 不小于 0",
                "a median above 0 and a sigma not below 0",
            ),
            Self::Choice(values)
                if values.iter().any(|(_, w)| *w < 0.0)
                    || values.iter().all(|(_, w)| *w == 0.0) =>
            {
                bad(
                    "权重不为负，且不全为 0",
                    "weights that are not negative, nor all 0",
                )
            }
            Self::Quantiles(values) if !values.is_sorted() => {
                bad("各分位数依次不减", "quantiles in rising order")
            }
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
                BadQuantity::Parameters(Word::of(
                    "最小值不大于最大值",
                    "a least that is not above the most",
                )),
            ),
            (
                "triangular(1, 2)",
                BadQuantity::Parameters(Word::of(
                    "triangular 的参数为：最小值、众数、最大值",
                    "the parameters of triangular: least, mode, most",
                )),
            ),
        ] {
            assert_eq!(Quantity::parse(text, false), Err(reason), "{text}");
        }
    }
}
