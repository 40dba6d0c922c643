//! Boxes in groups with arrows between them: as SVG, and as Mermaid.

mod divide;
mod line;
mod mermaid;
mod shape;

use super::curve::{Way, through};
use super::layout::{Frame, GROUP_TITLE, Graphic, Item, Link, Placed, Point, place};
use super::svg::{Said, Svg, number};
use super::text::{bold_width, width, wrap};
pub use divide::{Domains, Part, Shown};
use line::ends;
pub use shape::Shape;

/// A picture of boxes and arrows.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// Heading.
    pub heading: String,
    /// From the left to the right rather than from the top down.
    pub rightwards: bool,
    /// Whether lines that go far up or down have places of their own between the layers, as is clearer where few share an
    /// end.
    pub has_channels: bool,
    /// Groups of nodes.
    pub groups: Vec<Group>,
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Arrows.
    pub arrows: Vec<Arrow>,
}

/// A group of nodes.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Title.
    pub title: String,
    /// Index of the group that it is in.
    pub within: Option<usize>,
}

/// A node.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// What it is called.
    pub name: String,
    /// Lines below the name: what it is made of.
    pub detail: Option<String>,
    /// What it is, to who points at it.
    pub words: Option<String>,
    /// Its shape.
    pub shape: Shape,
    /// Index of the group that it is in.
    pub group: Option<usize>,
    /// Number of its colour, below eight; none where it says nothing.
    pub colour: Option<usize>,
    /// Address of its page, where it has one.
    pub link: Option<String>,
}

/// How an arrow is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stroke {
    /// A line.
    #[default]
    Plain,
    /// A dashed line.
    Dashed,
    /// A thick line.
    Thick,
}

/// An arrow.
#[derive(Debug, Clone, Default)]
pub struct Arrow {
    /// Index of the node that it leaves.
    pub from: usize,
    /// Index of the node that it comes to.
    pub to: usize,
    /// Words beside it; each line of them is a line.
    pub label: Option<String>,
    /// How it is drawn.
    pub stroke: Stroke,
    /// Whether it has a head at both ends.
    pub both_ways: bool,
    /// Whether it has none: a line to words, from which arrows go on.
    pub is_headless: bool,
}

const MARGIN: f64 = 24.0;
const HEADING: f64 = 42.0;
/// Names are broken at this width, details at it too.
const WIDEST: f64 = 190.0;
/// Room between layers for each line that may go up or down there.
const CHANNEL: f64 = 2.0;
const LINE: f64 = 16.0;
const SMALL_LINE: f64 = 13.0;
/// Labels of arrows are broken at this width.
const WIDEST_LABEL: f64 = 150.0;

/// A node as it is drawn.
struct Box<'n> {
    node: &'n Node,
    name: Vec<String>,
    detail: Vec<String>,
    width: f64,
    height: f64,
}

impl Flow {
    /// Draws it as a file that says in a comment who wrote it.
    pub fn svg(&self, by: &str) -> String {
        self.draw(Some(by))
    }

    /// Draws it as a part of a page, which has the colours.
    pub fn inline(&self) -> String {
        self.draw(None)
    }

