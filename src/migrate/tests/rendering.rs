//! Plans as files, and back.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::migrate::{Draft, Error, File, lost_by, read, render};
use crate::plan::{Action, Hazard, HazardKind, Lock, Plan, StateName, Step};

fn plan(steps: Vec<Step>) -> Plan {
    let state =
        |name: &str, print: &str| StateName { name: name.into(), fingerprint: print.into() };
    Plan {
        format: 1,
        postgres: 15,
        from: state("postgres://app@db/shop", "aaaa"),
        to: state("project .", "bbbb"),
        roles: Default::default(),
        notes: vec!["`a` was perhaps renamed to `b`".into()],
        steps,
    }
}

fn step(batch: u32, sql: &str, object: &str) -> Step {
    let transactional = !crate::sql::runs_outside_transaction(sql);
    Step {
        lock_timeout_ms: 3_000,
        ..Step::new(sql.into(), object.into(), Action::Alter, batch, transactional)
    }
}

/// A plan with one of everything.
fn everything() -> Plan {
    let rewriting = Step {
        locks: vec![Lock { relation: "sales.items".into(), mode: "AccessExclusiveLock".into() }],
        rewrites: vec!["sales.items".into()],
        scans: vec!["sales.items".into(), "sales.members".into()],
        rows: Some(1200),
        rehearsed_ms: Some(17),
        hazards: vec![
            Hazard::new(HazardKind::RewritesTable, "every row of `sales.items` is written anew")
                .with_way_round("a new column, filled in parts"),
            Hazard::new(HazardKind::DependsOnData, "values that are no numbers make it fail"),
        ],
        statement_timeout_ms: 90_500,
        ..step(
            1,
            "alter table sales.items\n    alter column cost type integer",
            "table sales.items",
        )
    };
    plan(vec![
        step(1, "alter table sales.items set (fillfactor = 90)", "table sales.items"),
        rewriting,
        Step { lock_timeout_ms: 5_000, ..step(1, "select 1", "nothing") },
        Step { action: Action::Create, ..step(2, "create table b ()", "table b") },
        Step {
            action: Action::Create,
            lock_timeout_ms: 60_000,
            ..step(3, "create index concurrently b_b on b (b)", "index b_b")
        },
        Step { transactional: false, ..step(4, "call p()", "procedure p()") },
        Step { action: Action::Comment, ..step(5, "comment on table b is ';'", "table b") },
    ])
}

fn draft<'a>(plan: &'a Plan, allowed: &'a BTreeSet<HazardKind>) -> Draft<'a> {
    Draft { number: 7, name: "change_cost", plan, allowed, undoes: None, replaces: &[] }
}

