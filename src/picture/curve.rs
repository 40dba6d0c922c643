//! Lines between boxes: smooth, and along the direction in which the picture is read.

use super::layout::{Frame, Point};
use super::svg::number;

/// Which way a line leaves and comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// To the left or right.
    Across,
    /// Up or down.
    Down,
}

/// Writes the path through these points: at each of them it runs that way.
pub(super) fn through(points: &[Point], way: Way) -> String {
    let Some(first) = points.first() else { return String::new() };
    let mut path = format!("M{} {}", number(first.x), number(first.y));
    for (pair, at) in points.windows(2).zip(2..) {
        let (from, to) = (pair[0], pair[1]);
        if from.x == to.x || from.y == to.y {
            match points.get(at).and_then(|next| corner(from, to, *next)) {
                Some([before, after]) => {
                    let numbers = [to.x, to.y, after.x, after.y].map(number);
                    let (x, y) = (number(before.x), number(before.y));
                    path.push_str(&format!("L{x} {y}Q{}", numbers.join(" ")));
                }
                None => path.push_str(&format!("L{} {}", number(to.x), number(to.y))),
            }
            continue;
        }
        let (one, other) = match way {
            Way::Across => {
                let reach = (to.x - from.x) / 2.0;
                (Point { x: from.x + reach, y: from.y }, Point { x: to.x - reach, y: to.y })
            }
            Way::Down => {
                let reach = (to.y - from.y) / 2.0;
                (Point { x: from.x, y: from.y + reach }, Point { x: to.x, y: to.y - reach })
            }
        };
        let numbers = [one.x, one.y, other.x, other.y, to.x, to.y].map(number);
        path.push_str(&format!("C{}", numbers.join(" ")));
    }
    path
}

/// How far from a corner a line leaves its straight way.
const ROUND: f64 = 6.0;

/// Where a line leaves its way before a corner at `at`, and where it is on it again; nothing where there is no corner.
fn corner(from: Point, at: Point, to: Point) -> Option<[Point; 2]> {
    let turns = from.x == at.x && at.y == to.y || from.y == at.y && at.x == to.x;
    let (before, after) = ((at.x - from.x).hypot(at.y - from.y), (to.x - at.x).hypot(to.y - at.y));
    let round = ROUND.min(before / 2.0).min(after / 2.0);
    let towards = |other: Point, far: f64| Point {
        x: at.x + (other.x - at.x) / far * round,
        y: at.y + (other.y - at.y) / far * round,
    };
    (turns && round > 0.0).then(|| [towards(from, before), towards(to, after)])
}

/// How many places of a line are looked at.
const LOOKS: usize = 24;
/// How near a line may come to a box that it has nothing to do with.
const CLEARANCE: f64 = 4.0;

/// Chooses the fewest points between two ends that keep the line off the boxes: none where nothing is in the way,
/// else one before and one behind the boxes that it passes in a layer, so that it bends between layers only.
pub(super) fn needed(
    ends: (Point, Point),
    inner: &[Point],
    boxes: &[Frame],
    way: Way,
) -> Vec<Point> {
    if inner.is_empty() || !is_blocked(ends, boxes, way) {
        return Vec::new();
    }
    let (from, to) = (along(ends.0, way), along(ends.1, way));
    let passed = inner.iter().filter_map(|point| {
        let (start, end) = layer(*point, boxes, way)?;
        Some(straight(*point, (start, end), from.min(to)..=from.max(to), from > to, way))
    });
    passed.flatten().collect()
}

/// The points of a line that has a label, `wide` along the way, at one of them: it runs straight below the label, and
/// past the boxes of a layer.
pub(super) fn labelled(
    ends: (Point, Point),
    inner: &[Point],
    boxes: &[Frame],
    way: Way,
    (label, wide): (Point, f64),
) -> Vec<Point> {
    let (from, to) = (along(ends.0, way), along(ends.1, way));
    let points = inner.iter().flat_map(|point| {
        let at = along(*point, way);
        let half = wide / 2.0 + CLEARANCE;
        let is_label = (at - along(label, way)).abs() < 1.0;
        let least = if is_label { (at - half, at + half) } else { (at, at) };
        // Other labels beside it may be wider.
        let run = layer(*point, boxes, way)
            .map_or(least, |(start, end)| (start.min(least.0), end.max(least.1)));
        straight(*point, run, from.min(to)..=from.max(to), from > to, way)
    });
    let mut points: Vec<Point> = points.collect();
    points.dedup();
    points
}

/// Where a line has to bend that would else run into a box beside one of those at its ends: beyond that layer, before
/// its next point and behind the one before.
pub(super) fn beside(
    points: &[Point],
    (from, to): (&Frame, &Frame),
    boxes: &[Frame],
    way: Way,
    side: f64,
) -> (Option<Point>, Option<Point>) {
    let [first, .., last] = points else { return (None, None) };
    let (next, before) = (points[1], points[points.len() - 2]);
    let beyond = |end: Point, of: &Frame, other: Point, side: f64| {
        let (start, stop) = layer(of.middle(), boxes, way)?;
        let at = if side > 0.0 { stop } else { start };
        let point = match way {
            Way::Across => Point { x: at, ..end },
            Way::Down => Point { y: at, ..end },
        };
        ((along(other, way) - at) * side > 0.0).then_some(point)
    };
    let blocked = |one, other| is_blocked((one, other), boxes, way);
    let start = blocked(*first, next).then(|| beyond(*first, from, next, side)).flatten();
    let end = blocked(before, *last).then(|| beyond(*last, to, before, -side)).flatten();
    (start, end)
}

