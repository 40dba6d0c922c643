//! Reading real servers.

use postgres::Client;

use super::{Facts, Id, Kind, Options, Roles, read};
use crate::catalog::tests::support::{fill, server};

fn facts(client: &mut Client) -> Facts {
    let options = Options { roles: Roles::All, ..Options::default() };
    read(client, &options).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Writes every fact as a line, and below it what it needs.
fn shown(facts: &Facts) -> String {
    let mut text = String::new();
    for (id, fact) in &facts.facts {
        text.push_str(&format!("{id}\n"));
        for (name, value) in fact.attributes.0.iter() {
            let value = value.to_string().replace(['\u{1}', '\t'], "·").replace('\n', "\n        ");
            text.push_str(&format!("    {name}: {value}\n"));
        }
        for needed in facts.needs_of(id) {
            text.push_str(&format!("    needs {needed}\n"));
        }
    }
    text
}

#[test]
fn everything_is_read_and_read_alike() {
    let server = server();
    let database = server.create_database("facts").unwrap();
    let mut client = fill(&database);
    let first = facts(&mut client);
    let secret = "the secret password of the user mapping for analytics on server elsewhere";
    assert_eq!(first.unknown, [secret]);
    // The picture is that of one version; the others differ in a few defaults.
    if first.postgres == 15 {
        insta::assert_snapshot!(shown(&first));
    }
    let second = facts(&mut client);
    assert_eq!(first, second);
    assert_eq!(first.fingerprint(), second.fingerprint());
}

#[test]
fn whoever_may_connect_may_read() {
    let server = server();
    let database = server.create_database("plain").unwrap();
    let mut client = fill(&database);
    let all = facts(&mut client);
    client
        .batch_execute("create role plain_reader; set session authorization plain_reader")
        .unwrap();
    let seen = facts(&mut client);
    client.batch_execute("reset session authorization; drop role plain_reader").unwrap();
    // Those of the role that reads are named otherwise.
    let shown = |id: &&Id| id.kind != Kind::DefaultPrivileges;
    let names = |facts: &Facts| -> Vec<String> {
        facts.facts.keys().filter(shown).map(ToString::to_string).collect()
    };
    let (all, seen) = (names(&all), names(&seen));
    let missing: Vec<&String> = all.iter().filter(|name| !seen.contains(name)).collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn two_databases_of_the_same_ddl_are_equal_until_one_changes() {
    const DDL: &str = "
        create schema app;
        create table app.items (id integer generated always as identity primary key, name text);
        create view app.names as select name from app.items;
        create function app.count() returns bigint language sql begin atomic select count(*) from app.items; end;
    ";
    let server = server();
    let databases = ["one", "other"].map(|name| server.create_database(name).unwrap());
    let mut clients = databases.each_ref().map(|database| database.connect().unwrap());
    // Other numbers of rows of the catalogs.
    clients[1].batch_execute("create table gone (a integer); drop table gone").unwrap();
    let [one, other] = clients.each_mut().map(|client| {
        client.batch_execute(DDL).unwrap();
        facts(client)
    });
    assert_eq!(one, other);
    clients[1].batch_execute("alter table app.items add column note text").unwrap();
    let other = facts(&mut clients[1]);
    assert_ne!(one.fingerprint(), other.fingerprint());
    assert!(other.facts.keys().any(|id| id.kind == Kind::Column && &*id.part == "note"));
}
