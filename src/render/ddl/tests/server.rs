//! The server is the judge: what is rendered runs, and makes what the model says.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use postgres::Client;

use crate::model::{ObjectId, ObjectKind, fixtures};
use crate::render::{Templates, ddl};
use crate::sandbox::{self, Choice, Request, Sandbox};

/// Any version from 15 on will do; what is rendered is meant for the one that is there.
fn sandbox() -> Sandbox {
    sandbox::start(&Request::new(Choice::Local, 15), &|_| ()).unwrap_or_else(|e| panic!("{e}"))
}

/// Renders the rich project for that server.
fn files(sandbox: &Sandbox) -> Vec<(String, String)> {
    ddl::render(&fixtures::project(sandbox.major()), &Templates::default()).unwrap()
}

/// Runs the scripts in one transaction, and returns the name of the first that fails, and why.
fn apply<'a>(
    client: &mut Client,
    files: impl IntoIterator<Item = &'a (String, String)>,
) -> Result<(), String> {
    let mut transaction = client.transaction().unwrap();
    for (name, text) in files.into_iter().filter(|(name, _)| name != ddl::ALL) {
        let failed = |e: postgres::Error| format!("{name}: {}", e.as_db_error().unwrap().message());
        transaction.batch_execute(text).map_err(failed)?;
    }
    transaction.commit().unwrap();
    Ok(())
}

fn texts(client: &mut Client, query: &str) -> BTreeSet<String> {
    client.query(query, &[]).unwrap().iter().map(|row| row.get(0)).collect()
}

/// Names what is in the database as [`ObjectId`] does, but for extensions' own objects.
const OBJECTS: &str = r"
with ours as (
    select n.oid, n.nspname from pg_catalog.pg_namespace n
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'ext')
)
select case c.relkind when 'v' then 'view' when 'm' then 'materialized view'
           when 'S' then 'sequence' when 'i' then 'index' when 'I' then 'index' else 'table' end || ' '
       || quote_ident(o.nspname) || '.' || quote_ident(c.relname)
from pg_catalog.pg_class c join ours o on o.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'S', 'i', 'I')
  and not exists (
      select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid
        and d.deptype = 'i' and c.relkind = 'S'
  )
  and not exists (select from pg_catalog.pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))
  and not exists (select from pg_catalog.pg_inherits i where i.inhrelid = c.oid and c.relkind in ('i', 'I'))
union all
select 'type ' || quote_ident(o.nspname) || '.' || quote_ident(t.typname)
from pg_catalog.pg_type t join ours o on o.oid = t.typnamespace
left join pg_catalog.pg_class c on c.oid = t.typrelid
where t.typtype in ('e', 'd', 'r') or c.relkind = 'c'
union all
select 'routine ' || quote_ident(o.nspname) || '.' || quote_ident(p.proname)
       || '(' || (
           select coalesce(string_agg(format_type(a.type, null), ', ' order by a.number), '')
           from unnest(p.proargtypes::oid[]) with ordinality a (type, number)
       ) || ')'
from pg_catalog.pg_proc p join ours o on o.oid = p.pronamespace
where not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'i')
union all
select 'trigger ' || quote_ident(t.tgname) || ' on ' || quote_ident(o.nspname) || '.' || quote_ident(c.relname)
from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
join ours o on o.oid = c.relnamespace where not t.tgisinternal
union all
select 'policy ' || quote_ident(p.polname) || ' on ' || quote_ident(o.nspname) || '.' || quote_ident(c.relname)
from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid
join ours o on o.oid = c.relnamespace
union all
select 'constraint ' || quote_ident(k.conname) || ' on ' || quote_ident(o.nspname) || '.' || quote_ident(c.relname)
from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid
join ours o on o.oid = c.relnamespace
where k.contype in ('p', 'u', 'c', 'f', 'x') and k.conislocal and k.conparentid = 0
";

/// Names the same of the model.
fn declared() -> BTreeSet<String> {
    use ObjectKind::{Column, Extension, Other, Role, Schema};
    let apart = |id: &ObjectId| matches!(id.kind, Column | Extension | Other | Role | Schema);
    let all = fixtures::database().objects();
    all.iter().filter(|id| !apart(id)).map(ToString::to_string).collect()
}

#[test]
fn makes_what_the_model_says_and_roles_may_exist_already() {
    let sandbox = sandbox();
    let files = files(&sandbox);
    for _ in 0..2 {
        let database = sandbox.create_database("ddl").unwrap();
        let mut client = database.connect().unwrap();
        apply(&mut client, &files).unwrap();
        assert_eq!(texts(&mut client, OBJECTS), declared());
        let path = texts(&mut client, "show search_path");
        assert_eq!(path, BTreeSet::from(["\"$user\", public".to_owned()]), "left as it was");
    }
}

