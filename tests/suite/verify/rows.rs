//! Row security on the rows of fixtures, where a role may give or set some columns alone.

use super::access_faults;
use crate::plans::folder;

const ROLES: &str = "
roles:
  rw_clerk:
    grants:
      - { on: schema shop, usage: true }
      - { on: shop.tickets, select: true, insert: [ticket_id, opened_by] }
";

/// Returns what fails of a table whose rows are those, where the clerk may insert those of them.
fn verified(check: &str, rows: &str, inserted: &str) -> Vec<String> {
    let schema = format!(
        "
schema: shop
tables:
  tickets:
    columns:
      ticket_id: bigint primary key
      opened_by: text not null
      status: text not null default 'open'
      hours: numeric(5,2)
    row_security: forced
    policies:
      seen: {{ for: select, to: [rw_clerk], using: 'true' }}
      made: {{ for: insert, to: [rw_clerk], with_check: \"{check}\" }}
    fixtures:
      rows: {rows}
      expect: [{{ role: rw_clerk, insert: {inserted} }}]
"
    );
    let file = "project: shop\npostgres: 15\n";
    let project =
        folder(&[("pgspec.yaml", file), ("schema/s.yaml", &schema), ("roles/r.yaml", ROLES)]);
    access_faults(project.path()).into_iter().map(|(_, detail)| detail).collect()
}

#[test]
fn the_row_that_is_inserted_is_the_one_that_is_written() {
    let open = "{ mine: { ticket_id: 1, opened_by: ada, status: open, hours: null } }";
    assert_eq!(verified("status = 'open'", open, "[mine]"), [""; 0]);
    assert_eq!(
        verified("status = 'open'", open, "[]"),
        ["row `mine` is allowed, expected refused"]
    );
    // The clerk cannot close what it opens: what it gives is another row, which the default makes.
    let closed = "{ mine: { ticket_id: 1, opened_by: ada, status: closed, hours: '1.50' } }";
    let other = "row `mine` is inserted as another row, as the role may not give all of it: \
                 `status` is 'open', `hours` is NULL";
    assert_eq!(
        verified("status = 'open'", closed, "[mine]"),
        [format!("{other}, expected allowed")]
    );
    assert_eq!(verified("status = 'open'", closed, "[]"), [format!("{other}, expected refused")]);
}

/// A setting that was set in a session stays there, empty: a number is not read from it.
#[test]
fn who_sets_nothing_meets_a_setting_that_was_never_set() {
    let schema = "
schema: shop
tables:
  tickets:
    columns: { ticket_id: bigint primary key, tenant: int not null }
    row_security: forced
    policies:
      own: { for: select, to: [rw_clerk], using: \"tenant = current_setting('app.tenant', true)::int\" }
    fixtures:
      rows: { mine: { ticket_id: 1, tenant: 7 }, theirs: { ticket_id: 2, tenant: 8 } }
      expect:
        - { role: rw_clerk, settings: { app.tenant: '7' }, select: [mine] }
        - { role: rw_clerk, select: [] }
";
    let file = "project: shop\npostgres: 15\n";
    let roles = ROLES.replace(", insert: [ticket_id, opened_by]", "");
    let faults = |schema: &str| {
        let project =
            folder(&[("pgspec.yaml", file), ("schema/s.yaml", schema), ("roles/r.yaml", &roles)]);
        access_faults(project.path()).into_iter().map(|(_, detail)| detail).collect::<Vec<_>>()
    };
    assert_eq!(faults(schema), [""; 0]);
    assert_eq!(
        faults(&schema.replace("select: []", "select: [theirs]")),
        ["row `theirs` is not seen, expected allowed"]
    );
}
