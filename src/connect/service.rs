//! Service files: named sets of parameters.
//!
//! <https://www.postgresql.org/docs/current/libpq-pgservice.html>

use std::fs;
use std::path::{Path, PathBuf};

use super::environment::{Environment, SERVICE_FILE, SYSTEM_FOLDER};
use super::values::Pair;
use super::{Error, parameters};

/// Returns the parameters of a service, from the first file that defines it: the user's, else the
/// system's.
pub(super) fn read(service: &str, environment: &Environment) -> Result<Vec<Pair>, Error> {
    let own = match environment.variable(SERVICE_FILE).filter(|path| !path.is_empty()) {
        Some(path) => Some(PathBuf::from(path)),
        None => environment.in_home(".pg_service.conf").filter(|path| path.exists()),
    };
    let files: Vec<PathBuf> = own.into_iter().chain(system(environment)).collect();
    for file in &files {
        let text = fs::read_to_string(file).map_err(|source| Error::file(file, source))?;
        if let Some(pairs) = find(&text, service, file)? {
            return Ok(pairs);
        }
    }
    Err(Error::NoService { name: service.to_owned(), files })
}

/// Returns the system's service file, where there is one.
fn system(environment: &Environment) -> Option<PathBuf> {
    let file = |folder: &Path| folder.join("pg_service.conf");
    let mut files = match environment.variable(SYSTEM_FOLDER) {
        Some(folder) => vec![file(Path::new(folder))],
        None => environment.system_folders.iter().map(|folder| file(folder)).collect(),
    };
    files.retain(|file| file.exists());
    files.into_iter().next()
}

/// Returns the parameters of the section, where the file has it. The first of a name counts.
fn find(text: &str, service: &str, file: &Path) -> Result<Option<Vec<Pair>>, Error> {
    let mut found: Option<Vec<Pair>> = None;
    let mut inside = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(section) = line.strip_prefix('[') {
            if inside {
                break;
            }
            inside = section.strip_suffix(']') == Some(service);
            found = inside.then(Vec::new);
        } else if inside {
            let pair = pair(line).map_err(|reason| Error::ServiceFile {
                file: file.to_owned(),
                line: index + 1,
                reason,
            })?;
            let pairs = found.get_or_insert_default();
            if !pairs.iter().any(|known| known.name == pair.0) {
                let place = format!("line {} of `{}`", index + 1, file.display());
                pairs.push(Pair::new(pair.0, pair.1, place));
            }
        }
    }
    Ok(found)
}

/// Splits one line. Spaces beside the `=` belong to name and value for libpq, which no one means.
fn pair(line: &str) -> Result<(&str, &str), &'static str> {
    if line.starts_with("ldap") {
        return Err("services in LDAP are not looked up");
    }
    let (name, value) = line.split_once('=').ok_or("it is not `name=value`")?;
    if name.ends_with(char::is_whitespace) || value.starts_with(char::is_whitespace) {
        return Err("no spaces may stand beside the `=`");
    }
    if name == "service" {
        return Err("a service cannot name another one");
    }
    match parameters::find(name) {
        Some(parameter) => Ok((parameter.name, value)),
        None => Err("it names no parameter of a connection"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# services\n[a]\nhost=one\n\n[shop]\n  host=db\nport=6\nhost=late\n\
                        password=hunter2 \n[b]\nhost = x\n";

    fn found(text: &str, service: &str) -> Result<Option<String>, Error> {
        let pairs = find(text, service, Path::new("f"))?;
        let text = |pairs: Vec<Pair>| {
            pairs.iter().map(|pair| format!("{}<{}>", pair.name, pair.value)).collect()
        };
        Ok(pairs.map(text))
    }

    #[test]
    fn the_section_is_found_and_the_first_value_counts() {
        let shop = "host<db>port<6>password<hunter2>".to_owned();
        assert_eq!(found(FILE, "shop").unwrap(), Some(shop));
        assert_eq!(found(FILE, "a").unwrap(), Some("host<one>".to_owned()));
        assert_eq!(found(FILE, "none").unwrap(), None);
        assert_eq!(found("[empty]", "empty").unwrap(), Some(String::new()));
    }

    #[test]
    fn faults_are_placed_and_not_repeated() {
        for (line, reason) in [
            ("hunter2", "it is not `name=value`"),
            ("host = hunter2", "no spaces may stand beside the `=`"),
            ("hunter2=1", "it names no parameter of a connection"),
            ("service=hunter2", "a service cannot name another one"),
            ("ldap://hunter2", "services in LDAP are not looked up"),
        ] {
            let error = found(&format!("[s]\nport=1\n{line}\n"), "s").unwrap_err();
            assert_eq!(error.to_string(), format!("line 3 of the service file `f`: {reason}"));
        }
    }
}