    fn draw(&self, by: Option<&str>) -> String {
        let boxes: Vec<Box<'_>> = self.nodes.iter().map(Box::of).collect();
        let labels: Vec<Vec<String>> = self.arrows.iter().map(Arrow::lines).collect();
        let placed = place(&self.graphic(&boxes, &labels));
        let mut svg = Svg::default();
        svg.text(MARGIN, MARGIN + 8.0, "heading", &self.heading);
        let moved = format!("translate({} {})", number(MARGIN), number(MARGIN + HEADING));
        svg.open("g", &[("transform", &moved)]);
        for index in self.outermost_first() {
            let Frame { x, y, width, height } = placed.groups[index];
            svg.rectangle((x, y), (width, height), 8.0, "group node");
            svg.text(
                x + 12.0,
                y + GROUP_TITLE / 2.0 + 3.0,
                "muted name",
                &self.groups[index].title,
            );
        }
        for (arrow, line) in self.arrows.iter().zip(self.lines(&placed)) {
            self.draw_arrow(&mut svg, arrow, &placed, &line);
        }
        for (shape, frame) in boxes.iter().zip(&placed.items) {
            shape.draw(&mut svg, frame);
        }
        // Words are above everything else.
        for (lines, at) in labels.iter().zip(&placed.labels) {
            let Some(at) = at else { continue };
            let high = SMALL_LINE * lines.len() as f64;
            let wide = lines.iter().map(|line| width(line, 10.5)).fold(0.0, f64::max) + 6.0;
            let corner = (at.x - wide / 2.0, at.y - high / 2.0);
            svg.rectangle(corner, (wide, high), 3.0, "paper");
            for (line, number) in lines.iter().zip(0..) {
                let y = corner.1 + SMALL_LINE * (f64::from(number) + 0.5);
                svg.text(at.x, y, "small mid", line);
            }
        }
        svg.close("g");
        let width = placed.width.max(bold_width(&self.heading, 18.0)) + 2.0 * MARGIN;
        let description = self.description();
        let said = Said { by, heading: &self.heading, description: &description };
        svg.picture(&said, width, placed.height + HEADING + 2.0 * MARGIN)
    }

