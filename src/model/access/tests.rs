use super::*;
use crate::model::{Membership, Privileges, Role, Table};

const ITEMS: &str = "items";

/// A table that `reader` may read, a role `boss` that inherits from it, and one that does not.
fn database() -> Database {
    let mut database = Database::default();
    let table = ObjectName::new("shop", ITEMS);
    database.tables.insert(table.clone(), Table::default());
    let member = |of: &str, inherit| Role {
        member_of: [(of.to_owned(), Membership { admin: false, inherit, set: true })].into(),
        ..Role::default()
    };
    database.roles.insert("reader".into(), Role::default());
    database.roles.insert("boss".into(), member("reader", true));
    database.roles.insert("guest".into(), member("reader", false));
    database.roles.insert("auditor".into(), member("pg_read_all_data", true));
    let usage: Privileges = [(Privilege::Usage, false)].into();
    let select: Privileges = [(Privilege::Select, false)].into();
    let schema = Target::Schema("shop".into());
    database.grants.insert(schema, [("reader".to_owned(), usage)].into());
    database.grants.insert(Target::Table(table), [("reader".to_owned(), select)].into());
    database
}

fn select(database: &Database, role: &str) -> Verdict {
    let table = ObjectName::new("shop", ITEMS);
    Access::new(database).on_table(role, &table, None, Privilege::Select)
}

#[test]
fn a_privilege_comes_by_its_nearest_road() {
    let mut database = database();
    let by = |name: &str| Verdict::Allowed(Road::Grant(name.to_owned()));
    assert_eq!(select(&database, "reader"), by("reader"));
    assert_eq!(select(&database, "boss"), by("reader"));
    assert_eq!(select(&database, "guest"), Verdict::Refused, "it does not inherit");
    assert_eq!(select(&database, "public"), Verdict::Refused);
    let table = Target::Table(ObjectName::new("shop", ITEMS));
    let own: Privileges = [(Privilege::Select, false)].into();
    database.grants.get_mut(&table).expect("it is granted").insert("boss".into(), own);
    assert_eq!(select(&database, "boss"), by("boss"), "its own grant comes first");
}

#[test]
fn roles_of_the_server_reach_every_table() {
    let database = database();
    let by = Verdict::Allowed(Road::Grant("pg_read_all_data".into()));
    assert_eq!(select(&database, "auditor"), by);
    let table = ObjectName::new("shop", ITEMS);
    let access = Access::new(&database);
    let verdict = access.on_table("auditor", &table, None, Privilege::Update);
    assert_eq!(verdict, Verdict::Refused, "it reads, and does not write");
}

#[test]
fn without_usage_on_the_schema_nothing_is_reached() {
    let mut database = database();
    database.grants.remove(&Target::Schema("shop".into()));
    assert_eq!(select(&database, "reader"), Verdict::Refused);
}

#[test]
fn members_of_each_other_are_followed_once() {
    let mut database = database();
    let reader = database.roles.get_mut("reader").expect("a role");
    let membership = Membership { admin: false, inherit: true, set: true };
    reader.member_of.insert("boss".into(), membership);
    assert!(select(&database, "boss").is_allowed());
}
