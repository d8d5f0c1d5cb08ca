//! Words that fields choose from, in Chinese and however they are written.

use super::letters::heading;

/// What each word is called in Chinese. A word counts only where a field has it.
const CHINESE: &[(&str, &[&str])] = &[
    ("low", &["低", "低风险"]),
    ("medium", &["中", "中风险"]),
    ("high", &["高", "高风险"]),
    ("national", &["国家调拨", "国家", "国家统调"]),
    ("frontline", &["抗疫一线", "一线", "防控一线"]),
    ("key_projects", &["省重点工程", "重点工程"]),
    (
        "key_enterprises",
        &["重要国计民生企业", "重点企业", "国计民生企业"],
    ),
    ("essential", &["辖区重点用途", "重点用途"]),
    ("public", &["群众需求", "群众", "公众"]),
    ("support", &["适当支持", "支持困难设区市"]),
    ("market", &["向社会投放", "市场投放"]),
    ("one", &["等权", "不加权"]),
    ("capacity", &["产能"]),
    ("population", &["人口"]),
    ("need", &["需求"]),
    ("record", &["交付记录", "历史交付"]),
    ("enterprise", &["企业"]),
    ("county", &["县", "县（市、区）"]),
    ("prefecture", &["设区市", "市"]),
    ("none", &["不挂钩", "无"]),
    ("ratio", &["按比例挂钩", "比例挂钩", "按比例"]),
    ("quota", &["按任务量挂钩", "定额挂钩", "定额"]),
    ("existing", &["已有", "现有", "存量"]),
    ("retrofit", &["挖潜改造", "改造", "技改"]),
    ("expansion", &["扩产"]),
    ("conversion", &["转产"]),
    ("new", &["新建"]),
    ("allotment", &["国家调拨", "调拨", "国家分配"]),
    ("purchase", &["采购", "外购"]),
    ("cooperation", &["协作生产", "协作", "外协", "订单替代"]),
    ("fit", &["校准", "用于校准"]),
    ("test", &["检验", "用于检验"]),
    ("material", &["原料", "材料"]),
    ("product", &["产品"]),
    ("assumed", &["假设", "假定"]),
    ("nominal", &["设计产能"]),
    ("planned", &["规划产能"]),
    ("installed", &["已安装产能"]),
    ("commissioned", &["已投运产能"]),
    ("staffed", &["到岗产能"]),
    ("effective", &["有效产能"]),
    ("gross", &["总产量"]),
    ("output", &["日产量"]),
    ("utilisation", &["产能利用率"]),
    ("scrap", &["不合格品"]),
    ("released", &["放行量"]),
    ("delivered", &["实交", "实交量"]),
    ("retained", &["留用量"]),
    ("pool", &["统调库存"]),
    ("reserve", &["省级储备"]),
    ("served", &["供应量"]),
    ("unmet", &["缺口"]),
    ("self_sufficiency", &["自给率"]),
    ("openness", &["畅通度"]),
    ("staffing", &["到岗率"]),
    ("formed", &["已形成产能"]),
    ("proportional", &["按比例"]),
    ("equal_awards", &["等量分配"]),
    ("equal_losses", &["等量短缺"]),
    ("talmud", &["塔木德"]),
    ("reverse_talmud", &["反塔木德"]),
    ("piniles", &["皮尼莱斯"]),
    ("constrained_egalitarian", &["约束均等"]),
    ("random_arrival", &["随机到达"]),
    ("adjusted_proportional", &["调整比例"]),
    ("minimal_overlap", &["最小重叠"]),
    ("equal_cover", &["等保障天数"]),
    ("first_come", &["先到先得"]),
    ("index_order", &["按编号先后"]),
    ("priority", &["按优先次序", "优先"]),
];

/// What a word is called in Chinese; the first is the usual one.
pub(in crate::scenario) fn chinese(word: &str) -> &'static [&'static str] {
    let found = CHINESE.iter().find(|(known, _)| *known == word);
    found.map_or(&[], |entry| entry.1)
}

/// The word that a text means, of those that a field has.
pub(in crate::scenario) fn word<'a>(
    text: &str,
    known: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let written = heading(text);
    let mut known = known.filter(|word| {
        heading(word) == written || chinese(word).iter().any(|zh| heading(zh) == written)
    });
    // Whatever could mean two of them means none.
    match (known.next(), known.next()) {
        (Some(word), None) => Some(word),
        _ => None,
    }
}

/// Whether a text says yes or no.
pub(in crate::scenario) fn flag(text: &str) -> Option<bool> {
    match &*heading(text) {
        "true" | "yes" | "是" | "真" | "开" | "启用" => Some(true),
        "false" | "no" | "否" | "假" | "关" | "停用" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::schema::{Form, ROOT, Section};

    fn words_of(section: &Section, seen: &mut Vec<Vec<&'static str>>) {
        for field in section.all() {
            match field.form {
                Form::OneOf(words) | Form::SomeOf(words) => seen.push(words.to_vec()),
                Form::Table(inner) | Form::Part(inner) => words_of(inner, seen),
                Form::Rows(sections) => sections.iter().for_each(|one| words_of(one, seen)),
                _ => {}
            }
        }
    }

    #[test]
    fn no_chinese_word_means_two_words_of_a_field() {
        let mut fields = Vec::new();
        words_of(&ROOT, &mut fields);
        fields.push(
            crate::claims::Rule::ALL
                .iter()
                .map(|rule| rule.name())
                .collect(),
        );
        assert!(fields.len() > 10);
        for words in fields {
            for &one in &words {
                assert_eq!(word(one, words.iter().copied()), Some(one));
                for zh in chinese(one) {
                    assert_eq!(word(zh, words.iter().copied()), Some(one), "{zh}");
                }
            }
        }
    }

    #[test]
    fn words_count_only_where_a_field_has_them() {
        let grades = || ["low", "medium", "high"].into_iter();
        assert_eq!(word("中风险", grades()), Some("medium"));
        assert_eq!(word(" High ", grades()), Some("high"));
        assert_eq!(word("红", grades()), None);
        assert_eq!(word("扩产", grades()), None);
        assert_eq!(
            word("Key Projects", ["key_projects"].into_iter()),
            Some("key_projects")
        );
        assert_eq!(
            (flag("是"), flag("TRUE"), flag("maybe")),
            (Some(true), Some(true), None)
        );
    }
}
