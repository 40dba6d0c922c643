//! Loading a dump: roles that it takes for granted are made.

use postgres::Client;
use postgres::error::SqlState;

use crate::sandbox::script::{Script, ScriptError, run_together};
use crate::sql::quote_identifier;

/// A dump may name this many roles that it does not make.
const MOST_ROLES: usize = 1000;

/// Runs the statements of a dump. A role that does not exist is made, without any attribute, as dumps
/// of a single database hold none.
pub(super) fn load(client: &mut Client, script: Script) -> Result<(), Box<ScriptError>> {
    let scripts = [script];
    for _ in 0..MOST_ROLES {
        let Err(error) = run_together(client, &scripts) else { return Ok(()) };
        let Some(role) = missing_role(&error) else { return Err(error) };
        // The dump may have changed the settings of the session.
        let create = format!("reset all; create role {}", quote_identifier(role));
        if client.batch_execute(&create).is_err() {
            return Err(error);
        }
    }
    run_together(client, &scripts).map(|_| ())
}

/// Returns the role that the server does not know. The message is in English in a server of ours.
fn missing_role(error: &ScriptError) -> Option<&str> {
    let is_undefined = error.code.as_deref() == Some(SqlState::UNDEFINED_OBJECT.code());
    let name = error.message.strip_prefix("role \"")?.strip_suffix("\" does not exist")?;
    is_undefined.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::{Choice, Request, start};

    #[test]
    fn a_dump_without_its_roles_is_loaded() {
        let server = start(&Request::new(Choice::Local, 15), &|_| ()).unwrap();
        let database = server.create_database("dump").unwrap();
        let mut client = database.connect().unwrap();
        let script = |text: &str| Script { name: "dump.sql".to_owned(), text: text.to_owned() };
        let dump = "\\restrict x\ncreate table t (a int);\nCOPY t FROM stdin;\n1\n\\.\n
            alter table t owner to \"Some one\";\ngrant select on t to other;\n\\unrestrict x\n";
        load(&mut client, script(dump)).unwrap();
        let owner =
            "select tableowner || (select count(*) from t) from pg_tables where tablename = 't'";
        assert_eq!(client.query_one(owner, &[]).unwrap().get::<_, String>(0), "Some one1");

        let error = load(&mut client, script("select 1;\nselect x;")).unwrap_err();
        let told = error.to_string();
        assert!(told.starts_with("dump.sql:2: column \"x\" does not exist"), "{told}");
    }
}
