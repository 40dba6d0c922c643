//! Where boxes and arrows go: dagre's layered layout, component by component.

use std::collections::BTreeMap;

use dugong::graphlib::{EdgeKey, Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel, RankDir};

use super::pack;

/// A point, in pixels from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

/// A rectangle by its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Frame {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Frame {
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub fn middle(&self) -> Point {
        Point { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }
}

/// Something to place.
#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    pub width: f64,
    pub height: f64,
    /// The group that it is in, by its index.
    pub group: Option<usize>,
}

/// An arrow from one item to another, with the size of its label.
#[derive(Debug, Clone, Default)]
pub(super) struct Link {
    pub from: usize,
    pub to: usize,
    pub label: Option<(f64, f64)>,
}

/// What is to be placed.
#[derive(Debug, Clone, Default)]
pub(super) struct Graphic {
    pub items: Vec<Item>,
    pub links: Vec<Link>,
    /// Groups, each with the group that it is in and the width of its title.
    pub groups: Vec<(Option<usize>, f64)>,
    /// From the left to the right rather than from the top down.
    pub rightwards: bool,
    /// Space between neighbours of one layer, and between layers.
    pub gaps: (f64, f64),
}

/// Where everything is.
#[derive(Debug, Clone, Default)]
pub(super) struct Placed {
    pub items: Vec<Frame>,
    pub groups: Vec<Frame>,
    /// The points between the ends of each arrow.
    pub links: Vec<Vec<Point>>,
    pub labels: Vec<Option<Point>>,
    pub width: f64,
    pub height: f64,
}

/// Room above the content of a group for its title.
pub(super) const GROUP_TITLE: f64 = 18.0;
const GROUP_MARGIN: f64 = 12.0;

/// Places everything: what hangs together by itself, then these parts beside and below each other.
pub(super) fn place(graphic: &Graphic) -> Placed {
    let count = graphic.items.len();
    let mut placed = Placed {
        items: vec![Frame::default(); count],
        groups: vec![Frame::default(); graphic.groups.len()],
        links: vec![Vec::new(); graphic.links.len()],
        labels: vec![None; graphic.links.len()],
        ..Placed::default()
    };
    let parts: Vec<Part> = parts(graphic).into_iter().map(|part| lay_out(graphic, part)).collect();
    let sizes: Vec<(f64, f64)> = parts.iter().map(|part| (part.width, part.height)).collect();
    let (corners, width, height) = pack::pack(&sizes, graphic.gaps.0.max(28.0));
    for (part, corner) in parts.into_iter().zip(corners) {
        part.move_into(&mut placed, corner);
    }
    Placed { width, height, ..placed }
}

/// Indices of items, links and groups that hang together.
#[derive(Debug, Default)]
struct Members {
    items: Vec<usize>,
    links: Vec<usize>,
    groups: Vec<usize>,
}

/// A part that is placed, from its own corner.
struct Part {
    items: Vec<(usize, Frame)>,
    groups: Vec<(usize, Frame)>,
    links: Vec<(usize, Vec<Point>, Option<Point>)>,
    width: f64,
    height: f64,
}

/// Finds what hangs together by links and groups, in the order of the first item.
fn parts(graphic: &Graphic) -> Vec<Members> {
    let count = graphic.items.len();
    let mut root: Vec<usize> = (0..count + graphic.groups.len()).collect();
    let group = |index: usize| count + index;
    for (index, item) in graphic.items.iter().enumerate() {
        item.group.inspect(|of| join(&mut root, index, group(*of)));
    }
    for (index, (of, _)) in graphic.groups.iter().enumerate() {
        of.inspect(|of| join(&mut root, group(index), group(*of)));
    }
    graphic.links.iter().for_each(|link| join(&mut root, link.from, link.to));
    let mut parts: BTreeMap<usize, Members> = BTreeMap::new();
    for index in 0..count {
        parts.entry(find(&mut root, index)).or_default().items.push(index);
    }
    for index in 0..graphic.groups.len() {
        if let Some(part) = parts.get_mut(&find(&mut root, group(index))) {
            part.groups.push(index);
        }
    }
    for (index, link) in graphic.links.iter().enumerate() {
        if let Some(part) = parts.get_mut(&find(&mut root, link.from)) {
            part.links.push(index);
        }
    }
    let mut parts: Vec<Members> = parts.into_values().collect();
    parts.sort_by_key(|part| part.items.first().copied());
    parts
}

fn find(root: &mut [usize], of: usize) -> usize {
    let mut top = of;
    while root[top] != top {
        root[top] = root[root[top]];
        top = root[top];
    }
    top
}

fn join(root: &mut [usize], one: usize, other: usize) {
    let (one, other) = (find(root, one), find(root, other));
    root[one.max(other)] = one.min(other);
}

