//! Several servers, servers that are not there, and servers that say nothing.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::support::{Home, Server};
use crate::connect::{Error, Target};

fn connect(text: &str) -> Result<postgres::Client, Error> {
    Target::parse(text, &Home::new().environment())?.connect()
}

fn fails(text: &str) -> Error {
    connect(text).err().expect("no connection")
}

fn port(client: &mut postgres::Client) -> String {
    client.query_one("select current_setting('port')", &[]).unwrap().get(0)
}

#[test]
fn the_first_server_that_will_do_is_taken() {
    let (first, second) = (Server::plain(), Server::plain());
    let ports = [first.port.to_string(), second.port.to_string()];
    first
        .superuser()
        .batch_execute("alter role trusted set default_transaction_read_only = on")
        .unwrap();
    let hosts = format!(
        "host=127.0.0.1,127.0.0.1,127.0.0.1 port=1,{} user=trusted dbname=shop",
        ports.join(",")
    );
    let reached =
        |more: &str| connect(&format!("{hosts} {more}")).map(|mut client| port(&mut client));
    assert_eq!(reached("").unwrap(), ports[0]);
    for (wanted, expected) in [
        ("any", Some(0)),
        ("read-write", Some(1)),
        ("read-only", Some(0)),
        ("primary", Some(0)),
        ("standby", None),
        ("prefer-standby", Some(0)),
    ] {
        let outcome = reached(&format!("target_session_attrs={wanted}"));
        assert_eq!(outcome.ok().as_ref(), expected.map(|index: usize| &ports[index]), "{wanted}");
    }
    let error = reached("target_session_attrs=standby").unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.starts_with("none of the servers will do: cannot reach `127.0.0.1:1`: "),
        "{shown}"
    );
    assert!(shown.contains("it is not a standby"), "{shown}");
    // A refusal is final.
    let error = reached("dbname=nothing").unwrap_err();
    assert!(error.to_string().contains(&format!("`127.0.0.1:{}`", ports[0])), "{error}");
    let taken: std::collections::BTreeSet<String> =
        (0..30).map(|_| reached("load_balance_hosts=random").unwrap()).collect();
    assert_eq!(taken.len(), 2, "both servers are taken in turn");
}

#[test]
fn servers_that_are_not_there_are_told_apart() {
    let error = fails("host=127.0.0.1 port=1");
    assert!(error.to_string().starts_with("cannot reach `127.0.0.1:1`: "), "{error}");
    let error = fails("host=/nowhere");
    assert!(error.to_string().starts_with("cannot reach `/nowhere:5432`: "), "{error}");
    let error = fails("host=no-such-host.invalid");
    assert!(
        error.to_string().starts_with("cannot find the host `no-such-host.invalid`: "),
        "{error}"
    );
    assert!(error.help().is_some());
}

/// Listens as something that is no PostgreSQL, and answers each connection with `answer`.
fn impostor(answer: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 64]);
            let _ = stream.write_all(answer);
            if answer.is_empty() {
                kept.push(stream);
            }
        }
    });
    port
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    let port = impostor(b"");
    let started = Instant::now();
    let error = fails(&format!("host=127.0.0.1 port={port} connect_timeout=1"));
    assert_eq!(error.to_string(), format!("cannot reach `127.0.0.1:{port}`: no answer within 1 s"));
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn what_is_no_postgresql_is_no_server() {
    let port = impostor(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    for mode in ["disable", "prefer"] {
        let error = fails(&format!("host=127.0.0.1 port={port} sslmode={mode}"));
        let known = matches!(error, Error::Broken { .. } | Error::Reach { .. });
        assert!(known && error.help().is_some(), "{mode}: {error:?}");
    }
}

#[test]
fn what_a_connection_does_can_be_cancelled() {
    let server = Server::plain();
    let target = Target::parse(&server.text("user=trusted"), &Home::new().environment()).unwrap();
    let mut client = target.connect().unwrap();
    let token = client.cancel_token();
    let sleeper = std::thread::spawn(move || client.batch_execute("select pg_sleep(60)"));
    let started = Instant::now();
    while !sleeper.is_finished() && started.elapsed() < Duration::from_secs(30) {
        target.cancel(&token).unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
    let error = sleeper.join().unwrap().unwrap_err();
    assert_eq!(error.code(), Some(&postgres::error::SqlState::QUERY_CANCELED));
}
