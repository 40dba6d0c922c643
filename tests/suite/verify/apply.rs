//! SQL that fails is shown with its place.

use pgspec::model::{Expression, ObjectName};
use pgspec::verify::{Error, Group, Options, Outcome, Script};

use super::{bundled, local, verify};

#[test]
fn artifacts_that_do_not_apply_are_shown_with_their_place() {
    let mut project = bundled();
    let members = ObjectName::new("sales", "members");
    let table = project.database.tables.get_mut(&members).unwrap();
    table.columns[1].default = Some(Expression("no_such_function()".into()));
    let report = verify(&project, &local()).unwrap_or_else(|error| panic!("{error}"));
    let failed: Vec<_> = report.failures().collect();
    let [check] = failed[..] else { panic!("{failed:?}") };
    assert_eq!((check.group, check.name.as_str()), (Group::Apply, "ddl/27_sales.sql"));
    let Outcome::Failed(detail) = &check.outcome else { unreachable!() };
    let mut lines = detail.lines();
    let first = lines.next().unwrap();
    assert!(first.starts_with("ddl/27_sales.sql:"), "{detail}");
    assert!(first.contains("function no_such_function() does not exist (SQLSTATE 42883)"));
    assert!(lines.next().unwrap().contains("default no_such_function()"), "{detail}");
    // Nothing more can be proven.
    assert!(report.checks.iter().all(|check| check.group == Group::Apply), "{report:?}");
}

#[test]
fn sample_data_that_does_not_load_is_a_finding() {
    let mut project = bundled();
    let text = "insert into sales.manufacturers (name, country)\nvalues ('x', 'nowhere');";
    project.sample_data = vec![("samples/bad.sql".into(), text.into())];
    let only = Options { only: [Group::SampleData].into(), ..local() };
    let report = verify(&project, &only).unwrap_or_else(|error| panic!("{error}"));
    let failed = super::lines(&report);
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert!(failed[0].starts_with("sample data: samples/bad.sql: samples/bad.sql:1: "));
}

#[test]
fn sql_of_the_user_that_fails_ends_the_run() {
    let script = Script { name: "x.sql".into(), text: "select 1;\n\nselect nothing;".into() };
    let options = Options { after_apply: vec![script], ..local() };
    let error = verify(&bundled(), &options).unwrap_err();
    assert!(matches!(error, Error::AfterApply(_)));
    assert_eq!(
        error.to_string(),
        "x.sql:3: column \"nothing\" does not exist (SQLSTATE 42703)\n      3 | select nothing;"
    );
}
