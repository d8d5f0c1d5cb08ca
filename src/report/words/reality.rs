//! What is said when a simulation is held against what was reported.

use super::{Word, study};
use crate::scenario::Scenario;
use crate::study::gauge::Gauge;

words! {
    BACKTEST_TITLE: "模拟与公布数据对照", "Simulated beside reported";
    BACKTEST_ABOUT: "每日中位数与50%、90%区间；实心点用于校准，空心点为检验（截止日之后），菱形为校准期内未用于校准者；蒙特卡洛重复 {} 次",
        "Median and the middle 50% and 90% of {} futures; filled marks were fitted to, rings test (after the cut-off), diamonds were held out before it";
    CUT_OFF: "截止日 {}", "Cut-off {}";
    FITTED: "用于校准", "Fitted to";
    HELD_OUT: "校准期内未用", "Held out";
    TESTS: "用于检验", "Tests";
    NAIVE: "朴素外推", "Naive growth";
    CENTRAL: "中心情景", "Central world";

    PARAMETERS_TITLE: "参数：公布数据之前与之后", "Parameters before and after the figures";
    PARAMETERS_ABOUT: "对各数值的倍数；浅色为先验90%区间，深色为后验；收缩率为0表示公布数据对它没有说明",
        "Factors on the scenario's values; light: the prior's middle 90%, dark: the posterior; where nothing contracts the figures say nothing";
    PRIOR: "先验90%", "Prior, middle 90%";
    POSTERIOR: "后验90%", "Posterior, middle 90%";
    POSTERIOR_HALF: "后验50%", "Posterior, middle 50%";
    BEST_FIT: "中心拟合", "Central fit";
    FACTOR: "倍数", "Factor";
    NARROWER: "收窄 {}", "{} narrower";

    CONCLUSIONS_TITLE: "结论在多大比例的可行拟合中成立", "In what share of the accepted fits a conclusion holds";
    CONCLUSIONS_ABOUT: "与公布数据相符的拟合 {} 个，每个都模拟到底；措施一行为同一未来中实施与不实施之比较，无明显作用者从略",
        "{} fits that agree with the figures, each simulated to the end; measures are switched off in the same futures, and left out where that changes nothing";
    SHARE_OF_FITS: "占可行拟合的比例", "Share of accepted fits";
    HOLDS: "成立（措施：有利）", "Holds (measures: helps)";
    HARMS: "措施：不利", "Measures: harms";
    BINDS_ON: "{}的瓶颈", "Binds on {}";
    NOTHING_BINDS: "无单一瓶颈", "no single cause";
    TARGET_BY_DATE: "目标日前日产量达标", "Output reaches the target by its date";
    TARGET_EVER: "期末前日产量达标", "Output reaches the target by the end";
    CAPACITY_BY_DATE: "目标日前有效产能达标", "Effective capacity reaches the target by its date";
    CAPACITY_EVER: "期末前有效产能达标", "Effective capacity reaches the target by the end";
    IF_MEANT: "若“已形成”指{}", "if “formed” is {}";
    HELPS_GUARANTEED: "{}：保障用途满足率", "{}: fill rate of guaranteed uses";
    HELPS_ALL: "{}：总满足率", "{}: fill rate of all need";
    HELPS_OUTPUT: "{}：总产量", "{}: output in all";

    FITTED_TITLE: "校准至{}：{}", "Fitted up to {}: {}";
    GROSS: "毛产量", "Gross output";
    SCRAP: "不合格品", "Scrap";
    INSTALLED: "已安装产能", "Installed capacity";
    COMMISSIONED: "已投运产能", "Commissioned capacity";
    STAFFED: "到岗产能", "Staffed capacity";
    UTILISATION: "产能利用率", "Utilisation";
    STAFFING: "用工保障率", "Staffing";
    WORKER_RETURN: "返岗率", "Workers back";
    RELEASED: "放行量", "Released";
    DELIVERED: "上交统调量", "Delivered";
    RETAINED: "自留量", "Retained";
    BATCH: "七日统调发出量", "Dispatched in seven days";
    NEED: "需求", "Need";
    SERVED: "供应量", "Served";
    UNMET: "缺口", "Unmet";
    OUTPUT_OF: "{}产量", "Output of {}";
}

/// A metric as people read it.
#[must_use]
pub fn metric(scenario: &Scenario, metric: &str) -> Word {
    match metric {
        "nominal" => super::NOMINAL,
        "planned" => super::PLANNED,
        "installed" => INSTALLED,
        "commissioned" => COMMISSIONED,
        "staffed" => STAFFED,
        "effective" => super::EFFECTIVE,
        "output" => super::OUTPUT,
        "gross" => GROSS,
        "scrap" => SCRAP,
        "utilisation" => UTILISATION,
        "staffing" => STAFFING,
        "worker_return" => WORKER_RETURN,
        "released" => RELEASED,
        "delivered" => DELIVERED,
        "retained" => RETAINED,
        "dispatched_batch" => BATCH,
        "need" => NEED,
        "served" => SERVED,
        "unmet" => UNMET,
        other => {
            let product = other.strip_suffix("_output").unwrap_or(other);
            let named = scenario.products.iter().find(|row| row.id == product);
            named.map_or_else(
                || Word::new(other, other),
                |row| OUTPUT_OF.with(&row.name.zh, &row.name.en),
            )
        }
    }
}

/// A metric with the place that it is of, where that is not the whole.
#[must_use]
pub fn gauge(scenario: &Scenario, gauge: &Gauge) -> Word {
    let metric = metric(scenario, &gauge.metric);
    let place = scenario
        .prefectures
        .iter()
        .find(|place| place.code == gauge.scope);
    match place {
        Some(place) => Word::new(
            &format!("{} {}", place.name.zh, metric.zh),
            &format!("{} {}", place.name.en, metric.en),
        ),
        None => metric,
    }
}

/// The median, as the charts of studies call it.
pub const MEDIAN: Word = study::MEDIAN;
