//! What the inputs of a sensitivity study are called.

use super::{Word, named};

/// An input: a quantity that stands alone, a column of a table, or several that go together.
#[must_use]
pub fn input(name: &str) -> Word {
    let parts: Vec<Word> = name.split(" + ").map(one).collect();
    let join =
        |pick: &dyn Fn(&Word) -> String| parts.iter().map(pick).collect::<Vec<_>>().join(" + ");
    Word::new(
        &join(&|word| word.zh.to_string()),
        &join(&|word| word.en.to_string()),
    )
}

fn one(name: &str) -> Word {
    match name {
        "roads.detour" => Word::of("绕行系数", "Road detour"),
        "roads.speed_kmh" => Word::of("车速", "Road speed"),
        "roads.handling_hours" => Word::of("装卸时间", "Handling hours"),
        "roads.driving_hours" => Word::of("每日行车时间", "Driving hours a day"),
        "roads.openness" => Word::of("道路畅通程度", "Openness of roads"),
        "staff.return_per_day" => Word::of("返岗速度", "Return of staff"),
        "enterprises.compliance" => Word::of("企业履约程度", "Compliance"),
        "enterprises.recruit_share" => Word::of("招工比例", "Recruitment"),
        "lines.speed_per_minute" => Word::of("生产线速度", "Line speed"),
        "lines.availability" => Word::of("设备可用率", "Availability of lines"),
        "lines.workers_per_shift" => Word::of("每班用工", "Workers a shift"),
        "lines.price_yuan" => Word::of("设备价格", "Price of lines"),
        "lines.delivery_days" => Word::of("设备交货天数", "Delivery of lines"),
        "lines.install_days" => Word::of("安装天数", "Installation"),
        "lines.commissioning_start" => Word::of("调试起点", "Commissioning, start"),
        "lines.commissioning_days" => Word::of("调试快慢", "Commissioning, pace"),
        "lines.quality_start" => Word::of("初始合格率", "Quality, start"),
        "warm_start.working_stock_days" => Word::of("开局在制库存", "Working stock"),
        "stocks.amount" => Word::of("开局库存", "Opening stocks"),
        "supply.per_day" => Word::of("原料供应", "Supply of material"),
        "demand.masks_per_person_day" => Word::of("人均需求", "Masks a person"),
        "daily noise" => Word::of("逐日波动", "Daily noise"),
        "everything else" => Word::of("其余各项", "Everything else"),
        _ => of_something(name),
    }
}

/// A quantity of an item or a kind of need: what it is, and whose.
fn of_something(name: &str) -> Word {
    let mut parts = name.split('/');
    let what = match parts.next() {
        Some("item.bill") => Word::of("单耗", "use a piece"),
        Some("item.hold_days") => Word::of("解析静置天数", "hold days"),
        Some("item.market_per_day") => Word::of("市场供应", "market supply"),
        Some("item.market_lead_days") => Word::of("采购周期", "market lead time"),
        Some("item.allowed_yield") => Word::of("核定合格率", "allowed yield"),
        Some("demand_factor") => Word::of("需求系数", "demand factor"),
        _ => return Word::new(name, name),
    };
    let whose: Vec<Word> = parts.map(named).collect();
    let zh: String = whose.iter().map(|word| word.zh.to_string()).collect();
    let en: Vec<String> = whose.iter().map(|word| word.en.to_string()).collect();
    Word::new(
        &format!("{zh}{}", what.zh),
        &format!("{}: {}", en.join(", "), what.en),
    )
}
