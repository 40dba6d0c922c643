//! The first page: what there is, in numbers that lead there, and the first diagrams.

use super::Context;
use super::page::{Block, Inline, Page, cell};

pub(super) fn page(context: &Context<'_>) -> Page {
    let project = context.project;
    let database = &project.database;
    let mut page = Page::new("index.html", "overview", "project", &project.name);
    page.lead.extend(project.description.iter().map(Inline::text));
    let tables = database.whole_tables().count();
    let counts = [
        (tables, "tables", "tables.html"),
        (database.views.len(), "views", "tables.html"),
        (database.roles.len(), "roles", "access.html"),
        (project.queries.len(), "queries", "queries.html"),
        (project.sources.len(), "sources", "pipelines.html"),
        (project.transforms.len(), "transforms", "pipelines.html#transforms"),
        (context.site.migrations.len(), "migrations", "migrations.html"),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    let counts = counts.map(|(count, word, path)| {
        let word = if count == 1 {
            word.trim_end_matches('s').replace("querie", "query")
        } else {
            word.into()
        };
        (count, Inline::text(word).to(Some(path.into())))
    });
    page.section("numbers", "What there is", vec![Block::Counts { counts: counts.collect() }]);
    let schemas = database.schemas.iter().map(|(name, schema)| {
        let tables = database.whole_tables().filter(|(table, _)| table.schema == *name);
        let views = database.views.keys().filter(|view| view.schema == *name);
        let link = context.links.schema(name).map(|id| format!("tables.html#{id}"));
        vec![
            vec![Inline::code(name.as_str()).to(link)],
            cell(schema.comment.clone().unwrap_or_default()),
            cell(tables.count().to_string()),
            cell(views.count().to_string()),
        ]
    });
    let head = ["Schema", "Holds", "Tables", "Views"];
    page.section("schemas", "Schemas", vec![Block::table(&head, schemas.collect())]);
    let open = context.site.findings.iter().filter(|finding| finding.accepted.is_none()).count();
    let accepted = context.site.findings.len() - open;
    let words = match (open, accepted) {
        (0, 0) => "Nothing found by `pgspec check`.".to_owned(),
        (0, _) => format!("Nothing open; {accepted} accepted, each with a reason and a last day."),
        _ => format!("{open} open, {accepted} accepted."),
    };
    let link = Some("findings.html".to_owned());
    page.section(
        "findings",
        "Findings",
        vec![Block::Words { inlines: vec![Inline::text(words).to(link)] }],
    );
    let drawn = super::diagrams::first(context, &page);
    page.section("diagram", "A diagram", drawn.into_iter().collect());
    page
}
