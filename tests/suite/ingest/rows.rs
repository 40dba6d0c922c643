//! The order in which rows land, and how their values are written.

use super::Trial;
use crate::plans::server;

const ROWS: usize = 60_000;

/// Rows come as their lines do, whoever takes them, whether some are there already or none.
#[test]
fn rows_come_in_the_order_of_their_lines() {
    let server = server();
    // Of three rows, one is accepted; with `again` the last is one that was.
    for (user, again) in
        [(None, false), (None, true), (Some("plain"), false), (Some("plain"), true)]
    {
        let mut trial = Trial::on(&server, "");
        trial.ingest().ends(0);
        if user.is_some() {
            trial.connects_as_plain();
        }
        let mut text = "id,placed,total,note\n".to_owned();
        (0..ROWS).for_each(|id| {
            text.push_str(&format!("{id},2026-01-31,{},\n", usize::from(id % 3 == 0)))
        });
        if again {
            text.push_str("0,2026-01-31,1,\n");
        }
        trial.arrives("orders_1.csv", text);
        trial.ingest().ends(0);
        let (accepted, rejected) = (ROWS / 3, ROWS - ROWS / 3 + usize::from(again));
        assert_eq!(
            trial.ask("select accepted, rejected from pgspec.files"),
            [format!("({accepted},{rejected})")]
        );
        // The number of a refused row is that of its coming.
        let astray = "select count(*) from (select number, row_number() over (order by line) as place from shop.refused) r \
                      where number <> place";
        assert_eq!(trial.ask(astray), ["(0)"], "{user:?} {again}");
        for kind in ["accepted", "rejected"] {
            let folder = trial.project.path().join("outgoing").join(kind);
            let file = folder.read_dir().unwrap().next().unwrap().unwrap().path();
            let text = std::fs::read_to_string(file).unwrap();
            let ids: Vec<usize> = text
                .lines()
                .skip(1)
                .map(|line| line.split(',').next().unwrap().parse().unwrap())
                .collect();
            let last = usize::from(again && kind == "rejected");
            assert!(ids[..ids.len() - last].is_sorted(), "{kind} {user:?} {again}");
        }
        if user.is_some() {
            trial.forgets_plain();
        }
    }
}

/// Of many types, as the server writes them.
const DERIVE: &str = "derive:
      doubled: total * 2
      spaced: left(note, 3)::char(5)
      span: make_interval(days => id::integer)
      list: array[id, null]
      at: placed + time '12:30'
      bytes: convert_to(note, 'UTF8')
      half: id::float8 / 7
      is_odd: id % 2 = 1
      is_late: placed > '2026-01-31'
      small: (id % 9)::smallint
      pair: shop.pair(id, note)";

const PAIR: &str = "create type shop.two as (id bigint, note text); \
     create function shop.pair(id bigint, note text) returns shop.two immutable language sql as \
     $$ select row(id, note)::shop.two $$; grant execute on function shop.pair to ing_loader";

#[test]
fn values_are_written_as_the_server_writes_them() {
    let server = server();
    for (rows, is_large) in [(500, false), (ROWS, true)] {
        let trial = Trial::on(&server, "");
        trial.database.connect().unwrap().batch_execute(PAIR).unwrap();
        let file = trial.project.path().join("pipelines/orders.yaml");
        let source = std::fs::read_to_string(&file).unwrap();
        let source = source.replace("derive: { doubled: total * 2 }", DERIVE);
        let source = source.replace("note: text", "note: varchar(12)");
        std::fs::write(&file, source).unwrap();
        let notes = [
            "plain",
            "",
            "a, b",
            "\"\"\"q\"\"\"",
            "back\\slash",
            "tab\tté",
            "\"two\nlines\"",
            "cut          ",
            "rs\u{1e}\u{1e}us\u{1f}",
        ];
        let mut text = "id,placed,total,note\n".to_owned();
        for id in 0..rows {
            let note = if id % 100 == 99 { "is far too long" } else { notes[id % notes.len()] };
            let day = if id % 5 == 0 { "" } else { "2026-02-28" };
            text.push_str(&format!("{id},{day},{},\"{}\"\n", 1 + id % 900, note.trim_matches('"')));
        }
        assert_eq!(text.len() > 1 << 20, is_large);
        trial.arrives("orders_1.csv", text);
        trial.ingest().ends(0);
        let mut client = trial.database.connect().unwrap();
        let values = "copy (select id, placed, total::bigint, note, (total * 2)::bigint, left(note, 3)::char(5), make_interval(days => id::integer), \
             array[id, null], placed + time '12:30', convert_to(note, 'UTF8'), id::float8 / 7, id % 2 = 1, \
             placed > '2026-01-31', (id % 9)::smallint, shop.pair(id, note) from shop.orders order by id) to stdout (format csv)";
        let mut expected = String::new();
        std::io::Read::read_to_string(&mut client.copy_out(values).unwrap(), &mut expected)
            .unwrap();
        let folder = trial.project.path().join("outgoing/accepted");
        let file = folder.read_dir().unwrap().next().unwrap().unwrap().path();
        let written = std::fs::read_to_string(file).unwrap();
        let (_, written) = written.split_once('\n').unwrap();
        let mut lines = written.lines().zip(expected.lines());
        assert_eq!(lines.find(|(one, other)| one != other), None);
        assert_eq!(written.len(), expected.len());
        // What is too long is no value of its type, and its row is refused for that alone.
        let told = trial.ask("select reasons, count(*) from shop.refused group by 1 order by 1");
        assert_eq!(
            told,
            [format!("(\"{{\"\"note: no character varying(12)\"\"}}\",{})", rows / 100)]
        );
    }
}
