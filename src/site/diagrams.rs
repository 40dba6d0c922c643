//! Diagrams: a page for each, on which a table leads to its page.

use super::Context;
use super::links::Links;
use super::page::{Block, Inline, Page, cell};
use crate::picture::tables::Tables;
use crate::render::erd;

pub(super) fn pages(context: &Context<'_>) -> Vec<Page> {
    let drawn = &context.diagrams;
    let mut index = Page::new("diagrams.html", "diagrams", "diagrams", "Diagrams");
    index.lead.push(Inline::text("Tables and the foreign keys between them."));
    let rows = drawn.iter().map(|diagram| {
        let count = match &diagram.drawn {
            erd::Drawn::Tables(tables) => format!("{} tables", tables.entities.len()),
            erd::Drawn::Overview(flow) => format!("{} parts", flow.nodes.len()),
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
        pages.push(page);
    }
    pages
}

/// The first diagram, for the overview.
pub(super) fn first(context: &Context<'_>, page: &Page) -> Option<Block> {
    context.diagrams.first().map(|diagram| picture(context, page, diagram))
}

fn picture(context: &Context<'_>, page: &Page, diagram: &erd::Picture) -> Block {
    let svg = match &diagram.drawn {
        erd::Drawn::Tables(tables) => {
            let mut tables = tables.clone();
            link(&mut tables, &context.links, page);
            tables.inline()
        }
        erd::Drawn::Overview(flow) => {
            let mut flow = flow.clone();
            for (node, part) in flow.nodes.iter_mut().zip(parts_of(context, diagram)) {
                node.link = Some(page.link(&path(part)));
            }
            flow.inline()
        }
    };
    Block::Picture { svg, label: diagram.title.clone(), file: diagram.name.clone() }
}

/// The diagrams of the parts of one that is divided, which follow it in the order of its boxes.
fn parts_of<'c>(
    context: &'c Context<'_>,
    overview: &erd::Picture,
) -> impl Iterator<Item = &'c erd::Picture> {
    context.diagrams.iter().skip_while(|it| it.name != overview.name).skip(1)
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
