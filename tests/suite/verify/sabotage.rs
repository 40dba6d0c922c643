//! A fault is made behind pgspec's back; what is found is that fault and its direct consequences.

use pgspec::verify::Group::{Access, Queries, Roles, Structure, Transforms};

use super::failures;

#[test]
fn a_privilege_too_many() {
    assert_eq!(
        failures(&[Structure, Access, Roles], "grant select (email) on sales.members to logistics"),
        [
            "structure: grant of select on column sales.members.email to logistics: \
             is not declared",
            "access: logistics: select on sales.members: allowed, declared refused (email)",
            // Has the privileges of `logistics`.
            "access: logistics_app: select on sales.members: allowed, declared refused (email)",
            "access: logistics: SELECT and writing on sales.members is denied: reached all the \
             same: select (email), which is granted",
        ]
    );
}

#[test]
fn a_privilege_too_few() {
    assert_eq!(
        failures(
            &[Structure, Access, Roles],
            "revoke update (carrier) on sales.transactions from logistics"
        ),
        [
            "structure: grant of update on column sales.transactions.carrier to logistics: \
             is missing",
            "access: logistics: update on sales.transactions: refused, declared allowed (carrier)",
            "access: logistics_app: update on sales.transactions: refused, declared allowed \
             (carrier)",
        ]
    );
}

#[test]
fn a_privilege_for_everyone() {
    let found = failures(
        &[Structure, Access, Roles],
        "grant usage on schema sales to public; grant delete on sales.item_prices to public",
    );
    let (structure, access): (Vec<_>, Vec<_>) =
        found.iter().map(String::as_str).partition(|line| line.starts_with("structure"));
    assert_eq!(
        structure,
        [
            "structure: grant of delete on table sales.item_prices to public: is not declared",
            "structure: grant of usage on schema sales to public: is not declared",
        ]
    );
    // Every role, as each belongs to PUBLIC; and the one role that stands for it.
    let delete = access.iter().filter(|line| line.contains("delete on sales.item_prices"));
    assert_eq!(delete.count(), 19, "{access:#?}");
    let schema = "access: public: usage on schema sales: allowed, declared refused";
    assert!(access.contains(&schema), "{access:#?}");
    // Teams, the intakes and whoever asks are denied to write there.
    let denied = access.iter().filter(|line| line.contains("on sales.item_prices is denied"));
    assert_eq!(denied.count(), 11, "{access:#?}");
    assert_eq!(access.len(), 36, "{access:#?}");
}

#[test]
fn a_function_that_anyone_may_call() {
    let found = failures(
        &[Structure, Access],
        "grant execute on function sales.refuse_truncate() to logistics",
    );
    assert_eq!(
        found,
        [
            "structure: grant of execute on routine sales.refuse_truncate() to logistics: \
             is not declared",
            "access: logistics: execute on routine sales.refuse_truncate(): allowed, declared \
             refused",
            "access: logistics_app: execute on routine sales.refuse_truncate(): allowed, declared \
             refused",
        ]
    );
}

#[test]
fn an_index_that_is_gone() {
    assert_eq!(
        failures(&[Structure, Access, Roles], "drop index sales.members_status_idx"),
        ["structure: index sales.members_status_idx: is missing"]
    );
}

#[test]
fn a_column_of_another_type() {
    assert_eq!(
        failures(
            &[Structure, Access, Roles],
            "alter table sales.items alter column description type varchar(900)"
        ),
        ["structure: column sales.items.description: type is character varying(900), expected \
          text"]
    );
}

#[test]
fn a_setting_of_a_role() {
    assert_eq!(
        failures(
            &[Structure, Access, Roles],
            "alter role analytics_bi set statement_timeout = '61s'"
        ),
        [
            "structure: role analytics_bi: settings statement_timeout is 61s, expected 60s",
            "roles: analytics_bi: setting statement_timeout: it is `61s`, declared `60s`",
        ]
    );
}

#[test]
fn a_role_that_may_not_log_in() {
    let found = failures(&[Structure, Roles], "alter role sales_desk nologin");
    assert_eq!(
        found,
        [
            "structure: role sales_desk: login is false, expected true",
            "roles: sales_desk: logs in: role \"sales_desk\" is not permitted to log in \
             (SQLSTATE 28000)",
        ]
    );
}

#[test]
fn a_policy_that_is_gone() {
    assert_eq!(
        failures(&[Structure, Access, Roles], "drop policy logistics_ships on sales.transactions"),
        [
            "structure: policy logistics_ships on sales.transactions: is missing",
            "access: logistics: update of rows of sales.transactions: row `paid` is not seen, expected allowed",
        ]
    );
}

#[test]
fn a_policy_that_says_something_else() {
    assert_eq!(
        failures(
            &[Structure, Access, Roles],
            "alter policy logistics_ships on sales.transactions using (true)"
        ),
        ["structure: policy logistics_ships on sales.transactions: using is true, expected \
          (status = 'completed'::sales.transaction_status)"]
    );
}

