//! What the server said to one trial.

use crate::model::ObjectName;

/// The code that [`probe.sql`](super) raises where everything was permitted.
const PERMITTED: &str = "PGS00";
const INSUFFICIENT_PRIVILEGE: &str = "42501";
/// Codes of statements that a relation takes from nobody: a view that cannot be changed, a
/// materialized view, a column that is computed.
const IMPOSSIBLE: &[&str] = &["0A000", "42809", "428C9", "55000"];

/// What the server said to one trial.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// The role may.
    Permitted,
    /// The role may not.
    Refused,
    /// The role may, and yet something that the statement needs is refused to it.
    RefusedBelow(String),
    /// Nobody can, whatever is granted.
    Impossible,
    /// It cannot be told.
    Unclear(String),
}

impl Answer {
    /// Reads the code, the message and the context of what ended the trial.
    pub fn of(relation: &ObjectName, code: &str, message: &str, context: &str) -> Self {
        let within = is_within_code(context);
        match code {
            PERMITTED => Self::Permitted,
            INSUFFICIENT_PRIVILEGE if within || !is_about(relation, message) => {
                Self::RefusedBelow(message.to_owned())
            }
            INSUFFICIENT_PRIVILEGE => Self::Refused,
            // A trigger for the statement ran, so that privileges had been checked.
            _ if within => Self::Permitted,
            _ if IMPOSSIBLE.contains(&code) => Self::Impossible,
            _ => Self::Unclear(format!("{message} (SQLSTATE {code})")),
        }
    }
}

/// Returns whether the error was raised by a function that the statement called: its context then
/// starts with that function, else with the statement or with the function that tries.
fn is_within_code(context: &str) -> bool {
    let first = context.lines().next().unwrap_or_default();
    first.contains(" function ") && !first.contains("pgspec_probe")
}

/// Returns whether a refusal is about the relation itself or its schema; messages give names
/// without schema.
fn is_about(relation: &ObjectName, message: &str) -> bool {
    let Some(object) = message.strip_prefix("permission denied for ") else {
        // Not in English: the words say nothing.
        return true;
    };
    if let Some(schema) = object.strip_prefix("schema ") {
        return schema == relation.schema;
    }
    let kinds = ["table ", "view ", "materialized view ", "foreign table ", "relation "];
    kinds.iter().any(|kind| object.strip_prefix(kind) == Some(&relation.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATEMENT: &str = "SQL statement \"delete from sales.items where false\"\n\
        PL/pgSQL function pg_temp_3.pgspec_probe(text[],text[]) line 6 at EXECUTE";
    const TRIGGER: &str = "PL/pgSQL function sales.refuse() line 3 at RAISE\nSQL statement \"x\"";

    fn answer(code: &str, message: &str, context: &str) -> Answer {
        Answer::of(&ObjectName::new("sales", "items"), code, message, context)
    }

    #[test]
    fn refusals_are_told_by_what_they_name() {
        let of = |message: &str| answer("42501", message, STATEMENT);
        assert_eq!(of("permission denied for table items"), Answer::Refused);
        assert_eq!(of("permission denied for schema sales"), Answer::Refused);
        for message in ["permission denied for table members", "permission denied for schema x"] {
            assert_eq!(of(message), Answer::RefusedBelow(message.to_owned()));
        }
        assert_eq!(of("Zugriff verweigert"), Answer::Refused);
    }

    #[test]
    fn what_a_trigger_raises_comes_after_the_privileges() {
        assert_eq!(answer("55000", "cannot be truncated", TRIGGER), Answer::Permitted);
        assert_eq!(answer("55000", "cannot insert into view", STATEMENT), Answer::Impossible);
        let message = "permission denied for table items";
        assert_eq!(answer("42501", message, TRIGGER), Answer::RefusedBelow(message.to_owned()));
    }

    #[test]
    fn what_cannot_be_tried_is_no_verdict() {
        let unclear = Answer::Unclear("relation \"x\" does not exist (SQLSTATE 42P01)".to_owned());
        assert_eq!(answer("42P01", "relation \"x\" does not exist", ""), unclear);
    }
}
