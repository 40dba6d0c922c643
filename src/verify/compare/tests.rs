//! Breaks a database on purpose, one statement at a time, and sees exactly that told.

use super::*;
use crate::catalog::tests::support::{everything, fill, read, server};

/// What is done to a database, and what undoes it where it reaches beyond the database.
const SABOTAGE: &[(&str, &str)] = &[
    ("select 1", ""),
    ("alter table sales.bookings alter room type bigint", ""),
    ("alter table sales.items alter cost drop default", ""),
    ("alter table sales.items alter cost drop not null", ""),
    ("alter table sales.items add column extra int", ""),
    ("alter table sales.items drop column note", ""),
    ("alter table sales.items rename column picture to photo", ""),
    (
        "alter table sales.bookings drop column room cascade;
         alter table sales.bookings add column room int",
        "",
    ),
    ("alter table sales.manufacturers alter manufacturer_id set start 7", ""),
    ("alter table sales.items drop constraint cost_positive", ""),
    (
        "alter table sales.bookings drop constraint bookings_item_id_fkey;
         alter table sales.bookings add constraint bookings_item_id_fkey
             foreign key (item_id) references sales.items on delete cascade not valid",
        "",
    ),
    ("alter table sales.items validate constraint late", ""),
    ("drop index sales.items_name_trgm", ""),
    (
        "drop index sales.\"Items USING \";
         create index \"Items USING \" on sales.items (lower(name))",
        "",
    ),
    ("create index extra on sales.events (payload)", ""),
    ("drop trigger touch_later on sales.items", ""),
    ("alter table sales.items enable trigger \"touch TRIGGER\"", ""),
    ("alter policy own_row on sales.items to analytics", ""),
    ("alter policy narrow on sales.items using (cost > 2)", ""),
    ("alter table sales.bookings no force row level security", ""),
    ("alter table sales.items set (fillfactor = 71)", ""),
    ("alter table sales.items owner to analytics", ""),
    ("comment on column sales.items.cost is 'In euros.'", ""),
    ("comment on constraint items_pkey on sales.items is null", ""),
    ("create table sales.extra (id int)", ""),
    ("drop table sales.events_2026_eu", ""),
    ("alter table sales.events detach partition sales.events_old", ""),
    ("alter view sales.cheap reset (security_invoker)", ""),
    (
        "create or replace view sales.cheaper as select id, price::numeric(10,1) as price
         from sales.cheap where price < 6",
        "",
    ),
    ("refresh materialized view sales.spending", ""),
    ("alter type sales.status add value 'late' after 'pending'", ""),
    ("alter domain sales.code drop constraint eight", ""),
    ("alter sequence sales.invoice_number increment by -3", ""),
    (
        "create or replace function sales.touch() returns trigger language plpgsql
         as $$ begin return old; end $$",
        "",
    ),
    ("drop cast (sales.status as sales.address)", ""),
    ("alter text search configuration sales.search drop mapping for email", ""),
    ("drop extension citext cascade", ""),
    ("revoke select on sales.items from analytics", ""),
    ("revoke grant option for select on sales.items from analytics", ""),
    ("grant insert on sales.items to public", ""),
    ("grant select (note) on sales.items to member_portal", ""),
    ("grant execute on function sales.add(int, int) to public", ""),
    ("grant temporary on database :database to public", ""),
    ("alter default privileges in schema sales grant insert on tables to analytics", ""),
    ("alter default privileges grant execute on functions to public", ""),
    ("alter role analytics createdb", "alter role analytics nocreatedb"),
    (
        "alter role analytics_bi reset statement_timeout",
        "alter role analytics_bi set statement_timeout = '60s'",
    ),
    ("revoke analytics from analytics_bi", "grant analytics to analytics_bi"),
    ("create role extra", "drop role extra"),
];

/// Returns what is told of a copy of everything after each statement.
fn told() -> String {
    let server = server();
    let original = server.create_database("original").unwrap();
    let expected = read(&mut fill(&original)).database;
    let mut maintenance = server.connect("postgres").unwrap();
    let mut told = String::new();
    for (statement, undo) in SABOTAGE {
        // A copy gets no privileges of the database itself.
        maintenance
            .batch_execute(&format!(
                "create database copied template {} strategy file_copy",
                original.name()
            ))
            .and_then(|()| {
                maintenance.batch_execute(
                    "revoke all on database copied from public;
                     grant connect on database copied to analytics with grant option",
                )
            })
            .unwrap();
        let mut client = server.connect("copied").unwrap();
        let statement = statement.replace(":database", "copied");
        client.batch_execute(&statement).unwrap_or_else(|error| panic!("{statement}: {error:?}"));
        let found = read(&mut client).database;
        client.batch_execute(undo).unwrap();
        drop(client);
        maintenance.batch_execute("drop database copied (force)").unwrap();
        told += &statement.split_whitespace().collect::<Vec<_>>().join(" ");
        told += "\n";
        for discrepancy in compare(&expected, &found) {
            told += &format!("  {discrepancy}\n");
        }
    }
    // PostgreSQL 16 leaves out the names of relations where there is one alone.
    told.replace("cheap.", "")
}

#[test]
fn each_change_is_told_and_nothing_else() {
    insta::assert_snapshot!("sabotage", told());
}

#[test]
fn equal_databases_have_no_discrepancies() {
    let database = &everything().database;
    assert_eq!(compare(database, database), []);
    assert_ne!(compare(database, &Database::default()), []);
}
