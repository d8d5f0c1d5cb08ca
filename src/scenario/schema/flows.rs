//! Stocks, streams, courses over time and reported figures.

use super::words::{KIND_NAMES, METRICS, SUPPLY_ROUTE_NAMES, USE_NAMES};
use super::{
    AMOUNT, COUNT, DAYS, Form, ID, KILOGRAMS, PERSONS, PIECES, Range, SHARE, Section, Shape, To,
    field, plain, range,
};

/// Standard errors of reported figures, as shares.
const ERROR: Range = range(0.001, 3.0);
const PLACE: &str = "depot, pool, an enterprise's id or a prefecture's code";

pub(in crate::scenario) static STOCK: Section = Section {
    key: "stock",
    plural: "stocks",
    shape: Shape::CsvRow,
    fields: &[
        plain("id", ID, "编号", "id"),
        plain("place", Form::Name(To::Place), "存放处", PLACE),
        plain("item", Form::Name(To::Item), "物品", "id of the item"),
        field(
            "amount",
            AMOUNT,
            "pieces or kg",
            "数量",
            "what lies there when day 0 opens",
        ),
    ],
    zh: "期初库存",
    en: "opening stocks",
};

pub(in crate::scenario) static SUPPLY: Section = Section {
    key: "supply",
    plural: "supply",
    shape: Shape::CsvRow,
    fields: &[
        plain("id", ID, "编号", "id"),
        plain(
            "item",
            Form::Name(To::Item),
            "物品",
            "id of the item that comes in",
        ),
        plain("place", Form::Name(To::Place), "到达处", PLACE),
        plain(
            "route",
            Form::OneOf(SUPPLY_ROUTE_NAMES),
            "途径",
            "national allotment, purchase, or cooperation with neighbours (art. 7)",
        ),
        plain("from", Form::Date, "起", "first day"),
        plain("to", Form::Date, "止", "last day"),
        field(
            "per_day",
            AMOUNT,
            "pieces or kg a day",
            "日到货量",
            "what comes in",
        ),
        plain(
            "sends_item",
            Form::Name(To::Material),
            "外协原料",
            "material that goes out for it",
        )
        .optional(),
        field(
            "sends_per_day",
            Form::Quantity(KILOGRAMS),
            "kg a day",
            "外协原料日发量",
            "how much of it goes out, from the depot; stands with sends_item",
        )
        .optional(),
        field(
            "returns_after_days",
            Form::Quantity(COUNT),
            "days",
            "外协周期",
            "between material out and product in",
        )
        .or(1.0),
    ],
    zh: "外部来源",
    en: "streams from outside the province",
};

pub(in crate::scenario) static DEMAND: Section = Section {
    key: "demand",
    plural: "demand",
    shape: Shape::CsvRow,
    fields: &[
        plain("id", ID, "编号", "id"),
        plain("kind", Form::OneOf(KIND_NAMES), "类别", "kind of need"),
        plain(
            "prefecture",
            Form::Name(To::Prefecture),
            "设区市",
            "code of the prefecture; left out exactly for national",
        )
        .optional(),
        field(
            "persons",
            Form::Quantity(PERSONS),
            "persons",
            "人数",
            "persons, or what else the profile multiplies",
        ),
        field(
            "masks_per_person_day",
            AMOUNT,
            "pieces a day",
            "人均日需求",
            "masks a person",
        ),
        plain(
            "profile",
            Form::Name(To::Profile),
            "时间曲线",
            "course over time; left out = always 1",
        )
        .optional(),
        plain(
            "products",
            Form::Names(To::Product),
            "可用产品",
            "ids of products accepted, best first, with spaces between them",
        ),
        field(
            "backlog_share",
            Form::Quantity(SHARE),
            "share",
            "延后比例",
            "of a day's unmet need that is asked for again",
        ),
        field(
            "backlog_days",
            Form::Quantity(DAYS),
            "days",
            "延后天数",
            "after which it is given up",
        ),
    ],
    zh: "需求",
    en: "streams of need",
};

pub(in crate::scenario) static PROFILE: Section = Section {
    key: "profile",
    plural: "profiles",
    shape: Shape::CsvRow,
    fields: &[
        plain("profile", ID, "曲线名", "name of the course"),
        plain("date", Form::Date, "日期", "date of the point"),
        field(
            "value",
            Form::Number(PIECES),
            "factor",
            "倍数",
            "value at the point; straight lines between points",
        ),
    ],
    zh: "时间曲线",
    en: "named courses over time",
};

pub(in crate::scenario) static OBSERVED: Section = Section {
    key: "observed",
    plural: "observed",
    shape: Shape::CsvRow,
    fields: &[
        plain("date", Form::Date, "日期", "day"),
        plain(
            "scope",
            Form::Name(To::Scope),
            "范围",
            "province, or a prefecture's code",
        ),
        plain("metric", Form::OneOf(METRICS), "指标", "what was reported"),
        plain(
            "value",
            Form::Number(PIECES),
            "数值",
            "the figure: one of a source for a date, scope and metric. Figures of several sources, each with its `source`, \
count as one: the middle of the least and the greatest by logarithms, with the widest `error`, and one that reaches to both",
        ),
        plain(
            "use",
            Form::OneOf(USE_NAMES),
            "用途",
            "fit: values are adjusted to it; test: results are held against it",
        ),
        field(
            "error",
            Form::Number(ERROR),
            "share",
            "相对误差",
            "standard error of the figure, and of a model of its kind, as a share; left out: A 0.1, B and D 0.15, C 0.25, \
assumed 0.4",
        )
        .optional(),
    ],
    zh: "已公布数据",
    en: "figures that were reported",
};
