//! Every quantity's number for one world: fixed, of the central world (model §2), or of one of many futures.

use super::correlated::Correlated;
use super::factor::Factor;
use super::noise::Noise;
use crate::chance::{Luck, Purpose, hash_of};
use crate::scenario::{ColumnOf, Correlation, Daily, Parameter, Quantity};

/// Where a column's numbers stand among all, and whether any of them is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    first: usize,
    count: usize,
    drawn: bool,
}

impl Column {
    /// The column's numbers.
    pub(super) fn of(self, numbers: &[f64]) -> &[f64] {
        &numbers[self.first..self.first + self.count]
    }

    /// The only number of a quantity that stands alone.
    pub(super) fn alone(self, numbers: &[f64]) -> f64 {
        numbers[self.first]
    }

    /// The numbers for low, medium and high.
    pub(super) fn by_grade(self, numbers: &[f64]) -> [f64; 3] {
        [0, 1, 2].map(|grade| numbers[self.first + grade])
    }

    /// What a row's number hangs on.
    pub(super) fn identity(self, values: &Values, row: usize) -> Identity {
        values.identities[self.first + row]
    }
}

/// What a number hangs on: equal ones lead to equal numbers in every future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity {
    /// A number, by its bits.
    Fixed(u64),
    /// The draw of a quantity, by the position of the first that shares number and distribution.
    Drawn(usize),
}

/// Whether futures differ in any of these columns.
pub(super) fn any_drawn(columns: &[Column]) -> bool {
    columns.iter().any(|column| column.drawn)
}

/// A quantity that is drawn: where its number goes, and what for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn<'a> {
    pub at: usize,
    pub quantity: &'a Quantity,
    pub purpose: Purpose,
}

/// Where a factor's draws come from.
#[derive(Clone, Debug)]
pub(super) struct Origin<'a> {
    /// Its name.
    pub name: String,
    /// What is drawn for all that is shared.
    pub purpose: Purpose,
    /// Where its numbers begin.
    pub first: usize,
    /// Ids of its rows, where any of them draws on its own.
    ids: Vec<&'a str>,
}

impl Origin<'_> {
    /// The table in which rows draw on their own.
    pub(super) fn table(&self) -> Option<&str> {
        let (table, _) = self.name.split_once('.')?;
        (!self.ids.is_empty()).then_some(table)
    }

    /// What a row's own number is drawn for.
    pub(super) fn purpose_of_row(&self, row: usize) -> Purpose {
        Purpose::of_row(&self.name, self.ids[row], self.purpose.factor())
    }
}

/// All quantities of a scenario: their numbers in the central world, and those that are drawn.
#[derive(Debug, Default)]
pub(super) struct Values<'a> {
    central: Vec<f64>,
    identities: Vec<Identity>,
    drawn: Vec<Drawn<'a>>,
    factors: Vec<Factor>,
    /// Where factors come from, but for noise.
    origins: Vec<Origin<'a>>,
    correlated: Correlated<'a>,
    /// The parameters' columns; none for those without a value.
    parameters: Vec<Option<Column>>,
    scaled: Vec<Scaled<'a>>,
    /// The central world's numbers before parameters multiply them.
    unscaled: Vec<f64>,
}

/// A number that parameters multiply.
#[derive(Clone, Copy, Debug)]
struct Scaled<'a> {
    at: usize,
    quantity: &'a Quantity,
    /// What is multiplied; none where a row draws a number of its own.
    base: Option<f64>,
}

impl<'a> Values<'a> {
    /// The numbers of the central world.
    pub(super) fn central(&self) -> &[f64] {
        &self.central
    }

    /// Groups of quantities that are drawn, in the order in which they were added.
    pub(super) fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// Writes one future's numbers over those of another, or of the central world.
    pub(super) fn draw(&self, luck: &Luck, numbers: &mut [f64]) {
        for drawn in &self.drawn {
            numbers[drawn.at] = drawn.quantity.quantile(luck.at(&drawn.purpose));
        }
        self.correlated.draw(luck, numbers);
        self.scale(numbers);
    }

