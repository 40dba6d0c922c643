//! What cannot be, and how that is said.

use super::{folder, run, server, url};

#[test]
fn hazards_are_refused_until_they_are_allowed_by_name() {
    let server = server();
    let database = server.create_database("refusals").unwrap();
    let mut client = database.connect().unwrap();
    client
        .batch_execute("create table t (a integer, b integer); insert into t values (1, 2)")
        .unwrap();
    let (files, url) = (folder(&[("new.sql", "create table t (a integer);")]), url(&database));
    let plan = ["plan", "--from", &url, "--to", "new.sql", "--out", "plan.json"];
    let text = run(files.path(), &plan).ends(0).out;
    assert!(text.ends_with("apply needs --allow deletes_data,breaks_clients\n"), "{text}");
    let apply = ["apply", "--plan", "plan.json", "--database", &url];
    for (allowed, code) in
        [("", 1), ("deletes_data", 1), ("breaks_clients", 1), ("deletes_data,breaks_clients", 0)]
    {
        let allow: &[&str] = if allowed.is_empty() { &[] } else { &["--allow", allowed] };
        let ended = run(files.path(), &[&apply[..], allow].concat());
        assert_eq!(ended.code, code, "{allowed}: {}", ended.said);
        let left =
            "select count(*) from pg_attribute where attrelid = 't'::regclass and attname = 'b'";
        let left: i64 = client.query_one(left, &[]).unwrap().get(0);
        assert_eq!(left, i64::from(code), "{allowed}");
    }
    let unknown = run(files.path(), &[&apply[..], &["--allow", "everything"]].concat()).ends(2);
    assert!(unknown.said.contains("there is no hazard `everything`"), "{}", unknown.said);
}

#[test]
fn a_plan_is_for_the_state_that_it_was_made_from() {
    let server = server();
    let database = server.create_database("moved").unwrap();
    let mut client = database.connect().unwrap();
    client.batch_execute("create table t (a integer)").unwrap();
    let (files, url) =
        (folder(&[("new.sql", "create table t (a integer, b integer);")]), url(&database));
    let plan = ["plan", "--from", &url, "--to", "new.sql", "--out", "plan.json"];
    run(files.path(), &plan).ends(0);
    client.batch_execute("create table u ()").unwrap();
    let apply = ["apply", "--plan", "plan.json", "--database", &url];
    let refused = run(files.path(), &apply).ends(1);
    assert!(refused.said.contains("plan"), "{}", refused.said);
    client.batch_execute("drop table u").unwrap();
    run(files.path(), &apply).ends(0);
    assert!(
        run(files.path(), &["plan", "--from", &url, "--to", "new.sql"])
            .ends(0)
            .out
            .contains("nothing to do")
    );
}

#[test]
fn what_is_no_state_is_said_with_the_way_out() {
    let files = folder(&[
        ("bad.sql", "create table t (a integer);\ncreate tabel u ();\n"),
        ("good.sql", "select 1;"),
    ]);
    let missing = run(files.path(), &["plan", "--from", "nowhere", "--to", "good.sql"]).ends(2);
    assert!(missing.said.contains("cannot read the state `nowhere`"), "{}", missing.said);
    let wrong = run(files.path(), &["plan", "--from", "good.sql", "--to", "bad.sql"]).ends(2);
    assert!(wrong.said.contains("bad.sql:2: syntax error at or near \"tabel\""), "{}", wrong.said);
    let nobody = "postgres://nobody:hush-hush@127.0.0.1:1/none?connect_timeout=1";
    let refused = run(files.path(), &["plan", "--from", nobody, "--to", "good.sql"]).ends(3);
    assert!(!refused.said.contains("hush-hush"), "{}", refused.said);
    let odd = "postgres://nobody:hush-hush@127.0.0.1:1/none?sslmod=require";
    let refused = run(files.path(), &["plan", "--from", odd, "--to", "good.sql"]).ends(2);
    assert!(
        refused.said.contains("sslmod") && !refused.said.contains("hush-hush"),
        "{}",
        refused.said
    );
}

/// Secrets of user mappings stay on the server.
#[test]
fn no_secret_is_in_a_plan() {
    let wrapper = "create foreign data wrapper w; create server s foreign data wrapper w;";
    let mapping = |secret: &str| {
        format!(
            "{wrapper} create user mapping for public server s options (user 'u', password '{secret}');"
        )
    };
    let files = folder(&[("old.sql", wrapper), ("new.sql", &mapping("hush-hush"))]);
    for form in ["text", "json", "sql", "markdown"] {
        let plan = ["plan", "--from", "old.sql", "--to", "new.sql", "--format", form];
        let told = run(files.path(), &plan).ends(0);
        assert!(!told.out.contains("hush-hush") && !told.said.contains("hush-hush"), "{told:?}");
        if form == "text" {
            assert!(
                told.out.contains("the secret password of the user mapping for public on server s"),
                "{}",
                told.out
            );
        }
    }
}
