//! Numbers as people and spreadsheets write them. The point is the decimal sign; commas group thousands by three.

use std::fmt::Write;

use super::letters::plain;
use crate::scenario::quantity::{BadQuantity, Quantity};
use crate::scenario::schema::{Form, Range};

/// Which endings a number may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::scenario) enum Kind {
    /// A share: 50%.
    Share,
    /// An amount: 10万, 1.2亿.
    Amount,
}

impl Kind {
    /// Of the numbers of a field.
    pub(in crate::scenario) fn of(form: &Form) -> Self {
        match form.range() {
            Some(Range { least, most }) if least >= 0.0 && most <= 1.0 => Self::Share,
            _ => Self::Amount,
        }
    }
}

/// A number in digits: `1,234`, `１２３`, `10万`, `50%` become 1234, 123, 10e4, 50e-2. Nothing else changes.
fn digits(text: &str, kind: Kind, grouped: bool) -> Result<String, BadQuantity> {
    let text = text.trim();
    let (number, exponent) = match (kind, text.chars().last()) {
        (Kind::Share, Some('%')) => (&text[..text.len() - 1], "e-2"),
        (Kind::Amount, Some('%')) => return Err(BadQuantity::Percent),
        (Kind::Amount, Some('万' | '萬')) => (&text[..text.len() - '万'.len_utf8()], "e4"),
        (Kind::Amount, Some('亿' | '億')) => (&text[..text.len() - '亿'.len_utf8()], "e8"),
        _ => (text, ""),
    };
    let number = number.trim_end();
    if !exponent.is_empty() && number.contains(['e', 'E']) {
        return Err(BadQuantity::NotANumber);
    }
    let number = if number.contains(',') && grouped {
        in_one(number)?
    } else {
        number.to_owned()
    };
    Ok(number + exponent)
}

/// A number without the commas that group its thousands by three.
fn in_one(number: &str) -> Result<String, BadQuantity> {
    let unsigned = number.strip_prefix(['-', '+']).unwrap_or(number);
    let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let is_group = |(at, group): (usize, &&str)| {
        let length = if at == 0 { 1..=3 } else { 3..=3 };
        length.contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_digit())
    };
    if groups.iter().enumerate().all(is_group) && !decimals.contains(',') {
        Ok(number.replace(',', ""))
    } else {
        Err(BadQuantity::Commas)
    }
}

/// A number or distribution as a field may write it.
///
/// # Errors
/// Why a text is none.
pub(in crate::scenario) fn quantity(text: &str, kind: Kind) -> Result<Quantity, BadQuantity> {
    let text = plain(text);
    let Some((name, rest)) = text.split_once('(') else {
        return Quantity::parse(&digits(&text, kind, true)?, false);
    };
    let Some((arguments, tail)) = rest.split_once(')') else {
        return Quantity::parse(&text, false);
    };
    let mut whole = format!("{}(", name.trim().to_lowercase());
    for (at, argument) in arguments.split(',').enumerate() {
        let between = if at == 0 { "" } else { ", " };
        let numbers: Result<Vec<String>, BadQuantity> = argument
            .split(':')
            .map(|number| digits(number, kind, false))
            .collect();
        let _ = write!(whole, "{between}{}", numbers?.join(": "));
    }
    let _ = write!(whole, ") {}", tail.trim().to_lowercase());
    Quantity::parse(&whole, false)
}

/// What a spreadsheet writes where it could not reckon.
pub(in crate::scenario) fn is_spreadsheet_error(text: &str) -> bool {
    const ERRORS: [&str; 9] = [
        "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
    ];
    text.starts_with('#') && ERRORS.contains(&&*plain(text).to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, kind: Kind) -> Result<f64, BadQuantity> {
        quantity(text, kind).map(|quantity| quantity.number().unwrap())
    }

    #[test]
    fn the_same_number_in_every_form() {
        for text in [
            "100000",
            "100,000",
            "１０００００",
            "100，000",
            "10万",
            "0.1百万",
            "1e5",
            "1E+05",
            "100_000",
            "100000.0",
        ] {
            let value = number(text, Kind::Amount);
            let expected = if text.contains('百') {
                Err(BadQuantity::NotANumber)
            } else {
                Ok(1e5)
            };
            assert_eq!(value, expected, "{text}");
        }
        assert_eq!(number("1.2亿", Kind::Amount), Ok(120_000_000.0));
        assert_eq!(number("1,234,567.5", Kind::Amount), Ok(1_234_567.5));
        assert_eq!(number("50%", Kind::Share), Ok(0.5));
        assert_eq!(number("５０％", Kind::Share), Ok(0.5));
        assert_eq!(number("−5", Kind::Amount), Ok(-5.0));
    }

    #[test]
    fn what_may_mean_two_things_is_no_number() {
        for (text, why) in [
            ("1,5", BadQuantity::Commas),
            ("1.234,5", BadQuantity::Commas),
            ("12,34,567", BadQuantity::Commas),
            (",5", BadQuantity::Commas),
            ("1,,234", BadQuantity::Commas),
            ("50%", BadQuantity::Percent),
            ("1e3万", BadQuantity::NotANumber),
            ("80片", BadQuantity::NotANumber),
            ("1 234", BadQuantity::NotANumber),
        ] {
            assert_eq!(number(text, Kind::Amount), Err(why), "{text}");
        }
        assert_eq!(number("10万", Kind::Share), Err(BadQuantity::NotANumber));
    }

    #[test]
    fn distributions_may_have_full_width_signs() {
        let plain = Quantity::parse("triangular(70, 80, 100)", false).unwrap();
        for text in [
            "triangular（70，80，100）",
            "Triangular(70,80,100)",
            "triangular(70, 80, 100) each",
        ] {
            assert_eq!(quantity(text, Kind::Amount), Ok(plain.clone()), "{text}");
        }
        let wan = quantity("uniform（1万，2万） shared", Kind::Amount).unwrap();
        assert_eq!(wan.to_text(), "uniform(10000, 20000) shared");
        let share = quantity("choice(10%: 1, 20%: 2)", Kind::Share).unwrap();
        assert_eq!(share.to_text(), "choice(0.1: 1, 0.2: 2)");
        let falling = quantity("triangular(100, 80, 70)", Kind::Amount);
        assert!(matches!(falling, Err(BadQuantity::Parameters(_))));
    }

    #[test]
    fn errors_of_spreadsheets_are_known() {
        assert!(is_spreadsheet_error("#N/A") && is_spreadsheet_error("#div/0!"));
        assert!(!is_spreadsheet_error("#1 line"));
    }
}
