//! The form of scenario files, said once: every table, key and column with its kind, range, unit, default and
//! meaning. Reading goes by it, and so do `maskflow schema` and docs/scenario.md: none of them can drift.

mod chance;
mod changes;
mod dated;
mod flows;
mod items;
mod json;
mod makers;
mod page;
mod places;
mod policy;
mod root;
mod words;

use crate::files::name::LONGEST;
use crate::language::Word;

pub use json::document as json_schema;
pub use page::page;

pub(super) use chance::{CORRELATION, DAILY, NOISE, PARAMETER, RANK};
pub(super) use changes::{EVENT, MEASURE};
pub(super) use dated::{DATED_COLUMNS, range_of};
pub(super) use flows::{DEMAND, OBSERVED, PROFILE, STOCK, SUPPLY};
pub(super) use items::{MATERIAL, PRODUCT};
pub(super) use makers::{ENTERPRISE, LINE};
pub(super) use places::{COUNTY, LIKE, PREFECTURE, RISK};
pub(super) use policy::{POLICY, REGIME, SCHEME, SUBSIDY};
pub(super) use root::{
    DEMAND_FACTOR, FACTORS, OPENNESS, RETURN, ROADS, ROOT, STAFF, TARGET, WARM_START,
};
pub(super) use words::{
    BASES, GRADES, GUARANTEED, KINDS, LEVELS, LINKS, ROUTES, SUPPLY_ROUTES, TIERS, USES,
};

/// A table: the whole file, a part of it such as `[roads]`, or a row such as `[[line]]` or one of lines.csv.
#[derive(Debug)]
pub(super) struct Section {
    /// Its key in TOML.
    pub key: &'static str,
    /// Its name in paths and under `[defaults]`; rows are also read from `<plural>.csv`.
    pub plural: &'static str,
    /// What it is: decides where it may stand and which keys every such table may have.
    pub shape: Shape,
    /// Keys or columns.
    pub fields: &'static [Field],
    /// Meaning, in Chinese.
    pub zh: &'static str,
    /// Meaning, in English.
    pub en: &'static str,
}

/// What a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A table that stands once.
    Table,
    /// A row of a list in scenario.toml.
    Row,
    /// A row that says where it comes from: `source`, `confidence` and `note`.
    SourcedRow,
    /// A row of a CSV file or of a list in scenario.toml, that says where it comes from.
    CsvRow,
}

/// A key or a column.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub form: Form,
    /// Whether it must be there.
    pub need: Need,
    /// Its unit; empty where there is none.
    pub unit: &'static str,
    /// Meaning, in Chinese.
    pub zh: &'static str,
    /// Meaning, in English.
    pub en: &'static str,
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Need {
    /// It must, in the row or under `[defaults]`.
    Required,
    /// It may be left out, which means something of its own.
    Optional,
    /// Left out, it is this number.
    Number(f64),
    /// Left out, it is this flag.
    Flag(bool),
}

/// Which numbers a field may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    /// The least.
    pub least: f64,
    /// The greatest.
    pub most: f64,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// A text.
    Text(Text),
    /// `true` or `false`.
    Flag,
    /// A day.
    Date,
    /// A whole number, no distribution.
    Whole(Range),
    /// A number, no distribution.
    Number(Range),
    /// A number or a distribution.
    Quantity(Range),
    /// One of some words.
    OneOf(&'static [&'static str]),
    /// Some of some words.
    SomeOf(&'static [&'static str]),
    /// The name of a division rule.
    Rule,
    /// The id of a row.
    Name(To),
    /// Ids of rows.
    Names(To),
    /// A list of lists of numbers.
    Matrix(Range),
    /// A value for each of some rows: `{ id = value }`.
    PerRow(To, &'static Form),
    /// A table.
    Table(&'static Section),
    /// A table of a row's fields, none of them required.
    Part(&'static Section),
    /// Rows; where several kinds are named, the field `kind` tells them apart.
    Rows(&'static [&'static Section]),
    /// Dated or undated changes: values by path.
    Paths,
}

/// What a text is for: how long it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// The scenario's name, which is that of files.
    Name,
    /// The name of a row, by which others refer to it.
    Id,
    /// A name, title or question for people.
    Title,
    /// A source or a remark, which may have several lines.
    Remark,
}

impl Text {
    /// The most letters that it may have; bytes where it is the name of files.
    pub(super) const fn most(self) -> usize {
        match self {
            Self::Name => LONGEST,
            Self::Id => 100,
            Self::Title => super::LONGEST_TITLE,
            Self::Remark => 2_000,
        }
    }
}

/// What an id refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    Prefecture,
    County,
    Enterprise,
    Item,
    Material,
    Product,
    Profile,
    /// `depot`, `pool`, an enterprise or a prefecture.
    Place,
    /// `province` or a prefecture.
    Scope,
    Drawn,
    /// A path to quantities.
    Path,
}

