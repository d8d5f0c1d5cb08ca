//! Materials and products: bills, markets, holding times.

use nalgebra::DMatrix;

use super::values::{Column, any_drawn};
use super::{Dated, Pass, Preparation, milligrams};
use crate::scenario::{Item, Material, Product, Quantity, Subject};
use crate::units::{MILLION, MaterialIndex, Milligrams, Share, rounded};
use crate::world::recipes::requirements;
use crate::world::{Materials, Products};

/// What futures may change about items.
#[derive(Debug)]
pub(super) struct Items<'a> {
    materials: &'a [Material],
    products: &'a [Product],
    /// Bills of materials, by material and place in its bill.
    of_materials: Vec<Vec<Column>>,
    /// Bills of products, by product and place in its bill.
    of_products: Vec<Vec<Column>>,
    market_per_day: Vec<Column>,
    market_lead: Vec<Column>,
    hold_days: Vec<Column>,
    allowed_yield: Vec<Column>,
    market: Dated<'a>,
    /// Materials of which the market sells as much as anyone likes.
    unlimited: Vec<bool>,
}

impl<'a> Items<'a> {
    pub(super) fn of(preparation: &mut Preparation<'a>) -> Self {
        let (materials, products) = (
            &preparation.scenario.materials[..],
            &preparation.scenario.products[..],
        );
        let values = &mut preparation.values;
        let mut bill = |made: &str, bill: &'a [(usize, Quantity)]| -> Vec<Column> {
            bill.iter()
                .map(|(input, amount)| {
                    values.alone(&["item.bill", made, &materials[*input].id], amount)
                })
                .collect()
        };
        let of_materials = materials
            .iter()
            .map(|row| bill(&row.id, &row.bill))
            .collect();
        let of_products = products
            .iter()
            .map(|row| bill(&row.id, &row.bill))
            .collect();
        Self {
            materials,
            products,
            of_materials,
            of_products,
            market_per_day: materials
                .iter()
                .map(|row| match &row.market_per_day {
                    Some(kilograms) => values.alone(&["item.market_per_day", &row.id], kilograms),
                    None => Column::default(),
                })
                .collect(),
            market_lead: materials
                .iter()
                .map(|row| values.alone(&["item.market_lead_days", &row.id], &row.market_lead_days))
                .collect(),
            hold_days: products
                .iter()
                .map(|row| values.alone(&["item.hold_days", &row.id], &row.hold_days))
                .collect(),
            allowed_yield: products
                .iter()
                .map(|row| values.alone(&["item.allowed_yield", &row.id], &row.allowed_yield))
                .collect(),
            market: Dated::of(
                &preparation.calendar,
                materials.len(),
                Subject::MarketPerDay,
            ),
            unlimited: (materials.iter().map(|row| row.market_per_day.is_none())).collect(),
        }
    }

    /// What no draw touches.
    pub(super) fn structure(&self) -> (Materials, Products) {
        let (materials, products) = (self.materials, self.products);
        (
            Materials {
                count: materials.len(),
                scarce: materials.iter().map(|row| row.scarce).collect(),
                linked: self.linked(),
                ..Materials::default()
            },
            Products {
                count: products.len(),
                ..Products::default()
            },
        )
    }

    /// The bill of an item, input by input.
    pub(super) fn bill(&self, item: Item) -> impl Iterator<Item = (usize, Column)> + '_ {
        let (inputs, columns) = match item {
            Item::Material(made) => (&self.materials[made].bill, &self.of_materials[made]),
            Item::Product(made) => (&self.products[made].bill, &self.of_products[made]),
        };
        let inputs = inputs.iter().map(|(input, _)| *input);
        inputs.zip(columns.iter().copied())
    }

    /// Whether futures differ in any bill.
    pub(super) fn bills_are_drawn(&self) -> bool {
        let mut all = self.of_materials.iter().chain(&self.of_products);
        all.any(|bill| any_drawn(bill))
    }

    pub(super) fn write(&self, pass: Pass, materials: &mut Materials, products: &mut Products) {
        let numbers = pass.numbers;
        let each = |columns: &[Column]| -> Vec<f64> {
            columns.iter().map(|column| column.alone(numbers)).collect()
        };
        if pass.touches(&self.market_lead) {
            let days = each(&self.market_lead);
            materials.market_lead = days
                .iter()
                .map(|&days| (rounded(days) as i32).max(1))
                .collect();
        }
        if pass.touches(&self.market_per_day) {
            self.write_market(pass, materials);
        }
        if pass.everything || self.bills_are_drawn() {
            materials.requirements = self.requirements(numbers);
            products.linked_use = self.linked_use(numbers);
        }
        if pass.touches(&self.hold_days) {
            let days = each(&self.hold_days);
            products.hold_days = days.iter().map(|&days| rounded(days) as i32).collect();
        }
        if pass.touches(&self.allowed_yield) {
            let shares = each(&self.allowed_yield);
            products.allowed_yield = shares.into_iter().map(Share::from_decimal).collect();
        }
    }

    fn write_market(&self, pass: Pass, materials: &mut Materials) {
        let columns = self.market_per_day.iter().zip(&self.unlimited);
        let kilograms: Vec<f64> = columns
            .map(|(column, &unlimited)| {
                if unlimited {
                    f64::INFINITY
                } else {
                    column.alone(pass.numbers)
                }
            })
            .collect();
        let table = &mut materials.market_per_day;
        self.market
            .write(table, pass.days, &kilograms, |_, _, kilograms| {
                if kilograms.is_finite() {
                    milligrams(kilograms)
                } else {
                    Milligrams(i64::MAX)
                }
            });
    }

    fn requirements(&self, numbers: &[f64]) -> DMatrix<f64> {
        let (materials, products) = (self.materials.len(), self.products.len());
        let mut of_materials = DMatrix::zeros(materials, materials);
        for made in 0..materials {
            for (input, amount) in self.bill(Item::Material(made)) {
                of_materials[(input, made)] = amount.alone(numbers) / MILLION as f64;
            }
        }
        let mut of_products = DMatrix::zeros(materials, products);
        for made in 0..products {
            for (input, amount) in self.bill(Item::Product(made)) {
                of_products[(input, made)] = amount.alone(numbers);
            }
        }
        requirements(&of_materials, &of_products).unwrap_or(of_products)
    }

    fn linked_use(&self, numbers: &[f64]) -> Vec<i64> {
        let linked = self.linked();
        let of_product = |product: usize| {
            let mut bill = self.bill(Item::Product(product));
            bill.find(|(input, _)| linked.is_some_and(|material| material.at() == *input))
                .map_or(0, |(_, amount)| rounded(amount.alone(numbers)))
        };
        (0..self.products.len()).map(of_product).collect()
    }

    fn linked(&self) -> Option<MaterialIndex> {
        let linked = self.materials.iter().position(|material| material.linked);
        linked.map(MaterialIndex::from_position)
    }
}
