//! What a picture of many nodes is divided by: the schemas of tables, each with what fills it or asks of it.

use std::collections::{BTreeMap, BTreeSet};

use super::schema;
use crate::model::Node;
use crate::picture::flow::Domains;
use crate::picture::parts::MOST;

/// Where nodes belong that no table tells it of.
const ELSEWHERE: &str = "without tables";

/// Finds where each node belongs; a role belongs nowhere, as it asks here and there.
pub(super) fn of(nodes: &[Node], flows: &BTreeSet<(Node, Node)>) -> Domains {
    let (mut before, mut after) =
        (BTreeMap::<&Node, Vec<&Node>>::new(), BTreeMap::<&Node, Vec<&Node>>::new());
    for (from, to) in flows {
        before.entry(to).or_default().push(from);
        after.entry(from).or_default().push(to);
    }
    let near = |way: &BTreeMap<&Node, Vec<&Node>>, node: &Node| {
        most(way.get(node).into_iter().flatten().filter_map(|other| schema(other)))
    };
    let home = |node: &Node| match node {
        Node::Role(_) => None,
        Node::Table(_) | Node::View(_) => schema(node).map(str::to_owned),
        Node::Query(_) => Some(near(&before, node).unwrap_or_else(|| ELSEWHERE.to_owned())),
        // Files lie where the source that takes or writes them does.
        Node::Files(_) => {
            let takes = [&after, &before].into_iter().filter_map(|way| way.get(node)).flatten();
            let home = takes.filter_map(|source| near(&after, source)).next();
            Some(home.unwrap_or_else(|| ELSEWHERE.to_owned()))
        }
        Node::Source(_) | Node::Transform(_) => {
            let home = near(&after, node).or_else(|| near(&before, node));
            Some(home.unwrap_or_else(|| ELSEWHERE.to_owned()))
        }
    };
    let homes: Vec<Option<String>> = nodes.iter().map(home).collect();
    let titles: BTreeSet<&String> = homes.iter().flatten().collect();
    let places: BTreeMap<&String, usize> = titles.iter().copied().zip(0..).collect();
    Domains {
        titles: titles.iter().map(|title| (*title).clone()).collect(),
        of: homes.iter().map(|home| home.as_ref().map(|home| places[home])).collect(),
        kinds: nodes.iter().map(kind).collect(),
        word: "flow",
        most: MOST,
    }
}

/// Returns the most frequent of them; of several the first by name.
fn most<'n>(schemas: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    schemas.for_each(|schema| *counts.entry(schema).or_default() += 1);
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map(|(schema, _)| schema.to_owned())
}

fn kind(node: &Node) -> &'static str {
    match node {
        Node::Files(_) | Node::Role(_) => "",
        Node::Source(_) => "source",
        Node::Table(_) => "table",
        Node::View(_) => "view",
        Node::Transform(_) => "transform",
        Node::Query(_) => "query",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ObjectName;

    #[test]
    fn everything_belongs_to_the_schema_that_it_fills_or_asks() {
        let table = |schema: &str, name: &str| Node::Table(ObjectName::new(schema, name));
        let (files, source) = (Node::Files("in/*.csv".into()), Node::Source("orders".into()));
        let (made, asked) = (Node::Transform("totals".into()), Node::Query("top".into()));
        let (role, alone) = (Node::Role("bi".into()), Node::Query("now".into()));
        let flows = BTreeSet::from([
            (files.clone(), source.clone()),
            (source.clone(), table("raw", "orders")),
            (table("raw", "orders"), made.clone()),
            (made.clone(), table("shop", "totals")),
            (table("shop", "totals"), asked.clone()),
            (table("shop", "more"), asked.clone()),
            (table("raw", "orders"), asked.clone()),
            (asked.clone(), role.clone()),
            (alone.clone(), role.clone()),
        ]);
        let nodes = [files, source, made, asked, role, alone];
        let domains = of(&nodes, &flows);
        assert_eq!(domains.titles, ["raw", "shop", "without tables"]);
        assert_eq!(domains.of, [Some(0), Some(0), Some(1), Some(1), None, Some(2)]);
    }
}
