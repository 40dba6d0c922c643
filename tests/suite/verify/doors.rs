//! Doors: what a role is refused and comes to all the same.

use pgspec::verify::Group::Access;

use super::{access_faults, failures};
use crate::plans::folder;

const SCHEMA: &str = "
schema: shop
tables:
  members:
    columns: { id: bigint, email: text, note: text }
    primary_key: [id]
  visits:
    columns: { id: bigint, visited: date }
    partition_by: range (visited)
    partitions:
      visits_2026: for values from ('2026-01-01') to ('2027-01-01')
  orders:
    columns: { id: bigint, member: bigint }
    primary_key: [id]
    triggers:
      keep: after insert for each row execute function shop.kept()
  log:
    columns: { id: bigint, what: text }
  changes:
    columns: { id: bigint }
    primary_key: [id]
    triggers:
      note: after insert for each row execute function shop.noted()
  audit:
    columns: { id: bigint }
    primary_key: [id]
views:
  contacts: { sql: 'select id, email as address from members' }
  counted: { sql: 'select count(*) as members from members' }
materialized_views:
  copied: { sql: 'select id, note from members' }
functions:
  kept:
    returns: trigger
    language: plpgsql
    security: definer
    set: { search_path: shop }
    body: begin insert into log (id, what) values (new.id, 'order'); return new; end
  address_of:
    arguments: wanted bigint
    returns: text
    volatility: stable
    security: definer
    set: { search_path: shop }
    body: select email from shop.members where id = wanted
  written:
    arguments: of bigint
    returns: void
    body: insert into changes (id) values (of)
  noted:
    returns: trigger
    language: plpgsql
    body: begin delete from audit where id = new.id; return new; end
  ask:
    arguments: wanted bigint
    returns: void
    language: plpgsql
    security: definer
    set: { search_path: shop }
    body: begin perform written(wanted); perform address_of(wanted); end
procedures:
  tidy:
    language: plpgsql
    security: definer
    set: { search_path: shop }
    body: begin update orders set member = 1; end
  halt:
    language: plpgsql
    body: begin perform 1 / 0; end
";

/// Through each kind of door one; what is only counted is none.
const ROLES: &str = "
roles:
  dr_staff: { grants: [{ on: schema shop, usage: true }, { on: shop.members, update: [note], select: [note] }] }
  dr_tidy:
    grants:
      - { on: schema shop, usage: true }
      - { on: procedure shop.tidy(), execute: true }
      - { on: procedure shop.halt(), execute: true }
  dr_asks:
    inherit: false
    member_of: [dr_staff]
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.contacts, select: true }
      - { on: shop.counted, select: true }
      - { on: shop.copied, select: true }
      - { on: shop.visits, select: true }
      - { on: shop.orders, insert: true }
      - { on: 'function shop.address_of(bigint)', execute: true }
      - { on: 'function shop.ask(bigint)', execute: true }
    deny:
      - { on: shop.members, select: true, write: true, doors: [MEMBERS] }
      - { on: shop.visits_2026, select: true, doors: [VISITS] }
      - { on: shop.log, write: true, doors: [LOG] }
      - { on: shop.changes, write: true, doors: [ASK] }
      - { on: shop.audit, write: true, doors: [ASK] }
";

const MEMBERS: [&str; 5] = [
    "function shop.address_of(bigint)",
    "function shop.ask(bigint)",
    "materialized view shop.copied",
    "role dr_staff",
    "view shop.contacts",
];
const VISITS: &str = "parent shop.visits";
const LOG: &str = "trigger keep on shop.orders";
const ASK: &str = "function shop.ask(bigint)";

/// Returns what fails of a project whose denials name these doors.
fn verified(members: &[&str], visits: &str, log: &str, ask: &str) -> Vec<String> {
    let members: Vec<String> = members.iter().map(|door| format!("'{door}'")).collect();
    let members = members.join(", ");
    let doors = [("MEMBERS", members.as_str()), ("VISITS", visits), ("LOG", log), ("ASK", ask)];
    let named = |roles: String, (word, doors): &(&str, &str)| roles.replace(word, doors);
    let roles = doors.iter().fold(ROLES.to_owned(), named);
    let file = "project: shop\npostgres: 15\n";
    faults(file, SCHEMA, &roles)
}

fn faults(file: &str, schema: &str, roles: &str) -> Vec<String> {
    let project =
        folder(&[("pgspec.yaml", file), ("schema/s.yaml", schema), ("roles/r.yaml", roles)]);
    let failed = access_faults(project.path()).into_iter();
    failed.map(|(name, detail)| format!("{name}: {detail}")).collect()
}

