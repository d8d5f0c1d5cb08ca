//! Policy, its regimes and subsidies.

use super::words::{BASIS_NAMES, GUARANTEED, LEVEL_NAMES, LINK_NAMES, TIER_NAMES};
use super::{
    COUNT, DAYS, Field, Form, ID, KILOGRAMS, PIECES, SHARE, Section, Shape, To, YUAN, field, plain,
    range, table,
};

const PART: Form = Form::Number(SHARE);
const COVER: Form = Form::Whole(DAYS);

pub(in crate::scenario) static POLICY: Section = table(
    "policy",
    &[
        field(
            "dispatch_share",
            PART,
            "share",
            "统调比例",
            "of listed makers' release that is dispatched while there is no link",
        ),
        plain(
            "unified_allocation",
            Form::Flag,
            "原料统配",
            "scarce material is under unified allocation",
        )
        .or_flag(false),
        plain(
            "link",
            Form::OneOf(LINK_NAMES),
            "挂钩方式",
            "how awards tie dispatch",
        ),
        field(
            "link_ratio",
            PART,
            "share",
            "挂钩比例",
            "of the masks that awards make which is owed",
        ),
        plain(
            "allocation_rule",
            Form::Rule,
            "统配规则",
            "rule that divides material",
        ),
        plain(
            "allocation_second_rule",
            Form::Rule,
            "二次分配规则",
            "rule inside counties or prefectures",
        ),
        plain(
            "allocation_basis",
            Form::OneOf(BASIS_NAMES),
            "权重依据",
            "what weights are based on; one where a rule takes none",
        ),
        plain(
            "allocation_level",
            Form::OneOf(LEVEL_NAMES),
            "统配层级",
            "to whom material is allocated",
        ),
        field(
            "allocation_cover_days",
            COVER,
            "days",
            "统配保障天数",
            "of use that claims ask for beyond the lead time",
        ),
        field(
            "difficulty_reserve",
            PART,
            "share",
            "困难地区预留",
            "of the depot's material that makers in prefectures in difficulty share first; 1 = self-sufficiency first",
        )
        .optional(),
        field(
            "product_reserve",
            Form::PerRow(To::Product, &PART),
            "share",
            "产品预留",
            "of the depot's material that makers of a product share first, before all share the rest; left out = 0",
        )
        .optional(),
        field(
            "depot_floor",
            Form::PerRow(To::Material, &Form::Number(KILOGRAMS)),
            "kg",
            "原料保底库存",
            "kept back in the depot; a material left out = 0",
        )
        .optional(),
        field(
            "input_cover_days",
            COVER,
            "days",
            "自购原料保障天数",
            "of use that makers order of freely bought inputs beyond the lead time",
        ),
        plain(
            "product_order",
            Form::Names(To::Product),
            "缺料时产品次序",
            "products served first with a short input; empty = in proportion to need",
        ),
        field(
            "review_days",
            Form::Whole(COUNT),
            "days",
            "通报周期",
            "between reviews",
        ),
        field(
            "response",
            PART,
            "share",
            "整改比例",
            "of overdue withheld pieces that turns willing at a review",
        ),
        field(
            "arrears_reviews",
            Form::Whole(COUNT),
            "reviews",
            "欠交核销期数",
            "after which arrears expire",
        ),
        field(
            "link_factor_floor",
            Form::Number(range(1e-6, 1.0)),
            "share",
            "挂钩系数下限",
            "least link factor",
        ),
        plain(
            "link_factor_power",
            Form::Whole(range(0.0, 20.0)),
            "挂钩系数指数",
            "power of fulfilment in the link factor",
        ),
        plain(
            "dispatch_rule",
            Form::Rule,
            "统调规则",
            "rule that divides the pool",
        ),
        field(
            "dispatch_cover_days",
            COVER,
            "days",
            "统调保障天数",
            "of need that claims ask for beyond the lead time",
        ),
        plain(
            "tier_order",
            Form::SomeOf(GUARANTEED),
            "保障次序",
            "the four guaranteed tiers, each once, in order",
        ),
        field(
            "reserve_floor",
            Form::PerRow(To::Product, &Form::Whole(PIECES)),
            "pieces",
            "省级储备",
            "kept back in the pool; a product left out = 0",
        )
        .optional(),
        plain(
            "below_floor",
            Form::SomeOf(TIER_NAMES),
            "可动用储备",
            "tiers that may go below the reserve",
        ),
        field(
            "difficulty_threshold",
            PART,
            "share",
            "困难标准",
            "7-day self-sufficiency below which a prefecture is in difficulty",
        ),
        field(
            "difficulty_margin",
            PART,
            "share",
            "解困裕度",
            "above threshold + margin it no longer is",
        ),
        plain(
            "difficulty_needs_fulfilment",
            Form::Flag,
            "困难须完成任务",
            "only prefectures whose makers are free of arrears qualify",
        )
        .or_flag(false),
        field(
            "market_min",
            PART,
            "share",
            "最低投放比例",
            "of the pool's inflow released to the market",
        ),
        field(
            "pool_cover_days",
            COVER,
            "days",
            "省级周转天数",
            "of guaranteed need kept before the market gets what is left",
        ),
        field(
            "buy_above_cover_days",
            COVER,
            "days",
            "收购线",
            "own stock above so many days of local need is bought; left out = never",
        )
        .optional(),
        plain(
            "subsidy",
            Form::Table(&SUBSIDY),
            "补助",
            "staged subsidies (art. 3)",
        ),
        plain(
            "regime",
            Form::Rows(&[&REGIME]),
            "阶段",
            "what changes from a date on",
        )
        .optional(),
    ],
    "政策",
    "policy from the start",
);