fn along(point: Point, way: Way) -> f64 {
    match way {
        Way::Across => point.x,
        Way::Down => point.y,
    }
}

/// Where the layer of boxes that a point lies in begins and ends: their middles are in line with it.
fn layer(point: Point, boxes: &[Frame], way: Way) -> Option<(f64, f64)> {
    let at = along(point, way);
    let run = |frame: &Frame| match way {
        Way::Across => (frame.x, frame.right()),
        Way::Down => (frame.y, frame.bottom()),
    };
    let in_line = |(start, end): &(f64, f64)| ((start + end) / 2.0 - at).abs() < 1.0;
    let beside = boxes.iter().map(run).filter(in_line);
    let whole = beside.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
    whole.map(|(start, end)| (start - CLEARANCE, end + CLEARANCE))
}

/// A straight piece through a point, as long as it stays between the ends of the line.
fn straight(
    point: Point,
    (start, end): (f64, f64),
    within: std::ops::RangeInclusive<f64>,
    is_back: bool,
    way: Way,
) -> [Point; 2] {
    let place = |at: f64| {
        let at = at.max(*within.start()).min(*within.end());
        match way {
            Way::Across => Point { x: at, ..point },
            Way::Down => Point { y: at, ..point },
        }
    };
    if is_back { [place(end), place(start)] } else { [place(start), place(end)] }
}

/// Whether the line from one point to the other runs into a box.
fn is_blocked((from, to): (Point, Point), boxes: &[Frame], way: Way) -> bool {
    let hits = |at: Point| {
        let near = |frame: &&Frame| {
            (frame.x - CLEARANCE..=frame.right() + CLEARANCE).contains(&at.x)
                && (frame.y - CLEARANCE..=frame.bottom() + CLEARANCE).contains(&at.y)
        };
        boxes.iter().any(|frame| near(&frame))
    };
    (2..LOOKS - 1).any(|look| {
        let part = look as f64 / LOOKS as f64;
        // A cubic line with both its handles halfway: even along its way, slow at both ends across it.
        let even = part * (1.0 - part) * 1.5 + part.powi(3);
        let slow = part * part * (3.0 - 2.0 * part);
        let between = |one: f64, other: f64, part: f64| one + (other - one) * part;
        hits(match way {
            Way::Across => Point { x: between(from.x, to.x, even), y: between(from.y, to.y, slow) },
            Way::Down => Point { x: between(from.x, to.x, slow), y: between(from.y, to.y, even) },
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_bends_only_where_a_box_is_in_the_way() {
        let point = |x: f64, y: f64| Point { x, y };
        let ends = (point(0.0, 0.0), point(300.0, 0.0));
        let inner = [point(150.0, 80.0)];
        let frame = |y: f64| Frame { x: 120.0, y, width: 60.0, height: 40.0 };
        let passed = needed(ends, &inner, &[frame(-20.0)], Way::Across);
        assert_eq!(passed, [point(116.0, 80.0), point(184.0, 80.0)]);
        let back = needed((ends.1, ends.0), &inner, &[frame(-20.0)], Way::Across);
        assert_eq!(back, [point(184.0, 80.0), point(116.0, 80.0)]);
        assert_eq!(needed(ends, &inner, &[frame(30.0)], Way::Across), []);
        let line = through(&[ends.0, passed[0], passed[1], ends.1], Way::Across);
        assert_eq!(line, "M0 0C58 0 58 80 116 80L184 80C242 80 242 0 300 0");
    }

    #[test]
    fn a_line_runs_straight_past_the_labels_of_others() {
        let point = |x: f64, y: f64| Point { x, y };
        let ends = (point(0.0, 0.0), point(400.0, 0.0));
        // Its own label stands in the first layer, that of another line in the second.
        let inner = [point(100.0, 50.0), point(250.0, 90.0)];
        let own = (inner[0], 40.0);
        let other = Frame { x: 200.0, y: 40.0, width: 100.0, height: 30.0 };
        let expected =
            [point(76.0, 50.0), point(124.0, 50.0), point(196.0, 90.0), point(304.0, 90.0)];
        assert_eq!(labelled(ends, &inner, &[other], Way::Across, own), expected);
        let without = [expected[0], expected[1], inner[1]];
        assert_eq!(labelled(ends, &inner, &[], Way::Across, own), without);
    }

    #[test]
    fn a_line_bends_behind_what_stands_beside_its_ends() {
        let frame = |x: f64, y: f64, width: f64| Frame { x, y, width, height: 30.0 };
        // A narrow box below a wide one: the line up from it would run through the corner of that.
        let (from, wide) = (frame(40.0, 200.0, 20.0), frame(0.0, 140.0, 100.0));
        let to = frame(164.0, 0.0, 40.0);
        let (first, last) = (Point { x: 60.0, y: 215.0 }, Point { x: 164.0, y: 15.0 });
        let boxes = [from, wide, to];
        let clear = |boxes: &[Frame]| beside(&[first, last], (&from, &to), boxes, Way::Across, 1.0);
        let (start, _) = clear(&boxes);
        assert_eq!(start, Some(Point { x: 104.0, y: 215.0 }));
        assert!(is_blocked((first, last), &boxes, Way::Across));
        assert!(!is_blocked((start.unwrap(), last), &[wide], Way::Across));
        assert_eq!(clear(&[from, to]), (None, None), "nothing is in the way");
    }
}
