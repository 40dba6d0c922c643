//! Tables and views: the list of all, and a page for each.

use super::Context;
use super::diagrams::link;
use super::page::{Block, Cell, Inline, Page, cell, code_cell};
use crate::access::matrix::{legend, letters};
use crate::model::{Column, ColumnFlow, Node, ObjectName, RowSecurity, Table, Target, View};
use crate::render::ddl;
use crate::sql;

/// The list of all tables and views, schema by schema.
pub(super) fn index(context: &Context<'_>) -> Vec<Page> {
    let database = &context.project.database;
    let mut page = Page::new("tables.html", "tables", "tables", "Tables and views");
    for (schema, names) in &context.by_schema {
        let rows = names.iter().filter_map(|name| row(context, &page, name)).collect();
        let comment = database.schemas.get(*schema).and_then(|schema| schema.comment.clone());
        let mut blocks: Vec<Block> = comment.map(Block::words).into_iter().collect();
        blocks.push(Block::table(&["Name", "Is", "Holds", "Columns"], rows));
        let id = context.links.schema(schema).unwrap_or_default();
        page.section(id, schema, blocks);
    }
    vec![page]
}

/// The row of one table or view in the list of all.
fn row(context: &Context<'_>, page: &Page, name: &ObjectName) -> Option<Vec<Cell>> {
    let database = &context.project.database;
    let (kind, comment, columns) = match (database.tables.get(name), database.views.get(name)) {
        (Some(table), _) => ("table", &table.comment, table.columns.len()),
        (None, Some(view)) => (view.kind().words(), &view.comment, view.output.len()),
        (None, None) => return None,
    };
    let link = context.links.relation(name).map(|path| page.link(path));
    Some(vec![
        vec![Inline::code(&name.name).to(link)],
        cell(kind),
        cell(comment.clone().unwrap_or_default()),
        cell(columns.to_string()),
    ])
}

/// The page of one table or view.
pub(super) fn page(context: &Context<'_>, name: &ObjectName) -> Page {
    let database = &context.project.database;
    let path = context.links.relation(name).unwrap_or_default();
    let (table, view) = (database.tables.get(name), database.views.get(name));
    let kind = view.map_or("table", |view| view.kind().words());
    let mut page = Page::new(path, "tables", kind, &name.to_string());
    let comment =
        table.map_or_else(|| view.and_then(|view| view.comment.clone()), |it| it.comment.clone());
    page.lead.extend(comment.map(Inline::text));
    let node = if table.is_some() { Node::Table(name.clone()) } else { Node::View(name.clone()) };
    picture(context, &mut page, name);
    match (table, view) {
        (Some(table), _) => of_table(context, &mut page, name, table),
        (None, Some(view)) => of_view(context, &mut page, name, view),
        (None, None) => (),
    }
    let columns_from = columns_from(context, &page, &node);
    flows(context, &mut page, &node);
    page.section("lineage", "Where its columns come from", columns_from.into_iter().collect());
    access(context, &mut page, name);
    beside(context, &mut page, name);
    page
}

fn picture(context: &Context<'_>, page: &mut Page, name: &ObjectName) {
    let mut tables = context.neighbours.draw(name);
    link(&mut tables, &context.links, page);
    let (svg, label) = (tables.inline(), format!("{name} and what is next to it"));
    let file = name.to_string();
    page.section("picture", "Next to it", vec![Block::Picture { svg, label, file, is_map: false }]);
}

