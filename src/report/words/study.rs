//! What the figures of a study say.

words! {
    FAN_TITLE: "日产量与产能的不确定性", "How uncertain output and capacity are";
    FAN_ABOUT: "每日中位数，以及50%和90%的重复所在区间；蒙特卡洛重复 {} 次",
        "Each day's median and the ranges that hold 50% and 90% of {} replicates";
    MEDIAN: "中位数", "Median";
    MIDDLE_HALF: "50%区间", "Middle 50%";
    MIDDLE_NINE_TENTHS: "90%区间", "Middle 90%";
    WHOLE_RANGE: "最小至最大", "Least to greatest";

    CHANCES_TITLE: "达到每日{}只的概率", "Probability of reaching {} masks a day";
    CHANCES_ABOUT: "截至各日已经达标的重复所占比例；蒙特卡洛重复 {} 次", "Share of {} replicates in which the target has been reached by each day";
    PROBABILITY: "概率", "Probability";

    CALENDAR_TITLE: "瓶颈日历", "Bottleneck calendar";
    CALENDAR_ABOUT: "每周各设区市的瓶颈原因及其所占比例，满格为100%，日期为每周首日；蒙特卡洛重复 {} 次",
        "Which cause binds how often, by prefecture and week (from the day named): shares of {} replicates, a full cell is 100%";
    NO_BOTTLENECK: "无瓶颈", "None";

    TORNADO_TITLE: "单因素影响：{}", "One factor at a time: {}";
    TORNADO_ABOUT: "每次只变动一个因素，其余保持基准；影响最大者在上", "Each factor moved alone, all others at their base; the strongest on top";
    AT_LOW: "因素取低值", "Factor at its low end";
    AT_HIGH: "因素取高值", "Factor at its high end";
    AT_BASE: "基准 {}", "Base {}";

    INFLUENCE_TITLE: "各因素的重要程度：{}", "What matters: {}";
    SOBOL_ABOUT: "Sobol 指数：因素单独（一阶）和连同交互作用（总）解释的方差比例；线为自助法置信区间",
        "Sobol indices: share of the variance due to a factor alone (first-order) and with its interactions (total); bootstrap intervals";
    MORRIS_ABOUT: "Morris 筛选：基本效应绝对值的均值与标准差；线为自助法置信区间",
        "Morris screening: mean size and standard deviation of the elementary effects; bootstrap intervals";
    FIRST_ORDER: "一阶指数", "First-order index";
    TOTAL: "总指数", "Total index";
    MEAN_EFFECT: "平均绝对效应", "Mean size of effects";
    SPREAD: "效应标准差", "Standard deviation of effects";
    INTERVAL: "{}置信区间", "{} interval";
    SHARE_OF_VARIANCE: "占方差的比例", "Share of variance";

    BOXES_TITLE: "分布：{}", "Spread: {}";
    BOXES_ABOUT: "每行一个方案；右侧为中位数和90%区间；蒙特卡洛重复各 {} 次", "One policy a row, {} replicates each; right: median and the middle 90%";
}
