//! A calibration told to a planner: a page of Markdown in Chinese, English or both.

use std::fmt::Write;

use super::{Calibrated, Fitted, Information};
use crate::inert::in_markdown;
use crate::report::charts::Quantity;
use crate::report::words::{Lang, Word, reality};
use crate::scenario::{Scenario, Title};

/// Below this a figure has hardly narrowed a parameter.
const NARROWED: f64 = 0.1;
/// Fewer effective draws than this make intervals ragged.
const RAGGED: f64 = 200.0;
/// What further knowledge is told of: so many of each kind.
const FOREMOST: usize = 3;

/// The page.
#[must_use]
pub fn write(scenario: &Scenario, calibrated: &Calibrated, lang: Lang) -> String {
    let mut page = String::new();
    let until = calibrated.until.to_string();
    let say = |zh: &str, en: &str| match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
        Lang::Both => format!("{zh} {en}"),
    };
    let title = named(&scenario.title);
    let _ = writeln!(page, "# {}\n", say("校准报告", "Calibration").trim());
    let _ = writeln!(page, "{}\n", title.text(lang));
    let _ = writeln!(
        page,
        "{}\n",
        say(
            &format!(
                "校准所用公布数据截至 {until}，共 {} 个；抽样 {} 次，等效 {:.0} 次；先验抽样中有 {:.1}% 与所有数据相容（三倍误差以内）。",
                calibrated.figures.len(),
                calibrated.draws,
                calibrated.effective,
                100.0 * calibrated.plausible
            ),
            &format!(
                "Fitted to {} figures up to {until}; {} draws, worth {:.0} equal ones; {:.1} % of what was drawn from the priors goes together with every figure (within three errors).",
                calibrated.figures.len(),
                calibrated.draws,
                calibrated.effective,
                100.0 * calibrated.plausible
            ),
        )
    );
    for warning in warnings(scenario, calibrated) {
        let _ = writeln!(page, "> {}\n", escaped(&warning).text(lang));
    }
    heading(&mut page, &say("参数", "Parameters"));
    parameters(&mut page, scenario, calibrated, lang);
    heading(&mut page, &say("公布数据与拟合", "Figures and fits"));
    figures(&mut page, scenario, calibrated, lang);
    heading(&mut page, &say("结论", "Conclusions"));
    conclusions(&mut page, scenario, calibrated, lang);
    heading(
        &mut page,
        &say("下一步最值得了解什么", "What would tell most"),
    );
    further(&mut page, scenario, &calibrated.information, lang);
    page
}

fn heading(page: &mut String, title: &str) {
    let _ = writeln!(page, "## {title}\n");
}

/// A title of the scenario, as Markdown shows it.
fn named(title: &Title) -> Word {
    escaped(&Word::new(&title.zh, &title.en))
}

/// Words with text of the scenario in them, as Markdown shows them.
fn escaped(word: &Word) -> Word {
    Word::new(&in_markdown(&word.zh), &in_markdown(&word.en))
}

/// What a reader has to know before anything else.
#[must_use]
pub fn warnings(scenario: &Scenario, calibrated: &Calibrated) -> Vec<Word> {
    let mut said = Vec::new();
    if calibrated.effective < RAGGED {
        let worth = format!("{:.0}", calibrated.effective);
        said.push(Word::new(
            &format!("抽样只相当于 {worth} 次，区间不够平滑：请增加 --draws。"),
            &format!(
                "The draws are worth only {worth}: intervals are ragged; ask for more --draws."
            ),
        ));
    }
    if calibrated.plausible == 0.0 {
        let worst = calibrated.figures.iter().map(|fitted| {
            let far = fitted
                .figure
                .implausibility(&fitted.read.iter().map(|read| read.1[1]).collect::<Vec<_>>());
            (far, &fitted.figure.reported)
        });
        if let Some((far, reported)) = worst.max_by(|one, other| one.0.total_cmp(&other.0)) {
            let what = reality::metric(scenario, &reported.metric);
            said.push(Word::new(
                &format!("先验范围内没有任何抽样与所有数据相容；离得最远的是{}的{}（{far:.1} 倍误差）。", reported.date, what.zh),
                &format!("Nothing drawn from the priors goes together with every figure; the farthest is {} on {} ({far:.1} errors).", what.en, reported.date),
            ));
        }
    }
    for (parameter, marginal) in scenario.parameters.iter().zip(&calibrated.marginals) {
        let name = Word::new(&parameter.title.zh, &parameter.title.en);
        let [low, high] = marginal.presses;
        let bound = |which: (&str, &str)| {
            Word::new(
                &format!(
                    "“{}”紧贴先验范围的{}：要么范围依据不足，要么模型缺了什么。",
                    name.zh, which.0
                ),
                &format!(
                    "“{}” presses against its {} bound: either its source is too narrow or the model lacks something.",
                    name.en, which.1
                ),
            )
        };
        said.extend(low.then(|| bound(("下限", "lower"))));
        said.extend(high.then(|| bound(("上限", "upper"))));
    }
    if let Some(before) = scenario
        .fitted_until
        .filter(|before| *before > calibrated.until)
    {
        said.push(Word::new(
            &format!("本情景的数值此前已由人工按截至 {before} 的数据调整过：{before} 以前的数据不能用来检验。"),
            &format!("Values of this scenario had been adjusted to figures up to {before} before: figures up to then test nothing."),
        ));
    }
    said
}

