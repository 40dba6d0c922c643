//! Passwords of login roles, from where the project says that they are.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::Status;
use super::output::Output;
use crate::model::{PasswordSource, Project};

/// Returns the passwords that are there; none for a role whose variable is not set or whose file is not
/// there. A file that cannot be read is said.
pub(super) fn given(
    root: &Path,
    project: &Project,
    output: &Output,
) -> Result<BTreeMap<PasswordSource, String>, Status> {
    let mut passwords = BTreeMap::new();
    for source in project.database.roles.values().filter_map(|role| role.password.as_ref()) {
        match read(root, source) {
            Ok(Some(password)) => drop(passwords.insert(source.clone(), password)),
            Ok(None) => {}
            Err(error) => {
                output.say(&format!("error: cannot read the password in `{source}`: {error}"));
                return Err(Status::Wrong);
            }
        }
    }
    Ok(passwords)
}

fn read(root: &Path, source: &PasswordSource) -> io::Result<Option<String>> {
    let password = match source {
        PasswordSource::Environment(variable) => std::env::var(variable).unwrap_or_default(),
        PasswordSource::File(path) => match std::fs::read_to_string(root.join(path)) {
            Ok(text) => without_line_end(&text).to_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        },
    };
    Ok(Some(password).filter(|password| !password.is_empty()))
}

/// Takes away the end of line that an editor leaves, and no more.
fn without_line_end(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}
