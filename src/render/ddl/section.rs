//! Sections of a script: a title and the statements below it.

use serde::Serialize;

use super::order::Step;
use super::{Context, constraint, parts, routine, table, types, view};
use crate::model::{ObjectId, ObjectKind, ObjectName, RoutineName};
use crate::render::filters::one_line;

/// A title and the statements below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Section {
    /// `Table sales.items: An item for sale.`; empty where the statements speak for themselves.
    pub title: String,
    /// The statements, each with its semicolon.
    pub sql: String,
    /// Table or view that the section is about, whose parts may join it.
    #[serde(skip)]
    relation: Option<ObjectName>,
}

impl Section {
    /// Builds the section of one object.
    pub(super) fn of(
        id: &ObjectId,
        comment: Option<&str>,
        statements: impl IntoIterator<Item = String>,
    ) -> Self {
        Self::titled(described(&id.to_string(), comment), statements)
    }

    /// Builds a section under a title of its own.
    pub(super) fn titled(title: String, statements: impl IntoIterator<Item = String>) -> Self {
        let sql = join(statements);
        Self { title: one_line(&title), sql, relation: None }
    }
}

/// Writes the sections of some steps; parts that follow their table at once stand in its section.
pub(super) fn of_steps(context: &Context<'_>, steps: &[Step]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for step in steps {
        let Some((section, part)) = of_step(context, step) else { continue };
        match sections.last_mut() {
            Some(last)
                if part && section.relation.is_some() && last.relation == section.relation =>
            {
                last.sql = format!("{}\n\n{}", last.sql, section.sql);
            }
            _ => sections.push(section),
        }
    }
    sections
}

/// Writes the section of one step, and whether it is about a part of a table or view.
fn of_step(context: &Context<'_>, step: &Step) -> Option<(Section, bool)> {
    let (id, relation, part) = match step {
        Step::Make(id) => (id.clone(), relation_of(context, id), is_part(id.kind)),
        Step::TieSequence(name) => {
            let sequence = context.database.sequences.get(name)?;
            let (table, _) = sequence.owned_by.as_ref()?;
            (ObjectId::in_schema(ObjectKind::Sequence, name), Some(table.clone()), true)
        }
    };
    let (comment, statements) = match step {
        Step::Make(id) => statements_of(context, id, relation.as_ref())?,
        Step::TieSequence(name) => {
            let sequence = context.database.sequences.get(name)?;
            (None, types::tie_sequence(name, sequence).into_iter().collect())
        }
    };
    let section = Section { relation, ..Section::titled(title(context, &id, comment), statements) };
    Some((section, part))
}

fn is_part(kind: ObjectKind) -> bool {
    use ObjectKind::{Constraint, Index, Policy, Trigger};
    matches!(kind, Constraint | Index | Policy | Trigger)
}

/// Finds the table or view that an object is, or is a part of.
fn relation_of(context: &Context<'_>, id: &ObjectId) -> Option<ObjectName> {
    use ObjectKind::{Constraint, Index, MaterializedView, Policy, Table, Trigger, View};
    match id.kind {
        Table | View | MaterializedView | Constraint | Policy | Trigger => Some(id.object_name()),
        Index => context.relation_of_index.get(&id.object_name()).cloned(),
        _ => None,
    }
}

type Statements<'a> = (Option<&'a str>, Vec<String>);

/// Writes the statements of one object, with its comment for the title.
fn statements_of<'a>(
    context: &Context<'a>,
    id: &ObjectId,
    relation: Option<&ObjectName>,
) -> Option<Statements<'a>> {
    let database = context.database;
    let name = id.object_name();
    Some(match id.kind {
        ObjectKind::Type => {
            let item = database.types.get(&name)?;
            (item.comment.as_deref(), types::statements(&name, item))
        }
        ObjectKind::Sequence => {
            let item = database.sequences.get(&name)?;
            (item.comment.as_deref(), types::sequence_statements(database, &name, item))
        }
        ObjectKind::Table => {
            let item = database.tables.get(&name)?;
            (item.comment.as_deref(), table::statements(context, &name, item))
        }
        ObjectKind::View | ObjectKind::MaterializedView => {
            let item = database.views.get(&name)?;
            (item.comment.as_deref(), view::statements(&name, item))
        }
        ObjectKind::Routine => {
            let name = RoutineName { name, arguments: id.part.clone() };
            let item = database.routines.get(&name)?;
            (item.comment.as_deref(), routine::statements(&name, item))
        }
        ObjectKind::Other => (None, routine::other(database.others.get(&id.name)?)),
        _ => return part_statements(context, id, relation?),
    })
}

fn part_statements<'a>(
    context: &Context<'a>,
    id: &ObjectId,
    relation: &ObjectName,
) -> Option<Statements<'a>> {
    let table = context.database.tables.get(relation);
    let view = context.database.views.get(relation);
    Some(match id.kind {
        ObjectKind::Constraint => {
            let item = table?.constraints.get(&id.part)?;
            let addition = constraint::addition(relation, &id.part, item);
            let comment = constraint::commented(relation, &id.part, item);
            (item.comment.as_deref(), [Some(addition), comment].into_iter().flatten().collect())
        }
        ObjectKind::Index => {
            let indexes = table.map(|t| &t.indexes).or(view.map(|v| &v.indexes))?;
            let item = indexes.get(&id.name)?;
            let mut statements = parts::index(relation, &id.name, item);
            let choices = table.map(|table| parts::choices(relation, &id.name, table));
            statements.extend(choices.into_iter().flatten());
            (item.comment.as_deref(), statements)
        }
        ObjectKind::Policy => {
            let item = table?.policies.get(&id.part)?;
            (item.comment.as_deref(), parts::policy(relation, &id.part, item))
        }
        ObjectKind::Trigger => {
            let triggers = table.map(|t| &t.triggers).or(view.map(|v| &v.triggers))?;
            let item = triggers.get(&id.part)?;
            (item.comment.as_deref(), parts::trigger(relation, &id.part, item))
        }
        _ => return None,
    })
}

/// Joins statements: those of several lines stand apart.
fn join(statements: impl IntoIterator<Item = String>) -> String {
    let mut joined = String::new();
    let mut tall = false;
    for statement in statements {
        let statement_is_tall = statement.contains('\n');
        if !joined.is_empty() {
            joined.push_str(if tall || statement_is_tall { "\n\n" } else { "\n" });
        }
        tall = statement_is_tall;
        joined.push_str(&statement);
    }
    joined
}

/// Names an object; a routine by what it is.
fn title(context: &Context<'_>, id: &ObjectId, comment: Option<&str>) -> String {
    let name = RoutineName { name: id.object_name(), arguments: id.part.clone() };
    match context.database.routines.get(&name) {
        Some(routine) if id.kind == ObjectKind::Routine => {
            described(&format!("{} {name}", routine.kind.sql()), comment)
        }
        _ => described(&id.to_string(), comment),
    }
}

/// Adds the first line of a comment to a name, and begins it with a capital.
fn described(name: &str, comment: Option<&str>) -> String {
    let mut characters = name.chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    let comment = comment.and_then(|text| text.trim().lines().next());
    let comment = comment.map(|line| format!(": {line}")).unwrap_or_default();
    format!("{first}{}{comment}", characters.as_str())
}
