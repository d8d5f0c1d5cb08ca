//! Colours that survive colour blindness, print and a photocopier.

use plotters::prelude::RGBAColor;

const fn rgb(hex: u32) -> RGBAColor {
    RGBAColor((hex >> 16) as u8, (hex >> 8) as u8, hex as u8, 1.0)
}

pub(super) const PAPER: RGBAColor = rgb(0xFF_FFFF);
pub(super) const INK: RGBAColor = rgb(0x22_2222);
pub(super) const MUTED: RGBAColor = rgb(0x66_6666);
pub(super) const GRID: RGBAColor = rgb(0xE4_E4E4);
pub(super) const AXIS: RGBAColor = rgb(0x99_9999);
pub(super) const BLANK: RGBAColor = rgb(0xF1_F1F1);
pub(super) const HATCH: RGBAColor = rgb(0xC4_C4C4);
pub(super) const BAND: RGBAColor = rgb(0xEE_F3F8);
/// Everything that was folded together.
pub(super) const OTHERS: RGBAColor = rgb(0xBB_BBBB);
/// Output and what was delivered.
pub(super) const OUTPUT: RGBAColor = rgb(0x33_6699);
/// What was aimed at.
pub(super) const TARGET: RGBAColor = rgb(0xC0_392B);
/// A second line beside a dark one.
pub(super) const SECOND: RGBAColor = rgb(0xE6_9F00);
/// A light fill behind a line.
pub(super) const LIGHT: RGBAColor = rgb(0xA9_C5DE);

/// Eleven tones for eleven prefectures (after Tol and CARTO's Safe), ordered so that neighbours differ in lightness too.
pub(super) const STACK: [RGBAColor; 11] = [
    rgb(0x33_6699),
    rgb(0x88_CCEE),
    rgb(0x11_7733),
    rgb(0xDD_CC77),
    rgb(0xCC_6677),
    rgb(0x66_3A82),
    rgb(0x44_AA99),
    rgb(0xB8_B8D6),
    rgb(0x88_2255),
    rgb(0x99_9933),
    rgb(0xE0_9F6C),
];

/// Okabe and Ito's, for causes and tiers; the strong ones first.
pub(super) const KINDS: [RGBAColor; 9] = [
    rgb(0xD5_5E00),
    rgb(0x56_B4E9),
    rgb(0x00_9E73),
    rgb(0xF0_C94A),
    rgb(0xCC_79A7),
    rgb(0x7A_6FAC),
    rgb(0x99_9933),
    rgb(0x88_4C2E),
    rgb(0x44_AA99),
];

const CIVIDIS: [(f64, f64, f64); 9] = [
    (0.0, 32.0, 77.0),
    (24.0, 57.0, 108.0),
    (69.0, 79.0, 108.0),
    (97.0, 100.0, 112.0),
    (124.0, 123.0, 120.0),
    (154.0, 147.0, 118.0),
    (186.0, 172.0, 109.0),
    (220.0, 200.0, 94.0),
    (255.0, 234.0, 70.0),
];

/// Cividis: dark for nothing, bright yellow for all of it.
pub(super) fn shade(share: f64) -> RGBAColor {
    let place = share.clamp(0.0, 1.0) * (CIVIDIS.len() - 1) as f64;
    let lower = (place as usize).min(CIVIDIS.len() - 2);
    let (a, b, part) = (CIVIDIS[lower], CIVIDIS[lower + 1], place - lower as f64);
    let mix = |a: f64, b: f64| (a + (b - a) * part).round() as u8;
    RGBAColor(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2), 1.0)
}

/// What can be read on that shade.
pub(super) fn on_shade(share: f64) -> RGBAColor {
    if share > 0.55 { INK } else { PAPER }
}