fn of_table(context: &Context<'_>, page: &mut Page, name: &ObjectName, table: &Table) {
    let row = |column: &Column| {
        let mut named = vec![Inline::code(&column.name)];
        named.extend(column.classification.as_ref().map(|class| Inline::mark(class.as_str())));
        let default = match (&column.default, &column.identity, &column.generated) {
            (Some(default), ..) => default.0.clone(),
            (_, Some(identity), _) if identity.always => "identity, always".to_owned(),
            (_, Some(_), _) => "identity".to_owned(),
            (.., Some(generated)) => format!("generated: {}", generated.expression.0),
            _ => String::new(),
        };
        let null = if table.refuses_null(column) { "no" } else { "yes" };
        vec![
            named,
            code_cell(&column.data_type),
            cell(null),
            code_cell(default),
            cell(column.comment.clone().unwrap_or_default()),
        ]
    };
    let rows: Vec<_> = table.columns.iter().map(row).collect();
    let head = ["Column", "Type", "Null", "Default", "Holds"];
    page.section("columns", "Columns", vec![Block::table(&head, rows)]);
    let constraints = table.constraints.iter().map(|(name, constraint)| {
        let text = ddl::constraint_definition(name, constraint);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, demand) = text.split_at(text.find(' ').map_or(0, |at| at + 1));
        let demand = demand.strip_prefix(&*sql::quote_identifier(name)).unwrap_or(demand);
        vec![code_cell(name), code_cell(demand.trim())]
    });
    let constraints = Block::table(&["Constraint", "Demands"], constraints.collect());
    let referenced = referenced_by(context, page, name);
    page.section("constraints", "Keys and constraints", vec![constraints, referenced]);
    let index = |(name, index): (&String, &crate::model::Index)| {
        let unique = if index.unique { "unique " } else { "" };
        vec![code_cell(name), code_cell(format!("{unique}{}", index.definition))]
    };
    let indexes = table.indexes.iter().map(index).collect();
    page.section("indexes", "Indexes", vec![Block::table(&["Index", "On"], indexes)]);
    let trigger = |(name, trigger): (&String, &crate::model::Trigger)| {
        let comment = trigger.comment.clone().unwrap_or_default();
        vec![code_cell(name), cell(comment), code_cell(&trigger.definition)]
    };
    let triggers = table.triggers.iter().map(trigger).collect();
    page.section(
        "triggers",
        "Triggers",
        vec![Block::table(&["Trigger", "Does", "Fires"], triggers)],
    );
    row_security(context, page, table);
    let partitions = context.partitions.get(name).into_iter().flatten();
    let partitions =
        partitions.map(|(name, bound)| vec![code_cell(name.to_string()), code_cell(*bound)]);
    let partitions: Vec<_> = partitions.collect();
    let by = table.partition_by.as_ref().map(|by| Block::words(format!("Partitioned by {by}.")));
    let mut blocks: Vec<Block> = by.into_iter().collect();
    blocks.push(Block::table(&["Partition", "Rows"], partitions));
    page.section("partitions", "Partitions", blocks);
}

fn referenced_by(context: &Context<'_>, page: &Page, name: &ObjectName) -> Block {
    let rows = context.referenced.get(name).into_iter().flatten().map(|(other, key)| {
        vec![vec![context.links.relation_from(page, other)], code_cell(key.columns.join(", "))]
    });
    Block::table(&["Referenced by", "Columns"], rows.collect())
}

fn row_security(context: &Context<'_>, page: &mut Page, table: &Table) {
    if table.policies.is_empty() && table.row_security == RowSecurity::Off {
        return;
    }
    let words = match table.row_security {
        RowSecurity::Off => "It is off: policies have no effect.",
        RowSecurity::Enabled => "It holds for all but the owner.",
        RowSecurity::Forced => "It holds for the owner too.",
    };
    let expression = |it: &Option<crate::model::Expression>| it.as_ref().map(|it| it.0.clone());
    let row = |(name, policy): (&String, &crate::model::Policy)| {
        let roles = policy
            .roles
            .iter()
            .flat_map(|role| [context.links.role_from(page, role), Inline::text(" ")]);
        let kind = if policy.restrictive { "restrictive" } else { "permissive" };
        vec![
            code_cell(name),
            cell(format!("{} ({kind})", policy.command.sql())),
            roles.collect(),
            code_cell(expression(&policy.using).unwrap_or_default()),
            code_cell(expression(&policy.with_check).unwrap_or_default()),
        ]
    };
    let rows = table.policies.iter().map(row).collect();
    let head = ["Policy", "For", "To", "Rows that are there", "New rows"];
    page.section(
        "row-security",
        "Row security",
        vec![Block::words(words), Block::table(&head, rows)],
    );
}

