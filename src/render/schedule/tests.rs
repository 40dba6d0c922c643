//! A small project with schedules of all kinds, and what each scheduler is told of it.

use std::io::Write;
use std::process::{Command, Stdio};

use super::*;
use crate::model::{
    Again, DataExpectation, Duration, Expected, FileForm, FileSource, Landing, Late, LateRows,
    ObjectName, RowLimit, Transform, TransformKind,
};
use crate::render::fixtures::{sales, shop};

fn schedule(cron: &str, time_zone: &str) -> Schedule {
    Schedule {
        cron: cron.into(),
        time_zone: time_zone.into(),
        retries: 0,
        retry_after: Duration::of_seconds(30),
        overlap: Overlap::Forbid,
        missed: Missed::Latest,
    }
}

fn transform(into: &str, kind: TransformKind, reads: &[&str], schedule: Schedule) -> Transform {
    Transform {
        description: None,
        run_as: "etl".into(),
        into: Some(sales(into)),
        kind,
        sql: "select member_id, total from orders where placed_at < :at".into(),
        columns: vec!["member_id".into(), "total".into()],
        compared_as_text: Default::default(),
        search_path: vec!["sales".into()],
        reads: reads.iter().map(|name| sales(name)).collect(),
        writes: [sales(into)].into(),
        after: Default::default(),
        schedule: Some(schedule),
        timeout: None,
        expectations: Vec::new(),
    }
}

fn full() -> TransformKind {
    TransformKind::Full { key: vec!["member_id".into()] }
}

fn by_time(late: Option<Late>) -> TransformKind {
    TransformKind::Time {
        column: "hour".into(),
        data_type: "timestamp with time zone".into(),
        key: vec!["hour".into()],
        start: "2026-11-01T00:00:00+08:00".parse().unwrap(),
        lookback: Some(Duration::of_seconds(7200)),
        late,
    }
}

fn source(schedule: Schedule) -> FileSource {
    let landing = |table| Landing { table: sales(table), columns: Vec::new(), folder: None };
    FileSource {
        description: Some("What the shop's tills wrote: \"a\\b\", {{ x }}.\n'''".into()),
        run_as: "etl".into(),
        folder: "incoming".into(),
        pattern: "*.csv".into(),
        form: FileForm::JsonLines,
        columns: Vec::new(),
        derived: Vec::new(),
        rules: Vec::new(),
        accepted: landing("receipts"),
        rejected: landing("refused_receipts"),
        key: Vec::new(),
        again: Again::Fail,
        reject_limit: None,
        sample: None,
        encoding: None,
        named_by: None,
        fresh: None,
        schedule: Some(schedule),
    }
}

/// Tills write receipts; by the hour they are summed up, and the sums again; every night there is a list.
fn scheduled() -> Project {
    let mut project = shop();
    let mut hourly = schedule("5 * * * *", "Asia/Singapore");
    (hourly.missed, hourly.retries) = (Missed::CatchUp, 3);
    project.sources.insert("receipts".into(), source(schedule("5 * * * *", "Asia/Singapore")));
    let mut by_hour = transform("by_hour", by_time(None), &["receipts"], hourly.clone());
    by_hour.sql = "select hour, total from receipts where hour >= :from and hour < :to".into();
    by_hour.columns = vec!["hour".into(), "total".into()];
    by_hour.timeout = Some(Duration::of_seconds(600));
    by_hour.expectations = vec![
        DataExpectation {
            name: "not_null (hour)".into(),
            expected: Expected::NotNull(vec!["hour".into()]),
            only_warns: false,
            at_most: RowLimit::Rows(0),
            keep: 10,
        },
        DataExpectation {
            name: "it's > 0".into(),
            expected: Expected::Condition("total > 0".into()),
            only_warns: true,
            at_most: RowLimit::Share(100),
            keep: 0,
        },
    ];
    project.transforms.insert("by_hour".into(), by_hour);
    // Its name comes first, but it reads what the other writes.
    let mut best = schedule("5 * * * *", "Asia/Singapore");
    best.overlap = Overlap::Wait;
    project.transforms.insert("best".into(), transform("best", full(), &["by_hour"], best));
    let nightly = transform("list", full(), &[], schedule("30 2 L * *", "UTC"));
    project.transforms.insert("list".into(), nightly);
    let late = Late { table: sales("receipts"), time: "hour".into(), then: LateRows::Recompute };
    let mut weekly = schedule("0 0 * * 7", "UTC");
    weekly.missed = Missed::CatchUp;
    let daily = transform("by_day", by_time(Some(late)), &[], weekly);
    project.transforms.insert("by_day".into(), daily);
    let mut unscheduled = transform("x", full(), &[], schedule("* * * * *", "UTC"));
    unscheduled.schedule = None;
    project.transforms.insert("unscheduled".into(), unscheduled);
    project
}

