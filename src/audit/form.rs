//! What a table has to look like: its columns, what stands in them, and which rows it has.

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::Date;

use crate::inert;
use crate::units::limits::MOST_IN_A_COLUMN;

/// An empty cell.
pub(super) const EMPTY: i64 = i64::MIN;

/// Words that may stand in a column, by position.
#[derive(Debug)]
pub(super) struct Names {
    list: Vec<String>,
    places: BTreeMap<String, i64>,
}

impl Names {
    pub fn new(list: impl IntoIterator<Item = String>) -> Rc<Self> {
        let list: Vec<String> = list.into_iter().collect();
        let places = list
            .iter()
            .enumerate()
            .map(|(at, name)| (name.clone(), at as i64))
            .collect();
        Rc::new(Self { list, places })
    }

    pub fn of(list: &[&str]) -> Rc<Self> {
        Self::new(list.iter().map(|&name| name.to_owned()))
    }

    pub fn place(&self, name: &str) -> Option<i64> {
        self.places.get(name).copied()
    }

    pub fn name(&self, place: i64) -> &str {
        usize::try_from(place)
            .ok()
            .and_then(|at| self.list.get(at))
            .map_or("", String::as_str)
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }
}

/// Days and dates of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calendar {
    pub start: Date,
    pub days: usize,
}

impl Calendar {
    fn day(self, date: Date) -> i64 {
        i64::from(date.duration_since(self.start).as_hours() as i32 / 24)
    }

    pub fn date(self, day: i64) -> String {
        let span = jiff::Span::new().try_days(day);
        span.and_then(|span| self.start.checked_add(span))
            .map_or_else(|_| format!("day {day}"), |date| date.to_string())
    }
}

/// What stands in a column; every cell is read as one whole number.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A date of the calendar: its day.
    Date,
    /// A date, of the calendar or not, or nothing.
    AnyDate,
    /// One of some words, or nothing where that is one of them: its position.
    Name(Rc<Names>),
    /// A whole number, 0 or more: what moves, and adds up over the calendar to what is possible.
    Count,
    /// A whole number, 0 or more: what there is on a day, and adds up over its rows to what is possible.
    Level,
    /// A whole number, 0 or more: what several rows tell alike.
    Shared,
    /// A whole number.
    Amount,
    /// A share with six decimals: parts per million.
    Rate,
    /// 0 or 1.
    Flag,
}

impl Kind {
    /// Reads a cell; nothing where something else should have stood there.
    pub fn read(&self, text: &str, calendar: Calendar) -> Option<i64> {
        let date = || text.parse::<Date>().ok().filter(|_| text.len() == 10);
        let day = || date().map(|date| calendar.day(date));
        let whole = |least: i64, most: i64| {
            let value = text.parse::<i64>().ok().filter(|_| is_plain(text));
            value.filter(|value| (least..=most).contains(value))
        };
        match self {
            Self::Date => day().filter(|day| (0..calendar.days as i64).contains(day)),
            Self::AnyDate if text.is_empty() => Some(EMPTY),
            Self::AnyDate => day(),
            Self::Name(names) => {
                let name = inert::from_cell(text);
                names.place(name).filter(|_| inert::into_cell(name) == text)
            }
            Self::Count | Self::Level | Self::Shared => whole(0, MOST_IN_A_COLUMN),
            Self::Amount => whole(-MOST_IN_A_COLUMN, MOST_IN_A_COLUMN),
            Self::Rate => rate(text),
            Self::Flag => whole(0, 1),
        }
    }

    /// What may stand in a cell.
    pub fn expected(&self, calendar: Calendar) -> String {
        match self {
            Self::Date => {
                let last = calendar.date(calendar.days as i64 - 1);
                format!("a date from {} to {last}", calendar.start)
            }
            Self::AnyDate => "a date such as 2020-02-29, or nothing".to_owned(),
            Self::Name(_) => "a name of the scenario".to_owned(),
            Self::Count | Self::Level | Self::Shared => {
                format!("a whole number from 0 to {MOST_IN_A_COLUMN}")
            }
            Self::Amount => {
                format!("a whole number from -{MOST_IN_A_COLUMN} to {MOST_IN_A_COLUMN}")
            }
            Self::Rate => "a share with six decimals".to_owned(),
            Self::Flag => "0 or 1".to_owned(),
        }
    }

    /// A number as it stands in a table.
    pub fn show(&self, value: i64, calendar: Calendar) -> String {
        match self {
            _ if value == EMPTY => "nothing".to_owned(),
            Self::Date | Self::AnyDate => calendar.date(value),
            Self::Name(names) => names.name(value).to_owned(),
            Self::Rate => format!(
                "{}.{:06}",
                value.div_euclid(1_000_000),
                value.rem_euclid(1_000_000)
            ),
            Self::Count | Self::Level | Self::Shared | Self::Amount | Self::Flag => {
                value.to_string()
            }
        }
    }
}

/// Whether digits stand as a program writes them: no sign but minus, no zero in front.
fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    text == "0" || !digits.starts_with(['0', '+'])
}

fn rate(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(digits(whole) && digits(part) && part.len() == 6 && (1..=6).contains(&whole.len())) {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 1_000_000 + part.parse::<i64>().ok()?)
}

/// Which rows a table has.
#[derive(Clone, Debug)]
pub(super) enum Rows {
    /// One for each combination of the key's columns, in order.
    Every,
    /// On every day the same, in this order: what follows the date in the key.
    Daily(Vec<Vec<i64>>),
    /// Some, ascending by key.
    Ascending,
    /// On every day some of these, in this order: what follows the date in the key.
    Some(Vec<Vec<i64>>),
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub name: String,
    pub kind: Kind,
}

/// What one file of a run has to look like.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub file: &'static str,
    pub columns: Vec<Column>,
    /// So many columns at the start are the key of a row.
    pub keys: usize,
    pub rows: Rows,
    pub calendar: Calendar,
}

impl Form {
    /// Position of a column.
    ///
    /// # Panics
    /// When the form has no such column: a mistake in the audit itself, whatever the file says.
    pub fn column(&self, name: &str) -> usize {
        self.columns
            .iter()
            .position(|column| column.name == name)
            .unwrap_or_else(|| panic!("{} has no column {name}", self.file))
    }
}
