//! What help says in Chinese. The English beside it stands as doc comments at every argument.

/// The program itself among the verbs.
pub(super) const ROOT: &str = "maskflow";

/// What a verb does.
pub(super) fn about(verb: &str) -> Option<&'static str> {
    let known = VERBS.iter().find(|(name, _, _)| *name == verb);
    known.map(|(_, about, _)| *about)
}

/// What an argument of a verb is for.
pub(super) fn argument(verb: &str, id: &str) -> Option<&'static str> {
    let own = VERBS.iter().find(|(name, _, _)| *name == verb);
    let own = own.map_or(&[][..], |(_, _, arguments)| *arguments);
    let mut all = own.iter().chain(SHARED);
    all.find(|(known, _)| *known == id).map(|(_, text)| *text)
}

/// What a value of an argument means, where its name does not say it.
pub(super) fn value(id: &str, value: &str) -> Option<&'static str> {
    let known = VALUES
        .iter()
        .find(|known| known.0 == id && known.1 == value);
    known.map(|(_, _, text)| *text)
}

/// Arguments that mean the same in every verb that has them.
pub(super) const SHARED: &[(&str, &str)] = &[
    ("bom", "CSV 文件以字节顺序标记开头，供 Excel 打开"),
    ("help", "显示本说明"),
    ("json", "输出一个 JSON 文档"),
    (
        "lang",
        "zh、en 或 both：图、表和语句的语言 [默认：both]；写 zh 或 en 时，提示信息和帮助也用它 [默认：随系统]",
    ),
    ("no_charts", "不画图"),
    ("out", "结果写入何处：每个情景一个文件夹"),
    ("quiet", "不显示进度和表格"),
    ("seed", "抽样的种子；中心情景不抽样"),
    (
        "sets",
        "先改一个值：policy.link_ratio=0.4，lines[\"编号\"].delivery_days=20",
    ),
    (
        "strict",
        "有一个情景有问题，就全部不做；不写则继续做其余情景",
    ),
    ("threads", "线程数，1 至 256 [默认：全部核心]"),
    ("version", "显示版本"),
];

type Arguments = &'static [(&'static str, &'static str)];

