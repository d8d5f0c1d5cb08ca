//! Values that a study varies: a list or a sweep for a path; several make a grid.

use std::str::FromStr;

use crate::language::{Message, Word};
use crate::said;
use crate::scenario::split_argument;
use crate::study::plan::MOST_POINTS;

/// A path and the values that it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variation {
    path: String,
    values: Vec<String>,
}

impl FromStr for Variation {
    type Err = Message;

    fn from_str(text: &str) -> Result<Self, Message> {
        let (path, values) = split_argument(text)
            .filter(|(path, values)| !path.is_empty() && !values.is_empty())
            .ok_or_else(|| {
                Message(Word::of(
                    "应为路径及其取值：policy.link_ratio=0.2,0.4 或 policy.link_ratio=0..0.8:5",
                    "a path and its values: policy.link_ratio=0.2,0.4 or policy.link_ratio=0..0.8:5",
                ))
            })?;
        let values = match sweep(values)? {
            Some(values) => values,
            None => listed(values),
        };
        Ok(Self {
            path: path.to_owned(),
            values,
        })
    }
}

/// `low..high:points`, ends included.
fn sweep(text: &str) -> Result<Option<Vec<String>>, Message> {
    let Some((low, rest)) = text.split_once("..") else {
        return Ok(None);
    };
    let Some((high, points)) = rest.split_once(':') else {
        return Err(Message(said!(
            "`{text}`：区间须写明点数：0..0.8:5",
            "`{text}`: a sweep says how many points it has: 0..0.8:5"
        )));
    };
    let number = |text: &str| {
        text.trim()
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
    };
    let points = points.trim().parse::<usize>().ok();
    match (number(low), number(high), points) {
        (Some(low), Some(high), Some(points)) if (2..=MOST_POINTS).contains(&points) => {
            let value = |at: usize| low + (high - low) * at as f64 / (points - 1) as f64;
            // Twelve digits are those of the sweep; what comes after is how machines write fractions.
            let written = |at| {
                format!("{:.12}", value(at))
                    .trim_end_matches('0')
                    .trim_end_matches('.')
                    .to_owned()
            };
            Ok(Some((0..points).map(written).collect()))
        }
        _ => Err(Message(said!(
            "`{text}`：应为两个数和 2 至 {MOST_POINTS} 个点：0..0.8:5",
            "`{text}`: two numbers and 2 to {MOST_POINTS} points: 0..0.8:5"
        ))),
    }
}

/// Values between commas; those inside brackets and quotes belong to a value.
fn listed(text: &str) -> Vec<String> {
    let (mut depth, mut quoted) = (0_i32, false);
    let mut values = vec![String::new()];
    for letter in text.chars() {
        match letter {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        match (letter, values.last_mut()) {
            (',', _) if depth == 0 && !quoted => values.push(String::new()),
            (_, Some(value)) => value.push(letter),
            (_, None) => {}
        }
    }
    values.iter().map(|value| value.trim().to_owned()).collect()
}

/// Why so many combinations are no design.
pub(super) fn objection(variations: &[Variation]) -> Option<Word> {
    let counts = variations.iter().map(|variation| variation.values.len());
    let points = counts.fold(1_usize, usize::saturating_mul);
    (points > MOST_POINTS).then(|| {
        said!(
            "--vary：{points} 个设计点：最多 {MOST_POINTS} 个",
            "--vary: {points} points of the design: at most {MOST_POINTS}"
        )
    })
}

/// Every combination, the last path varying fastest; one empty combination where nothing is varied.
pub(super) fn grid(variations: &[Variation]) -> Vec<Vec<String>> {
    variations.iter().fold(vec![Vec::new()], |grid, variation| {
        let with = |sets: &Vec<String>| {
            let add = |value: &String| {
                let mut sets = sets.clone();
                sets.push(format!("{}={value}", variation.path));
                sets
            };
            variation.values.iter().map(add).collect::<Vec<_>>()
        };
        grid.iter().flat_map(with).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        text.parse::<Variation>().unwrap().values
    }

    #[test]
    fn lists_sweeps_and_distributions_are_values() {
        assert_eq!(values("policy.link_ratio=0.2, 0.4"), ["0.2", "0.4"]);
        assert_eq!(
            values("policy.link_ratio=0..0.8:5"),
            ["0", "0.2", "0.4", "0.6", "0.8"]
        );
        assert_eq!(
            values("roads.detour=uniform(1, 2),1.3"),
            ["uniform(1, 2)", "1.3"]
        );
        let row: Variation = r#"lines["a,b"].delivery_days=20,30"#.parse().unwrap();
        assert_eq!(row.path, r#"lines["a,b"].delivery_days"#);
        for wrong in ["policy.link_ratio", "x=", "x=0..1", "x=0..1:1", "x=a..b:3"] {
            assert!(wrong.parse::<Variation>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn several_paths_make_a_grid() {
        let both: Vec<Variation> = ["a=1,2", "b=3,4"].map(|text| text.parse().unwrap()).into();
        assert_eq!(
            grid(&both),
            [
                ["a=1", "b=3"],
                ["a=1", "b=4"],
                ["a=2", "b=3"],
                ["a=2", "b=4"]
            ]
        );
        assert_eq!(grid(&[]), [Vec::<String>::new()]);
    }
}
