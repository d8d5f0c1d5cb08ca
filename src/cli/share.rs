//! `maskflow share`: one claims problem, as a calculator.

use std::io::{self, Write};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use comfy_table::{CellAlignment, Table};
use serde::Serialize;

use super::language::Language;
use crate::claims::calculator::{Answer, Question, Stocks, Unanswerable};
use crate::claims::{Rule, random_arrival};
use crate::report::words::sharing::{self, Plain};
use crate::report::words::{Lang, Word, league};

/// Share an amount out among claimants, in whole units.
#[derive(Args, Clone, Debug)]
pub struct ShareArgs {
    /// How to share out
    #[arg(long, value_parser = rule_names(), required_unless_present = "all_rules")]
    rule: Option<Rule>,
    /// How much there is
    #[arg(long, value_name = "E", allow_negative_numbers = true)]
    amount: i64,
    /// What each claims: 100,200,300
    #[arg(
        long,
        value_delimiter = ',',
        required = true,
        allow_negative_numbers = true
    )]
    claims: Vec<i64>,
    /// What each weighs, for rules that take weights; more is never worse
    #[arg(long, value_delimiter = ',', allow_negative_numbers = true)]
    weights: Option<Vec<i64>>,
    /// What each holds already, for equal_cover
    #[arg(
        long,
        value_delimiter = ',',
        requires = "daily_use",
        allow_negative_numbers = true
    )]
    held: Option<Vec<i64>>,
    /// What each uses a day, for equal_cover
    #[arg(
        long,
        value_delimiter = ',',
        requires = "held",
        allow_negative_numbers = true
    )]
    daily_use: Option<Vec<i64>>,
    /// The class of each, for priority: lower first (default: in the order given)
    #[arg(long, value_delimiter = ',')]
    classes: Option<Vec<u32>>,
    /// The rule within a class, for priority
    #[arg(long, value_name = "RULE", value_parser = rule_names(), default_value = "proportional")]
    within: Rule,
    /// One line for each rule
    #[arg(long, conflicts_with = "rule")]
    all_rules: bool,
    /// Tell how each award came about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    language: Language,
    /// Print JSON: an object, with --all-rules a list of them
    #[arg(long, conflicts_with = "explain")]
    json: bool,
}

fn rule_names() -> impl TypedValueParser<Value = Rule> {
    PossibleValuesParser::new(Rule::ALL.iter().map(|rule| rule.name()))
        .try_map(|name| name.parse::<Rule>())
}

/// What `--json` prints.
#[derive(Serialize)]
struct Document<'a> {
    rule: &'static str,
    amount: i64,
    claims: &'a [i64],
    awards: &'a [i64],
}

/// Questions and their answers, to be printed by [`print()`].
pub type Answers = Vec<(Question, Answer)>;

/// Works out what is asked.
///
/// # Errors
/// If the arguments are no claims problem: wrong usage of the command line.
pub fn answer(args: &ShareArgs) -> Result<Answers, Unanswerable> {
    let rules = args.rule.as_ref().map_or(Rule::ALL, std::slice::from_ref);
    let questions = rules.iter().map(|&rule| {
        // Among all rules, each takes what it has a use for.
        let weights = args
            .weights
            .clone()
            .filter(|_| args.rule.is_some() || takes_weights(rule, args.within));
        let stocked = args.rule.is_some() || rule == Rule::EqualCover;
        let stocks = args.held.clone().zip(args.daily_use.clone());
        let stocks = stocks.map(|(held, daily_use)| Stocks { held, daily_use });
        let classed = args.rule.is_some() || rule == Rule::Priority;
        Question {
            rule,
            amount: args.amount,
            claims: args.claims.clone(),
            weights,
            cover: stocks.filter(|_| stocked),
            classes: args.classes.clone().filter(|_| classed),
            within: args.within,
        }
    });
    questions
        .map(|question| question.answer().map(|answer| (question, answer)))
        .collect()
}

/// Whether weights make a difference under a rule; under priority, under the rule within a class.
fn takes_weights(rule: Rule, within: Rule) -> bool {
    match rule {
        Rule::Priority => within.takes_weights(),
        _ => rule.takes_weights(),
    }
}

/// Whether weights were given and the rule has no use for them.
fn leaves_weights_out(args: &ShareArgs, question: &Question) -> bool {
    args.weights.is_some() && question.weights.is_none()
}

