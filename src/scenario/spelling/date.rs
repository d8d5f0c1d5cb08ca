//! Dates as people and spreadsheets write them. The year stands first; anything else is not read, for day and month could not be told
//! apart.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::letters::plain;
use crate::language::Word;
use crate::said;

/// Day 0 of a spreadsheet's serial dates, of which the 60th, 29 February 1900, never was.
const SERIAL: Date = date(1899, 12, 30);
/// Serial dates that are taken for dates: from 1954 to 2119. Whoever writes another number means something else.
const SERIALS: std::ops::RangeInclusive<i64> = 20_000..=80_000;

/// A day: `2020-02-29`, `2020/2/29`, `2020.2.29`, `20200229`, `2020年2月29日`, a serial date, each also with the time 00:00.
///
/// # Errors
/// Why a text is none.
pub(in crate::scenario) fn date_of(text: &str) -> Result<Date, Word> {
    let text = plain(text);
    let (day, time) = match text.split_once([' ', 'T']) {
        Some((day, time)) => (day, time.trim()),
        None => (&*text, ""),
    };
    let day = day_of(day)?;
    let midnight = time
        .bytes()
        .all(|byte| matches!(byte, b'0' | b':' | b'.' | b'Z'));
    if !midnight {
        return Err(said!(
            "只写日期，如 2020-02-29，不写时刻（{time}）",
            "a date such as 2020-02-29, without a time of day ({time})"
        ));
    }
    Ok(day)
}

fn day_of(text: &str) -> Result<Date, Word> {
    let none = || Word::of("日期，如 2020-02-29", "a date such as 2020-02-29");
    let chinese = text.strip_suffix(['日', '号']).and_then(|text| {
        let (year, rest) = text.split_once('年')?;
        let (month, day) = rest.split_once('月')?;
        Some(vec![year, month, day])
    });
    let parts = match chinese {
        Some(parts) => parts,
        None => text.split(['-', '/', '.']).collect(),
    };
    let numbers: Option<Vec<i64>> = parts.iter().map(|part| digits(part.trim())).collect();
    let of = |year: i64, month: i64, day: i64| {
        let date = Date::new(
            year.try_into().ok()?,
            month.try_into().ok()?,
            day.try_into().ok()?,
        );
        date.ok()
    };
    match (numbers.as_deref(), &parts[..]) {
        (Some(&[year, month, day]), [first, ..]) if first.trim().len() == 4 => of(year, month, day)
            .ok_or_else(|| {
                said!(
                    "历法上存在的日期：没有 {year}年{month}月{day}日",
                    "a date that there is: there is no {year}-{month:02}-{day:02}"
                )
            }),
        (Some([_, _, _]), _) => Err(Word::of(
            "日期，年份写在最前，如 2020-02-29：这样写分不清日和月",
            "a date with the year first, such as 2020-02-29: day and month cannot be told apart here",
        )),
        // A serial date that was saved as a number with decimals.
        (Some(&[serial, 0]), _) if SERIALS.contains(&serial) && text.contains('.') => {
            SERIAL.checked_add(serial.days()).map_err(|_| none())
        }
        (Some([_, _]), _) => Err(Word::of(
            "带年份的日期，如 2020-02-29",
            "a date with its year, such as 2020-02-29",
        )),
        (Some(&[number]), [written]) if written.len() == 8 => {
            of(number / 10_000, number / 100 % 100, number % 100).ok_or_else(none)
        }
        (Some(&[serial]), _) if SERIALS.contains(&serial) => {
            SERIAL.checked_add(serial.days()).map_err(|_| none())
        }
        _ => Err(none()),
    }
}

fn digits(text: &str) -> Option<i64> {
    let sound =
        !text.is_empty() && text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lang;

    #[test]
    fn the_same_day_in_every_form() {
        for text in [
            "2020-02-01",
            "2020/2/1",
            "2020.2.1",
            "20200201",
            "2020年2月1日",
            "２０２０年２月１日",
            "2020年2月1号",
            "43862",
            "43862.0",
            "2020-02-01 00:00:00",
            "2020-02-01T00:00:00",
            "2020/2/1 0:00",
        ] {
            assert_eq!(date_of(text), Ok(date(2020, 2, 1)), "{text}");
        }
        assert_eq!(date_of("43890"), Ok(date(2020, 2, 29)));
    }

    #[test]
    fn what_is_no_date_is_told_why() {
        for (text, reason) in [
            ("01/02/2020", "cannot be told apart"),
            ("13/02/2020", "cannot be told apart"),
            ("20-2-1", "cannot be told apart"),
            ("2/1", "with its year"),
            ("2020-02-30", "there is no 2020-02-30"),
            ("2020年2月30日", "there is no 2020-02-30"),
            ("2020-02-01 08:00", "without a time"),
            ("2月1日", "a date such as"),
            ("soon", "a date such as"),
            ("5", "a date such as"),
            ("", "a date such as"),
            ("99999999999999999999", "a date such as"),
        ] {
            let why = date_of(text).unwrap_err().text(Lang::En);
            assert!(why.contains(reason), "{text}: {why}");
        }
    }
}
