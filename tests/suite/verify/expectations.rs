//! Queries whose expectations are wrong are named, and so is a version that lacks something.

use std::collections::BTreeMap;

use pgspec::model::{Expectation, Expression, Privilege, Project, Target};
use pgspec::verify::{Error, Group, Options, Outcome};

use super::{bundled, lines, local, verify};

fn queries() -> Options {
    Options { only: [Group::Queries].into(), ..local() }
}

fn expectation<'a>(project: &'a mut Project, query: &str) -> &'a mut Expectation {
    &mut project.queries.get_mut(query).unwrap().expectation
}

#[test]
fn wrong_expectations_are_named() {
    let mut project = bundled();
    expectation(&mut project, "weight_to_ship").columns[1].1 = "integer".into();
    expectation(&mut project, "items_of_transaction").columns[1].0 = "title".into();
    expectation(&mut project, "repeat_buyers").columns.pop();
    expectation(&mut project, "revenue_by_month").min_rows = Some(19);
    expectation(&mut project, "top_items_bought").max_rows = Some(2);
    let index = &mut expectation(&mut project, "parcels_to_ship").uses_index;
    index.as_mut().unwrap().name = "items_pkey".into();
    let top = project.queries.get_mut("top_members_by_spending").unwrap();
    top.parameters[0].default = None;
    let report = verify(&project, &queries()).unwrap_or_else(|error| panic!("{error}"));
    let found = lines(&report);
    let index = found.iter().find(|line| line.contains("parcels_to_ship")).unwrap();
    assert!(index.contains("uses sales.items_pkey: the plan uses"), "{index}");
    assert!(index.contains("transactions_to_ship_idx"), "{index}");
    let others: Vec<&String> = found.iter().filter(|line| *line != index).collect();
    assert_eq!(
        others,
        [
            "queries: items_of_transaction as logistics: columns: column 2 is `item`, expected \
             `title`",
            "queries: repeat_buyers as analytics: columns: column `percent_of_members` is not \
             expected",
            "queries: revenue_by_month as analytics: rows: 18 rows, expected at least 19 and at \
             most 18",
            "queries: top_items_bought as analytics: rows: 3 rows, expected at least 3 and at \
             most 2",
            "queries: weight_to_ship as logistics: columns: column `parcels` is bigint, expected \
             integer",
        ]
    );
    let skipped = report.checks.iter().find(|check| matches!(check.outcome, Outcome::Skipped(_)));
    let skipped = skipped.expect("a query without a value for its parameter is not run");
    assert_eq!(skipped.name, "top_members_by_spending as analytics: runs");
}

#[test]
fn a_query_is_run_by_whoever_must_be_able_to() {
    let mut project = bundled();
    let role = project.database.roles.get_mut("logistics").unwrap();
    role.runs.push("cost_changes".into());
    let query = project.queries.get_mut("add_item").unwrap();
    query.sql = "insert into sales.itemz (name)\nvalues (:name)".into();
    let report = verify(&project, &queries()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        lines(&report),
        [
            "queries: add_item as sales: prepares: line 1: relation \"sales.itemz\" does not \
             exist (SQLSTATE 42P01)",
            "queries: cost_changes as logistics: runs: permission denied for table item_prices \
             (SQLSTATE 42501)",
        ]
    );
}

#[test]
fn another_version_is_told_and_what_it_lacks_is_named() {
    let mut project = bundled();
    project.postgres = if local_major() == 18 { 17 } else { 18 };
    let only = Options { only: [Group::Roles].into(), ..local() };
    let report = verify(&project, &only).unwrap_or_else(|error| panic!("{error}"));
    let warning = format!("the project targets PostgreSQL {}", project.postgres);
    assert!(report.warnings.iter().any(|line| line.starts_with(&warning)), "{report:?}");

    let items = pgspec::model::ObjectName::new("sales", "items");
    let maintain = BTreeMap::from([(Privilege::Maintain, false)]);
    let grants = project.database.grants.entry(Target::Table(items)).or_default();
    grants.insert("analytics".into(), maintain);
    match verify(&project, &only) {
        Ok(_) => assert!(local_major() >= 17),
        Err(error @ Error::Lacking { .. }) => {
            let text = error.to_string();
            let line = "grant of maintain on table sales.items to `analytics` needs PostgreSQL 17";
            assert!(text.contains(line), "{text}");
            assert!(local_major() < 17);
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_version_that_is_the_same_is_not_warned_about() {
    let mut project = bundled();
    project.postgres = local_major();
    let only = Options { only: [Group::Roles].into(), ..local() };
    let report = verify(&project, &only).unwrap_or_else(|error| panic!("{error}"));
    assert!(report.warnings.iter().all(|line| !line.contains("targets")), "{report:?}");
    let members = pgspec::model::ObjectName::new("sales", "members");
    let table = project.database.tables.get_mut(&members).unwrap();
    table.columns[1].default = Some(Expression("nonsense".into()));
    let report = verify(&project, &only).unwrap_or_else(|error| panic!("{error}"));
    assert!(!report.is_well());
}

/// Major version of the server that this machine has.
fn local_major() -> u16 {
    use pgspec::sandbox::{Choice, Request, start};
    start(&Request::new(Choice::Local, 17), &|_| ()).unwrap().major()
}
