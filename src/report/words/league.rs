//! What rules and the columns of a league table are called.

use super::Word;
use crate::claims::Rule;
use crate::study::bound::look_ahead::DAYS_AHEAD;
use crate::study::candidate::Candidate;
use crate::study::league::Verdict;
use crate::units::Share;

/// A rule, by its name in files.
#[must_use]
pub fn rule(name: &str) -> Word {
    match name {
        "proportional" => Word::of("按比例", "Proportional"),
        "equal_awards" => Word::of("等量分配", "Equal awards"),
        "equal_losses" => Word::of("等量短缺", "Equal losses"),
        "talmud" => Word::of("塔木德", "Talmud"),
        "reverse_talmud" => Word::of("反塔木德", "Reverse Talmud"),
        "piniles" => Word::of("皮尼莱斯", "Piniles"),
        "constrained_egalitarian" => Word::of("约束均等", "Constrained egalitarian"),
        "random_arrival" => Word::of("随机到达", "Random arrival"),
        "adjusted_proportional" => Word::of("调整比例", "Adjusted proportional"),
        "minimal_overlap" => Word::of("最小重叠", "Minimal overlap"),
        "equal_cover" => Word::of("等保障天数", "Equal cover"),
        "priority" => Word::of("按等级先后", "Priority"),
        "first_come" => Word::of("先到先得", "First come"),
        "index_order" => Word::of("按编号先后", "Index order"),
        other => Word::new(other, other),
    }
}

/// What weights rest on, by its name in files.
fn basis(name: &str) -> Word {
    match name {
        "one" => Word::of("不加权", "unweighted"),
        "capacity" => Word::of("产能", "capacity"),
        "population" => Word::of("人口", "population"),
        "need" => Word::of("需求", "need"),
        "record" => Word::of("交付记录", "record"),
        other => Word::new(other, other),
    }
}

/// A candidate: its rule for material, what weights rest on, what is reserved, and its rule for masks where that is another.
#[must_use]
pub fn candidate(candidate: &Candidate) -> Word {
    let mut word = material(candidate);
    if let Some(share) = candidate.difficulty {
        let part = format!("{:.0}%", 100.0 * share.to_decimal());
        word = if share == Share::ONE {
            Word::new(
                &format!("{}·困难市优先", word.zh),
                &format!("{}, difficulty first", word.en),
            )
        } else {
            Word::new(
                &format!("{}·困难市{part}", word.zh),
                &format!("{}, {part} for difficulty", word.en),
            )
        };
    }
    if candidate.dispatch != candidate.allocation {
        let masks = rule(candidate.dispatch.name());
        word = Word::new(
            &format!("{}＋{}", word.zh, masks.zh),
            &format!("{} + {}", word.en, masks.en),
        );
    }
    word
}

/// A candidate's rule for material and what its weights rest on.
fn material(candidate: &Candidate) -> Word {
    match candidate.days_ahead {
        Some(DAYS_AHEAD) => return Word::of("按前瞻规划", "Looking ahead"),
        Some(days) => {
            return Word::new(
                &format!("按{days}天前瞻规划"),
                &format!("Looking {days} days ahead"),
            );
        }
        None => {}
    }
    let word = rule(candidate.allocation.name());
    match candidate.basis_name() {
        None => word,
        Some("record") if candidate.allocation == Rule::EqualAwards => {
            Word::of("多交多得", "Turn and earn")
        }
        Some(name) => {
            let of = basis(name);
            Word::new(
                &format!("{}·{}", word.zh, of.zh),
                &format!("{} by {}", word.en, of.en),
            )
        }
    }
}

/// A column of the league table.
#[must_use]
pub fn measure(name: &str) -> Word {
    match name {
        "fill_rate" => Word::of("总满足率", "Fill rate"),
        "guaranteed_fill_rate" => Word::of("省级保障满足率", "Guaranteed uses"),
        "local_fill_rate" => Word::of("辖区满足率", "Local uses"),
        "unmet_person_days" => Word::of("缺口人日", "Unmet person-days"),
        "days_to_target" => Word::of("产量达标天数", "Days to target"),
        "days_to_capacity" => Word::of("产能达标天数", "Days to capacity"),
        "output" => Word::of("总产量", "Output"),
        "delivered" => Word::of("上交统调", "Delivered"),
        "fulfilment" => Word::of("任务完成率", "Fulfilled"),
        "lowest_fill_rate" => Word::of("最低设区市", "Lowest prefecture"),
        "lowest_fill_rate_daily" => Word::of("每日最低", "Lowest, daily"),
        "gini_per_need" => Word::of("基尼（按需求）", "Gini per need"),
        "gini_per_head" => Word::of("基尼（按人口）", "Gini per head"),
        "jain_per_need" => Word::of("Jain 指数", "Jain"),
        "gini_makers" => Word::of("企业间基尼", "Gini of makers"),
        "churn" => Word::of("逐日变动", "Churn"),
        "gap_to_bound" => Word::of("与上界差距", "Gap to bound"),
        "loss_to_best_rule" => Word::of("与最好规则差距", "Loss to the best rule"),
        "price_of_fairness" => Word::of("公平代价", "Price of fairness"),
        other => Word::new(other, other),
    }
}

/// What is said of a candidate beside the reference.
#[must_use]
pub fn verdict(verdict: Verdict) -> Word {
    match verdict {
        Verdict::Reference => Word::of("基准", "reference"),
        Verdict::Better => Word::of("更好", "better"),
        Verdict::Worse => Word::of("更差", "worse"),
        Verdict::Alike => Word::of("相当", "alike"),
        Verdict::NotShown => Word::of("未显示差异", "no difference shown"),
    }
}
