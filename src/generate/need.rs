//! Streams of need: national requisitions, and in every prefecture the front line, provincial key uses and local life.

use super::{Size, Table, places};

/// Streams of every prefecture: name, kind, persons per 100,000 residents, masks a person and day, profile, products,
/// backlog share and days.
const STREAMS: [(&str, &str, u64, &str, &str, &str, &str); 9] = [
    (
        "wards",
        "frontline",
        700,
        "triangular(2, 3, 5)",
        "",
        "surgical flat",
        "0.5,7",
    ),
    (
        "fever-clinics",
        "frontline",
        40,
        "triangular(1, 2, 3)",
        "cases",
        "n95",
        "0.5,7",
    ),
    (
        "checkpoints",
        "frontline",
        300,
        "2",
        "cases",
        "flat surgical",
        "0.5,7",
    ),
    (
        "projects",
        "key_projects",
        150,
        "2",
        "work",
        "flat surgical",
        "0,1",
    ),
    (
        "key-makers",
        "key_enterprises",
        900,
        "1",
        "work",
        "flat surgical",
        "0,1",
    ),
    (
        "transport",
        "essential",
        1500,
        "1",
        "",
        "flat surgical",
        "0,1",
    ),
    ("food", "essential", 1200, "1", "", "flat surgical", "0,1"),
    (
        "at-work",
        "public",
        42_000,
        "triangular(0.1, 0.2, 0.4)",
        "work",
        "flat surgical",
        "0,1",
    ),
    ("at-home", "public", 50_000, "0.05", "", "flat", "0,1"),
];

/// Pieces a day that the nation asks for at most, however many makers there are.
const MOST_NATIONAL: u64 = 200_000_000;

pub(super) fn demand(size: Size) -> String {
    let mut table = Table::new(
        "id,kind,prefecture,persons,masks_per_person_day,profile,products,backlog_share,backlog_days",
    );
    for (name, each, products) in [("flat", 1_400, "flat surgical"), ("n95", 25, "n95")] {
        let mode = (u64::from(size.enterprises) * each).min(MOST_NATIONAL);
        table.row(format_args!(
            "national-{name},national,,1,\"triangular({}, {mode}, {}) shared\",work,{products},1,14",
            mode / 3,
            mode * 3,
        ));
    }
    for prefecture in 0..size.prefectures {
        let code = places::code(prefecture);
        let population = places::population(size, prefecture);
        for (name, kind, per_100_000, masks, profile, products, backlog) in STREAMS {
            let id = format!("{name}-{code}");
            let luck = u64::from(size.luck("persons", &id).whole(800, 1200));
            let persons = population * per_100_000 * luck / 100_000_000;
            table.row(format_args!(
                "{id},{kind},{code},{persons},\"{masks}\",{profile},{products},{backlog}"
            ));
        }
    }
    table.0
}

/// Work resumes after the holiday; cases rise, then fall.
pub(super) fn profiles(size: Size) -> String {
    let mut table = Table::new("profile,date,value");
    for (profile, points) in [
        ("work", [(0, 0.2), (180, 0.25), (330, 0.6), (480, 1.0)]),
        ("cases", [(0, 0.1), (250, 1.0), (450, 0.6), (700, 0.1)]),
    ] {
        for (thousandths, value) in points {
            table.row(format_args!("{profile},{},{value}", size.date(thousandths)));
        }
    }
    table.0
}
