//! What hangs on a relation: triggers, rules and policies.

use crate::diff::{Context, HazardKind, Statement};
use crate::facts::{Fact, Id, Kind};

pub(super) fn create_trigger(id: &Id, fact: &Fact) -> Vec<Statement> {
    if fact.is("of_parent") {
        return fire(id, fact, "trigger").into_iter().collect();
    }
    let mut statements = vec![Statement::create(fact.word("definition"))];
    if fact.text("firing").is_some() {
        statements.extend(fire(id, fact, "trigger"));
    }
    statements
}

/// Lets a trigger that a partition has from its parent fire as the parent's does, if that stays.
pub(super) fn follow_parent(context: &Context<'_>, id: &Id) -> Vec<Statement> {
    let table = context.desired.get(&id.whole(Kind::Table));
    let parent = table.and_then(|table| context.named(table.list("parents").first()?));
    let trigger =
        parent.map(|parent| Id { part: id.part.clone(), ..parent.sibling(Kind::Trigger) });
    let fact = trigger.filter(|id| !context.fates.made.contains(id));
    let fact = fact.and_then(|id| context.desired.get(&id));
    fact.map(|fact| fire(id, fact, "trigger")).into_iter().flatten().collect()
}

/// Lets the triggers that partitions have from one that is changed fire as they should again: they have
/// followed it.
fn fire_below(context: &Context<'_>, id: &Id) -> Vec<Statement> {
    let mut statements = Vec::new();
    for table in context.children(id) {
        let part = Id { part: id.part.clone(), ..table.sibling(Kind::Trigger) };
        let fact = context.desired.get(&part);
        let stays = context.lives_on(&part) && !context.fates.made.contains(&part);
        if let Some(fact) = fact.filter(|fact| stays && fact.is("of_parent")) {
            statements.extend(fire(&part, fact, "trigger"));
        }
        statements.extend(fire_below(context, &part));
    }
    statements
}

pub(super) fn alter_trigger(
    context: &Context<'_>,
    id: &Id,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    let mut statements = Vec::new();
    let fixed = ["constraint", "of_parent", "relation_kind"];
    if changed.iter().any(|attribute| fixed.contains(attribute)) {
        return None;
    }
    if changed.contains(&"definition") {
        if new.is("constraint") {
            return None;
        }
        let definition =
            new.word("definition").replacen("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1);
        statements.push(Statement::alter(definition));
    }
    // One that is replaced fires again.
    if changed.contains(&"firing") || !statements.is_empty() && new.text("firing").is_some() {
        statements.extend(fire(id, new, "trigger"));
    }
    if !statements.is_empty() && !new.is("of_parent") {
        statements.extend(fire_below(context, id));
    }
    Some(statements)
}

fn fire(id: &Id, fact: &Fact, word: &str) -> Option<Statement> {
    let (table, part) = (id.qualified(), id.quoted_part());
    let (change, rest) = match fact.text("firing") {
        None => ("enable", ""),
        Some("disable") => ("disable", ""),
        Some(firing) => ("enable", firing.strip_prefix("enable").unwrap_or_default()),
    };
    Some(Statement::alter(format!("alter table {table} {change}{rest} {word} {part}")))
}

pub(super) fn create_rule(id: &Id, fact: &Fact) -> Vec<Statement> {
    let mut statements = vec![Statement::create(fact.word("definition"))];
    if fact.text("firing").is_some() {
        statements.extend(fire(id, fact, "rule"));
    }
    statements
}

pub(super) fn alter_rule(id: &Id, new: &Fact, changed: &[&str]) -> Option<Vec<Statement>> {
    let mut statements = Vec::new();
    if changed.contains(&"relation_kind") {
        return None;
    }
    if changed.contains(&"definition") {
        let definition =
            new.word("definition").replacen("CREATE RULE", "CREATE OR REPLACE RULE", 1);
        statements.push(Statement::alter(definition));
    }
    if changed.contains(&"firing") {
        statements.extend(fire(id, new, "rule"));
    }
    Some(statements)
}

pub(super) fn create_policy(id: &Id, fact: &Fact) -> Vec<Statement> {
    let restrictive = if fact.is("restrictive") { " as restrictive" } else { "" };
    let (part, table, command) = (id.quoted_part(), id.qualified(), fact.word("command"));
    let sql =
        format!("create policy {part} on {table}{restrictive} for {command}{}", conditions(fact));
    let statement = Statement::create(sql);
    vec![match fact.is("restrictive") {
        true => statement.hazard(
            HazardKind::NarrowsAccess,
            format!("rows that `{id}` refuses are no longer seen"),
        ),
        false => {
            statement.hazard(HazardKind::WidensAccess, format!("rows that `{id}` shows are seen"))
        }
    }]
}

fn conditions(fact: &Fact) -> String {
    let mut sql = format!(" to {}", fact.list("roles").join(", "));
    sql.push_str(&fact.text("using").map(|using| format!(" using ({using})")).unwrap_or_default());
    sql.push_str(
        &fact.text("check").map(|check| format!(" with check ({check})")).unwrap_or_default(),
    );
    sql
}

pub(super) fn drop_policy(id: &Id, fact: &Fact, replaced: bool) -> Vec<Statement> {
    let statement =
        Statement::drop(format!("drop policy {} on {}", id.quoted_part(), id.qualified()));
    vec![match (replaced, fact.is("restrictive")) {
        (true, _) => statement,
        (_, true) => {
            statement.hazard(HazardKind::WidensAccess, format!("rows that `{id}` refused are seen"))
        }
        _ => statement.hazard(
            HazardKind::NarrowsAccess,
            format!("rows that `{id}` showed are no longer seen"),
        ),
    }]
}

pub(super) fn alter_policy(
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Option<Vec<Statement>> {
    let removes =
        ["using", "check"].iter().any(|it| old.text(it).is_some() && new.text(it).is_none());
    if removes || changed.contains(&"command") || changed.contains(&"restrictive") {
        return None;
    }
    let (part, table) = (id.quoted_part(), id.qualified());
    Some(vec![
        Statement::alter(format!("alter policy {part} on {table}{}", conditions(new)))
            .hazard(HazardKind::WidensAccess, format!("`{id}` shows other rows than before")),
    ])
}
