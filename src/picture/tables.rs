//! Tables, their columns and the foreign keys between them.
//!
//! A foreign key runs from the row of its column to the row of the key that it names, and its ends say how many
//! there are: two bars for one, a bar and a ring for none or one, a ring and a crow's foot for none or many.

use super::curve::{Way, needed, through};
use super::layout::{Frame, Graphic, Item, Link, Placed, Point, place};
use super::svg::{Said, Svg, number};
use super::text::{bold_width, shorten, width, wrap};

/// A table or view.
#[derive(Debug, Clone, Default)]
pub struct Entity {
    /// Schema.
    pub schema: String,
    /// Name.
    pub name: String,
    /// What it is, where it is no table: `view`.
    pub kind: Option<String>,
    /// What it is for.
    pub comment: Option<String>,
    /// Columns that are shown.
    pub columns: Vec<Column>,
    /// How many columns are not shown.
    pub hidden: usize,
    /// Number of the colour of its head, below eight: that of its schema.
    pub colour: usize,
    /// Whether it is what the picture is about.
    pub is_centre: bool,
    /// Address of its page, where it has one.
    pub link: Option<String>,
}

/// A column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Type.
    pub data_type: String,
    /// Marks: `PK`, `FK`, `UK`.
    pub keys: Vec<&'static str>,
    /// Whether null is refused.
    pub not_null: bool,
    /// What kind of data it holds: `pii`.
    pub classification: Option<String>,
    /// What it is for.
    pub comment: Option<String>,
}

/// A foreign key, a relation that is declared without one, or that a view reads a table.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    /// Index of the referenced entity.
    pub parent: usize,
    /// Index of the referencing one.
    pub child: usize,
    /// Referenced columns.
    pub parent_columns: Vec<String>,
    /// Referencing columns.
    pub child_columns: Vec<String>,
    /// Whether every row of the child has a parent; absent for what a view reads.
    pub required: Option<bool>,
    /// Whether a parent has one child at most.
    pub is_unique: bool,
    /// Whether it is declared for the picture alone, and nothing holds it: drawn dashed.
    pub is_declared: bool,
    /// What it is, in words.
    pub words: String,
}

/// A picture of tables.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// Heading.
    pub heading: String,
    /// Notes below the heading.
    pub notes: Vec<String>,
    /// Tables and views.
    pub entities: Vec<Entity>,
    /// References between them.
    pub references: Vec<Reference>,
}

const MARGIN: f64 = 24.0;
const HEAD: f64 = 32.0;
const ROW: f64 = 21.0;
const LINE: f64 = 14.0;
/// Space for the marks of keys before the name of a column.
const MARKS: f64 = 30.0;
/// Comments of tables are broken at the width of the table, and at no less.
const LEAST_WIDTH: f64 = 170.0;
/// No text of a column is wider; what is longer is cut.
const WIDEST: f64 = 230.0;
/// Comments of columns, where they are shown.
const WIDEST_COMMENT: f64 = 300.0;
/// Room at both ends of a reference for its bars, rings and feet.
const END: f64 = 20.0;

/// An entity as it is drawn.
struct Card<'e> {
    entity: &'e Entity,
    width: f64,
    height: f64,
    /// Left side of the types, and of the comments of columns.
    types_end: f64,
    comment: Vec<String>,
}

impl Tables {
    /// Draws it as a file that says in a comment who wrote it.
    pub fn svg(&self, by: &str) -> String {
        self.draw(Some(by))
    }

    /// Draws it as a part of a page, which has the colours.
    pub fn inline(&self) -> String {
        self.draw(None)
    }

