//! What is granted comes out as SQL, once, in order.

use super::*;
use crate::model::{Membership, Role, Schema};
use crate::render::fixtures::{grant, sales, shop, total_of};

#[test]
fn writes_the_shops_privileges() {
    insta::assert_snapshot!(grant_statements(&shop().database).join(";\n"), @r#"
    do $do$ begin execute format('revoke all on database %I from public', current_database()); end $do$;
    revoke all on schema public from public;
    revoke all on routine sales.total_of(bigint, text) from public;
    revoke all on type sales.status from public;
    alter default privileges revoke execute on routines from public;
    do $do$ begin execute format('grant connect on database %I to %I', current_database(), 'Reports'); end $do$;
    do $do$ begin execute format('grant connect on database %I to %I', current_database(), 'analytics'); end $do$;
    grant usage on schema sales to analytics;
    grant select on table sales.members to analytics;
    grant select on table sales.orders to analytics;
    grant execute on routine sales.total_of(bigint, text) to analytics;
    grant usage on schema sales to logistics;
    grant select (order_id, status) on table sales.orders to logistics;
    grant update (status) on table sales.orders to logistics;
    alter default privileges in schema sales grant select on tables to analytics
    "#);
}

#[test]
fn public_keeps_what_it_was_granted() {
    let mut database = shop().database;
    assert!(public_revocations(&database).iter().any(|s| s.contains("on routine")));
    grant(&mut database, Target::Routine(total_of()), PUBLIC, &[Privilege::Execute]);
    grant(&mut database, Target::Type(sales("status")), PUBLIC, &[Privilege::Usage]);
    grant(&mut database, Target::Schema("public".into()), PUBLIC, &[Privilege::Usage]);
    let all = grant_statements(&database);
    let has = |text: &str| all.iter().any(|statement| statement.starts_with(text));
    assert!(
        !has("revoke all on routine") && !has("revoke all on type") && !has("revoke all on schema")
    );
    assert!(has("grant execute on routine sales.total_of(bigint, text) to public"));
}

#[test]
fn future_routines_stay_open_only_where_public_is_granted_them() {
    let mut database = Database::default();
    let key = |creator: Option<&str>| DefaultPrivilege {
        creator: creator.map(str::to_owned),
        schema: None,
        kind: FutureKind::Routines,
        grantee: PUBLIC.into(),
    };
    database.default_privileges.insert(key(Some("etl")), [(Privilege::Execute, false)].into());
    let revocations = future_revocations(&database);
    assert_eq!(revocations, ["alter default privileges revoke execute on routines from public"]);
    database.default_privileges.insert(key(None), [(Privilege::Execute, false)].into());
    assert!(future_revocations(&database).is_empty());
}

#[test]
fn grant_options_and_odd_names_are_written_apart() {
    let mut database = Database::default();
    database.schemas.insert("a b".into(), Schema::default());
    let odd = "it's $do$ {x} %s";
    grant(&mut database, Target::Database, odd, &[Privilege::Connect, Privilege::Temporary]);
    let target = Target::Schema("a b".into());
    grant(&mut database, target.clone(), odd, &[Privilege::Usage]);
    database.grants.get_mut(&target).unwrap().get_mut(odd).unwrap().insert(Privilege::Create, true);
    grant(&mut database, Target::Parameter("app.Member".into()), odd, &[Privilege::Set]);
    insta::assert_snapshot!(grants_of(&database, odd).join(";\n"), @r#"
    do 'begin execute format(''grant connect, temporary on database %I to %I'', current_database(), ''it''''s $do$ {x} %s''); end';
    grant usage on schema "a b" to "it's $do$ {x} %s";
    grant create on schema "a b" to "it's $do$ {x} %s" with grant option;
    grant set on parameter app."Member" to "it's $do$ {x} %s"
    "#);
}

#[test]
fn memberships_have_options_from_16_on() {
    let mut database = Database::default();
    let groups = [
        ("a".to_owned(), Membership { admin: true, inherit: false, set: true }),
        ("b".to_owned(), Membership { admin: false, inherit: true, set: true }),
        ("c".to_owned(), Membership { admin: false, inherit: true, set: false }),
    ];
    let role = Role { member_of: groups.into(), ..Role::default() };
    database.roles.insert("m".into(), role);
    assert_eq!(
        membership_statements(&database, 16),
        [
            "grant a to m with admin true, inherit false",
            "grant b to m",
            "grant c to m with set false"
        ]
    );
    assert!(membership_statements(&database, 15)[0].starts_with("grant a to m with admin option"));
}
