//! Fewer points, where more than the picture has room for.
//!
//! A line keeps of each column of the picture the first, the lowest, the highest and the last point: what is drawn is
//! what would be drawn of all points. Points of a scatter that stand on the same half pixel are drawn once.

use std::collections::BTreeSet;

/// A point on the page.
pub(super) type Place = (f64, f64);

/// Thins a piece of a line, in the order of its points.
pub(super) fn line(points: &[Place]) -> Vec<Place> {
    let mut kept = Vec::new();
    let mut begin = 0;
    for at in 1..=points.len() {
        let same = points.get(at).is_some_and(|point| column(*point) == column(points[begin]));
        if same {
            continue;
        }
        let group = &points[begin..at];
        let by_height = |a: &usize, b: &usize| group[*a].1.total_cmp(&group[*b].1);
        let lowest = (0..group.len()).min_by(by_height);
        let highest = (0..group.len()).max_by(by_height);
        let places: BTreeSet<usize> =
            [Some(0), lowest, highest, group.len().checked_sub(1)].into_iter().flatten().collect();
        kept.extend(places.into_iter().filter_map(|place| group.get(place).copied()));
        begin = at;
    }
    kept
}

fn column(point: Place) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "places are on the page")]
    let column = point.0.floor() as i64;
    column
}

/// Returns the points that stand on half pixels of their own, in their order.
pub(super) fn scatter(points: &[Place]) -> Vec<Place> {
    #[expect(clippy::cast_possible_truncation, reason = "places are on the page")]
    let half = |point: &Place| ((point.0 * 2.0).round() as i64, (point.1 * 2.0).round() as i64);
    let mut taken = BTreeSet::new();
    points.iter().filter(|point| taken.insert(half(point))).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_keeps_its_ends_and_extremes() {
        let points = [(0.1, 5.0), (0.2, 9.0), (0.3, 1.0), (0.4, 6.0), (0.5, 4.0), (1.2, 3.0)];
        assert_eq!(line(&points), [(0.1, 5.0), (0.2, 9.0), (0.3, 1.0), (0.5, 4.0), (1.2, 3.0)]);
        assert_eq!(line(&[]), []);
    }

    #[test]
    fn points_upon_each_other_are_one() {
        assert_eq!(scatter(&[(1.0, 1.0), (1.1, 1.1), (2.0, 1.0)]), [(1.0, 1.0), (2.0, 1.0)]);
    }
}
