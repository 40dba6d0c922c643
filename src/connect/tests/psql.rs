//! psql's own word on the same texts and environments.

use std::path::PathBuf;
use std::process::Command;

use super::support::{Home, Server};
use crate::connect::{Environment, Target};
use crate::sandbox::local::binaries;

/// Prepares psql, where this machine has it, in the surroundings of a user who has set nothing.
fn command(home: &Home) -> Option<Command> {
    let beside_server = binaries::find(None, 17).map(|found| found.program("psql"));
    let candidates = beside_server.into_iter().chain([PathBuf::from("/usr/bin/psql")]);
    let Some(program) = candidates.into_iter().find(|program| program.exists()) else {
        eprintln!("SKIPPED: no psql to compare with");
        return None;
    };
    let mut command = Command::new(program);
    command.env_clear().env("HOME", home.path()).env("PGSYSCONFDIR", home.path()).current_dir("/");
    command.args(["--no-psqlrc", "--no-password", "--no-align", "--tuples-only"]);
    Some(command)
}

/// Connects with psql: `tls`, `plain`, or not at all. The outer `None` is a missing psql.
pub fn how(text: &str, home: &Home) -> Option<Option<&'static str>> {
    let query = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
    let output = command(home)?.args(["-c", query, text]).output().unwrap();
    // Shown when the test that compares fails.
    println!("psql: {}", String::from_utf8_lossy(&output.stderr));
    Some(match (output.status.success(), output.stdout.as_slice()) {
        (true, b"t\n") => Some("tls"),
        (true, _) => Some("plain"),
        (false, _) => None,
    })
}

/// One row of the comparison: variables and a text, in which `PORT` and `FOLDER` stand for the
/// server's, and `HOME` for the user's.
type Case = (&'static [(&'static str, &'static str)], &'static str);

const CASES: &[Case] = &[
    (&[], "postgres://trusted@127.0.0.1:PORT/shop"),
    (&[], "postgresql://trusted@127.0.0.1:PORT"),
    (&[], "postgres://127.0.0.1:PORT/shop?user=trusted"),
    (&[], "postgres:///shop?host=127.0.0.1&port=PORT&user=trusted"),
    (&[], "postgres://trusted@%2FFOLDER:PORT/shop"),
    (&[], "postgres:///shop?host=/FOLDER&port=PORT&user=trusted"),
    (&[], "host=/FOLDER port=PORT user=trusted dbname=shop"),
    (&[], "host = 127.0.0.1 port=PORT user='trusted' dbname=sh\\op"),
    (&[], "host=127.0.0.1 port=1 port=PORT user=trusted dbname=shop"),
    (&[], "host=/nowhere,127.0.0.1 port=PORT user=trusted dbname=shop"),
    (&[], "postgres://trusted@127.0.0.1:1,127.0.0.1:PORT/shop"),
    (&[], "hostaddr=127.0.0.1 port=PORT user=trusted dbname=shop"),
    (&[], "host=other.test hostaddr=127.0.0.1 port=PORT user=trusted dbname=shop"),
    (&[("PGHOST", "127.0.0.1"), ("PGPORT", "PORT"), ("PGUSER", "trusted")], "dbname=shop"),
    (&[("PGHOST", "127.0.0.1"), ("PGPORT", "PORT"), ("PGUSER", "trusted")], "postgres:///shop"),
    (
        &[("PGHOST", "/FOLDER"), ("PGPORT", "PORT"), ("PGUSER", "trusted"), ("PGDATABASE", "shop")],
        "",
    ),
    (&[("PGHOST", "/nowhere"), ("PGPORT", "1")], "postgres://trusted@127.0.0.1:PORT/shop"),
    (&[("PGHOSTADDR", "127.0.0.1"), ("PGPORT", "PORT"), ("PGUSER", "trusted")], "dbname=shop"),
    (&[("PGPORT", "PORT")], "postgres://trusted@127.0.0.1/shop"),
    (&[("PGUSER", ""), ("PGPORT", "PORT")], "host=127.0.0.1 user=trusted dbname=''"),
    (&[], "service=shop"),
    (&[], "postgres:///?service=shop"),
    (&[("PGSERVICE", "shop")], ""),
    (&[("PGSERVICE", "shop"), ("PGDATABASE", "postgres")], ""),
    (&[("PGSERVICE", "shop")], "dbname=postgres"),
    (&[("PGSERVICEFILE", "HOME/elsewhere")], "service=other"),
    (&[("PGSERVICEFILE", "HOME/elsewhere")], "service=of_system"),
    (&[], "service=of_system user=trusted"),
    // What cannot be: both have to refuse.
    (&[], "service=nowhere"),
    (&[("PGSERVICEFILE", "HOME/nothing")], "service=shop"),
    (&[], "service=spaces"),
    (&[], "service=unknown"),
    (&[], "postgres://trusted@127.0.0.1:PORT/shop?sslmod=x"),
    (&[], "postgres://trusted@127.0.0.1:PORT/shop?sslmode"),
    (&[], "postgres://trusted@127.0.0.1:PORT/sh%4"),
    (&[], "postgres://trusted@[127.0.0.1/shop"),
    (&[], "host=127.0.0.1 port=PORT user=trusted dbname"),
    (&[], "host=127.0.0.1 port=PORT user='trusted"),
    (&[], "host=127.0.0.1 port=PORT,1,2 user=trusted"),
    (&[], "host=a,b hostaddr=127.0.0.1 port=PORT user=trusted"),
    (&[], "host=127.0.0.1 port=x user=trusted"),
    (&[("PGSSLMODE", "sometimes")], "host=127.0.0.1 port=PORT user=trusted dbname=shop"),
    (&[("PGCONNECT_TIMEOUT", "x")], "host=127.0.0.1 port=PORT user=trusted dbname=shop"),
];

