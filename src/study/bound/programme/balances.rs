//! What stocks allow: nothing leaves the depot, the market, the pool or a prefecture that has not come in.

use good_lp::{Expression, ProblemVariables, Variable, constraint, variable};

use super::Programme;

impl Programme<'_> {
    /// What leaves a stock stays within what came in. The stock of each day is a column, so that rows stay short.
    fn balance(
        &mut self,
        opening: f64,
        landing: &[f64],
        into: Vec<Expression>,
        from: Vec<Expression>,
        least: impl Fn(usize) -> f64,
    ) {
        let stock = stocks(&mut self.columns, self.world.days, least);
        for (day, (into, from)) in into.into_iter().zip(from).enumerate() {
            let mut flow = into - from;
            if day > 0 {
                flow += stock[day - 1];
            }
            let given = landing[day] + if day == 0 { opening } else { 0.0 };
            self.rows.push(constraint!(stock[day] - flow <= given));
        }
    }

    pub(super) fn depot_and_market(&mut self) {
        let (given, days) = (self.given, self.days());
        let from = std::mem::take(&mut self.from_depot);
        self.balance(
            given.depot,
            &given.supply,
            vec![Expression::default(); days],
            from,
            |_| 0.0,
        );
        if let Some(market) = &given.market {
            let bought = std::mem::take(&mut self.bought);
            self.balance(
                0.0,
                market,
                vec![Expression::default(); days],
                bought,
                |_| 0.0,
            );
        }
    }

    pub(super) fn pool(&mut self, reserve: impl Fn(usize, usize) -> f64) {
        let given = self.given;
        for product in 0..self.world.products.count {
            let into = std::mem::take(&mut self.into_pool[product]);
            let from = std::mem::take(&mut self.from_pool[product]);
            self.balance(
                given.pool[product],
                &given.pool_landing[product],
                into,
                from,
                |day| reserve(day, product),
            );
        }
    }

    pub(super) fn local(&mut self) {
        let given = self.given;
        for at in 0..self.into_local.len() {
            let into = std::mem::take(&mut self.into_local[at]);
            let from = std::mem::take(&mut self.from_local[at]);
            self.balance(
                given.local[at],
                &given.local_landing[at],
                into,
                from,
                |_| 0.0,
            );
        }
    }
}

/// A column for every day, of no less than that.
fn stocks(
    columns: &mut ProblemVariables,
    days: usize,
    least: impl Fn(usize) -> f64,
) -> Vec<Variable> {
    (0..days)
        .map(|day| columns.add(variable().min(least(day))))
        .collect()
}
