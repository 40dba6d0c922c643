//! Partitions: what is done to them one by one, and where their rows go.

use std::sync::Arc;

use super::index::shortened;
use super::table::detach;
use crate::diff::{Action, Context, HazardKind, Statement};
use crate::facts::{Fact, Id, Kind};
use crate::sql::{quote_identifier, quote_qualified};

/// Returns the partitions right below a table, where all of them are there before and after; else
/// nothing, as a statement about the table then has to reach those that are still to come.
pub(super) fn settled(context: &Context<'_>, table: &Id) -> Option<Vec<Id>> {
    let children = context.children(table);
    let name = table.qualified();
    let stays = |child: &&Id| {
        let parents = context.current.get(child).map_or(&[][..], |fact| fact.list("parents"));
        !context.is_gone(child) && parents.iter().any(|parent| **parent == *name)
    };
    let settled = !children.is_empty() && children.iter().all(stays);
    let below = |child: &&Id| !is_partitioned(context, child) || settled_below(context, child);
    (settled && children.iter().all(below)).then(|| children.into_iter().cloned().collect())
}

fn settled_below(context: &Context<'_>, table: &Id) -> bool {
    context.children(table).is_empty() || settled(context, table).is_some()
}

fn is_partitioned(context: &Context<'_>, table: &Id) -> bool {
    context.desired.get(table).is_some_and(|fact| fact.text("partition_by").is_some())
}

/// Returns the partitions that hold rows, at any depth below a table.
pub(super) fn leaves(context: &Context<'_>, table: &Id) -> Option<Vec<Id>> {
    let mut leaves = Vec::new();
    for child in settled(context, table)? {
        match is_partitioned(context, &child) {
            true => leaves.extend(leaves_below(context, &child)),
            false => leaves.push(child),
        }
    }
    Some(leaves)
}

fn leaves_below(context: &Context<'_>, table: &Id) -> Vec<Id> {
    leaves(context, table).unwrap_or_default()
}

/// Returns the name that PostgreSQL gives the index of a partition: `events_2026_at_idx`.
pub(super) fn index_name(child: &Id, columns: &[Arc<str>], ending: &str) -> String {
    let columns: String = columns.iter().flat_map(|column| ["_", column]).collect();
    let whole = format!("{}{columns}_{ending}", child.name);
    // PostgreSQL shortens both parts in turn; such a name is not foretold.
    shortened(&whole, "")
}

/// Returns whether a name of a partition's index is free, and no other index is given the same.
fn is_free(context: &Context<'_>, child: &Id, name: &str) -> bool {
    let taken = |kind: Kind| {
        let part = Id { part: name.into(), ..child.sibling(kind) };
        context.current.contains(&part) || context.desired.contains(&part)
    };
    name.len() < 63 && !taken(Kind::Index) && !taken(Kind::Constraint)
}

/// Returns whether another index of a partitioned table has the same columns, so that those of its
/// partitions would be named alike.
fn has_twin(context: &Context<'_>, id: &Id, fact: &Fact) -> bool {
    [context.current, context.desired].iter().any(|facts| {
        facts.parts_of(&id.whole(Kind::Table), Kind::Index).any(|(other, it)| {
            other != id && it.is("partitioned") && it.get("columns") == fact.get("columns")
        })
    })
}

/// Builds an index on a partitioned table that is in use: on itself, then on one partition after the
/// other without keeping writers waiting. Returns `None` where the names cannot be foretold.
pub(super) fn create_index(context: &Context<'_>, id: &Id, fact: &Fact) -> Option<Vec<Statement>> {
    if has_twin(context, id, fact) || context.is_replaced(id) {
        return None;
    }
    let table = id.whole(Kind::Table);
    let mut statements = vec![Statement::create(fact.word("definition"))];
    extend(context, &table, &id.qualified(), fact, &mut statements)?;
    Some(statements)
}

fn extend(
    context: &Context<'_>,
    table: &Id,
    index: &str,
    fact: &Fact,
    statements: &mut Vec<Statement>,
) -> Option<()> {
    let definition = fact.word("definition");
    let tail = &definition[definition.find(" USING ")?..];
    let unique = if fact.is("unique") { "unique " } else { "" };
    for child in settled(context, table)? {
        let name = index_name(&child, fact.list("columns"), "idx");
        if !is_free(context, &child, &name) {
            return None;
        }
        let (quoted, on) = (quote_identifier(&name), child.qualified());
        let own = quote_qualified(Some(&child.schema), &name);
        match is_partitioned(context, &child) {
            true => {
                let sql = format!("create {unique}index {quoted} on only {on}{tail}");
                statements.push(Statement::create(sql));
                if settled(context, &child).is_some() {
                    extend(context, &child, &own, fact, statements)?;
                }
            }
            false => {
                let sql = format!("create {unique}index concurrently {quoted} on {on}{tail}");
                statements.push(
                    unique_hazard(Statement::create(sql), fact, &child).outside_transaction(),
                );
            }
        }
        statements.push(Statement::alter(format!("alter index {index} attach partition {own}")));
    }
    Some(())
}

fn unique_hazard(statement: Statement, fact: &Fact, child: &Id) -> Statement {
    match fact.is("unique") {
        true => statement.hazard(
            HazardKind::DependsOnData,
            format!("fails where two rows of `{child}` share the key"),
        ),
        false => statement,
    }
}