    fn draw(&self, by: Option<&str>) -> String {
        let cards: Vec<Card<'_>> = self.entities.iter().map(Card::of).collect();
        let graphic = Graphic {
            items: cards.iter().map(Card::item).collect(),
            links: self.references.iter().map(Reference::link).collect(),
            rightwards: true,
            gaps: (26.0, 84.0),
            ..Graphic::default()
        };
        let placed = place(&graphic);
        let heading = 30.0 + LINE * self.notes.len() as f64 + 12.0;
        let mut svg = Svg::default();
        svg.text(MARGIN, MARGIN + 8.0, "heading", &self.heading);
        for (note, number) in self.notes.iter().zip(1..) {
            let y = MARGIN + 16.0 + LINE * f64::from(number);
            svg.text(MARGIN, y, "muted", note);
        }
        let moved = format!("translate({} {})", number(MARGIN), number(MARGIN + heading));
        svg.open("g", &[("transform", &moved)]);
        for (index, reference) in self.references.iter().enumerate() {
            self.draw_reference(&mut svg, reference, &cards, &placed, index);
        }
        for (card, frame) in cards.iter().zip(&placed.items) {
            card.draw(&mut svg, frame);
        }
        svg.close("g");
        let titled = bold_width(&self.heading, 18.0);
        let width = placed.width.max(titled) + 2.0 * MARGIN;
        let height = placed.height + heading + 2.0 * MARGIN;
        let description = self.description();
        let said = Said { by, heading: &self.heading, description: &description };
        svg.picture(&said, width, height)
    }

    fn description(&self) -> String {
        let names = |entity: &Entity| format!("{}.{}", entity.schema, entity.name);
        let tables: Vec<String> = self.entities.iter().map(names).collect();
        let keys: Vec<&str> = self.references.iter().map(|it| it.words.as_str()).collect();
        match keys.is_empty() {
            true => format!("Tables: {}.", tables.join(", ")),
            false => format!("Tables: {}. References: {}.", tables.join(", "), keys.join("; ")),
        }
    }

