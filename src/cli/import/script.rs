//! Loading a dump: what only psql understands is left out, and roles that it takes for granted are
//! made.

use postgres::Client;
use postgres::error::{ErrorPosition, SqlState};

/// A dump may name this many roles that it does not make.
const MOST_ROLES: usize = 1000;

/// Why a dump could not be loaded.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub(super) struct ScriptError {
    file: String,
    line: usize,
    message: String,
    #[source]
    source: postgres::Error,
}

/// Runs the statements of a dump. A role that does not exist is made, without any attribute, as dumps
/// of a single database hold none.
pub(super) fn load(client: &mut Client, file: &str, text: &str) -> Result<(), ScriptError> {
    let text = without_psql(text);
    let failed = |source: postgres::Error| {
        let message = source.as_db_error().map(|error| error.message().to_owned());
        let position = match source.as_db_error().and_then(|error| error.position()) {
            Some(ErrorPosition::Original(position)) => *position as usize,
            _ => 1,
        };
        let line = 1 + text.chars().take(position.saturating_sub(1)).filter(|c| *c == '\n').count();
        let message = message.unwrap_or_else(|| "the server went away".to_owned());
        ScriptError { file: file.to_owned(), line, message, source }
    };
    for _ in 0..MOST_ROLES {
        let Err(error) = client.batch_execute(&text) else { return Ok(()) };
        let Some(role) = missing_role(&error) else { return Err(failed(error)) };
        let create = format!("create role {}", crate::sql::quote_identifier(&role));
        client.batch_execute(&create).map_err(failed)?;
    }
    client.batch_execute(&text).map_err(failed)
}

/// Returns the role that the server does not know. The message is in English in a server of ours.
fn missing_role(error: &postgres::Error) -> Option<String> {
    let error = error.as_db_error().filter(|it| *it.code() == SqlState::UNDEFINED_OBJECT)?;
    let name = error.message().strip_prefix("role \"")?.strip_suffix("\" does not exist")?;
    Some(name.to_owned())
}

/// Blanks out psql's own commands and the rows behind `COPY … FROM stdin`; every line stays where it
/// is.
fn without_psql(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut in_rows = false;
    for line in text.lines() {
        let copy = line.starts_with("COPY ") && line.ends_with("FROM stdin;");
        let command = ["\\restrict", "\\unrestrict", "\\connect", "\\."];
        let command = command.iter().any(|word| line.starts_with(word));
        if !in_rows && !copy && !command {
            kept.push_str(line);
        }
        kept.push('\n');
        in_rows = (in_rows || copy) && line != "\\.";
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::{Choice, Request, start};

    #[test]
    fn rows_and_commands_of_psql_are_left_out() {
        let dump = "\\restrict x\ncreate table t (a int);\nCOPY t FROM stdin;\n1\n\\.\nselect 1;\n";
        assert_eq!(without_psql(dump), "\ncreate table t (a int);\n\n\n\nselect 1;\n");
    }

    #[test]
    fn a_dump_without_its_roles_is_loaded() {
        let server = start(&Request::new(Choice::Local, 15), &|_| ()).unwrap();
        let database = server.create_database("dump").unwrap();
        let mut client = database.connect().unwrap();
        let dump = "create table t (a int);\nalter table t owner to \"Some one\";\ngrant select on t to other;";
        load(&mut client, "dump.sql", dump).unwrap();
        let owner = "select tableowner::text from pg_tables where tablename = 't'";
        assert_eq!(client.query_one(owner, &[]).unwrap().get::<_, String>(0), "Some one");

        let error = load(&mut client, "dump.sql", "select 1;\nselect x;").unwrap_err();
        assert_eq!(error.to_string(), "dump.sql:2: column \"x\" does not exist");
    }
}
