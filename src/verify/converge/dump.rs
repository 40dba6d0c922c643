//! What `pg_dump` says of a database: objects by name, in an order of their own.

use std::collections::BTreeMap;
use std::process::Command;

use postgres::Client;

use crate::sandbox::program;

/// Objects of a dump by their heading.
pub(super) struct Dump(BTreeMap<String, String>);

impl Dump {
    /// Dumps the schema of the database that the client is connected to.
    ///
    /// # Errors
    /// What the program or the server says, in words.
    pub fn read(client: &mut Client, major: u16) -> Result<Self, String> {
        let ask = "select split_part(current_setting('unix_socket_directories'), ',', 1), current_setting('port'), current_database(), current_user::text";
        let row = client.query_one(ask, &[]).map_err(|error| error.to_string())?;
        let (folder, port): (String, String) = (row.get(0), row.get(1));
        let (database, user): (String, String) = (row.get(2), row.get(3));
        let program = program("pg_dump", major).ok_or("there is no `pg_dump` beside `initdb`")?;
        let mut command = Command::new(program);
        command.args(["--schema-only", "--host", &folder, "--port", &port, "--username", &user]);
        let output = command.arg(&database).output().map_err(|error| error.to_string())?;
        match output.status.success() {
            true => Ok(Self(objects(&String::from_utf8_lossy(&output.stdout)))),
            false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        }
    }

    /// Says what is otherwise than in another dump, object by object.
    pub fn differing(&self, desired: &Self) -> Vec<String> {
        let mut words = Vec::new();
        for (name, text) in &self.0 {
            match desired.0.get(name) {
                None => words.push(format!("pg_dump: {name} is there")),
                Some(wanted) if wanted != text => {
                    words.push(format!("pg_dump: {name} reads `{text}`, should read `{wanted}`"));
                }
                Some(_) => {}
            }
        }
        let missing = desired.0.keys().filter(|name| !self.0.contains_key(*name));
        words.extend(missing.map(|name| format!("pg_dump: {name} is missing")));
        words
    }
}

/// Cuts a dump at its headings: `-- Name: items; Type: TABLE; Schema: sales; Owner: …`.
fn objects(dump: &str) -> BTreeMap<String, String> {
    let mut objects = BTreeMap::<String, String>::new();
    for part in dump.split("\n-- Name: ").skip(1) {
        let (heading, text) = part.split_once('\n').unwrap_or((part, ""));
        let lines = text.lines().filter(|line| !is_noise(line) && !is_secret(line, heading));
        let lines =
            lines.map(|line| with_sorted_parameters(line.trim_end_matches([',', ';', ' '])));
        let mut lines: Vec<String> = lines.collect();
        // Columns and operators stand in the order in which they came, and grants in that in which they
        // were given.
        if [
            "; Type: TABLE;",
            "; Type: FOREIGN TABLE;",
            "; Type: ACL;",
            "ACL; Schema",
            "; Type: TYPE;",
            "; Type: OPERATOR FAMILY;",
        ]
        .iter()
        .any(|kind| heading.contains(kind))
        {
            lines.sort_unstable();
        }
        let text = objects.entry(heading.to_owned()).or_default();
        text.push_str(&lines.join("\n"));
    }
    without_inherited(&mut objects);
    objects
}

/// Leaves out the columns of a child that its parents have too. A column that was the child's own
/// stays so once a parent brings it, which no statement can change.
fn without_inherited(objects: &mut BTreeMap<String, String>) {
    let whole = objects.clone();
    let columns_of = |parent: &str| {
        let (schema, name) = parent.split_once('.').unwrap_or(("", parent));
        let start = format!("{name}; Type: TABLE; Schema: {schema}; ");
        let found = whole.iter().find(|(heading, _)| heading.starts_with(&start));
        found.map_or("", |(_, text)| text.as_str())
    };
    for text in objects.values_mut() {
        let Some((_, rest)) = text.split_once("INHERITS (") else { continue };
        let parents = rest.split(')').next().unwrap_or_default().split(", ");
        let inherited: Vec<&str> = parents.flat_map(|it| columns_of(it).lines()).collect();
        let is_own = |line: &&str| !line.starts_with("    ") || !inherited.contains(line);
        *text = text.lines().filter(is_own).collect::<Vec<_>>().join("\n");
    }
}

/// Storage parameters stand in the order in which they were set, which says nothing.
pub(crate) fn with_sorted_parameters(line: &str) -> String {
    match line.strip_prefix("WITH (").and_then(|it| it.split_once(')')) {
        Some((parameters, rest)) => {
            let mut parameters: Vec<&str> = parameters.split(", ").collect();
            parameters.sort_unstable();
            format!("WITH ({}){rest}", parameters.join(", "))
        }
        None => line.to_owned(),
    }
}

/// Returns whether a line gives a user mapping a secret, which is never read.
fn is_secret(line: &str, heading: &str) -> bool {
    heading.contains("; Type: USER MAPPING;") && line.trim_start().starts_with("password '")
}

/// Returns whether a line says nothing of its object.
fn is_noise(line: &str) -> bool {
    let session = ["SET default_tablespace", "SET default_table_access_method", "\\unrestrict"];
    line.trim().is_empty()
        || line.starts_with("--")
        || session.iter().any(|it| line.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUMP: &str = "--\n-- Name: t; Type: TABLE; Schema: s; Owner: o\n--\n\nCREATE TABLE s.t (\n    a integer,\n    b text\n);\n";

    #[test]
    fn order_of_columns_does_not_count_and_their_types_do() {
        let other = "--\n-- Name: t; Type: TABLE; Schema: s; Owner: o\n--\n\nCREATE TABLE s.t (\n    b text,\n    a integer\n);\n";
        assert_eq!(objects(DUMP), objects(other));
        assert_ne!(objects(DUMP), objects(&other.replace("text", "integer")));
    }

    #[test]
    fn what_a_child_has_from_its_parent_is_told_once() {
        let child = |columns: &str| {
            format!(
                "{DUMP}--\n-- Name: u; Type: TABLE; Schema: s; Owner: o\n--\n\n\
                 CREATE TABLE s.u ({columns}\n)\nINHERITS (s.t);\n"
            )
        };
        assert_eq!(objects(&child("")), objects(&child("\n    a integer")));
        assert_ne!(objects(&child("")), objects(&child("\n    c integer")));
    }

    #[test]
    fn what_is_there_and_what_is_missing_is_named() {
        let (one, none) = (Dump(objects(DUMP)), Dump(objects("")));
        assert_eq!(one.differing(&none), ["pg_dump: t; Type: TABLE; Schema: s; Owner: o is there"]);
        assert_eq!(
            none.differing(&one),
            ["pg_dump: t; Type: TABLE; Schema: s; Owner: o is missing"]
        );
    }
}
