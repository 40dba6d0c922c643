//! The site: everything that is known of a project as pages that open from the file system.
//!
//! No server, no network, no build: HTML, one style sheet and two scripts. Every page has a lasting address made of
//! what it is about, works with the keyboard and without scripts, in the reader's light or dark scheme, and on
//! paper. Pure: what is read from files and servers comes in by [`Site`].

mod architecture;
mod diagrams;
mod flows;
mod history;
mod links;
mod overview;
mod page;
mod queries;
mod relations;
mod roles;
mod search;
mod sheets;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::access::effective::{self, Entry};
use crate::audit;
use crate::model::{Access, ColumnFlow, ForeignKey, Node, ObjectName, Project, Target};
use crate::picture::{DARK, LIGHT, SHAPES};
use crate::pipeline::LastRun;
use crate::plan::Step;
use crate::render::chart::Data;
use crate::render::erd::Neighbours;
use crate::render::{Artifacts, RenderError, Templates, erd, lineage};
use links::Links;
use page::Page;

/// What the site is made of.
pub struct Site<'p> {
    /// The model.
    pub project: &'p Project,
    /// Its migrations, the oldest first.
    pub migrations: Vec<Migration>,
    /// What `check` finds, and what is accepted.
    pub findings: Vec<Finding>,
    /// What a database said, where one was asked.
    pub live: Option<Live>,
}

/// What a database said.
#[derive(Default)]
pub struct Live {
    /// The last runs of sources and transforms, the newest first.
    pub runs: BTreeMap<String, Vec<LastRun>>,
    /// Charts of queries, or why there is none.
    pub charts: BTreeMap<String, Result<Chart, String>>,
    /// Plans of queries, or why there is none.
    pub plans: BTreeMap<String, Result<String, String>>,
}

/// A chart of a query.
pub struct Chart {
    /// The picture, as SVG.
    pub svg: String,
    /// The same as Vega-Lite, with the rows inside.
    pub vega_lite: String,
    /// The rows that it draws.
    pub data: Data,
}

/// A migration.
pub struct Migration {
    /// Name of its file.
    pub file: String,
    /// Its steps, with the locks and hazards that stand beside them.
    pub steps: Vec<Step>,
}

/// A finding of `check`.
pub struct Finding {
    /// What is wrong.
    pub said: audit::Finding,
    /// Why it is accepted, and until when; open where absent.
    pub accepted: Option<String>,
}

/// What every page is made from.
struct Context<'s> {
    project: &'s Project,
    site: &'s Site<'s>,
    links: Links<'s>,
    entries: Vec<Entry<'s>>,
    places: BTreeMap<Target, usize>,
    /// Tables and views that have a page, by their schemas.
    by_schema: BTreeMap<&'s str, Vec<&'s ObjectName>>,
    partitions: BTreeMap<&'s ObjectName, Vec<(&'s ObjectName, &'s str)>>,
    referenced: BTreeMap<&'s ObjectName, Vec<(&'s ObjectName, &'s ForeignKey)>>,
    neighbours: Neighbours<'s>,
    diagrams: Vec<erd::Picture>,
    comes_from: BTreeMap<Node, Vec<Node>>,
    goes_to: BTreeMap<Node, Vec<Node>>,
    column_flows: BTreeMap<&'s Node, Vec<&'s ColumnFlow>>,
}

impl<'s> Context<'s> {
    fn of(site: &'s Site<'s>, templates: &Templates) -> Result<Self, RenderError> {
        let project = site.project;
        let access = Access::new(&project.database);
        let entries = effective::entries(&project.database, project.postgres, &access);
        let (mut comes_from, mut goes_to) =
            (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for (from, to) in project.flows() {
            comes_from.entry(to.clone()).or_default().push(from.clone());
            goes_to.entry(from).or_default().push(to);
        }
        let mut column_flows = BTreeMap::<_, Vec<_>>::new();
        for flow in &project.column_flows {
            column_flows.entry(&flow.to).or_default().push(flow);
        }
        let database = &project.database;
        let (mut partitions, mut referenced) =
            (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for (name, table) in &database.tables {
            if let Some(of) = &table.partition_of {
                partitions.entry(&of.parent).or_default().push((name, of.bound.as_str()));
            }
        }
        for (name, table) in database.whole_tables() {
            for (_, key) in table.foreign_keys() {
                referenced.entry(&key.target).or_default().push((name, key));
            }
        }
        let links = Links::of(project);
        let mut by_schema = BTreeMap::<_, Vec<_>>::new();
        for name in database.relations() {
            if links.relation(name).is_some() {
                by_schema.entry(name.schema.as_str()).or_default().push(name);
            }
        }
        Ok(Self {
            project,
            site,
            links,
            by_schema,
            partitions,
            referenced,
            places: entries.iter().map(|entry| entry.target.clone()).zip(0..).collect(),
            entries,
            neighbours: Neighbours::of(project),
            diagrams: erd::pictures(project, templates)?,
            comes_from,
            goes_to,
            column_flows,
        })
    }

    /// Returns every table and view that has a page.
    fn relations(&self) -> impl Iterator<Item = &'s ObjectName> {
        self.by_schema.values().flatten().copied()
    }

    /// Returns what every role may do with an object.
    fn entry(&self, target: &Target) -> Option<&Entry<'s>> {
        self.places.get(target).map(|place| &self.entries[*place])
    }

