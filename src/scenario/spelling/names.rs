//! What rows are called: by their ids, by codes that a spreadsheet took for numbers, or by the names that people know them by.

use std::collections::BTreeMap;

use super::letters::{look, plain};
use crate::scenario::document::Node;
use crate::scenario::schema::To;

/// Tables whose rows have names.
const TABLES: [&str; 4] = ["prefecture", "county", "enterprise", "item"];
/// What follows the name of a prefecture.
const ENDINGS: [&str; 4] = ["市", "地区", "自治州", "盟"];
/// Places that no table has.
const DEPOT: [&str; 4] = ["depot", "省级原料库", "原料库", "省级仓库"];
const POOL: [&str; 4] = ["pool", "省级统调库", "统调库", "口罩统调库"];
const PROVINCE: [&str; 4] = ["province", "全省", "本省", "省级"];

/// A code that a spreadsheet took for a number, 360102.0 or 3.60102E+05, in its digits.
pub(in crate::scenario) fn code(text: &str) -> Option<String> {
    let text = plain(text);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(&text) {
        return Some(text.into_owned());
    }
    if let Some((whole, zeros)) = text.split_once('.')
        && is_digits(whole)
        && !zeros.is_empty()
        && zeros.bytes().all(|byte| byte == b'0')
    {
        return Some(whole.to_owned());
    }
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let exponent: usize = exponent
        .strip_prefix('+')
        .unwrap_or(exponent)
        .parse()
        .ok()?;
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let decimals = decimals.trim_end_matches('0');
    let sound =
        whole.len() == 1 && is_digits(whole) && (decimals.is_empty() || is_digits(decimals));
    // What the spreadsheet rounded away nobody can tell.
    (sound && decimals.len() <= exponent && exponent < 15)
        .then(|| format!("{whole}{decimals}{}", "0".repeat(exponent - decimals.len())))
}

/// Rows by what they are called.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// By table: id, or the look of a name → id; none where two rows are called so.
    tables: [BTreeMap<String, Option<String>>; TABLES.len()],
}

impl Known {
    pub(super) fn of(document: &Node) -> Self {
        let mut known = Self::default();
        for (names, table) in known.tables.iter_mut().zip(TABLES) {
            let rows = document.get(table).map_or(&[][..], Node::rows);
            for row in rows {
                let Some(id) = row.id() else { continue };
                for key in ["name_zh", "name_en"] {
                    if let Some(name) = row.get(key).map(Node::words) {
                        let ending = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
                        let short = ending.filter(|_| table == "prefecture");
                        for name in [Some(&*name), short].into_iter().flatten() {
                            let other = names.insert(look(name), Some(id.clone()));
                            if other.flatten().is_some_and(|other| other != id) {
                                names.insert(look(name), None);
                            }
                        }
                    }
                }
            }
            // An id is always its own.
            for row in rows {
                if let Some(id) = row.id() {
                    names.insert(id.clone(), Some(id));
                }
            }
        }
        known
    }

    /// The id that a reference means; nothing where it means none, or stands for itself.
    pub(super) fn id(&self, to: To, written: &str) -> Option<String> {
        let fixed: &[[&str; 4]] = match to {
            To::Place => &[DEPOT, POOL],
            To::Scope => &[PROVINCE],
            _ => &[],
        };
        let look_of = look(written);
        if let Some(words) = fixed
            .iter()
            .find(|words| words.iter().any(|word| look(word) == look_of))
        {
            return Some(words[0].to_owned());
        }
        let tables: &[usize] = match to {
            To::Prefecture | To::Scope => &[0],
            To::County => &[1],
            To::Enterprise => &[2],
            To::Item | To::Material | To::Product => &[3],
            To::Place => &[2, 0],
            To::Profile | To::Drawn | To::Path => &[],
        };
        let has_codes = matches!(to, To::Prefecture | To::Scope | To::County | To::Place);
        let of_number = || code(written).filter(|_| has_codes);
        let find = |name: &str| {
            let mut found = tables
                .iter()
                .filter_map(|&at| self.tables[at].get(name)?.clone());
            found.next()
        };
        find(written)
            .or_else(|| find(&of_number()?))
            .or_else(|| find(&look_of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_were_taken_for_numbers_are_told() {
        for text in [
            "360102",
            "360102.0",
            "360102.00",
            "3.60102E+05",
            "3.60102e5",
            "３６０１０２",
        ] {
            assert_eq!(code(text).as_deref(), Some("360102"), "{text}");
        }
        assert_eq!(code("3.6E+05").as_deref(), Some("360000"));
        for text in [
            "360102.5",
            "3.60102E+04",
            "a-1",
            "36E+04",
            "",
            "1e999999999999",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
