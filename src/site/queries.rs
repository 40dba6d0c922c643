//! Named queries: the list of all, and a page for each.

use super::Context;
use super::page::{Block, Cell, Inline, Page, cell, code_cell};
use crate::model::{Node, Query};
use crate::render::chart::Data;
use crate::sql;

/// A page shows no more rows of a chart than that.
const MOST_FIGURES: usize = 500;

pub(super) fn pages(context: &Context<'_>) -> Vec<Page> {
    let queries = &context.project.queries;
    if queries.is_empty() {
        return Vec::new();
    }
    let mut index = Page::new("queries.html", "queries", "queries", "Queries");
    index.lead.push(Inline::text(
        "Questions with a name, each tried on a real server as the role that asks it.",
    ));
    let rows = queries.iter().map(|(name, query)| {
        let link = context.links.of_folder("queries", name).map(|path| index.link(path));
        vec![
            vec![Inline::code(name).to(link)],
            cell(query.description.clone().unwrap_or_default()),
            vec![context.links.role_from(&index, &query.run_as)],
            cell(query.chart.as_ref().map_or("", |chart| chart.kind.word())),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    index.section(
        "queries",
        "All queries",
        vec![Block::table(&["Query", "Answers", "Asked by", "Drawn as"], rows)],
    );
    let mut pages = vec![index];
    pages.extend(queries.iter().map(|(name, query)| of_query(context, name, query)));
    pages
}

/// Returns the charts as Vega-Lite, each beside the page that shows it.
pub(super) fn vega_lite(context: &Context<'_>) -> Vec<(String, String)> {
    let charts = context.site.live.iter().flat_map(|live| &live.charts);
    let files = charts.filter_map(|(name, chart)| {
        let path = context.links.of_folder("queries", name)?;
        Some((beside(path), chart.as_ref().ok()?.vega_lite.clone()))
    });
    files.collect()
}

/// Returns the path of the Vega-Lite of a page's chart.
fn beside(page: &str) -> String {
    format!("{}.vl.json", page.trim_end_matches(".html"))
}

fn of_query(context: &Context<'_>, name: &str, query: &Query) -> Page {
    let path = context.links.of_folder("queries", name).unwrap_or_default();
    let mut page = Page::new(path, "queries", "query", name);
    page.lead.extend(query.description.clone().map(Inline::text));
    let live = context.site.live.as_ref();
    match live.and_then(|live| live.charts.get(name)) {
        Some(Ok(chart)) => {
            let label = query.description.clone().unwrap_or_else(|| name.to_owned());
            let drawn = Block::Chart { svg: chart.svg.clone(), label };
            let file = beside(&page.path);
            let file = file.rsplit('/').next().unwrap_or_default();
            let data = vec![
                Inline::text("The same as Vega-Lite, with its rows: "),
                Inline::code(file).to(Some(file.to_owned())),
            ];
            let data = Block::Words { inlines: data };
            let blocks = tried_with(query).into_iter().chain([drawn, data]);
            page.section("chart", "Chart", blocks.collect());
            page.section("figures", "Figures", figures(&chart.data));
        }
        Some(Err(why)) => {
            page.section("chart", "Chart", vec![Block::words(format!("Not drawn: {why}."))])
        }
        None => (),
    }
    let runs = context.project.database.roles.iter();
    let asks =
        runs.filter(|(role, it)| **role == query.run_as || it.runs.iter().any(|run| run == name));
    let asks = asks.flat_map(|(role, _)| [context.links.role_from(&page, role), Inline::text(" ")]);
    let asks: Cell = asks.collect();
    page.section("asks", "Who asks it", vec![Block::Words { inlines: asks }]);
    let parameters = query.parameters.iter().map(|parameter| {
        vec![
            code_cell(format!(":{}", parameter.name)),
            code_cell(&parameter.data_type),
            code_cell(parameter.default.clone().unwrap_or_default()),
            cell(parameter.description.clone().unwrap_or_default()),
        ]
    });
    let head = ["Parameter", "Type", "Default", "Is"];
    page.section("parameters", "Parameters", vec![Block::table(&head, parameters.collect())]);
    page.section("sql", "SQL", vec![Block::Code { parts: sql::highlight(&query.sql) }]);
    let columns = query.expectation.columns.iter();
    let columns = columns.map(|(name, data_type)| vec![code_cell(name), code_cell(data_type)]);
    page.section(
        "result",
        "What it returns",
        vec![Block::table(&["Column", "Type"], columns.collect())],
    );
    if let Some(plan) = live.and_then(|live| live.plans.get(name)) {
        page.section("plan", "Plan", plan_of(query, plan));
    }
    let reads = context.comes_from.get(&Node::Query(name.to_owned()));
    let reads = reads.into_iter().flatten().map(|node| {
        vec![context.links.node_from(&page, node), cell(context.words(node).unwrap_or_default())]
    });
    let reads: Vec<Vec<Cell>> = reads.collect();
    page.section("reads", "What it reads", vec![Block::table(&["From", "Which"], reads)]);
    page
}

/// The plan with what it was made for, or why there is none.
fn plan_of(query: &Query, plan: &Result<String, String>) -> Vec<Block> {
    match plan {
        Ok(plan) => {
            let mut blocks: Vec<Block> = tried_with(query).into_iter().collect();
            blocks.push(Block::Code { parts: vec![("", plan.clone())] });
            blocks
        }
        Err(why) => vec![Block::words(format!("None was given: {why}."))],
    }
}

/// Says which parameters had their examples, for want of a default.
fn tried_with(query: &Query) -> Option<Block> {
    let parameters = query.parameters.iter().filter(|it| it.default.is_none());
    let examples = parameters.filter_map(|it| Some((&it.name, it.example.as_ref()?)));
    let mut inlines: Cell = Vec::new();
    for (name, example) in examples {
        let before = if inlines.is_empty() { "For the example " } else { ", " };
        inlines.push(Inline::text(before));
        inlines.push(Inline::code(format!(":{name} = {example}")));
    }
    if inlines.is_empty() {
        return None;
    }
    inlines.push(Inline::text(":"));
    Some(Block::Words { inlines })
}

/// The rows that a chart draws, for who reads figures rather than pictures.
fn figures(data: &Data) -> Vec<Block> {
    let head: Vec<&str> = data.columns.iter().map(|column| column.name.as_str()).collect();
    let row = |row: &Vec<Option<String>>| {
        row.iter().map(|value| cell(value.clone().unwrap_or_default())).collect()
    };
    let mut blocks =
        vec![Block::table(&head, data.rows.iter().take(MOST_FIGURES).map(row).collect())];
    let count = data.rows.len();
    if count > MOST_FIGURES {
        blocks.push(Block::words(format!("The first {MOST_FIGURES} of {count} rows.")));
    }
    blocks
}