    fn graphic(&self, boxes: &[Box<'_>], labels: &[Vec<String>]) -> Graphic {
        let item = |it: &Box<'_>| Item { width: it.width, height: it.height, group: it.node.group };
        let link = |(arrow, lines): (&Arrow, &Vec<String>)| {
            let size = (!lines.is_empty()).then(|| label_size(lines));
            Link { from: arrow.from, to: arrow.to, label: size }
        };
        let group = |group: &Group| (group.within, bold_width(&group.title, 13.0));
        Graphic {
            items: boxes.iter().map(item).collect(),
            links: self.arrows.iter().zip(labels).map(link).collect(),
            groups: self.groups.iter().map(group).collect(),
            rightwards: self.rightwards,
            gaps: match (self.rightwards, self.has_channels) {
                // The more arrows, the more of them go up or down between two layers.
                (true, true) => (20.0, 64.0 + CHANNEL * self.arrows.len().min(32) as f64),
                (true, false) => (20.0, 64.0),
                (false, _) => (36.0, 56.0),
            },
        }
    }

    /// Groups before those that are in them.
    fn outermost_first(&self) -> Vec<usize> {
        let depth = |index: usize| {
            std::iter::successors(self.groups[index].within, |of| self.groups[*of].within).count()
        };
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.sort_by_key(|index| depth(*index));
        order
    }

    fn description(&self) -> String {
        let arrow = |arrow: &Arrow| {
            let (from, to) = (&self.nodes[arrow.from].name, &self.nodes[arrow.to].name);
            match &arrow.label {
                Some(label) => format!("{from} to {to} ({})", label.replace('\n', ", ")),
                None => format!("{from} to {to}"),
            }
        };
        self.arrows.iter().map(arrow).collect::<Vec<_>>().join("; ")
    }

    fn draw_arrow(&self, svg: &mut Svg, arrow: &Arrow, placed: &Placed, line: &[Point]) {
        let (from, to) = (&placed.items[arrow.from], &placed.items[arrow.to]);
        let way = self.way();
        let (first, last, side) = ends(from, to, way);
        let path = match arrow.from == arrow.to {
            true => around_itself(from),
            false => through(line, way),
        };
        let class = match arrow.stroke {
            Stroke::Plain => "edge",
            Stroke::Dashed => "edge dashed",
            Stroke::Thick => "edge thick",
        };
        svg.open("g", &[("class", "link")]);
        svg.title(&self.arrow_words(arrow));
        svg.path(&path, class);
        let head = if arrow.from == arrow.to {
            head(Point { x: from.right(), y: from.middle().y + 7.0 }, Way::Across, -1.0)
        } else {
            head(last, way, side)
        };
        if !arrow.is_headless {
            svg.path(&head, "arrow");
        }
        if arrow.both_ways && arrow.from != arrow.to {
            svg.path(&self::head(first, way, -side), "arrow");
        }
        svg.close("g");
    }

    fn arrow_words(&self, arrow: &Arrow) -> String {
        let (from, to) = (&self.nodes[arrow.from].name, &self.nodes[arrow.to].name);
        let label = arrow.label.as_ref().map(|label| format!(": {}", label.replace('\n', ", ")));
        format!("{from} → {to}{}", label.unwrap_or_default())
    }
}

/// Width and height of a label.
fn label_size(lines: &[String]) -> (f64, f64) {
    let widest = lines.iter().map(|line| width(line, 10.5)).fold(0.0, f64::max);
    (widest + 12.0, SMALL_LINE * lines.len() as f64 + 6.0)
}

/// A loop on the right of a box.
fn around_itself(frame: &Frame) -> String {
    let (x, y) = (frame.right(), frame.middle().y);
    let [x0, out, back, up, down] = [x, x + 30.0, x + 8.0, y - 7.0, y + 7.0].map(number);
    format!("M{x0} {up}C{out} {up} {out} {down} {back} {down}")
}

fn head(tip: Point, way: Way, side: f64) -> String {
    let (back, wide) = (side * 9.0, 4.5);
    let (one, other) = match way {
        Way::Across => ((tip.x - back, tip.y - wide), (tip.x - back, tip.y + wide)),
        Way::Down => ((tip.x - wide, tip.y - back), (tip.x + wide, tip.y - back)),
    };
    let [x, y, ax, ay, bx, by] = [tip.x, tip.y, one.0, one.1, other.0, other.1].map(number);
    format!("M{x} {y}L{ax} {ay}L{bx} {by}Z")
}

impl Arrow {
    fn lines(&self) -> Vec<String> {
        let lines = self.label.iter().flat_map(|label| label.lines());
        lines.flat_map(|line| wrap(line, 10.5, WIDEST_LABEL, 3)).collect()
    }
}

impl<'n> Box<'n> {
    fn of(node: &'n Node) -> Self {
        // Identifiers break at their underscores, where they must.
        let mut name = wrap(&node.name, 13.0 * 1.15, WIDEST, 3);
        let detail = node.detail.iter().flat_map(|text| text.lines());
        let mut detail = detail.flat_map(|line| wrap(line, 10.5, WIDEST, 2)).collect::<Vec<_>>();
        // Words are as small as those of an arrow.
        if node.shape == Shape::Words {
            name.clear();
            detail = wrap(&node.name, 10.5, WIDEST_LABEL, 3);
        }
        let names = name.iter().map(|line| bold_width(line, 13.0));
        let details = detail.iter().map(|line| width(line, 10.5));
        let least = if node.shape == Shape::Words { 0.0 } else { 40.0 };
        let widest = names.chain(details).fold(least, f64::max);
        let high = LINE * name.len() as f64 + SMALL_LINE * detail.len() as f64;
        let (across, down) = node.shape.room();
        Self { node, name, detail, width: widest + across, height: high + down }
    }

    fn draw(&self, svg: &mut Svg, frame: &Frame) {
        let node = self.node;
        if let Some(link) = &node.link {
            svg.open("a", &[("href", link)]);
        }
        svg.open("g", &[("class", "box")]);
        svg.title(node.words.as_ref().unwrap_or(&node.name));
        let class = node.colour.map_or_else(|| "node".to_owned(), |it| format!("node h{}", it % 8));
        node.shape.draw(svg, frame, &class);
        let at = node.shape.middle(frame);
        let high = LINE * self.name.len() as f64 + SMALL_LINE * self.detail.len() as f64;
        let mut y = at.y - high / 2.0;
        for line in &self.name {
            svg.text(at.x, y + LINE / 2.0, "name mid", line);
            y += LINE;
        }
        for line in &self.detail {
            let class = if node.shape == Shape::Words { "small mid" } else { "small muted mid" };
            svg.text(at.x, y + SMALL_LINE / 2.0, class, line);
            y += SMALL_LINE;
        }
        svg.close("g");
        if node.link.is_some() {
            svg.close("a");
        }
    }
}
