//! Every word that planners see, in Chinese and English, in one place.

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(#[doc = $en] pub const $name: $crate::report::words::Word = $crate::report::words::Word::of($zh, $en);)*
        /// Every word of this table.
        pub const ALL: &[$crate::report::words::Word] = &[$($name),*];
    };
}

pub mod inputs;
pub mod league;
pub mod reality;
pub mod sharing;
pub mod study;

pub use crate::language::{Lang, Word};

words! {
    CAPACITY_TITLE: "日产量与产能", "Daily output and capacity";
    CAPACITY_ABOUT: "各设区市合格口罩日产量（叠加），对照有效产能、设计产能、目标和已公布数据",
        "Qualified masks made each day, stacked by prefecture, beside effective and nominal capacity, the target and reported figures";
    WATERFALL_TITLE: "规划产能为何没有全部变成产量", "From planned capacity to output";
    WATERFALL_ABOUT: "规划产能 = 日产量 + 各项损失；上图为数量，下图为占规划产能的比重",
        "Planned capacity = output + what each cause takes from it; above in pieces, below as a share of planned capacity";
    FILL_RATE_TITLE: "满足率", "Fill rate";
    FILL_RATE_ABOUT: "当日需求当日得到供应的比例，按用途和设区市", "Share of each day's need that was served that day, by use and by prefecture";
    LINKAGE_TITLE: "原料统配与口罩统调挂钩联动", "Material allocated, masks owed in return";
    LINKAGE_ABOUT: "省级统配多少紧缺原料，企业应交、实交多少口罩，欠交多少",
        "Scarce material that the province hands out, the masks due and delivered for it, and the arrears";
    SELF_SUFFICIENCY_TITLE: "自产自保程度", "Self-sufficiency";
    SELF_SUFFICIENCY_ABOUT: "本地需求中由本设区市自产口罩满足的比例；◆ 为首次稳定实现自保之日",
        "Share of local need served from the prefecture's own production; ◆ marks the day from which it first holds";
    DISPATCH_TITLE: "统调口罩去向", "Where the pool goes";
    DISPATCH_ABOUT: "省级统调口罩每日发往各用途的数量，以及省级统调库存",
        "Masks sent from the provincial pool each day, by tier, and what the pool holds";
    MAP_TITLE: "目标日产量与满足率", "Output and fill rate on the target date";
    MAP_ABOUT: "各设区市日产量，以及当日满足率",
        "Shades and bars: each prefecture's output; last column: share of that day's need served; outlines are schematic";
    COMPARISON_TITLE: "情景比较", "Scenarios compared";
    COMPARISON_ABOUT: "达标日期、目标日缺口和各用途满足率，每行一个情景",
        "Day the target is met, shortfall on the target date, and fill rates by use; one scenario a row";

    RANKS_TITLE: "分配规则排名", "Ranks of the rules";
    RANKS_ABOUT: "同一批未来中的平均名次（越亮越好），随紧缺原料供应占可用量的比重而变；格内为均值",
        "Mean rank on the same futures (brighter is better) by supply of the scarce material as a share of what makers could use; the number is the mean";
    TRADE_OFF_TITLE: "效率与公平", "Efficiency and equity";
    TRADE_OFF_ABOUT: "每点一种规则，越靠右上越好；各未来的均值；编号见下，同值的共一点",
        "One disc a rule, better to the right and above; means over the futures; rules in one place share a disc";
    REFERENCE: "{}（基准）", "{} (reference)";
    BEST_RANK: "名次 1（最好）", "rank 1 (best)";
    WORST_RANK: "名次 {}（最差）", "rank {} (worst)";
    AS_GIVEN: "情景", "given";
    TIGHTNESS: "供应占可用量 {}", "Supply {} of what makers could use";
    TIGHTNESS_GIVEN: "供应如情景所列", "Supply as in the scenario";

    OUTPUT: "日产量", "Output";
    EFFECTIVE: "有效产能", "Effective capacity";
    NOMINAL: "设计产能", "Nominal capacity";
    PLANNED: "规划产能", "Planned capacity";
    PLANNED_BEYOND: "规划产能最高 {}，超出图幅 ↑", "Planned capacity reaches {}, beyond this chart ↑";
    TARGET: "目标", "Target";
    TARGET_DAY: "目标日 {}", "Target date {}";
    REACHED: "产量达标 {}", "Output on target {}";
    REPORTED_OUTPUT: "公布日产量", "Reported output";
    REPORTED_CAPACITY: "公布产能", "Reported capacity";
    USES: "按用途", "By use";
    PREFECTURES: "按设区市", "By prefecture";
    OTHERS: "其余{}项", "{} others";
    NOT_SHOWN: "另有{}行未画出，见数据表", "{} more rows are not drawn: see the tables";
    NO_DATA: "无数据", "No data";
    OUTSIDE_SCENARIO: "情景之外", "Outside the scenario";

    NOT_DELIVERED: "设备未到位", "Not delivered";
    RAMP: "调试爬坡", "Ramp-up";
    STAFF: "用工不足", "Short of staff";
    QUALITY: "不合格品", "Rejects";
    MATERIAL_SHORT: "缺{}", "Short of {}";
    MELTBLOWN: "熔喷布", "meltblown";
    SPUNBOND: "纺粘布", "spunbond";
    EAR_LOOP: "耳带", "ear loops";
    NOSE_WIRE: "鼻梁条", "nose wire";
    POLYPROPYLENE: "聚丙烯", "polypropylene";
    FLAT: "平面口罩", "Flat masks";
    SURGICAL: "医用外科口罩", "Surgical masks";
    N95: "医用防护口罩 N95", "N95 respirators";

    NATIONAL: "国家调拨", "National";
    FRONTLINE: "抗疫一线", "Front line";
    KEY_PROJECTS: "省重点工程", "Key projects";
    KEY_ENTERPRISES: "重要国计民生企业", "Key enterprises";
    SUPPORT: "适当支持", "Support";
    MARKET: "向社会投放", "Market";
    ESSENTIAL: "辖区重点用途", "Essential work";
    PUBLIC: "群众需求", "The public";

    AWARDS: "统配{}", "{} awarded";
    DEPOT: "省级原料库存", "Depot stock";
    DUE: "应交", "Due";
    DELIVERED: "实交", "Delivered";
    ARREARS: "欠交余额", "Arrears";
    DEFAULTED: "累计违约", "Defaulted so far";
    MATERIAL_PANEL: "紧缺原料", "Scarce material";
    OBLIGATION_PANEL: "统调任务", "Dispatch obligations";
    ARREARS_PANEL: "欠交", "Arrears";
    POOL: "统调库存", "Pool stock";
    RESERVE: "省级储备底线", "Provincial reserve";
    SENT_PANEL: "每日调出", "Sent each day";
    POOL_PANEL: "库存", "Stock";
    SHARE_PANEL: "占规划产能的比重", "Share of planned capacity";
    QUANTITY_PANEL: "数量", "Quantity";

    MEAN: "日均", "Mean";
    LOWEST: "最低", "Lowest";
    HOLDS_FROM: "自保起始日", "Holds from";
    NOT_REACHED: "未实现", "Not reached";
    NOT_MET: "未达标", "Not met";
    TARGET_MET: "达标日期", "Target met on";
    SHORTFALL: "目标日产量缺口", "Shortfall on target date";
    FILL_RATES: "满足率", "Fill rates";
    BASE: "基准", "base";

    PIECES_A_DAY: "万只/日", "pieces a day";
    PIECES: "万只", "pieces";
    TONNES_A_DAY: "吨/日", "tonnes a day";
    TONNES: "吨", "tonnes";
    TEN_THOUSAND_A_DAY: "万只/日", "10k pieces a day";
    TEN_THOUSAND: "万只", "10k pieces";
    DAYS: "天", "days";
    PERSON_DAYS: "万人日", "person-days";
    TEN_THOUSAND_PERSON_DAYS: "万人日", "10k person-days";

    SOURCE: "来源：{}", "Source: {}";
    SIMULATED: "maskflow 逐日模拟；公布数据见情景说明", "maskflow, simulated day by day; reported figures as listed with the scenario";
    FOOTER: "情景：{}", "Scenario: {}";
    HASH: "情景哈希 {}", "Scenario hash {}";
}

