//! Grants for a role that has none yet.

use tempfile::TempDir;

use super::{folder, run};

const SCHEMA: &str = "
schema: shop
sequences: { numbers: }
tables:
  orders:
    columns: { id: bigint primary key default nextval('shop.numbers'), customer: text, note: text }
";

const QUERIES: &str = "
queries:
  opened: { run_as: clerk, sql: insert into shop.orders (customer) values ('ada') returning id }
  counted: { run_as: watcher, sql: select last_value from shop.numbers }
  stepped: { run_as: stepper, sql: \"select setval('shop.numbers', 7)\" }
";

const ROLES: &str = "
roles:
  clerk: { runs: [opened] }
  watcher: {}
  stepper: {}
";

fn project(queries: &str) -> TempDir {
    folder(&[
        ("pgspec.yaml", "{ project: shop, postgres: 15 }"),
        ("schema/shop.yaml", SCHEMA),
        ("roles/roles.yaml", ROLES),
        ("queries/queries.yaml", queries),
    ])
}

#[test]
fn grants_are_suggested_to_a_role_that_has_none_and_are_what_the_check_asks_for() {
    let project = project(QUERIES);
    let check = run(project.path(), &["check"]).ends(2);
    assert!(check.said.contains("query_without_privilege"), "{}", check.said);
    let needs = run(project.path(), &["access", "needs", "--role", "clerk"]).ends(1);
    assert!(needs.out.contains("missing   usage on sequence shop.numbers"), "{}", needs.out);

    let suggest = |role: &str| run(project.path(), &["access", "suggest", role]).ends(0).out;
    let clerk = suggest("clerk");
    assert_eq!(
        clerk,
        "roles:\n  clerk:\n    grants:\n      - { on: database, connect: true }\n      \
         - { on: schema shop, usage: true }\n      \
         - { on: shop.orders, select: [id], insert: [customer] }\n      \
         - { on: sequence shop.numbers, usage: true }\n"
    );
    // A sequence is read and set by privileges of their own.
    assert!(suggest("watcher").contains("- { on: sequence shop.numbers, select: true }"));
    assert!(suggest("stepper").contains("- { on: sequence shop.numbers, update: true }"));

    let granted = format!("{clerk}    runs: [opened]\n  watcher: {{}}\n  stepper: {{}}\n");
    std::fs::write(project.path().join("roles/roles.yaml"), granted).unwrap();
    run(project.path(), &["access", "needs", "--role", "clerk"]).ends(0);
    let check = run(project.path(), &["check"]).ends(0);
    assert!(!check.said.contains("query_without_privilege"), "{}", check.said);
}

#[test]
fn what_is_wrong_beside_the_grants_is_an_error_still() {
    let project = project(&QUERIES.replace("last_value from", "last_value, customer from"));
    let refused = run(project.path(), &["access", "suggest", "clerk"]);
    assert_ne!(refused.code, 0);
    assert!(refused.said.contains("unknown_column"), "{}", refused.said);
    assert!(!refused.said.contains("query_without_privilege"), "{}", refused.said);
}
