//! Values that many rows share: asked of the server once, and the same as if each row were asked for.

use super::Trial;
use crate::plans::server;

const ROWS: usize = 50_000;
const DAYS: usize = 7;
const HEADER: &str = "id,placed,total,note\n";

const DERIVE: &str = "derive:
      doubled: total * 2
      Day: to_char(shop.seen(placed), 'YYYYMMDD')
      is_early: coalesce(placed, date '2026-01-01') < date '2026-01-03'
      tag: note || '/' || coalesce(\"Day\", '?')";

const RULES: &str = "costs_something: total > 0
      is_later: not is_early
      has_a_day: length(\"Day\") = 8
      is_tagged: length(tag) > 9";

/// Counts how often it is called; that it is called stable is not true.
const SEEN: &str = "create sequence shop.calls; grant usage on sequence shop.calls to ing_loader; \
     create function shop.seen(day date) returns date stable language plpgsql as \
     $$ begin perform nextval('shop.calls'); return day; end $$; \
     grant execute on function shop.seen to ing_loader";

/// Rows with few days, in both forms, unread ones and none, with notes that need escapes, and some that are ragged.
fn row(at: usize) -> String {
    let day = match at % DAYS {
        0 => String::new(),
        1 => "31/12/2025".to_owned(),
        2 => "2026-02-30".to_owned(),
        day => format!("2026-01-0{day}"),
    };
    let note =
        ["plain words", "", "\"a, \"\"b\"\"\"", "back\\slash", "\"two\nlines\"", "tab\there"];
    let note = note[at / DAYS % note.len()];
    let ragged = if at % 1000 == 999 { ",more" } else { "" };
    format!("{at},{day},{},{note}{ragged}\n", at % 5)
}

/// A trial with what is asked of it, and how often the function was called.
fn taken(trial: &Trial<'_>) -> (Vec<Vec<String>>, i64) {
    let mut client = trial.database.connect().unwrap();
    trial.ingest().ends(0);
    let columns = "id text, placed text, total text, note text, doubled text, \"Day\" text, is_early text, tag text";
    let sql = format!(
        "create temp table accepted ({columns}); \
         create temp table rejected ({columns}, file text, line text, raw text, reasons text)"
    );
    client.batch_execute(&sql).unwrap();
    for kind in ["accepted", "rejected"] {
        for entry in trial.project.path().join("outgoing").join(kind).read_dir().unwrap() {
            let text = std::fs::read(entry.unwrap().path()).unwrap();
            let mut copy = client
                .copy_in(&format!("copy {kind} from stdin with (format csv, header)"))
                .unwrap();
            std::io::Write::write_all(&mut copy, &text).unwrap();
            copy.finish().unwrap();
        }
    }
    let mut ask = |sql: &str| -> Vec<String> {
        let sql = format!("select (q.*)::text from ({sql}) q order by 1");
        client.query(&sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
    };
    let all = [
        "select id, placed, total, note from shop.orders",
        "select id, note, reasons, raw from shop.refused",
        "select * from accepted",
        "select id, placed, total, note, doubled, \"Day\", is_early, tag, reasons, raw from rejected",
    ];
    let all = all.map(&mut ask).to_vec();
    let calls = client.query_one("select last_value from shop.calls", &[]).unwrap().get(0);
    (all, calls)
}

#[test]
fn what_rows_share_is_what_each_would_give() {
    let server = server();
    let rows: Vec<String> = (0..ROWS).map(row).collect();
    let trial = |rules: &str, parts: usize| {
        let trial = Trial::on(&server, "");
        trial.database.connect().unwrap().batch_execute(SEEN).unwrap();
        let file = trial.project.path().join("pipelines/orders.yaml");
        let source = std::fs::read_to_string(&file).unwrap();
        let source = source.replace("derive: { doubled: total * 2 }", DERIVE);
        let source = source.replace("costs_something: total > 0", rules);
        std::fs::write(&file, source).unwrap();
        for (at, rows) in rows.chunks(ROWS / parts).enumerate() {
            trial.arrives(&format!("orders_{at}.csv"), HEADER.to_owned() + &rows.concat());
        }
        taken(&trial)
    };
    let (shared, calls) = trial(RULES, 1);
    assert!(shared.iter().all(|rows| rows.len() > ROWS / 10), "{shared:?}");
    // Each of the two that judge asks for each day once.
    assert!(calls <= 2 * i64::try_from(DAYS).unwrap(), "{calls}");
    // What may differ from row to row is asked of each; and so is all of a small file.
    for (rules, parts) in
        [(RULES.replace("total > 0", "total > 0 and random() >= 0"), 1), (RULES.to_owned(), 5)]
    {
        let (each, calls) = trial(&rules, parts);
        assert!(calls > i64::try_from(ROWS).unwrap() / 2, "{calls}");
        for (shared, each) in shared.iter().zip(&each) {
            let other = shared.iter().zip(each).find(|(one, other)| one != other);
            assert!(shared.len() == each.len() && other.is_none(), "{other:?}");
        }
    }
}
