//! Members of the project's roles that the project does not declare: they stay, and may do what those may.

use std::collections::{BTreeMap, BTreeSet};

use postgres::Client;

use crate::facts;

/// Says of a live server who is a member of these roles and none of them; not who asks, who may act as the
/// owners of what it makes.
///
/// # Errors
/// What the server cannot be asked.
pub fn outside_members(
    client: &mut Client,
    roles: &BTreeSet<String>,
) -> Result<Vec<String>, facts::Error> {
    let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
    let rows = client
        .query(include_str!("outsiders.sql"), &[&roles])
        .map_err(|source| facts::Error::Query { part: "memberships", source })?;
    let mut members = BTreeMap::<String, BTreeSet<String>>::new();
    for row in &rows {
        members.entry(row.get(0)).or_default().insert(format!("`{}`", row.get::<_, String>(1)));
    }
    let line = |(member, groups): (String, BTreeSet<String>)| {
        let groups: Vec<String> = groups.into_iter().collect();
        format!("left alone: `{member}` is a member of {}", groups.join(", "))
    };
    Ok(members.into_iter().map(line).collect())
}
