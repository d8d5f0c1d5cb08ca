//! Enterprises and their lines.

use super::words::ROUTE_NAMES;
use super::{DAYS, Form, HOURS, ID, Range, SHARE, Section, Shape, TITLE, To, field, plain, range};

const STAFF: Range = range(0.0, 1e7);
const MACHINE_PRICE: Range = range(0.0, 1e9);

pub(in crate::scenario) static ENTERPRISE: Section = Section {
    key: "enterprise",
    plural: "enterprises",
    shape: Shape::CsvRow,
    fields: &[
        plain("id", ID, "编号", "id"),
        plain("name_zh", TITLE, "中文名", "Chinese name"),
        plain(
            "name_en",
            TITLE,
            "英文名",
            "English name; left out = the Chinese",
        )
        .optional(),
        plain(
            "county",
            Form::Name(To::County),
            "所在县",
            "code of its county",
        ),
        plain(
            "listed_on",
            Form::Date,
            "纳入调度日期",
            "date on the provincial dispatch list; left out = never",
        )
        .optional(),
        field(
            "staff_present",
            Form::Quantity(STAFF),
            "persons",
            "在岗人数",
            "full-time, at work on day 0",
        ),
        field(
            "staff_away",
            Form::Quantity(STAFF),
            "persons",
            "未返岗人数",
            "full-time, still away on day 0",
        ),
        field(
            "recruit_share",
            Form::Quantity(SHARE),
            "share a day",
            "日招工比例",
            "of missing staff recruited a day",
        ),
        field(
            "compliance",
            Form::Quantity(SHARE),
            "share",
            "守约率",
            "of each booking that is delivered willingly",
        ),
    ],
    zh: "企业",
    en: "enterprises",
};

pub(in crate::scenario) static LINE: Section = Section {
    key: "line",
    plural: "lines",
    shape: Shape::CsvRow,
    fields: &[
        plain("id", ID, "编号", "id"),
        plain(
            "enterprise",
            Form::Name(To::Enterprise),
            "企业",
            "id of the enterprise",
        ),
        plain(
            "item",
            Form::Name(To::Item),
            "产品或原料",
            "id of what it makes",
        ),
        field(
            "number",
            Form::Whole(range(1.0, 1e6)),
            "machines",
            "台数",
            "equal machines",
        ),
        field(
            "speed_per_minute",
            Form::Quantity(range(1e-6, 1e6)),
            "pieces or kg a minute",
            "单机速度",
            "of one machine",
        ),
        field(
            "nominal_hours",
            Form::Quantity(HOURS),
            "hours a day",
            "核定班时",
            "that nominal capacity reckons with",
        ),
        field(
            "worked_hours",
            Form::Quantity(HOURS),
            "hours a day",
            "实际班时",
            "worked",
        ),
        field(
            "workers_per_shift",
            Form::Quantity(range(0.0, 1e4)),
            "persons",
            "每班用工",
            "full-time, a machine and shift",
        ),
        field(
            "shift_hours",
            Form::Quantity(range(0.1, 24.0)),
            "hours",
            "每班时长",
            "length of a shift",
        ),
        field(
            "availability",
            Form::Quantity(SHARE),
            "share",
            "设备可用率",
            "of commissioned capacity not broken down, mean",
        ),
        plain(
            "route",
            Form::OneOf(ROUTE_NAMES),
            "形成途径",
            "how the line came to be (art. 3)",
        ),
        plain(
            "ordered_on",
            Form::Date,
            "订购日期",
            "date of the order; left out for existing lines",
        )
        .optional(),
        field(
            "delivery_days",
            Form::Quantity(DAYS),
            "days",
            "交货天数",
            "from order to delivery",
        )
        .or(0.0),
        field(
            "install_days",
            Form::Quantity(DAYS),
            "days",
            "安装天数",
            "from delivery to installation",
        )
        .or(0.0),
        field(
            "opening_age_days",
            Form::Quantity(range(0.0, 1e5)),
            "days",
            "期初线龄",
            "age of existing lines on day 0, which must have one",
        )
        .or(0.0),
        field(
            "commissioning_start",
            Form::Quantity(SHARE),
            "share",
            "初始开机率",
            "of capacity commissioned at age 0",
        ),
        field(
            "commissioning_days",
            Form::Quantity(DAYS),
            "days",
            "调试时间常数",
            "time constant of commissioning",
        ),
        field(
            "quality_start",
            Form::Quantity(SHARE),
            "share",
            "初始合格率",
            "qualified at age 0",
        ),
        field(
            "quality_end",
            Form::Quantity(SHARE),
            "share",
            "稳定合格率",
            "qualified in the long run",
        ),
        field(
            "quality_days",
            Form::Quantity(DAYS),
            "days",
            "质量时间常数",
            "time constant of quality",
        ),
        field(
            "price_yuan",
            Form::Quantity(MACHINE_PRICE),
            "yuan",
            "单机价格",
            "of one machine",
        )
        .or(0.0),
        field(
            "subsidy_need",
            Form::Quantity(SHARE),
            "share",
            "所需补助比例",
            "of the price without which it is not ordered",
        )
        .or(0.0),
    ],
    zh: "生产线",
    en: "groups of equal machines",
};