fn file(path: &str) -> String {
    let files = render(&scheduled(), &Templates::default()).unwrap();
    let found = files.into_iter().find(|(name, _)| name == path);
    found.unwrap_or_else(|| panic!("no {path}")).1
}

#[test]
fn a_project_without_schedules_has_none_of_it() {
    let mut project = scheduled();
    assert_eq!(render(&shop(), &Templates::default()).unwrap(), []);
    project.transforms.retain(|name, _| name == "unscheduled");
    project.sources.clear();
    assert_eq!(render(&project, &Templates::default()).unwrap(), []);
}

#[test]
fn sources_alone_are_nothing_for_the_database() {
    let mut project = scheduled();
    project.transforms.clear();
    let files = render(&project, &Templates::default()).unwrap();
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "schedule/crontab",
            "schedule/kubernetes.yaml",
            "schedule/airflow_dag.py",
            "schedule/systemd/pgspec-shop-5-x-x-x-x-asia-singapore.service",
            "schedule/systemd/pgspec-shop-5-x-x-x-x-asia-singapore.timer",
        ]
    );
}

#[test]
fn the_same_project_gives_the_same_files() {
    let files = || render(&scheduled(), &Templates::default()).unwrap();
    assert_eq!(files(), files());
    for (path, text) in files() {
        assert!(text.lines().take(3).any(|line| line.contains(crate::render::GENERATED)), "{path}");
        assert!(text.ends_with('\n') && !text.contains("unscheduled"), "{path}");
    }
}

#[test]
fn cron_gets_a_line_for_each_time() {
    insta::assert_snapshot!(file("schedule/crontab"));
}

#[test]
fn kubernetes_gets_an_object_for_each_time() {
    insta::assert_snapshot!(file("schedule/kubernetes.yaml"));
}

#[test]
fn airflow_gets_a_dag_for_each_time() {
    insta::assert_snapshot!(file("schedule/airflow_dag.py"));
}

#[test]
fn systemd_gets_two_units_for_each_time() {
    let name = "schedule/systemd/pgspec-shop-5-x-x-x-x-asia-singapore";
    let both = file(&format!("{name}.service")) + "=====\n" + &file(&format!("{name}.timer"));
    insta::assert_snapshot!(both);
}

#[test]
fn pg_cron_gets_a_job_for_what_belongs_together() {
    insta::assert_snapshot!(file("schedule/pg_cron.sql"));
}

/// Gives a program a text to read; nothing where the program is not there.
fn given(program: &str, arguments: &[&str], text: &str) -> Option<(bool, String)> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

/// Stands in for Airflow: says what it is given.
const AIRFLOW: &str = r#"
import sys, types, datetime

class Task:
    def __init__(self, **given):
        print(given["task_id"], "|", given["bash_command"], "|", given["retries"], "|", given.get("doc_md"))
        self.name = given["task_id"]
    def __rshift__(self, other):
        print(self.name, "before", other.name)

