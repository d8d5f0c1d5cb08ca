//! Every kind of finding, and the page that lists them.

use crate::files::REFUSALS;
use crate::language::{Lang, Word};

/// Every kind of finding: code, what it means, what to do.
pub const CODES: &[(&str, Word, Word)] = &[
    (
        "S001",
        Word::of("文件无法读取", "A file cannot be read"),
        Word::of("检查路径和读取权限", "check the path and the permissions"),
    ),
    (
        "S002",
        Word::of("文件编码无法确定", "A file whose encoding cannot be told"),
        Word::of(
            "另存为 UTF-8（WPS、Excel 选“CSV UTF-8”）",
            "save it as UTF-8 (WPS and Excel: \"CSV UTF-8\")",
        ),
    ),
    (
        "S003",
        Word::of("TOML 文件不合语法", "A TOML file does not parse"),
        Word::of("更正所指的行", "correct the line that is named"),
    ),
    (
        "S004",
        Word::of("CSV 表的行与表头不符", "A CSV row does not fit its header"),
        Word::of(
            "使每行的单元格数与表头一致",
            "give every row as many cells as the header has",
        ),
    ),
    (
        "S005",
        Word::of(
            "不认识的键、列或表",
            "A key or column that maskflow does not know",
        ),
        Word::of("更正名称，或予以删除", "correct its name or remove it"),
    ),
    (
        "S006",
        Word::of("缺少必填的值", "A value is missing"),
        Word::of(
            "填写该值，或在 [defaults] 下为该表设缺省值",
            "write it, or give the table a default under [defaults]",
        ),
    ),
    (
        "S007",
        Word::of("不是数字或分布", "Not a number or distribution"),
        Word::of(
            "填写数字（如 0.1），或分布（如 triangular(7, 12, 25)）",
            "write a number such as 0.1, or triangular(7, 12, 25)",
        ),
    ),
    (
        "S008",
        Word::of("数字超出允许范围", "A number outside its range"),
        Word::of("填写范围内的数字", "write a number inside it"),
    ),
    (
        "S009",
        Word::of("不是日期", "Not a date"),
        Word::of("日期写作 2020-02-29", "write dates as 2020-02-29"),
    ),
    (
        "S010",
        Word::of(
            "日期不在模拟期内，或结束早于开始",
            "A date outside the calendar, or an end before its beginning",
        ),
        Word::of(
            "调整该日期，或调整起始日（start）和天数（days）",
            "move it, or change start and days",
        ),
    ),
    (
        "S011",
        Word::of(
            "重复出现：编号、列、日期或同一来源的数据",
            "Something stands twice: an id, a column, a date, a source's figure",
        ),
        Word::of(
            "保留其中一个，或另起名称",
            "keep one of the two, or give it a name of its own",
        ),
    ),
    (
        "S012",
        Word::of(
            "引用的对象不存在",
            "A reference to something that does not exist",
        ),
        Word::of(
            "更正引用，或补充被引用的对象",
            "correct it, or add what it refers to",
        ),
    ),
    (
        "S013",
        Word::of(
            "不是此处允许的词语",
            "Not one of the words that are allowed here",
        ),
        Word::of("改为所列词语之一", "use one of the words that are named"),
    ),
    (
        "S014",
        Word::of("物料清单形成循环", "A bill of material runs in a loop"),
        Word::of(
            "从循环中去掉一项投入",
            "take one of the inputs out of the loop",
        ),
    ),
    (
        "S015",
        Word::of("需求没有可得的产品", "A demand that nobody may serve"),
        Word::of(
            "在可用产品（products）中写明有生产、有来源或有库存的产品",
            "accept a product that is made, supplied or in stock",
        ),
    ),
    (
        "S016",
        Word::of(
            "分阶段补助比例之和不为 1",
            "Stages of a subsidy do not add up to 1",
        ),
        Word::of(
            "使三个阶段的比例 advance + effective + sustained = 1",
            "make advance + effective + sustained = 1",
        ),
    ),
    (
        "S017",
        Word::of(
            "挂钩原料不是唯一一种紧缺原料",
            "The linked material is not one scarce material",
        ),
        Word::of(
            "只将一种紧缺原料设为挂钩原料（linked）",
            "mark one scarce material as linked",
        ),
    ),
    (
        "S018",
        Word::of(
            "应为单个值、列表或表之处写成了另一种",
            "A single value, a list or a table where another of them belongs",
        ),
        Word::of("按所示形式填写", "write what is named"),
    ),
    (
        "S019",
        Word::of("路径没有指向任何对象", "A path that leads nowhere"),
        Word::of("更正路径", "correct the path"),
    ),
    (
        "S020",
        Word::of("该值不能按日期变更", "A value that cannot change on a date"),
        Word::of(
            "去掉 from 和 to，或改为变更其他值",
            "change it without from and to, or change another value",
        ),
    ),
    (
        "S021",
        Word::of(
            "情景相互引用成环，或引用层数过多",
            "Scenarios that extend each other in a circle, or in too long a chain",
        ),
        Word::of("使其中一个情景独立存在", "let one of them stand by itself"),
    ),
    (
        "S022",
        Word::of(
            "所选分配规则不接受权重",
            "Weights for a rule that takes none",
        ),
        Word::of(
            "改用接受权重的规则，或将权重依据（allocation_basis）设为 one",
            "take a rule with weights, or the basis one",
        ),
    ),
    (
        "S023",
        Word::of(
            "物品存放在不能存放的地点",
            "An item in a place that cannot hold it",
        ),
        Word::of(
            "原料存放在省级原料库（depot）或企业，产品存放在省级统调库（pool）或设区市",
            "materials: depot or maker; products: pool or prefecture",
        ),
    ),
    (
        "S024",
        Word::of(
            "各风险等级的畅通度均为 0",
            "No risk grade leaves roads open",
        ),
        Word::of(
            "至少使一个等级的畅通度大于 0",
            "give at least one grade an openness above 0",
        ),
    ),
    (
        "S025",
        Word::of(
            "生产线缺少其形成途径所需的日期",
            "A line without the dates that its route needs",
        ),
        Word::of(
            "已有生产线（existing）填写期初线龄（opening_age_days），其他填写订购日期（ordered_on）",
            "existing: opening_age_days; others: ordered_on",
        ),
    ),
    (
        "S026",
        Word::of("表中没有数据行", "A table without rows"),
        Word::of("至少增加一行", "add a row"),
    ),
    (
        "S027",
        Word::of(
            "数量合计超出整数运算的范围",
            "Amounts that together leave the room of whole numbers",
        ),
        Word::of("检查数值最大者的单位", "check the units of the largest"),
    ),
    (
        "S028",
        Word::of(
            "原料预留比例无法兑现",
            "Reserved shares of material that cannot be kept",
        ),
        Word::of(
            "使各比例之和不超过 1，并将统配层级（allocation_level）设为 enterprise",
            "let them add up to 1 at most, at allocation_level enterprise",
        ),
    ),
    (
        "S029",
        Word::of("秩相关系数不能成立", "Rank correlations that cannot be"),
        Word::of(
            "更正矩阵，或使系数更接近 0，或先写出各行之间的秩相关系数",
            "correct the matrix, bring ranks nearer to 0, or give rows a rank among themselves",
        ),
    ),
    (
        "S030",
        Word::of("待定参数无法校准", "A parameter that cannot be fitted"),
        Word::of(
            "设定有上下界的先验分布，并至少写一条路径",
            "give it a prior between bounds and at least one path",
        ),
    ),
    (
        "S031",
        Word::of(
            "情景名称不能用作文件名",
            "A scenario's name that cannot be the name of a file",
        ),
        Word::of(
            "在 scenario.toml 开头写 `name = \"…\"`，使用符合要求的名称",
            "write `name = \"…\"` at the top of scenario.toml, with such a name",
        ),
    ),
    (
        "S032",
        Word::of(
            "文字过长，或含有不可见字符",
            "A text that is too long, or has characters that cannot be seen",
        ),
        Word::of(
            "缩短文字，或去掉不可见字符后重新填写",
            "shorten it, or write it anew without them",
        ),
    ),
    (
        "S033",
        Word::of(
            "文件格式属于更新版本的 maskflow",
            "A file in the format of a newer maskflow",
        ),
        Word::of(
            "改用新版 maskflow，或用本版 maskflow 重新生成该文件",
            "use the newer maskflow, or have the file written by this one",
        ),
    ),
    (
        "S034",
        Word::of(
            "超出读取上限：单元格、嵌套层数、按路径的变更、秩相关的名称或问题的数目",
            "More than is read: of cells, of nesting, of changes by path, of correlated names, of findings",
        ),
        Word::of("删去不需要的内容", "take out what is not needed"),
    ),
    (
        "S035",
        Word::of(
            "电子表格显示错误的单元格",
            "A cell in which the spreadsheet shows an error",
        ),
        Word::of(
            "改正公式，或直接写数值",
            "correct the formula, or write the value",
        ),
    ),
    (
        "S036",
        Word::of("看上去相同的编号", "Ids that look the same"),
        Word::of(
            "更改其中一个编号，引用它的各表同时更改",
            "give one of them another id, also in the tables that name it",
        ),
    ),
];

