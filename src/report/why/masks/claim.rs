//! How a claim on the pool came about: so many days of need, less what the claimant has.

use super::super::{Step, per_cent, step};
use super::course::{Course, Round};
use crate::report::words::Word;
use crate::scenario::Tier;
use crate::units::{Pieces, PrefectureIndex, ProductIndex, muldiv};

/// What a claimant wants to have: so many days' use.
pub(super) struct Goal {
    pub days: i64,
    pub daily_use: i64,
}

/// What counts against a goal.
struct Has {
    /// What is there, and what it is.
    stock: (i64, Word),
    under_way: i64,
    /// Of the prefecture's stock, where a use may take from it.
    local: Option<i64>,
    /// In rounds before this one.
    got: i64,
}

pub(super) fn steps(course: &Course<'_>, round: Round<'_>, claimant: usize) -> Vec<Step> {
    let (goal, has) = (course.goal(round, claimant), has(course, round, claimant));
    let backlog = match round.tier() {
        Tier::Support => 0,
        _ => course.told.state.streams.each[claimant].backlog.0,
    };
    let wanted = goal.days * goal.daily_use + backlog;
    let there = has.stock.0 + has.under_way + has.local.unwrap_or(0) + has.got;
    vec![
        course.need(round, claimant, &goal),
        course.wanted(round, claimant, wanted, backlog),
        held(&has, there),
        step(
            Word::of("申请", "claim"),
            (wanted - there).max(0).to_string(),
            &format!("应有 {wanted} − 已有 {there}"),
            &format!("should have {wanted} − has {there}"),
        ),
    ]
}

fn held(has: &Has, there: i64) -> Step {
    let Has {
        stock: (stock, name),
        under_way,
        local,
        got,
    } = has;
    let mut zh = format!("{} {stock}，在途 {under_way}", name.zh);
    let mut en = format!("{} {stock}, under way {under_way}", name.en);
    if let Some(local) = local {
        zh += &format!("，本地库存中的份额 {local}");
        en += &format!(", its share of local stock {local}");
    }
    zh += &format!("，今日前几轮已得 {got}");
    en += &format!(", got in today's rounds before {got}");
    step(Word::of("已有", "has"), there.to_string(), &zh, &en)
}

impl Course<'_> {
    /// Days on the road to a claimant.
    fn lead(&self, round: Round<'_>, claimant: usize) -> i64 {
        let world = self.told.world;
        let place = match round.tier() {
            Tier::Support => Some(claimant),
            _ => world.streams.prefecture[claimant].map(PrefectureIndex::at),
        };
        place.map_or(1, |at| {
            i64::from(world.prefectures.lead.row(self.told.day)[at])
        })
    }

    /// Days beyond the road for which a claimant wants to have enough.
    fn beyond(&self, round: Round<'_>) -> i64 {
        let cover = self.told.policy.on(self.told.day).dispatch_cover;
        match round.tier() {
            Tier::Support => cover,
            Tier::Market => cover.max(1),
            _ if round.pass() == 0 => 1,
            _ => cover.max(1),
        }
    }

    pub(super) fn goal(&self, round: Round<'_>, claimant: usize) -> Goal {
        let (world, day) = (self.told.world, self.told.day);
        let days = self.lead(round, claimant) + self.beyond(round);
        match round.tier() {
            Tier::National => Goal {
                days: 1,
                daily_use: world.streams.need.row(day)[claimant],
            },
            Tier::Support => Goal {
                days,
                daily_use: (self.local_need(claimant) - self.kept(claimant)).max(0),
            },
            _ => Goal {
                days,
                daily_use: world.streams.expected.row(day)[claimant],
            },
        }
    }

    fn local_need(&self, prefecture: usize) -> i64 {
        self.told.world.prefectures.local_need.row(self.told.day)[prefecture]
    }

    /// What a prefecture keeps of its own making, mean of the last seven days.
    fn kept(&self, prefecture: usize) -> i64 {
        let world = self.told.world;
        let (retained, days) = &self.retained;
        let index = PrefectureIndex::from_position(prefecture);
        let products = world.prefectures.local_products[prefecture].iter();
        let kept = products.map(|&product| retained[world.local(index, product)]);
        kept.sum::<i64>() / (*days).max(1)
    }

    fn need(&self, round: Round<'_>, claimant: usize, goal: &Goal) -> Step {
        let figure = goal.daily_use.to_string();
        if round.tier() != Tier::Support {
            return step(
                Word::of("日需求", "need a day"),
                figure,
                "预计每天需要",
                "expected",
            );
        }
        let (need, kept) = (self.local_need(claimant), self.kept(claimant));
        let share = per_cent(self.told.state.local.self_sufficiency[claimant].0);
        step(
            Word::of("日缺口", "short a day"),
            figure,
            &format!("自给率 {share}，列为困难地区；辖区日需求 {need} − 近七日日均自产留用 {kept}"),
            &format!(
                "self-sufficiency {share}: in difficulty; local need {need} − kept of its own making {kept}, mean of seven days"
            ),
        )
    }

    fn wanted(&self, round: Round<'_>, claimant: usize, wanted: i64, backlog: i64) -> Step {
        let (beyond, lead) = (self.beyond(round), self.lead(round, claimant));
        let what = Word::of("应有", "should have");
        let figure = wanted.to_string();
        let goal = self.goal(round, claimant);
        let daily_use = goal.daily_use;
        match round.tier() {
            Tier::National => step(
                what,
                figure,
                &format!("当日任务 {daily_use} + 欠供 {backlog}"),
                &format!("quota {daily_use} + backlog {backlog}"),
            ),
            Tier::Support => step(
                what,
                figure,
                &format!("（保障 {beyond} 天 + 在途 {lead} 天）× 日缺口 {daily_use}"),
                &format!("({beyond} days of cover + {lead} on the road) × {daily_use} short a day"),
            ),
            _ => step(
                what,
                figure,
                &format!(
                    "（保障 {beyond} 天 + 在途 {lead} 天）× 日需求 {daily_use} + 欠供 {backlog}"
                ),
                &format!(
                    "({beyond} days of cover + {lead} on the road) × need {daily_use} + backlog {backlog}"
                ),
            ),
        }
    }
}