    /// Multiplies what parameters multiply, each number once.
    fn scale(&self, numbers: &mut [f64]) {
        for scaled in &self.scaled {
            let factor = self.factor(scaled.quantity, numbers);
            let base = scaled.base.unwrap_or(numbers[scaled.at]);
            numbers[scaled.at] = scaled.quantity.stretched(base, factor);
        }
    }

    /// What the parameters of a quantity come to.
    fn factor(&self, quantity: &Quantity, numbers: &[f64]) -> f64 {
        let times = quantity.parameters().iter();
        let columns = times.filter_map(|times| self.parameters[times.parameter]);
        columns.map(|column| column.alone(numbers)).product()
    }

    /// Numbers of the central world but for some parameters, which stand at their quantile of a level between 0 and 1.
    pub(super) fn central_but(&self, levels: &[f64], numbers: &mut [f64]) {
        numbers.copy_from_slice(&self.unscaled);
        for drawn in &self.drawn {
            if let Some(level) = levels
                .get(drawn.purpose.factor())
                .filter(|level| !level.is_nan())
            {
                numbers[drawn.at] = drawn.quantity.quantile(*level);
            }
        }
        self.scale(numbers);
    }

    /// Takes up the parameters, before anything that they multiply.
    pub(super) fn take_parameters(&mut self, parameters: &'a [Parameter]) {
        for parameter in parameters {
            let column = (parameter.value.as_ref())
                .map(|value| self.alone(&["parameter", &parameter.id], value));
            self.parameters.push(column);
        }
    }

    /// Scales the central world's numbers, once all are known.
    pub(super) fn scale_central(&mut self) {
        self.unscaled = self.central.clone();
        let mut central = std::mem::take(&mut self.central);
        self.scale(&mut central);
        self.central = central;
    }

