//! Numbers as each language counts them: 万只 in Chinese, thousands and millions in English.

use crate::report::decimals::decimals;
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
    /// A number without a unit: an index, a coefficient.
    Index,
    /// Days.
    Days,
    /// Days that people went without.
    PersonDays,
}

impl Quantity {
    /// Does it run to millions, which Chinese counts in 万?
    fn counts_pieces(self) -> bool {
        matches!(self, Self::PiecesADay | Self::Pieces | Self::PersonDays)
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
            (Self::PersonDays, Lang::Both) => words::TEN_THOUSAND_PERSON_DAYS,
            (Self::PersonDays, _) => words::PERSON_DAYS,
            (Self::Days, _) => words::DAYS,
            (Self::Share, _) => Word::of("%", "%"),
            (Self::Index, _) => Word::default(),
        }
    }

    /// The number on an axis, whose label says the unit.
    pub(super) fn tick(self, value: f64, lang: Lang) -> String {
        match self {
            Self::Share => plain(value * 100.0, 3),
            _ if self.counts_pieces() && lang == Lang::En => english(value, 3),
            _ if self.counts_pieces() => plain(value / 1e4, 4),
            _ => plain(value, 4),
        }
    }

    /// The number in a text, with its unit kept short; a dash where there is none.
    #[must_use]
    pub fn short(self, value: f64, lang: Lang) -> String {
        match self {
            _ if !value.is_finite() => "–".to_owned(),
            Self::Share => format!("{}%", plain(value * 100.0, 0)),
            Self::Index => decimals(value, 3),
            Self::Days => format!("{} {}", plain(value, 1), words::DAYS.first(lang)),
            _ if self.counts_pieces() && lang == Lang::En => english(value, 0),
            _ if self.counts_pieces() && value.abs() < 1.0 => "0".to_owned(),
            _ if self.counts_pieces() => {
                let decimals = if value.abs() < 1e5 { 1 } else { 0 };
                format!("{}万", plain(value / 1e4, decimals))
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

    /// The least that an axis spans which does not start at 0.
    fn finest(self) -> f64 {
        match self {
            Self::Share | Self::Index => 0.002,
            _ => self.least(),
        }
    }

    /// Round numbers from below the least to above the greatest of the values that are data, about so many steps apart;
    /// never below 0 nor, for shares, above 1 where no value is.
    pub(super) fn covering(self, values: impl IntoIterator<Item = f64>, about: f64) -> Vec<f64> {
        let known = values.into_iter().filter(|value| value.is_finite());
        let range = known.fold(None, |range: Option<(f64, f64)>, value| {
            let (least, most) = range.unwrap_or((value, value));
            Some((least.min(value), most.max(value)))
        });
        let (least, most) = range.unwrap_or((0.0, 0.0));
        let size = least.abs().max(most.abs());
        let step = round((most - least).max(self.finest()).max(1e-9 * size) / about.max(1.0));
        let floor = if least >= 0.0 { 0 } else { i64::MIN };
        let whole = (1.0 / step).ceil() as i64;
        let ceiling = if self == Self::Share && most <= 1.0 {
            whole
        } else {
            i64::MAX
        };
        let first = ((least / step - 0.15).floor() as i64).max(floor);
        let last = ((most / step + 0.15).ceil() as i64).min(ceiling);
        (first..=last).map(|at| at as f64 * step).collect()
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
        let step = round(highest / about);
        let count = (highest / step - 1e-9).ceil() as usize;
        (0..=count).map(|n| n as f64 * step).collect()
    }
}

/// The least round number that is hardly less: 1, 2, 2.5 or 5 times a power of ten.
fn round(rough: f64) -> f64 {
    let magnitude = libm::exp10(libm::log10(rough).floor());
    let step = [1.0, 2.0, 2.5, 5.0]
        .into_iter()
        .find(|step| step * magnitude >= rough * 0.999);
    step.unwrap_or(10.0) * magnitude
}

/// The number of replicates, of rows: all digits.
pub(super) fn whole(count: u64) -> String {
    plain(count as f64, 0)
}

/// Thousands and millions, with so many decimals more than a text needs.
fn english(value: f64, more: usize) -> String {
    match value.abs() {
        size if size >= 999_500.0 => format!("{}M", plain(value / 1e6, 2 + more)),
        size if size >= 1e3 => {
            let decimals = more + usize::from(size < 1e4);
            format!("{}k", plain(value / 1e3, decimals))
        }
        _ => plain(value, more),
    }
}

/// With at most so many decimals, no idle zeros, and commas between thousands.
fn plain(value: f64, places: usize) -> String {
    let text = decimals(value, places);
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
    let sign = if whole.starts_with('-') { "-" } else { "" };
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

    #[test]
    fn axes_that_start_elsewhere_are_round_and_cover_all_that_is_data() {
        let quantities = [
            Quantity::Share,
            Quantity::Index,
            Quantity::Days,
            Quantity::PiecesADay,
        ];
        let cases: [&[f64]; 7] = [
            &[0.61, 0.64, 0.83],
            &[0.5, 0.5],
            &[0.999, 1.0],
            &[0.0],
            &[f64::NAN, -3.0, 4e9, f64::INFINITY],
            &[1e15, 1e15 + 1.0],
            &[],
        ];
        for (quantity, values) in quantities
            .iter()
            .flat_map(|q| cases.map(|values| (q, values)))
        {
            let ticks = quantity.covering(values.iter().copied(), 4.0);
            let (first, last) = (ticks[0], ticks[ticks.len() - 1]);
            let known = values.iter().filter(|value| value.is_finite());
            assert!(
                known.clone().all(|value| (first..=last).contains(value)),
                "{ticks:?}"
            );
            assert!((2..=9).contains(&ticks.len()), "{values:?} {ticks:?}");
        }
        assert_eq!(
            Quantity::Share.covering([0.0, 1.0], 4.0),
            [0.0, 0.25, 0.5, 0.75, 1.0]
        );
    }

    #[test]
    fn numbers_on_an_axis_say_all_that_tells_them_apart() {
        assert_eq!(Quantity::PiecesADay.tick(12_500.0, Lang::En), "12.5k");
        assert_eq!(Quantity::PiecesADay.tick(9_125_000.0, Lang::En), "9.125M");
        assert_eq!(Quantity::Share.tick(0.9025, Lang::Zh), "90.25");
        assert_eq!(Quantity::Days.short(31.5, Lang::En), "31.5 days");
        assert_eq!(Quantity::Days.short(f64::NAN, Lang::En), "–");
    }
}
