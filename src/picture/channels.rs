//! Lines that go up or down between two layers, each in a place of its own.
//!
//! Between layers all lines bend in the same narrow space. Those that go far up or down there lie upon each other and
//! cannot be told apart; here each gets a piece straight up or down, beside those of the others.

use super::layout::Point;

/// A piece of a line goes far where it goes more than that up or down, and this many times as far as across.
const FAR: f64 = 40.0;
const STEEP: f64 = 1.5;
/// The narrowest space that is divided.
const NARROWEST: f64 = 8.0;

/// A piece of a line that goes far up or down.
#[derive(Debug, Clone, Copy)]
struct Piece {
    line: usize,
    /// Index of its first point.
    at: usize,
    left: Point,
    right: Point,
}

impl Piece {
    fn middle(&self) -> f64 {
        f64::midpoint(self.left.x, self.right.x)
    }

    /// What it takes of the space, from the top to the bottom.
    fn span(&self) -> (f64, f64) {
        (self.left.y.min(self.right.y), self.left.y.max(self.right.y))
    }

    fn goes_down(&self) -> bool {
        self.right.y > self.left.y
    }
}

/// Gives each piece of a line that goes far up or down between two layers its own place there.
pub(super) fn spread(lines: &mut [Vec<Point>]) {
    let mut pieces = Vec::new();
    for (points, line) in lines.iter().zip(0..) {
        for (pair, at) in points.windows(2).zip(0..) {
            let (from, to) = (pair[0], pair[1]);
            let (across, far) = ((to.x - from.x).abs(), (to.y - from.y).abs());
            if across > 0.0 && far > FAR && far > across * STEEP {
                let (left, right) = if from.x < to.x { (from, to) } else { (to, from) };
                pieces.push(Piece { line, at, left, right });
            }
        }
    }
    pieces.sort_by(|one, other| one.middle().total_cmp(&other.middle()));
    let mut bends: Vec<(Piece, f64)> = Vec::new();
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        let is_beside =
            |piece: &&Piece| piece.left.x < first.middle() && first.middle() < piece.right.x;
        let count = rest.iter().take_while(is_beside).count().max(1);
        let (channel, others) = rest.split_at(count);
        bends.extend(divided(channel));
        rest = others;
    }
    // From the end of a line on, so that what is before keeps its place.
    bends.sort_by_key(|(piece, _)| std::cmp::Reverse((piece.line, piece.at)));
    for (piece, x) in bends {
        let points = &mut lines[piece.line];
        let (from, to) = (points[piece.at], points[piece.at + 1]);
        points.splice(piece.at + 1..piece.at + 1, [Point { x, ..from }, Point { x, ..to }]);
    }
}

/// Finds where each piece of a channel goes up or down; two that pass each other are not in the same place.
fn divided(channel: &[Piece]) -> Vec<(Piece, f64)> {
    let start = channel.iter().map(|piece| piece.left.x).fold(f64::MIN, f64::max);
    let end = channel.iter().map(|piece| piece.right.x).fold(f64::MAX, f64::min);
    if end - start < NARROWEST {
        return Vec::new();
    }
    // In this order none crosses another that goes the same way.
    let mut order: Vec<&Piece> = channel.iter().collect();
    order.sort_by(|one, other| {
        let place = |piece: &Piece| if piece.goes_down() { -piece.left.y } else { piece.left.y };
        let down = other.goes_down().cmp(&one.goes_down());
        down.then(place(one).total_cmp(&place(other)))
    });
    let mut tracks: Vec<(&Piece, usize)> = Vec::new();
    for piece in order {
        let (top, bottom) = piece.span();
        let passes = |other: &Piece| other.span().0 <= bottom && top <= other.span().1;
        let behind = tracks.iter().filter(|(other, _)| passes(other)).map(|(_, track)| track + 1);
        let track = behind.max().unwrap_or_default();
        tracks.push((piece, track));
    }
    let count = tracks.iter().map(|(_, track)| track + 1).max().unwrap_or(1);
    let step = (end - start) / (count + 1) as f64;
    tracks.into_iter().map(|(piece, track)| (*piece, start + step * (track + 1) as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    #[test]
    fn lines_that_pass_each_other_go_down_in_places_of_their_own() {
        let line = |from: f64, to: f64| vec![point(0.0, from), point(40.0, to)];
        let mut lines =
            vec![line(0.0, 200.0), line(20.0, 300.0), line(250.0, 10.0), line(5.0, 6.0)];
        spread(&mut lines);
        let bend = |line: &[Point]| (line.len() == 4).then(|| line[1].x);
        let bends: Vec<Option<f64>> = lines.iter().map(|line| bend(line)).collect();
        // The lower of the two that go down turns first; what hardly moves stays as it is.
        assert_eq!(bends, [Some(20.0), Some(10.0), Some(30.0), None]);
        assert_eq!(
            lines[0],
            [point(0.0, 0.0), point(20.0, 0.0), point(20.0, 200.0), point(40.0, 200.0)]
        );
    }

    #[test]
    fn lines_that_do_not_pass_each_other_share_a_place() {
        let mut lines = vec![
            vec![point(0.0, 0.0), point(40.0, 100.0)],
            vec![point(40.0, 300.0), point(0.0, 200.0)],
            vec![point(500.0, 0.0), point(540.0, 100.0)],
        ];
        spread(&mut lines);
        assert_eq!((lines[0][1].x, lines[1][1].x), (20.0, 20.0));
        assert_eq!(lines[2][1].x, 520.0);
    }
}
