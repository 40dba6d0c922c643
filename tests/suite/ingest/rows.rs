//! The order in which rows land.

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
