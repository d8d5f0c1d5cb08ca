//! Materials and products: rows of `[[item]]`, told apart by `kind`.

use super::{
    COUNT, DAYS, Form, ID, KILOGRAMS, Range, SHARE, Section, Shape, TITLE, To, field, plain, range,
};

/// At least a milligram: bills are counted in whole ones.
const MILLIGRAMS: Range = range(1.0, 1e9);

pub(in crate::scenario) static MATERIAL: Section = Section {
    key: "item",
    plural: "items",
    shape: Shape::SourcedRow,
    fields: &[
        plain("id", ID, "编号", "id"),
        plain("kind", Form::OneOf(&["material"]), "类别", "material"),
        plain("name_zh", TITLE, "中文名", "Chinese name"),
        plain(
            "name_en",
            TITLE,
            "英文名",
            "English name; left out = the Chinese",
        )
        .optional(),
        plain(
            "scarce",
            Form::Flag,
            "紧缺原料",
            "under provincial allocation",
        )
        .or_flag(false),
        plain(
            "linked",
            Form::Flag,
            "挂钩原料",
            "its awards book dispatch obligations",
        )
        .or_flag(false),
        field(
            "bill",
            Form::PerRow(To::Material, &Form::Quantity(MILLIGRAMS)),
            "mg per kg made",
            "物料清单",
            "material that goes into it",
        )
        .optional(),
        field(
            "market_per_day",
            Form::Quantity(KILOGRAMS),
            "kg a day",
            "市场日供应量",
            "what the market sells the province's makers; left out = no limit",
        )
        .optional(),
        field(
            "market_lead_days",
            Form::Quantity(COUNT),
            "days",
            "市场采购周期",
            "from order to arrival",
        )
        .or(1.0),
    ],
    zh: "原料",
    en: "materials, of `kind = \"material\"`",
};

pub(in crate::scenario) static PRODUCT: Section = Section {
    key: "item",
    plural: "items",
    shape: Shape::SourcedRow,
    fields: &[
        plain("id", ID, "编号", "id"),
        plain("kind", Form::OneOf(&["product"]), "类别", "product"),
        plain("name_zh", TITLE, "中文名", "Chinese name"),
        plain(
            "name_en",
            TITLE,
            "英文名",
            "English name; left out = the Chinese",
        )
        .optional(),
        field(
            "bill",
            Form::PerRow(To::Material, &Form::Quantity(MILLIGRAMS)),
            "mg a piece",
            "物料清单",
            "material that goes into a piece",
        )
        .optional(),
        field(
            "hold_days",
            Form::Quantity(DAYS),
            "days",
            "解析检验天数",
            "between making and release",
        )
        .or(0.0),
        field(
            "allowed_yield",
            Form::Quantity(SHARE),
            "share",
            "核算合格率",
            "qualified share that obligations reckon with",
        ),
    ],
    zh: "产品",
    en: "products, of `kind = \"product\"`",
};
