//! No password in any error, display or `Debug` form, whatever surrounds it.

use std::error::Error as _;

use proptest::prelude::*;

use super::support::{Home, Server};
use crate::connect::{Environment, Error, Target};

const SENTINEL: &str = "hunter2";

/// Shows everything that can be shown of an error.
fn everything(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {:?}", error.help());
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(&format!(" {inner} {inner:?}"));
        cause = inner.source();
    }
    text
}

/// Shows everything that can be shown of a text: the target, or why it is none.
fn shown(text: &str, environment: &Environment) -> String {
    let environment_shown = format!("{environment:?}");
    match Target::parse(text, environment) {
        Err(error) => everything(&error) + &environment_shown,
        Ok(target) => {
            let warnings: Vec<_> = target.warnings().iter().map(ToString::to_string).collect();
            let copies = [target.with_database("x"), target.with_user("y", Some(SENTINEL))];
            let target = format!("{target} {target:?} {target:#?} {}", target.display());
            format!("{target} {copies:?} {warnings:?} {environment_shown}")
        }
    }
}

/// Something beside the sentinel that a parser may stumble over.
fn around() -> impl Strategy<Value = String> {
    const CHARACTERS: &str = "@:/?#[]%&='\\ \t,;!*\"ab1é";
    let one = prop::sample::select(CHARACTERS.chars().collect::<Vec<_>>());
    prop::collection::vec(one, 0..4).prop_map(String::from_iter)
}

/// Places in which somebody writes a password, right or wrong.
const FORMS: &[&str] = &[
    "postgres://app:PASSWORD@db/shop",
    "postgresql://app:PASSWORD@db:5432/shop?sslmode=require",
    "postgres://:PASSWORD@db",
    "postgres://app:PASSWORD@[::1]:5432,other/shop",
    "postgres://app:PASSWORD@db:port/shop",
    "postgres://app:PASSWORD@db/shop?sslmod=require",
    "postgres://db/shop?password=PASSWORD",
    "postgres://db/shop?user=app&password=PASSWORD&sslmode=wrong",
    "postgres://db/shop?pasword=PASSWORD",
    "mysql://app:PASSWORD@db/shop",
    "PASSWORD",
    "host=db password=PASSWORD",
    "host=db password='PASSWORD'",
    "host=db password=PASSWORD port=x",
    "host=db password=PASSWORD sslmode=wrong user=app",
    "host=db pasword=PASSWORD",
    "password=PASSWORD host=db sslpassword=PASSWORD",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_shows_its_password(
        form in prop::sample::select(FORMS),
        before in around(),
        after in around(),
    ) {
        let text = form.replace("PASSWORD", &format!("{before}{SENTINEL}{after}"));
        let environment = Environment { user: Some("me".to_owned()), ..Environment::default() };
        let shown = shown(&text, &environment);
        prop_assert!(!shown.contains(SENTINEL), "{text}: {shown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_file_shows_its_password(before in around(), after in around()) {
        let home = Home::new();
        let password = format!("{before}{SENTINEL}{after}");
        let passfile = home.write("passfile", &format!("*:*:*:*:{password}\n{password}\n"));
        let services = format!("[s]\nhost=db\npassword={password}\n[t]\n{password}\n[u]\nx={password}\n");
        let services = home.write("services", &services);
        let environment = home
            .environment()
            .with("PGPASSFILE", &passfile)
            .with("PGSERVICEFILE", &services)
            .with("PGPASSWORD", &password);
        for text in ["service=s", "service=t", "service=u", "host=db", "postgres://db"] {
            let shown = shown(text, &environment);
            prop_assert!(!shown.contains(SENTINEL), "{text}: {shown}");
        }
    }
}

#[test]
fn no_failed_connection_shows_its_password() {
    let (server, home) = (Server::plain(), Home::new());
    let port = server.port;
    for (more, expected) in [
        ("port=1", "cannot reach"),
        ("host=no-such-host.invalid hostaddr=''", "cannot find"),
        ("user=app", "does not let `app` in"),
        ("user=trusted dbname=nothing", "there is no database"),
        ("user=nobody", "does not let `nobody` in"),
        ("user=app sslmode=require", "does not offer TLS"),
        ("user=app sslmode=verify-full host=db sslrootcert=/nowhere", "cannot be verified"),
        ("user=app target_session_attrs=standby", "does not let `app` in"),
        ("user=trusted target_session_attrs=standby", "not the kind of server"),
        ("user=app channel_binding=require", "channel binding"),
        ("user=trusted options='-c nothing=x'", "refuses the connection"),
    ] {
        let text = format!("hostaddr=127.0.0.1 port={port} dbname=shop password={SENTINEL} {more}");
        let target = Target::parse(&text, &home.environment()).unwrap();
        let error = target.connect().err().unwrap_or_else(|| panic!("{more} connects"));
        let shown = everything(&error);
        assert!(error.to_string().contains(expected), "{more}: {error}");
        assert!(!shown.contains(SENTINEL), "{more}: {shown}");
    }
}

#[test]
fn the_search_finds_what_is_shown() {
    let environment = Environment { user: Some("me".to_owned()), ..Environment::default() };
    assert!(shown("host=db user=hunter2", &environment).contains(SENTINEL));
}
