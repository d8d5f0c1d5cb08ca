//! Numbers as each language counts them: 万只 in Chinese, thousands and millions in English.

use crate::report::words::{self, Lang, Word};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Masks a day.
    PiecesADay,
    /// Masks.
    Pieces,
    /// Tonnes of material a day.
    TonnesADay,
    /// Tonnes of material.
    Tonnes,
    /// A share of one, written as a percentage.
    Share,
}

impl Quantity {
    fn counts_pieces(self) -> bool {
        matches!(self, Self::PiecesADay | Self::Pieces)
    }

    /// The unit, as an axis names it.
    pub(super) fn unit(self, lang: Lang) -> Word {
        match (self, lang) {
            (Self::PiecesADay, Lang::Both) => words::TEN_THOUSAND_A_DAY,
            (Self::Pieces, Lang::Both) => words::TEN_THOUSAND,
            (Self::PiecesADay, _) => words::PIECES_A_DAY,
            (Self::Pieces, _) => words::PIECES,
            (Self::TonnesADay, _) => words::TONNES_A_DAY,
            (Self::Tonnes, _) => words::TONNES,
            (Self::Share, _) => Word::of("%", "%"),
        }
    }

    /// The number on an axis, whose label says the unit.
    pub(super) fn tick(self, value: f64, lang: Lang) -> String {
        match self {
            Self::Share => plain(value * 100.0, 1),
            _ if self.counts_pieces() && lang == Lang::En => english(value),
            _ if self.counts_pieces() => plain(value / 1e4, 4),
            _ => plain(value, 3),
        }
    }

    /// The number in a text, with its unit kept short.
    pub(super) fn short(self, value: f64, lang: Lang) -> String {
        match self {
            Self::Share => format!("{}%", plain(value * 100.0, 0)),
            _ if self.counts_pieces() && lang == Lang::En => english(value),
            _ if self.counts_pieces() && value < 1.0 => "0".to_owned(),
            _ if self.counts_pieces() => {
                format!("{}万", plain(value / 1e4, if value < 1e5 { 1 } else { 0 }))
            }
            _ => format!(
                "{} {}",
                plain(value, 1),
                if lang == Lang::En { "t" } else { "吨" }
            ),
        }
    }

    /// The least that an axis spans, so that "nothing" is not drawn as noise.
    fn least(self) -> f64 {
        if self.counts_pieces() { 1e4 } else { 1.0 }
    }

    /// Round numbers from 0 to at least `highest`; the last one is the top of the axis.
    pub(super) fn ticks(self, highest: f64, about: f64) -> Vec<f64> {
        if self == Self::Share && (0.5..=1.0).contains(&highest) {
            return vec![0.0, 0.25, 0.5, 0.75, 1.0];
        }
        let highest = if highest.is_finite() {
            highest.max(self.least())
        } else {
            self.least()
        };
        let rough = highest / about;
        let magnitude = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .into_iter()
            .find(|step| step * magnitude >= rough * 0.999)
            .unwrap_or(10.0)
            * magnitude;
        let count = (highest / step - 1e-9).ceil() as usize;
        (0..=count).map(|n| n as f64 * step).collect()
    }
}

fn english(value: f64) -> String {
    match value.abs() {
        size if size >= 999_500.0 => format!("{}M", plain(value / 1e6, 2)),
        size if size >= 1e3 => format!("{}k", plain(value / 1e3, if size < 1e4 { 1 } else { 0 })),
        _ => plain(value, 0),
    }
}

/// With at most so many decimals, no idle zeros, and commas between thousands.
fn plain(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    let (whole, rest) = text
        .split_once('.')
        .map_or((text, String::new()), |(whole, rest)| {
            (whole, format!(".{rest}"))
        });
    let digits = whole.trim_start_matches('-');
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if whole.starts_with('-') && text != "-0" {
        "-"
    } else {
        ""
    };
    format!("{sign}{grouped}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_counts() {
        let pieces = Quantity::PiecesADay;
        assert_eq!(pieces.short(7_778_000.0, Lang::Zh), "778万");
        assert_eq!(pieces.short(7_778_000.0, Lang::En), "7.78M");
        assert_eq!(pieces.short(42_690_000.0, Lang::Both), "4,269万");
        assert_eq!(pieces.short(24_000.0, Lang::En), "24k");
        assert_eq!(pieces.tick(2_500_000.0, Lang::Zh), "250");
        assert_eq!(Quantity::Share.short(0.874, Lang::Zh), "87%");
        assert_eq!(
            (plain(-0.0, 0), plain(-1234.5, 1)),
            ("0".to_owned(), "-1,234.5".to_owned())
        );
    }

    #[test]
    fn axes_end_on_round_numbers() {
        assert_eq!(
            Quantity::PiecesADay.ticks(12.45e6, 6.0).last(),
            Some(&12.5e6)
        );
        assert_eq!(Quantity::PiecesADay.ticks(0.0, 5.0).last(), Some(&1e4));
        assert_eq!(Quantity::Tonnes.ticks(f64::NAN, 5.0).last(), Some(&1.0));
        assert_eq!(Quantity::Share.ticks(1.0, 5.0), [0.0, 0.25, 0.5, 0.75, 1.0]);
    }
}
