//! Labels that keep out of each other's way.

use super::ink::{Point, Rect};

/// Positions as near as possible (least squares) to the wanted ones, in their order, at least `gap` apart
/// and within `low..=high`. Where there isn't room for that, the gap shrinks.
pub(super) fn spread(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let count = wanted.len();
    if count == 0 {
        return Vec::new();
    }
    let gap = gap.min((high - low) / (count - 1).max(1) as f64);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)));
    // With the gaps taken out, "apart" becomes "not falling": neighbours that fall are pooled at their mean.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (rank, &index) in order.iter().enumerate() {
        let mut pool = (wanted[index] - gap * rank as f64, 1);
        while let Some(&(mean, size)) = pools.last().filter(|last| last.0 > pool.0) {
            let joined = size + pool.1;
            pool = (
                (mean * size as f64 + pool.0 * pool.1 as f64) / joined as f64,
                joined,
            );
            pools.pop();
        }
        pools.push(pool);
    }
    let ceiling = high - gap * (count - 1) as f64;
    let levels = pools
        .iter()
        .flat_map(|&(mean, size)| std::iter::repeat_n(mean.min(ceiling).max(low), size));
    let mut placed = vec![0.0; count];
    for (rank, (level, &index)) in levels.zip(&order).enumerate() {
        placed[index] = level + gap * rank as f64;
    }
    placed
}

/// A place for a label of this size near a point, inside `bounds` and clear of what is taken; above is best.
pub(super) fn beside(
    point: Point,
    (width, height): (f64, f64),
    bounds: &Rect,
    taken: &[Rect],
) -> Option<Rect> {
    const NEAR: f64 = 7.0;
    let (x, y) = point;
    let (half, above, below) = (width / 2.0, y - NEAR - height, y + NEAR);
    let level = y - height / 2.0;
    let places = [
        (x - half, above),
        (x - NEAR - width, level),
        (x + NEAR, level),
        (x - half, below),
        (x - NEAR - width, above),
        (x + NEAR, above),
        (x - NEAR - width, below),
        (x + NEAR, below),
        (x - half, above - height),
        (x - half, below + height),
    ];
    places
        .into_iter()
        .map(|(left, top)| Rect::new(left, top, left + width, top + height))
        .find(|place| inside(place, bounds) && !taken.iter().any(|other| other.meets(place)))
}

/// A place for a label of this size around a point: in the nearest ring that has one inside `bounds` and clear of what
/// is taken; to the right where no ring has.
pub(super) fn around(
    (x, y): Point,
    (width, height): (f64, f64),
    bounds: &Rect,
    taken: &[Rect],
) -> Rect {
    const RINGS: [f64; 8] = [8.0, 14.0, 22.0, 32.0, 44.0, 58.0, 74.0, 92.0];
    // Where the label's middle lies: along both axes, and between them.
    const SIDES: [(f64, f64); 16] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, -1.0),
        (0.0, 1.0),
        (0.7, -0.7),
        (-0.7, -0.7),
        (0.7, 0.7),
        (-0.7, 0.7),
        (0.92, -0.38),
        (-0.92, -0.38),
        (0.92, 0.38),
        (-0.92, 0.38),
        (0.38, -0.92),
        (-0.38, -0.92),
        (0.38, 0.92),
        (-0.38, 0.92),
    ];
    let place = |ring: f64, (across, down): (f64, f64)| {
        let middle = (
            x + across * (ring + width / 2.0),
            y + down * (ring + height / 2.0),
        );
        Rect::new(
            middle.0 - width / 2.0,
            middle.1 - height / 2.0,
            middle.0 + width / 2.0,
            middle.1 + height / 2.0,
        )
    };
    let places = RINGS
        .into_iter()
        .flat_map(|ring| SIDES.map(|side| place(ring, side)));
    places
        .into_iter()
        .find(|place| inside(place, bounds) && !taken.iter().any(|other| other.meets(place)))
        .unwrap_or_else(|| place(RINGS[0], SIDES[0]))
}

fn inside(place: &Rect, bounds: &Rect) -> bool {
    place.left >= bounds.left
        && place.right <= bounds.right
        && place.top >= bounds.top
        && place.bottom <= bounds.bottom
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_with_room_stay_where_they_want() {
        assert_eq!(
            spread(&[50.0, 10.0, 90.0], 16.0, (0.0, 100.0)),
            [50.0, 10.0, 90.0]
        );
    }

    #[test]
    fn crowded_labels_move_apart_evenly() {
        assert_eq!(spread(&[50.0, 50.0], 10.0, (0.0, 100.0)), [45.0, 55.0]);
        assert_eq!(
            spread(&[100.0, 100.0, 100.0], 10.0, (0.0, 100.0)),
            [80.0, 90.0, 100.0]
        );
        assert_eq!(spread(&[], 10.0, (0.0, 100.0)), Vec::<f64>::new());
    }

    #[test]
    fn a_label_avoids_what_is_taken() {
        let bounds = Rect::new(0.0, 0.0, 200.0, 200.0);
        let first = beside((100.0, 100.0), (40.0, 14.0), &bounds, &[]).expect("room");
        let second = beside((102.0, 101.0), (40.0, 14.0), &bounds, &[first]).expect("room");
        assert!(!first.meets(&second));
        assert_eq!(beside((100.0, 100.0), (400.0, 14.0), &bounds, &[]), None);
    }

    proptest! {
        #[test]
        fn spread_labels_are_apart_in_order_and_inside(wanted in prop::collection::vec(-50.0..150.0f64, 1..40)) {
            let placed = spread(&wanted, 16.0, (0.0, 400.0));
            let gap = f64::min(16.0, 400.0 / (wanted.len() - 1).max(1) as f64);
            let mut sorted = placed.clone();
            sorted.sort_by(f64::total_cmp);
            prop_assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= gap - 1e-6));
            prop_assert!(sorted[0] >= -1e-6 && sorted[sorted.len() - 1] <= 400.0 + 1e-6);
            for (i, a) in wanted.iter().enumerate() {
                for (j, b) in wanted.iter().enumerate() {
                    prop_assert!(a >= b || placed[i] < placed[j]);
                }
            }
        }
    }
}
