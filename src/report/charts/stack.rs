//! Areas on top of each other: whose part is how large.

use plotters::prelude::RGBAColor;

use super::Series;
use super::ink::{Point, Rect};
use super::legend::{Beside, column};
use super::palette::{OTHERS, PAPER};
use super::plot::{Plot, known, runs};
use super::sheet::Sheet;
use crate::report::words;

/// One layer of a stack.
pub(super) struct Layer {
    pub series: Series,
    pub colour: RGBAColor,
}

/// Layers from the lowest to the highest.
pub(super) struct Stack {
    layers: Vec<Layer>,
    count: usize,
}

/// At most `most` series, the smallest folded into one: nobody can tell forty colours apart.
pub(super) fn folded(series: &[Series], most: usize) -> (Vec<Series>, bool) {
    if series.len() <= most {
        return (series.to_vec(), false);
    }
    let total = |series: &Series| {
        series
            .values
            .iter()
            .filter(|value| value.is_finite())
            .sum::<f64>()
    };
    let mut order: Vec<usize> = (0..series.len()).collect();
    order.sort_by(|&a, &b| {
        total(&series[b])
            .total_cmp(&total(&series[a]))
            .then(a.cmp(&b))
    });
    let (mut kept, rest) = (order[..most - 1].to_vec(), &order[most - 1..]);
    kept.sort_unstable();
    let length = series
        .iter()
        .map(|series| series.values.len())
        .max()
        .unwrap_or(0);
    let sum = |day: usize| {
        rest.iter()
            .filter_map(|&index| series[index].values.get(day))
            .copied()
            .reduce(|a, b| a + b)
    };
    let values = (0..length)
        .map(|day| sum(day).unwrap_or(f64::NAN))
        .collect();
    let number = rest.len().to_string();
    let others = Series {
        label: words::OTHERS.with(&number, &number),
        values,
    };
    (
        kept.into_iter()
            .map(|index| series[index].clone())
            .chain([others])
            .collect(),
        true,
    )
}

/// The series as layers in these colours, those beyond the palette folded.
pub(super) fn layered(series: &[Series], palette: &[RGBAColor]) -> Vec<Layer> {
    let (series, rest) = folded(series, palette.len() + 1);
    let last = series.len().saturating_sub(1);
    let colour = |index: usize| {
        if rest && index == last {
            OTHERS
        } else {
            palette.get(index).copied().unwrap_or(OTHERS)
        }
    };
    series
        .into_iter()
        .enumerate()
        .map(|(index, series)| Layer {
            colour: colour(index),
            series,
        })
        .collect()
}

impl Stack {
    pub(super) fn new(layers: Vec<Layer>, count: usize) -> Self {
        Self { layers, count }
    }

    /// A day is known when every layer is.
    pub(super) fn known(&self, day: usize) -> bool {
        !self.layers.is_empty()
            && self
                .layers
                .iter()
                .all(|layer| known(&layer.series.values, day))
    }

    /// The top of the lowest `layers` layers on a day.
    fn level(&self, layers: usize, day: usize) -> f64 {
        self.layers[..layers]
            .iter()
            .map(|layer| layer.series.values[day].max(0.0))
            .sum()
    }

    /// All of it on each day; no data where a layer has none.
    pub(super) fn total(&self) -> Vec<f64> {
        (0..self.count)
            .map(|day| {
                if self.known(day) {
                    self.level(self.layers.len(), day)
                } else {
                    f64::NAN
                }
            })
            .collect()
    }

    /// Each layer as a share of the whole.
    pub(super) fn shares(&self) -> Self {
        let total = self.total();
        let share = |values: &[f64]| {
            values
                .iter()
                .zip(&total)
                .map(|(value, total)| {
                    if *total > 0.0 {
                        value.max(0.0) / total
                    } else {
                        f64::NAN
                    }
                })
                .collect()
        };
        let layers = self.layers.iter().map(|layer| Layer {
            series: Series {
                label: layer.series.label.clone(),
                values: share(&layer.series.values),
            },
            colour: layer.colour,
        });
        Self {
            layers: layers.collect(),
            count: self.count,
        }
    }

    pub(super) fn draw(&self, sheet: &mut Sheet<'_>, plot: &Plot) {
        plot.gaps(sheet, |day| self.known(day));
        for (from, to) in runs(self.count, |day| self.known(day)) {
            let edges: Vec<Vec<Point>> = (0..=self.layers.len())
                .map(|layers| plot.edge((from, to), |day| self.level(layers, day)))
                .collect();
            for (index, layer) in self.layers.iter().enumerate() {
                let ring: Vec<Point> = edges[index]
                    .iter()
                    .chain(edges[index + 1].iter().rev())
                    .copied()
                    .collect();
                sheet.polygon(&ring, layer.colour);
            }
            for edge in edges.iter().skip(1) {
                sheet.line(edge, PAPER, 0.7);
            }
        }
    }

    /// One bar a day instead: for flows that come in batches.
    pub(super) fn bars(&self, sheet: &mut Sheet<'_>, plot: &Plot) {
        plot.gaps(sheet, |day| self.known(day));
        for day in (0..self.count).filter(|&day| self.known(day)) {
            let (left, right) = (plot.x(day as f64 - 0.42), plot.x(day as f64 + 0.42));
            for (index, layer) in self.layers.iter().enumerate() {
                let (low, high) = (
                    plot.y(self.level(index, day)),
                    plot.y(self.level(index + 1, day)),
                );
                if low > high {
                    sheet.rect(Rect::new(left, high, right, low), layer.colour);
                }
            }
        }
    }

    /// The layers' names beside the last day that is known.
    pub(super) fn names(&self, sheet: &mut Sheet<'_>, plot: &Plot, right: f64) {
        let last = (0..self.count).rev().find(|&day| self.known(day));
        let middle = |index: usize| {
            last.map_or(0.0, |day| {
                f64::midpoint(self.level(index, day), self.level(index + 1, day))
            })
        };
        let name = |(index, layer): (usize, &Layer)| {
            // A hair upwards for each layer keeps the order of the stack where layers are empty.
            let y = plot.y(middle(index)) - index as f64 * 1e-3;
            Beside {
                y,
                colour: layer.colour,
                word: layer.series.label.clone(),
            }
        };
        let names: Vec<Beside> = self.layers.iter().enumerate().map(name).collect();
        column(
            sheet,
            Rect::new(plot.area.right, plot.area.top, right, plot.area.bottom),
            &names,
        );
    }
}