/// `[[policy.regime]]`: also holds any key of `[policy]`.
pub(in crate::scenario) static REGIME: Section = Section {
    key: "regime",
    plural: "regimes",
    shape: Shape::Row,
    fields: &[
        plain("id", ID, "编号", "id"),
        plain("from", Form::Date, "起", "first day"),
    ],
    zh: "政策阶段",
    en: "regimes of policy: each inherits what stands before it and changes the keys of `[policy]` that it names",
};

pub(in crate::scenario) static SUBSIDY: Section = table(
    "subsidy",
    &[
        field(
            "effective_threshold",
            PART,
            "share",
            "有效产能门槛",
            "commissioned ÷ installed for the second stage",
        ),
        field(
            "quality_standard",
            PART,
            "share",
            "达标合格率",
            "qualified, for the second stage",
        ),
        field(
            "sustained_days",
            COVER,
            "days",
            "持续天数",
            "with output, for the third stage",
        ),
        field(
            "sustained_threshold",
            PART,
            "share",
            "持续产出门槛",
            "output ÷ installed on those days",
        ),
        field(
            "deadline_days",
            COVER,
            "days",
            "期限",
            "from order to the second stage",
        ),
        plain(
            "central",
            Form::Table(&SCHEME),
            "中央补助",
            "central scheme; left out = none",
        )
        .optional(),
        plain(
            "provincial",
            Form::Table(&SCHEME),
            "省级补助",
            "provincial scheme; left out = none",
        )
        .optional(),
    ],
    "补助",
    "staged subsidies (art. 3)",
);

static SCHEME_FIELDS: [Field; 5] = [
    field("share", PART, "share", "补助比例", "of the price in all"),
    field(
        "budget_yuan",
        Form::Number(YUAN),
        "yuan",
        "预算",
        "over the whole calendar",
    ),
    field(
        "advance",
        PART,
        "share",
        "预拨",
        "of the grant, paid at the order",
    ),
    field(
        "effective",
        PART,
        "share",
        "形成有效产能",
        "of the grant, paid when capacity is effective",
    ),
    field(
        "sustained",
        PART,
        "share",
        "持续达产",
        "of the grant, paid when output is sustained",
    ),
];

pub(in crate::scenario) static SCHEME: Section = table(
    "scheme",
    &SCHEME_FIELDS,
    "补助来源",
    "one source of subsidy; advance + effective + sustained = 1",
);
