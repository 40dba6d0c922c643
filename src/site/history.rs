//! What changed and what is to be mended: migrations with their locks and hazards, findings.

use super::page::{Block, Cell, Inline, Page, cell, code_cell};
use super::{Context, Finding, Migration, links};
use crate::audit::Weight;
use crate::plan::Step;
use crate::sql;

/// A migration shows no more statements than that: a first release has hundreds.
const MOST: usize = 200;

pub(super) fn pages(context: &Context<'_>) -> Vec<Page> {
    let mut pages = vec![findings(&context.site.findings)];
    let migrations = &context.site.migrations;
    if migrations.is_empty() {
        return pages;
    }
    let mut index = Page::new("migrations.html", "migrations", "migrations", "Migrations");
    index.lead.push(Inline::text("How the database came to be what it is, the oldest first."));
    let named = links::unique(migrations.iter().map(|migration| &migration.file));
    let paths = named.into_iter().map(|(_, file)| format!("migrations/{file}.html"));
    let paths: Vec<String> = paths.collect();
    let rows = migrations.iter().zip(&paths).map(|(migration, path)| {
        vec![
            vec![Inline::code(&migration.file).to(Some(index.link(path)))],
            cell(migration.steps.len().to_string()),
            hazards(&migration.steps),
        ]
    });
    let rows = rows.collect();
    index.section(
        "migrations",
        "All migrations",
        vec![Block::table(&["File", "Steps", "Hazards"], rows)],
    );
    pages.push(index);
    pages.extend(
        migrations.iter().zip(&paths).map(|(migration, path)| of_migration(migration, path)),
    );
    pages
}

fn hazards(steps: &[Step]) -> Cell {
    let kinds = steps.iter().flat_map(|step| &step.hazards).map(|hazard| hazard.kind);
    let kinds: std::collections::BTreeSet<_> = kinds.collect();
    let marks =
        kinds.into_iter().map(|kind| Inline { class: "warning", ..Inline::text(kind.name()) });
    marks.flat_map(|mark| [mark, Inline::text(" ")]).collect()
}

fn of_migration(migration: &Migration, path: &str) -> Page {
    let mut page = Page::new(path, "migrations", "migration", &migration.file);
    let count = migration.steps.len();
    let left_out = count.saturating_sub(MOST);
    page.lead.push(Inline::text(match left_out {
        0 => format!("{count} steps."),
        _ => format!("{count} steps, of which the first {MOST} are shown."),
    }));
    for (step, number) in migration.steps.iter().take(MOST).zip(1..) {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for lock in &step.locks {
            rows.push(vec![cell("Lock"), code_cell(format!("{} on {}", lock.mode, lock.relation))]);
        }
        for hazard in &step.hazards {
            let mark = Inline { class: "warning", ..Inline::text(hazard.kind.name()) };
            rows.push(vec![vec![mark], cell(&hazard.message)]);
        }
        let blocks =
            vec![Block::table(&["", ""], rows), Block::Code { parts: sql::highlight(&step.sql) }];
        let blocks = blocks.into_iter().filter(|block| match block {
            Block::Table { rows, .. } => !rows.is_empty(),
            _ => true,
        });
        page.section(&format!("step-{number}"), &step.object, blocks.collect());
    }
    page
}

fn findings(all: &[Finding]) -> Page {
    let mut page = Page::new("findings.html", "findings", "findings", "Findings");
    page.lead.push(Inline::text(
        "What `pgspec check` finds in the project, and what is accepted, with the reason.",
    ));
    let row = |finding: &&Finding| {
        let said = &finding.said;
        let class = if said.weight == Weight::Error { "error" } else { "warning" };
        vec![
            vec![Inline { class, ..Inline::text(said.code) }],
            code_cell(&said.object),
            cell(&said.detail),
            cell(finding.accepted.clone().unwrap_or_default()),
        ]
    };
    let (accepted, open): (Vec<&Finding>, Vec<&Finding>) =
        all.iter().partition(|finding| finding.accepted.is_some());
    let rows = open.iter().map(row).map(|mut row| {
        row.pop();
        row
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    match rows.is_empty() {
        true => page.section("open", "Open", vec![Block::words("Nothing.")]),
        false => page.section("open", "Open", vec![Block::table(&["Code", "Object", "Is"], rows)]),
    }
    let rows = accepted.iter().map(row).collect();
    let head = ["Code", "Object", "Is", "Accepted because"];
    page.section("accepted", "Accepted", vec![Block::table(&head, rows)]);
    page
}