fn of_view(context: &Context<'_>, page: &mut Page, name: &ObjectName, view: &View) {
    let columns = context.project.database.columns_of(name).unwrap_or_default().into_iter();
    let rows =
        columns.map(|(name, data_type)| vec![code_cell(name), code_cell(data_type.unwrap_or(""))]);
    page.section("columns", "Columns", vec![Block::table(&["Column", "Type"], rows.collect())]);
    let rights = if view.security_invoker {
        "It reads with the rights of whoever reads it."
    } else {
        "It reads with its owner's rights."
    };
    let parts = sql::highlight(&view.query);
    page.section("query", "Query", vec![Block::words(rights), Block::Code { parts }]);
}

/// What fills it, and what reads it.
fn flows(context: &Context<'_>, page: &mut Page, node: &Node) {
    let list = |nodes: Option<&Vec<Node>>| {
        let rows = nodes.into_iter().flatten().map(|other| {
            let words = context.words(other).unwrap_or_default().to_owned();
            vec![context.links.node_from(page, other), cell(words)]
        });
        rows.collect::<Vec<_>>()
    };
    let filled = list(context.comes_from.get(node));
    let read = list(context.goes_to.get(node));
    page.section("filled-by", "What fills it", vec![Block::table(&["From", "Which"], filled)]);
    page.section("read-by", "What reads it", vec![Block::table(&["To", "Which"], read)]);
}

fn columns_from(context: &Context<'_>, page: &Page, node: &Node) -> Option<Block> {
    let flows = context.column_flows.get(node)?.iter().filter(|flow| !flow.from.is_empty());
    let row = |flow: &ColumnFlow| {
        let from = flow.from.iter().flat_map(|(of, column)| {
            let link = context.links.node(of).map(|path| page.link(path));
            let name = match of {
                Node::Table(name) | Node::View(name) => format!("{name}.{column}"),
                Node::Files(name)
                | Node::Source(name)
                | Node::Transform(name)
                | Node::Query(name)
                | Node::Role(name) => format!("{name}: {column}"),
            };
            [Inline::code(name).to(link), Inline::text(" ")]
        });
        vec![code_cell(&flow.column), from.collect(), context.links.node_from(page, &flow.by)]
    };
    Some(Block::table(&["Column", "From", "By"], flows.map(|flow| row(flow)).collect()))
}

fn access(context: &Context<'_>, page: &mut Page, name: &ObjectName) {
    let target = Target::Table(name.clone());
    let Some(entry) = context.entry(&target) else { return };
    let rows = entry.roles.iter().filter(|rights| !rights.is_empty()).map(|rights| {
        let whole = rights.whole.iter().map(|(privilege, _)| privilege.sql());
        let partial = rights.partial.iter().map(|(privilege, columns)| {
            let columns: Vec<&str> = columns.iter().map(|(column, _)| *column).collect();
            format!("{} ({})", privilege.sql(), columns.join(", "))
        });
        let all: Vec<String> = whole.map(str::to_owned).chain(partial).collect();
        let role = context.links.role_from(page, rights.role);
        vec![vec![role], code_cell(letters(rights)), cell(all.join(", "))]
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        let nobody = "Nobody but its owner and superusers.";
        return page.section("access", "Who may do what", vec![Block::words(nobody)]);
    }
    let table = Block::table(&["Role", "Letters", "May"], rows);
    page.section("access", "Who may do what", vec![table, Block::words(legend())]);
}

/// Tables of the same schema; of a large one those around it.
fn beside(context: &Context<'_>, page: &mut Page, name: &ObjectName) {
    const AROUND: usize = 30;
    let all = context.by_schema.get(name.schema.as_str()).map_or(&[][..], Vec::as_slice);
    let place = all.iter().position(|other| *other == name).unwrap_or(0);
    let start = place.saturating_sub(AROUND / 2).min(all.len().saturating_sub(AROUND));
    let around = all.iter().skip(start).take(AROUND);
    page.beside = around
        .map(|other| {
            let link = context.links.relation(other).map(|path| page.link(path));
            Inline {
                text: other.name.clone(),
                link,
                class: if *other == name { "here" } else { "" },
            }
        })
        .collect();
}
