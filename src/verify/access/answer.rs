//! What the server said to one trial.

use super::statements::Trial;
use crate::model::Target;
use crate::sql::quote_identifier;

/// The code that [`probe.sql`](super) raises where everything was permitted.
const PERMITTED: &str = "PGS00";
const INSUFFICIENT_PRIVILEGE: &str = "42501";
/// Codes of statements that a relation takes from nobody: a view that cannot be changed, a
/// materialized view, a column that is computed.
const IMPOSSIBLE: &[&str] = &["0A000", "42809", "428C9", "55000"];
/// Codes of a statement that cannot be written for an object: a function that takes what no query gives, and
/// a type that nothing is made of.
const UNWRITABLE: &[&str] =
    &["42601", "42704", "42725", "42804", "42846", "42883", "42P13", "42P18"];

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
    /// There is no such statement for this object: it has to be asked.
    Untried,
    /// It cannot be told.
    Unclear(String),
}

impl Answer {
    /// Returns whether a code says that everything was permitted.
    pub fn is_permission(code: &str) -> bool {
        code == PERMITTED
    }

    /// Reads the code, the message and the context of what ended the trial of an object.
    pub fn of(object: &Target, trial: &Trial, code: &str, message: &str, context: &str) -> Self {
        let within = is_within_code(context);
        let is_relation = matches!(object, Target::Table(_));
        match code {
            PERMITTED => Self::Permitted,
            INSUFFICIENT_PRIVILEGE if within || !is_about(object, message) => {
                Self::RefusedBelow(message.to_owned())
            }
            INSUFFICIENT_PRIVILEGE => Self::Refused,
            _ if trial.after.contains(&code) => Self::Permitted,
            // A trigger for the statement ran, so that privileges had been checked.
            _ if within => Self::Permitted,
            _ if is_relation && IMPOSSIBLE.contains(&code) => Self::Impossible,
            _ if !is_relation && UNWRITABLE.contains(&code) => Self::Untried,
            _ => Self::Unclear(format!("{message} (SQLSTATE {code})")),
        }
    }
}

/// Returns whether the error was raised by a function that the statement called, or by what that one ran: its
/// context then names that function, else the statement and the function that tries alone.
fn is_within_code(context: &str) -> bool {
    let first = context.lines().next().unwrap_or_default();
    let is_statement = first.starts_with("SQL statement");
    let is_own = |line: &str| line.contains("pgspec_probe");
    !is_statement && first.contains(" function ") && !is_own(first)
        // It may have run a statement of its own, whose words come first.
        || context.lines().any(|line| line.starts_with("PL/pgSQL function ") && !is_own(line))
}

/// Returns whether a refusal is about the object itself or its schema; messages give names without schema.
fn is_about(object: &Target, message: &str) -> bool {
    let Some(refused) = message.strip_prefix("permission denied for ") else {
        // Not in English: the words say nothing.
        return true;
    };
    let (name, schema, kinds): (_, _, &[&str]) = match object {
        Target::Table(name) | Target::Column(name, _) => {
            let kinds = &["table ", "view ", "materialized view ", "foreign table ", "relation "];
            (&name.name, &name.schema, kinds)
        }
        Target::Sequence(name) => (&name.name, &name.schema, &["sequence "]),
        Target::Routine(routine) => {
            let kinds = &["function ", "procedure ", "aggregate ", "routine "];
            (&routine.name.name, &routine.name.schema, kinds)
        }
        Target::Type(name) => (&name.name, &name.schema, &["type ", "domain "]),
        // Nothing stands below them.
        _ => return true,
    };
    if let Some(refused) = refused.strip_prefix("schema ") {
        return refused == schema;
    }
    // Types are told as SQL writes them, and with their schema where that is not looked in.
    let quoted = quote_identifier(name);
    let last = |refused: &str| {
        let bare = refused.strip_suffix(&*quoted);
        refused == name || bare.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    kinds.iter().filter_map(|kind| refused.strip_prefix(kind)).any(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ObjectName;

    const STATEMENT: &str = "SQL statement \"delete from sales.items where false\"\n\
        PL/pgSQL function pg_temp_3.pgspec_probe(text[],text[]) line 6 at EXECUTE";
    const TRIGGER: &str = "PL/pgSQL function sales.refuse() line 3 at RAISE\nSQL statement \"x\"";

    fn answer(code: &str, message: &str, context: &str) -> Answer {
        let items = Target::Table(ObjectName::new("sales", "items"));
        let trial = Trial { statement: String::new(), after: &["0A000"] };
        Answer::of(&items, &trial, code, message, context)
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
        let odd = Target::Type(ObjectName::new("Odd.Schema", "T\"y"));
        let trial = Trial { statement: String::new(), after: &[] };
        let of = |message: &str| Answer::of(&odd, &trial, "42501", message, STATEMENT);
        assert_eq!(of("permission denied for type \"Odd.Schema\".\"T\"\"y\""), Answer::Refused);
        let other = "permission denied for type \"Odd.Schema\".\"Not T\"\"y\"";
        assert_eq!(of(other), Answer::RefusedBelow(other.to_owned()));
    }

    #[test]
    fn what_a_trigger_raises_comes_after_the_privileges() {
        assert_eq!(answer("55000", "cannot be truncated", TRIGGER), Answer::Permitted);
        assert_eq!(answer("55000", "cannot insert into view", STATEMENT), Answer::Impossible);
        assert_eq!(answer("0A000", "others refer to it", STATEMENT), Answer::Permitted);
        let message = "permission denied for table items";
        assert_eq!(answer("42501", message, TRIGGER), Answer::RefusedBelow(message.to_owned()));
    }

    #[test]
    fn what_a_procedure_runs_comes_after_the_privilege_on_it() {
        let within = "SQL statement \"select 1 / 0\"\nPL/pgSQL function sales.tidy() line 1 at PERFORM\n\
            SQL statement \"call sales.tidy()\"\n\
            PL/pgSQL function pg_temp_3.pgspec_probe(text[],text[]) line 6 at EXECUTE";
        assert_eq!(answer("22012", "division by zero", within), Answer::Permitted);
        let unclear = Answer::Unclear("division by zero (SQLSTATE 22012)".to_owned());
        assert_eq!(answer("22012", "division by zero", STATEMENT), unclear);
    }

    #[test]
    fn what_cannot_be_tried_is_no_verdict() {
        let unclear = Answer::Unclear("relation \"x\" does not exist (SQLSTATE 42P01)".to_owned());
        assert_eq!(answer("42P01", "relation \"x\" does not exist", ""), unclear);
    }
}
