//! Bills of material: what a piece needs of everything, through every step of the chain.

use nalgebra::DMatrix;

use crate::units::MILLION;

/// Milligrams in a kilogram: bills of intermediates are per kilogram made.
pub const MILLIGRAMS_PER_KILOGRAM: i64 = MILLION;

/// Total milligrams of every material that a piece of every product needs, chain included: a row a material,
/// a column a product.
///
/// `of_materials[(i, j)]`: mg of material i per mg of material j made; `of_products[(i, k)]`: mg of material i per
/// piece of product k. The requirements explosion is (I − A)⁻¹ B (Vazsonyi 1954, "The use of mathematics in
/// production and inventory control").
///
/// `None` when the chain has a loop that needs at least as much as it makes; validation refuses loops before.
#[must_use]
pub fn requirements(
    of_materials: &DMatrix<f64>,
    of_products: &DMatrix<f64>,
) -> Option<DMatrix<f64>> {
    let size = of_materials.nrows();
    if size == 0 {
        return Some(of_products.clone());
    }
    let chain = DMatrix::identity(size, size) - of_materials;
    chain.lu().solve(of_products)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_nothing_need_nothing() {
        let total = requirements(&DMatrix::zeros(0, 0), &DMatrix::zeros(0, 2));
        assert_eq!(total.expect("no loop").shape(), (0, 2));
    }

    #[test]
    fn a_chain_of_two_steps_multiplies_through() {
        // polypropylene → meltblown (1.05 kg a kg) → mask (1,000 mg); spunbond (1,400 mg) straight.
        let mut of_materials = DMatrix::zeros(3, 3);
        of_materials[(0, 1)] = 1.05;
        let of_products = DMatrix::from_column_slice(3, 1, &[0.0, 1000.0, 1400.0]);
        let total = requirements(&of_materials, &of_products).expect("no loop");
        assert_eq!(total.as_slice(), [1050.0, 1000.0, 1400.0]);
    }
}
