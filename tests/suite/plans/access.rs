//! Access on a live server that the project does not declare: modes, retired roles, settings, passwords,
//! what is without effect.

use std::collections::BTreeSet;

use pgspec::sandbox::Database;
use tempfile::TempDir;

use super::{folder, run, server, url};

const SCHEMA: &str = "
schema: shop
database:
  settings: { work_mem: { left_alone: true } }
tables:
  members:
    columns:
      id: bigint primary key
      email: { type: text, classification: pii }
      status: text
views:
  contacts: { sql: 'select id, email from members' }
";

const ROLES: &str = "
roles:
  reader:
    grants:
      - { on: database, connect: true }
      - { on: schema shop, usage: true }
      - { on: shop.members, select: [id, status] }
  app:
    login: true
    member_of: [reader]
    password: { file: secrets/app }
    settings: { statement_timeout: 5s, lock_timeout: { reset: true } }
    settings_in_database: { search_path: shop }
  old_app:
    retired: { owned_to: reader }
";

/// What others did to the server meanwhile.
const MEANWHILE: &str = "
create role outsider;
create role old_app login;
grant usage on schema shop to outsider;
grant select on shop.members to outsider, old_app;
grant insert on shop.members to reader;
grant delete on shop.members to public;
alter default privileges in schema shop grant select on tables to outsider;
alter role app set lock_timeout = '3s';
alter role app set work_mem = '9MB';
do $$ begin execute format('alter database %I set work_mem = ''8MB''', current_database()); end $$;
do $$ begin execute format('grant connect on database %I to old_app', current_database()); end $$;
select lo_create(4711);
alter large object 4711 owner to old_app;
";

const ALLOWED: &str = "--allow=widens_access,widens_personal_data,deletes_data,breaks_clients";

fn project(mode: &str) -> TempDir {
    let file = format!("project: shop\npostgres: 15\naccess_mode: {mode}\n");
    folder(&[("pgspec.yaml", &file), ("schema/shop.yaml", SCHEMA), ("roles/roles.yaml", ROLES)])
}

fn apply(project: &TempDir, url: &str) {
    run(project.path(), &["plan", "--from", url, "--out", "plan.json"]).ends(0);
    run(project.path(), &["apply", "--plan", "plan.json", "--database", url, ALLOWED]).ends(0);
}

/// Brings a database to what the project declares.
fn applied(database: &Database<'_>) -> (String, TempDir) {
    let (url, project) = (url(database), project("authoritative"));
    apply(&project, &url);
    (url, project)
}

fn ask(database: &Database<'_>, question: &str) -> String {
    let row = database.connect().unwrap().query_one(question, &[]).unwrap();
    row.get::<_, Option<String>>(0).unwrap_or_default()
}

