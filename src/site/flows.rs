//! What arrives and what runs: lineage, sources, transforms, schedules.

use super::Context;
use super::page::{Block, Cell, Inline, Page, cell, code_cell};
use super::sheets;
use crate::model::{DataExpectation, FileSource, Node, Schedule, Transform};
use crate::pipeline::LastRun;
use crate::render::lineage;
use crate::sql;

pub(super) fn pages(context: &Context<'_>) -> Vec<Page> {
    let project = context.project;
    let mut pages = Vec::new();
    if !context.comes_from.is_empty() {
        pages.extend(of_lineage(context));
    }
    if project.sources.is_empty() && project.transforms.is_empty() {
        return pages;
    }
    pages.push(index(context));
    pages.extend(project.sources.iter().map(|(name, source)| of_source(context, name, source)));
    pages.extend(project.transforms.iter().map(|(name, it)| of_transform(context, name, it)));
    pages
}

fn of_lineage(context: &Context<'_>) -> Vec<Page> {
    let mut page = Page::new("lineage.html", "lineage", "lineage", "Lineage");
    page.lead.push(Inline::text(
        "Files are slanted, sources flags, tables cylinders, views boxes, transforms hexagons, questions and roles round.",
    ));
    let mut parts = Vec::new();
    for lineage::Picture { name, nodes, sheets } in lineage::pictures(context.project) {
        let path_of = |node: usize| context.links.node(&nodes[node]).map(str::to_owned);
        let Some(first) = sheets.first().filter(|_| !nodes.is_empty()) else { continue };
        let drawn = sheets::picture(&page, "lineage", first, &path_of);
        page.section(name, &first.title, vec![drawn]);
        parts.extend(sheets::pages(&page, "lineage", &sheets, &path_of));
    }
    std::iter::once(page).chain(parts).collect()
}

fn when(schedule: Option<&Schedule>) -> String {
    schedule.map_or_else(|| "whenever anything runs".to_owned(), Schedule::words)
}

fn index(context: &Context<'_>) -> Page {
    let project = context.project;
    let mut page = Page::new("pipelines.html", "pipelines", "pipelines", "Pipelines");
    page.lead.push(Inline::text("Files that arrive, and what runs in the database by itself."));
    let link =
        |folder, name: &str| context.links.of_folder(folder, name).map(|path| page.link(path));
    let row = |folder, name: &str, description: &Option<String>, schedule: Option<&Schedule>| {
        let mut row = vec![
            vec![Inline::code(name).to(link(folder, name))],
            cell(description.clone().unwrap_or_default()),
            cell(when(schedule)),
        ];
        row.extend(last_run(context, name));
        row
    };
    let table = |what, does, rows: Vec<Vec<Cell>>| {
        let last = context.site.live.as_ref().map(|_| "Last run");
        let head: Vec<&str> = [what, does, "When"].into_iter().chain(last).collect();
        vec![Block::table(&head, rows)]
    };
    let sources = project.sources.iter();
    let sources =
        sources.map(|(name, it)| row("sources", name, &it.description, it.schedule.as_ref()));
    let transforms = project.transforms.iter();
    let transforms =
        transforms.map(|(name, it)| row("transforms", name, &it.description, it.schedule.as_ref()));
    let sources = table("Source", "Brings", sources.collect());
    let transforms = table("Transform", "Makes", transforms.collect());
    page.section("sources", "Sources", sources);
    page.section("transforms", "Transforms", transforms);
    page
}

/// When something last ran, where a database is asked.
fn last_run(context: &Context<'_>, name: &str) -> Option<Cell> {
    let live = context.site.live.as_ref()?;
    Some(match live.runs.get(name).and_then(|runs| runs.first()) {
        Some(run) => vec![Inline::text(began(run)), Inline::text(" "), ended(&run.outcome)],
        None => vec![Inline { class: "muted", ..Inline::text("never") }],
    })
}