/// What to do about a kind of finding.
pub(in crate::scenario) fn remedy(code: &str) -> Word {
    entry(code).map_or_else(Word::default, |entry| entry.2.clone())
}

/// What a kind of finding means.
pub(super) fn meaning(code: &str) -> Word {
    entry(code).map_or_else(Word::default, |entry| entry.1.clone())
}

fn entry(code: &str) -> Option<&'static (&'static str, Word, Word)> {
    CODES.iter().find(|entry| entry.0 == code)
}

/// docs/findings.md, or docs/zh/findings.md: every code with its meaning and remedy.
#[must_use]
pub fn page(lang: Lang) -> String {
    let head = match lang {
        Lang::Zh => "| 编码 | 含义 | 处理 |\n|---|---|---|\n",
        _ => "| code | what it means | what to do |\n|---|---|---|\n",
    };
    let row = |(code, meaning, remedy): &(&str, Word, Word)| {
        format!(
            "| {code} | {} | {} |\n",
            meaning.first(lang),
            remedy.first(lang)
        )
    };
    let findings: String = CODES.iter().map(row).collect();
    let refusals: String = REFUSALS.iter().map(row).collect();
    match lang {
        Lang::Zh => format!(
            "# 检查结果\n\n`maskflow check` 可能报告的全部问题。每项均指明位置、实际内容、应有内容和处理办法。\n\n\
             {head}{findings}\n\
             产生结果的命令在开始前可能拒绝写入某些位置，此时原有文件均未改动。\n\n\
             {head}{refusals}"
        ),
        _ => format!(
            "# Findings\n\nEvery finding that `maskflow check` can make. Each names its place, what was found and what was expected.\n\n\
             {head}{findings}\n\
             Places that verbs with results refuse before they begin. Nothing there has been changed.\n\n\
             {head}{refusals}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_findings_are_the_list_of_codes() {
        for (path, lang) in [
            ("docs/findings.md", Lang::En),
            ("docs/zh/findings.md", Lang::Zh),
        ] {
            let written = std::fs::read_to_string(path).unwrap_or_default();
            let page = page(lang);
            assert!(written == page, "{path} should read:\n{page}");
        }
    }
}
