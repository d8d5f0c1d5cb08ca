//! What moves together, and what wavers from day to day.

use super::{
    Field, Form, ID, REMARK, Range, SHARE, Section, Shape, TITLE, To, field, plain, range, table,
};

/// Rank correlations.
pub(in crate::scenario) const RANK: Range = range(-1.0, 1.0);

pub(in crate::scenario) static CORRELATION: Section = Section {
    key: "correlation",
    plural: "correlations",
    shape: Shape::Row,
    fields: &[
        plain(
            "between",
            Form::Names(To::Drawn),
            "之间",
            "what moves together: one name for the rows of a column, two for a rank, more for a matrix",
        ),
        plain(
            "rank",
            Form::Number(RANK),
            "秩相关系数",
            "Spearman's rank correlation; among rows not below 0",
        )
        .optional(),
        plain(
            "matrix",
            Form::Matrix(RANK),
            "秩相关矩阵",
            "rank correlations of all names, in their order",
        )
        .optional(),
        plain("note", REMARK, "备注", "a remark").optional(),
    ],
    zh: "秩相关",
    en: "rank correlations between what is drawn, by a Gaussian copula. Columns of one table correlate row by row; \
others by what rows have in common, so that a column whose rows draw on their own needs a rank among its rows first. \
Names: `roads.detour`, `lines.delivery_days`, `item.bill/flat/meltblown`, `demand_factor/public`",
};

/// What a parameter may be.
const MULTIPLE: Range = range(0.001, 1000.0);

pub(in crate::scenario) static PARAMETER: Section = Section {
    key: "parameter",
    plural: "parameters",
    shape: Shape::SourcedRow,
    fields: &[
        plain("id", ID, "编号", "id"),
        plain("title_zh", TITLE, "中文标题", "Chinese title"),
        plain(
            "title_en",
            TITLE,
            "英文标题",
            "English title; left out = the Chinese",
        )
        .optional(),
        plain(
            "scale",
            Form::Names(To::Path),
            "所乘数值",
            "paths of the numbers and distributions that it multiplies",
        ),
        field(
            "prior",
            Form::Quantity(MULTIPLE),
            "factor",
            "先验分布",
            "what it may be before reported figures are looked at: a distribution between bounds that its source supports",
        ),
        field(
            "value",
            Form::Quantity(MULTIPLE),
            "factor",
            "取值",
            "what it is; left out, it multiplies nothing and waits for `maskflow calibrate`",
        )
        .optional(),
    ],
    zh: "待定参数",
    en: "what nobody knows and reported figures may tell: one number a future that all of some quantities are multiplied \
by. Where it has a value it takes the place of what these quantities share (a `shared` distribution stands at its median); \
what rows draw on their own stays. Results stay inside the range of each field. Correlations and studies call it \
`parameter/<id>`",
};

const fn wavering(name: &'static str, zh: &'static str, en: &'static str) -> Field {
    plain(name, Form::Table(&DAILY), zh, en).optional()
}

pub(in crate::scenario) static NOISE: Section = table(
    "noise",
    &[
        wavering("availability", "开机率", "of lines' availability"),
        wavering("supply", "到货量", "of streams of supply"),
        wavering("demand", "需求量", "of streams of need"),
    ],
    "日波动",
    "what wavers from day to day in futures, and is nothing on average; the central world has none of it. It is the usual \
state of things: no obligation waits for it",
);

pub(in crate::scenario) static DAILY: Section = table(
    "table",
    &[
        field(
            "spread",
            Form::Number(range(0.0, 0.5)),
            "share, logarithm",
            "标准差",
            "of the share for availability, which moves as far up as down and stays a share; else of the logarithm",
        )
        .or(0.0),
        field(
            "persistence",
            Form::Number(range(0.0, 0.95)),
            "",
            "日间相关系数",
            "correlation of a day with the day before",
        )
        .or(0.0),
        field(
            "common",
            Form::Number(SHARE),
            "share",
            "共同部分",
            "of the variance that all rows have in common",
        )
        .or(0.0),
    ],
    "日波动",
    "noise of a table's rows, never over four standard deviations from its mean",
);
