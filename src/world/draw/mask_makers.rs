//! Makers of masks, with all that their deliveries and obligations reckon with.

use crate::world::{Enterprises, Makers, MaskMaker, Products};

/// Makers of products, with what is known of them elsewhere.
pub(super) fn of(
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