/// What a name in code and tables is called: a cause, material, product, tier or kind of demand.
/// A name that nobody translated stands for itself.
#[must_use]
pub fn named(name: &str) -> Word {
    match name {
        "not_delivered" => NOT_DELIVERED,
        "ramp" => RAMP,
        "staff" => STAFF,
        "quality" => QUALITY,
        "meltblown" => MELTBLOWN,
        "spunbond" => SPUNBOND,
        "ear_loop" => EAR_LOOP,
        "nose_wire" => NOSE_WIRE,
        "polypropylene" => POLYPROPYLENE,
        "flat" => FLAT,
        "surgical" => SURGICAL,
        "n95" => N95,
        "national" => NATIONAL,
        "frontline" => FRONTLINE,
        "key_projects" => KEY_PROJECTS,
        "key_enterprises" => KEY_ENTERPRISES,
        "support" => SUPPORT,
        "market" => MARKET,
        "essential" => ESSENTIAL,
        "public" => PUBLIC,
        "output" => OUTPUT,
        "effective" => EFFECTIVE,
        "nominal" => NOMINAL,
        "planned" => PLANNED,
        other => match other.strip_prefix("material:") {
            Some(material) => short_of(&named(material)),
            None => Word::new(other, other),
        },
    }
}

fn short_of(material: &Word) -> Word {
    MATERIAL_SHORT.with(&material.zh, &material.en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_is_lent_by_the_other() {
        assert_eq!(Word::new("", "Gaoan"), Word::of("Gaoan", "Gaoan"));
        assert_eq!(Word::new("高安", " "), Word::of("高安", "高安"));
        assert_eq!(Word::new("高安", "").text(Lang::Both), "高安");
    }

    #[test]
    fn causes_name_their_material() {
        assert_eq!(
            named("material:meltblown"),
            Word::of("缺熔喷布", "Short of meltblown")
        );
        assert_eq!(
            named("material:glue").text(Lang::Both),
            "缺glue Short of glue"
        );
        assert_eq!(named("frontline").text(Lang::Both), "抗疫一线 Front line");
    }

    #[test]
    fn languages_are_read_from_the_command_line() {
        assert_eq!("both".parse(), Ok(Lang::Both));
        assert!("fr".parse::<Lang>().is_err());
    }
}