/// Returns the statements of a plan, without what every plan begins and ends with.
fn statements(project: &TempDir, url: &str) -> Vec<String> {
    let plan = run(project.path(), &["plan", "--from", url, "--format", "json"]).ends(0);
    let plan: serde_json::Value = serde_json::from_str(&plan.out).unwrap();
    let steps = plan["steps"].as_array().unwrap().iter();
    steps.map(|step| step["sql"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_mode_takes_what_it_says_and_outsiders_keep_theirs() {
    let server = server();
    let database = server.create_database("modes").unwrap();
    let url = url(&database);
    apply(&project("authoritative"), &url);
    database.connect().unwrap().batch_execute(MEANWHILE).unwrap();

    assert_eq!(statements(&project("additive"), &url), ["alter role app reset lock_timeout"]);
    let adopted = [
        "alter role app reset lock_timeout",
        "alter role app reset work_mem",
        "revoke insert on table shop.members from reader",
    ];
    assert_eq!(statements(&project("adopt"), &url), adopted);
    let taken = statements(&project("authoritative"), &url);
    assert!(adopted.iter().all(|sql| taken.iter().any(|it| it == sql)), "{taken:#?}");
    assert!(taken.contains(&"revoke delete on table shop.members from public".to_owned()));
    assert!(taken.iter().all(|sql| !sql.contains("outsider")), "{taken:#?}");
    assert!(taken.last().unwrap().contains("drop role old_app"), "{taken:#?}");

    let project = project("authoritative");
    let drift = run(project.path(), &["drift", "--database", &url]).ends(1);
    assert!(drift.said.contains("left alone: what `outsider` may do"), "{}", drift.said);
    apply(&project, &url);
    assert_eq!(statements(&project, &url), <[String; 0]>::default());
    run(project.path(), &["drift", "--database", &url]).ends(0);
    let question = "select has_table_privilege('outsider', 'shop.members', 'SELECT')::text";
    assert_eq!(ask(&database, question), "true");
    let question = "select pg_get_userbyid(lomowner)::text from pg_largeobject_metadata";
    assert_eq!(ask(&database, question), "reader", "what the retired role owned");
    let question = "select string_agg(setconfig::text, ' ' order by setrole) from pg_db_role_setting \
                    where setdatabase <> 0";
    assert_eq!(ask(&database, question), "{work_mem=8MB} {search_path=shop}");
}

/// With the option of a role goes what it gave on; an outsider keeps that, from the owner.
#[test]
fn what_a_role_gave_to_an_outsider_stays_when_its_option_goes() {
    let server = server();
    let database = server.create_database("handed").unwrap();
    let (url, project) = applied(&database);
    let given = "
create role outsider;
grant usage on schema shop to outsider;
grant update, insert on shop.members to reader with grant option;
set role reader;
grant update, insert (status) on shop.members to outsider;
";
    database.connect().unwrap().batch_execute(given).unwrap();
    let taken = [
        "set local role reader",
        "revoke insert (status) on table shop.members from outsider",
        "reset role",
        "grant insert (status) on table shop.members to outsider",
        "set local role reader",
        "revoke update on table shop.members from outsider",
        "reset role",
        "revoke insert, update on table shop.members from reader cascade",
        "grant update on table shop.members to outsider",
    ];
    assert_eq!(statements(&project, &url), taken);
    apply(&project, &url);
    assert_eq!(statements(&project, &url), <[String; 0]>::default());
    let question = "select concat(has_table_privilege('outsider', 'shop.members', 'UPDATE'), \
                    has_column_privilege('outsider', 'shop.members', 'status', 'INSERT'), \
                    has_table_privilege('reader', 'shop.members', 'UPDATE'))";
    assert_eq!(ask(&database, question), "ttf");
}

/// What outsiders and the server's superuser give to roles of the project and to one that is retired.
const GIVEN: &str = "
create role outsider;
create role guest;
create role old_app;
grant reader to guest;
alter default privileges for role outsider grant select on tables to old_app, guest;
alter default privileges for role outsider grant usage on sequences to old_app;
grant set on parameter work_mem to old_app, outsider;
grant set on parameter maintenance_work_mem to reader, old_app;
";

#[test]
fn what_others_gave_to_a_retired_role_goes_and_what_else_they_gave_stays() {
    let server = server();
    let database = server.create_database("given").unwrap();
    let (url, project) = applied(&database);
    database.connect().unwrap().batch_execute(GIVEN).unwrap();
    let taken: BTreeSet<String> = statements(&project, &url).into_iter().collect();
    let expected = [
        "revoke set on parameter maintenance_work_mem from old_app",
        "revoke set on parameter maintenance_work_mem from reader",
        "revoke set on parameter work_mem from old_app",
        "alter default privileges for role outsider revoke usage on sequences from old_app",
        "alter default privileges for role outsider revoke select on tables from old_app",
    ];
    assert!(expected.iter().all(|sql| taken.contains(*sql)), "{taken:#?}");
    apply(&project, &url);
    assert_eq!(statements(&project, &url), <[String; 0]>::default());
    let question = "select string_agg(defaclobjtype::text || ' ' || (x).grantee::regrole::text, ', ') \
                    from pg_default_acl, aclexplode(defaclacl) x \
                    where defaclrole = 'outsider'::regrole and (x).grantee <> defaclrole";
    assert_eq!(ask(&database, question), "r guest");
    // That somebody else is a member of a role stays, and is said.
    let words = "left alone: `guest` is a member of `reader`";
    let plan = run(project.path(), &["plan", "--from", &url]).ends(0);
    assert!(plan.out.contains(words) && !plan.out.contains("`app` is a member"), "{}", plan.out);
    let drift = run(project.path(), &["drift", "--database", &url]).ends(0);
    assert!(drift.said.contains(words), "{}", drift.said);
    let question = "select string_agg(parname || ' ' || (x).grantee::regrole::text, ', ') \
                    from pg_parameter_acl, aclexplode(paracl) x where (x).grantee <> 10";
    assert_eq!(ask(&database, question), "work_mem outsider");
}

#[test]
fn a_grant_on_a_parameter_gives_nothing_to_the_superuser() {
    let server = server();
    let database = server.create_database("parameter").unwrap();
    let (url, project) = applied(&database);
    let grant = "grants:\n      - { on: parameter log_statement, set: true }";
    let roles = ROLES.replacen("grants:", grant, 1);
    std::fs::write(project.path().join("roles/roles.yaml"), roles).unwrap();
    let given = ["grant set on parameter log_statement to reader"];
    assert_eq!(statements(&project, &url), given);
    apply(&project, &url);
    assert_eq!(statements(&project, &url), <[String; 0]>::default());
}

#[test]
fn a_retired_role_is_dropped_by_the_last_database_that_it_has_something_in() {
    let server = server();
    let (one, other) =
        (server.create_database("first").unwrap(), server.create_database("second").unwrap());
    let (first, project) = applied(&one);
    let second = url(&other);
    apply(&project, &second);
    one.connect().unwrap().batch_execute("create role old_app").unwrap();
    for database in [&one, &other] {
        let owned = "create table shop.theirs (id int primary key); \
                     alter table shop.theirs owner to old_app";
        database.connect().unwrap().batch_execute(owned).unwrap();
    }
    let apply = |url: &str| {
        run(project.path(), &["plan", "--from", url, "--out", "plan.json"]).ends(0);
        run(project.path(), &["apply", "--plan", "plan.json", "--database", url, ALLOWED]).ends(0)
    };
    let is_there = "select exists (select from pg_roles where rolname = 'old_app')::text";
    let kept = format!(
        "warning: role old_app stays until this is done in these databases too, where it owns something \
         or may do something: {}",
        other.name()
    );
    let done = apply(&first);
    assert!(done.said.contains(&kept), "{}", done.said);
    assert_eq!(ask(&one, is_there), "true");
    let done = apply(&second);
    assert!(!done.said.contains("warning"), "{}", done.said);
    assert_eq!(ask(&one, is_there), "false");
    for url in [&first, &second] {
        assert_eq!(statements(&project, url), <[String; 0]>::default());
    }
}

#[test]
fn sessions_of_a_retired_role_end() {
    let server = server();
    let database = server.create_database("sessions").unwrap();
    let (url, project) = applied(&database);
    database.connect().unwrap().batch_execute(MEANWHILE).unwrap();
    let mut session = server.connect_as(database.name(), "old_app", None).unwrap();
    session.batch_execute("select 1").unwrap();
    apply(&project, &url);
    assert!(session.batch_execute("select 1").is_err(), "it was to be ended");
}

#[test]
fn reading_personal_data_is_a_hazard_of_its_own() {
    let server = server();
    let database = server.create_database("personal").unwrap();
    let (url, project) = applied(&database);
    let hazards = |grant: &str| {
        let roles = ROLES.replace("select: [id, status]", grant);
        std::fs::write(project.path().join("roles/roles.yaml"), roles).unwrap();
        let plan = run(project.path(), &["plan", "--from", &url, "--format", "json"]).ends(0);
        plan.out.matches("widens_personal_data").count()
    };
    assert_eq!(hazards("select: [id, status], update: [email]"), 0, "nothing is read by that");
    assert_eq!(hazards("select: [id, status, email]"), 1);
    assert_eq!(hazards("select: true"), 1);
    let view = "select: [id, status] }\n      - { on: shop.contacts, select: [id]";
    assert_eq!(hazards(view), 0, "that column of the view holds none");
    assert_eq!(hazards("select: [id, status] }\n      - { on: shop.contacts, select: true"), 1);

    run(project.path(), &["plan", "--from", &url, "--out", "plan.json"]).ends(0);
    let apply = ["apply", "--plan", "plan.json", "--database", &url, "--allow=widens_access"];
    let refused = run(project.path(), &apply);
    assert_ne!(refused.code, 0);
    assert!(refused.said.contains("--allow widens_personal_data"), "{}", refused.said);
}

#[test]
fn what_has_no_effect_is_said() {
    let server = server();
    let database = server.create_database("void").unwrap();
    let (url, project) = applied(&database);
    let roles = ROLES.replace("select: [id, status]", "select: true");
    std::fs::write(project.path().join("roles/roles.yaml"), roles).unwrap();
    let plan = run(project.path(), &["plan", "--from", &url]).ends(0);
    let words = "without effect: revoking select on `column shop.members.id` changes nothing: \
                 `reader` has it on the whole of `table shop.members`";
    assert!(plan.out.contains(words), "{}", plan.out);

    // The other way round: on columns beside the whole, and in a schema beside every schema.
    let beside = "select: [id, status] }\n      - { on: shop.members, select: true }\n      \
                  - { on: shop.*, select: true, future: only }\n      \
                  - { on: '*', select: true, future: only }";
    let roles = ROLES.replace("select: [id, status] }", beside);
    std::fs::write(project.path().join("roles/roles.yaml"), roles).unwrap();
    let other = server.create_database("void_too").unwrap();
    let plan = run(project.path(), &["plan", "--from", &super::url(&other)]).ends(0);
    for words in [
        "without effect: granting select on `column shop.members.id` changes nothing: `reader` has it \
         on the whole of `table shop.members`",
        "without effect: granting select on `default privileges on tables in schema shop` changes \
         nothing: `reader` has it in every schema",
    ] {
        assert!(plan.out.contains(words), "{}", plan.out);
    }
}

#[test]
fn a_password_in_a_file_reaches_the_server_as_a_verifier() {
    let server = server();
    let database = server.create_database("passwords").unwrap();
    let (url, project) = applied(&database);
    let set = ["access", "passwords", "--database", &url];
    let missing = run(project.path(), &set).ends(1);
    assert!(missing.said.contains("role `app` keeps its password"), "{}", missing.said);
    std::fs::create_dir(project.path().join("secrets")).unwrap();
    std::fs::write(project.path().join("secrets/app"), "hunter2\n").unwrap();
    let done = run(project.path(), &set).ends(0);
    assert_eq!(done.out, "role app: password set\n");
    let question = "select left(rolpassword, 19) from pg_authid where rolname = 'app'";
    assert_eq!(ask(&database, question), "SCRAM-SHA-256$4096:");
    std::fs::write(project.path().join("secrets/app"), "two\nlines").unwrap();
    let refused = run(project.path(), &set).ends(2);
    assert!(!refused.said.contains("two"), "{}", refused.said);
}

#[test]
fn a_database_that_another_role_owns_is_planned_and_applied() {
    let server = server();
    let database = server.create_database("owned").unwrap();
    let mut client = database.connect().unwrap();
    let owned = format!("create role boss; alter database \"{}\" owner to boss", database.name());
    client.batch_execute(&owned).unwrap();
    let (url, project) = applied(&database);
    assert_eq!(statements(&project, &url), <[String; 0]>::default());
}
