//! Row security of tables: whether it is on, for whom it holds, and what stands beside it.

use std::collections::BTreeSet;

use super::facts::{Facts, Found, is_protected, joined};
use crate::audit::sensitive;
use crate::model::{Column, Database, ObjectName, RowSecurity, Table, TypeDefinition};
use crate::sql::{QualifiedName, quote_identifier};

/// `row_security_off`. Of partitions and children the rules for them speak.
pub(super) fn off(facts: &Facts) -> Vec<Found> {
    let tables = facts.database.tables.iter().filter(|(name, table)| {
        !is_protected(table) && table.policies.is_empty() && facts.ancestors(name).is_empty()
    });
    let found = tables.filter_map(|(name, table)| {
        let held = sensitive(facts.database, table);
        let kinds: BTreeSet<&str> = held.iter().map(|(_, kind)| *kind).collect();
        let columns: BTreeSet<&str> = held.iter().map(|(column, _)| *column).collect();
        (!held.is_empty()).then(|| {
            let kinds = kinds.into_iter().collect::<Vec<_>>().join(" and ");
            let columns = joined(columns.into_iter().map(quote_identifier));
            let detail = format!(
                "holds {kinds} ({columns}), and every role that may read it reads all rows"
            );
            facts.of_table(
                name,
                detail,
                "add `row_security: forced`, and `policies` that say who sees which rows",
            )
        })
    });
    found.collect()
}

/// Returns the columns that hold data of persons or tenants, each with what it holds.
fn sensitive<'a>(database: &Database, table: &'a Table) -> Vec<(&'a str, &'static str)> {
    let holds = |column: &&Column| {
        let comments = [&column.comment, &table.comment].into_iter().flatten();
        let comments: Vec<&str> = comments.map(String::as_str).collect();
        let seems_personal = || {
            sensitive::is_personal(&column.name, is_text_or_time(database, &column.data_type))
                || sensitive::says_so(&comments.join(" "))
        };
        // What the project calls something else is no personal data, whatever its name.
        let is_personal = column.classification.as_deref().map(|class| class == "pii");
        sensitive::is_tenant(&column.name) || is_personal.unwrap_or_else(seems_personal)
    };
    let kind = |name: &str| match sensitive::is_tenant(name) {
        true => "tenant data",
        false => "personal data",
    };
    let columns = table.columns.iter().filter(holds);
    columns.map(|column| (column.name.as_str(), kind(&column.name))).collect()
}

/// Returns whether a type is text, a day or a time, or a domain over one.
fn is_text_or_time(database: &Database, data_type: &str) -> bool {
    let (mut data_type, mut depth) = (data_type, 0);
    loop {
        let domain = QualifiedName::parse(data_type).ok().and_then(|name| {
            let known = database.types.get(&ObjectName::new(name.schema?, name.name))?;
            match &known.definition {
                TypeDefinition::Domain(domain) => Some(domain.base.as_str()),
                _ => None,
            }
        });
        match domain {
            Some(base) if depth < 32 => (data_type, depth) = (base, depth + 1),
            _ => break,
        }
    }
    let name = data_type.rsplit_once('.').map_or(data_type, |(_, name)| name);
    let word = name.split([' ', '(', '[']).next().unwrap_or_default();
    let known =
        ["text", "character", "bpchar", "varchar", "name", "citext", "date", "time", "timestamp"];
    known.contains(&word)
}

/// `row_security_not_forced`.
pub(super) fn not_forced(facts: &Facts) -> Vec<Found> {
    let tables = facts.database.tables.iter().filter(|(name, table)| {
        table.row_security == RowSecurity::Enabled && facts.ancestors(name).is_empty()
    });
    let found = tables.map(|(name, table)| {
        let owner = facts.owner_name(table.owner.as_deref());
        let detail =
            format!("lets its owner, {owner}, and whoever is a member of it pass by its policies");
        facts.of_table(name, detail, "write `row_security: forced`")
    });
    found.collect()
}

/// `row_security_without_policy`: none that lets anybody see a row. Nobody reads a partition by itself where nobody may.
pub(super) fn without_policy(facts: &Facts) -> Vec<Found> {
    let tables = facts.database.tables.iter().filter(|(name, table)| {
        is_protected(table)
            && table.policies.values().all(|policy| policy.restrictive)
            && !facts.ancestors(name).into_iter().any(|above| facts.is_protected(above))
    });
    let fix = "add `policies` that say who sees which rows";
    let found = tables.map(|(name, table)| {
        let has = if table.policies.is_empty() { "no policy" } else { "policies that only narrow" };
        let detail = format!("has row security and {has}: nobody but who bypasses it sees a row");
        facts.of_table(name, detail, fix)
    });
    found.collect()
}

/// `partition_bypasses_row_security`.
pub(super) fn partition(facts: &Facts) -> Vec<Found> {
    let fix =
        "add `row_security: forced` to the partition: it is then read by its table's name alone";
    beside(facts, "is a partition of", fix, |table| table.partition_of.is_some())
}

/// `child_bypasses_row_security`.
pub(super) fn child(facts: &Facts) -> Vec<Found> {
    let fix = "add `row_security: forced`, and the policies that are meant for its own name";
    beside(facts, "inherits from", fix, |table| table.partition_of.is_none())
}

/// Finds tables without row security below tables that have it.
fn beside(facts: &Facts, relation: &str, fix: &str, which: fn(&Table) -> bool) -> Vec<Found> {
    let tables = facts.database.tables.iter();
    let open = tables.filter(|(_, table)| !is_protected(table) && which(table));
    let found = open.filter_map(|(name, _)| {
        let above = facts.ancestors(name).into_iter().filter(|above| facts.is_protected(above));
        let above = joined(above);
        (!above.is_empty()).then(|| {
            let detail = format!(
                "{relation} {above}, whose policies do not hold for who reads it by its own name"
            );
            facts.of_table(name, detail, fix)
        })
    });
    found.collect()
}