/// Adds a key to a partitioned table that is in use: to itself, then to one partition after the other.
pub(super) fn create_key(
    context: &Context<'_>,
    id: &Id,
    fact: &Fact,
    key: &dyn Fn(&Id) -> Vec<Statement>,
) -> Option<Vec<Statement>> {
    let primary = fact.word("type") == "primary key";
    let table = id.whole(Kind::Table);
    let only =
        format!("alter table only {} add constraint {}", table.qualified(), id.quoted_part());
    let definition = super::constraint::definition(fact);
    let mut statements = vec![Statement::alter(format!("{only} {definition}"))];
    let index = quote_qualified(Some(&id.schema), &id.part);
    for child in settled(context, &table)? {
        let columns = if primary { &[][..] } else { fact.list("columns") };
        let name = index_name(&child, columns, if primary { "pkey" } else { "key" });
        if !is_free(context, &child, &name) || is_partitioned(context, &child) {
            return None;
        }
        statements
            .extend(key(&Id { part: name.as_str().into(), ..child.sibling(Kind::Constraint) }));
        let own = quote_qualified(Some(&child.schema), &name);
        statements.push(Statement::alter(format!("alter index {index} attach partition {own}")));
    }
    Some(statements)
}

/// Returns the statements that lead rows of a partition that goes, or gets narrower, to those that
/// come beside it.
pub(in crate::diff) fn move_rows(context: &Context<'_>, id: &Id) -> Option<Vec<Statement>> {
    let old = context.current.get(id)?;
    old.text("bound")?;
    let parent = context.named(old.list("parents").first()?)?;
    if context.is_gone(&parent) || old.text("partition_by").is_some() {
        return None;
    }
    let by = context.desired.get(&parent)?.text("partition_by")?;
    let stays = context.desired.get(id).filter(|_| !context.is_gone(id));
    let narrower = stays.is_some_and(|new| {
        new.get("parents") == old.get("parents") && new.get("bound") != old.get("bound")
    });
    let goes = context.is_gone(id) && !context.desired.contains(id);
    if !narrower && !goes {
        return None;
    }
    let beside = context.children(&parent).into_iter().filter(|it| context.fates.made.contains(it));
    let conditions: Vec<String> =
        beside.filter_map(|it| condition(by, context.desired.get(it)?.text("bound")?)).collect();
    if conditions.is_empty() {
        return None;
    }
    let sql = moving(context, id, &parent, &conditions.join(" or "));
    let moving = Statement::new(Action::Data, sql);
    Some(if goes { vec![detach(id, old), moving] } else { vec![moving] })
}

fn moving(context: &Context<'_>, id: &Id, parent: &Id, condition: &str) -> String {
    let columns = context.current.columns_of(id).into_iter().filter(|(column, fact)| {
        let target = column_of(parent, column);
        fact.text("generated").is_none() && context.desired.contains(&target)
    });
    let names: Vec<String> = columns.map(|(column, _)| column.quoted_part()).collect();
    let (names, from, to) = (names.join(", "), id.qualified(), parent.qualified());
    format!(
        "with moved as (delete from {from} where {condition} returning *) \
         insert into {to} ({names}) overriding system value select {names} from moved"
    )
}

fn column_of(table: &Id, column: &Id) -> Id {
    Id { part: column.part.clone(), ..table.sibling(Kind::Column) }
}

/// Returns the condition that a bound puts on rows, for keys of one column.
fn condition(by: &str, bound: &str) -> Option<String> {
    if bound == "DEFAULT" {
        return Some("true".to_owned());
    }
    let (_, key) = by.split_once(" (")?;
    let key = key.strip_suffix(')').filter(|key| !key.contains([',', '(', ' ']))?;
    if let Some(values) = bound.strip_prefix("FOR VALUES IN ") {
        return Some(format!("{key} in {values}"));
    }
    let (from, to) =
        bound.strip_prefix("FOR VALUES FROM (")?.strip_suffix(')')?.split_once(") TO (")?;
    let low = (from != "MINVALUE").then(|| format!("{key} >= {from}"));
    let high = (to != "MAXVALUE").then(|| format!("{key} < {to}"));
    let both: Vec<String> = low.into_iter().chain(high).collect();
    Some(format!("({})", both.join(" and "))).filter(|_| !both.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_conditions() {
        let say = |by, bound| condition(by, bound).unwrap_or_default();
        assert_eq!(say("LIST (region)", "FOR VALUES IN ('a', 'b')"), "region in ('a', 'b')");
        assert_eq!(say("RANGE (n)", "FOR VALUES FROM (1) TO (9)"), "(n >= 1 and n < 9)");
        assert_eq!(say("RANGE (n)", "FOR VALUES FROM (MINVALUE) TO (9)"), "(n < 9)");
        assert_eq!(say("RANGE (n)", "DEFAULT"), "true");
        assert_eq!(say("RANGE (a, b)", "FOR VALUES FROM (1, 1) TO (9, 9)"), "");
        assert_eq!(say("HASH (n)", "FOR VALUES WITH (modulus 2, remainder 0)"), "");
    }

    #[test]
    fn names_are_those_of_postgresql() {
        let child = Id::new(Kind::Table, "s", "events_1", "");
        assert_eq!(index_name(&child, &["at".into(), "id".into()], "idx"), "events_1_at_id_idx");
        assert_eq!(index_name(&child, &[], "pkey"), "events_1_pkey");
    }
}