#[test]
fn a_view_that_asks_something_else() {
    let found = failures(
        &[Structure, Access, Roles],
        "create or replace view sales.item_catalogue with (security_invoker = true) as
         select i.item_id, i.name, m.name as manufacturer, i.cost, i.weight_kg, i.listed_at
         from sales.items i join sales.manufacturers m using (manufacturer_id)",
    );
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("structure: view sales.item_catalogue: query differs"),
        "{found:#?}"
    );
    assert!(found[0].contains("removed_at IS NULL"), "{found:#?}");
}

#[test]
fn a_view_that_shows_what_its_reader_may_not_read() {
    // The grant on the view is there, and of no use without those on the tables below it.
    let found = failures(&[Access], "revoke select on sales.manufacturers from sales");
    let view = "access: sales: select on sales.item_catalogue: declared allowed, and of no use: \
                permission denied for table manufacturers (every column)";
    assert!(found.iter().any(|line| line == view), "{found:#?}");
}

#[test]
fn an_object_that_nobody_declared() {
    assert_eq!(
        failures(&[Structure, Access, Roles], "create table sales.extra (id int)"),
        ["structure: table sales.extra: is not declared"]
    );
}

#[test]
fn queries_that_lost_their_rows() {
    let found = failures(&[Queries], "alter policy teams_read on sales.transactions using (false)");
    let lost = |query: &str| {
        let start = format!("queries: {query} as analytics: rows: 0 rows, expected at least");
        found.iter().any(|line| line.starts_with(&start))
    };
    assert!(lost("revenue_by_month") && lost("sales_of_period"), "{found:#?}");
    assert!(found.iter().all(|line| line.contains(": rows: ") || line.contains(": uses ")));
}

#[test]
fn sample_data_that_does_not_load_is_told_once() {
    let found = failures(&[Queries], "alter table sales.manufacturers add check (country <> 'SG')");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("sample data: samples/sales.sql: "), "{found:#?}");
}

#[test]
fn a_policy_that_shows_too_much() {
    let wrong = |who: &str, row: &str| {
        format!(
            "access: {who}: select of rows of sales.members: row `{row}` is allowed, expected refused"
        )
    };
    assert_eq!(
        failures(&[Access], "alter policy own_row on sales.members using (true)"),
        [
            wrong("member_portal (app.member = lovelace_0a1b2)", "bob"),
            wrong("member_portal_app (app.member = boole_3c4d5)", "ada"),
            wrong("member_portal (app.member = )", "ada"),
            wrong("member_portal (app.member = )", "bob"),
            wrong("member_portal", "ada"),
            wrong("member_portal", "bob"),
        ]
    );
}

#[test]
fn a_policy_that_shows_too_little() {
    let wrong = |who: &str, command: &str, row: &str| {
        format!(
            "access: {who}: {command} of rows of sales.members: row `{row}` is not seen, expected allowed"
        )
    };
    let sql = "drop policy own_contact on sales.members; drop policy teams_read on sales.members";
    assert_eq!(
        failures(&[Access], sql),
        [
            wrong("member_portal (app.member = lovelace_0a1b2)", "update", "ada"),
            wrong("member_portal_app (app.member = boole_3c4d5)", "update", "bob"),
            wrong("analytics (app.member = lovelace_0a1b2)", "select", "ada"),
            wrong("analytics (app.member = lovelace_0a1b2)", "select", "bob"),
        ]
    );
}

#[test]
fn transforms_that_cannot_do_their_work() {
    for (sabotage, wanted) in [
        (
            "revoke delete on warehouse.dim_branch from etl",
            "transforms: dim_branch as etl: runs: permission denied for table dim_branch (SQLSTATE 42501)",
        ),
        (
            "alter table warehouse.dim_article rename title to heading",
            "transforms: dim_article as etl: runs: column pgspec_old.title does not exist (SQLSTATE 42703)",
        ),
        (
            "create function warehouse.shout() returns trigger language plpgsql as
                 'begin new.name := new.name || ''!''; return new; end';
             create trigger shout before insert or update on warehouse.dim_branch
                 for each row execute function warehouse.shout()",
            "transforms: dim_branch as etl: again changes nothing: 0 came, 6 changed, 0 went",
        ),
        (
            "insert into support.tickets (ticket_id, topic, branch_id, opened_at)
                 values (1, 'Delivery', 99, '2026-11-01Z')",
            "transforms: fact_tickets as etl: expects (branch_id) is in warehouse.dim_branch: 1 rows fail",
        ),
    ] {
        let found = failures(&[Transforms], sabotage);
        assert!(found.iter().any(|line| line == wanted), "{sabotage}: {found:#?}");
    }
}
