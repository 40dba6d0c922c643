//! What is read from the text of a migration.

use crate::migrate::{LOCK_TIMEOUT_MS, Script, read};
use crate::plan::{Action, HazardKind};

fn script(text: &str) -> Script {
    read("V1__a.sql", text).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Returns each step as `batch sql`, with `!` where it runs outside of a transaction.
fn shape(text: &str) -> Vec<String> {
    let mark = |transactional| if transactional { "" } else { "!" };
    let steps = script(text).steps;
    steps
        .iter()
        .map(|step| format!("{}{} {}", step.batch, mark(step.transactional), step.sql))
        .collect()
}

fn faults(text: &str) -> Vec<String> {
    read("V1__a.sql", text).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn plain_sql_is_one_transaction() {
    let text =
        "-- Why.\ncreate table a (a int);\n\ninsert into a values (1);\ncomment on table a is ';'";
    assert_eq!(
        shape(text),
        ["1 create table a (a int)", "1 insert into a values (1)", "1 comment on table a is ';'"]
    );
    let script = script(text);
    assert_eq!(script.lines, [2, 4, 5]);
    assert_eq!(script.steps[0].action, Action::Create);
    assert_eq!(script.steps[1].action, Action::Data);
    assert_eq!(script.steps[0].object, "create table a (a int)");
    assert_eq!(script.steps[0].lock_timeout_ms, LOCK_TIMEOUT_MS);
    assert_eq!(shape("-- nothing"), [""; 0]);
}

#[test]
fn what_runs_outside_is_recognised_and_parts_transactions() {
    let text = "create table a (a int);
        create index concurrently i on a (a);
        insert into a values (1);
        vacuum a;
        vacuum a;
        select 1";
    assert_eq!(
        shape(text),
        [
            "1 create table a (a int)",
            "2! create index concurrently i on a (a)",
            "3 insert into a values (1)",
            "4! vacuum a",
            "5! vacuum a",
            "6 select 1"
        ]
    );
}

#[test]
fn directives_part_transactions_and_take_statements_out() {
    let text = "-- pgspec: batch
        select 1;
        -- pgspec: batch
        select 2;
        --pgspec:no transaction
        call p();
        -- pgspec: batch
        select 3";
    assert_eq!(shape(text), ["1 select 1", "2 select 2", "3! call p()", "4 select 3"]);
}

#[test]
fn timeouts_belong_to_their_transaction_or_to_the_file() {
    let text = "select 1;
        set local lock_timeout = '9s';
        select 2;
        select 3;
        -- pgspec: batch
        select 4;
        set local lock_timeout = '8s';
        create index concurrently i on a (a);
        set statement_timeout = '1min';
        select 5;
        -- pgspec: batch
        select 6;
        -- pgspec: no transaction
        set local statement_timeout = 7;
        call p()";
    let steps = script(text).steps;
    let timeouts: Vec<(u32, u32)> =
        steps.iter().map(|step| (step.lock_timeout_ms, step.statement_timeout_ms)).collect();
    assert_eq!(
        timeouts,
        [
            (3_000, 0),
            (9_000, 0),
            (9_000, 0),
            (3_000, 0),
            (8_000, 0),
            (3_000, 60_000),
            (3_000, 60_000),
            (3_000, 7),
        ]
    );
    assert_eq!(shape("set local lock_timeout = default"), ["1 set local lock_timeout = default"]);
}

#[test]
fn hazards_are_those_in_comments_or_those_that_show() {
    let text = "-- pgspec: allow deletes_data, breaks_clients
        -- hazard: breaks_clients: the view is gone
        -- way round: keep it
        drop view v;
        alter table a drop column b;
        -- hazard: rewrites_table: it is written anew
        truncate a;
        select 1";
    let script = script(text);
    assert_eq!(
        script.allowed.into_iter().collect::<Vec<_>>(),
        [HazardKind::DeletesData, HazardKind::BreaksClients]
    );
    let kinds: Vec<Vec<HazardKind>> = script
        .steps
        .iter()
        .map(|step| step.hazards.iter().map(|hazard| hazard.kind).collect())
        .collect();
    use HazardKind::{BreaksClients, DeletesData, RewritesTable};
    assert_eq!(
        kinds,
        [vec![BreaksClients], vec![DeletesData], vec![RewritesTable, DeletesData], vec![]]
    );
    assert_eq!(script.steps[0].hazards[0].way_round.as_deref(), Some("keep it"));
}

#[test]
fn faults_are_told_at_their_places() {
    let text = "select 1;\n  begin;\nselect 2; commit;\n-- pgspec: bacth\nselect\n-- pgspec: batch\n3;\n\
                -- hazard: explodes: x\n-- pgspec: allow nothing\n-- pgspec: no transaction\n";
    let found = faults(text);
    let expected = [
        "V1__a.sql:2: transactions are begun and ended by pgspec; `-- pgspec: batch` parts them\n  |   begin;",
        "V1__a.sql:3: transactions are begun",
        "V1__a.sql:4: there is no directive `bacth`",
        "V1__a.sql:6: a directive stands between statements",
        "V1__a.sql:8: there is no hazard `explodes`",
        "V1__a.sql:9: there is no hazard `nothing`",
        "V1__a.sql:10: no statement follows",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
    assert_eq!(
        faults("select 1;\n\nselect 'a")[0],
        "V1__a.sql:3: the string lacks its closing quote\n  | select 'a"
    );
    assert!(faults("\\i other.sql")[0].contains("commands of psql"));
    let nameless = &faults("select 1;\n\ncreate index concurrently on a (a);")[0];
    assert!(nameless.starts_with("V1__a.sql:3: an index that is built concurrently needs a name"));
}

#[test]
fn what_looks_like_a_directive_and_is_none_is_left_alone() {
    let text = "/* \n-- pgspec: bacth\n*/ select '\n-- pgspec: bacth\n'; -- pgspecs: are good";
    assert_eq!(script(text).steps.len(), 1);
}