/// What the scripts say of objects that exist, and what the server must hold afterwards.
const FACTS: &[(&str, &str)] = &[
    (
        "select s from pg_roles, unnest(rolconfig) s where rolname = 'bi' and s ~ '^search_path'",
        r#"search_path=sales, "Weird ""name""", public"#,
    ),
    ("select pg_get_userbyid(relowner) from pg_class where relname = 'legacy_id_seq'", "app_owner"),
    ("select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'sales'", "app_owner"),
    ("select relreplident::text from pg_class where relname = 'items'", "i"),
    ("select relreplident::text from pg_class where relname = 'legacy'", "n"),
    ("select attstorage::text from pg_attribute where attname = 'code' and attlen = -1", "e"),
    ("select tgenabled::text from pg_trigger where tgname = 'touch'", "A"),
    ("select tgenabled::text from pg_trigger where tgname = 'Later'", "D"),
    ("select convalidated::text from pg_constraint where conname = 'watched_node'", "false"),
    (
        "select (relrowsecurity and relforcerowsecurity)::text from pg_class where relname = 'select'",
        "true",
    ),
    ("select relispopulated::text from pg_class where relname = 'b_empty'", "false"),
    (
        "select obj_description('sales.items'::regclass, 'pg_class')",
        "An item for sale.\nIt has a second line; drop table x;",
    ),
    (
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname ~ '^Weird'",
        r"It's \weird\.",
    ),
    ("select pg_get_serial_sequence('sales.legacy', 'id')", "sales.legacy_id_seq"),
];

#[test]
fn keeps_owners_settings_and_options() {
    let sandbox = sandbox();
    let database = sandbox.create_database("ddl").unwrap();
    let mut client = database.connect().unwrap();
    apply(&mut client, &files(&sandbox)).unwrap();
    for (query, expected) in FACTS {
        let found: String = client.query_one(*query, &[]).unwrap().get(0);
        assert_eq!(&found, expected, "{query}");
    }
}

#[test]
fn the_order_of_the_scripts_matters() {
    let sandbox = sandbox();
    let database = sandbox.create_database("ddl").unwrap();
    let mut client = database.connect().unwrap();
    let files = files(&sandbox);
    let mut swapped = files.clone();
    swapped.swap(6, 7);
    let error = apply(&mut client, &swapped).unwrap_err();
    assert_eq!(error, "25_reporting_2.sql: relation \"sales.a_2026\" does not exist");
    let without = files.iter().filter(|(name, _)| name != "24_sales.sql");
    assert!(apply(&mut client, without).is_err());
    apply(&mut client, &files).unwrap();
}

/// Runs `all.sql` below `directory` through `psql`.
fn psql(sandbox: &Sandbox, database: &str, directory: &Path) -> Output {
    let mut client = sandbox.connect(database).unwrap();
    let setting = |client: &mut Client, name: &str| -> String {
        client.query_one("select current_setting($1)", &[&name]).unwrap().get(0)
    };
    let program = sandbox::local::binaries::find(None, sandbox.major()).unwrap().program("psql");
    Command::new(program)
        .args(["--no-psqlrc", "--quiet", "--username", sandbox.superuser(), "--dbname", database])
        .args(["--host", &setting(&mut client, "unix_socket_directories")])
        .args(["--port", &setting(&mut client, "port")])
        .arg("--file")
        .arg(directory.join(ddl::ALL))
        .output()
        .unwrap()
}

#[test]
fn psql_runs_everything_or_nothing() {
    let sandbox = sandbox();
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files(&sandbox) {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    let database = sandbox.create_database("ddl").unwrap();
    let mut client = database.connect().unwrap();

    let last = directory.path().join("90_grants.sql");
    let grants = std::fs::read_to_string(&last).unwrap();
    std::fs::write(&last, format!("{grants}select 1 / 0;\n")).unwrap();
    let broken = psql(&sandbox, database.name(), directory.path());
    assert_eq!(broken.status.code(), Some(3), "{broken:?}");
    assert_eq!(texts(&mut client, OBJECTS), BTreeSet::new());

    std::fs::write(&last, grants).unwrap();
    let whole = psql(&sandbox, database.name(), directory.path());
    assert!(whole.status.success(), "{whole:?}");
    assert_eq!(texts(&mut client, OBJECTS), declared());
}