#[test]
fn the_same_text_leads_to_the_same_place() {
    let server = Server::plain();
    server.superuser().batch_execute("create database trusted").unwrap();
    let home = Home::new();
    let address = format!("host=127.0.0.1\nport={}", server.port);
    let user = "user=trusted\ndbname=shop";
    home.write(
        ".pg_service.conf",
        &format!(
            "# services\n[shop]\n{address}\n{user}\n\n[spaces]\n{address}\nuser = trusted\n\
             [unknown]\n{address}\nusers=trusted\n"
        ),
    );
    home.write("elsewhere", &format!("[other]\n  {address}\n{user}\nport=1\n"));
    home.write("pg_service.conf", &format!("[of_system]\n{address}\n{user}\n"));
    for (variables, text) in CASES {
        let fill = |text: &str| {
            let folder = server.folder.to_str().unwrap();
            let encoded = folder[1..].replace('/', "%2F");
            let folder = if text.contains("%2F") { &encoded } else { &folder[1..] };
            let home = home.path().to_str().unwrap();
            text.replace("PORT", &server.port.to_string())
                .replace("FOLDER", folder)
                .replace("HOME", home)
        };
        let variables: Vec<_> =
            variables.iter().map(|(name, value)| (*name, fill(value))).collect();
        let (own, by_psql) =
            (place(&fill(text), &variables, &home), psql_place(&fill(text), &variables, &home));
        let Some(by_psql) = by_psql else { return };
        assert_eq!(own.as_ref().ok(), by_psql.as_ref(), "{variables:?} {text}: {own:?}");
    }
}

/// Returns where pgspec gets to: host, port, role and database.
fn place(text: &str, variables: &[(&str, String)], home: &Home) -> Result<String, String> {
    let environment =
        Environment { system_folders: vec![home.path().to_owned()], ..home.environment() };
    let environment =
        variables.iter().fold(environment, |all, (name, value)| all.with(name, value));
    let target = match text {
        "" => Target::from_environment(&environment),
        text => Target::parse(text, &environment),
    };
    let target = target.map_err(|error| error.to_string())?;
    let mut client = target.connect().map_err(|error| error.to_string())?;
    let query = "select concat_ws('|', host(inet_server_addr()), current_setting('port'), \
                 current_user, current_database())";
    Ok(client.query_one(query, &[]).unwrap().get(0))
}

/// Returns the same of psql, which takes an empty text for one that says nothing.
fn psql_place(text: &str, variables: &[(&str, String)], home: &Home) -> Option<Option<String>> {
    let query = "select concat_ws('|', host(inet_server_addr()), current_setting('port'), \
                 current_user, current_database())";
    let mut command = command(home)?;
    command.envs(variables.iter().map(|(name, value)| (*name, value)));
    let output = command.args(["-c", query, text]).output().unwrap();
    let place = String::from_utf8(output.stdout).unwrap().trim_end().to_owned();
    Some(output.status.success().then_some(place))
}
