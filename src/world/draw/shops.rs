//! What a day walks along: each enterprise's stretches of the tables, and its makers of masks.

use crate::world::{Enterprises, Lines, Makers, MaskMaker, Products, Recipe, Shop};

/// Every enterprise's stretches of the tables that are sorted by enterprise.
pub(super) fn shops(makers: &Makers, lines: &Lines, enterprises: &Enterprises) -> Vec<Shop> {
    let stretch = |first: &[usize], at: usize| first[at]..first[at + 1];
    let mut first = 0;
    let shop = |at: usize| {
        let (own, all) = (
            stretch(&enterprises.first_line, at),
            stretch(&enterprises.first_maker, at),
        );
        let products = makers.product[all.clone()].iter().flatten().count();
        let mask_makers = first..first + products;
        first += products;
        Shop {
            only_bill: (all.len() == 1 && products == 1).then(|| lines.first_bill[own.start]),
            lines: own,
            makers: all,
            holdings: stretch(&enterprises.first_holding, at),
            mask_makers,
        }
    };
    (0..enterprises.count).map(shop).collect()
}

/// How every maker makes its item. All lines of a maker have the same bill.
pub(super) fn recipes(makers: &Makers, lines: &Lines, enterprises: &Enterprises) -> Vec<Recipe> {
    let recipe = |at: usize| {
        let owner = makers.enterprise[at].at();
        let (own, first) = (makers.first_line[at], enterprises.first_line[owner]);
        let held = enterprises.first_holding[owner + 1] - enterprises.first_holding[owner];
        let bill = lines.first_bill[own];
        Recipe {
            lines: own - first..makers.first_line[at + 1] - first,
            bill: bill..bill + held,
            product: makers.product[at],
        }
    };
    (0..makers.count).map(recipe).collect()
}

/// Makers of products, with what is known of them elsewhere.
pub(super) fn mask_makers(
    makers: &Makers,
    products: &Products,
    enterprises: &Enterprises,
) -> Vec<MaskMaker> {
    let maker = |at: usize| {
        let (product, owner) = (makers.product[at]?, makers.enterprise[at].at());
        Some(MaskMaker {
            at,
            enterprise: owner,
            product,
            local: enterprises.prefecture[owner].at() * products.count + product.at(),
            lines: makers.first_line[at]..makers.first_line[at + 1],
            hold_days: products.hold_days[product.at()],
            linked_use: products.linked_use[product.at()],
            allowed_yield: products.allowed_yield[product.at()],
            compliance: enterprises.compliance[owner],
        })
    };
    (0..makers.count).filter_map(maker).collect()
}
