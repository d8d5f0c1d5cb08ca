//! Laws, and what was found and expected, in Chinese: looked up by their English, which `--json` has. `{}` stands for what differs from one
//! finding to the next, names and numbers.

/// The Chinese of an English text; the text itself where it is a number or a name, or has none.
pub(super) fn chinese(english: &str) -> String {
    let filled = |(pattern, chinese): &(&str, &str)| fill(pattern, chinese, english);
    let known = TEXTS.iter().find_map(filled);
    known.unwrap_or_else(|| english.to_owned())
}

/// The Chinese with what stands for `{}` in the English, which is one word each time; nothing where the English has another form.
fn fill(pattern: &str, chinese: &str, english: &str) -> Option<String> {
    let mut pieces = pattern.split("{}");
    let mut rest = english.strip_prefix(pieces.next()?)?;
    let mut filled = chinese.to_owned();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let end = match pieces.peek() {
            Some(_) => rest.find(piece)?,
            None => rest.strip_suffix(piece)?.len(),
        };
        if rest[..end].contains(' ') {
            return None;
        }
        filled = filled.replacen("{}", &rest[..end], 1);
        rest = &rest[end + piece.len()..];
    }
    rest.is_empty().then_some(filled)
}

macro_rules! texts {
    ($($english:literal => $chinese:literal;)*) => {
        const TEXTS: &[(&str, &str)] = &[$(($english, $chinese)),*];
    };
}

