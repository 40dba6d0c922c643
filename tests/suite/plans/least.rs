//! Grants for a role that has none yet.

use tempfile::TempDir;

use super::{folder, run, server, url};

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

/// What each query does at a row is asked for nowhere else.
const AT_ROWS: &str = "
schema: shop
sequences: { numbers: }
tables:
  orders:
    columns: { id: bigint primary key default nextval('shop.numbers'), customer: text, state: text }
    triggers:
      kept: after update for each row execute function shop.kept()
      gone: before delete for each row execute function shop.gone()
  tickets:
    columns: { id: bigint primary key, customer: text }
    row_security: forced
    policies: { own: { to: [row_closer], using: customer = current_user } }
    triggers: { gone: before delete for each row execute function shop.gone() }
  log: { columns: { id: bigint, at: timestamptz default now() } }
  departed: { columns: { id: bigint, why: text } }
  rates: { columns: { state: text primary key, rate: numeric } }
functions:
  kept: { returns: trigger, language: plpgsql, body: begin insert into shop.log (id) values (new.id); return new; end }
  gone: { returns: trigger, language: plpgsql, body: 'begin insert into shop.departed (id) values (old.id); return old; end' }
  rate: { arguments: of text, returns: numeric, language: plpgsql, body: begin return (select rate from shop.rates where state = of); end }
";

#[test]
fn what_is_asked_for_at_a_row_is_suggested() {
    let names = AT_A_ROW.map(|(role, ..)| role);
    let query = |(role, query, ..): (&str, &str, _, _)| {
        format!("  asked_by_{role}: {{ run_as: {role}, sql: \"{query}\" }}\n")
    };
    let queries = format!("queries:\n{}", AT_A_ROW.map(query).concat());
    let roles = |grants: &dyn Fn(&str) -> String| -> String {
        let each = names.map(|name| format!("  {name}: {{ grants: [{}] }}\n", grants(name)));
        format!("roles:\n{}", each.concat())
    };
    let project = folder(&[
        ("pgspec.yaml", "{ project: shop, postgres: 15 }"),
        ("schema/shop.yaml", AT_ROWS),
        ("roles/roles.yaml", &roles(&|_| String::new())),
        ("queries/queries.yaml", &queries),
    ]);
    let suggest = |role: &str| -> String {
        let all = run(project.path(), &["access", "suggest", role]).ends(0).out;
        let on = |line: &&str| line.contains("- { on:") && !line.contains("database");
        let lines: Vec<_> = all.lines().filter(on).map(|line| line.trim().to_owned()).collect();
        lines.join("\n")
    };
    let suggested: Vec<String> = names.map(suggest).to_vec();
    insta::assert_snapshot!(suggested.join("\n\n"));

    let granted = |name: &str| {
        let at = names.iter().position(|it| *it == name).unwrap();
        let lines = suggested[at].lines().map(|line| line.trim_start_matches("- ").to_owned());
        lines.collect::<Vec<_>>().join(", ")
    };
    std::fs::write(project.path().join("roles/roles.yaml"), roles(&granted)).unwrap();
    run(project.path(), &["access", "needs"]).ends(0);

    // They are enough where there are rows, and none of what a row asks for can be left out.
    let server = server();
    let database = server.create_database("at_rows").unwrap();
    let url = url(&database);
    run(project.path(), &["plan", "--from", &url, "--out", "plan.json"]).ends(0);
    let allowed = "--allow=widens_access";
    run(project.path(), &["apply", "--plan", "plan.json", "--database", &url, allowed]).ends(0);
    let mut client = database.connect().unwrap();
    client.batch_execute(ROWS).unwrap();
    let mut asked = |role: &str, query: &str, before: &str| -> Result<u64, String> {
        let mut transaction = client.transaction().unwrap();
        transaction.batch_execute(&format!("{before}; set local role {role}")).unwrap();
        let rows = transaction.execute(query, &[]);
        rows.map_err(|error| error.as_db_error().unwrap().message().to_owned())
    };
    for (role, query, without, refused) in AT_A_ROW {
        assert_eq!(asked(role, query, ""), Ok(1), "{role}");
        let without = format!("revoke {without} from {role}");
        assert_eq!(asked(role, query, &without), Err(format!("permission denied for {refused}")));
    }
}

const ROWS: &str = "
insert into shop.orders values (7, 'ada', 'paid');
insert into shop.tickets values (1, 'row_closer');
insert into shop.rates values ('paid', -1);
";

/// Who asks what, and without which of the suggested grants the server refuses what.
const AT_A_ROW: [(&str, &str, &str, &str); 5] = [
    (
        "row_shipper",
        "update shop.orders set state = 'shipped' where state = 'paid' and customer = 'ada'",
        "insert (id) on shop.log",
        "table log",
    ),
    (
        "row_numberer",
        "update shop.orders set id = default where id = 7",
        "usage on sequence shop.numbers",
        "sequence numbers",
    ),
    (
        "row_canceller",
        "delete from shop.orders using shop.rates where orders.state = rates.state and rate < 0",
        "insert (id) on shop.departed",
        "table departed",
    ),
    (
        "row_closer",
        "delete from shop.tickets where id = 1",
        "insert (id) on shop.departed",
        "table departed",
    ),
    (
        "row_rater",
        "select shop.rate(state) as rate from shop.orders where customer = 'ada'",
        "select (rate) on shop.rates",
        "table rates",
    ),
];