fn lay_out(graphic: &Graphic, part: Members) -> Part {
    let item = |index: usize| format!("i{index}");
    let group = |index: usize| format!("g{index}");
    let mut graph: Graph<NodeLabel, EdgeLabel, GraphLabel> =
        Graph::new(GraphOptions { multigraph: true, compound: true, ..GraphOptions::default() });
    graph.set_graph(GraphLabel {
        rankdir: if graphic.rightwards { RankDir::LR } else { RankDir::TB },
        nodesep: graphic.gaps.0,
        ranksep: graphic.gaps.1,
        // Half of it keeps a group's border from what is in it and from what is beside it.
        edgesep: if part.groups.is_empty() { 14.0 } else { GROUP_MARGIN + GROUP_TITLE },
        ..GraphLabel::default()
    });
    for index in &part.items {
        let Item { width, height, .. } = graphic.items[*index];
        graph.set_node(item(*index), NodeLabel { width, height, ..NodeLabel::default() });
    }
    for index in &part.groups {
        graph.set_node(group(*index), NodeLabel::default());
    }
    for index in &part.items {
        if let Some(of) = graphic.items[*index].group {
            graph.set_parent(item(*index), group(of));
        }
    }
    for index in &part.groups {
        if let Some(of) = graphic.groups[*index].0 {
            graph.set_parent(group(*index), group(of));
        }
    }
    // A link to itself is drawn by whoever draws the item.
    let drawn: Vec<usize> = part
        .links
        .iter()
        .copied()
        .filter(|it| graphic.links[*it].from != graphic.links[*it].to)
        .collect();
    for index in &drawn {
        let link = &graphic.links[*index];
        let (width, height) = link.label.unwrap_or_default();
        let label = EdgeLabel { width, height, weight: 1.0, ..EdgeLabel::default() };
        graph.set_edge_named(item(link.from), item(link.to), Some(index.to_string()), Some(label));
    }
    // Nothing but a budget of work makes it fail, and none is set: what has no place stays at the corner.
    let _ = dugong::layout(&mut graph);
    let frame = |name: &str| {
        let label = graph.node(name).cloned().unwrap_or_default();
        let (x, y) = (label.x.unwrap_or_default(), label.y.unwrap_or_default());
        let (width, height) = (label.width, label.height);
        Frame { x: x - width / 2.0, y: y - height / 2.0, width, height }
    };
    let links = drawn.iter().map(|index| {
        let link = &graphic.links[*index];
        let key = EdgeKey::new(item(link.from), item(link.to), Some(index.to_string()));
        let label = graph.edge_by_key(&key).cloned().unwrap_or_default();
        let points = label.points.iter().map(|point| Point { x: point.x, y: point.y });
        let at = link.label.and(label.x.zip(label.y)).map(|(x, y)| Point { x, y });
        (*index, points.collect(), at)
    });
    let part = Part {
        items: part.items.iter().map(|index| (*index, frame(&item(*index)))).collect(),
        links: links.collect(),
        groups: Vec::new(),
        width: 0.0,
        height: 0.0,
    };
    let groups = part_groups(graphic, &part);
    part.with_groups(graphic, &groups).at_its_corner()
}

/// Groups from the innermost out: what is inside is framed before what is around it.
fn part_groups(graphic: &Graphic, part: &Part) -> Vec<usize> {
    let mut groups: Vec<usize> = Vec::new();
    for (index, _) in &part.items {
        let mut next = graphic.items[*index].group;
        while let Some(group) = next {
            groups.push(group);
            next = graphic.groups[group].0;
        }
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(depth(graphic, *group)), *group));
    groups.dedup();
    groups
}

fn depth(graphic: &Graphic, group: usize) -> usize {
    graphic.groups[group].0.map_or(0, |of| 1 + depth(graphic, of))
}

impl Part {
    /// Frames groups around what is in them, with room for their titles.
    fn with_groups(mut self, graphic: &Graphic, groups: &[usize]) -> Self {
        for group in groups {
            let items =
                self.items.iter().filter(|(index, _)| graphic.items[*index].group == Some(*group));
            let inner =
                self.groups.iter().filter(|(index, _)| graphic.groups[*index].0 == Some(*group));
            let frames: Vec<Frame> = items.chain(inner).map(|(_, frame)| *frame).collect();
            let Some(around) = around(&frames) else { continue };
            let least = graphic.groups[*group].1 + 2.0 * GROUP_MARGIN;
            let width = (around.width + 2.0 * GROUP_MARGIN).max(least);
            let frame = Frame {
                x: around.middle().x - width / 2.0,
                y: around.y - GROUP_MARGIN - GROUP_TITLE,
                width,
                height: around.height + 2.0 * GROUP_MARGIN + GROUP_TITLE,
            };
            self.groups.push((*group, frame));
        }
        self
    }

    fn at_its_corner(mut self) -> Self {
        let points = self.links.iter().flat_map(|(_, points, at)| points.iter().chain(at));
        let points = points.map(|point| Frame { x: point.x, y: point.y, width: 0.0, height: 0.0 });
        let frames = self.items.iter().chain(&self.groups).map(|(_, frame)| *frame);
        let whole = around(&frames.chain(points).collect::<Vec<_>>()).unwrap_or_default();
        (self.width, self.height) = (whole.width, whole.height);
        self.shift(-whole.x, -whole.y);
        self
    }

    fn shift(&mut self, x: f64, y: f64) {
        for (_, frame) in self.items.iter_mut().chain(&mut self.groups) {
            (frame.x, frame.y) = (frame.x + x, frame.y + y);
        }
        for point in self.links.iter_mut().flat_map(|(_, points, at)| points.iter_mut().chain(at)) {
            (point.x, point.y) = (point.x + x, point.y + y);
        }
    }

    fn move_into(mut self, placed: &mut Placed, corner: Point) {
        self.shift(corner.x, corner.y);
        self.items.into_iter().for_each(|(index, frame)| placed.items[index] = frame);
        self.groups.into_iter().for_each(|(index, frame)| placed.groups[index] = frame);
        for (index, points, at) in self.links {
            placed.links[index] = points;
            placed.labels[index] = at;
        }
    }
}

/// Returns the smallest frame around all of them.
fn around(frames: &[Frame]) -> Option<Frame> {
    let first = *frames.first()?;
    let whole = frames.iter().fold(first, |whole, frame| {
        let (x, y) = (whole.x.min(frame.x), whole.y.min(frame.y));
        let (right, bottom) =
            (whole.right().max(frame.right()), whole.bottom().max(frame.bottom()));
        Frame { x, y, width: right - x, height: bottom - y }
    });
    Some(whole)
}
