//! Applying as a role that is no superuser: one that may make roles and owns the database, as
//! administrators of managed servers are.

use pgspec::sandbox::Sandbox;
use tempfile::TempDir;

use super::{Run, folder, run};
use crate::servers;

const SCHEMA: &str = "
schema: app
owner: kr_owner
tables:
  notes:
    columns: { id: bigint, note: text }
    primary_key: [id]
views:
  short: { sql: select id from app.notes }
";

const ROLES: &str = "
roles:
  kr_owner: {}
  kr_reader:
    grants:
      - { on: database, connect: true }
      - { on: schema app, usage: true }
      - { on: app.*, select: true }
  kr_app:
    login: true
    member_of: [kr_reader]
    settings: { statement_timeout: 5s }
    settings_in_database: { lock_timeout: 2s }
";

const BOSSES: &str = "
create role kr_boss login createrole createdb password 'known';
create role kr_guest login createrole password 'known';
create role kr_root login superuser password 'known';
create database kr_planned owner kr_boss;
create database kr_migrated owner kr_boss;
create database kr_scripted owner kr_boss;
create database kr_foreign;
grant create on database kr_foreign to kr_guest;
";

/// What a server is called by its users.
fn url(server: &Sandbox, user: &str, database: &str) -> String {
    server.url(user, database).replace(&format!("//{user}@"), &format!("//{user}:known@"))
}

fn execute(server: &Sandbox, sql: &str) {
    let mut client = server.connect("postgres").unwrap();
    sql.split(';').for_each(|statement| client.batch_execute(statement).unwrap());
}

/// A project on a server, with another server to try plans on.
struct Trial {
    project: TempDir,
    server: Sandbox,
    sandbox: String,
    _other: Sandbox,
}

impl Trial {
    fn of(server: Sandbox, other: Sandbox) -> Self {
        let file = format!("project: shop\npostgres: {}\n", server.major());
        let files = [("pgspec.yaml", &*file), ("schema/app.yaml", SCHEMA), ("roles/r.yaml", ROLES)];
        execute(&server, BOSSES);
        execute(&other, "create role kr_root login superuser password 'known'");
        let sandbox = url(&other, "kr_root", "postgres");
        Self { project: folder(&files), server, sandbox, _other: other }
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let sandbox = ["--sandbox-url", &self.sandbox];
        let takes = matches!(arguments[0], "plan" | "drift");
        let arguments = arguments.iter().chain(sandbox.iter().filter(|_| takes));
        run(self.project.path(), &arguments.copied().collect::<Vec<_>>())
    }

    fn plan(&self, user: &str, database: &str) -> String {
        let url = url(&self.server, user, database);
        self.run(&["plan", "--from", &url, "--out", "plan.json"]).ends(0).out
    }

    fn apply(&self, user: &str, database: &str, what: &[&str]) -> Run {
        let url = url(&self.server, user, database);
        let arguments = ["apply", "--database", &url, "--allow=widens_access"];
        self.run(&arguments.iter().chain(what).copied().collect::<Vec<_>>())
    }

    /// Asserts that a database is what the project declares.
    fn holds(&self, database: &str) {
        let url = url(&self.server, "kr_boss", database);
        let plan = self.run(&["plan", "--from", &url]).ends(0).out;
        assert!(plan.contains("nothing to do"), "{database}: {plan}");
        self.run(&["drift", "--database", &url]).ends(0);
    }

    /// A reader's plan grants nobody what only who applies needs, and a boss's does.
    fn plans(&self) {
        let acts = "grant kr_owner to current_user";
        assert!(self.plan("kr_boss", "kr_planned").contains(acts));
        assert!(!self.plan("kr_root", "kr_planned").contains(acts));
    }

    fn applies(&self) {
        self.plan("kr_boss", "kr_planned");
        self.apply("kr_boss", "kr_planned", &["--plan", "plan.json"]).ends(0);
        self.holds("kr_planned");
    }

    fn migrates(&self) {
        self.run(&["migrate", "new", "first", "--allow", "widens_access"]).ends(0);
        self.apply("kr_boss", "kr_migrated", &["--migrations", "migrations"]).ends(0);
        self.holds("kr_migrated");
    }

    fn runs_scripts(&self) {
        self.run(&["gen"]).ends(0);
        let listed = self.project.path().join("generated/ddl").read_dir().unwrap();
        let mut scripts: Vec<_> = listed.map(|entry| entry.unwrap().path()).collect();
        scripts.retain(|path| path.file_name().is_some_and(|name| name != "all.sql"));
        scripts.sort();
        let mut client = self.server.connect_as("kr_scripted", "kr_boss", Some("known")).unwrap();
        for script in scripts {
            let sql = std::fs::read_to_string(&script).unwrap();
            client.batch_execute(&sql).unwrap_or_else(|error| panic!("{script:?}: {error}"));
        }
        self.holds("kr_scripted");
    }

    /// PostgreSQL only warns of a grant that it does not make.
    fn refuses(&self) {
        self.plan("kr_guest", "kr_foreign");
        let applied = self.apply("kr_guest", "kr_foreign", &["--plan", "plan.json"]).ends(3);
        assert!(applied.said.contains("could be revoked for \"kr_foreign\""), "{}", applied.said);
    }

    fn all(&self) {
        self.refuses();
        self.plans();
        self.applies();
        self.migrates();
        self.runs_scripts();
    }
}

#[test]
fn who_may_make_roles_and_owns_the_database_applies_a_project() {
    Trial::of(super::server(), super::server()).all();
    for major in [17, 18] {
        match (servers::image(major), servers::image(major)) {
            (Ok(server), Ok(other)) => Trial::of(server, other).all(),
            (Err(error), _) | (_, Err(error)) => {
                servers::skip("who_may_make_roles", &error.to_string());
            }
        }
    }
}
