//! Measures and events.

use super::{Field, Form, ID, Section, Shape, TITLE, plain};

static DATED: [Field; 9] = [
    plain("id", ID, "编号", "id"),
    plain("article", TITLE, "条款", "article of the policy").optional(),
    plain("title_zh", TITLE, "中文标题", "Chinese title"),
    plain(
        "title_en",
        TITLE,
        "英文标题",
        "English title; left out = the Chinese",
    )
    .optional(),
    plain("on", Form::Flag, "是否启用", "whether it takes effect").or_flag(true),
    plain(
        "from",
        Form::Date,
        "起",
        "first day; without from and to it changes the scenario from the start",
    )
    .optional(),
    plain("to", Form::Date, "止", "last day; left out = to the end").optional(),
    plain("set", Form::Paths, "设定", "values by path").optional(),
    plain("scale", Form::Paths, "倍乘", "factors by path").optional(),
];

pub(in crate::scenario) static MEASURE: Section = Section {
    key: "measure",
    plural: "measures",
    shape: Shape::Row,
    fields: &DATED,
    zh: "措施",
    en: "measures: switchable packages of changes",
};

pub(in crate::scenario) static EVENT: Section = Section {
    key: "event",
    plural: "events",
    shape: Shape::Row,
    fields: &DATED,
    zh: "事件",
    en: "events: changes that nobody decides",
};