    /// The mean of what was drawn for each factor; nothing for daily noise, of which there is one a day.
    pub(super) fn means(&self, numbers: &[f64]) -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); self.factors.len()];
        for drawn in self.drawn.iter().chain(self.correlated.drawn()) {
            let (sum, count) = &mut sums[drawn.purpose.factor()];
            *sum += numbers[drawn.at];
            *count += 1.0;
        }
        sums.into_iter().map(|(sum, count)| sum / count).collect()
    }

    /// Daily noise of a table's rows; none where nothing wavers.
    pub(super) fn noise<'r>(
        &mut self,
        name: &str,
        daily: Daily,
        ids: impl Iterator<Item = &'r str>,
    ) -> Option<Noise> {
        let noise = Noise::of(name, daily, ids, self.factors.len())?;
        let factor = Factor::of_noise(name, daily.spread, noise.rows());
        self.factors.push(factor);
        Some(noise)
    }

    /// Lets draws move together, once all are known.
    pub(super) fn correlate(&mut self, correlations: &[Correlation]) {
        if !correlations.is_empty() {
            self.correlated = Correlated::among(&mut self.drawn, &self.origins, correlations);
        }
    }

    /// A quantity that stands alone; the path says what and whose it is.
    pub(super) fn alone(&mut self, path: &[&str], quantity: &'a Quantity) -> Column {
        self.together(path, [quantity])
    }

    /// Quantities that share one number between 0 and 1 and so keep their order.
    pub(super) fn together(
        &mut self,
        path: &[&str],
        quantities: impl IntoIterator<Item = &'a Quantity>,
    ) -> Column {
        let mut group = Group::new(path.join("/"), Purpose::new(path, self.factors.len()), self);
        for quantity in quantities {
            let how = quantity.number().map_or(How::Shared, How::Fixed);
            self.add(&mut group, quantity, how);
        }
        self.close(group)
    }

    /// The quantities of a column. In one future, those that are `shared` move together and the others each on their
    /// own. In the central world the others take stratified quantiles in the order of a hash of the row's id, so that
    /// rows spread over their distribution instead of moving in lockstep.
    pub(super) fn column<R>(
        &mut self,
        (name, quantity): ColumnOf<R>,
        rows: &'a [R],
        id: impl Fn(&'a R) -> &'a str,
    ) -> Column {
        let factor = self.factors.len();
        let mut group = Group::new(name.to_owned(), Purpose::new(&[name], factor), self);
        let mut spread: Vec<(u64, &str, usize)> = Vec::new();
        for (position, row) in rows.iter().enumerate() {
            let (id, quantity) = (id(row), quantity(row));
            let how = match (quantity.number(), quantity.is_shared()) {
                (Some(number), _) => How::Fixed(number),
                (None, true) => How::Shared,
                (None, false) => How::Own(Purpose::of_row(name, id, factor)),
            };
            if let How::Own(_) = how {
                spread.push((hash_of(&format!("{name}/{id}")), id, position));
            }
            self.add(&mut group, quantity, how);
        }
        if !spread.is_empty() {
            group.ids = rows.iter().map(id).collect();
        }
        spread.sort_unstable();
        for (order, &(_, _, position)) in spread.iter().enumerate() {
            let level = (order as f64 + 0.5) / spread.len() as f64;
            self.central[group.first + position] = quantity(&rows[position]).quantile(level);
        }
        self.close(group)
    }

    fn add(&mut self, group: &mut Group<'a>, quantity: &'a Quantity, how: How) {
        let at = self.central.len();
        let mut draw = |purpose| {
            self.drawn.push(Drawn {
                at,
                quantity,
                purpose,
            });
        };
        let identity = match how {
            How::Fixed(number) => Identity::Fixed(number.to_bits()),
            How::Own(purpose) => {
                draw(purpose);
                group.factor.add_own(quantity);
                Identity::Drawn(at)
            }
            How::Shared => {
                draw(group.purpose);
                group.factor.add_shared(quantity);
                group.first_alike(quantity, at)
            }
        };
        self.central.push(quantity.median());
        if quantity.parameters().is_empty() {
            self.identities.push(identity);
        } else {
            let base = (!matches!(how, How::Own(_))).then(|| quantity.median());
            self.scaled.push(Scaled { at, quantity, base });
            self.identities.push(Identity::Drawn(at));
            group.scaled = true;
        }
    }

    fn close(&mut self, group: Group<'a>) -> Column {
        let drawn = group.factor.purposes() > 0;
        let touched = drawn || group.scaled;
        if drawn {
            self.origins.push(Origin {
                name: group.factor.name.clone(),
                purpose: group.purpose,
                first: group.first,
                ids: group.ids,
            });
            self.factors.push(group.factor);
        }
        Column {
            first: group.first,
            count: self.central.len() - group.first,
            drawn: touched,
        }
    }
}

/// How a quantity gets its number.
#[derive(Clone, Copy, Debug)]
enum How {
    Fixed(f64),
    Shared,
    Own(Purpose),
}

/// A column while it is added.
struct Group<'a> {
    first: usize,
    factor: Factor,
    /// What shared numbers are drawn for.
    purpose: Purpose,
    /// Ids of its rows, where any of them draws on its own.
    ids: Vec<&'a str>,
    /// Different distributions among those that share a number, with the position of the first of each.
    shared: Vec<(&'a Quantity, usize)>,
    /// Whether parameters multiply any of it.
    scaled: bool,
}

impl<'a> Group<'a> {
    fn new(name: String, purpose: Purpose, values: &Values) -> Self {
        Self {
            first: values.central.len(),
            factor: Factor::new(name),
            purpose,
            ids: Vec::new(),
            shared: Vec::new(),
            scaled: false,
        }
    }

    fn first_alike(&mut self, quantity: &'a Quantity, at: usize) -> Identity {
        let mut known = self.shared.iter();
        let first = known
            .find(|(known, _)| *known == quantity)
            .map(|entry| entry.1);
        if first.is_none() {
            self.shared.push((quantity, at));
        }
        Identity::Drawn(first.unwrap_or(at))
    }
}
