//! The ways of rows: judged beside or by the transaction itself, through COPY or past it, known or new.

use std::time::Duration;

use super::Trial;
use crate::plans::server;

const ROWS: usize = 60_000;

/// Rows of a file that is large enough to be judged beside; where it is said, every so many have the id of one that
/// stood so far before.
fn rows(known: Option<(usize, usize)>) -> String {
    let mut text = "id,placed,total,note\n".to_owned();
    for line in 0..ROWS {
        let id = match known {
            Some((every, before)) if line >= before && line % every == 0 => line - before,
            _ => line,
        };
        text.push_str(&format!("{id},2026-01-31,{},{}\n", 1 + line % 2, "x".repeat(20)));
    }
    text
}

/// Says how many sessions there were so far, those that ended included.
fn sessions(trial: &Trial<'_>) -> i64 {
    // The server counts a session that ended a moment later.
    std::thread::sleep(Duration::from_millis(300));
    let sql = "select sessions from pg_stat_database where datname = current_database()";
    trial.database.connect().unwrap().query_one(sql, &[]).unwrap().get(0)
}

/// A row whose key stood before is rejected, wherever it stood: in a chunk before, or in its own.
#[test]
fn a_key_that_stood_before_is_found_in_any_chunk() {
    let server = server();
    for (of, known) in [
        (None, 0),
        (Some((2, 1)), 29_999),
        (Some((2, 20_001)), 19_999),
        (Some((40_000, 20_001)), 1),
    ] {
        let trial = Trial::on(&server, "");
        trial.arrives("orders_1.csv", rows(of));
        trial.ingest().ends(0);
        assert_eq!(
            trial.ask("select accepted, rejected from pgspec.files"),
            [format!("({},{known})", ROWS - known)]
        );
        assert_eq!(trial.ask("select count(*) from shop.orders"), [format!("({})", ROWS - known)]);
        let reasons = "select count(*) from shop.refused where reasons = '{already_there}'";
        assert_eq!(trial.ask(reasons), [format!("({known})")]);
        // The first of its key is the one that is taken.
        let later = "select count(*) from shop.refused r join shop.orders o using (id) where o.line >= r.line";
        assert_eq!(trial.ask(later), ["(0)"]);
        // Once more, with one row that is new: every other is there already.
        trial.arrives("orders_2.csv", format!("{}99999999,2026-01-31,1,\n", rows(of)));
        let said = trial.ingest().ends(0).out;
        let words = format!("orders_2.csv: {} rows, 1 accepted, {ROWS} rejected", ROWS + 1);
        assert!(said.contains(&words), "{said}");
    }
}

/// Where COPY cannot fill a table as INSERT would, INSERT does: another type, a view, row security.
#[test]
fn what_copy_cannot_fill_is_inserted() {
    let server = server();
    let text =
        "id,placed,total,note\n1,2026-01-31,1.5,10\n2,2026-01-31,0,\n3,2026-01-31,3,nothing\n";
    let policy = "alter table shop.orders enable row level security; \
                  create policy p on shop.orders to ing_loader using (true) with check (total < 3)";
    let rule = "create rule r as on insert to shop.orders do also insert into shop.refused (note) values ('rule')";
    for (change, code, there, refused) in [
        ("alter table shop.orders alter total type bigint", 0, vec!["(1,2)", "(3,3)"], 1),
        (policy, 1, vec![], 0),
        ("alter table shop.orders alter note type varchar(3)", 1, vec![], 0),
        (rule, 0, vec!["(1,1.50)", "(3,3.00)"], 3),
    ] {
        let trial = Trial::on(&server, "");
        trial.database.connect().unwrap().batch_execute(change).unwrap();
        trial.arrives("orders_1.csv", text);
        trial.ingest().ends(code);
        assert_eq!(trial.ask("select id, total from shop.orders order by id"), there, "{change}");
        let count = trial.ask("select count(*) from shop.refused");
        assert_eq!(count, [format!("({refused})")], "{change}");
    }
}

/// A large file is judged by two more connections; where there is no room for them, or where its SQL may change
/// something, by the transaction itself. All give the same.
#[test]
fn others_judge_only_what_they_see_alike() {
    let server = server();
    let counter = "create table shop.counter (n int); insert into shop.counter values (0); \
                   grant select, update on shop.counter to ing_loader; \
                   create function shop.tick(x bigint) returns bigint language sql as \
                   $$ update shop.counter set n = n + 1; select x $$; \
                   grant execute on function shop.tick to ing_loader";
    let full = "alter role ing_plain connection limit 1";
    for (prepare, derive, judges) in [
        ("select 1", "total * 2", 2),
        (counter, "total * 2 + shop.tick(id) * 0", 0),
        (full, "total * 2", 0),
    ] {
        let mut trial = Trial::on(&server, "");
        let file = trial.project.path().join("pipelines/orders.yaml");
        trial.ingest().ends(0);
        let source = std::fs::read_to_string(&file).unwrap().replace("total * 2", derive);
        std::fs::write(&file, source).unwrap();
        trial.connects_as_plain();
        trial.database.connect().unwrap().batch_execute(prepare).unwrap();
        let before = sessions(&trial);
        trial.ingest().ends(0);
        let idle = sessions(&trial);
        trial.arrives("orders_1.csv", rows(None));
        trial.ingest().ends(0);
        assert_eq!(sessions(&trial) - idle - (idle - before), judges, "{prepare}");
        assert_eq!(trial.ask("select count(*) from shop.orders"), [format!("({ROWS})")]);
        if prepare == counter {
            assert_eq!(trial.ask("select n from shop.counter"), [format!("({ROWS})")]);
        }
        trial.forgets_plain();
    }
}
