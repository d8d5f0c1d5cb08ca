//! The figures that planners put in front of a decision maker, one figure a file.
//!
//! A figure is plain data: series, labels and days. It knows nothing of the engine, opens no file and
//! gives the same bytes for the same data. Values that are not finite count as "no data" and show as such.

use resvg::{tiny_skia, usvg};

use super::words::{self, Lang, Word};

mod axis;
pub mod beside;
pub mod boxes;
pub mod calendar;
pub mod capacity;
mod causes;
pub mod chances;
pub mod comparison;
pub mod conclusions;
pub mod days;
pub mod dispatch;
pub mod fan;
pub mod fill_rate;
mod fonts;
mod frame;
mod heat;
pub mod influence;
mod ink;
mod labels;
mod legend;
pub mod linkage;
pub mod map;
mod outlines;
mod palette;
pub mod parameters;
mod plot;
pub mod quantity;
pub mod ranks;
mod rows;
pub mod self_sufficiency;
mod sheet;
mod stack;
mod target;
pub mod tornado;
pub mod trade_off;
#[cfg(test)]
mod trial;
pub mod waterfall;

pub use beside::{Beside, BesidePanel, Mark};
pub use boxes::{BoxRow, Boxes};
pub use calendar::BottleneckCalendar;
pub use capacity::{Capacity, Reported, Target};
pub use chances::Chances;
pub use comparison::{Comparison, Contender};
pub use conclusions::{ConclusionRow, Conclusions};
pub use days::Days;
pub use dispatch::Dispatch;
pub use fan::{Fan, FanPanel};
pub use fill_rate::FillRate;
pub use influence::{Estimate, Influence, InfluenceBar, Method};
pub use linkage::Linkage;
pub use map::{Map, Place};
pub use parameters::{ParameterRow, Parameters};
pub use quantity::Quantity;
pub use ranks::{Panel, Ranks};
pub use self_sufficiency::{Prefecture, SelfSufficiency};
pub use tornado::{Bar, Tornado};
pub use trade_off::{Point, TradeOff};
pub use waterfall::Waterfall;

/// A named series, one value a day.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// What it is called.
    pub label: Word,
    /// A value for each day; NaN where there is none.
    pub values: Vec<f64>,
}

/// What every figure of a run says about where it comes from, and in which language.
#[derive(Clone, Debug)]
pub struct Style {
    /// The language of titles, legends and numbers.
    pub lang: Lang,
    /// The scenario's title.
    pub scenario: Word,
    /// The hash by which the scenario is known.
    pub hash: String,
    /// The version of maskflow.
    pub version: String,
    /// Where the figures come from.
    pub source: Word,
}

impl Style {
    /// A style whose source is the simulation itself.
    #[must_use]
    pub fn new(lang: Lang, scenario: Word, hash: &str) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Self {
            lang,
            scenario,
            hash: hash.to_owned(),
            version,
            source: words::SIMULATED,
        }
    }
}

/// Why a figure could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The drawing library refused.
    #[error("drawing failed: {0}")]
    Backend(String),
    /// The drawing is no SVG.
    #[error("the drawing could not be read back: {0}")]
    Svg(#[from] usvg::Error),
    /// The picture could not be made.
    #[error("no picture of scale {0}: {1}")]
    Picture(f32, String),
    /// The outlines of a map could not be understood.
    #[error("the outlines are no GeoJSON FeatureCollection of polygons: {0}")]
    Outlines(String),
}

/// Something that can be drawn.
pub trait Figure {
    /// Draws it.
    ///
    /// # Errors
    /// When the drawing library refuses, or what came from outside (a map's outlines) makes no sense.
    fn draw(&self, style: &Style) -> Result<Drawing, ChartError>;
}

/// A finished figure. Its text is paths: it looks the same wherever it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The file's name without its ending.
    pub name: &'static str,
    /// The figure as SVG.
    pub svg: String,
}

impl Drawing {
    /// The figure as PNG, `scale` pixels a point (2 prints well).
    ///
    /// # Errors
    /// When the scale is not positive or the picture would be too large.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, ChartError> {
        let failed = |why: &str| ChartError::Picture(scale, why.to_owned());
        let tree = usvg::Tree::from_str(&self.svg, &usvg::Options::default())?;
        let size = tree
            .size()
            .to_int_size()
            .scale_by(scale)
            .ok_or_else(|| failed("it would have no pixels"))?;
        let mut picture = tiny_skia::Pixmap::new(size.width(), size.height())
            .ok_or_else(|| failed("it would be too large"))?;
        resvg::render(
            &tree,
            tiny_skia::Transform::from_scale(scale, scale),
            &mut picture.as_mut(),
        );
        encoded(&picture).map_err(|fault| failed(&fault.to_string()))
    }
}

/// Nothing shines through a figure, so three channels do; and quick compression is near enough to the best on flat colours.
fn encoded(picture: &tiny_skia::Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let opaque: Vec<u8> = picture
        .data()
        .as_chunks::<4>()
        .0
        .iter()
        .flat_map(|[red, green, blue, _]| [*red, *green, *blue])
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header()?.write_image_data(&opaque)?;
    Ok(bytes)
}
