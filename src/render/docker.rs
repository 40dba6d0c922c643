//! The image that ships the database, and the compose file that starts it.
//!
//! The build's context is the output folder: `docker build --file docker/Dockerfile .` in it. The
//! image keeps the entrypoint of its base, which runs what lies in `/docker-entrypoint-initdb.d`
//! once, while the data directory is empty, in the order of the names: the DDL, the passwords, the
//! sample data. See <https://github.com/docker-library/docs/blob/master/postgres/README.md>.
//!
//! No secret is in a layer or in the environment: the image names the files that hold them.
//! Server settings are options of the `postgres` command, which works whatever the data
//! directory and the configuration files of the base image are; arguments given to `docker run`
//! take their place.

use std::collections::BTreeMap;

use serde::Serialize;

use super::filters::psql_path;
use super::{RenderError, Templates};
use crate::model::{Image, Project};
use crate::sql::quote_identifier;

/// Where the build copies what `psql` reads to.
const IN_IMAGE: &str = "/usr/local/share/pgspec";

/// Renders everything below `docker/`.
///
/// `ddl` names the DDL scripts by their paths in the output folder, in the order in which they run.
pub fn render(
    project: &Project,
    templates: &Templates,
    ddl: &[&str],
) -> Result<Vec<(String, String)>, RenderError> {
    let sample_data = sample_data(project);
    let passwords: Vec<Password> = passwords(project);
    let view = View::of(project, ddl, &passwords, !sample_data.is_empty());
    let render = |template: &str| templates.render(template, &view);
    let mut files = vec![
        ("docker/Dockerfile".to_owned(), render("docker/Dockerfile")?),
        ("docker/Dockerfile.dockerignore".to_owned(), render("docker/Dockerfile.dockerignore")?),
        ("docker/compose.yaml".to_owned(), render("docker/compose.yaml")?),
        ("docker/init/100_ddl.sql".to_owned(), include(templates, "The DDL", ddl.iter())?),
    ];
    if !passwords.is_empty() {
        files.push(("docker/init/200_passwords.sh".to_owned(), render("docker/passwords.sh")?));
    }
    if !sample_data.is_empty() {
        let paths = sample_data.iter().map(|(path, _)| path);
        let script = include(templates, "The sample data", paths)?;
        files.push(("docker/init/300_sample_data.sql".to_owned(), script));
    }
    files.extend(sample_data);
    Ok(files)
}

/// Writes the script that runs other scripts, each by its place in the image: below the folder
/// that the build copies `ddl/` and `docker/sample_data/` to.
fn include(
    templates: &Templates,
    what: &str,
    paths: impl Iterator<Item = impl AsRef<str>>,
) -> Result<String, RenderError> {
    let in_image = |path: &str| {
        let path = path.strip_prefix("docker/").unwrap_or(path);
        psql_path(&format!("{IN_IMAGE}/{path}"))
    };
    let scripts: Vec<String> = paths.map(|path| in_image(path.as_ref())).collect();
    templates.render("docker/init.sql", serde_json::json!({ "what": what, "scripts": scripts }))
}

/// Takes the sample data into the build's context, numbered, as it must keep its order.
fn sample_data(project: &Project) -> Vec<(String, String)> {
    if !project.image.sample_data {
        return Vec::new();
    }
    let numbered = project.sample_data.iter().enumerate();
    numbered
        .map(|(index, (path, text))| {
            let name = path.rsplit('/').next().unwrap_or(path);
            let path = format!("docker/sample_data/{:03}_{name}", index + 1);
            (path, format!("-- {}\n{text}", super::GENERATED))
        })
        .collect()
}

/// A role that logs in with a password.
#[derive(Debug, Serialize)]
struct Password {
    /// The role, quoted for SQL.
    role: String,
    /// Environment variable that names the file, where it is not the secret's own.
    variable: String,
    /// Name of the secret.
    secret: String,
}

fn passwords(project: &Project) -> Vec<Password> {
    let with_password = project.database.roles.iter().filter(|(_, role)| role.login);
    with_password
        .filter_map(|(name, role)| {
            let secret = role.password.as_ref()?.secret();
            Some(Password {
                role: quote_identifier(name).into_owned(),
                variable: format!("{}_FILE", secret.replace(['-', '.'], "_").to_uppercase()),
                secret,
            })
        })
        .collect()
}

/// What the templates see.
#[derive(Debug, Serialize)]
struct View<'a> {
    project: &'a str,
    labels: BTreeMap<&'a str, &'a str>,
    postgres: u16,
    image: &'a Image,
    compose_name: String,
    passwords: &'a [Password],
    secrets: Vec<&'a str>,
    has_ddl: bool,
    has_sample_data: bool,
    in_image: &'static str,
    data_volume: &'static str,
    command: String,
    health_check: String,
}

impl<'a> View<'a> {
    fn of(project: &'a Project, ddl: &[&str], passwords: &'a [Password], sample: bool) -> Self {
        let image = &project.image;
        let mut secrets: Vec<&str> = passwords.iter().map(|p| p.secret.as_str()).collect();
        secrets.sort_unstable();
        secrets.dedup();
        Self {
            project: &project.name,
            labels: labels(project),
            postgres: project.postgres,
            image,
            compose_name: compose_name(&project.name),
            passwords,
            secrets,
            has_ddl: !ddl.is_empty(),
            has_sample_data: sample,
            in_image: IN_IMAGE,
            data_volume: data_volume(project.postgres),
            command: command(image),
            health_check: health_check(image),
        }
    }
}

/// Returns the image's labels: title and description of the project, unless it gives its own.
fn labels(project: &Project) -> BTreeMap<&str, &str> {
    let title = ("org.opencontainers.image.title", project.name.as_str());
    let description = project.description.as_deref();
    let description = description.map(|text| ("org.opencontainers.image.description", text));
    let own = project.image.labels.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    std::iter::once(title).chain(description).chain(own).collect()
}

/// Returns where the data lives: the official image keeps it in a folder of the major version's
/// own from 18 on, so that `pg_upgrade` can link files within one volume.
fn data_volume(major: u16) -> &'static str {
    if major >= 18 { "/var/lib/postgresql" } else { "/var/lib/postgresql/data" }
}

/// Writes the command in its JSON form, one setting a line.
fn command(image: &Image) -> String {
    let settings = image.settings.iter().map(|(name, value)| format!("{name}={value}"));
    let options = settings.map(|setting| format!(", \\\n     \"-c\", {}", json(&setting)));
    format!("[\"postgres\"{}]", options.collect::<String>())
}

/// Asks over TCP: while the entrypoint prepares the database, the server listens on its socket
/// alone, and the container must not count as healthy.
fn health_check(image: &Image) -> String {
    let options = [
        "pg_isready".to_owned(),
        "--quiet".to_owned(),
        "--host=127.0.0.1".to_owned(),
        format!("--username={}", image.user),
        format!("--dbname={}", image.database),
    ];
    format!("[{}]", options.map(|option| json(&option)).join(", "))
}

fn json(text: &str) -> String {
    super::filters::quoted(text)
}

/// Makes a name that compose allows: lower-case letters, digits, `-` and `_`, a letter first.
fn compose_name(project: &str) -> String {
    let allowed = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    let name: String = project.to_ascii_lowercase().chars().map(allowed).collect();
    let name = name.trim_start_matches(['-', '_']);
    if name.is_empty() { "postgres".into() } else { name.to_owned() }
}

#[cfg(test)]
mod tests;
