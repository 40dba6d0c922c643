//! Publications, what they publish, and subscriptions.

use crate::diff::Statement;
use crate::facts::{Fact, Id};
use crate::sql::{quote_identifier, quote_literal};

fn publication_options(fact: &Fact) -> String {
    let mut options = vec![format!("publish = {}", quote_literal(fact.word("publish")))];
    options.push(format!("publish_via_partition_root = {}", fact.is("via_root")));
    if fact.text("generated_columns").is_some() {
        options.push("publish_generated_columns = stored".to_owned());
    }
    options.join(", ")
}

pub(super) fn create_publication(id: &Id, fact: &Fact) -> Vec<Statement> {
    let all = if fact.is("all_tables") { " for all tables" } else { "" };
    let (name, options) = (id.qualified(), publication_options(fact));
    vec![Statement::create(format!("create publication {name}{all} with ({options})"))]
}

pub(super) fn alter_publication(id: &Id, new: &Fact, changed: &[&str]) -> Option<Vec<Statement>> {
    if changed.contains(&"all_tables") {
        return None;
    }
    let (name, options) = (id.qualified(), publication_options(new));
    Some(vec![Statement::alter(format!("alter publication {name} set ({options})"))])
}

fn member(id: &Id, fact: &Fact, with_details: bool) -> String {
    if fact.word("type") == "schema" {
        return format!("tables in schema {}", quote_identifier(&id.schema));
    }
    let mut text = format!("table {}", id.qualified());
    if with_details {
        text.push_str(&fact.text("columns").map(|c| format!(" ({c})")).unwrap_or_default());
        text.push_str(&fact.text("where").map(|w| format!(" where ({w})")).unwrap_or_default());
    }
    text
}

pub(super) fn create_member(id: &Id, fact: &Fact) -> Vec<Statement> {
    let publication = id.quoted_part();
    vec![Statement::alter(format!(
        "alter publication {publication} add {}",
        member(id, fact, true)
    ))]
}

pub(super) fn drop_member(id: &Id, fact: &Fact) -> Vec<Statement> {
    let publication = id.quoted_part();
    vec![Statement::drop(format!(
        "alter publication {publication} drop {}",
        member(id, fact, false)
    ))]
}

fn publications(fact: &Fact) -> String {
    let names = fact.list("publications").iter().map(|name| quote_identifier(name).into_owned());
    names.collect::<Vec<_>>().join(", ")
}

/// Makes a subscription that connects nowhere yet; who runs it enables it with its slot.
pub(super) fn create_subscription(id: &Id, fact: &Fact) -> Vec<Statement> {
    let slot = fact.text("slot").map_or_else(|| "none".to_owned(), quote_literal);
    let settings: String = fact.list("settings").iter().flat_map(|it| [", ", it]).collect();
    let sql = format!(
        "create subscription {} connection {} publication {} with (connect = false, slot_name = {slot}, synchronous_commit = {}, binary = {}{settings})",
        id.qualified(),
        quote_literal(fact.word("connection")),
        publications(fact),
        quote_literal(fact.text("synchronous_commit").unwrap_or("off")),
        fact.is("binary"),
    );
    let mut statements = vec![Statement::create(sql)];
    if fact.is("enabled") {
        statements.push(Statement::alter(format!("alter subscription {} enable", id.qualified())));
    }
    statements
}

/// Returns the settings that differ, those that are no longer said with what they are unsaid.
fn settings(old: &Fact, new: &Fact) -> String {
    const UNSAID: [&str; 7] = [
        "streaming = off",
        "two_phase = false",
        "disable_on_error = false",
        "origin = any",
        "password_required = true",
        "run_as_owner = false",
        "failover = false",
    ];
    let name = |setting: &str| setting.split(" = ").next().unwrap_or_default().to_owned();
    let (before, after) = (old.list("settings"), new.list("settings"));
    let gone = before.iter().filter(|it| !after.iter().any(|kept| name(kept) == name(it)));
    let gone = gone.filter_map(|it| UNSAID.into_iter().find(|unsaid| name(unsaid) == name(it)));
    let given = after.iter().filter(|it| !before.contains(it)).map(|it| &**it);
    gone.chain(given).collect::<Vec<_>>().join(", ")
}

pub(super) fn alter_subscription(
    id: &Id,
    old: &Fact,
    new: &Fact,
    changed: &[&str],
) -> Vec<Statement> {
    let head = format!("alter subscription {}", id.qualified());
    let mut statements = Vec::new();
    for attribute in changed {
        let change = match *attribute {
            "connection" => format!("connection {}", quote_literal(new.word("connection"))),
            "enabled" if new.is("enabled") => "enable".to_owned(),
            "enabled" => "disable".to_owned(),
            "publications" => {
                format!("set publication {} with (refresh = false)", publications(new))
            }
            "slot" => {
                let slot = new.text("slot").map_or_else(|| "none".to_owned(), quote_literal);
                format!("set (slot_name = {slot})")
            }
            "binary" => format!("set (binary = {})", new.is("binary")),
            "settings" => format!("set ({})", settings(old, new)),
            _ => {
                let commit = new.text("synchronous_commit").unwrap_or("off");
                format!("set (synchronous_commit = {})", quote_literal(commit))
            }
        };
        statements.push(Statement::alter(format!("{head} {change}")));
    }
    statements
}

/// Lets go of the slot on the other server first, which is that server's to drop.
pub(super) fn drop_subscription(id: &Id, fact: &Fact) -> Vec<Statement> {
    let name = id.qualified();
    let mut statements = Vec::new();
    if fact.is("enabled") {
        statements.push(Statement::alter(format!("alter subscription {name} disable")));
    }
    if fact.text("slot").is_some() {
        statements
            .push(Statement::alter(format!("alter subscription {name} set (slot_name = none)")));
    }
    statements.push(Statement::drop(format!("drop subscription {name}")));
    statements
}
