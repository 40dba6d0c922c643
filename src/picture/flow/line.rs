//! The lines of arrows: from box to box, past what is in the way.

use super::super::channels;
use super::super::curve::{Way, beside, labelled, needed};
use super::super::layout::{Frame, Placed, Point};
use super::{Arrow, Flow, label_size};

impl Flow {
    pub(super) fn way(&self) -> Way {
        if self.rightwards { Way::Across } else { Way::Down }
    }

    /// Finds the points of each arrow's line.
    pub(super) fn lines(&self, placed: &Placed) -> Vec<Vec<Point>> {
        let in_the_way = self.boxes_and_labels(placed);
        let arrows = self.arrows.iter().zip(0..);
        let mut lines: Vec<Vec<Point>> =
            arrows.map(|(arrow, index)| self.line(arrow, (placed, &in_the_way), index)).collect();
        if self.has_channels && self.rightwards {
            channels::spread(&mut lines);
        }
        lines
    }

    /// Everything that a line is not to run behind.
    fn boxes_and_labels(&self, placed: &Placed) -> Vec<Frame> {
        let labels = self.arrows.iter().zip(&placed.labels);
        let labels = labels.filter_map(|(arrow, label)| {
            let (middle, (width, height)) = ((*label)?, label_size(&arrow.lines()));
            let (x, y) = (middle.x - width / 2.0, middle.y - height / 2.0);
            Some(Frame { x, y, width, height })
        });
        placed.items.iter().copied().chain(labels).collect()
    }

    fn line(
        &self,
        arrow: &Arrow,
        (placed, in_the_way): (&Placed, &[Frame]),
        index: usize,
    ) -> Vec<Point> {
        let (from, to) = (&placed.items[arrow.from], &placed.items[arrow.to]);
        let way = self.way();
        let points = &placed.links[index];
        let inner = points.get(1..points.len().saturating_sub(1)).unwrap_or_default();
        let (first, last, side) = ends(from, to, way);
        let along = |point: &Point| if self.rightwards { point.x } else { point.y };
        let is_between = |point: &&Point| {
            (along(point) - along(&first)) * side > 0.0
                && (along(&last) - along(point)) * side > 8.0
        };
        let inner: Vec<Point> = inner.iter().filter(is_between).copied().collect();
        // The label's place is on the line.
        let inner = match placed.labels[index] {
            Some(label) => {
                let size = label_size(&arrow.lines());
                let wide = if self.rightwards { size.0 } else { size.1 };
                labelled((first, last), &inner, in_the_way, way, (label, wide))
            }
            None => needed((first, last), &inner, in_the_way, way),
        };
        let short = if arrow.is_headless { 0.0 } else { 8.0 };
        let back = match way {
            Way::Across => Point { x: last.x - side * short, ..last },
            Way::Down => Point { y: last.y - side * short, ..last },
        };
        let mut line = vec![first];
        line.extend(inner);
        line.push(back);
        let (start, end) = beside(&line, (from, to), in_the_way, way, side);
        if let Some(end) = end {
            line.insert(line.len() - 1, end);
        }
        if let Some(start) = start {
            line.insert(1, start);
        }
        line
    }
}

/// Returns where an arrow leaves and comes, and in which sense of the way.
pub(super) fn ends(from: &Frame, to: &Frame, way: Way) -> (Point, Point, f64) {
    let (one, other) = (from.middle(), to.middle());
    match way {
        Way::Across if to.x >= from.right() || one.x <= other.x => {
            (Point { x: from.right(), y: one.y }, Point { x: to.x, y: other.y }, 1.0)
        }
        Way::Across => (Point { x: from.x, y: one.y }, Point { x: to.right(), y: other.y }, -1.0),
        Way::Down if to.y >= from.bottom() || one.y <= other.y => {
            (Point { x: one.x, y: from.bottom() }, Point { x: other.x, y: to.y }, 1.0)
        }
        Way::Down => (Point { x: one.x, y: from.y }, Point { x: other.x, y: to.bottom() }, -1.0),
    }
}
