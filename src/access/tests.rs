//! Questions to a small project.

use std::fs;

use super::difference::{Change, difference};
use super::holders::{Holder, who_can};
use super::show::show;
use super::{graph, matrix, target};
use crate::model::{Database, Privilege, Project};
use crate::picture::flow::Flow;
use crate::{check, spec};

const SCHEMA: &str = "
schema: shop
tables:
  customers:
    columns: { customer_id: int primary key, email: text, tier: int }
  orders:
    columns: { order_id: int primary key, customer_id: int }
views:
  emails: { sql: select email from customers }
  own_emails: { security_invoker: true, sql: select email from customers }
  emails_again: { sql: select email from emails }
";

const ROLES: &str = "
roles:
  clerks:
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.orders, select: true, insert: true }
      - { on: shop.customers, select: [customer_id, tier] }
      - { on: shop.*, select: true, future: only }
  seniors:
    member_of: [clerks]
    grants:
      - { on: shop.customers, select: [email], update: [tier] }
      - { on: shop.orders, select: true }
  clerk_app: { login: true, member_of: [clerks] }
  senior_app: { login: true, member_of: [seniors] }
  batch: { login: true, member_of: { seniors: { inherit: false } } }
  reporter:
    login: true
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.emails_again, select: true }
      - { on: shop.own_emails, select: true }
";

fn database(schema: &str, roles: &str) -> Database {
    project(schema, roles).database
}

fn project(schema: &str, roles: &str) -> Project {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, text).expect("written");
    };
    write("pgspec.yaml", "{ project: shop, postgres: 16, allow: [login_without_connect] }");
    for (text, number) in schema.split("---\n").zip(0..) {
        write(&format!("schema/{number}.yaml"), text);
    }
    write("roles/roles.yaml", roles);
    let (spec, sources, findings) = spec::read(folder.path());
    let checked = check::check(&spec, &sources);
    assert!(findings.is_empty(), "{findings:?}");
    checked.project.unwrap_or_else(|| panic!("{:?}", checked.findings))
}

fn shop() -> Database {
    database(SCHEMA, ROLES)
}

#[test]
fn a_role_is_shown_with_every_road() {
    let shown = show(&shop(), 16, "senior_app").expect("it is there");
    assert_eq!((shown.attributes, shown.member_of), (vec!["login"], vec!["seniors".to_owned()]));
    assert_eq!(shown.becomes, ["seniors", "clerks"]);
    let lines = shown.privileges.iter().map(|held| {
        let (object, privilege) = (&held.object, held.privilege.sql());
        format!("{object} {privilege} ({}): {}\n", held.columns.join(", "), held.roads.join("; "))
    });
    insta::assert_snapshot!(lines.collect::<String>());
    assert_eq!(shown.later[0].objects, "tables in schema shop");
    assert!(show(&shop(), 16, "nobody").is_none());
    assert_eq!(show(&shop(), 16, "public").expect("it is there").privileges, []);
}

#[test]
fn who_can_names_them_with_who_becomes_them_and_the_views() {
    let database = shop();
    let ask = |text: &str, privilege| {
        let targets = target::find(&database, text).unwrap_or_else(|error| panic!("{error:?}"));
        who_can(&database, &[], &targets[0], privilege)
    };
    let words = |holders: &[Holder]| -> Vec<String> {
        holders.iter().map(|it| format!("{}: {}", it.role, it.roads.join("; "))).collect()
    };
    let email = ask("shop.customers.email", Privilege::Select);
    assert_eq!(words(&email.direct), ["senior_app: granted to seniors", "seniors: granted"]);
    assert_eq!(words(&email.by_set_role), ["batch: SET ROLE seniors"]);
    assert_eq!(words(&email.through_views), ["reporter: view shop.emails_again"]);
    let orders = ask("shop.orders", Privilege::Select);
    assert_eq!(
        words(&orders.direct)[2..],
        [
            "senior_app: granted to seniors; granted to clerks, by senior_app → seniors → clerks",
            "seniors: granted; granted to clerks",
        ]
    );
    assert_eq!(words(&ask("schema shop", Privilege::Create).direct), [""; 0]);
}

#[test]
fn a_view_counts_for_the_columns_that_it_shows() {
    let views = "  levels: { sql: 'select customer_id, upper(tier::text) as level from customers' }
  levels_again: { sql: select level from levels }
";
    let roles = ROLES.replace("shop.own_emails", "shop.levels_again");
    let project = project(&format!("{SCHEMA}{views}"), &roles);
    let ask = |flows, column: &str| {
        let text = format!("shop.customers.{column}");
        let targets = target::find(&project.database, &text).expect("it is there");
        let views = who_can(&project.database, flows, &targets[0], Privilege::Select).through_views;
        views.into_iter().flat_map(|holder| holder.roads).collect::<Vec<_>>()
    };
    let flows = project.column_flows.as_slice();
    assert_eq!(ask(flows, "email"), ["view shop.emails_again"]);
    assert_eq!(ask(flows, "tier"), ["view shop.levels_again"]);
    assert_eq!(ask(flows, "customer_id"), [""; 0], "the view that it grants does not show it");
    // Where it is not known, any column of any view may.
    assert_eq!(ask(&[], "email"), ["view shop.emails_again", "view shop.levels_again"]);
}

