//! `update_without_select`: UPDATE or DELETE for a role that may not read a single column of the
//! table: neither WHERE nor RETURNING can name one, so only every row at once can be touched.
//! See <https://www.postgresql.org/docs/current/sql-update.html>.

use std::collections::BTreeSet;

use super::facts::Facts;
use crate::check::context::WrittenGrant;
use crate::diagnostic::Diagnostic;
use crate::model::{ObjectName, Privilege, Target};

pub(super) fn check(facts: &Facts) -> Vec<Diagnostic> {
    let mut reported = BTreeSet::new();
    let mut findings = Vec::new();
    for grant in facts.grants().filter(|grant| !facts.is_superuser(&grant.role)) {
        let Some(privilege) = changes(grant) else { continue };
        for target in &grant.targets {
            let Target::Table(table) = target else { continue };
            if !facts.allows_any_column(&grant.role, table, Privilege::Select)
                && reported.insert((grant.role.as_str(), table))
            {
                findings.push(finding(facts, grant, table, privilege));
                break;
            }
        }
    }
    findings
}

fn changes(grant: &WrittenGrant) -> Option<Privilege> {
    let asked = grant.columns.iter().map(|(privilege, _)| *privilege);
    let mut asked = asked.chain(grant.privileges.iter().copied());
    asked.find(|privilege| matches!(privilege, Privilege::Update | Privilege::Delete))
}

fn finding(
    facts: &Facts,
    grant: &WrittenGrant,
    table: &ObjectName,
    privilege: Privilege,
) -> Diagnostic {
    let (role, word) = (&grant.role, privilege.sql());
    let message =
        format!("`{role}` may {word} `{table}`, but not read any column to say which rows");
    let key = facts.database().tables.get(table).and_then(|table| table.primary_key());
    let help = match key {
        Some(key) => format!("add `select: [{}]`, for its conditions", key.columns.join(", ")),
        None => "add `select:` with the columns that its conditions name".to_owned(),
    };
    Diagnostic::error("update_without_select", grant.span, message)
        .about(Facts::role_words(&grant.role))
        .with_help(help)
}
