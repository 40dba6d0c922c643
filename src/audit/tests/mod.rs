//! Auditing real servers.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use postgres::Client;

use super::personal::{self, Place};
use super::{Acceptance, Finding, Options, RULES, Report, Weight, run};
use crate::catalog::tests::support::server;

/// Rules that look at the server and not at the database.
const OF_SERVER: [&str; 1] = ["weak_authentication"];

fn audit(client: &mut Client, options: &Options) -> Report {
    run(client, options).unwrap_or_else(|error| panic!("{error}: {:?}", error.source))
}

fn shown(report: &Report) -> String {
    let lines = report.findings.iter().map(|it| {
        format!("{} {}: {} {}\n    {}\n", it.weight, it.code, it.object, it.detail, it.fix)
    });
    lines.collect()
}

#[test]
fn every_rule_finds_its_defect_and_what_it_says_mends_it() {
    let server = server();
    let database = server.create_database("defects").unwrap();
    let mut client = database.connect().unwrap();
    client.batch_execute(include_str!("defects.sql")).unwrap();
    let report = audit(&mut client, &Options::default());
    let name: String = client.query_one("select current_database()::text", &[]).unwrap().get(0);
    insta::assert_snapshot!(shown(&report).replace(&name, "defects"));
    let found: BTreeSet<&str> = report.findings.iter().map(|finding| finding.code).collect();
    let missed = RULES.iter().map(|rule| rule.code).filter(|code| !found.contains(code));
    assert_eq!(missed.collect::<Vec<_>>(), OF_SERVER, "rules that found nothing");

    let is_statement = |finding: &&Finding| {
        let first = finding.fix.split(' ').next().unwrap_or_default();
        !finding.fix.contains('…')
            && ["ALTER", "REVOKE", "GRANT", "DROP", "CREATE"].contains(&first)
    };
    let mended: Vec<&Finding> = report.findings.iter().filter(is_statement).collect();
    for Finding { fix, .. } in &mended {
        client.batch_execute(fix).unwrap_or_else(|error| panic!("{fix}: {error:?}"));
    }
    let after = audit(&mut client, &Options::default());
    let left = mended.iter().filter(|finding| after.findings.contains(finding));
    let left: Vec<&&Finding> = left.collect();
    assert!(left.is_empty(), "{left:#?}");
    assert!(mended.len() > 30, "{}", mended.len());
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let server = server();
    let database = server.create_database("clean").unwrap();
    let mut client = database.connect().unwrap();
    client.batch_execute(include_str!("clean.sql")).unwrap();
    assert_eq!(shown(&audit(&mut client, &Options::default())), "");

    let personal = Options { classified: vec!["shop.items.name".into()], ..Options::default() };
    let found = audit(&mut client, &personal).findings;
    assert_eq!(
        found.iter().map(|it| (it.code, it.object.as_str())).collect::<Vec<_>>(),
        [("row_security_off", "table shop.items")]
    );

    let with_server = audit(&mut client, &Options { server: true, ..Options::default() });
    let codes: BTreeSet<&str> = with_server.findings.iter().map(|it| it.code).collect();
    assert_eq!(codes, BTreeSet::from(["weak_authentication", "weak_setting"]));
}

#[test]
fn a_database_in_which_backslashes_escape_is_audited_as_any_other() {
    let server = server();
    let database = server.create_database("escapes").unwrap();
    let mut client = database.connect().unwrap();
    let name: String = client.query_one("select current_database()::text", &[]).unwrap().get(0);
    let quoted = crate::sql::quote_identifier(&name);
    let sets = format!("alter database {quoted} set standard_conforming_strings = off");
    client.batch_execute(&sets).unwrap();
    let asked = "create table people (id int primary key, email text)";
    client.batch_execute(asked).unwrap();
    let mut client = database.connect().unwrap();
    let found = audit(&mut client, &Options::default()).findings;
    let found: Vec<_> = found.iter().map(|it| (it.code, it.object.clone())).collect();
    let of_table = ("row_security_off", "table public.people".to_owned());
    assert_eq!(found, [of_table, ("weak_setting", format!("database {quoted}"))]);
}

