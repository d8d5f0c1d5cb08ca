//! scenario.toml itself, and the tables that stand in it once.

use super::{
    CORRELATION, COUNT, COUNTY, DAYS, DEMAND, ENTERPRISE, EVENT, Field, Form, LINE, MATERIAL,
    MEASURE, NAME, NOISE, OBSERVED, PARAMETER, PIECES, POLICY, PREFECTURE, PRODUCT, PROFILE,
    REMARK, RISK, Range, SHARE, STOCK, SUPPLY, Section, TITLE, To, field, plain, range, table,
};
use crate::units::limits::MOST_SEED;

use crate::scenario::FORMAT;

const FACTOR: Range = range(0.0, 1000.0);
const SEED: Range = range(0.0, MOST_SEED as f64);

pub(in crate::scenario) static ROOT: Section = table(
    "scenario",
    &[
        plain(
            "format",
            Form::Whole(range(1.0, FORMAT as f64)),
            "格式版本",
            "version of the file's format, which resolved and fitted scenarios say; left out = 1, that of maskflow 0.1, \
which is read as ever",
        )
        .optional(),
        plain(
            "extends",
            REMARK,
            "基础情景",
            "scenario that this one changes: a folder or file beside it",
        )
        .optional(),
        plain(
            "name",
            NAME,
            "名称",
            "short name; left out = the folder's or file's",
        )
        .optional(),
        plain("title_zh", TITLE, "中文标题", "Chinese title"),
        plain("title_en", TITLE, "英文标题", "English title"),
        plain(
            "question_zh",
            TITLE,
            "所问（中文）",
            "what a what-if asks, in Chinese",
        )
        .optional(),
        plain(
            "question_en",
            TITLE,
            "所问（英文）",
            "what a what-if asks, in English",
        )
        .optional(),
        plain("start", Form::Date, "起始日", "day 0, from 1900 to 2199"),
        field(
            "days",
            Form::Whole(COUNT),
            "days",
            "天数",
            "length of the calendar",
        ),
        plain(
            "dates_until",
            Form::Date,
            "日期截至",
            "last date that rows may name, where fewer days are simulated; else the last day",
        )
        .optional(),
        plain("seed", Form::Whole(SEED), "随机种子", "seed of all draws"),
        field(
            "making_days",
            Form::Whole(DAYS),
            "days",
            "生产周期",
            "from material at the gate to masks made",
        ),
        plain(
            "target",
            Form::Table(&TARGET),
            "目标",
            "what is to be reached",
        ),
        plain("roads", Form::Table(&ROADS), "道路", "roads and lead times"),
        plain("staff", Form::Table(&STAFF), "用工", "return to work"),
        plain(
            "warm_start",
            Form::Table(&WARM_START),
            "期初在产",
            "what makers hold on day 0",
        ),
        plain(
            "demand_factor",
            Form::Table(&DEMAND_FACTOR),
            "需求系数",
            "need by kind and grade of risk",
        )
        .optional(),
        plain(
            "policy",
            Form::Table(&POLICY),
            "政策",
            "policy from the start",
        ),
        plain(
            "item",
            Form::Rows(&[&MATERIAL, &PRODUCT]),
            "物品",
            "materials and products",
        ),
        plain(
            "prefecture",
            Form::Rows(&[&PREFECTURE]),
            "设区市",
            "prefectures",
        ),
        plain("county", Form::Rows(&[&COUNTY]), "县", "counties"),
        plain("risk", Form::Rows(&[&RISK]), "风险", "grades of risk").optional(),
        plain(
            "enterprise",
            Form::Rows(&[&ENTERPRISE]),
            "企业",
            "enterprises",
        )
        .optional(),
        plain("line", Form::Rows(&[&LINE]), "生产线", "lines").optional(),
        plain("stock", Form::Rows(&[&STOCK]), "库存", "opening stocks").optional(),
        plain(
            "supply",
            Form::Rows(&[&SUPPLY]),
            "来源",
            "streams from outside",
        )
        .optional(),
        plain("demand", Form::Rows(&[&DEMAND]), "需求", "streams of need"),
        plain(
            "profile",
            Form::Rows(&[&PROFILE]),
            "曲线",
            "courses over time",
        )
        .optional(),
        plain(
            "observed",
            Form::Rows(&[&OBSERVED]),
            "已公布",
            "reported figures",
        )
        .optional(),
        plain(
            "noise",
            Form::Table(&NOISE),
            "日波动",
            "what wavers from day to day",
        )
        .optional(),
        plain(
            "fitted_until",
            Form::Date,
            "校准截至",
            "last date of the reported figures that values were adjusted to, by hand or by `maskflow calibrate`; \
a test from an earlier date on would hold the scenario against what it has seen",
        )
        .optional(),
        plain(
            "parameter",
            Form::Rows(&[&PARAMETER]),
            "待定参数",
            "what reported figures may tell",
        )
        .optional(),
        plain(
            "correlation",
            Form::Rows(&[&CORRELATION]),
            "相关",
            "what moves together",
        )
        .optional(),
        plain(
            "measure",
            Form::Rows(&[&MEASURE]),
            "措施",
            "switchable packages of changes",
        )
        .optional(),
        plain(
            "event",
            Form::Rows(&[&EVENT]),
            "事件",
            "changes that nobody decides",
        )
        .optional(),
        plain(
            "defaults",
            Form::Table(&DEFAULTS),
            "缺省值",
            "values of empty cells and missing columns, by table",
        )
        .optional(),
        plain("set", Form::Paths, "设定", "values by path").optional(),
        plain("scale", Form::Paths, "倍乘", "factors by path").optional(),
    ],
    "情景",
    "a scenario",
);

