//! Systems: the list, and a page for each with its picture, its parts and its answers.

use super::Context;
use super::page::{Block, Cell, Inline, Page, cell};
use super::sheets;
use crate::model::{Point, Standing, System};
use crate::render::architecture;
use crate::render::sheets::Sheet;

pub(super) fn pages(context: &Context<'_>) -> Vec<Page> {
    let systems = &context.project.systems;
    if systems.is_empty() {
        return Vec::new();
    }
    let mut index = Page::new("architecture.html", "architecture", "architecture", "Architecture");
    index
        .lead
        .push(Inline::text("What stands around the database, held to what is declared of it."));
    let rows = systems.iter().map(|(name, system)| {
        let link = context.links.of_folder("systems", name).map(|path| index.link(path));
        vec![
            vec![Inline::text(&system.title).to(link)],
            cell(system.description.clone().unwrap_or_default()),
        ]
    });
    let rows = rows.collect();
    index.section("systems", "Systems", vec![Block::table(&["System", "Does"], rows)]);
    let mut pages = vec![index];
    let drawn = architecture::sheets_of(context.project);
    for (name, system) in systems {
        let sheets = &drawn[name.as_str()];
        let page = of_system(context, name, system, sheets);
        let parts = sheets::pages(&page, PARTS, sheets, &|_| None);
        pages.push(page);
        pages.extend(parts);
    }
    pages
}

/// The folder of the pictures of zones of a large system.
const PARTS: &str = "systems/parts";

fn of_system(context: &Context<'_>, name: &str, system: &System, sheets: &[Sheet]) -> Page {
    let path = context.links.of_folder("systems", name).unwrap_or_default();
    let mut page = Page::new(path, "architecture", "system", &system.title);
    page.lead.extend(system.description.clone().map(Inline::text));
    let pictures = sheets.first().map(|first| sheets::picture(&page, PARTS, first, &|_| None));
    page.section("picture", "Picture", pictures.into_iter().collect());
    points(&mut page, "concerns", "What stakeholders ask", system, &system.concerns);
    points(&mut page, "qualities", "What it has to be", system, &system.qualities);
    nodes(context, &mut page, system);
    stores(context, &mut page, system);
    flows(&mut page, system);
    let choices = system.trade_offs.iter().map(|choice| {
        let text = |text: &Option<String>| cell(text.clone().unwrap_or_default());
        vec![
            cell(&choice.choice),
            text(&choice.instead_of),
            cell(&choice.because),
            text(&choice.cost),
        ]
    });
    let head = ["Chosen", "In place of", "Because", "Costs"];
    page.section("choices", "Choices", vec![Block::table(&head, choices.collect())]);
    let assumed = system.assumptions.iter().map(|text| vec![cell(text)]).collect();
    page.section("assumptions", "What is taken for granted", vec![Block::table(&[""], assumed)]);
    page
}

/// Names a node, store or zone by its title.
fn title<'s>(system: &'s System, name: &'s str) -> &'s str {
    let node = system.nodes.get(name).map(|node| &node.standing.title);
    let store = system.stores.get(name).map(|store| &store.standing.title);
    let zone = system.zones.get(name).map(|zone| &zone.title);
    node.or(store).or(zone).map_or(name, String::as_str)
}

fn points(page: &mut Page, id: &str, heading: &str, system: &System, points: &[Point]) {
    let rows = points.iter().flat_map(|point| {
        let asked = point.asks.clone().unwrap_or_else(|| point.name.replace('_', " "));
        point
            .answers
            .iter()
            .map(move |(who, how)| vec![cell(&asked), cell(title(system, who)), cell(how)])
    });
    page.section(id, heading, vec![Block::table(&["Asked", "Answered by", "How"], rows.collect())]);
}

/// What something is made of, who looks after it, how it grows and fails.
fn standing(standing: &Standing) -> [Cell; 4] {
    let text = |text: &Option<String>| cell(text.clone().unwrap_or_default());
    [
        cell(&standing.title),
        text(&standing.description),
        text(&standing.technology),
        text(&standing.owner),
    ]
}

fn nodes(context: &Context<'_>, page: &mut Page, system: &System) {
    let rows = system.nodes.values().map(|node| {
        let roles = node
            .roles
            .iter()
            .flat_map(|role| [context.links.role_from(page, role), Inline::text(" ")]);
        let roles: Cell = roles.collect();
        let [named, does, made_of, owner] = standing(&node.standing);
        let on_failure = cell(node.standing.on_failure.clone().unwrap_or_default());
        vec![named, cell(node.kind.words()), does, made_of, owner, roles, on_failure]
    });
    let rows = rows.collect();
    let head = ["Node", "Is", "Does", "Made of", "Owner", "Roles", "When it fails"];
    page.section("nodes", "Nodes", vec![Block::table(&head, rows)]);
}

fn stores(context: &Context<'_>, page: &mut Page, system: &System) {
    let rows = system.stores.values().map(|store| {
        let tables = store
            .relations
            .iter()
            .flat_map(|name| [context.links.relation_from(page, name), Inline::text(" ")]);
        let tables: Cell = tables.collect();
        let holds =
            if tables.is_empty() { cell(store.holds.clone().unwrap_or_default()) } else { tables };
        let kept = match (&store.retention, &store.kept_until) {
            (Some(retention), _) => retention.to_string(),
            (None, Some(until)) => format!("until {until}"),
            (None, None) => String::new(),
        };
        let text = |text: &Option<String>| cell(text.clone().unwrap_or_default());
        let class = store.classification.map(|class| class.words()).unwrap_or_default();
        vec![
            cell(&store.standing.title),
            holds,
            cell(class),
            cell(kept),
            text(&store.encryption_at_rest),
            text(&store.backup),
        ]
    });
    let rows = rows.collect();
    let head = ["Store", "Holds", "Data", "Kept", "Encrypted by", "Backup"];
    page.section("stores", "Stores", vec![Block::table(&head, rows)]);
}

fn flows(page: &mut Page, system: &System) {
    let rows = system.flows.values().map(|flow| {
        let arrow = if flow.both_ways { "↔" } else { "→" };
        let way = format!("{} {arrow} {}", title(system, &flow.from), title(system, &flow.to));
        let text =
            |text: &Option<String>, none: &str| cell(text.clone().unwrap_or_else(|| none.into()));
        vec![
            cell(way),
            text(&flow.what, ""),
            text(&flow.protocol, ""),
            text(&flow.encryption, "not encrypted"),
            text(&flow.authentication, "not authenticated"),
        ]
    });
    let rows = rows.collect();
    let head = ["Flow", "What", "How", "Encrypted by", "Known by"];
    page.section("flows", "Flows", vec![Block::table(&head, rows)]);
}
