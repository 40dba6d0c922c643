//! Constraints of tables.

use super::partition;
use crate::diff::common::storage;
use crate::diff::{Context, HazardKind, Statement};
use crate::facts::{Fact, Id, Kind};
use crate::sql::{quote_identifier, quote_qualified};

/// Returns the definition with what `pg_get_constraintdef` leaves out: the index's own options.
pub(super) fn definition(fact: &Fact) -> String {
    let definition = fact.word("definition");
    let options = storage(fact.list("index_options"), "");
    let mut extra = String::new();
    if !options.is_empty() {
        extra.push_str(&format!(" WITH ({})", options.join(", ")));
    }
    if let Some(tablespace) = fact.text("index_tablespace") {
        extra.push_str(&format!(" USING INDEX TABLESPACE {}", quote_identifier(tablespace)));
    }
    let at = [" WHERE (", " DEFERRABLE"].iter().filter_map(|word| definition.find(word)).min();
    let at = if extra.is_empty() { definition.len() } else { at.unwrap_or(definition.len()) };
    format!("{}{extra}{}", &definition[..at], &definition[at..])
}

fn add(id: &Id) -> String {
    format!("alter table {} add constraint {}", id.qualified(), id.quoted_part())
}

/// Adds a constraint; on a table that is in use, so that writers are not kept waiting while the rows
/// are read.
pub(super) fn create(context: &Context<'_>, id: &Id, fact: &Fact) -> Vec<Statement> {
    let definition = definition(fact);
    let partitioned = context.is_in_use(id) && context.is_partitioned(id) && !fact.is("not_valid");
    let one_by_one = partitioned.then(|| on_partitions(context, id, fact)).flatten();
    let mut statements = match fact.word("type") {
        _ if one_by_one.is_some() => one_by_one.unwrap_or_default(),
        _ if fact.is("not_valid") => {
            vec![Statement::alter(format!("{} {definition} NOT VALID", add(id)))]
        }
        "check" | "foreign key"
            if context.is_in_use(id) && !is_partitioned_key(context, id, fact) =>
        {
            vec![
                Statement::alter(format!("{} {definition} NOT VALID", add(id))),
                depends(id, validate(id).apart()),
            ]
        }
        "primary key" | "unique" if context.is_in_use(id) && !context.is_partitioned(id) => {
            using_index(id, fact, &definition)
        }
        _ => vec![depends(id, Statement::alter(format!("{} {definition}", add(id))))],
    };
    statements.extend(index_comment(id, fact));
    statements
}

/// Adds a constraint to a partitioned table, one partition at a time.
fn on_partitions(context: &Context<'_>, id: &Id, fact: &Fact) -> Option<Vec<Statement>> {
    let definition = definition(fact);
    let leaves = partition::leaves(context, &id.whole(Kind::Table))?;
    let of = |leaf: &Id| Id { part: id.part.clone(), ..leaf.sibling(Kind::Constraint) };
    let own = leaves.iter().map(of);
    let not_valid = |id: &Id| Statement::alter(format!("{} {definition} NOT VALID", add(id)));
    let validated = |id: &Id| depends(id, validate(id).apart());
    match fact.word("type") {
        "primary key" | "unique" => {
            partition::create_key(context, id, fact, &|child| using_index(child, fact, &definition))
        }
        "check" => {
            let mut statements = vec![not_valid(id)];
            statements.extend(own.map(|leaf| validated(&leaf)));
            statements.push(validated(id));
            Some(statements)
        }
        // The key of the whole takes those of its partitions over, which are valid by then.
        "foreign key" if own.clone().all(|leaf| is_unknown(context, &leaf)) => {
            let mut statements = Vec::new();
            for leaf in own {
                statements.extend([not_valid(&leaf), validated(&leaf)]);
            }
            statements.push(Statement::alter(format!("{} {definition}", add(id))).apart());
            Some(statements)
        }
        _ => None,
    }
}

fn is_unknown(context: &Context<'_>, id: &Id) -> bool {
    !context.current.contains(id) && !context.desired.contains(id)
}

/// A foreign key of a partitioned table cannot be added without being checked.
fn is_partitioned_key(context: &Context<'_>, id: &Id, fact: &Fact) -> bool {
    fact.word("type") == "foreign key" && context.is_partitioned(id)
}

fn depends(id: &Id, statement: Statement) -> Statement {
    statement.hazard(HazardKind::DependsOnData, format!("fails where a row breaks `{id}`"))
}

