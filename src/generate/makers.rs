//! Enterprises, their lines, and where their material comes from.

use super::{Luck, Size, Table, places};

/// One row of lines.csv.
pub(super) struct Line {
    enterprise: u32,
    id: String,
    cells: String,
    /// Workers that it needs round its worked hours.
    crew: u32,
}

fn id(enterprise: u32) -> String {
    format!("maker-{:05}", enterprise + 1)
}

/// One in so many enterprises makes meltblown.
const MELTBLOWN_MAKERS: u32 = 60;

/// Every enterprise has one to three groups of lines; the first stand already or come early, others later.
pub(super) fn lines(size: Size) -> Vec<Line> {
    let mut lines = Vec::new();
    for enterprise in 0..size.enterprises {
        let mut luck = size.luck("lines", &id(enterprise));
        let groups = luck.whole(1, 5).min(3);
        for group in 0..groups {
            lines.push(line(size, enterprise, group, &mut luck));
        }
    }
    lines
}

fn line(size: Size, enterprise: u32, group: u32, luck: &mut Luck) -> Line {
    let meltblown = group == 0 && enterprise % MELTBLOWN_MAKERS == MELTBLOWN_MAKERS - 1;
    // What an enterprise makes first is its own; later lines may be for any product.
    let (item, speed, price, curve) = if meltblown {
        let speed = luck.decimal(300, 700).to_string();
        ("meltblown", speed, "8000000", "0.4,6,0.8,0.97,6")
    } else if luck.percent(4) {
        let speed = luck.whole(6, 30).to_string();
        (
            "n95",
            speed,
            "\"triangular(600000, 900000, 1500000)\"",
            "0.4,7,0.75,0.96,7",
        )
    } else {
        let item = if luck.percent(25) { "surgical" } else { "flat" };
        let speed = luck.whole(45, 100).to_string();
        (
            item,
            speed,
            "\"triangular(200000, 400000, 900000)\"",
            "0.4,6,0.8,0.97,6",
        )
    };
    let number = if meltblown { 1 } else { luck.whole(1, 3) };
    let existing = group == 0 && luck.percent(5);
    let (route, ordered_on, age) = if existing {
        ("existing", String::new(), luck.whole(60, 400))
    } else {
        let routes = ["retrofit", "expansion", "conversion", "conversion", "new"];
        let route = routes[luck.whole(0, 4) as usize];
        let date = size.date(luck.whole(0, 450) + 100 * group);
        (route, date.to_string(), 0)
    };
    let need = if luck.percent(20) { 0.3 } else { 0.0 };
    let id = format!("{}-{}", id(enterprise), group + 1);
    let cells = format!(
        "{item},{number},{speed},\"triangular(3, 4, 6)\",\"triangular(0.75, 0.88, 0.95)\",{route},{ordered_on},\
         {},{},{age},{curve},{price},{need}",
        luck.whole(2, 14),
        luck.whole(1, 6),
    );
    Line {
        enterprise,
        id,
        cells,
        crew: number * 10,
    }
}

pub(super) fn table(lines: &[Line]) -> String {
    let mut table = Table::new(
        "id,enterprise,item,number,speed_per_minute,workers_per_shift,availability,route,ordered_on,delivery_days,\
         install_days,opening_age_days,commissioning_start,commissioning_days,quality_start,quality_end,quality_days,\
         price_yuan,subsidy_need",
    );
    for line in lines {
        table.row(format_args!(
            "{},{},{}",
            line.id,
            id(line.enterprise),
            line.cells
        ));
    }
    table.0
}

/// A third of the staff is there when the calendar opens; seven in ten enterprises are listed by the end.
pub(super) fn enterprises(size: Size, lines: &[Line]) -> String {
    let mut crews = vec![0; size.enterprises as usize];
    for line in lines {
        crews[line.enterprise as usize] += line.crew;
    }
    let mut table = Table::new(
        "id,name_zh,name_en,county,listed_on,staff_present,staff_away,recruit_share,compliance",
    );
    for enterprise in 0..size.enterprises {
        let id = id(enterprise);
        let mut luck = size.luck("enterprise", &id);
        let prefecture = luck.whole(0, size.prefectures - 1);
        let county = places::county_of(prefecture, &mut luck);
        let listed = match luck.whole(0, 9) {
            0..=3 => size.date(0).to_string(),
            4..=6 => size.date(luck.whole(100, 900)).to_string(),
            _ => String::new(),
        };
        let crew = crews[enterprise as usize];
        table.row(format_args!(
            "{id},{number}号厂,Maker {number},{county},{listed},{},{},0.05,\"triangular(0.7, 0.92, 1)\"",
            crew / 3,
            crew - crew / 3,
            number = enterprise + 1,
        ));
    }
    table.0
}

pub(super) fn stocks(size: Size) -> String {
    let all = size.enterprises;
    let mut table = Table::new("id,place,item,amount");
    for (item, place, amount) in [
        ("meltblown", "depot", 5 * all),
        ("flat", "pool", 2000 * all),
        ("surgical", "pool", 700 * all),
        ("n95", "pool", 60 * all),
    ] {
        table.row(format_args!("{place}-{item},{place},{item},{amount}"));
    }
    for prefecture in 0..size.prefectures {
        let code = places::code(prefecture);
        let most = (places::population(size, prefecture) / 50).min(u64::from(u32::MAX)) as u32;
        let amount = size.luck("stock", &code).whole(0, most);
        table.row(format_args!("{code}-flat,{code},flat,{amount}"));
    }
    table.0
}

/// Meltblown from outside grows through the calendar, never to what all lines together could use; masks come from
/// neighbours who make them of our material.
pub(super) fn supply(size: Size) -> String {
    let mut table = Table::new(
        "id,item,place,route,from,to,per_day,sends_item,sends_per_day,returns_after_days",
    );
    let mut from = size.date(0);
    for (at, (to, grams)) in [
        (200, 1_200),
        (350, 8_000),
        (500, 22_000),
        (750, 32_000),
        (1000, 45_000),
    ]
    .into_iter()
    .enumerate()
    {
        let to = size.date(to);
        if to < from {
            continue;
        }
        let kilograms = u64::from(size.enterprises) * grams / 1000 + 1;
        for (route, tenths) in [("allotment", 6), ("purchase", 4)] {
            let mode = (kilograms * tenths).div_ceil(10);
            table.row(format_args!(
                "meltblown-{route}-{at},meltblown,depot,{route},{from},{to},\"triangular({}, {mode}, {}) shared\",,,",
                mode * 3 / 4,
                mode * 5 / 4 + 1,
            ));
        }
        from = to.saturating_add(jiff::Span::new().days(1));
    }
    table.row(format_args!(
        "cooperation,flat,pool,cooperation,{},{},{},meltblown,{},4",
        size.date(400),
        size.date(1000),
        size.enterprises * 900,
        f64::from(size.enterprises) * 0.9,
    ));
    table.0
}