pub(in crate::scenario) static TARGET: Section = table(
    "target",
    &[
        field(
            "pieces_per_day",
            Form::Whole(PIECES),
            "pieces a day",
            "日产目标",
            "what is to be reached",
        ),
        plain(
            "date",
            Form::Date,
            "目标日期",
            "by when; inside the calendar",
        ),
        field(
            "sustain_days",
            Form::Whole(COUNT),
            "days",
            "持续天数",
            "reached on the first of so many days in a row",
        ),
    ],
    "目标",
    "what is to be reached",
);

pub(in crate::scenario) static ROADS: Section = table(
    "roads",
    &[
        plain(
            "capital",
            Form::Name(To::Prefecture),
            "省会",
            "prefecture in whose seat depot and pool lie",
        ),
        field(
            "detour",
            Form::Quantity(range(1.0, 10.0)),
            "ratio",
            "绕行系数",
            "road distance ÷ great-circle distance",
        ),
        field(
            "speed_kmh",
            Form::Quantity(range(1.0, 200.0)),
            "km/h",
            "车速",
            "speed on the road",
        ),
        field(
            "handling_hours",
            Form::Quantity(range(0.0, 240.0)),
            "hours",
            "装卸时间",
            "handling a trip",
        ),
        field(
            "driving_hours",
            Form::Quantity(range(0.5, 24.0)),
            "hours a day",
            "日行车时间",
            "driven",
        ),
        plain(
            "green_channel",
            Form::Flag,
            "绿色通道",
            "front-line and essential goods pass closed roads (art. 6)",
        )
        .or_flag(true),
        plain(
            "openness",
            Form::Table(&OPENNESS),
            "畅通度",
            "openness of roads by grade of risk",
        ),
    ],
    "道路",
    "roads and lead times",
);

const fn graded(
    name: &'static str,
    range: Range,
    unit: &'static str,
    zh: &'static str,
    en: &'static str,
) -> Field {
    field(name, Form::Quantity(range), unit, zh, en)
}

static SHARES: [Field; 3] = [
    graded("low", SHARE, "share", "低风险", "at low risk"),
    graded("medium", SHARE, "share", "中风险", "at medium risk"),
    graded("high", SHARE, "share", "高风险", "at high risk"),
];

pub(in crate::scenario) static OPENNESS: Section = table(
    "openness",
    &SHARES,
    "畅通度",
    "openness of roads; 0 is closed",
);
pub(in crate::scenario) static RETURN: Section = table(
    "return_per_day",
    &SHARES,
    "日返岗率",
    "of those away who come back a day",
);

pub(in crate::scenario) static STAFF: Section = table(
    "staff",
    &[plain(
        "return_per_day",
        Form::Table(&RETURN),
        "日返岗率",
        "share of those away who come back a day",
    )],
    "用工",
    "return to work",
);

pub(in crate::scenario) static WARM_START: Section = table(
    "warm_start",
    &[field(
        "working_stock_days",
        Form::Quantity(DAYS),
        "days",
        "周转库存天数",
        "of use that makers running on day 0 hold of each input",
    )],
    "期初在产",
    "what makers hold on day 0",
);

static FACTOR_FIELDS: [Field; 3] = [
    graded("low", FACTOR, "factor", "低风险", "at low risk").or(1.0),
    graded("medium", FACTOR, "factor", "中风险", "at medium risk").or(1.0),
    graded("high", FACTOR, "factor", "高风险", "at high risk").or(1.0),
];

pub(in crate::scenario) static FACTORS: Section = table(
    "kind",
    &FACTOR_FIELDS,
    "需求系数",
    "need as a multiple, by grade of risk",
);

const fn factor_of(kind: &'static str, zh: &'static str, en: &'static str) -> Field {
    plain(kind, Form::Table(&FACTORS), zh, en).optional()
}

pub(in crate::scenario) static DEMAND_FACTOR: Section = table(
    "demand_factor",
    &[
        factor_of("national", "国家调拨", "national requisitions"),
        factor_of("frontline", "抗疫一线", "the front line"),
        factor_of("key_projects", "省重点工程", "provincial key projects"),
        factor_of("key_enterprises", "重要企业", "key enterprises"),
        factor_of("essential", "辖区重点用途", "essential work"),
        factor_of("public", "群众需求", "the public"),
    ],
    "需求系数",
    "need by kind and grade of risk, as a multiple; left out = 1",
);

const fn part(section: &'static Section) -> Field {
    plain(section.plural, Form::Part(section), section.zh, section.en).optional()
}

static DEFAULTS: Section = table(
    "defaults",
    &[
        part(&PREFECTURE),
        part(&COUNTY),
        part(&RISK),
        part(&ENTERPRISE),
        part(&LINE),
        part(&STOCK),
        part(&SUPPLY),
        part(&DEMAND),
        part(&PROFILE),
        part(&OBSERVED),
    ],
    "缺省值",
    "values of empty cells and missing columns; no other silent defaults",
);