/// What a claimant had when a round was held: what the close of the day shows, less what was sent since.
fn has(course: &Course<'_>, round: Round<'_>, claimant: usize) -> Has {
    let [got, _] = course.awarded(round, claimant);
    match round.tier() {
        Tier::Support => prefecture_has(course, claimant, got),
        Tier::Market => market_has(course, claimant, got),
        _ => use_has(course, round, claimant),
    }
}

fn use_has(course: &Course<'_>, round: Round<'_>, stream: usize) -> Has {
    let (world, streams) = (course.told.world, &course.told.state.streams);
    let [got, all] = course.awarded(round, stream);
    let own = stream * world.products.count..(stream + 1) * world.products.count;
    let sum = |pieces: &[Pieces]| pieces[own.clone()].iter().map(|one| one.0).sum::<i64>();
    let transit = &streams.transit;
    Has {
        stock: (
            sum(&streams.stock),
            Word::of("调来未用", "sent to it and not used"),
        ),
        under_way: sum(&transit.under_way) + sum(&transit.waiting) - all,
        local: (round.tier() == Tier::Frontline).then(|| share_of_local_stock(course, stream)),
        got,
    }
}

fn prefecture_has(course: &Course<'_>, prefecture: usize, got: i64) -> Has {
    let (world, local) = (course.told.world, &course.told.state.local);
    let index = PrefectureIndex::from_position(prefecture);
    let products = &world.prefectures.local_products[prefecture];
    let place = |&product: &ProductIndex| world.local(index, product);
    let stock = products
        .iter()
        .map(|product| (local.own[place(product)] + local.received[place(product)]).0);
    let products: Vec<usize> = products.iter().map(|product| product.at()).collect();
    Has {
        stock: (stock.sum(), Word::of("本地库存", "local stock")),
        under_way: coming(course, Tier::Support, prefecture, &products),
        local: None,
        got,
    }
}

fn market_has(course: &Course<'_>, stream: usize, got: i64) -> Has {
    let streams = &course.told.world.streams;
    let products = streams.products[stream].iter().map(|one| one.at());
    let products: Vec<usize> = products.collect();
    let here = streams.prefecture[stream].map(PrefectureIndex::at);
    Has {
        stock: (
            share_of_local_stock(course, stream),
            Word::of("本地库存中的份额", "its share of local stock"),
        ),
        under_way: here.map_or(0, |at| coming(course, Tier::Market, at, &products)),
        local: None,
        got,
    }
}

/// Under way to a prefecture before the rounds of a tier.
fn coming(course: &Course<'_>, tier: Tier, prefecture: usize, products: &[usize]) -> i64 {
    let transit = &course.told.state.local.transit;
    let places = products
        .iter()
        .map(|product| prefecture * course.told.world.products.count + product);
    let there = places.map(|place| (transit.under_way[place] + transit.waiting[place]).0);
    there.sum::<i64>() - course.sent_since(tier, prefecture, products)
}

/// A stream's part of the local stock that it accepts: by its need among front-line and local need.
fn share_of_local_stock(course: &Course<'_>, stream: usize) -> i64 {
    let (world, day, local) = (course.told.world, course.told.day, &course.told.state.local);
    let Some(prefecture) = world.streams.prefecture[stream] else {
        return 0;
    };
    let everyone = world.prefectures.frontline_need.row(day)[prefecture.at()]
        + world.prefectures.local_need.row(day)[prefecture.at()];
    if everyone == 0 {
        return 0;
    }
    let places = world.streams.products[stream]
        .iter()
        .map(|&product| world.local(prefecture, product));
    let stock: i64 = places
        .map(|place| (local.own[place] + local.received[place]).0)
        .sum();
    muldiv(stock, world.streams.expected.row(day)[stream], everyone)
}
