//! What a migration takes away for good.

use crate::plan::{Hazard, HazardKind, Step};
use crate::sql::scanner::{Kind, tokens};

/// Says what data the steps delete, one line for each: what no undoing brings back.
pub fn lost_by(steps: &[Step]) -> Vec<String> {
    let deleting = steps.iter().flat_map(|step| {
        let hazards = step.hazards.iter();
        hazards
            .filter(|hazard| hazard.kind == HazardKind::DeletesData)
            .map(move |hazard| (step, hazard))
    });
    deleting.map(|(step, hazard)| format!("{}: {}", step.object, hazard.message)).collect()
}

/// Finds what a statement that a person wrote deletes. `DELETE` says what it does; here is what takes
/// rows along besides what it names.
pub(super) fn hazard(statement: &str) -> Option<Hazard> {
    let words: Vec<String> = tokens(statement)
        .into_iter()
        .map(|token| match token.kind {
            Kind::Word => statement[token.range].to_ascii_lowercase(),
            _ => String::new(),
        })
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let message = match words.as_slice() {
        ["drop", "table", ..] => "a table is dropped with its rows",
        ["drop", "schema", ..] => "a schema is dropped with what is in it",
        ["drop", "database", ..] => "a database is dropped",
        ["drop", "owned", ..] => "everything of a role is dropped",
        ["truncate", ..] => "all rows of a table are deleted",
        ["alter", "table", ..] | ["alter", "foreign", "table", ..] if drops_column(&words) => {
            "a column is dropped with its values"
        }
        _ => return None,
    };
    Some(Hazard::new(HazardKind::DeletesData, message))
}

/// Whether one of the actions is `DROP [COLUMN] [IF EXISTS] name`.
fn drops_column(words: &[&str]) -> bool {
    /// What else may follow `DROP` in an `ALTER TABLE`.
    const OTHERS: &[&str] = &["constraint", "default", "not", "identity", "expression"];
    words.windows(2).any(|pair| pair[0] == "drop" && !OTHERS.contains(&pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_deletes_is_told_from_what_does_not() {
        for sql in [
            "drop table if exists a",
            "DROP SCHEMA s CASCADE",
            "truncate a, b",
            "alter table a add b int, drop column c",
            "alter table a drop c",
            "alter table a drop \"constraint\"",
        ] {
            assert!(hazard(sql).is_some(), "{sql}");
        }
        for sql in [
            "alter table a drop constraint b",
            "alter table a alter b drop default, alter b drop not null",
            "alter table a alter b drop identity if exists",
            "alter table a alter b drop expression",
            "drop view a",
            "delete from a",
            "create function f() returns int language sql as 'drop table a'",
            "comment on table a is 'drop table'",
        ] {
            assert_eq!(hazard(sql), None, "{sql}");
        }
    }
}
