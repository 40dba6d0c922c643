//! PostgreSQL writes an expression otherwise once what it wrote is run again: that is no difference.

use super::{folder, run, server, url};

const SQL: &str = "\
create schema shop;
create table shop.goods (
    kind varchar(10) check (kind in ('a', 'b')),
    weight integer check (weight between 0 and 9 and kind <> '')
);
create view shop.light as select kind from shop.goods where weight between 0 and 4 and kind in ('a', 'b');
";

#[test]
fn what_is_only_spelled_otherwise_is_no_change() {
    let server = server();
    let (by_hand, by_plan) =
        (server.create_database("by_hand").unwrap(), server.create_database("by_plan").unwrap());
    by_hand.connect().unwrap().batch_execute(SQL).unwrap();
    let more = SQL.replace("weight integer", "height integer, weight integer");
    let files = folder(&[("shop.sql", SQL), ("more.sql", &more)]);
    let (by_hand, by_plan) = (url(&by_hand), url(&by_plan));
    let plan = |from: &str, to: &str| {
        run(files.path(), &["plan", "--from", from, "--to", to, "--out", "plan.json"]).ends(0).out
    };
    let drift =
        |database: &str| run(files.path(), &["drift", "--database", database, "--to", "shop.sql"]);
    // Made by what was read of it, it is spelled otherwise.
    plan(&by_plan, "shop.sql");
    run(files.path(), &["apply", "--database", &by_plan, "--plan", "plan.json"]).ends(0);
    let both = [(&by_plan, "shop.sql"), (&by_hand, "shop.sql"), (&by_plan, by_hand.as_str())];
    for (from, to) in both {
        let plan = plan(from, to);
        assert!(plan.ends_with("\n\nnothing to do\n"), "{plan}");
    }
    drift(&by_plan).ends(0);
    drift(&by_hand).ends(0);
    // A table with such expressions can be changed, however it was made.
    for database in [&by_plan, &by_hand] {
        let plan = plan(database, "more.sql");
        assert!(plan.contains("add column height integer"), "{plan}");
        assert!(plan.ends_with("\n\n1 step in 1 batch\n"), "{plan}");
    }
}

#[test]
fn brackets_that_matter_are_a_change() {
    let server = server();
    let database = server.create_database("brackets").unwrap();
    let sql = "create table t (a boolean, b boolean, c boolean check ((a or b) and c))";
    database.connect().unwrap().batch_execute(sql).unwrap();
    let files = folder(&[("new.sql", &sql.replace("(a or b) and c", "a or (b and c)"))]);
    let database = url(&database);
    let drift = run(files.path(), &["drift", "--database", &database, "--to", "new.sql"]).ends(1);
    let expected = "definition is `CHECK (((a OR b) AND c))`, should be `CHECK ((a OR (b AND c)))`";
    assert!(drift.out.contains(expected), "{}", drift.out);
    let plan = run(files.path(), &["plan", "--from", &database, "--to", "new.sql"]).ends(0);
    assert!(plan.out.contains("CHECK ((a OR (b AND c)))"), "{}", plan.out);
}
