//! Statements that each write a whole table anew become one, which writes it once.

use super::{Change, Statement};

/// Merges changes of column types that follow each other on one table.
pub(super) fn merge(changes: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::new();
    for mut change in changes {
        let before = merged.last_mut().and_then(|it| it.statements.last_mut());
        if let Some(before) = before
            && let Some(next) = change.statements.first()
            && let Some(tail) = joined(before, next)
        {
            before.sql.push_str(&format!(", {tail}"));
            before.hazards.append(&mut change.statements.remove(0).hazards);
        }
        if !change.statements.is_empty() {
            merged.push(change);
        }
    }
    merged
}

/// Returns what the second statement adds to the first, where both give columns of one table another
/// type.
fn joined(first: &Statement, second: &Statement) -> Option<String> {
    let (table, _) = type_change(first)?;
    let (other, tail) = type_change(second)?;
    (table == other).then(|| tail.to_owned())
}

/// Splits `alter table t alter column c type …`, where a statement is one.
fn type_change(statement: &Statement) -> Option<(&str, &str)> {
    const ALTER: &str = " alter column ";
    let rest = statement.sql.strip_prefix("alter table ")?;
    let (table, tail) = rest.split_at(rest.find(ALTER)?);
    let is_plain = statement.transactional && !statement.apart && !statement.settles;
    let tail = &tail[1..];
    let column = tail.strip_prefix("alter column ")?;
    let end = match column.strip_prefix('"') {
        Some(quoted) => quoted.find("\" type ")? + 2,
        None => column.find(' ')?,
    };
    (is_plain && column[end..].starts_with(" type ")).then_some((table, tail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Id, Kind};

    fn merged(statements: &[&str]) -> Vec<String> {
        let change = |sql: &&str| Change {
            id: Id::new(Kind::Column, "", "t", ""),
            statements: vec![Statement::alter(*sql)],
        };
        let merged = merge(statements.iter().map(change).collect()).into_iter();
        merged.flat_map(|change| change.statements).map(|it| it.sql).collect()
    }

    #[test]
    fn types_of_one_table_change_together() {
        assert_eq!(
            merged(&[
                "alter table s.t alter column a type bigint",
                "alter table s.t alter column \"B c\" type text using x",
                "alter table s.u alter column a type bigint",
            ]),
            [
                "alter table s.t alter column a type bigint, alter column \"B c\" type text using x",
                "alter table s.u alter column a type bigint",
            ]
        );
    }

    #[test]
    fn the_rest_stays_apart() {
        let others = [
            "alter table s.t alter column a type bigint",
            "alter table s.t alter column b set statistics 5",
            "alter table s.t alter column type set not null",
        ];
        assert_eq!(merged(&others), others);
    }
}