texts! {
    "opening + in − out = closing" => "期初 + 收入 − 支出 = 期末";
    "a day opens as the day before it closed" => "当日期初等于前一日期末";
    "an account that is left out is empty" => "没有列出的账户为空";
    "day 0 opens with the scenario's stocks" => "首日期初等于情景的期初库存";
    "the cause whose removal alone would raise output most, the earlier in the chain on a tie" => "单独消除即可使产量增加最多的原因；相同时取产能链中在先者";
    "a line that needs no subsidy is ordered on its date" => "不需要补助的生产线按期订购";
    "what is not ordered is not installed" => "没有订购的不会装好";
    "a line is ordered on its date, or later for want of a subsidy it needs" => "生产线按期订购，或因等待所需补助而推迟";
    "installed = ordered + delivery and install days" => "安装日 = 订购日 + 交货天数 + 安装天数";
    "the capacity chain and production done again (lines.csv, balances.csv)" => "产能链和生产重新推算（lines.csv、balances.csv）";
    "staffed − gross of the lines that the material held back" => "受该原料制约的生产线，其已配员产能 − 毛产量";
    "stock = closing of the account in balances.csv" => "库存等于 balances.csv 中该账户的期末";
    "staffing = present ÷ needed, at most 1; return and recruitment done again" => "到岗率 = 在岗 ÷ 需要，最多为 1；返岗和招工重新推算";
    "material used = Σ gross × bill" => "用料 = 各产品毛产量 × 单耗之和";
    "what is made goes on hold (enterprise_daily.csv)" => "产出进入待放行（enterprise_daily.csv）";
    "what was made is released after its hold days" => "产出满待放行天数后放行";
    "a division is all of these" => "分配须同时符合以上各项";
    "owed yesterday + booked − delivered − defaulted = owed (obligations.csv)" => "昨日应交余额 + 新增 − 实交 − 核销 = 应交余额（obligations.csv）";
    "the sum over products in obligations.csv" => "obligations.csv 中各产品之和";
    "overdue ≤ owed" => "欠交不超过应交余额";
    "delivered ≤ released" => "实交不超过放行";
    "a product that the enterprise makes" => "该企业生产的产品";
    "only makers owe" => "只有生产企业承担任务";
    "whoever books, delivers or is overdue has a row" => "有新增、实交或欠交的，均列一行";
    "without a link, a listed maker books its dispatch share of what it releases" => "未挂钩时，纳入调度企业按统调比例由放行产生任务";
    "delivered ≤ released (balances.csv), and ≤ owed" => "实交不超过放行（balances.csv），也不超过应交余额";
    "scheduled = min(not yet due, share of release); catch-up = min(overdue, the rest)" => "按期上交 = 未到期与放行份额中的较小者；补交 = 欠交与其余中的较小者";
    "nothing falls due that was not booked" => "没有下达的任务不会到期";
    "overdue = fallen due − settled, where that is something" => "欠交 = 到期 − 已清（大于零时）";
    "overdue ≥ fallen due − settled; ≤ owed, and ≤ yesterday's + fallen due" => "欠交不少于到期 − 已清；不超过应交余额，也不超过昨日欠交 + 到期";
    "a scenario in order" => "没有问题的情景";
    "the resolved scenario loads" => "解析后的情景可以读取";
    "manifest.json tells of scenario.resolved.toml and summary.json" => "manifest.json 所述与 scenario.resolved.toml、summary.json 一致";
    "derived again from province_daily.csv, prefecture_daily.csv, streams_daily.csv, obligations.csv, subsidy.csv, balances.csv" => "由 province_daily.csv、prefecture_daily.csv、streams_daily.csv、obligations.csv、subsidy.csv、balances.csv 重新推算";
    "no such figure" => "没有这一数据";
    "manifest.json lists files inside its folder, as maskflow writes it" => "manifest.json 只列文件夹内的文件，格式为 maskflow 所写";
    "a manifest" => "manifest.json 文件";
    "every file of manifest.json is there" => "manifest.json 所列文件齐全";
    "none, or a link" => "没有，或者是链接";
    "a file" => "文件";
    "every file of manifest.json can be read" => "manifest.json 所列文件均可读取";
    "a file is as long as manifest.json says" => "文件长度与 manifest.json 所载一致";
    "SHA-256 is that of manifest.json" => "SHA-256 与 manifest.json 所载一致";
    "a run of maskflow {}: maskflow run {}" => "maskflow {} 的模拟结果：maskflow run {}";
    "a run is audited under the model that made it: until 0.1, rates were rounded day by day" => "结果按写出它的模型核查：0.1 及以前的版本，各项率逐日取整";
    "a JSON document" => "JSON 文档";
    "every document is there and can be read" => "各文档齐全，均可读取";
    "a date from {} to {}" => "{} 至 {} 的日期";
    "a date such as 2020-02-29, or nothing" => "2020-02-29 这样的日期，或者为空";
    "a name of the scenario" => "情景中的名称";
    "a whole number from {} to {}" => "{} 至 {} 的整数";
    "a share with six decimals" => "六位小数的比例";
    "{} has no column {}" => "{} 没有 {} 列";
    "{} to {} mg of it ordered on the market" => "其中 {} 至 {} 毫克向市场订购";
    "a maker orders what is missing to its cover, in proportion where the market is short (allocation.csv, lines.csv)" => "企业订购不足保障天数的部分，市场不足时按比例（allocation.csv、lines.csv）";
    "only who claims something has a row" => "只有提出申请的才列一行";
    "a claim of {} mg" => "申请 {} 毫克";
    "a claim of {}" => "申请 {}";
    "who claims something has a row (streams_daily.csv, balances.csv, prefecture_daily.csv)" => "提出申请的均列一行（streams_daily.csv、balances.csv、prefecture_daily.csv）";
    "what lies in the pool above floor and set-aside when the round is held (balances.csv)" => "该轮分配时统调库在储备和预留以上的数量（balances.csv）";
    "the claim reckoned again (streams_daily.csv, balances.csv, prefecture_daily.csv)" => "申请量重新推算（streams_daily.csv、balances.csv、prefecture_daily.csv）";
    "an award is the floor or the ceiling of what the rule gives" => "分得量为规则所给数量向下或向上取整";
    "award ≤ claim" => "分得量不超过申请量";
    "arrives = date + lead time, at least one day" => "到达日 = 当日 + 在途天数，至少一天";
    "awards of a round add up to what there is, or to all claims" => "一轮的分得量合计等于可分量，或等于全部申请";
    "{} in all" => "合计 {}";
    "weight = basis × link factor, as last weighed (reviews.csv)" => "权重 = 基数 × 挂钩系数，以最近一次通报为准（reviews.csv）";
    "who may claim and claims something has a row" => "可以申请并提出申请的，均列一行";
    "who may claim and claims something has a row (balances.csv, lines.csv)" => "可以申请并提出申请的，均列一行（balances.csv、lines.csv）";
    "(cover + lead) × use a day − stock − in transit (balances.csv, lines.csv)" => "（保障天数 + 在途天数）× 日用量 − 库存 − 在途（balances.csv、lines.csv）";
    "awards of a day and material add up to what lies in the depot above its floor, or to all claims (balances.csv)" => "某日某种原料的分得量合计等于原料库在储备以上的数量，或等于全部申请（balances.csv）";
    "a place's award is the floor or the ceiling of what the rule gives it" => "一地的分得量为规则所给数量向下或向上取整";
    "{} in its place" => "其所在地为 {}";
    "only lines with a grant are paid (lines.csv)" => "只向获得补助承诺的生产线支付（lines.csv）";
    "without a source there is no grant" => "没有补助来源即没有补助";
    "lines ordered before the calendar, or never, stand outside the schemes" => "期初以前订购或始终没有订购的生产线，不在补助之列";
    "what is granted was ordered within the calendar" => "获得补助的须在期内订购";
    "grant = the scheme's share of the price" => "补助 = 价格 × 补助比例";
    "a payment" => "有支付";
    "{} fen" => "{} 分";
    "a stage is paid once, on the day on which it is earned (lines.csv, enterprise_daily.csv)" => "每一阶段支付一次，在达到条件之日（lines.csv、enterprise_daily.csv）";
    "the stage's share of the grant; the last takes what is left (lines.csv)" => "补助按阶段比例支付，最后阶段付清余额（lines.csv）";
    "central or provincial, never both (lines.csv)" => "中央和省级不重复享受（lines.csv）";
    "need is that of the scenario on the day" => "需求等于情景当日的需求";
    "what is asked for again is yesterday's backlog" => "以前欠供等于昨日转入";
    "served ≤ need + backlog" => "供应不超过需求 + 以前欠供";
    "fresh need is served first" => "先供应当日需求";
    "backlog + the share of unmet fresh need − served − expired" => "以前欠供 + 未供当日需求的延后部分 − 补供 − 过期";
    "a stream uses at least what was dispatched to it (balances.csv)" => "需求流至少使用调给它的数量（balances.csv）";
    "served = what the stream used of what was dispatched to it (balances.csv)" => "供应等于需求流使用的调来数量（balances.csv）";
    "the sum of the kind's streams in streams_daily.csv" => "streams_daily.csv 中该用途各需求流之和";
    "need + backlog_in = served + unmet" => "需求 + 以前欠供 = 供应 + 未供";
    "fill_rate = served_fresh ÷ need" => "满足率 = 供应当日需求 ÷ 需求";
    "the sum over the kinds in service.csv" => "service.csv 中各用途之和";
    "at most what was served of local fresh need (streams_daily.csv)" => "不超过对本地当日需求的供应（streams_daily.csv）";
    "at most what left own stock (balances.csv)" => "不超过本地自产库存的支出（balances.csv）";
    "seven days' served_from_own ÷ local need (service.csv)" => "七日自产供应 ÷ 本地需求（service.csv）";
    "self-sufficiency below the threshold, until above threshold + margin" => "自产自保程度低于界限，至高于界限 + 余量为止";
    "makers leave to their prefecture what they release and do not deliver (obligations.csv)" => "企业放行而未上交的留存本市（obligations.csv）";
    "out of own and received stock: served in streams_daily.csv beyond what was dispatched" => "由本地自产和调入库存支出：streams_daily.csv 中超出调来数量的供应";
    "only awards of the linked material under the link oblige" => "只有挂钩期间分得的挂钩原料产生任务";
    "nothing is due where nothing is owed" => "没有任务即没有到期日";
    "masks that the award makes × allowed yield × link_ratio (allocation.csv)" => "分得原料可产口罩 × 核算合格率 × 挂钩比例（allocation.csv）";
    "a quota is at most what the award makes (allocation.csv)" => "分摊的任务不超过分得原料可产口罩（allocation.csv）";
    "masks that the award makes are booked in obligations.csv" => "分得原料可产口罩计入 obligations.csv";
    "obligation = booked in obligations.csv" => "任务等于 obligations.csv 中的新增";
    "award day + max(lead, days that stocks last) + making days + hold days" => "分得之日 + 在途天数与库存可用天数中的较大者 + 生产周期 + 待放行天数";
    "without an award in allocation.csv nothing is booked" => "allocation.csv 中没有分配即没有新增任务";
    "none: no review is held" => "没有：当日没有通报";
    "a row for {} exactly if it owed anything" => "{} 有任务时列一行，否则不列";
    "reviewed again from obligations.csv" => "由 obligations.csv 重新推算通报";
    "at least what is overdue or given up at the close, at most what was due (obligations.csv)" => "不少于期末欠交或核销，不超过应交（obligations.csv）";
    "a review has a row for each maker that owed anything (obligations.csv)" => "每期通报对有任务的企业各列一行（obligations.csv）";
    "what sets out arrives after its lead time (allocation.csv, dispatch.csv)" => "发出的在途满在途天数后到达（allocation.csv、dispatch.csv）";
    "an open place receives what arrives and lands (dispatch.csv)" => "畅通之地接收到达的物资（dispatch.csv）";
    "goods for a closed place wait (dispatch.csv)" => "发往不通之地的物资等候（dispatch.csv）";
    "what waits sets out when the place is open again" => "等候的物资在恢复通行后发出";
    "what sets out: awards, orders, what waited (allocation.csv, dispatch.csv)" => "发出：分得、订购和等候的物资（allocation.csv、dispatch.csv）";
    "goods of a closed maker wait inside the gate (obligations.csv)" => "企业道路不通时，上交物资在厂内等候（obligations.csv）";
    "what waits sets out when the road is open again" => "等候的物资在道路恢复后发出";
    "at least what makers sent (obligations.csv)" => "不少于企业发出的数量（obligations.csv）";
    "what makers sent: obligations.csv, material made, what waited" => "企业发出的数量：obligations.csv、所产原料、等候的物资";
    "what sets out arrives after its lead time (obligations.csv)" => "发出的在途满在途天数后到达（obligations.csv）";
    "scrap = gross − output" => "不合格品 = 毛产量 − 日产量";
    "utilisation = output ÷ nominal" => "产能利用率 = 日产量 ÷ 设计产能";
    "released = delivered + retained" => "放行 = 实交 + 留存";
    "released = what left the hold queues of balances.csv" => "放行等于 balances.csv 中待放行账户的支出";
    "a prefecture is the sum of its makers in enterprise_daily.csv" => "设区市等于 enterprise_daily.csv 中本市企业之和";
    "stock = closing of the accounts in balances.csv" => "库存等于 balances.csv 中各账户期末之和";
    "staffing = staffed ÷ commissioned" => "用工保障率 = 已配员产能 ÷ 已调试产能";
    "openness is that of the scenario's counties on the day" => "畅通度等于情景各县当日的畅通度";
    "a cause takes one step of the chain (prefecture_daily.csv, enterprise_daily.csv)" => "每个原因对应产能链的一级（prefecture_daily.csv、enterprise_daily.csv）";
    "planned − Σ waterfall.csv = output" => "规划产能 − waterfall.csv 各项之和 = 日产量";
    "the province is the sum of prefecture_daily.csv" => "全省等于 prefecture_daily.csv 之和";
    "stock = depot (balances.csv) + makers (prefecture_daily.csv)" => "库存 = 原料库（balances.csv）+ 企业（prefecture_daily.csv）";
    "pool = closing of the accounts in balances.csv" => "统调库等于 balances.csv 中各账户期末之和";
    "reserve = what of the pool lies within the reserve floor" => "储备 = 统调库中储备线以内的数量";
    "the scenario's target" => "情景的目标";
    "production of material done again" => "原料生产重新推算";
    "the accounts of the item in balances.csv" => "balances.csv 中该物品的各账户";
    "into the depot: what arrives from makers and from outside" => "原料库收入：企业和外部到达的数量";
    "out of the depot: Σ awards of allocation.csv and what cooperation takes" => "原料库支出：allocation.csv 分得量之和与协作所取";
    "into the pool: what arrives from makers and from outside" => "统调库收入：企业和外部到达的数量";
    "out of the pool: Σ awards of dispatch.csv" => "统调库支出：dispatch.csv 分得量之和";
    "every table is there" => "各表齐全";
    "rows of text" => "文本行";
    "a table is CSV in UTF-8" => "表为 UTF-8 的 CSV";
    "the header names the columns of the contract" => "表头为规定的各列";
    "a row has a cell for each column" => "每行各列均有单元格";
    "a cell holds what its column is for" => "单元格的内容须合乎该列";
    "a row after the one before it" => "在上一行之后的行";
    "rows ascend by key, each once" => "行按键升序，各出现一次";
    "a row for what there can be" => "只列可能出现的行";
    "rows of a day stand in the order in which things happen, each once" => "一日之内的行按发生先后排列，各出现一次";
    "at most {} in all rows of the day" => "当日各行不超过 {}";
    "at most {} in all rows" => "各行不超过 {}";
    "at most {} {}" => "不超过 {}（{}）";
    "at most {}" => "不超过 {}";
    "in all rows of the day" => "当日各行";
    "in all rows" => "各行";
    "no scenario that is in order has more" => "没有问题的情景不会更多";
    "each date and place stands once, in order" => "每个日期和地点各出现一次，按序排列";
    "{} rows" => "{} 行";
    "{} cells" => "{} 个单元格";
    "{} bytes" => "{} 字节";
    "{} mg" => "{} 毫克";
    "day {}" => "第 {} 日";
    "0 or 1" => "0 或 1";
    "a table" => "表";
    "no row" => "没有这一行";
    "a row" => "有这一行";
    "none" => "没有";
    "nothing" => "空";
    "{} to {}" => "{} 至 {}";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_kept() {
        assert_eq!(chinese("at most 12"), "不超过 12");
        assert_eq!(chinese("3 to 4"), "3 至 4");
        assert_eq!(
            chinese("a date from 2020-02-01 to 2020-02-29"),
            "2020-02-01 至 2020-02-29 的日期"
        );
        assert_eq!(chinese("360100"), "360100");
        assert_eq!(chinese("a row"), "有这一行");
        for (english, chinese) in TEXTS {
            assert_eq!(
                english.matches("{}").count(),
                chinese.matches("{}").count(),
                "{english}"
            );
        }
    }

    /// Whatever stands between quotes in the audit's code and reads as a text.
    fn texts(code: &str) -> Vec<String> {
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().map(|line| line.split("//").next());
        let code: Vec<_> = lines.map(Option::unwrap_or_default).collect();
        let code = code.join("\n");
        let quoted = code.split('"').skip(1).step_by(2);
        let text = |quoted: &str| {
            let mut text = String::new();
            let mut inside = false;
            for letter in quoted.chars() {
                match letter {
                    '{' => inside = true,
                    '}' => text += "{}",
                    _ if !inside => text.push(letter),
                    _ => {}
                }
                inside &= letter != '}';
            }
            text
        };
        let words = |text: &String| {
            let letters = text.replace("{}", "");
            letters.trim().contains(' ') && letters.chars().any(char::is_alphabetic)
        };
        quoted.map(text).filter(words).collect()
    }

    #[test]
    fn every_law_is_told_in_chinese() {
        let mut waiting = vec![std::path::PathBuf::from("src/audit")];
        let mut count = 0;
        while let Some(folder) = waiting.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    waiting.push(path);
                    continue;
                }
                let elsewhere = ["chinese.rs", "finding.rs", "fuzzing.rs"];
                if elsewhere.iter().any(|name| path.ends_with(name)) {
                    continue;
                }
                for text in texts(&std::fs::read_to_string(&path).unwrap()) {
                    count += 1;
                    let told = TEXTS
                        .iter()
                        .any(|(english, chinese)| fill(english, chinese, &text).is_some());
                    assert!(told, "{}: `{text}` has no Chinese", path.display());
                }
            }
        }
        assert!(count > 100);
    }
}
