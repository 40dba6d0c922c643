//! The forms of a plan say the same.

use super::{folder, run, server, url};

const OLD: &str = include_str!("old.sql");
const NEW: &str = include_str!("new.sql");

#[test]
fn psql_runs_the_sql_of_a_plan() {
    let server = server();
    let database = server.create_database("forms").unwrap();
    database.connect().unwrap().batch_execute(OLD).unwrap();
    let (files, url) = (folder(&[("new.sql", NEW)]), url(&database));
    let plan = ["plan", "--from", &url, "--to", "new.sql"];
    let sql = run(files.path(), &[&plan[..], &["--format", "sql"]].concat()).ends(0).out;
    std::fs::write(files.path().join("plan.sql"), &sql).unwrap();
    let psql = pgspec::sandbox::program("psql", server.major()).expect("psql is installed");
    let output = std::process::Command::new(psql)
        .args(["-X", "-q", "-f", "plan.sql", &url])
        .current_dir(files.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}\n{sql}");
    let drift = ["drift", "--to", "new.sql", "--database", &url];
    assert_eq!(run(files.path(), &drift).ends(0).out, "");
    assert!(run(files.path(), &plan).ends(0).out.ends_with("\nnothing to do\n"));
}

/// The negative control of the above: psql stops where a step fails, and what follows is not run.
#[test]
fn psql_stops_at_the_first_step_that_fails() {
    let server = server();
    let database = server.create_database("forms").unwrap();
    let mut client = database.connect().unwrap();
    client.batch_execute("create table t (a integer); create table u (b integer)").unwrap();
    let new = "create table t (a integer check (a > 0)); create table u (b integer); create index u_b on u (b)";
    let (files, url) = (folder(&[("new.sql", new)]), url(&database));
    let plan = ["plan", "--from", &url, "--to", "new.sql", "--format", "sql"];
    let sql = run(files.path(), &plan).ends(0).out;
    std::fs::write(files.path().join("plan.sql"), &sql).unwrap();
    client.batch_execute("insert into t values (-1)").unwrap();
    let psql = pgspec::sandbox::program("psql", server.major()).expect("psql is installed");
    let status = std::process::Command::new(psql)
        .args(["-X", "-q", "-f", "plan.sql", &url])
        .current_dir(files.path())
        .output()
        .unwrap()
        .status;
    assert_eq!(status.code(), Some(3));
    let index = client.query_one("select to_regclass('u_b') is null", &[]).unwrap();
    assert!(index.get::<_, bool>(0));
}

#[test]
fn each_form_is_as_it_was_read_by_a_person() {
    let files = folder(&[("old.sql", OLD), ("new.sql", NEW)]);
    for form in ["text", "markdown", "sql"] {
        let plan = ["plan", "--from", "old.sql", "--to", "new.sql", "--format", form];
        let text = run(files.path(), &plan).ends(0).out;
        insta::with_settings!({snapshot_path => "snapshots", prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(format!("plan_{form}"), text);
        });
    }
}

#[test]
fn json_holds_every_step() {
    let files = folder(&[("old.sql", OLD), ("new.sql", NEW)]);
    let form = |form: &str| {
        let plan = ["plan", "--from", "old.sql", "--to", "new.sql", "--format", form];
        run(files.path(), &plan).ends(0).out
    };
    let json: serde_json::Value = serde_json::from_str(&form("json")).unwrap();
    let steps = json["steps"].as_array().unwrap();
    let text = form("text");
    assert!(text.contains(&format!("\n{} steps in ", steps.len())), "{text}");
    for step in steps {
        let sql = step["sql"].as_str().unwrap().lines().next().unwrap();
        assert!(text.contains(sql), "{sql}\n{text}");
    }
    let rewrites = steps.iter().filter(|step| step["rewrites"][0] == "shop.goods").count();
    assert_eq!(rewrites, 1, "{json:#}");
}