fn validate(id: &Id) -> Statement {
    Statement::alter(format!(
        "alter table {} validate constraint {}",
        id.qualified(),
        id.quoted_part()
    ))
}

/// Builds the index beside the running system, then makes it a key.
fn using_index(id: &Id, fact: &Fact, definition: &str) -> Vec<Statement> {
    let word = if fact.word("type") == "primary key" { "primary key" } else { "unique" };
    let columns = &definition[definition.find('(').unwrap_or(0)..];
    let deferrable = columns.find(" DEFERRABLE").unwrap_or(columns.len());
    let (columns, deferrable) = columns.split_at(deferrable);
    let nulls = if definition.contains("NULLS NOT DISTINCT") { " nulls not distinct" } else { "" };
    let (name, table) = (id.quoted_part(), id.qualified());
    // `unique (a) include (b) nulls not distinct` stands in another order in an index.
    vec![
        depends(
            id,
            Statement::create(format!(
                "create unique index concurrently {name} on {table} {}",
                reorder(columns, nulls)
            ))
            .outside_transaction(),
        ),
        Statement::alter(format!("{} {word} using index {name}{deferrable}", add(id))).apart(),
    ]
}

/// Puts NULLS NOT DISTINCT where an index has it: behind INCLUDE, before WITH.
fn reorder(columns: &str, nulls: &str) -> String {
    match columns.find(" WITH (").or_else(|| columns.find(" USING INDEX TABLESPACE ")) {
        Some(at) => {
            let options = columns[at..].replace(" USING INDEX TABLESPACE ", " tablespace ");
            format!("{}{nulls}{options}", &columns[..at])
        }
        None => format!("{columns}{nulls}"),
    }
}

fn index_comment(id: &Id, fact: &Fact) -> Option<Statement> {
    let text = crate::sql::quote_literal(fact.text("index_comment")?);
    let name = quote_qualified(Some(&id.schema), &id.part);
    Some(Statement::new(crate::diff::Action::Comment, format!("comment on index {name} is {text}")))
}

pub(super) fn drop(id: &Id) -> Vec<Statement> {
    let sql = format!("alter table {} drop constraint {}", id.qualified(), id.quoted_part());
    vec![Statement::drop(sql)]
}

pub(super) fn alter(
    context: &Context<'_>,
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    let timing = ["definition", "deferrable", "deferred"];
    if changed == ["not_valid"] && !new.is("not_valid") {
        return Some(vec![depends(
            id,
            if context.online { validate(id).apart() } else { validate(id) },
        )]);
    }
    if changed == ["index_comment"] {
        let name = quote_qualified(Some(&id.schema), &id.part);
        let none = format!("comment on index {name} is null");
        let statement = index_comment(id, new);
        return Some(vec![
            statement.unwrap_or_else(|| Statement::new(crate::diff::Action::Comment, none)),
        ]);
    }
    let same = without_timing(old.word("definition")) == without_timing(new.word("definition"));
    if new.word("type") == "foreign key" && same && changed.iter().all(|it| timing.contains(it)) {
        let timing = match (new.is("deferrable"), new.is("deferred")) {
            (_, true) => "deferrable initially deferred",
            (true, false) => "deferrable initially immediate",
            (false, false) => "not deferrable",
        };
        let (table, name) = (id.qualified(), id.quoted_part());
        return Some(vec![Statement::alter(format!(
            "alter table {table} alter constraint {name} {timing}"
        ))]);
    }
    if changed == ["index_options"] {
        let name = quote_qualified(Some(&id.schema), &id.part);
        let parts = crate::diff::common::changed_storage(
            old.list("index_options"),
            new.list("index_options"),
            "",
        );
        return Some(
            parts
                .into_iter()
                .map(|p| Statement::alter(format!("alter index {name} {p}")))
                .collect(),
        );
    }
    None
}

fn without_timing(definition: &str) -> String {
    definition
        .replace(" NOT DEFERRABLE", "")
        .replace(" DEFERRABLE", "")
        .replace(" INITIALLY DEFERRED", "")
}

/// Returns whether a constraint stands in `create table`.
pub(in crate::diff) fn can_fold(fact: &Fact) -> bool {
    matches!(fact.word("type"), "primary key" | "unique" | "check")
        && !fact.is("not_valid")
        && fact.text("index_comment").is_none()
}
