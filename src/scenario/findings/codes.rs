//! Every kind of finding, and the page that lists them.

use crate::files::REFUSALS;

/// Every kind of finding: code, what it means, what to do.
pub const CODES: &[(&str, &str, &str)] = &[
    (
        "S001",
        "A file cannot be read",
        "check the path and the permissions",
    ),
    (
        "S002",
        "A file is neither UTF-8 nor GBK",
        "save it as UTF-8 (WPS and Excel: \"CSV UTF-8\")",
    ),
    (
        "S003",
        "A TOML file does not parse",
        "correct the line that is named",
    ),
    (
        "S004",
        "A CSV row does not fit its header",
        "give every row as many cells as the header has",
    ),
    (
        "S005",
        "A key or column that maskflow does not know",
        "correct its name or remove it",
    ),
    (
        "S006",
        "A value is missing",
        "write it, or give the table a default under [defaults]",
    ),
    (
        "S007",
        "Not a number or distribution",
        "write a number such as 0.1, or triangular(7, 12, 25)",
    ),
    (
        "S008",
        "A number outside its range",
        "write a number inside it",
    ),
    ("S009", "Not a date", "write dates as 2020-02-29"),
    (
        "S010",
        "A date outside the calendar, or an end before its beginning",
        "move it, or change start and days",
    ),
    (
        "S011",
        "Something stands twice: an id, a column, a date, a source's figure",
        "keep one of the two, or give it a name of its own",
    ),
    (
        "S012",
        "A reference to something that does not exist",
        "correct it, or add what it refers to",
    ),
    (
        "S013",
        "Not one of the words that are allowed here",
        "use one of the words that are named",
    ),
    (
        "S014",
        "A bill of material runs in a loop",
        "take one of the inputs out of the loop",
    ),
    (
        "S015",
        "A demand that nobody may serve",
        "accept a product that is made, supplied or in stock",
    ),
    (
        "S016",
        "Stages of a subsidy do not add up to 1",
        "make advance + effective + sustained = 1",
    ),
    (
        "S017",
        "The linked material is not one scarce material",
        "mark one scarce material as linked",
    ),
    (
        "S018",
        "A single value, a list or a table where another of them belongs",
        "write what is named",
    ),
    ("S019", "A path that leads nowhere", "correct the path"),
    (
        "S020",
        "A value that cannot change on a date",
        "change it without from and to, or change another value",
    ),
    (
        "S021",
        "Scenarios that extend each other in a circle, or in too long a chain",
        "let one of them stand by itself",
    ),
    (
        "S022",
        "Weights for a rule that takes none",
        "take a rule with weights, or the basis one",
    ),
    (
        "S023",
        "An item in a place that cannot hold it",
        "materials: depot or maker; products: pool or prefecture",
    ),
    (
        "S024",
        "No risk grade leaves roads open",
        "give at least one grade an openness above 0",
    ),
    (
        "S025",
        "A line without the dates that its route needs",
        "existing: opening_age_days; others: ordered_on",
    ),
    ("S026", "A table without rows", "add a row"),
    (
        "S027",
        "Amounts that together leave the room of whole numbers",
        "check the units of the largest",
    ),
    (
        "S028",
        "Reserved shares of material that cannot be kept",
        "let them add up to 1 at most, at allocation_level enterprise",
    ),
    (
        "S029",
        "Rank correlations that cannot be",
        "correct the matrix, bring ranks nearer to 0, or give rows a rank among themselves",
    ),
    (
        "S030",
        "A parameter that cannot be fitted",
        "give it a prior between bounds and at least one path",
    ),
    (
        "S031",
        "A scenario's name that cannot be the name of a file",
        "write `name = \"…\"` at the top of scenario.toml, with such a name",
    ),
    (
        "S032",
        "A text that is too long, or has characters that cannot be seen",
        "shorten it, or write it anew without them",
    ),
    (
        "S033",
        "A file in the format of a newer maskflow",
        "use the newer maskflow, or have the file written by this one",
    ),
    (
        "S034",
        "More than is read: of cells, of nesting, of changes by path, of correlated names, of findings",
        "take out what is not needed",
    ),
];

/// What to do about a kind of finding.
pub(super) fn remedy(code: &str) -> &'static str {
    let entry = CODES.iter().find(|entry| entry.0 == code);
    entry.map_or("", |entry| entry.2)
}

/// docs/findings.md: every code with its meaning and remedy.
#[must_use]
pub fn page() -> String {
    let head = "| code | what it means | what to do |\n|---|---|---|\n";
    let rows = |codes: &[(&str, &str, &str)]| -> String {
        let rows = codes
            .iter()
            .map(|(code, meaning, remedy)| format!("| {code} | {meaning} | {remedy} |\n"));
        rows.collect()
    };
    format!(
        "# Findings\n\nEvery finding that `maskflow check` can make. Each names its place, what was found and what was expected.\n\n\
         {head}{}\n\
         Places that verbs with results refuse before they begin. Nothing there has been changed.\n\n\
         {head}{}",
        rows(CODES),
        REFUSALS
            .iter()
            .map(|(code, meaning, remedy)| format!("| {code} | {} | {} |\n", meaning.en, remedy.en))
            .collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_findings_is_the_list_of_codes() {
        let written = std::fs::read_to_string("docs/findings.md").unwrap_or_default();
        assert!(
            written == page(),
            "docs/findings.md should read:\n{}",
            page()
        );
    }
}
