//! What a text and an environment come to, without a server.

use std::time::Duration;

use super::support::Home;
use crate::connect::{Environment, Target, Warning, is_connection_string};

fn parse(text: &str) -> Target {
    let environment = Environment { user: Some("me".to_owned()), ..Environment::default() };
    Target::parse(text, &environment).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn a_target_is_shown_without_its_secrets() {
    for (text, expected) in [
        ("postgres://app:hunter2@db/shop?sslmode=require", "postgres://app@db:5432/shop"),
        ("host=a,b port=1,2 password=hunter2", "postgres://me@a:1,b:2/me"),
        ("host=::1 user=a@b dbname='my shop'", "postgres://a%40b@[::1]:5432/my%20shop"),
        ("host=/run/pg dbname=shop passfile=hunter2", "postgres://me@/shop?host=/run/pg"),
        ("host=/run/pg,db port=6,7", "postgres://me@/me?host=/run/pg,db&port=6,7"),
        ("hostaddr=10.0.0.1 dbname=d", "postgres://me@10.0.0.1:5432/d"),
        ("host=db hostaddr=10.0.0.1 dbname=d", "postgres://me@db:5432/d"),
    ] {
        let target = parse(text);
        assert_eq!(target.display(), expected, "{text}");
        assert_eq!(format!("{target}"), expected);
        assert_eq!(format!("{target:?}"), format!("Target({expected:?})"));
        // What is shown may be given back.
        assert_eq!(parse(expected).display(), expected);
    }
}

#[test]
fn the_defaults_are_told_from_what_is_given() {
    let target = parse("host=db");
    assert_eq!((target.user(), target.database()), ("me", "me"));
    assert!(!target.database_is_given());
    assert!(target.with_database("shop").database_is_given());
    assert!(parse("host=db dbname=me").database_is_given());
    assert_eq!(target.patience, Some(Duration::from_secs(10)));
    assert_eq!(target.base.get_application_name(), Some("pgspec"));
    assert!(target.warnings().is_empty());
    let error = Target::parse("host=db", &Environment::default()).unwrap_err();
    assert!(error.help().unwrap().contains("PGUSER"), "{error}");
}

#[test]
fn what_the_driver_does_is_passed_on() {
    let target = parse(
        "host=db connect_timeout=3 application_name=x options='-c a=b' keepalives=0 \
         keepalives_idle=4 keepalives_interval=5 keepalives_count=6 tcp_user_timeout=1500 \
         channel_binding=require",
    );
    let base = &target.base;
    assert_eq!(target.patience, Some(Duration::from_secs(3)));
    assert_eq!(base.get_application_name(), Some("x"));
    assert_eq!(base.get_options(), Some("-c a=b"));
    assert!(!base.get_keepalives());
    assert_eq!(base.get_keepalives_idle(), Duration::from_secs(4));
    assert_eq!(base.get_keepalives_interval(), Some(Duration::from_secs(5)));
    assert_eq!(base.get_keepalives_retries(), Some(6));
    assert_eq!(base.get_tcp_user_timeout(), Some(&Duration::from_millis(1500)));
    assert_eq!(base.get_channel_binding(), postgres::config::ChannelBinding::Require);
    assert_eq!(parse("host=db connect_timeout=0").patience, None);
    assert_eq!(parse("host=db connect_timeout=-1").patience, None);
    assert_eq!(parse("host=db fallback_application_name=y").base.get_application_name(), Some("y"));
}

#[test]
fn values_that_cannot_be_are_refused_without_a_word_of_them() {
    let environment = Home::new().environment();
    for (text, expected) in [
        ("sslmode=hunter2", "one of `disable`, `allow`, `prefer`, `require`, `verify-ca`"),
        ("connect_timeout=hunter2", "a whole number"),
        ("target_session_attrs=hunter2", "one of `any`, `read-write`, `read-only`, `primary`"),
        ("channel_binding=hunter2", "one of `disable`, `prefer`, `require`"),
        ("sslmode=require sslrootcert=system", "`verify-full` where `sslrootcert` is `system`"),
        ("sslnegotiation=direct", "`require` or stricter where `sslnegotiation` is `direct`"),
        ("ssl_max_protocol_version=TLSv1.1", "one of `TLSv1.2`, `TLSv1.3`"),
        (
            "ssl_min_protocol_version=TLSv1.3 ssl_max_protocol_version=TLSv1.2",
            "at least `ssl_min_protocol_version`",
        ),
    ] {
        let error = Target::parse(text, &environment).unwrap_err();
        assert!(error.to_string().contains(expected), "{text}: {error}");
        assert!(error.is_of_text() && !format!("{error:?}").contains("hunter2"), "{error:?}");
    }
    assert!(Target::parse("shop", &environment).unwrap_err().is_of_text());
}

#[test]
fn what_is_passed_over_is_told() {
    let home = Home::new();
    let environment = home.environment();
    let warnings = |text: &str| Target::parse(text, &environment).unwrap().warnings().to_vec();
    assert_eq!(warnings("sslcert=/nowhere/x"), [Warning::NoCertificate("/nowhere/x".into())]);
    assert_eq!(warnings("sslrootcert=/nowhere/x"), [Warning::NoRoots("/nowhere/x".into())]);
    assert!(warnings("sslrootcert=/nowhere/x sslmode=disable").is_empty());
    // There it is an error, once a connection is opened.
    assert!(warnings("sslrootcert=/nowhere/x sslmode=verify-ca").is_empty());
    let folder = home.path().to_str().unwrap().to_owned();
    let shown = warnings(&format!("passfile={folder}"))[0].to_string();
    assert!(shown.contains("is no plain file") && shown.contains(&folder), "{shown}");
    assert!(warnings(&format!("passfile={folder} password=x")).is_empty());
}

#[test]
fn connection_strings_are_told_from_paths() {
    for text in ["postgres://db", "postgresql:///shop", "host=db", "service=shop", " dbname = x"] {
        assert!(is_connection_string(text), "{text}");
    }
    for text in ["shop", "schema.sql", "a=b", "./host=db", "mysql://db"] {
        assert!(!is_connection_string(text), "{text}");
    }
}
