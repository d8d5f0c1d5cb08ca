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
/// Light fills behind a line: of stock, of debt.
pub(super) const LIGHT: RGBAColor = rgb(0xBF_D5E8);
/// Between what is light and what is strong.
pub(super) const MIDDLE: RGBAColor = rgb(0x86_AFD3);
pub(super) const DEBT: RGBAColor = rgb(0xF3_D6D1);
/// A ground that lets a text be read on anything.
pub(super) const HALO: RGBAColor = RGBAColor(255, 255, 255, 0.9);
/// A grid on top of colours.
pub(super) const OVERLAY: RGBAColor = RGBAColor(255, 255, 255, 0.35);

/// Eleven tones for eleven prefectures (after Tol and CARTO's Safe), ordered so that neighbours differ in lightness too.
pub(super) const STACK: [RGBAColor; 11] = [
    rgb(0x44_77AA),
    rgb(0x99_D3EE),
    rgb(0x3C_8D57),
    rgb(0xDD_CC77),
    rgb(0xCC_6677),
    rgb(0x7D_5BA0),
    rgb(0x44_AA99),
    rgb(0xB8_B8D6),
    rgb(0xA0_4A76),
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

/// For lines on paper: none so pale that it gets lost.
pub(super) const LINES: [RGBAColor; 8] = [
    OUTPUT, KINDS[0], KINDS[2], KINDS[4], KINDS[1], KINDS[7], KINDS[6], INK,
];

const VIRIDIS: [(f64, f64, f64); 9] = [
    (68.0, 1.0, 84.0),
    (71.0, 44.0, 122.0),
    (59.0, 81.0, 139.0),
    (44.0, 113.0, 142.0),
    (33.0, 144.0, 141.0),
    (39.0, 173.0, 129.0),
    (92.0, 200.0, 99.0),
    (170.0, 220.0, 50.0),
    (253.0, 231.0, 37.0),
];

/// Viridis: dark for nothing, bright yellow for all of it; in order of lightness for every eye and every printer.
pub(super) fn shade(share: f64) -> RGBAColor {
    let place = share.clamp(0.0, 1.0) * (VIRIDIS.len() - 1) as f64;
    let lower = (place as usize).min(VIRIDIS.len() - 2);
    let (a, b, part) = (VIRIDIS[lower], VIRIDIS[lower + 1], place - lower as f64);
    let mix = |a: f64, b: f64| (a + (b - a) * part).round() as u8;
    RGBAColor(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2), 1.0)
}

/// What can be read on any colour: by its relative luminance, gamma left out.
pub(super) fn on(RGBAColor(red, green, blue, _): RGBAColor) -> RGBAColor {
    let light = 0.21 * f64::from(red) + 0.72 * f64::from(green) + 0.07 * f64::from(blue);
    if light > 130.0 { INK } else { PAPER }
}

/// What can be read on that shade.
pub(super) fn on_shade(share: f64) -> RGBAColor {
    if share > 0.6 { INK } else { PAPER }
}
