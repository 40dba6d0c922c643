//! Where rows come from and where they go: as pictures, and as data down to the column.
//!
//! `lineage/pipelines.mmd` has files, sources, tables, views and transforms, `lineage/queries.mmd` who asks what of
//! which; both are drawn as SVG too, and `lineage/README.md` shows them. Of more than can be read each is an overview of its
//! parts: what stands in, fills or asks the tables of a schema. `lineage/lineage.json` has every edge, and for every
//! column of a table that is filled, of a view and of a query the columns that it comes from.

mod domains;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::names::Taken;
use super::sheets::{Sheet, sheets};
use super::{RenderError, Templates};
use crate::model::{Node, Project};
use crate::picture::flow::{self, Arrow, Flow, Group, Shape};

/// Renders everything below `lineage/`; nothing where nothing runs on a schedule or arrives.
pub fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    if project.sources.is_empty() && project.transforms.is_empty() {
        return Ok(Vec::new());
    }
    let flows = project.flows();
    let mut files = vec![("lineage/lineage.json".to_owned(), data(project, &flows))];
    let mut drawn = Vec::new();
    for sheet in pictures(project).iter().flat_map(|picture| &picture.sheets) {
        drawn.push(json!({ "name": sheet.name, "title": sheet.title }));
        files.extend(sheet.files("lineage"));
    }
    let context = json!({ "project": project.name, "diagrams": drawn });
    files.push(("lineage/README.md".to_owned(), templates.render("lineage/README.md", context)?));
    Ok(files)
}

/// A picture: what each of its nodes is, and the sheets that it is drawn on.
#[derive(Debug)]
pub struct Picture {
    /// Name of its first sheet.
    pub name: &'static str,
    /// What its nodes are.
    pub nodes: Vec<Node>,
    /// Its sheets: one, or an overview and its parts.
    pub sheets: Vec<Sheet>,
}

/// Draws what flows from files to tables, and from tables to questions.
pub fn pictures(project: &Project) -> [Picture; 2] {
    let is_asked = |node: &Node| matches!(node, Node::Query(_) | Node::Role(_));
    let (asked, piped): (BTreeSet<_>, BTreeSet<_>) =
        project.flows().into_iter().partition(|(_, to)| is_asked(to));
    let mut taken = Taken::default();
    let mut drawn = |name: &'static str, title: &str, flows: &BTreeSet<(Node, Node)>| {
        let nodes: BTreeSet<&Node> = flows.iter().flat_map(|(from, to)| [from, to]).collect();
        let nodes: Vec<Node> = nodes.into_iter().cloned().collect();
        let flow = flow(project, title, flows);
        let sheets = sheets(name, flow, &domains::of(&nodes, flows), &mut taken);
        Picture { name, nodes, sheets }
    };
    [
        drawn("pipelines", "From files to tables", &piped),
        drawn("queries", "From tables to questions, and who asks them", &asked),
    ]
}

