//! Privileges that a role other than the owner gives: as that role, once it was given the option.
//!
//! PostgreSQL notes as the grantor who ran the statement; `GRANTED BY` may name nobody else. See
//! <https://www.postgresql.org/docs/current/sql-grant.html>.

use super::{ColumnGrants, on_columns, on_object};
use crate::model::{Database, GivenOn, Privileges, Target};
use crate::sql::quote_identifier;

/// Returns the statements in an order in which each role has the option when it gives. They end as
/// the role that began.
pub fn statements(database: &Database) -> Vec<String> {
    let (given, _) = database.given_on();
    let mut statements = Vec::new();
    for by_one in given.chunk_by(|one, next| one.grantor == next.grantor) {
        statements.push(format!("set role {}", quote_identifier(by_one[0].grantor)));
        let same = |one: &GivenOn<'_>, next: &GivenOn<'_>| place(one) == place(next);
        let groups = by_one.chunk_by(same);
        statements.extend(groups.flat_map(|group| on_one(database, group)));
        statements.push("reset role".to_owned());
    }
    statements
}

/// What may stand in one statement: an object, all columns of one table, for one grantee.
fn place<'a>(on: &GivenOn<'a>) -> (usize, Target, bool, &'a str) {
    match on.target {
        Target::Column(table, _) => (on.distance, Target::Table(table.clone()), true, on.grantee),
        target => (on.distance, target.clone(), false, on.grantee),
    }
}

fn on_one(database: &Database, group: &[GivenOn<'_>]) -> Vec<String> {
    let (target, grantee) = (group[0].target, group[0].grantee);
    let Target::Column(table, _) = target else {
        let privileges: Privileges = group.iter().map(|on| (on.privilege, on.grantable)).collect();
        return on_object(target, &privileges, grantee);
    };
    let mut columns = ColumnGrants::new();
    for on in group {
        if let Target::Column(_, column) = on.target {
            columns.entry((on.privilege, on.grantable)).or_default().push(column);
        }
    }
    on_columns(database, table, columns, grantee)
}
