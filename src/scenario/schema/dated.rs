//! What may change on a date, and in which range: that of the field itself.

use super::{
    DEMAND, ENTERPRISE, FACTORS, LINE, MATERIAL, OPENNESS, RETURN, Range, SUPPLY, Section,
};
use crate::scenario::Subject;

/// Columns that may change on a date: table, column, and what a change of a row of it is.
type Column = (&'static str, &'static str, fn(usize) -> Subject);

/// Columns that may change on a date, and so may a county's risk and openness.
pub(in crate::scenario) static DATED_COLUMNS: [Column; 8] = [
    ("county", "risk", Subject::Risk),
    ("county", "openness", Subject::CountyOpenness),
    ("enterprise", "recruit_share", Subject::RecruitShare),
    ("line", "availability", Subject::Availability),
    ("line", "worked_hours", Subject::WorkedHours),
    ("supply", "per_day", Subject::SupplyPerDay),
    ("demand", "masks_per_person_day", Subject::MasksPerPersonDay),
    ("item", "market_per_day", Subject::MarketPerDay),
];

/// Which numbers a value that changes on a date may be; none for grades.
pub(in crate::scenario) fn range_of(subject: Subject) -> Option<Range> {
    let of = |section: &Section, name: &str| section.field(name)?.form.range();
    match subject {
        Subject::Risk(_) => None,
        Subject::Openness(_) | Subject::CountyOpenness(_) => of(&OPENNESS, "low"),
        Subject::StaffReturn(_) => of(&RETURN, "low"),
        Subject::DemandFactor(..) => of(&FACTORS, "low"),
        Subject::RecruitShare(_) => of(&ENTERPRISE, "recruit_share"),
        Subject::Availability(_) => of(&LINE, "availability"),
        Subject::WorkedHours(_) => of(&LINE, "worked_hours"),
        Subject::SupplyPerDay(_) => of(&SUPPLY, "per_day"),
        Subject::MasksPerPersonDay(_) => of(&DEMAND, "masks_per_person_day"),
        Subject::MarketPerDay(_) => of(&MATERIAL, "market_per_day"),
    }
}