/// Every node, edge and column as JSON.
fn data(project: &Project, flows: &BTreeSet<(Node, Node)>) -> String {
    let nodes: BTreeSet<&Node> = flows.iter().flat_map(|(from, to)| [from, to]).collect();
    let column = |node: &Node, column: &str| json!({ "of": node.id(), "column": column });
    let columns = project.column_flows.iter().filter(|flow| !flow.from.is_empty()).map(|flow| {
        let from: Vec<_> = flow.from.iter().map(|(node, name)| column(node, name)).collect();
        json!({ "of": flow.to.id(), "column": flow.column, "by": flow.by.id(), "from": from })
    });
    let nodes = nodes.into_iter().map(|node| {
        let mut described = json!({ "id": node.id(), "node": node });
        if let Some(words) = description(project, node) {
            described["description"] = json!(words);
        }
        described
    });
    let edges = flows.iter().map(|(from, to)| json!({ "from": from.id(), "to": to.id() }));
    let document = json!({
        "project": project.name,
        "nodes": nodes.collect::<Vec<_>>(),
        "edges": edges.collect::<Vec<_>>(),
        "columns": columns.collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

/// Returns what something is for, in the project's words.
pub fn description<'p>(project: &'p Project, node: &Node) -> Option<&'p str> {
    match node {
        Node::Files(_) => None,
        Node::Source(name) => project.sources.get(name)?.description.as_deref(),
        Node::Transform(name) => project.transforms.get(name)?.description.as_deref(),
        Node::Query(name) => project.queries.get(name)?.description.as_deref(),
        Node::Table(name) => project.database.tables.get(name)?.comment.as_deref(),
        Node::View(name) => project.database.views.get(name)?.comment.as_deref(),
        Node::Role(name) => project.database.roles.get(name)?.comment.as_deref(),
    }
}

/// Draws what flows: relations by their schemas, everything else beside them.
fn flow(project: &Project, title: &str, flows: &BTreeSet<(Node, Node)>) -> Flow {
    let nodes: BTreeSet<&Node> = flows.iter().flat_map(|(from, to)| [from, to]).collect();
    let schemas: BTreeSet<&str> = nodes.iter().filter_map(|node| schema(node)).collect();
    let schemas: BTreeMap<&str, usize> = schemas.into_iter().zip(0..).collect();
    let places: BTreeMap<&Node, usize> = nodes.iter().copied().zip(0..).collect();
    let drawn = nodes.into_iter().map(|node| {
        let group = schema(node).and_then(|schema| schemas.get(schema).copied());
        flow::Node {
            name: name(node).to_owned(),
            words: description(project, node).map(str::to_owned),
            shape: shape(node),
            group,
            colour: group,
            ..flow::Node::default()
        }
    });
    let arrow = |(from, to): &(Node, Node)| Arrow {
        from: places[from],
        to: places[to],
        ..Arrow::default()
    };
    Flow {
        heading: title.to_owned(),
        rightwards: true,
        has_channels: false,
        nodes: drawn.collect(),
        groups: schemas
            .keys()
            .map(|title| Group { title: (*title).to_owned(), within: None })
            .collect(),
        arrows: flows.iter().map(arrow).collect(),
    }
}

fn schema(node: &Node) -> Option<&str> {
    match node {
        Node::Table(name) | Node::View(name) => Some(&name.schema),
        _ => None,
    }
}

fn shape(node: &Node) -> Shape {
    match node {
        Node::Files(_) => Shape::Slanted,
        Node::Source(_) => Shape::Flag,
        Node::Table(_) => Shape::Cylinder,
        Node::View(_) => Shape::Box,
        Node::Transform(_) => Shape::Hexagon,
        Node::Query(_) => Shape::Stadium,
        Node::Role(_) => Shape::Circle,
    }
}

fn name(node: &Node) -> &str {
    match node {
        Node::Table(name) | Node::View(name) => &name.name,
        Node::Files(name)
        | Node::Source(name)
        | Node::Transform(name)
        | Node::Query(name)
        | Node::Role(name) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ObjectName;
    use crate::render::GENERATED;

    fn table(name: &str) -> Node {
        Node::Table(ObjectName::new("shop", name))
    }

    #[test]
    fn what_flows_is_drawn_with_its_schema() {
        let flows = BTreeSet::from([
            (Node::Files("in/orders_*.csv".into()), Node::Source("orders".into())),
            (Node::Source("orders".into()), table("orders")),
            (table("orders"), Node::Transform("totals".into())),
            (Node::Transform("totals".into()), table("totals \"x\"")),
        ]);
        let project = crate::render::fixtures::project(Default::default());
        insta::assert_snapshot!(flow(&project, "Shop", &flows).mermaid(GENERATED));
    }

    #[test]
    fn more_than_mermaid_draws_is_said_and_not_drawn() {
        let flows = (0..501).map(|number| (table(&number.to_string()), table("all"))).collect();
        let project = crate::render::fixtures::project(Default::default());
        let text = flow(&project, "x", &flows).mermaid(GENERATED);
        assert!(text.contains("501") && !text.contains("-->"), "{text}");
    }

    #[test]
    fn what_flows_through_hundreds_of_tables_is_divided_by_schemas() {
        let table =
            |at: usize| Node::Table(ObjectName::new(format!("s{}", at / 30), format!("t{at}")));
        let makes = |at: usize| Node::Transform(format!("makes_{at}"));
        let flows: BTreeSet<(Node, Node)> =
            (1..300).flat_map(|at| [(table(at - 1), makes(at)), (makes(at), table(at))]).collect();
        let nodes: BTreeSet<&Node> = flows.iter().flat_map(|(from, to)| [from, to]).collect();
        let nodes: Vec<Node> = nodes.into_iter().cloned().collect();
        let project = crate::render::fixtures::project(Default::default());
        let drawn = |flow| sheets("p", flow, &domains::of(&nodes, &flows), &mut Taken::default());
        let sheets = drawn(flow(&project, "All", &flows));
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).take(3).collect();
        assert_eq!(names, ["p", "p_s0", "p_s1"]);
        assert_eq!(sheets.len(), 11);
        let lines: usize =
            sheets[1..].iter().map(|sheet| sheet.mermaid().matches("-->").count()).sum();
        // Each arrow once, and the nine between two schemas in both.
        assert_eq!(lines, flows.len() + 9);
        let again = drawn(flow(&project, "All", &flows));
        assert!(sheets.iter().zip(&again).all(|(one, other)| one.svg() == other.svg()));
    }
}
