//! Diagrams: a page for each, on which a table leads to its page.

use std::collections::BTreeSet;

use super::Context;
use super::links::Links;
use super::page::{Block, Inline, Page, cell};
use crate::picture::flow::Node;
use crate::picture::overview::Overview;
use crate::picture::tables::Tables;
use crate::render::erd;

pub(super) fn pages(context: &Context<'_>) -> Vec<Page> {
    let drawn = &context.diagrams;
    let mut index = Page::new("diagrams.html", "diagrams", "diagrams", "Diagrams");
    index.lead.push(Inline::text("Tables and the foreign keys between them."));
    let rows = drawn.iter().map(|diagram| {
        let count = match &diagram.drawn {
            erd::Drawn::Tables(tables) => format!("{} tables", tables.entities.len()),
            erd::Drawn::Overview(overview) => format!("{} parts", overview.parts.len()),
        };
        vec![vec![Inline::text(&diagram.title).to(Some(path(diagram)))], cell(count)]
    });
    index.section(
        "diagrams",
        "All diagrams",
        vec![Block::table(&["Diagram", "Shows"], rows.collect())],
    );
    let mut pages = vec![index];
    for diagram in drawn {
        let mut page = Page::new(&path(diagram), "diagrams", "diagram", &diagram.title);
        page.section("picture", "Picture", vec![picture(context, &page, diagram)]);
        if let erd::Drawn::Overview(overview) = &diagram.drawn {
            page.section(
                "keys",
                "Foreign keys between parts",
                vec![keys(context, &page, diagram, overview)],
            );
        }
        pages.push(page);
    }
    pages
}

/// The first diagram, for the overview.
pub(super) fn first(context: &Context<'_>, page: &Page) -> Option<Block> {
    context.diagrams.first().map(|diagram| picture(context, page, diagram))
}

fn picture(context: &Context<'_>, page: &Page, diagram: &erd::Picture) -> Block {
    let (svg, is_map) = match &diagram.drawn {
        erd::Drawn::Tables(tables) => {
            let mut tables = tables.clone();
            link(&mut tables, &context.links, page);
            (tables.inline(), false)
        }
        erd::Drawn::Overview(overview) => {
            let mut overview = overview.clone();
            for (node, part) in overview.parts.iter_mut().zip(parts_of(context, diagram)) {
                node.link = Some(page.link(&path(part)));
            }
            (overview.inline(), true)
        }
    };
    Block::Picture { svg, label: diagram.title.clone(), file: diagram.name.clone(), is_map }
}

/// The diagrams of the parts of one that is divided, which follow it in the order of its boxes.
fn parts_of<'c>(
    context: &'c Context<'_>,
    overview: &erd::Picture,
) -> impl Iterator<Item = &'c erd::Picture> {
    context.diagrams.iter().skip_while(|it| it.name != overview.name).skip(1)
}

/// How many keys lead from each part, a row, to each other, a column: arrows between many parts are hard to follow.
fn keys(context: &Context<'_>, page: &Page, diagram: &erd::Picture, overview: &Overview) -> Block {
    let (nodes, counts) = (&overview.parts, &overview.counts);
    let reached: BTreeSet<usize> = counts.keys().map(|(_, to)| *to).collect();
    let to = reached.iter().map(|to| nodes[*to].name.clone());
    let rows = nodes.iter().zip(parts_of(context, diagram)).zip(0..);
    let row = |((node, part), from): ((&Node, &erd::Picture), usize)| {
        let name = vec![Inline::text(&node.name).to(Some(page.link(&path(part))))];
        let count = |to: &usize| counts.get(&(from, *to)).map(usize::to_string);
        let cells = reached.iter().map(|to| cell(count(to).unwrap_or_default()));
        std::iter::once(name).chain(cells).collect()
    };
    let rows = if reached.is_empty() { Vec::new() } else { rows.map(row).collect() };
    let head = std::iter::once("From".to_owned()).chain(to).collect();
    Block::Table { head, rows, has_filter: false, is_matrix: true }
}

/// The path of a diagram's page.
fn path(diagram: &erd::Picture) -> String {
    format!("diagrams/{}.html", diagram.name)
}

/// Lets every table lead to its page.
pub(super) fn link(tables: &mut Tables, links: &Links<'_>, page: &Page) {
    for entity in &mut tables.entities {
        let name = crate::model::ObjectName::new(entity.schema.clone(), entity.name.clone());
        entity.link = links.relation(&name).map(|path| page.link(path));
    }
}