#[test]
fn a_plan_is_laid_out_for_people() {
    let (plan, allowed) = (everything(), [HazardKind::DeletesData].into());
    let text = render(&draft(&plan, &allowed)).unwrap();
    assert_eq!(text, render(&draft(&plan, &allowed)).unwrap());
    insta::assert_snapshot!(text, @r"
    -- V7__change_cost.sql
    -- from: postgres://app@db/shop, SHA-256 aaaa
    -- to: project ., SHA-256 bbbb
    -- postgres: 15
    -- note: `a` was perhaps renamed to `b`
    -- pgspec: allow deletes_data

    -- step: alter table sales.items
    alter table sales.items set (fillfactor = 90);

    -- step: alter table sales.items
    -- lock: AccessExclusiveLock on sales.items
    -- rewrites: sales.items
    -- scans: sales.items
    -- scans: sales.members
    -- rows: 1200
    -- rehearsed: 17 ms
    -- hazard: rewrites_table: every row of `sales.items` is written anew
    -- way round: a new column, filled in parts
    -- hazard: depends_on_data: values that are no numbers make it fail
    set local statement_timeout = '90500ms';
    alter table sales.items
        alter column cost type integer;

    -- step: alter nothing
    set local lock_timeout = '5s';
    set local statement_timeout = 0;
    select 1;

    -- pgspec: batch
    -- step: create table b
    create table b ();

    -- pgspec: no transaction
    -- step: create index b_b
    set local lock_timeout = '1min';
    create index concurrently b_b on b (b);

    -- pgspec: no transaction
    -- step: alter procedure p()
    call p();

    -- step: comment table b
    comment on table b is ';';
    ");
}

#[test]
fn what_is_written_is_read_back() {
    let allowed = [HazardKind::DeletesData, HazardKind::BreaksClients].into();
    let plan = everything();
    let text = render(&draft(&plan, &allowed)).unwrap();
    let script = read("V7__change_cost.sql", &text).unwrap();
    assert_eq!(script.steps, plan.steps);
    assert_eq!(script.allowed, allowed);
}

#[test]
fn an_undoing_says_what_it_does_not_bring_back() {
    let hazard = Hazard::new(HazardKind::DeletesData, "12 values of `cost` are gone");
    let forward =
        [Step { hazards: vec![hazard], ..step(1, "alter table a drop cost", "column a.cost") }];
    let lost = lost_by(&forward);
    let undone = File::new("V6__drop_cost.sql", String::new()).unwrap();
    let (plan, allowed) =
        (plan(vec![step(1, "alter table a add cost int", "column a.cost")]), BTreeSet::new());
    let undo = Draft { undoes: Some((&undone, &lost)), ..draft(&plan, &allowed) };
    let text = render(&undo).unwrap();
    assert!(text.contains("\n-- undoes: V6__drop_cost.sql\n"), "{text}");
    assert!(text.contains("\n-- lost: column a.cost: 12 values of `cost` are gone\n"), "{text}");
    let nothing = Draft { undoes: Some((&undone, &[])), ..draft(&plan, &allowed) };
    assert!(render(&nothing).unwrap().contains("\n-- No data was deleted by it.\n"));
    assert_eq!(read("V7__a.sql", &text).unwrap().steps, plan.steps);
}

#[test]
fn what_could_not_be_run_is_not_written() {
    let allowed = BTreeSet::new();
    let bad = plan(vec![step(1, "select 1; select 2", "a")]);
    assert!(matches!(render(&draft(&bad, &allowed)), Err(Error::Apply(_))));
    let good = plan(vec![]);
    let bad_name = Draft { name: "../x", ..draft(&good, &allowed) };
    assert!(matches!(render(&bad_name), Err(Error::Faults(_))));
}

/// Text as names and messages may hold it, if somebody means harm.
fn words() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-z`' ]{1,6}",
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("\\".to_owned()),
        Just("\\n".to_owned()),
        Just("; drop table t;".to_owned()),
        Just("-- pgspec: batch".to_owned()),
        Just("*/".to_owned()),
        Just(": on ".to_owned()),
    ];
    // White space at the ends is not kept.
    prop::collection::vec(part, 0..5).prop_map(|parts| format!("a{}z", parts.concat()))
}

fn any_step() -> impl Strategy<Value = (Step, bool)> {
    let statements = prop::sample::select(vec![
        "select 1",
        "create table \"a\n-- pgspec: batch\n;\" ()",
        "insert into a values ('-- step: drop it')",
        "create function f() returns int begin atomic select 1; end",
        "vacuum a",
        "create index concurrently i on a (a)",
    ]);
    let hazard = (0..HazardKind::ALL.len(), words(), prop::option::of(words())).prop_map(
        |(kind, message, way_round)| Hazard { kind: HazardKind::ALL[kind], message, way_round },
    );
    let lock = words().prop_map(|relation| Lock { relation, mode: "ShareLock".into() });
    let hazards = prop::collection::vec(hazard, 0..3);
    let locks = prop::collection::vec(lock, 0..3);
    let timeouts = (0..200_000_u32, prop_oneof![Just(0), 1..200_000_u32]);
    let observed = (prop::option::of(any::<u64>()), prop::option::of(any::<u64>()));
    let relations = (prop::collection::vec(words(), 0..2), prop::collection::vec(words(), 0..2));
    (statements, words(), any::<bool>(), timeouts, hazards, locks, observed, relations).prop_map(
        |(sql, object, new_batch, timeouts, hazards, locks, observed, relations)| {
            let step = Step {
                lock_timeout_ms: timeouts.0,
                statement_timeout_ms: timeouts.1,
                hazards,
                locks,
                rows: observed.0,
                rehearsed_ms: observed.1,
                rewrites: relations.0,
                scans: relations.1,
                ..step(1, sql, &object)
            };
            (step, new_batch)
        },
    )
}

/// Numbers batches as they have to be.
fn numbered(steps: Vec<(Step, bool)>) -> Vec<Step> {
    let (mut batch, mut alone) = (1, true);
    let mut numbered: Vec<Step> = Vec::new();
    for (step, new_batch) in steps {
        if !numbered.is_empty() && (new_batch || alone || !step.transactional) {
            batch += 1;
        }
        alone = !step.transactional;
        numbered.push(Step { batch, ..step });
    }
    numbered
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_plan_is_read_back(steps in prop::collection::vec(any_step(), 0..6)) {
        let (plan, allowed) = (plan(numbered(steps)), BTreeSet::new());
        let text = render(&draft(&plan, &allowed)).unwrap();
        let script = read("V7__change_cost.sql", &text).map_err(|faults| TestCaseError::fail(format!("{faults:?}\n{text}")))?;
        prop_assert_eq!(script.steps, plan.steps, "{}", text);
    }
}
