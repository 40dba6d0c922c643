//! Taking privileges away on a real server.

use std::collections::BTreeMap;
use std::fs;

use super::{Privileges, find, workers};
use crate::catalog::tests::support::server;
use crate::model::Project;
use crate::render::{self, Templates};
use crate::sandbox::script;
use crate::verify::ddl_scripts;
use crate::{check, spec};

const SCHEMA: &str = "
schema: shop
sequences: { numbers: }
functions:
  fee: { arguments: amount numeric, returns: numeric, language: plpgsql, body: begin return amount / 10; end }
tables:
  orders:
    columns:
      order_id: bigint primary key default nextval('shop.numbers')
      customer: text
      amount: numeric
      note: text
  counts:
    columns: { customer: text primary key, orders: bigint }
  secrets:
    columns: { secret_id: int primary key, words: text }
views:
  fees: { sql: 'select order_id, shop.fee(amount) as fee from orders' }
";

const WORK: &str = "
roles:
  readers:
    grants:
      - { on: schema shop, usage: true }
  clerk:
    grants:
      - { on: schema shop, usage: true }
      - { on: database, connect: true }
      - { on: shop.orders, select: true, insert: [customer, amount], update: [note, amount], delete: true }
      - { on: shop.secrets, select: [words] }
      - { on: sequence shop.numbers, usage: true }
    runs: [counted]
  maker:
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.orders, select: true }
      - { on: shop.counts, select: true, insert: true, update: true, delete: true }
queries:
  opened:
    run_as: clerk
    params: { customer: { type: text, default: ada } }
    sql: insert into shop.orders (customer, amount) values (:customer, 1) returning order_id
  noted:
    run_as: clerk
    params: { id: { type: bigint, example: 7 } }
    sql: update shop.orders set note = 'seen' where order_id = :id and customer is not null
  counted:
    run_as: readers
    sql: select count(*) as orders from shop.orders
  charged:
    run_as: readers
    sql: select fee from shop.fees
";

/// Its names are found on the search path: where the schema is closed, they are not.
const TRANSFORM: &str = "
schema: shop
transforms:
  counts:
    run_as: maker
    kind: full
    into: counts
    sql: select customer, count(*) as orders from orders group by customer
    expect: [ { not_null: orders } ]
";

fn project() -> Project {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, text).expect("written");
    };
    write("pgspec.yaml", "{ project: shop, postgres: 16 }");
    write("schema/shop.yaml", SCHEMA);
    // What is missing is to be found out here, and is refused by the check.
    write("roles/roles.yaml", &WORK.replace("usage: true }\n  clerk", "usage: true }\n      - { on: shop.orders, select: true }\n      - { on: shop.fees, select: true }\n  clerk"));
    write("pipelines/shop.yaml", TRANSFORM);
    let (spec, sources, findings) = spec::read(folder.path());
    assert!(findings.is_empty(), "{findings:?}");
    let checked = check::check(&spec, &sources);
    checked.project.unwrap_or_else(|| panic!("{:?}", checked.findings))
}

fn lines(privileges: &Privileges) -> Vec<String> {
    let line = |(target, privileges): (&_, &BTreeMap<_, std::collections::BTreeSet<String>>)| {
        let words = privileges.iter().map(|(privilege, columns): (&crate::model::Privilege, _)| {
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            format!("{} ({})", privilege.sql(), columns.join(", "))
        });
        let target: &crate::model::Target = target;
        format!("{target}: {}", words.collect::<Vec<_>>().join(", "))
    };
    privileges.iter().map(line).collect()
}

#[test]
fn what_is_needed_is_what_cannot_be_taken_away() {
    let server = server();
    let database = server.create_database("least").unwrap();
    let mut client = database.connect().unwrap();
    let project = project();
    let artifacts = render::render(&project, &Templates::default(), &BTreeMap::new()).unwrap();
    let templates = Templates::default();
    for script in ddl_scripts(&project, &artifacts, &templates, server.major()).unwrap() {
        script::run(&mut client, &script).unwrap();
    }
    assert_eq!(workers(&project).into_iter().collect::<Vec<_>>(), ["clerk", "maker", "readers"]);

    let roles = ["clerk", "maker", "readers"];
    let found = find(&mut client, &project, &roles).unwrap();
    let [clerk, maker, readers] = roles.map(|role| found[role].clone());
    assert_eq!(clerk.queries, ["counted", "noted", "opened"]);
    assert_eq!(clerk.refused, BTreeMap::new());
    assert_eq!(
        lines(&clerk.needed),
        [
            "schema shop: usage ()",
            "table shop.orders: select (customer, order_id), insert (amount, customer), update (note)",
            "sequence shop.numbers: usage ()",
        ]
    );
    assert_eq!(
        lines(&clerk.spare),
        [
            "table shop.orders: select (amount, note), update (amount), delete ()",
            "table shop.secrets: select (words)",
        ]
    );
    assert_eq!(lines(&clerk.missing), [""; 0]);

    assert_eq!(maker.queries, ["transform counts"]);
    assert_eq!(
        lines(&maker.needed),
        [
            "schema shop: usage ()",
            "table shop.counts: select (customer, orders), insert (customer, orders), update (orders), delete ()",
            "table shop.orders: select (customer)",
        ]
    );

    // The function in the view is executed by who reads it.
    assert_eq!(
        lines(&readers.needed),
        [
            "schema shop: usage ()",
            "table shop.fees: select (fee)",
            "table shop.orders: select (order_id)",
            "routine shop.fee(numeric): execute ()",
        ]
    );
    assert_eq!(lines(&readers.missing), ["routine shop.fee(numeric): execute ()"]);

    // No privilege of it stays.
    assert_eq!(find(&mut client, &project, &["clerk"]).unwrap()["clerk"], clerk);
}
