//! A borrowed server is left as it was.

use pgspec::sandbox::{Choice, Request, Sandbox, start};
use pgspec::verify::{Error, Group, Options};

use super::{bundled, lines, verify};

fn server() -> Sandbox {
    start(&Request::new(Choice::Local, 17), &|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

fn ask(server: &Sandbox, statement: &str) -> String {
    server.connect("postgres").unwrap().query_one(statement, &[]).unwrap().get(0)
}

fn options(server: &Sandbox) -> Options {
    let socket = ask(server, "show unix_socket_directories").replace('/', "%2F");
    let url = format!("postgres://postgres@{socket}/postgres");
    Options { sandbox: Choice::Url, url: Some(url), ..Options::default() }
}

const LEFT: &str = "select string_agg(name, ',' order by name) from (
    select datname::text from pg_database union select rolname from pg_roles
    where rolname !~ '^pg_') as all_names (name)";

#[test]
fn databases_and_roles_are_made_and_dropped() {
    let server = server();
    let before = ask(&server, LEFT);
    let report = verify(&bundled(), &options(&server)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(lines(&report), [""; 0]);
    assert_eq!(report.sandbox, "url");
    assert_eq!(ask(&server, LEFT), before);
}

#[test]
fn a_server_that_has_roles_of_the_project_is_refused_untouched() {
    let server = server();
    server.connect("postgres").unwrap().batch_execute("create role analytics").unwrap();
    let before = ask(&server, LEFT);
    let only = Options { only: [Group::Roles].into(), ..options(&server) };
    let error = verify(&bundled(), &only).unwrap_err();
    assert!(matches!(&error, Error::RolesExist(names) if names == &["analytics"]), "{error}");
    assert!(error.help().is_some());
    assert_eq!(ask(&server, LEFT), before);
}
