//! What counts as a purge of a table, and what does not.

use std::collections::BTreeMap;

use pgspec::model::{ObjectName, Project, Purge};
use pgspec::{check, spec};

const TABLES: &str = "
schema: s
tables:
  visits:
    columns: { id: bigint primary key, seen: timestamptz not null, who: { type: text, not_null: true, classification: CLASS } }
  steps:
    columns: { id: bigint primary key, visit: bigint not null references visits on delete cascade }
  notes:
    columns: { id: bigint primary key, visit: bigint references visits on delete cascade }
  days:
    columns: { day: date not null, n: int }
    partition_by: range (day)
    partitions: { days_1: \"for values from ('2026-01-01') to ('2027-01-01')\" }
";

const REST: &str = "
schema: s
roles:
  r:
    grants: [ { on: schema s, usage: true }, { on: s.*, select: true, insert: true, update: true, delete: true } ]
systems:
  x:
    zones: { z: { trusted: true } }
    nodes: { n: { zone: z, reads: s.*, writes: s.*, transforms: ['*'] } }
    stores: { all: { zone: z, tables: s.*, classification: CLASS, KEPTencryption_at_rest: AES-256 } }
    flows: { f: { from: n, to: all } }
transforms:
  t:
    run_as: r
    kind: statement
    schedule: { cron: '0 * * * *' }
";

/// Returns what purges each table, where this is the SQL of the one transform, and these are functions.
fn purges(sql: &str, more: &str) -> BTreeMap<String, Vec<Purge>> {
    let (checked, findings) = checked(sql, more, "internal");
    assert!(findings.is_empty(), "{findings:?}");
    of(&checked.expect("a model"))
}

/// Checks the project; who visits is of this class.
fn checked(sql: &str, more: &str, class: &str) -> (Option<Project>, Vec<&'static str>) {
    let indented = sql.replace('\n', "\n      ");
    let kept = if class == "pii" { "kept_until: asked, " } else { "" };
    let files = [
        ("pgspec.yaml", "project: p\npostgres: 17\n".to_owned()),
        ("schema/s.yaml", TABLES.replace("CLASS", class) + more),
        (
            "pipelines/t.yaml",
            REST.replace("KEPT", kept).replace("CLASS", class)
                + &format!("    sql: |\n      {indented}\n"),
        ),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text)).into();
    let (spec, sources, mut findings) = spec::read_texts(&files);
    let checked = check::check(&spec, &sources);
    findings.extend(checked.findings);
    (checked.project, findings.iter().map(|finding| finding.code).collect())
}

fn of(project: &Project) -> BTreeMap<String, Vec<Purge>> {
    let purges = &project.systems["x"].stores["all"].purges;
    let found = purges.iter().filter(|(_, purges)| !purges.is_empty());
    found.map(|(table, purges)| (table.to_string(), purges.clone())).collect()
}

fn tables(found: &BTreeMap<String, Vec<Purge>>) -> Vec<&str> {
    found.keys().map(String::as_str).collect()
}

const WHERE: &str = "where seen < :at - interval '7 days'";

#[test]
fn rows_go_with_those_that_they_always_refer_to() {
    let found = purges(&format!("delete from visits {WHERE}"), "");
    assert_eq!(tables(&found), ["s.steps", "s.visits"], "a note may refer to none, and stay");
    let along = &found["s.steps"][0];
    assert_eq!(along.by_cascade_of, Some(ObjectName::new("s", "visits")));
    assert!(found.values().flatten().all(|it| it.age.is_some() && !it.is_partial && it.deletes));
}

#[test]
fn parts_go_with_the_whole() {
    let found = purges("delete from days where day < (:at - interval '7 days')::date", "");
    assert_eq!(tables(&found), ["s.days", "s.days_1"]);
}

#[test]
fn a_function_that_deletes_is_a_purge_and_one_that_puts_sql_together_is_none() {
    let function = |body: &str| {
        format!(
            "functions:\n  expire:\n    arguments: before timestamptz\n    returns: bigint\n    language: plpgsql\n    volatility: volatile\n    body: |\n      begin\n        {body}\n        return 1;\n      end\n"
        )
    };
    let sql = "insert into days (day, n) select :at::date, expire(:at - interval '7 days')";
    let found = purges(sql, &function("delete from s.visits where seen < before;"));
    assert_eq!(tables(&found), ["s.steps", "s.visits"]);
    assert!(found["s.visits"][0].age.is_some(), "the age stands where it is called");
    let partial = purges(sql, &function("delete from s.visits where seen < before and id > 1;"));
    assert!(partial["s.visits"][0].is_partial);
    let emptied = purges(sql, &function("truncate s.visits, s.steps, s.notes;"));
    assert!(emptied.contains_key("s.visits") && emptied.contains_key("s.notes"));
    let unseen = purges(sql, &function("execute 'delete from s.visits';"));
    assert_eq!(tables(&unseen), [""; 0]);
}

#[test]
fn writing_over_personal_data_ends_it_and_deletes_nothing() {
    let update = |set: &str| checked(&format!("update visits set {set} {WHERE}"), "", "pii");
    let (project, findings) = update("who = 'gone'");
    assert_eq!(findings, [""; 0]);
    let found = of(&project.expect("a model"));
    assert_eq!(tables(&found), ["s.visits"], "what refers to the row stays");
    assert!(!found["s.visits"][0].deletes);
    assert_eq!(update("id = 1").1, ["retention_without_purge"], "who it was stands there still");
}
