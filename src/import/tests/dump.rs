//! Compares two databases by what `pg_dump --schema-only` says of them, up to order.

use std::collections::BTreeSet;
use std::process::Command;

use crate::sandbox::Database;
use crate::verify::converge::dump::with_sorted_parameters;

/// Returns the objects that one dump has and the other has not.
pub fn compare(one: &Database<'_>, other: &Database<'_>) -> Vec<String> {
    let (one, other) = (objects(&dump(one)), objects(&dump(other)));
    let lost = one.difference(&other).map(|object| format!("only dumped before:\n{object}"));
    let gained = other.difference(&one).map(|object| format!("only dumped after:\n{object}"));
    lost.chain(gained).collect()
}

/// Runs `pg_dump` on a database of a server on this machine.
pub fn dump(database: &Database<'_>) -> String {
    let mut client = database.connect().expect("the server is there");
    let mut show = |what: &str| -> String {
        client.query_one(what, &[]).expect("an answer").get::<_, String>(0)
    };
    let host = show("show unix_socket_directories");
    let (port, user) = (show("show port"), show("select current_user::text"));
    let arguments = ["--schema-only", "-h", &host, "-p", &port, "-U", &user, database.name()];
    let output = Command::new("pg_dump").args(arguments).output().expect("pg_dump runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).expect("a dump is text")
}

/// A part of a dump: an object, its comment, its privileges.
pub struct Block {
    pub kind: String,
    /// What was said before it of where objects are stored.
    place: String,
    header: String,
    /// Its statements.
    pub body: String,
}

/// Takes a dump apart.
pub fn blocks(dump: &str) -> Vec<Block> {
    let mut settings = [String::new(), String::new()];
    let mut parts = dump.split("\n--\n-- Name: ");
    parts.next().into_iter().for_each(|preamble| take_settings(preamble, &mut settings));
    let mut blocks = Vec::new();
    for part in parts {
        let part = part.split("\n--\n-- PostgreSQL database dump complete").next().unwrap_or(part);
        let mut lines = part.lines().filter(|line| !is_setting(line));
        let header = lines.next().unwrap_or_default();
        let field = |start: &str| {
            let field = header.split(start).nth(1).and_then(|rest| rest.split("; ").next());
            field.unwrap_or_default().to_owned()
        };
        // Two dashes follow the header.
        let body = lines.skip(1).collect::<Vec<_>>().join("\n");
        blocks.push(Block {
            kind: field("; Type: "),
            place: settings.concat(),
            header: header.to_owned(),
            body: body.trim().to_owned(),
        });
        take_settings(part, &mut settings);
    }
    assert!(!blocks.is_empty() || !dump.contains("-- Name:"), "the dump was taken apart");
    blocks
}

/// Splits a dump into its objects. Nothing is left out but what says where it stands:
///
/// - The tablespace and the access method are set once for all that follows: each object that has
///   one is given what was last set before it.
/// - The storage parameters of a table are a set, and the model holds them by name.
/// - A view keeps in which spelling of a boolean its options were given.
/// - The statements of one access control list stand in the order in which privileges were granted, and
///   the members of an operator family in that in which they were added.
fn objects(dump: &str) -> BTreeSet<String> {
    let object = |block: Block| {
        let kind = block.kind.as_str();
        let placed = matches!(kind, "TABLE" | "INDEX" | "MATERIALIZED VIEW" | "CONSTRAINT");
        let place = if placed { block.place.as_str() } else { "" };
        let body = block.body.replace("security_barrier='on'", "security_barrier='true'");
        let body = body.replace("security_invoker='on'", "security_invoker='true'");
        // Secrets are never read; that they are there is named.
        let is_secret = |line: &&str| kind == "USER MAPPING" && line.contains("password '");
        let body: Vec<&str> = body.lines().filter(|line| !is_secret(line)).collect();
        let body: Vec<String> = body.into_iter().map(with_sorted_parameters).collect();
        let mut body = body;
        if kind == "OPERATOR FAMILY" {
            body.iter_mut()
                .for_each(|line| *line = line.trim_end_matches([' ', ',', ';']).to_owned());
            body.sort_unstable();
        }
        let body = body.join("\n");
        let mut statements: Vec<&str> =
            body.split(";\n").map(|it| it.trim_end_matches(';')).collect();
        if matches!(kind, "ACL" | "DEFAULT ACL") {
            statements.sort_unstable();
        }
        format!("{place}{}\n{}", block.header, statements.join(";\n"))
    };
    blocks(dump).into_iter().map(object).collect()
}

fn is_setting(line: &str) -> bool {
    line.starts_with("SET default_tablespace = ")
        || line.starts_with("SET default_table_access_method = ")
}

fn take_settings(text: &str, settings: &mut [String; 2]) {
    for line in text.lines().filter(|line| is_setting(line)) {
        settings[usize::from(line.contains("access_method"))] = format!("{line}\n");
    }
}

#[test]
fn dumps_are_taken_apart() {
    let header = |name: &str| format!("--\n-- Name: {name}; Schema: s; Owner: o\n--\n\n");
    let text = format!(
        "--\n-- PostgreSQL database dump\n--\n\nSET default_tablespace = '';\n\n{}CREATE TABLE s.t (\n    \
         a integer\n);\n\n\nSET default_tablespace = fast;\n\n{}GRANT b;\nGRANT a;\n\n\n{}CREATE INDEX i;\n\n\n\
         --\n-- PostgreSQL database dump complete\n--\n",
        header("t; Type: TABLE"),
        header("t; Type: ACL"),
        header("i; Type: INDEX"),
    );
    let objects: Vec<String> = objects(&text).into_iter().collect();
    let expected = [
        "SET default_tablespace = '';\nt; Type: TABLE; Schema: s; Owner: o\nCREATE TABLE s.t (\n    a integer\n)",
        "SET default_tablespace = fast;\ni; Type: INDEX; Schema: s; Owner: o\nCREATE INDEX i",
        "t; Type: ACL; Schema: s; Owner: o\nGRANT a;\nGRANT b",
    ];
    assert_eq!(objects, expected);
}