    /// Returns what something is for.
    fn words(&self, node: &Node) -> Option<&'s str> {
        lineage::description(self.project, node)
    }
}

/// A link of the navigation.
#[derive(Debug, Serialize)]
struct Part {
    name: &'static str,
    title: &'static str,
    path: &'static str,
}

/// Renders every page, in as many threads as there are processors.
///
/// # Errors
/// Fails where a template does.
pub fn render(site: &Site<'_>, templates: &Templates) -> Result<Artifacts, RenderError> {
    let context = Context::of(site, templates)?;
    let mut pages = vec![overview::page(&context)];
    pages.extend(diagrams::pages(&context));
    pages.extend(relations::index(&context));
    pages.extend(roles::pages(&context));
    pages.extend(flows::pages(&context));
    pages.extend(queries::pages(&context));
    pages.extend(architecture::pages(&context));
    pages.extend(history::pages(&context));
    let parts = parts(&pages);
    let relations: Vec<&ObjectName> = context.relations().collect();
    let mut artifacts = Artifacts::default();
    artifacts.extend(laid_out(&context, templates, &parts, pages)?)?;
    let rendered: Vec<_> = relations
        .par_iter()
        .map(|name| laid_out(&context, templates, &parts, vec![relations::page(&context, name)]))
        .collect();
    for pages in rendered {
        artifacts.extend(pages?)?;
    }
    artifacts.extend(queries::vega_lite(&context))?;
    artifacts.insert("assets/search.js", search::index(&context))?;
    artifacts.insert("assets/site.js", templates.render("site/site.js", ())?)?;
    artifacts.insert("assets/style.css", style(templates)?)?;
    Ok(artifacts)
}

/// Lists the parts of the site that have a page.
fn parts(pages: &[Page]) -> Vec<Part> {
    let all = [
        ("overview", "Overview", "index.html"),
        ("diagrams", "Diagrams", "diagrams.html"),
        ("tables", "Tables", "tables.html"),
        ("access", "Roles and access", "access.html"),
        ("lineage", "Lineage", "lineage.html"),
        ("pipelines", "Pipelines", "pipelines.html"),
        ("queries", "Queries", "queries.html"),
        ("architecture", "Architecture", "architecture.html"),
        ("migrations", "Migrations", "migrations.html"),
        ("findings", "Findings", "findings.html"),
    ];
    let parts = all.into_iter().map(|(name, title, path)| Part { name, title, path });
    parts.filter(|part| pages.iter().any(|page| page.path == part.path)).collect()
}

fn laid_out(
    context: &Context<'_>,
    templates: &Templates,
    parts: &[Part],
    pages: Vec<Page>,
) -> Result<Vec<(String, String)>, RenderError> {
    let project = &context.project.name;
    let lay_out = |page: Page| {
        let view = serde_json::json!({ "project": project, "parts": parts, "page": &page });
        Ok((page.path, templates.render("site/page.html", view)?))
    };
    pages.into_iter().map(lay_out).collect()
}

/// The style sheet, with the colours of pictures: for the reader's scheme, and for a chosen one.
fn style(templates: &Templates) -> Result<String, RenderError> {
    let dark = |prefix: &str| DARK.replace(".pgspec ", &format!("{prefix} .pgspec "));
    let page = templates.render("site/style.css", ())?;
    Ok(format!(
        "{page}{SHAPES}{LIGHT}@media (prefers-color-scheme: dark) {{\n{}}}\n{}",
        dark(":root:not([data-theme=light])"),
        dark(":root[data-theme=dark]"),
    ))
}