class Dag:
    def __init__(self, **given):
        print(given["dag_id"], "|", given["schedule"], "|", given["start_date"], "|", given["catchup"])
    def __enter__(self): pass
    def __exit__(self, *rest): pass

def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made

module("pendulum", datetime=lambda *parts, tz: (parts, tz))
module("airflow", DAG=Dag)
module("airflow.operators")
module("airflow.operators.bash", BashOperator=Task)
exec(compile(sys.stdin.read(), "airflow_dag.py", "exec"))
"#;

#[test]
fn python_reads_the_dags_as_they_are_meant() {
    let Some((is_well, said)) =
        given("python3", &["-c", AIRFLOW], &file("schedule/airflow_dag.py"))
    else {
        eprintln!("SKIPPED python_reads_the_dags_as_they_are_meant: there is no python3");
        return;
    };
    assert!(is_well, "{said}");
    insta::assert_snapshot!(said, @r#"
    pgspec-shop-5-x-x-x-x-asia-singapore | 5 * * * * | ((2000, 1, 1, 0, 0), 'Asia/Singapore') | False
    receipts | pgspec run --at "{{ data_interval_end | ts }}" receipts | 0 | What the shop's tills wrote: "a\b", {{ x }}.
    '''
    by_hour | pgspec run --at "{{ data_interval_end | ts }}" by_hour | 3 | None
    best | pgspec run --at "{{ data_interval_end | ts }}" best | 0 | None
    receipts before by_hour
    by_hour before best
    pgspec-shop-0-0-x-x-0 | 0 0 * * 0 | ((2026, 10, 31, 16, 0), 'UTC') | True
    by_day | pgspec run --at "{{ data_interval_end | ts }}" by_day | 0 | None
    pgspec-shop-30-2-l-x-x | 30 2 28-31 * * | ((2000, 1, 1, 0, 0), 'UTC') | False
    list | pgspec run --at "{{ data_interval_end | ts }}" list | 0 | None
    "#);
    // What is no Python is noticed.
    let broken = file("schedule/airflow_dag.py").replace("retries=0,", "retries=,");
    assert!(!given("python3", &["-c", AIRFLOW], &broken).unwrap().0);
}

#[test]
fn what_needs_one_another_by_way_of_something_else_is_in_order() {
    let mut project = scheduled();
    let middle = project.transforms.get_mut("by_hour").unwrap();
    middle.schedule = None;
    let first = transform("receipts", full(), &[], schedule("5 * * * *", "Asia/Singapore"));
    project.sources.clear();
    project.transforms.insert("zero".into(), first);
    let work = project.work();
    assert_eq!(before("best", &["best", "zero"], &work), ["zero"].into());
    let jobs = pg_cron::render(&project, &entries(&project), &Templates::default());
    assert!(jobs.unwrap().unwrap().contains("-- Runs: zero, best\n"));
}

#[test]
fn a_name_that_begins_with_a_dash_is_no_option() {
    let mut project = scheduled();
    let odd = project.transforms.remove("list").unwrap();
    project.transforms.insert("--all".into(), odd);
    let files = render(&project, &Templates::default()).unwrap();
    for (path, text) in files.iter().filter(|(path, _)| !path.ends_with(".sql")) {
        let runs = text.lines().filter(|line| line.contains("run") && line.contains(" --all"));
        runs.for_each(|line| {
            assert!(line.contains(" -- --all") || line.starts_with(['#', 'D']), "{path}: {line}")
        });
    }
}

#[test]
fn names_of_objects_are_written_as_sql_has_them() {
    let mut project = scheduled();
    let odd = project.transforms.get_mut("list").unwrap();
    odd.into = Some(ObjectName::new("Sa'les", "li\"st$$"));
    odd.run_as = "e'tl$body$".into();
    let text = pg_cron::render(&project, &entries(&project), &Templates::default());
    let text = text.unwrap().unwrap();
    assert!(text.contains(r#"set local role "e'tl$body$";"#), "{text}");
    assert!(crate::sql::check_statements(&text).is_ok());
}
