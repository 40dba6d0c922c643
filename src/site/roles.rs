//! Roles: the matrix of what each may do, their picture, and a page for each.

use super::Context;
use super::page::{Block, Cell, Inline, Page, cell, code_cell};
use super::sheets;
use crate::access::effective::Entry;
use crate::access::graph;
use crate::access::matrix::{legend, letters};
use crate::access::words::{attributes, kind_and_name, memberships, road_words, role_words};
use crate::model::{Role, Target};
use crate::picture::flow::Shape;
use crate::render::access;

/// What is said in place of a matrix without columns.
const NOBODY: &str = "No role is given anything: only superusers, and the role that creates the objects and so owns \
    them, may use them. Roles that are declared under `roles` stand here with what each may do.";

pub(super) fn pages(context: &Context<'_>) -> Vec<Page> {
    let mut pages = matrix(context);
    pages.extend(
        context.project.database.roles.iter().map(|(name, role)| of_role(context, name, role)),
    );
    pages
}

/// The matrix: a row for each object, a column for each role.
fn matrix(context: &Context<'_>) -> Vec<Page> {
    let mut page = Page::new("access.html", "access", "access", "Roles and access");
    let is_shown = |column: usize| {
        let anything = |entry: &Entry<'_>| !entry.roles[column].is_empty();
        context.entries.iter().any(anything)
    };
    let count = context.entries.first().map_or(0, |entry| entry.roles.len());
    let shown: Vec<usize> = (0..count).filter(|column| is_shown(*column)).collect();
    page.lead.push(Inline::text(match shown.is_empty() {
        true => NOBODY,
        false => "Who may do what in the end, memberships, ownership and PUBLIC followed. What is left empty is refused.",
    }));
    let roles = context.project.database.roles.iter().map(|(name, role)| {
        vec![
            vec![context.links.role_from(&page, name)],
            cell(role.comment.clone().unwrap_or_default()),
            cell(attributes(role).join(", ")),
            cell(memberships(role).join(", ")),
        ]
    });
    let roles: Vec<Vec<Cell>> = roles.collect();
    let head = ["Role", "Is for", "May", "Member of"];
    page.section("roles", "Roles", vec![Block::table(&head, roles)]);
    let first = context.entries.first();
    let names =
        shown.iter().filter_map(|column| Some(role_words(first?.roles[*column].role).to_owned()));
    let head: Vec<String> = std::iter::once("Object".to_owned()).chain(names).collect();
    let row = |entry: &Entry<'_>| {
        let cells = shown.iter().map(|column| code_cell(letters(&entry.roles[*column])));
        std::iter::once(object(context, &page, &entry.target)).chain(cells).collect()
    };
    let rows: Vec<Vec<Cell>> = context.entries.iter().map(row).collect();
    let table = Block::Table { head, rows, has_filter: true, is_matrix: true };
    if !shown.is_empty() {
        page.section("matrix", "Matrix", vec![table, Block::words(legend())]);
    }
    let drawn = graph::graph_of(&context.project.database, &context.entries);
    if drawn.flow.nodes.is_empty() {
        return vec![page];
    }
    let nodes: Vec<(String, Shape)> =
        drawn.flow.nodes.iter().map(|node| (node.name.clone(), node.shape)).collect();
    // A schema may be called as a role is.
    let path_of = |node: usize| match &nodes[node] {
        (name, Shape::Cylinder) => context.links.schema(name).map(|id| format!("tables.html#{id}")),
        (_, Shape::Words) => None,
        (name, _) => context.links.of_folder("roles", name).map(str::to_owned),
    };
    let sheets = access::sheets_of(drawn);
    let pictures = sheets.first().map(|first| sheets::picture(&page, "access", first, &path_of));
    page.section("picture", "Picture", pictures.into_iter().collect());
    let parts = sheets::pages(&page, "access", &sheets, &path_of);
    std::iter::once(page).chain(parts).collect()
}

fn object(context: &Context<'_>, page: &Page, target: &Target) -> Cell {
    let (kind, name) = kind_and_name(&context.project.database, target);
    let link = match target {
        Target::Table(name) => context.links.relation(name).map(|path| page.link(path)),
        _ => None,
    };
    vec![
        Inline { text: format!("{kind} "), class: "muted", link: None },
        Inline::code(name).to(link),
    ]
}

