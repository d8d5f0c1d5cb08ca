//! What a scenario draws, by the names that correlations and studies use.

use std::collections::BTreeMap;

use super::{Kind, Quantity, Scenario};

/// A column of a table that may be drawn: its name, and how a row's quantity is found.
pub type ColumnOf<Row> = (&'static str, fn(&Row) -> &Quantity);

/// Every quantity or column that is drawn; with the table, where rows draw on their own.
pub(crate) fn names(scenario: &Scenario) -> BTreeMap<String, Option<&'static str>> {
    let mut names = BTreeMap::new();
    let mut note = |name: String, quantities: &[&Quantity]| {
        if quantities.iter().any(|one| one.number().is_none()) {
            names.insert(name, None);
        }
    };
    for parameter in &scenario.parameters {
        let value: Vec<&Quantity> = parameter.value.iter().collect();
        note(format!("parameter/{}", parameter.id), &value);
    }
    let physics = &scenario.physics;
    note("roads.openness".into(), &physics.openness.each_ref());
    note("roads.detour".into(), &[&physics.detour]);
    note("roads.speed_kmh".into(), &[&physics.speed_kmh]);
    note("roads.handling_hours".into(), &[&physics.handling_hours]);
    note("roads.driving_hours".into(), &[&physics.driving_hours]);
    note(
        "staff.return_per_day".into(),
        &physics.staff_return.each_ref(),
    );
    let stock = &physics.working_stock_days;
    note("warm_start.working_stock_days".into(), &[stock]);
    for kind in Kind::ALL {
        let factors = physics.demand_factor[kind as usize].each_ref();
        note(format!("demand_factor/{}", kind.name()), &factors);
    }
    let mut bill = |made: &str, bill: &[(usize, Quantity)]| {
        for (input, amount) in bill {
            let input = &scenario.materials[*input].id;
            note(format!("item.bill/{made}/{input}"), &[amount]);
        }
    };
    scenario
        .materials
        .iter()
        .for_each(|row| bill(&row.id, &row.bill));
    scenario
        .products
        .iter()
        .for_each(|row| bill(&row.id, &row.bill));
    for row in &scenario.materials {
        let market: Vec<&Quantity> = row.market_per_day.iter().collect();
        note(format!("item.market_per_day/{}", row.id), &market);
        note(
            format!("item.market_lead_days/{}", row.id),
            &[&row.market_lead_days],
        );
    }
    for row in &scenario.products {
        note(format!("item.hold_days/{}", row.id), &[&row.hold_days]);
        note(
            format!("item.allowed_yield/{}", row.id),
            &[&row.allowed_yield],
        );
    }
    note_columns(
        &mut names,
        &scenario.enterprises,
        &super::Enterprise::QUANTITIES,
    );
    note_columns(&mut names, &scenario.lines, &super::Line::QUANTITIES);
    note_columns(&mut names, &scenario.stocks, &super::Stock::QUANTITIES);
    note_columns(&mut names, &scenario.supply, &super::Supply::QUANTITIES);
    note_columns(&mut names, &scenario.demand, &super::Demand::QUANTITIES);
    names
}

fn note_columns<Row>(
    names: &mut BTreeMap<String, Option<&'static str>>,
    rows: &[Row],
    columns: &[ColumnOf<Row>],
) {
    for &(name, quantity) in columns {
        let drawn = rows
            .iter()
            .map(quantity)
            .filter(|one| one.number().is_none());
        let each = drawn.clone().any(|one| !one.is_shared());
        if drawn.count() > 0 {
            let table = name.split_once('.').map(|(table, _)| table);
            names.insert(name.to_owned(), table.filter(|_| each));
        }
    }
}