#[test]
fn what_only_a_superuser_may_look_at_is_named() {
    let server = server();
    let database = server.create_database("plain").unwrap();
    let mut client = database.connect().unwrap();
    client.batch_execute(include_str!("clean.sql")).unwrap();
    client.batch_execute("set session authorization clerk_app").unwrap();
    let report = audit(&mut client, &Options::default());
    assert_eq!(report.unseen, ["login_without_password", "md5_password", "weak_authentication"]);
    assert_eq!(report.findings, []);
}

#[test]
fn what_is_accepted_is_so_until_its_day() {
    let finding = |object: &str| Finding {
        weight: Weight::Warning,
        code: "login_without_expiry",
        object: object.to_owned(),
        detail: String::new(),
        fix: String::new(),
    };
    let (a, b) = (finding("role a"), finding("role b"));
    let report = Report { findings: vec![a.clone(), b.clone()], unseen: Vec::new() };
    let day = |text: &str| Acceptance::read_day(text).expect("a day");
    let acceptance = |code: &str, on: Option<&str>| Acceptance {
        code: code.to_owned(),
        on: on.map(str::to_owned),
        reason: "rotated daily".to_owned(),
        until: day("2027-06-30"),
    };
    let judge = |acceptance: Acceptance, today: &str| report.judge(&[acceptance], day(today));

    let of_a = acceptance("login_without_expiry", Some("role a"));
    let held = judge(of_a.clone(), "2027-06-30");
    assert_eq!(
        (held.accepted, held.open),
        (vec![(a.clone(), of_a.clone())], vec![(b.clone(), None)])
    );
    let ended = judge(of_a.clone(), "2027-07-01");
    assert_eq!((ended.accepted, ended.open), (vec![], vec![(a, Some(of_a)), (b, None)]));
    assert_eq!(judge(acceptance("login_without_expiry", Some("role *")), "2027-01-01").open, []);
    assert_eq!(judge(acceptance("login_without_expiry", None), "2027-01-01").open, []);
    assert_eq!(judge(acceptance("md5_password", None), "2027-01-01").idle.len(), 1);
    assert_eq!(Acceptance::read_day("30.6.2027"), None::<NaiveDate>);
}

#[test]
fn personal_data_is_followed_through_views_functions_and_queries() {
    let server = server();
    let database = server.create_database("personal").unwrap();
    let mut client = database.connect().unwrap();
    client.batch_execute(include_str!("personal.sql")).unwrap();
    let queries = [
        ("mail", "update crm.people set email = null where id = 1"),
        ("tall", "select height from crm.people"),
        ("wrong", "select nothing from nowhere"),
    ]
    .map(|(name, sql)| (name.to_owned(), sql.to_owned()));
    let places = personal::find(&mut client, &Options::default(), &queries).unwrap();
    let line = |place: &Place| {
        let Place { source, object, column, kept, readers } = place;
        let kept = if *kept { ", kept" } else { "" };
        format!("{source}: {object} ({column}){kept}: {}", readers.join(", "))
    };
    assert_eq!(
        places.iter().map(line).collect::<Vec<_>>(),
        [
            "crm.people.email: function crm.email_of(integer) (): callers",
            "crm.people.email: materialized view crm.kept (email), kept: auditors",
            "crm.people.email: query mail (): ",
            "crm.people.email: table crm.people (email): staff",
            "crm.people.email: view crm.again (handle): auditors",
            "crm.people.email: view crm.contacts (email): auditors",
            "crm.people.email: view crm.handles (): ",
            "crm.people.email: view crm.own (email): ",
        ]
    );

    // What a project classifies is followed too.
    let of_project = Options {
        classified: vec!["crm.people.height".to_owned()],
        otherwise: vec!["crm.people.email".to_owned()],
        ..Options::default()
    };
    let places = personal::find(&mut client, &of_project, &queries).unwrap();
    // What it calls something else is not, whatever its name.
    assert!(places.iter().all(|place| place.source != "crm.people.email"));
    let heights = places.iter().filter(|place| place.source == "crm.people.height");
    assert_eq!(
        heights.map(line).collect::<Vec<_>>(),
        [
            "crm.people.height: query tall (): ",
            "crm.people.height: table crm.people (height): staff",
            "crm.people.height: view crm.heights (height): auditors",
        ]
    );
}