impl Section {
    /// The field of this name.
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.all().find(|field| field.name == name)
    }

    /// The same; regimes have the fields of the policy, too.
    pub(super) fn field_or_of_policy(&self, name: &str) -> Option<&'static Field> {
        let of_policy = || {
            (self.key == REGIME.key)
                .then(|| POLICY.field(name))
                .flatten()
        };
        self.field(name).or_else(of_policy)
    }

    /// Every field, those that all such tables have included.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static Field> + Clone {
        let has_ids = self.shape == Shape::CsvRow
            && self
                .fields
                .iter()
                .any(|field| ["id", "code"].contains(&field.name));
        let like = if has_ids {
            &places::LIKE_FIELD[..]
        } else {
            &[]
        };
        let shared = match self.shape {
            Shape::Table | Shape::Row => &[][..],
            Shape::SourcedRow | Shape::CsvRow => &places::PROVENANCE[..],
        };
        self.fields.iter().chain(like).chain(shared)
    }

    /// Every field's name.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.all().map(|field| field.name)
    }

    /// The name that its CSV file has.
    pub(super) fn file(&self) -> String {
        format!("{}.csv", self.plural)
    }
}

impl Form {
    /// Which numbers it may hold, where it holds numbers.
    pub(super) fn range(&self) -> Option<Range> {
        match self {
            Self::Whole(range) | Self::Number(range) | Self::Quantity(range) => Some(*range),
            Self::PerRow(_, inner) => inner.range(),
            _ => None,
        }
    }
}

/// The key of a table that is called as its file is: `lines` are rows of `[[line]]`.
pub(super) fn key_of(plural: &str) -> Option<&'static str> {
    if plural == REGIME.plural {
        return Some(REGIME.key);
    }
    ROOT.fields.iter().find_map(|field| match field.form {
        Form::Rows(sections) if sections[0].plural == plural => Some(field.name),
        _ => None,
    })
}

/// Sections whose rows may stand in CSV files, with their field in scenario.toml.
pub(super) fn csv_sections() -> impl Iterator<Item = &'static Section> {
    ROOT.fields.iter().filter_map(|field| match field.form {
        Form::Rows([section]) if section.shape == Shape::CsvRow => Some(*section),
        _ => None,
    })
}

/// What a value may be multiplied by.
pub(super) const FACTOR: Range = range(0.0, 1e6);

const fn range(least: f64, most: f64) -> Range {
    Range { least, most }
}

const NAME: Form = Form::Text(Text::Name);
const ID: Form = Form::Text(Text::Id);
const TITLE: Form = Form::Text(Text::Title);
const REMARK: Form = Form::Text(Text::Remark);
/// Any share.
const SHARE: Range = range(0.0, 1.0);
/// Pieces, or what else is counted in pieces.
const PIECES: Range = range(0.0, 1e12);
/// Material: up to a million tonnes.
const KILOGRAMS: Range = range(0.0, 1e9);
/// Pieces of a product or kilograms of a material.
const AMOUNT: Form = Form::Quantity(PIECES);
/// People.
const PERSONS: Range = range(0.0, 1e10);
/// Money.
const YUAN: Range = range(0.0, 1e10);
/// Days, up to ten years.
const DAYS: Range = range(0.0, 3660.0);
/// Days, reviews and the like, of which there is at least one.
const COUNT: Range = range(1.0, 3660.0);
/// Hours of a day.
const HOURS: Range = range(0.0, 24.0);

/// A required field.
const fn field(
    name: &'static str,
    form: Form,
    unit: &'static str,
    zh: &'static str,
    en: &'static str,
) -> Field {
    Field {
        name,
        form,
        need: Need::Required,
        unit,
        zh,
        en,
    }
}

/// A required field without a unit.
const fn plain(name: &'static str, form: Form, zh: &'static str, en: &'static str) -> Field {
    field(name, form, "", zh, en)
}

impl Field {
    const fn optional(self) -> Self {
        Self {
            need: Need::Optional,
            ..self
        }
    }

    const fn or(self, default: f64) -> Self {
        Self {
            need: Need::Number(default),
            ..self
        }
    }

    const fn or_flag(self, default: bool) -> Self {
        Self {
            need: Need::Flag(default),
            ..self
        }
    }
}

/// A table that stands once.
const fn table(
    key: &'static str,
    fields: &'static [Field],
    zh: &'static str,
    en: &'static str,
) -> Section {
    Section {
        key,
        plural: key,
        shape: Shape::Table,
        fields,
        zh,
        en,
    }
}

impl To {
    /// What an id must name.
    pub(super) const fn described(self) -> Word {
        match self {
            Self::Prefecture => Word::of("设区市", "a prefecture"),
            Self::County => Word::of("县", "a county"),
            Self::Enterprise => Word::of("企业", "an enterprise"),
            Self::Item => Word::of("物品", "an item"),
            Self::Material => Word::of("原料", "a material"),
            Self::Product => Word::of("产品", "a product"),
            Self::Profile => Word::of("时间曲线", "a profile"),
            Self::Place => Word::of(
                "depot、pool、企业或设区市",
                "depot, pool, an enterprise or a prefecture",
            ),
            Self::Scope => Word::of("province 或设区市", "province, or a prefecture"),
            Self::Drawn => Word::of("取分布的量或列", "a quantity or column with a distribution"),
            Self::Path => Word::of("指向数字或分布的路径", "a path to numbers or distributions"),
        }
    }
}
