//! Reads real databases; the server is a sandbox of local binaries.

pub(crate) mod support;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::catalog::{self, Error, Options};

use support::{everything, fill, read, server};

#[test]
fn everything_is_read() {
    let mut database = everything().database.clone();
    // PostgreSQL 16 leaves out the names of relations where there is one alone.
    for view in database.views.values_mut() {
        view.query = view.query.replace("items.", "").replace("cheap.", "");
    }
    let text = serde_json::to_string_pretty(&database).unwrap();
    // An option of PostgreSQL 18.
    let text = text.replace(r#"\"pubgencols\":\"n\","#, "");
    insta::assert_snapshot!("everything", text);
}

#[test]
fn dependencies_are_read() {
    let lines = everything().database.dependencies.iter().map(|(object, needed)| {
        let needed = needed.iter().map(ToString::to_string).collect::<Vec<_>>();
        format!("{object} <- {}\n", needed.join(", "))
    });
    insta::assert_snapshot!("dependencies", lines.collect::<String>());
}

#[test]
fn nothing_of_everything_is_unknown() {
    assert_eq!(everything().unknown, [""; 0]);
}

/// The queries are set-based, and planned well on catalogs that were never analysed: to read takes no
/// longer than it took to make, whatever else the machine does.
#[test]
fn a_thousand_tables_are_read_at_once() {
    let server = server();
    let database = server.create_database("large").unwrap();
    let mut client = database.connect().unwrap();
    let started = Instant::now();
    client.batch_execute(include_str!("large.sql")).unwrap();
    let made = started.elapsed();
    let catalog = read(&mut client);
    let elapsed = started.elapsed() - made;
    assert_eq!((catalog.database.tables.len(), catalog.database.views.len()), (1000, 1000));
    assert!(elapsed < made, "{elapsed:?} to read what took {made:?} to make");
    eprintln!("read in {elapsed:?}, made in {made:?}");
}

#[test]
fn other_roles_are_left_out() {
    let server = server();
    let database = server.create_database("roles").unwrap();
    let mut client = fill(&database);
    let roles = Some(["analytics".to_owned()].into());
    let options = Options { roles, default_owner: Some("app_owner".to_owned()) };
    let found = catalog::read(&mut client, &options).unwrap().database;
    assert_eq!(found.roles.keys().collect::<Vec<_>>(), ["analytics"]);
    let grantees = found.grants.values().flat_map(|grantees| grantees.keys());
    let grantees = grantees.map(String::as_str).collect::<BTreeSet<_>>();
    assert_eq!(grantees, ["analytics", "pg_monitor", "public"].into());
    // The default owner is left unsaid.
    assert_eq!(found.schemas["sales"].owner, None);
}

#[test]
fn what_the_model_cannot_hold_is_named() {
    let server = server();
    let database = server.create_database("unknown").unwrap();
    let mut client = database.connect().unwrap();
    let script = "create type pair as (a int, b int); create table typed of pair;
        create table keyed (id int primary key with (fillfactor = 50));
        cluster keyed using keyed_pkey; alter table keyed alter id set (n_distinct = 5);
        create view seen as select id from keyed; alter view seen alter id set default 1;
        alter default privileges grant select on tables to pg_monitor;";
    client.batch_execute(script).unwrap();
    let setting = format!("alter database {} set work_mem = '8MB'", database.name());
    client.batch_execute(&setting).unwrap();
    let unknown = read(&mut client).unknown;
    assert_eq!(unknown, ["type of the rows of table public.typed"]);
}

#[test]
fn a_server_that_refuses_is_told() {
    let server = server();
    let database = server.create_database("gone").unwrap();
    let mut client = database.connect().unwrap();
    client.batch_execute("set idle_session_timeout = 1").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let error = catalog::read(&mut client, &Options::default()).unwrap_err();
    assert!(matches!(error, Error::Query { part: "the snapshot", .. }), "{error}");
}
