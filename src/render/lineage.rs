//! Where rows come from and where they go: as pictures, and as data down to the column.
//!
//! `lineage/pipelines.mmd` has files, sources, tables, views and transforms, `lineage/queries.mmd` who asks what of
//! which; `lineage/README.md` holds both, as GitHub draws them. `lineage/lineage.json` has every edge, and for every
//! column of a table that is filled, of a view and of a query the columns that it comes from.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::json;

use super::erd::text::quoted;
use super::{RenderError, Templates};
use crate::model::{Node, Project};

/// Mermaid's `maxEdges`.
const MAX_EDGES: usize = 500;

/// Renders everything below `lineage/`; nothing where nothing runs on a schedule or arrives.
pub fn render(
    project: &Project,
    templates: &Templates,
) -> Result<Vec<(String, String)>, RenderError> {
    if project.sources.is_empty() && project.transforms.is_empty() {
        return Ok(Vec::new());
    }
    let flows = project.flows();
    let is_asked = |node: &Node| matches!(node, Node::Query(_) | Node::Role(_));
    let (asked, piped): (BTreeSet<_>, BTreeSet<_>) =
        flows.iter().cloned().partition(|(_, to)| is_asked(to));
    let pictures = [
        ("pipelines", "From files to tables", &piped),
        ("queries", "From tables to questions, and who asks them", &asked),
    ];
    let mut files = vec![("lineage/lineage.json".to_owned(), data(project, &flows))];
    let mut drawn = Vec::new();
    for (name, title, flows) in pictures {
        let text = templates.render("lineage/diagram.mmd", Drawing::of(title, flows))?;
        drawn.push(json!({ "name": name, "title": title, "text": text }));
        files.push((format!("lineage/{name}.mmd"), text));
    }
    let context = json!({ "project": project.name, "diagrams": drawn });
    files.push(("lineage/README.md".to_owned(), templates.render("lineage/README.md", context)?));
    Ok(files)
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

fn description<'p>(project: &'p Project, node: &Node) -> Option<&'p str> {
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

/// What the template sees.
#[derive(Debug, Serialize)]
struct Drawing {
    title: String,
    /// Schemas, each with its relations.
    groups: Vec<Group>,
    /// What is in no schema.
    nodes: Vec<Shape>,
    edges: Vec<(String, String)>,
    /// Whether there are more edges than Mermaid draws.
    is_too_large: bool,
}

#[derive(Debug, Serialize)]
struct Group {
    id: String,
    name: String,
    nodes: Vec<Shape>,
}

#[derive(Debug, Serialize)]
struct Shape {
    id: String,
    open: &'static str,
    label: String,
    close: &'static str,
}

impl Drawing {
    fn of(title: &str, flows: &BTreeSet<(Node, Node)>) -> Self {
        let nodes: BTreeSet<&Node> = flows.iter().flat_map(|(from, to)| [from, to]).collect();
        let ids: BTreeMap<&Node, String> =
            nodes.iter().zip(1..).map(|(node, number)| (*node, format!("n{number}"))).collect();
        let id = |node: &Node| ids.get(node).cloned().unwrap_or_default();
        let mut by_schema: BTreeMap<&str, Vec<Shape>> = BTreeMap::new();
        let mut others = Vec::new();
        for node in nodes {
            let shape = Shape::of(node, id(node));
            match node {
                Node::Table(name) | Node::View(name) => {
                    by_schema.entry(&name.schema).or_default().push(shape);
                }
                _ => others.push(shape),
            }
        }
        let groups = by_schema.into_iter().zip(1..).map(|((schema, nodes), number)| Group {
            id: format!("s{number}"),
            name: quoted(schema),
            nodes,
        });
        let is_too_large = flows.len() > MAX_EDGES;
        Self {
            title: title.to_owned(),
            groups: groups.collect(),
            nodes: others,
            edges: flows.iter().map(|(from, to)| (id(from), id(to))).collect(),
            is_too_large,
        }
    }
}

impl Shape {
    fn of(node: &Node, id: String) -> Self {
        let (open, close) = match node {
            Node::Files(_) => ("[/", "/]"),
            Node::Source(_) => (">", "]"),
            Node::Table(_) => ("[(", ")]"),
            Node::View(_) => ("[", "]"),
            Node::Transform(_) => ("{{", "}}"),
            Node::Query(_) => ("([", "])"),
            Node::Role(_) => ("((", "))"),
        };
        let label = match node {
            Node::Table(name) | Node::View(name) => quoted(&name.name),
            Node::Files(name)
            | Node::Source(name)
            | Node::Transform(name)
            | Node::Query(name)
            | Node::Role(name) => quoted(name),
        };
        Self { id, open, label, close }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ObjectName;

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
        let drawing = Drawing::of("Shop", &flows);
        let text = Templates::default().render("lineage/diagram.mmd", drawing).unwrap();
        insta::assert_snapshot!(text);
    }

    #[test]
    fn more_than_mermaid_draws_is_said_and_not_drawn() {
        let flows = (0..501).map(|number| (table(&number.to_string()), table("all"))).collect();
        let text = Templates::default().render("lineage/diagram.mmd", Drawing::of("x", &flows));
        let text = text.unwrap();
        assert!(text.contains("501") && !text.contains("-->"), "{text}");
    }
}
