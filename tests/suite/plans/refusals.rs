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

/// A folder without a project is no state that has nothing in it.
#[test]
fn an_empty_folder_is_no_state() {
    let files = folder(&[("old.sql", "create table t (a integer);")]);
    let plan = run(files.path(), &["plan", "--from", "old.sql"]).ends(2);
    assert!(
        plan.said.contains("error: `.` holds neither a project nor migrations"),
        "{}",
        plan.said
    );
    assert_eq!(plan.out, "");
}

/// Roles of a server that is borrowed as a sandbox are left alone.
#[test]
fn a_borrowed_server_with_roles_of_the_state_is_refused() {
    let server = server();
    let database = server.create_database("borrowed").unwrap();
    let mut client = database.connect().unwrap();
    client.batch_execute("create role chg_busy connection limit 3; create role chg_other").unwrap();
    let files = folder(&[
        ("old.sql", "create table t (a integer);"),
        (
            "new.sql",
            "create table t (a integer); do $$ begin alter role chg_busy connection limit 10; end $$;",
        ),
        ("fine.sql", "create role chg_new; create table t (a integer, b integer);"),
    ]);
    let url = url(&database);
    let plan = |to: &str| {
        run(files.path(), &["plan", "--from", "old.sql", "--to", to, "--sandbox-url", &url])
    };
    let refused = plan("new.sql").ends(3);
    assert!(
        refused.said.contains("already has roles of the project: chg_busy"),
        "{}",
        refused.said
    );
    plan("fine.sql").ends(0);
    let roles = "select string_agg(rolname || rolconnlimit, ' ' order by rolname) from pg_roles where rolname ~ '^chg_'";
    let found: String = client.query_one(roles, &[]).unwrap().get(0);
    assert_eq!(found, "chg_busy3 chg_other-1");
}

/// Whoever may connect may read what is there.
#[test]
fn no_superuser_is_needed_to_look() {
    let server = server();
    let database = server.create_database("plain").unwrap();
    let mut client = database.connect().unwrap();
    client.batch_execute("create role chg_plain login; create table t (a integer)").unwrap();
    let url = url(&database).replacen("postgres@", "chg_plain@", 1);
    let files = folder(&[("same.sql", "create table t (a integer);")]);
    let drift = ["drift", "--database", &url, "--to", "same.sql"];
    assert_eq!(run(files.path(), &drift).ends(0).out, "");
    run(files.path(), &["import", &url, "--out", "project"]).ends(0);
    assert!(files.path().join("project/schema/public.yaml").is_file());
}

/// From scripts to what a server has: what its owner owns is no difference.
#[test]
fn a_plan_leads_to_a_live_database_too() {
    let server = server();
    let database = server.create_database("target").unwrap();
    database.connect().unwrap().batch_execute("create table t (a integer, b text)").unwrap();
    let (files, url) = (folder(&[("old.sql", "create table t (a integer);")]), url(&database));
    let plan = run(files.path(), &["plan", "--from", "old.sql", "--to", &url]).ends(0);
    assert!(plan.out.contains("alter table public.t add column b text;"), "{}", plan.out);
    assert!(plan.out.ends_with("\n1 step in 1 batch\n"), "{}", plan.out);
}
