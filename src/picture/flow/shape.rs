//! Shapes of nodes: each says what a node is, without its colour.

use crate::picture::layout::{Frame, Point};
use crate::picture::svg::{Svg, number};

/// The shape of a node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shape {
    /// A box: a view, a system.
    #[default]
    Box,
    /// A box with round corners: a service.
    Round,
    /// A box with round ends: a query, a role that logs in.
    Stadium,
    /// A cylinder: a table, a store.
    Cylinder,
    /// A slanted box: files.
    Slanted,
    /// A box with a notch: a source.
    Flag,
    /// A hexagon: a transform.
    Hexagon,
    /// A circle: a role, a person.
    Circle,
    /// A box with double edges: a worker.
    Double,
    /// Words without a border, between arrows that they are about.
    Words,
}

/// How far the lid of a cylinder bends.
const LID: f64 = 7.0;
/// How far slanted sides lean.
const LEAN: f64 = 12.0;

impl Shape {
    /// Returns the room that a shape needs beside its text, and above and below it.
    pub(super) fn room(self) -> (f64, f64) {
        match self {
            Self::Box | Self::Round => (26.0, 18.0),
            Self::Stadium | Self::Circle | Self::Double => (36.0, 18.0),
            Self::Cylinder => (28.0, 18.0 + 2.0 * LID),
            Self::Slanted | Self::Hexagon => (26.0 + 2.0 * LEAN, 18.0),
            Self::Flag => (28.0 + LEAN, 18.0),
            Self::Words => (10.0, 6.0),
        }
    }

    /// Returns the middle of its text.
    pub(super) fn middle(self, frame: &Frame) -> Point {
        let middle = frame.middle();
        match self {
            Self::Cylinder => Point { y: middle.y + LID / 2.0, ..middle },
            Self::Flag => Point { x: middle.x + LEAN / 2.0, ..middle },
            _ => middle,
        }
    }

    /// Draws it.
    pub(super) fn draw(self, svg: &mut Svg, frame: &Frame, class: &str) {
        let Frame { x, y, width, height } = *frame;
        let size = (width, height);
        let points: &[(f64, f64)] = match self {
            Self::Double => {
                svg.rectangle((x, y), size, 2.0, class);
                let [left, right, top, bottom] =
                    [x + 6.0, x + width - 6.0, y, y + height].map(number);
                return svg.path(&format!("M{left} {top}V{bottom}M{right} {top}V{bottom}"), "node");
            }
            Self::Box => return svg.rectangle((x, y), size, 2.0, class),
            Self::Round => return svg.rectangle((x, y), size, 9.0, class),
            Self::Words => return svg.rectangle((x, y), size, 3.0, "paper"),
            Self::Stadium | Self::Circle => {
                return svg.rectangle((x, y), size, height / 2.0, class);
            }
            Self::Cylinder => return cylinder(svg, frame, class),
            Self::Slanted => &[(LEAN, 0.0), (width, 0.0), (width - LEAN, height), (0.0, height)],
            Self::Flag => {
                &[(0.0, 0.0), (width, 0.0), (width, height), (0.0, height), (LEAN, height / 2.0)]
            }
            Self::Hexagon => &[
                (LEAN, 0.0),
                (width - LEAN, 0.0),
                (width, height / 2.0),
                (width - LEAN, height),
                (LEAN, height),
                (0.0, height / 2.0),
            ],
        };
        let point =
            |(right, down): &(f64, f64)| format!("{} {}", number(x + right), number(y + down));
        let path = points.iter().map(point).collect::<Vec<_>>().join("L");
        svg.path(&format!("M{path}Z"), class);
    }
}

fn cylinder(svg: &mut Svg, frame: &Frame, class: &str) {
    let half = number(frame.width / 2.0);
    let [left, right, lid] = [frame.x, frame.right(), LID].map(number);
    let [top, bottom] = [frame.y + LID, frame.bottom() - LID].map(number);
    let arc = |sweep: u8, to: &str, y: &str| format!("A{half} {lid} 0 0 {sweep} {to} {y}");
    let body = [
        format!("M{left} {top}"),
        arc(1, &right, &top),
        format!("V{bottom}"),
        arc(1, &left, &bottom),
        "Z".to_owned(),
    ];
    svg.path(&body.concat(), class);
    // The front of the lid.
    svg.path(&format!("M{left} {top}{}", arc(0, &right, &top)), "border");
}