#[test]
fn a_denial_is_held_against_every_kind_of_door() {
    assert_eq!(verified(&MEMBERS, VISITS, LOG, ASK), [""; 0]);
    assert_eq!(
        verified(&[], "", "", ""),
        [
            "dr_asks: SELECT and writing on shop.members is denied: reached all the same: \
             select (email), select (id) through function shop.address_of(bigint); \
             select (email), select (id) through function shop.ask(bigint); \
             select (id), select (note) through materialized view shop.copied; \
             select (note), update (note) through role dr_staff; \
             select (email), select (id) through view shop.contacts",
            "dr_asks: SELECT on shop.visits_2026 is denied: reached all the same: \
             select (id), select (visited) through parent shop.visits",
            "dr_asks: writing on shop.log is denied: reached all the same: \
             insert (id), insert (what) through trigger keep on shop.orders",
            "dr_asks: writing on shop.changes is denied: reached all the same: \
             insert (id) through function shop.ask(bigint)",
            "dr_asks: writing on shop.audit is denied: reached all the same: \
             delete through function shop.ask(bigint)",
        ]
    );
}

#[test]
fn a_door_that_is_meant_and_leads_nowhere_is_a_fault() {
    assert_eq!(
        verified(&MEMBERS, VISITS, "'trigger keep on shop.orders', view shop.counted", ASK),
        ["dr_asks: the door view shop.counted is meant: it leads to nothing that the role is \
          denied: take it out of `doors`"]
    );
}

/// Both functions run what does not stand in them; of what the trigger reads nothing comes back.
const UNREAD: &str = "
schema: shop
tables:
  members: { columns: { id: bigint primary key, email: text } }
  orders:
    columns: { id: bigint primary key }
    triggers: { keep: after insert for each row execute function shop.kept() }
  notes: { columns: { id: bigint primary key } }
functions:
  kept:
    returns: trigger
    language: plpgsql
    security: definer
    set: { search_path: shop }
    body: begin execute 'insert into ' || 'notes values (1)'; return new; end
  found: { arguments: name text, returns: text, language: plpgsql, body: 'declare r text; begin execute name into r; return r; end' }
  ask:
    arguments: name text
    returns: text
    security: definer
    set: { search_path: shop }
    body: select shop.found(name)
";

fn unread(doors: &str) -> Vec<String> {
    let roles = format!(
        "
roles:
  du_asks:
    grants:
      - {{ on: schema shop, usage: true }}
      - {{ on: shop.orders, insert: true }}
      - {{ on: 'function shop.ask(text)', execute: true }}
    deny:
      - {{ on: shop.members, select: true, doors: [{doors}] }}
      - {{ on: shop.notes, write: true, doors: [{doors}] }}
  du_writes:
    grants: [{{ on: schema shop, usage: true }}, {{ on: shop.orders, insert: true }}]
    deny: [{{ on: shop.members, select: true }}, {{ on: shop.notes, write: true, doors: [{WRITES}] }}]
  du_rests:
    grants: [{{ on: schema shop, usage: true }}]
    deny: [{{ on: shop.members, select: true, write: true }}]
"
    );
    faults("project: unread\npostgres: 15\n", UNREAD, &roles)
}

const WRITES: &str = "'trigger keep on shop.orders'";

#[test]
fn sql_that_is_put_together_may_reach_what_its_owner_may() {
    assert_eq!(
        unread(""),
        [
            "du_asks: SELECT on shop.members is denied: perhaps reached, by SQL that is put \
             together as it runs: select through function shop.ask(text)",
            "du_asks: writing on shop.notes is denied: perhaps reached, by SQL that is put together \
             as it runs: delete, insert, truncate, update through function shop.ask(text); delete, \
             insert, truncate, update through trigger keep on shop.orders",
        ]
    );
    let both = format!("'function shop.ask(text)', {WRITES}");
    assert_eq!(unread(&both), Vec::<String>::new());
}

#[test]
fn a_door_that_was_opened_on_the_server_is_found() {
    let found = failures(
        &[Access],
        "alter view sales.member_spending reset (security_invoker); \
         grant select on sales.member_spending to logistics",
    );
    let of_logistics: Vec<_> =
        found.iter().filter(|line| line.starts_with("access: logistics:")).collect();
    assert_eq!(
        of_logistics,
        [
            "access: logistics: select on sales.member_spending: allowed, declared refused (every \
             column)",
            "access: logistics: select on sales.members through view sales.member_spending: open, \
             and not by what is declared (joined_on, membership_id, status)",
            "access: logistics: SELECT and writing on sales.members is denied: reached all the \
             same: select (joined_on), select (membership_id), select (status) through view \
             sales.member_spending",
        ]
    );
}