fn parameters(page: &mut String, scenario: &Scenario, calibrated: &Calibrated, lang: Lang) {
    let head = [
        Word::of("参数", "Parameter"),
        reality::PRIOR,
        Word::of("后验中位数", "Median after"),
        reality::POSTERIOR,
        reality::BEST_FIT,
        Word::of("未被排除的范围", "Not ruled out"),
        Word::of("收缩率", "Narrower by"),
    ];
    row(page, head.iter().map(|word| word.text(lang)));
    let _ = writeln!(page, "|{}", "---|".repeat(head.len()));
    for ((parameter, marginal), best) in scenario
        .parameters
        .iter()
        .zip(&calibrated.marginals)
        .zip(&calibrated.best)
    {
        let (prior, after) = (&marginal.prior, &marginal.posterior);
        let range = |low: f64, high: f64| format!("{low:.2}–{high:.2}");
        row(
            page,
            [
                named(&parameter.title).text(lang),
                range(prior[0], prior[4]),
                format!("{:.2}", after[2]),
                range(after[0], after[4]),
                format!("{best:.2}"),
                marginal
                    .plausible
                    .map_or("–".into(), |ends| range(ends[0], ends[1])),
                format!("{:.0}%", 100.0 * marginal.contraction),
            ]
            .into_iter(),
        );
    }
    page.push('\n');
    let silent = scenario.parameters.iter().zip(&calibrated.marginals);
    let silent: Vec<Word> = silent
        .filter(|(_, marginal)| marginal.contraction < NARROWED)
        .map(|(parameter, _)| named(&parameter.title))
        .collect();
    if !silent.is_empty() {
        let list = joined(&silent);
        line(
            page,
            lang,
            &format!("公布数据几乎没有说明：{}。", list.zh),
            &format!("The figures say next to nothing about: {}.", list.en),
        );
    }
    let pairs: Vec<_> = calibrated.indistinct(scenario).collect();
    if pairs.is_empty() {
        line(
            page,
            lang,
            "没有哪两个参数完全无法区分。",
            "No two parameters are so tied that the figures cannot tell them apart.",
        );
    }
    for (one, other, rank) in pairs {
        let title = |id: &str| {
            let found = scenario
                .parameters
                .iter()
                .find(|parameter| parameter.id == id);
            found.map_or_else(Word::default, |parameter| named(&parameter.title))
        };
        let (one, other) = (title(one), title(other));
        line(
            page,
            lang,
            &format!(
                "数据无法区分“{}”与“{}”（秩相关 {rank:.2}）：只说明了两者合起来的作用。",
                one.zh, other.zh
            ),
            &format!(
                "The figures cannot tell “{}” and “{}” apart (rank correlation {rank:.2}): they speak of both together.",
                one.en, other.en
            ),
        );
    }
}

fn figures(page: &mut String, scenario: &Scenario, calibrated: &Calibrated, lang: Lang) {
    let head = [
        Word::of("日期", "Date"),
        Word::of("指标", "Metric"),
        Word::of("公布", "Reported"),
        Word::of("误差", "Error"),
        Word::of("可行拟合", "Accepted fits"),
        reality::BEST_FIT,
    ];
    row(page, head.iter().map(|word| word.text(lang)));
    let _ = writeln!(page, "|{}", "---|".repeat(head.len()));
    for Fitted {
        figure,
        read,
        meant,
    } in &calibrated.figures
    {
        for ((gauge, [low, median, high], central), nearer) in read.iter().zip(meant) {
            let quantity = quantity_of(&gauge.metric);
            let text = |value: f64| quantity.short(value, lang);
            let mut what = escaped(&reality::gauge(scenario, gauge)).text(lang);
            if meant.len() > 1 {
                let _ = write!(what, " ({:.0}%)", 100.0 * nearer);
            }
            row(
                page,
                [
                    figure.reported.date.to_string(),
                    what,
                    text(figure.reported.value),
                    format!("{:.0}%", 100.0 * figure.reported.error),
                    format!("{} ({}–{})", text(*median), text(*low), text(*high)),
                    text(*central),
                ]
                .into_iter(),
            );
        }
    }
    page.push('\n');
    if calibrated
        .figures
        .iter()
        .any(|fitted| fitted.meant.len() > 1)
    {
        line(
            page,
            lang,
            "含义不明的数据按每种读法各占一半计；括号内为该读法更接近模拟的拟合所占比例。",
            "A figure of which nobody said what it means counts as each with the same chance; in brackets the share of fits that are nearer to that reading.",
        );
    }
}