/// Verbs: what each does, and its arguments.
pub(super) const VERBS: &[(&str, &str, Arguments)] = &[
    (ROOT, "按日、按整数模拟口罩产能与物资统配统调。", &[]),
    (
        "run",
        "模拟情景：数据表、图和情景比较",
        &[
            (
                "scenarios",
                "含 scenario.toml 的文件夹、以其他情景为基础的文件，或者存放它们的文件夹",
            ),
            (
                "replicates",
                "不模拟中心情景，而模拟这么多个未来，每个都写出全部结果；次数很多时用 study",
            ),
            ("yes", "不论数量多少，照做"),
            ("json", "输出一个 JSON 文档：各情景的摘要"),
        ],
    ),
    (
        "check",
        "检查情景，列出全部问题",
        &[
            (
                "scenarios",
                "含 scenario.toml 的文件夹、以其他情景为基础的文件，或者存放它们的文件夹",
            ),
            ("explain", "输出实际采用的全部取值"),
        ],
    ),
    (
        "audit",
        "核查已有结果：只凭结果文件，重新推算每一笔收支、每一项限额和比例",
        &[
            ("output", "结果文件夹，或者存放它们的文件夹"),
            ("json", "输出一个 JSON 文档，列出全部不符之处"),
        ],
    ),
    (
        "share",
        "按某一规则，把一笔数量按整数分给各申请者",
        &[
            ("rule", "分配规则"),
            ("amount", "可分的总量"),
            ("claims", "各自的申请量：100,200,300"),
            ("weights", "各自的权重，供加权的规则用；权重大者不会吃亏"),
            ("held", "各自的库存，供 equal_cover 用"),
            ("daily_use", "各自的日用量，供 equal_cover 用"),
            (
                "classes",
                "各自的等级，供 priority 用：数小者在先 [默认：按所列先后]",
            ),
            ("within", "同一等级之内的规则，供 priority 用"),
            ("all_rules", "每种规则一行"),
            ("explain", "说明每份是怎么来的"),
            ("json", "输出 JSON：一个对象；用 --all-rules 时为对象的列表"),
        ],
    ),
    (
        "compare",
        "在同一批未来中比较分配规则，列出排名",
        &[
            (
                "scenarios",
                "情景；多个情景即多种形势，含冲击的对比情景亦可",
            ),
            (
                "rules",
                "规则：原料用 规则、规则@依据、look_ahead 或 look_ahead@天数；加 /difficulty=比例，即为确有困难的设区市的企业预留一部分；\
                 加 +规则，即口罩另用一种规则 [默认：全部规则]",
            ),
            ("reference", "作为比较基准的规则"),
            ("link_ratios", "挂钩比例，0 至 1；given 为情景自己的比例"),
            (
                "tightness",
                "挂钩原料的供应占企业可用量的比重，0 至 2；given 为情景自己的供应",
            ),
            ("replicates", "每种设定下的未来个数"),
            ("by", "按哪一指标排名；全部指标见 league.csv"),
            (
                "bound",
                "求解每个未来的上界（预知未来者所能达到的最好结果），列出各规则的差距和公平的代价",
            ),
            ("no_gaming", "不测算多报申请、少报产量的得益"),
        ],
    ),
    (
        "study",
        "模拟成百上千个未来：概率、区间、瓶颈和后悔值",
        &[
            ("scenarios", "情景；每个情景各做一项"),
            ("replicates", "每个设计点的未来个数"),
            (
                "rules",
                "并列比较的规则，写法同 compare；given 为情景自己的政策 [默认：given]",
            ),
            (
                "vary",
                "某一路径的取值，列出或给区间：policy.link_ratio=0.2,0.4 或 =0..0.8:5；多个路径则取全部组合",
            ),
            ("sampler", "未来怎样抽取：random、latin 或 sobol"),
            ("resume", "续做中断的一项"),
            ("restart", "丢弃中断的一项所存，重新开始"),
            ("shard", "只做一份，以后合并：2/5 为五份中的第二份"),
            ("trace", "不做全部，只像 run 那样写出某一次重复的全部结果"),
            ("chunk", "每个存档文件的未来个数 [默认：约两秒的量]"),
            ("yes", "不论用时多久、占用多少，照做"),
            ("json", "输出一个 JSON 文档：可引用的数据"),
        ],
    ),
    (
        "merge",
        "合并分几份做的重复模拟",
        &[
            ("shards", "各份的文件夹，同属一项重复模拟"),
            ("out", "结果写入何处：该情景一个文件夹"),
            ("json", "输出一个 JSON 文档：可引用的数据"),
        ],
    ),
    (
        "sensitivity",
        "找出影响大的因素，以及问题出在何处",
        &[
            ("scenario", "情景"),
            ("methods", "做哪几项"),
            ("measure", "所显示、并据以排序的指标；表中列有全部指标"),
            ("trajectories", "筛选的轨迹数"),
            (
                "most",
                "单独计算 Sobol 指数的因素个数，取筛选中影响最大者；其余合并计算",
            ),
            ("rows", "Sobol' 设计的行数：应为二的幂，否则进到下一个"),
            ("futures", "情形发现所用的未来个数"),
            (
                "case",
                "情形发现要找的情形：指标>数值 或 指标<数值；多数未来都是如此的，则找其余的",
            ),
            ("out", "结果写入何处：该情景一个文件夹"),
        ],
    ),
    (
        "bound",
        "求任何规则都无法超过的上界，列出各规则与它的差距",
        &[
            ("scenario", "情景"),
            ("rules", "列出差距的规则，写法同 compare [默认：全部规则]"),
            ("replicate", "不用中心情景，而用某一个未来"),
            ("quiet", "不显示进度"),
        ],
    ),
    (
        "backtest",
        "与已公布数据对照",
        &[
            ("scenarios", "情景"),
            (
                "until",
                "此日之后的数据用于检验；不得早于情景校准所用的数据 [默认：情景的 fitted_until，没有则为校准用数据的最后一日]",
            ),
            ("replicates", "未来的个数"),
            ("sampler", "未来怎样抽取：random、latin 或 sobol"),
        ],
    ),
    (
        "calibrate",
        "按已公布数据校准参数，写出校准后的情景",
        &[
            ("scenario", "情景，其中有带先验的 [[parameter]]"),
            (
                "until",
                "此日之后的数据不用于校准 [默认：校准用数据的最后一日]",
            ),
            (
                "draws",
                "从先验和最相符之处抽取的次数，每次都模拟到最后一个数据",
            ),
            ("waves", "分几轮抽取，每轮由前几轮定向"),
            (
                "fits",
                "可行拟合的个数，每个都模拟到底，再逐项去掉措施各模拟一次",
            ),
            (
                "overlay",
                "校准后的情景写入何处 [默认：原情景旁的 <情景>-fitted.toml]",
            ),
            ("out", "报告写入何处：该情景一个文件夹"),
        ],
    ),
    (
        "why",
        "查明某一次分配的缘由：申请、权重、规则、取整、发运",
        &[
            ("output", "模拟结果的文件夹"),
            ("date", "分配的日期：2020-03-09"),
            ("prefecture", "分给设区市的统调口罩：代码或名称，如 赣州"),
            ("enterprise", "分给企业的紧缺原料：编号或名称"),
        ],
    ),
    (
        "init",
        "写一个带注释的小情景，作为起点",
        &[("name", "写入的文件夹；不得已经存在")],
    ),
    (
        "schema",
        "输出情景文件的格式，供编辑器用",
        &[
            ("out", "写入文件，不在终端输出"),
            ("page", "不输出 JSON Schema，而输出 docs/scenario.md 一页"),
        ],
    ),
    (
        "generate",
        "生成任意规模的情景",
        &[
            (
                "name",
                "写入的文件夹；不得已经存在 [默认：synthetic-企业数]",
            ),
            ("prefectures", "设区市个数"),
            ("enterprises", "企业个数"),
            ("days", "天数"),
            ("seed", "种子不同，情景不同"),
        ],
    ),
    ("help", "显示本说明，或者某一命令的说明", &[]),
];

/// Values of arguments whose names do not say it all: argument, value, meaning.
const VALUES: &[(&str, &str, &str)] = &[
    (
        "methods",
        "tornado",
        "每个因素分别取 5% 和 95% 分位数，其余取中位数",
    ),
    ("methods", "morris", "基本效应：哪些因素有影响"),
    (
        "methods",
        "sobol",
        "方差的份额：多少出自某因素自身，多少与它有关",
    ),
    ("methods", "discovery", "所找的情形集中在因素的何处（PRIM）"),
];