/// Prints answers as the arguments ask.
///
/// # Errors
/// If they cannot be written.
pub fn print(args: &ShareArgs, answers: &Answers, out: &mut dyn Write) -> io::Result<()> {
    if args.json {
        return print_json(args, answers, out);
    }
    if args.all_rules && !args.explain {
        return print_table(args, answers, out);
    }
    for (question, answer) in answers {
        let awards: Vec<_> = answer.awards.iter().map(i64::to_string).collect();
        if args.all_rules {
            write!(out, "{:<24}", question.rule)?;
        }
        writeln!(out, "{}", awards.join(","))?;
        if args.explain {
            print_reason(args, question, answer, out)?;
            print_steps(args, question, answer, out)?;
        }
    }
    Ok(())
}

/// A text in the languages asked for, a line each.
fn say(word: &Word, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", word.first(lang))?;
    word.second(lang)
        .map_or(Ok(()), |second| writeln!(out, "{second}"))
}

/// How the rule came to its ideals.
fn print_reason(
    args: &ShareArgs,
    question: &Question,
    answer: &Answer,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rule = league::rule(question.rule.name());
    let how = sharing::reason(&answer.reason, &Plain);
    let mut line = Word::new(
        &format!("{}：{}", rule.zh, how.zh),
        &format!("{}: {}", rule.en, how.en),
    );
    if leaves_weights_out(args, question) {
        line = Word::new(
            &format!("{}（不加权）", line.zh),
            &format!("{} (it takes no weights)", line.en),
        );
    }
    say(&line, args.language.lang, out)
}

/// A row for the claims, and one for each rule.
fn print_table(args: &ShareArgs, answers: &Answers, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    let row = |name: String, amounts: &[i64]| -> Vec<String> {
        let amounts = amounts.iter().map(i64::to_string);
        std::iter::once(name).chain(amounts).collect()
    };
    let claims = Word::of("申请", "claims").text(args.language.lang);
    table.set_header(row(claims, &args.claims));
    let marked = |question: &Question| {
        let mark = if leaves_weights_out(args, question) {
            " *"
        } else {
            ""
        };
        format!("{}{mark}", question.rule)
    };
    for (question, answer) in answers {
        table.add_row(row(marked(question), &answer.awards));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}")?;
    let mut questions = answers.iter().map(|(question, _)| question);
    if questions.any(|question| leaves_weights_out(args, question)) {
        let note = Word::of(
            "* 该规则不加权：权重未计",
            "* takes no weights: they are left out",
        );
        say(&note, args.language.lang, out)?;
    }
    Ok(())
}

fn print_json(args: &ShareArgs, answers: &Answers, out: &mut dyn Write) -> io::Result<()> {
    let document = |(question, answer): &'_ (Question, Answer)| {
        serde_json::json!(Document {
            rule: question.rule.name(),
            amount: question.amount,
            claims: &question.claims,
            awards: &answer.awards,
        })
    };
    let documents: Vec<_> = answers.iter().map(document).collect();
    match documents.as_slice() {
        [only] if !args.all_rules => writeln!(out, "{only}"),
        all => writeln!(out, "{}", serde_json::json!(all)),
    }
}

fn print_steps(
    args: &ShareArgs,
    question: &Question,
    answer: &Answer,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    let mut heads = vec![Word::of("申请", "claim")];
    heads.extend(question.weights.iter().map(|_| Word::of("权重", "weight")));
    heads.extend([
        Word::of("应得", "ideal"),
        Word::of("舍去小数", "floor"),
        Word::of("分配", "award"),
        Word::of("缘由", "because"),
    ]);
    let numbers = heads.len() - 1;
    table.set_header(heads.iter().map(|head| head.text(args.language.lang)));
    for (at, step) in answer.steps.iter().enumerate() {
        let mut cells = vec![step.claim.to_string()];
        cells.extend(question.weights.iter().map(|each| each[at].to_string()));
        cells.extend([
            step.ideal.to_string(),
            step.ideal.whole.to_string(),
            step.award.to_string(),
            sharing::because(step.because).text(args.language.lang),
        ]);
        table.add_row(cells);
    }
    for column in table.column_iter_mut().take(numbers) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    writeln!(out, "{table}")?;
    let left_over = answer.left_over.to_string();
    let line = Word::of(
        "舍去小数后余 {} 个",
        "units left over after rounding down: {}",
    );
    say(&line.with(&left_over, &left_over), args.language.lang, out)?;
    print_error(args, question, out)
}