/// A table of conclusions: of all accepted fits, and of those nearest to each meaning of a figure that has several.
fn conclusions(page: &mut String, scenario: &Scenario, calibrated: &Calibrated, lang: Lang) {
    let mut head = vec![Word::of("结论", "Conclusion"), reality::SHARE_OF_FITS];
    for meaning in &calibrated.meanings {
        let (metric, fits) = (
            escaped(&reality::metric(scenario, &meaning.metric)),
            meaning.count(),
        );
        head.push(reality::IF_MEANT.with(
            &format!("{}（{fits}个拟合）", metric.zh),
            &format!("{} ({fits} fits)", metric.en),
        ));
    }
    row(page, head.iter().map(|word| word.text(lang)));
    let _ = writeln!(page, "|{}", "---|".repeat(head.len()));
    let per_cent = |share: &f64| format!("{:.0}%", 100.0 * share);
    for one in super::conclusions::all(scenario, calibrated) {
        let cell = |at: usize| match one.harms.as_ref().map(|harms| harms[at]) {
            Some(harms) if harms > 0.0 => {
                format!("{} (−{})", per_cent(&one.holds[at]), per_cent(&harms))
            }
            _ => per_cent(&one.holds[at]),
        };
        let cells = (0..one.holds.len()).map(cell);
        row(
            page,
            std::iter::once(escaped(&one.label).text(lang)).chain(cells),
        );
    }
    page.push('\n');
    line(
        page,
        lang,
        "措施一行：在同一未来中，实施比不实施明显更好的拟合所占比例；括号内为明显更差者。",
        "Measures: the share of fits in which results are noticeably better with it than without it in the same future; in brackets, worse.",
    );
}

fn further(page: &mut String, scenario: &Scenario, information: &Information, lang: Lang) {
    let text = |value: f64, lang| Quantity::PiecesADay.short(value, lang);
    let [low, median, high] = information.spread;
    line(
        page,
        lang,
        &format!(
            "{} 的日产量：{}（{}–{}）。",
            information.on,
            text(median, Lang::Zh),
            text(low, Lang::Zh),
            text(high, Lang::Zh)
        ),
        &format!(
            "Output on {}: {} ({}–{}).",
            information.on,
            text(median, Lang::En),
            text(low, Lang::En),
            text(high, Lang::En)
        ),
    );
    let told = |list: &[(String, f64)], name: &dyn Fn(&str) -> Word| {
        let told = list.iter().take(FOREMOST).map(|(what, share)| {
            let (word, share) = (name(what), format!(" {:.0}%", 100.0 * share));
            Word::new(
                &(word.zh.to_string() + &share),
                &(word.en.to_string() + &share),
            )
        });
        let told: Vec<Word> = told.collect();
        if told.is_empty() {
            Word::of("没有哪一项明显有用", "nothing noticeably")
        } else {
            joined(&told)
        }
    };
    let parameter = |id: &str| {
        let found = scenario
            .parameters
            .iter()
            .find(|parameter| parameter.id == id);
        found.map_or_else(
            || escaped(&Word::new(id, id)),
            |parameter| named(&parameter.title),
        )
    };
    let parameters = told(&information.parameters, &parameter);
    let figures = told(&information.figures, &|metric| {
        escaped(&reality::metric(scenario, metric))
    });
    line(
        page,
        lang,
        &format!("若确切知道某一参数，其方差可减少：{}。", parameters.zh),
        &format!(
            "Of its variance, knowing a parameter exactly would take away: {}.",
            parameters.en
        ),
    );
    line(
        page,
        lang,
        &format!(
            "若截止日当天再公布一项数据（误差10%），可减少：{}。",
            figures.zh
        ),
        &format!(
            "One more figure reported for the cut-off, with an error of a tenth: {}.",
            figures.en
        ),
    );
}

/// What a metric counts.
#[must_use]
pub fn quantity_of(metric: &str) -> Quantity {
    match metric {
        "utilisation" | "staffing" | "worker_return" => Quantity::Share,
        _ => Quantity::PiecesADay,
    }
}

fn joined(words: &[Word]) -> Word {
    let all = |pick: fn(&Word) -> &str, between: &str| {
        words.iter().map(pick).collect::<Vec<_>>().join(between)
    };
    Word::new(&all(|word| &word.zh, "、"), &all(|word| &word.en, ", "))
}

fn row(page: &mut String, cells: impl Iterator<Item = String>) {
    let _ = writeln!(page, "| {} |", cells.collect::<Vec<_>>().join(" | "));
}

/// A line in each language; a list stays one list a language.
fn line(page: &mut String, lang: Lang, zh: &str, en: &str) {
    for (text, said) in [(zh, lang != Lang::En), (en, lang != Lang::Zh)] {
        if said {
            let _ = writeln!(page, "{text}");
            if !text.starts_with("- ") {
                page.push('\n');
            }
        }
    }
}
