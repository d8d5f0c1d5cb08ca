//! What moves together.

use super::{Form, Range, Section, Shape, To, plain, range};

/// Rank correlations.
pub(in crate::scenario) const RANK: Range = range(-1.0, 1.0);

pub(in crate::scenario) static CORRELATION: Section = Section {
    key: "correlation",
    plural: "correlations",
    shape: Shape::Row,
    fields: &[
        plain(
            "between",
            Form::Names(To::Drawn),
            "之间",
            "what moves together: one name for the rows of a column, two for a rank, more for a matrix",
        ),
        plain(
            "rank",
            Form::Number(RANK),
            "秩相关系数",
            "Spearman's rank correlation; among rows not below 0",
        )
        .optional(),
        plain(
            "matrix",
            Form::Matrix(RANK),
            "秩相关矩阵",
            "rank correlations of all names, in their order",
        )
        .optional(),
        plain("note", Form::Text, "备注", "a remark").optional(),
    ],
    zh: "秩相关",
    en: "rank correlations between what is drawn, by a Gaussian copula. Columns of one table correlate row by row; \
others by what rows have in common, so that a column whose rows draw on their own needs a rank among its rows first. \
Names: `roads.detour`, `lines.delivery_days`, `item.bill/flat/meltblown`, `demand_factor/public`",
};
