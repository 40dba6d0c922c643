//! Parts of a picture beside and below each other, so that the whole is about as wide as a page.

use super::layout::Point;

/// How much wider than high a whole should be.
const SHAPE: f64 = 1.5;

/// Returns the corner of each part, and the width and height of the whole.
///
/// Large parts come first, each on a shelf of its own or beside others that are no higher; small ones are stacked
/// in columns of a shelf.
pub(super) fn pack(sizes: &[(f64, f64)], gap: f64) -> (Vec<Point>, f64, f64) {
    let area: f64 = sizes.iter().map(|(width, height)| (width + gap) * (height + gap)).sum();
    let widest = sizes.iter().map(|(width, _)| *width).fold(0.0, f64::max);
    let limit = (area * SHAPE).sqrt().max(widest);
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    // Higher ones first; equal ones as they came.
    order.sort_by(|one, other| sizes[*other].1.total_cmp(&sizes[*one].1));
    let mut corners = vec![Point { x: 0.0, y: 0.0 }; sizes.len()];
    let mut whole = (0.0_f64, 0.0_f64);
    let mut shelf = Shelf::default();
    for index in order {
        let (width, height) = sizes[index];
        if shelf.x + width > limit && shelf.x > 0.0 && !shelf.takes_below(width, height, gap) {
            shelf = Shelf { top: shelf.top + shelf.height + gap, ..Shelf::default() };
        }
        corners[index] = shelf.put(width, height, gap);
        whole.0 = whole.0.max(corners[index].x + width);
        whole.1 = whole.1.max(corners[index].y + height);
    }
    (corners, whole.0, whole.1)
}

/// A row of columns, as high as its first part.
#[derive(Debug, Default)]
struct Shelf {
    top: f64,
    height: f64,
    /// Where the next column begins.
    x: f64,
    /// The column that is being filled: its left side, its width, and how far it is filled.
    column: (f64, f64, f64),
}

impl Shelf {
    fn takes_below(&self, width: f64, height: f64, gap: f64) -> bool {
        let (_, wide, filled) = self.column;
        width <= wide && filled > 0.0 && filled + gap + height <= self.height
    }

    fn put(&mut self, width: f64, height: f64, gap: f64) -> Point {
        if self.takes_below(width, height, gap) {
            let (x, _, filled) = self.column;
            self.column.2 = filled + gap + height;
            return Point { x, y: self.top + filled + gap };
        }
        let x = self.x;
        self.height = self.height.max(height);
        self.column = (x, width, height);
        self.x += width + gap;
        Point { x, y: self.top }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_overlap_and_the_whole_is_no_strip() {
        let sizes: Vec<(f64, f64)> =
            (0..200).map(|n| (f64::from(60 + n * 37 % 90), f64::from(20 + n * 53 % 200))).collect();
        let (corners, width, height) = pack(&sizes, 10.0);
        let parts: Vec<_> = corners.iter().zip(&sizes).collect();
        for (at, (one, size)) in parts.iter().enumerate() {
            for (other, other_size) in &parts[at + 1..] {
                let apart = one.x + size.0 <= other.x
                    || other.x + other_size.0 <= one.x
                    || one.y + size.1 <= other.y
                    || other.y + other_size.1 <= one.y;
                assert!(apart, "{one:?} {size:?} {other:?} {other_size:?}");
            }
        }
        let used: f64 = sizes.iter().map(|(width, height)| width * height).sum();
        assert!((0.8..2.5).contains(&(width / height)), "{width} {height}");
        assert!(used / (width * height) > 0.6, "{}", used / (width * height));
    }
}
