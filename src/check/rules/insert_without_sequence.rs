//! `insert_without_sequence`: INSERT into a table whose default takes a value from a sequence that
//! the role may not use. Sequences of identity columns need no privilege of their own.
//! See <https://www.postgresql.org/docs/current/functions-sequence.html>.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use crate::check::context::WrittenGrant;
use crate::check::names::Found;
use crate::diagnostic::Diagnostic;
use crate::model::{ObjectKind, ObjectName, Privilege, Table, Target};
use crate::source::Spanned;
use crate::sql::{self, references::Fragment};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let tables = sequences_by_table(facts);
    let mut reported = BTreeSet::new();
    let mut findings = Vec::new();
    for grant in facts.grants() {
        for table in grant.targets.iter().filter_map(table_of) {
            for (column, sequence) in tables.get(table).into_iter().flatten() {
                let uses = inserts_default(grant, column) && !may_use(facts, &grant.role, sequence);
                if uses && reported.insert((&grant.role, sequence)) {
                    findings.push(finding(grant, table, column, sequence));
                }
            }
        }
    }
    findings
}

fn table_of(target: &Target) -> Option<&ObjectName> {
    match target {
        Target::Table(table) => Some(table),
        _ => None,
    }
}

/// Where a role may give the column a value of its own, by name, it is taken to do so.
fn inserts_default(grant: &WrittenGrant, column: &str) -> bool {
    let on_columns = |(privilege, columns): &(Privilege, Vec<Spanned<String>>)| {
        *privilege == Privilege::Insert && columns.iter().all(|name| name.value != column)
    };
    grant.privileges.contains(&Privilege::Insert) || grant.columns.iter().any(on_columns)
}

fn may_use(facts: &Facts, role: &str, sequence: &ObjectName) -> bool {
    let target = Target::Sequence(sequence.clone());
    [Privilege::Usage, Privilege::Update].iter().any(|p| facts.allows(role, &target, *p))
}

/// Columns with a default from a sequence of the project.
fn sequences_by_table<'a>(
    facts: &Facts<'a>,
) -> BTreeMap<&'a ObjectName, Vec<(&'a str, ObjectName)>> {
    let mut tables = BTreeMap::new();
    for (name, table) in &facts.database().tables {
        let found = sequences(facts, name, table);
        if !found.is_empty() {
            tables.insert(name, found);
        }
    }
    tables
}

fn sequences<'a>(facts: &Facts, name: &ObjectName, table: &'a Table) -> Vec<(&'a str, ObjectName)> {
    let mut found = Vec::new();
    let scope = facts.context.names.scope(Some(&name.schema));
    for column in &table.columns {
        let Some(default) = &column.default else { continue };
        if !default.0.to_lowercase().contains("nextval") {
            continue;
        }
        for mention in sql::references(&default.0, Fragment::Expression).sequences {
            let serial = ObjectName::new(
                mention.name.schema.clone().unwrap_or_else(|| name.schema.clone()),
                mention.name.name.clone(),
            );
            match facts.context.names.relation(&mention.name, &scope) {
                Found::Ours(sequence, ObjectKind::Sequence) => {
                    found.push((column.name.as_str(), sequence));
                }
                _ if facts.database().sequences.contains_key(&serial) => {
                    found.push((column.name.as_str(), serial));
                }
                _ => {}
            }
        }
    }
    found
}

fn finding(
    grant: &WrittenGrant,
    table: &ObjectName,
    column: &str,
    sequence: &ObjectName,
) -> Diagnostic {
    let message = format!(
        "`{}` may insert into `{table}`, but not take the default of `{column}` from sequence \
         `{sequence}`",
        grant.role
    );
    let help = format!(
        "add `- {{ on: sequence {sequence}, usage: true }}`, or make the column an identity column"
    );
    Diagnostic::error("insert_without_sequence", grant.span, message)
        .about(Facts::role_words(&grant.role))
        .with_help(help)
}