#[test]
fn objects_are_named_as_people_write_them() {
    let database = shop();
    let error = |text: &str| {
        let error = target::find(&database, text).expect_err("there is none");
        format!("{}; {}", error.message, error.help)
    };
    assert_eq!(error("shop.orderz"), "there is no `shop.orderz`; did you mean `shop.orders`?");
    assert_eq!(
        error("shop.customers.mail"),
        "`shop.customers` has no column `mail`; did you mean `shop.customers.email`?"
    );
    assert_eq!(error("schema shp"), "there is no `schema shp`; did you mean `schema shop`?");
    let [table] = &target::find(&database, "view shop.emails").expect("it is there")[..] else {
        panic!("one view")
    };
    assert!(target::has(table, Privilege::Maintain, 16).is_err(), "it came with 17");
    assert!(target::has(table, Privilege::Maintain, 17).is_ok());
    assert!(target::has(table, Privilege::Usage, 17).is_err());
}

#[test]
fn what_changed_is_widened_or_narrowed() {
    let before = shop();
    let words = |changes: &[Change]| -> Vec<String> {
        let columns = |it: &Change| it.columns.join(", ");
        let words = |it: &Change| {
            format!("{} {}: {} ({}) {}", it.direction, it.role, it.what, columns(it), it.object)
        };
        changes.iter().map(words).collect()
    };
    assert_eq!(difference(&before, &before, 16), []);
    let roles = ROLES
        .replace("select: [customer_id, tier]", "select: true")
        .replace("clerk_app: { login: true,", "clerk_app: { login: true, bypassrls: true,")
        .replace(", insert: true", "");
    let schema = SCHEMA.replace("  orders:\n", "  orders:\n    row_security: forced\n");
    let after = database(&schema, &roles);
    insta::assert_snapshot!(words(&difference(&before, &after, 16)).join("\n"));
    // Back is the same the other way round.
    let flipped = words(&difference(&after, &before, 16)).len();
    assert_eq!(flipped, difference(&before, &after, 16).len());
}

#[test]
fn the_matrix_is_a_table_of_letters() {
    let database = shop();
    let all = matrix::of(&database, 16, matrix::Chosen::default());
    insta::assert_snapshot!(all.text());
    let (roles, schemas) = (["reporter".to_owned()], ["shop".to_owned()]);
    let some = matrix::of(&database, 16, matrix::Chosen { roles: &roles, schemas: &schemas });
    insta::assert_snapshot!(some.markdown());
    assert!(some.csv().lines().skip(1).all(|line| line.starts_with("reporter,")));
}

#[test]
fn the_picture_has_roles_memberships_and_schemas() {
    insta::assert_snapshot!(graph::graph(&shop(), 16).flow.mermaid("x"));
}

#[test]
fn many_roles_are_drawn_in_families() {
    let table = "tables: { t: { columns: { id: int primary key } } }";
    let schemas: Vec<String> = (0..10).map(|n| format!("schema: s{n}\n{table}\n")).collect();
    let reads = |n: usize| {
        format!(
            "      - {{ on: schema s{n}, usage: true }}\n      - {{ on: s{n}.t, select: true }}\n"
        )
    };
    let mut roles =
        format!("roles:\n  reads_all:\n    grants:\n{}", (0..10).map(reads).collect::<String>());
    for team in 10..40 {
        roles.push_str(&format!("  team_{team}:\n    grants:\n{}", reads(team % 10)));
        for app in 0..2 {
            roles.push_str(&format!("  app_{app}_of_{team}: {{ member_of: [team_{team}] }}\n"));
        }
    }
    let database = database(&schemas.join("---\n"), &roles);
    let drawn = graph::graph(&database, 16);
    assert!(drawn.flow.is_too_large());
    let (overview, parts) = drawn.flow.divide(&drawn.families);
    assert!(overview.counts.is_empty(), "no family is torn apart");
    assert!(parts.iter().all(|part| !part.flow.is_too_large()));
    let names = |flow: &Flow| flow.nodes.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    for team in 10..40 {
        let own = |name: &String| {
            *name == format!("team_{team}") || name.ends_with(&format!("of_{team}"))
        };
        let counts = parts.iter().map(|part| names(&part.flow).iter().filter(|it| own(it)).count());
        assert_eq!(counts.filter(|count| *count > 0).collect::<Vec<_>>(), [3], "team {team}");
    }
    // What reaches all of them has one arrow, and that of a team one that says what it may.
    assert_eq!(names(&drawn.flow).iter().filter(|name| *name == "10 schemas").count(), 1);
    let one = graph::graph_of_role(&database, 16, "team_12").flow;
    assert_eq!(names(&one), ["app_0_of_12", "app_1_of_12", "team_12", "select", "s2"]);
}