    fn draw_reference(
        &self,
        svg: &mut Svg,
        reference: &Reference,
        cards: &[Card<'_>],
        placed: &Placed,
        index: usize,
    ) {
        let (parent, child) = (&placed.items[reference.parent], &placed.items[reference.child]);
        let from_y = parent.y + cards[reference.parent].row(reference.parent_columns.first());
        let to_y = child.y + cards[reference.child].row(reference.child_columns.first());
        // A reference to itself leaves and comes on the right.
        let (start, start_side, end, end_side) = if reference.parent == reference.child {
            (parent.right(), 1.0, child.right(), 1.0)
        } else if parent.right() <= child.x {
            (parent.right(), 1.0, child.x, -1.0)
        } else if child.right() <= parent.x {
            (parent.x, -1.0, child.right(), 1.0)
        } else {
            (parent.right(), 1.0, child.right(), 1.0)
        };
        let (first, last) = (Point { x: start, y: from_y }, Point { x: end, y: to_y });
        svg.open("g", &[("class", "link")]);
        svg.title(&reference.words);
        let is_held = reference.required.is_some() && !reference.is_declared;
        let edge = if is_held { "edge" } else { "edge dashed" };
        let leave = Point { x: start + start_side * END, y: from_y };
        let come = Point { x: end + end_side * END, y: to_y };
        let path = if start_side == end_side {
            let out = leave.x.max(come.x) + 14.0;
            let [x0, y0, x1, y1, out] = [first.x, first.y, last.x, last.y, out].map(number);
            let (leave, come) = (number(leave.x), number(come.x));
            format!("M{x0} {y0}L{leave} {y0}C{out} {y0} {out} {y1} {come} {y1}L{x1} {y1}")
        } else {
            let points = &placed.links[index];
            let inner = points.get(1..points.len().saturating_sub(1)).unwrap_or_default();
            let inner = inner.iter().filter(|point| (point.x - start) * start_side > END);
            let inner = inner.filter(|point| (point.x - end) * end_side > END);
            let inner: Vec<Point> = inner.copied().collect();
            let mut line = vec![first, leave];
            line.extend(needed((leave, come), &inner, &placed.items, Way::Across));
            line.extend([come, last]);
            through(&line, Way::Across)
        };
        svg.path(&path, edge);
        if let Some(required) = reference.required {
            draw_one(svg, first, start_side, required);
            draw_many(svg, last, end_side, reference.is_unique);
        } else {
            draw_arrow(svg, last, end_side);
        }
        svg.close("g");
    }
}

/// Two bars, or a bar and a ring.
fn draw_one(svg: &mut Svg, at: Point, side: f64, required: bool) {
    let bar = |x: f64| {
        let (x, up, down) = (number(at.x + side * x), number(at.y - 5.0), number(at.y + 5.0));
        format!("M{x} {up}V{down}")
    };
    if required {
        svg.path(&(bar(6.0) + &bar(10.0)), "foot");
    } else {
        svg.path(&bar(6.0), "foot");
        ring(svg, at, side * 12.0);
    }
}

/// A crow's foot and a ring; a bar and a ring where there is one at most.
fn draw_many(svg: &mut Svg, at: Point, side: f64, is_unique: bool) {
    if is_unique {
        return draw_one(svg, at, side, false);
    }
    let [x, tip, up, y, down] =
        [at.x, at.x + side * 10.0, at.y - 5.5, at.y, at.y + 5.5].map(number);
    svg.path(&format!("M{x} {up}L{tip} {y}L{x} {down}"), "foot");
    ring(svg, at, side * 14.0);
}

fn ring(svg: &mut Svg, at: Point, away: f64) {
    let (x, y) = (number(at.x + away), number(at.y));
    svg.empty("circle", &[("cx", &x), ("cy", &y), ("r", "3.5"), ("class", "foot ring")]);
}

fn draw_arrow(svg: &mut Svg, at: Point, side: f64) {
    let [x, back, up, y, down] =
        [at.x, at.x + side * 9.0, at.y - 4.5, at.y, at.y + 4.5].map(number);
    svg.path(&format!("M{x} {y}L{back} {up}L{back} {down}Z"), "arrow");
}

impl Reference {
    fn link(&self) -> Link {
        Link { from: self.parent, to: self.child, label: None }
    }
}

impl<'e> Card<'e> {
    fn of(entity: &'e Entity) -> Self {
        let columns = entity.columns.iter();
        let names = columns.clone().map(name_width).fold(0.0, f64::max);
        let types = columns.clone().map(|column| width(&column.type_words(), 11.0).min(WIDEST));
        let types = types.fold(0.0, f64::max);
        let comments =
            columns.filter(|_| entity.is_centre).filter_map(|column| column.comment.as_ref());
        let comments =
            comments.map(|text| width(text, 10.5).min(WIDEST_COMMENT)).fold(0.0, f64::max);
        let kind = entity.kind.as_ref().map_or(0.0, |kind| width(kind, 10.5) + 14.0);
        let head = width(&entity.schema, 12.0) + bold_width(&entity.name, 13.0) + kind + 30.0;
        let types_end = MARKS + names + 18.0 + types + 10.0;
        let rows = if entity.columns.is_empty() { 0.0 } else { types_end };
        let rows = if comments > 0.0 { rows + comments + 16.0 } else { rows };
        let wide = rows.max(head).max(LEAST_WIDTH);
        let comment = entity.comment.as_deref().and_then(|text| text.lines().next());
        let comment = comment.map(|text| wrap(text, 10.5, wide - 20.0, 2)).unwrap_or_default();
        let more = f64::from(u8::from(entity.hidden > 0));
        let height = rows_begin(&comment) + ROW * (entity.columns.len() as f64 + more);
        let types_end = if comments > 0.0 { types_end } else { wide - 10.0 };
        Self { entity, width: wide, height, types_end, comment }
    }

    fn item(&self) -> Item {
        Item { width: self.width, height: self.height, group: None }
    }

    /// Returns where the rows begin, from the top.
    fn rows(&self) -> f64 {
        rows_begin(&self.comment)
    }

    /// Returns where the row of a column is, from the top: its middle; the head's where it is not shown.
    fn row(&self, column: Option<&String>) -> f64 {
        let shown =
            column.and_then(|name| self.entity.columns.iter().position(|it| it.name == *name));
        shown.map_or(HEAD / 2.0, |place| self.rows() + ROW * (place as f64 + 0.5))
    }