/// When a run began, in UTC.
fn began(run: &LastRun) -> String {
    run.began_at.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// How a run ended; a failure stands out.
fn ended(state: &str) -> Inline {
    let class = if state == "failed" { "error" } else { "" };
    Inline { class, ..Inline::text(state) }
}

fn runs(context: &Context<'_>, page: &mut Page, name: &str) {
    let runs = context.site.live.as_ref().and_then(|live| live.runs.get(name));
    let rows = runs.into_iter().flatten().map(|run| {
        let took = format!("{:.1} s", run.took.as_secs_f64());
        vec![cell(began(run)), vec![ended(&run.outcome)], cell(&run.rows), cell(took)]
    });
    let head = ["Began (UTC)", "Ended", "Rows", "Took"];
    page.section("runs", "Last runs", vec![Block::table(&head, rows.collect())]);
}

/// Rows of facts: a term, and what there is to say.
fn facts(page: &mut Page, facts: Vec<(&str, Cell)>) {
    let rows = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = rows.map(|(term, value)| vec![cell(term), value]).collect();
    page.section("facts", "What it is", vec![Block::table(&["", ""], rows)]);
}

fn of_source(context: &Context<'_>, name: &str, source: &FileSource) -> Page {
    let path = context.links.of_folder("sources", name).unwrap_or_default();
    let mut page = Page::new(path, "pipelines", "source", name);
    page.lead.extend(source.description.clone().map(Inline::text));
    let all = vec![
        ("Files", code_cell(format!("{}/{}", source.folder, source.pattern))),
        ("When", cell(when(source.schedule.as_ref()))),
        ("As", vec![context.links.role_from(&page, &source.run_as)]),
        ("Accepted rows", vec![context.links.relation_from(&page, &source.accepted.table)]),
        ("Rejected rows", vec![context.links.relation_from(&page, &source.rejected.table)]),
    ];
    facts(&mut page, all);
    let pairs = |all: &[(String, String)]| {
        all.iter().map(|(name, sql)| vec![code_cell(name), code_cell(sql)]).collect::<Vec<_>>()
    };
    let columns = source
        .columns
        .iter()
        .map(|column| vec![code_cell(&column.name), code_cell(&column.data_type)]);
    page.section("columns", "Columns", vec![Block::table(&["Column", "Type"], columns.collect())]);
    let derived = Block::table(&["Value", "Computed by"], pairs(&source.derived));
    page.section("derived", "What is computed", vec![derived]);
    let rules = Block::table(&["Reason", "Accepted where"], pairs(&source.rules));
    page.section("rules", "Which rows are accepted", vec![rules]);
    runs(context, &mut page, name);
    page
}

fn of_transform(context: &Context<'_>, name: &str, transform: &Transform) -> Page {
    let path = context.links.of_folder("transforms", name).unwrap_or_default();
    let mut page = Page::new(path, "pipelines", "transform", name);
    page.lead.extend(transform.description.clone().map(Inline::text));
    let own = Node::Transform(name.to_owned());
    let linked = |nodes: Option<&Vec<Node>>| {
        let nodes = nodes.into_iter().flatten();
        let links = nodes.flat_map(|node| {
            let mut all = context.links.node_from(&page, node);
            all.push(Inline::text(" "));
            all
        });
        links.collect::<Cell>()
    };
    let all = vec![
        ("Kind", cell(transform.kind_words())),
        ("When", cell(when(transform.schedule.as_ref()))),
        ("As", vec![context.links.role_from(&page, &transform.run_as)]),
        ("Reads", linked(context.comes_from.get(&own))),
        ("Fills", linked(context.goes_to.get(&own))),
    ];
    facts(&mut page, all);
    if !transform.sql.is_empty() {
        page.section("sql", "SQL", vec![Block::Code { parts: sql::highlight(&transform.sql) }]);
    }
    let expected = |expectation: &DataExpectation| {
        let weight = if expectation.only_warns { "warns" } else { "stops" };
        vec![code_cell(&expectation.name), cell(weight)]
    };
    let expected = transform.expectations.iter().map(expected).collect();
    page.section(
        "expected",
        "What must hold",
        vec![Block::table(&["Expectation", "Else"], expected)],
    );
    runs(context, &mut page, name);
    page
}
