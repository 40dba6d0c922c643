//! Where rows wait until they land, and the order in which they do.

use super::Trial;
use crate::plans::server;

const ROWS: usize = 60_000;

/// Whoever may make a schema has several processes judge the rows; who may not has one do it. Both get the same.
#[test]
fn rows_come_in_the_order_of_their_lines() {
    let server = server();
    let plain = "create role ing_plain login in role ing_loader; \
                 grant usage on schema pgspec to ing_plain; \
                 grant select, insert, update on pgspec.files to ing_plain";
    // Of three rows, one is accepted; with `again` the last is one that was.
    for (user, again) in
        [(None, false), (None, true), (Some("ing_plain"), false), (Some("ing_plain"), true)]
    {
        let mut trial = Trial::on(&server, "");
        trial.ingest().ends(0);
        let mut client = trial.database.connect().unwrap();
        if let Some(user) = user {
            client.batch_execute("drop role if exists ing_plain").unwrap();
            client.batch_execute(plain).unwrap();
            let connect = "do $$ begin execute format('grant connect, temporary on database %I to ing_plain', \
                           current_database()); end $$";
            client.batch_execute(connect).unwrap();
            let own =
                client.query_one("select current_user::text", &[]).unwrap().get::<_, String>(0);
            trial.url = trial.url.replace(&format!("//{own}@"), &format!("//{user}@"));
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
        assert_eq!(
            trial.ask("select count(*) from pg_namespace where nspname like 'pgspec_rows%'"),
            ["(0)"]
        );
        if user.is_some() {
            client.batch_execute("drop owned by ing_plain; drop role ing_plain").unwrap();
        }
    }
}