    fn draw(&self, svg: &mut Svg, frame: &Frame) {
        let entity = self.entity;
        let place = format!("translate({} {})", number(frame.x), number(frame.y));
        let (wide, high) = (self.width, self.height);
        if let Some(link) = &entity.link {
            svg.open("a", &[("href", link)]);
        }
        svg.open("g", &[("transform", &place), ("class", "table")]);
        svg.title(&self.words());
        svg.rectangle((0.0, 0.0), (wide, high), 6.0, "card");
        let [right, inner, head] = [wide, wide - 6.0, HEAD].map(number);
        let top = format!("M0 {head}V6Q0 0 6 0H{inner}Q{right} 0 {right} 6V{head}Z");
        svg.path(&top, &format!("head h{}", entity.colour % 8));
        let schema = format!("{}.", entity.schema);
        svg.text(10.0, HEAD / 2.0, "muted", &schema);
        svg.text(10.0 + width(&schema, 12.0), HEAD / 2.0, "name", &entity.name);
        if let Some(kind) = &entity.kind {
            svg.text(wide - 10.0, HEAD / 2.0, "small muted end", kind);
        }
        for (line, number) in self.comment.iter().zip(0..) {
            svg.text(10.0, HEAD + 11.0 + LINE * f64::from(number), "small muted", line);
        }
        for (column, index) in entity.columns.iter().zip(0..) {
            self.draw_column(svg, column, self.rows() + ROW * f64::from(index), index % 2 == 0);
        }
        if entity.hidden > 0 {
            let y = self.rows() + ROW * (entity.columns.len() as f64 + 0.5);
            let more = if entity.hidden == 1 { "column" } else { "columns" };
            svg.text(MARKS, y, "small muted", &format!("{} more {more}", entity.hidden));
        }
        let border = if entity.is_centre { "border on" } else { "border" };
        svg.rectangle((0.0, 0.0), (wide, high), 6.0, border);
        svg.close("g");
        if entity.link.is_some() {
            svg.close("a");
        }
    }

    fn draw_column(&self, svg: &mut Svg, column: &Column, top: f64, is_striped: bool) {
        let middle = top + ROW / 2.0;
        svg.open("g", &[]);
        svg.title(&column.words());
        let class = if is_striped { "stripe" } else { "card" };
        svg.rectangle((1.0, top), (self.width - 2.0, ROW - 1.0), 0.0, class);
        if let Some(mark) = column.keys.first() {
            svg.text(8.0, middle, "mark key", mark);
        }
        let name = shorten(&column.name, 12.0, WIDEST);
        svg.text(MARKS, middle, "", &name);
        let mut end = MARKS + width(&name, 12.0) + 6.0;
        for mark in column.keys.iter().skip(1) {
            svg.text(end, middle, "mark key", mark);
            end += bold_width(mark, 9.0) + 6.0;
        }
        if let Some(classification) = &column.classification {
            svg.text(end, middle, "mark classified", classification);
        }
        let data_type = shorten(&column.type_words(), 11.0, WIDEST);
        svg.text(self.types_end, middle, "small muted end", &data_type);
        if let Some(comment) = column.comment.as_ref().filter(|_| self.entity.is_centre) {
            let comment = shorten(comment, 10.5, WIDEST_COMMENT);
            svg.text(self.types_end + 16.0, middle, "small muted", &comment);
        }
        svg.close("g");
    }

    fn words(&self) -> String {
        let name = format!("{}.{}", self.entity.schema, self.entity.name);
        match &self.entity.comment {
            Some(comment) => format!("{name}: {comment}"),
            None => name,
        }
    }
}

/// Returns where rows begin below a head and a comment of so many lines.
fn rows_begin(comment: &[String]) -> f64 {
    if comment.is_empty() { HEAD } else { HEAD + LINE * comment.len() as f64 + 8.0 }
}

/// Returns how wide a column's name is with what stands behind it.
fn name_width(column: &Column) -> f64 {
    let marks = column.keys.iter().skip(1).copied().chain(column.classification.as_deref());
    let marks: f64 = marks.map(|mark| bold_width(mark, 9.0) + 6.0).sum();
    width(&column.name, 12.0).min(WIDEST) + marks
}

impl Column {
    /// Returns its type, and that it may be null.
    fn type_words(&self) -> String {
        let data_type = match self.data_type.contains("time zone") {
            true => self
                .data_type
                .replace("timestamp with time zone", "timestamptz")
                .replace("timestamp without time zone", "timestamp"),
            false => self.data_type.clone(),
        };
        match self.not_null {
            true => data_type,
            false => format!("{data_type} null"),
        }
    }

    fn words(&self) -> String {
        let null = if self.not_null { " not null" } else { "" };
        let mut words = format!("{} {}{null}", self.name, self.data_type);
        if let Some(classification) = &self.classification {
            words.push_str(&format!(" ({classification})"));
        }
        if let Some(comment) = &self.comment {
            words.push_str(&format!(": {comment}"));
        }
        words
    }
}