/// How far the mean of a sample of orders may be off.
fn print_error(args: &ShareArgs, question: &Question, out: &mut dyn Write) -> io::Result<()> {
    let claimants = question.claims.iter().filter(|&&claim| claim > 0).count();
    if question.rule != Rule::RandomArrival
        || !random_arrival::is_sampled(question.amount, &question.claims)
    {
        return Ok(());
    }
    let (orders, error) = (
        random_arrival::ORDERS,
        100.0 * random_arrival::standard_error(),
    );
    let line = Word::new(
        &format!(
            "{claimants}! 种到达顺序中抽样 {orders} 种的平均：标准误不超过申请的 {error:.2} %"
        ),
        &format!(
            "mean of {orders} orders of arrival out of {claimants}!: standard error at most {error:.2} % of a claim"
        ),
    );
    say(&line, args.language.lang, out)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        share: ShareArgs,
    }

    fn printed(line: &str) -> String {
        let args = Line::try_parse_from(line.split(' ')).unwrap().share;
        let mut out = Vec::new();
        print(&args, &answer(&args).unwrap(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn json_is_the_contract_and_nothing_else() {
        let line = "share --rule proportional --amount 100 --claims 100,200,300 --json";
        let expected =
            r#"{"rule":"proportional","amount":100,"claims":[100,200,300],"awards":[17,33,50]}"#;
        assert_eq!(printed(line), format!("{expected}\n"));
        let all = printed("share --all-rules --amount 5 --claims 9,9 --json");
        let all: Vec<serde_json::Value> = serde_json::from_str(&all).unwrap();
        assert_eq!(all.len(), Rule::ALL.len());
    }

    #[test]
    fn people_see_awards_first_and_reasons_if_they_ask() {
        let line = "share --rule equal_losses --amount 300 --claims 100,200,300";
        assert_eq!(printed(line), "0,100,200\n");
        let told = printed(&format!("{line} --weights 1,2,1 --explain"));
        assert!(
            told.contains("because") && told.contains("left over"),
            "{told}"
        );
        let all = printed("share --all-rules --amount 250 --claims 100,200,300");
        let squeezed: Vec<String> = all
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(squeezed[0], "申请 claims 100 200 300");
        assert!(squeezed.contains(&"talmud 50 100 100".to_owned()), "{all}");
        assert_eq!(squeezed.len(), Rule::ALL.len() + 1);
        let many = format!(
            "share --rule random_arrival --amount 900000000 --claims {}900000000 --explain",
            "100000000,".repeat(20)
        );
        assert!(printed(&many).contains("out of 21!"));
    }

    #[test]
    fn rules_that_take_no_weights_are_marked_where_weights_are_given() {
        let line = "share --all-rules --amount 250 --claims 100,200,300 --weights 1,2,1";
        let all = printed(&format!("{line} --lang en"));
        for rule in Rule::ALL {
            let marked = all
                .lines()
                .any(|line| line.trim().starts_with(&format!("{rule} *")));
            assert_eq!(marked, !takes_weights(*rule, Rule::Proportional), "{rule}");
        }
        assert!(
            all.ends_with("* takes no weights: they are left out\n"),
            "{all}"
        );
        assert!(!printed("share --all-rules --amount 9 --claims 9,9").contains('*'));
        let told = printed(&format!("{line} --explain --lang zh"));
        assert_eq!(
            told.matches("（不加权）").count(),
            all.matches(" *").count()
        );
    }

    #[test]
    fn wrong_usage_is_named() {
        let parse = |line: &str| Line::try_parse_from(line.split(' ')).map(|line| line.share);
        let unknown = parse("share --rule proportionl --amount 1 --claims 1").unwrap_err();
        assert_eq!(unknown.exit_code(), 2);
        assert!(unknown.to_string().contains("proportional"));
        assert!(parse("share --amount 1 --claims 1").is_err());
        assert!(parse("share --rule priority --amount 1 --claims 1,x").is_err());
        let negative = parse("share --rule priority --amount 1 --claims 1,-2").unwrap();
        assert_eq!(answer(&negative).unwrap_err(), Unanswerable::Claim(2, -2));
    }
}
