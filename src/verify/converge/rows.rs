//! Whether rows survive a plan.

use std::collections::BTreeMap;

use postgres::Client;

use crate::facts::{Facts, Kind};
use crate::sql::quote_identifier;

/// Checksums of what both states have room for: by table, a query and its answer.
pub(super) struct Rows(BTreeMap<String, (String, Option<String>)>);

impl Rows {
    /// Asks before the plan runs.
    pub fn read(client: &mut Client, current: &Facts, desired: &Facts) -> Self {
        let mut rows = BTreeMap::new();
        for (id, _) in current.facts.iter().filter(|(id, _)| id.kind == Kind::Table) {
            if !desired.contains(id) {
                continue;
            }
            let shared = current.columns_of(id).into_iter().filter(|(column, old)| {
                desired.get(column).is_some_and(|new| {
                    new.word("type") == old.word("type")
                        && new.text("generated") == old.text("generated")
                })
            });
            let columns: Vec<String> =
                shared.map(|(column, _)| quote_identifier(&column.part).into_owned()).collect();
            let value = match columns.is_empty() {
                true => "''".to_owned(),
                false => format!("row({})::text", columns.join(", ")),
            };
            let query = format!(
                "select count(*) || ' rows, ' || coalesce(md5(string_agg({value}, ',' order by {value} collate \"C\")), '') from {}",
                id.qualified()
            );
            let answer = ask(client, &query);
            rows.insert(id.to_string(), (query, answer));
        }
        Self(rows)
    }

    /// Asks again, and says which table no longer answers the same.
    pub fn lost(&self, client: &mut Client) -> Option<String> {
        let mut differing = self.0.iter().filter(|(_, (_, answer))| answer.is_some());
        differing.find_map(|(table, (query, before))| {
            let after = ask(client, query);
            (&after != before).then(|| {
                let (before, after) =
                    (before.as_deref().unwrap_or(""), after.as_deref().unwrap_or("nothing"));
                format!("{table} held {before}, and holds {after}")
            })
        })
    }
}

fn ask(client: &mut Client, query: &str) -> Option<String> {
    client.query_one(query, &[]).ok().and_then(|row| row.try_get(0).ok())
}