fn of_role(context: &Context<'_>, name: &str, role: &Role) -> Page {
    let path = context.links.of_folder("roles", name).unwrap_or_default();
    let mut page = Page::new(path, "access", "role", name);
    page.lead.extend(role.comment.clone().map(Inline::text));
    let mut facts: Vec<Vec<Cell>> = Vec::new();
    let mut fact = |term: &str, value: Cell| {
        if !value.is_empty() {
            facts.push(vec![cell(term), value]);
        }
    };
    let listed =
        |words: Vec<&str>| if words.is_empty() { Vec::new() } else { cell(words.join(", ")) };
    fact("May", listed(attributes(role)));
    let spaced = |names: Vec<&str>| {
        let links = names.into_iter().map(|name| context.links.role_from(&page, name));
        links.flat_map(|link| [link, Inline::text(" ")]).collect::<Cell>()
    };
    fact("Member of", spaced(role.member_of.keys().map(String::as_str).collect()));
    let all = &context.project.database.roles;
    let members = all.iter().filter(|(_, other)| other.member_of.contains_key(name));
    fact("Members", spaced(members.map(|(member, _)| member.as_str()).collect()));
    let limit = role.connection_limit.filter(|limit| *limit >= 0);
    fact("Connections", limit.map(|limit| cell(format!("at most {limit}"))).unwrap_or_default());
    fact("Valid until", role.valid_until.clone().map(cell).unwrap_or_default());
    let settings = role.settings.iter().chain(&role.settings_in_database);
    let settings: Vec<String> = settings.map(|(name, value)| format!("{name} = {value}")).collect();
    fact("Settings", if settings.is_empty() { Vec::new() } else { code_cell(settings.join(", ")) });
    let runs = role.runs.iter().flat_map(|query| {
        let link = context.links.of_folder("queries", query).map(|path| page.link(path));
        [Inline::code(query).to(link), Inline::text(" ")]
    });
    fact("Runs", runs.collect());
    page.section("facts", "What it is", vec![Block::table(&["", ""], facts)]);
    let rows = context.entries.iter().filter_map(|entry| {
        let rights = entry.roles.iter().find(|rights| rights.role == name)?;
        if rights.is_empty() {
            return None;
        }
        let whole = rights.whole.iter();
        let whole =
            whole.map(|(privilege, road)| (privilege.sql().to_owned(), road_words(name, road)));
        let partial = rights.partial.iter().map(|(privilege, columns)| {
            let road = columns.first().map(|(_, road)| road_words(name, road));
            let columns: Vec<&str> = columns.iter().map(|(column, _)| *column).collect();
            (format!("{} ({})", privilege.sql(), columns.join(", ")), road.unwrap_or_default())
        });
        let all: Vec<(String, String)> = whole.chain(partial).collect();
        let privileges: Vec<&str> = all.iter().map(|(privilege, _)| privilege.as_str()).collect();
        let roads: std::collections::BTreeSet<&str> =
            all.iter().map(|(_, road)| road.as_str()).collect();
        let roads: Vec<&str> = roads.into_iter().collect();
        Some(vec![
            object(context, &page, &entry.target),
            cell(privileges.join(", ")),
            cell(roads.join(", ")),
        ])
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    page.section(
        "may",
        "What it may do",
        vec![Block::table(&["Object", "Privileges", "By"], rows)],
    );
    let denials = context.project.denials.iter().filter(|denial| denial.role == name);
    let denials = denials.map(|denial| {
        let link = context.links.relation_from(&page, &denial.table);
        vec![vec![link], cell(denial.words())]
    });
    let denials: Vec<Vec<Cell>> = denials.collect();
    page.section(
        "denied",
        "What it must never do",
        vec![Block::table(&["Table", "Denied"], denials)],
    );
    let mut rest: Vec<&String> = all.keys().collect();
    rest.truncate(40);
    page.beside = rest
        .into_iter()
        .map(|other| Inline {
            class: if other == name { "here" } else { "" },
            ..Inline::text(other)
                .to(context.links.of_folder("roles", other).map(|path| page.link(path)))
        })
        .collect();
    page
}
