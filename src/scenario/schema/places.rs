//! Prefectures, counties and their risk.

use super::words::{CONFIDENCE, GRADE_NAMES};
use super::{Field, Form, ID, PERSONS, REMARK, Section, Shape, TITLE, To, plain, range};

const LATITUDE: Form = Form::Number(range(-90.0, 90.0));
const LONGITUDE: Form = Form::Number(range(-180.0, 180.0));

/// Columns that every sourced row may have.
pub(super) static PROVENANCE: [Field; 3] = [
    plain("source", REMARK, "来源", "who said it").optional(),
    plain(
        "confidence",
        Form::OneOf(CONFIDENCE),
        "可信度",
        "how sure it is",
    )
    .optional(),
    plain("note", REMARK, "备注", "a remark").optional(),
];

/// The column by which a row says that it is like another.
pub(in crate::scenario) const LIKE: &str = "like";

/// Rows with ids may have it.
pub(super) static LIKE_FIELD: [Field; 1] = [plain(
    LIKE,
    ID,
    "参照",
    "id of a row of this table: what this row leaves out is as there",
)
.optional()];

pub(in crate::scenario) static PREFECTURE: Section = Section {
    key: "prefecture",
    plural: "prefectures",
    shape: Shape::CsvRow,
    fields: &[
        plain("code", ID, "行政区划代码", "GB adcode"),
        plain("name_zh", TITLE, "中文名", "Chinese name"),
        plain(
            "name_en",
            TITLE,
            "英文名",
            "English name; left out = the Chinese",
        )
        .optional(),
        super::field("lat", LATITUDE, "degrees", "纬度", "latitude of the seat"),
        super::field("lon", LONGITUDE, "degrees", "经度", "longitude of the seat"),
        super::field(
            "population",
            Form::Whole(PERSONS),
            "persons",
            "人口",
            "inhabitants",
        ),
    ],
    zh: "设区市",
    en: "prefectures",
};

pub(in crate::scenario) static COUNTY: Section = Section {
    key: "county",
    plural: "counties",
    shape: Shape::CsvRow,
    fields: &[
        plain("code", ID, "行政区划代码", "GB adcode"),
        plain("name_zh", TITLE, "中文名", "Chinese name"),
        plain(
            "name_en",
            TITLE,
            "英文名",
            "English name; left out = the Chinese",
        )
        .optional(),
        plain(
            "prefecture",
            Form::Name(To::Prefecture),
            "所属设区市",
            "code of its prefecture",
        ),
        super::field("lat", LATITUDE, "degrees", "纬度", "latitude"),
        super::field("lon", LONGITUDE, "degrees", "经度", "longitude"),
    ],
    zh: "县（市、区）",
    en: "counties",
};

pub(in crate::scenario) static RISK: Section = Section {
    key: "risk",
    plural: "risk",
    shape: Shape::CsvRow,
    fields: &[
        plain(
            "county",
            Form::Name(To::County),
            "县代码",
            "code of the county",
        ),
        plain("date", Form::Date, "起始日期", "first day of the grade"),
        plain(
            "grade",
            Form::OneOf(GRADE_NAMES),
            "风险等级",
            "grade of risk; the first also holds before its date",
        ),
    ],
    zh: "分县风险等级",
    en: "grades of risk by county and date",
};
