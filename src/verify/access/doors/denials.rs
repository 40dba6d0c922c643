//! Holds what a role is denied against every door that is open to it.

use std::collections::{BTreeMap, BTreeSet};

use super::edges::{Act, Unread};
use super::{Allowed, As, Behind};
use crate::model::{Denial, Target};
use crate::sql::quote_identifier;
use crate::verify::{Check, Group};

/// Doors that are meant, by role, and open.
pub(super) type Open<'a> = BTreeSet<(&'a str, &'a str)>;

/// What is done, by the road that leads there.
#[derive(Default)]
struct Roads(BTreeMap<String, BTreeSet<String>>);

impl Roads {
    fn add(&mut self, road: String, act: String) {
        self.0.entry(road).or_default().insert(act);
    }

    /// Says what leads where after these words; nothing of none.
    fn told(self, before: &str) -> Option<String> {
        let words = |(road, acts): (String, BTreeSet<String>)| {
            acts.into_iter().collect::<Vec<_>>().join(", ") + &road
        };
        let roads: Vec<String> = self.0.into_iter().map(words).collect();
        (!roads.is_empty()).then(|| format!("{before}: {}", roads.join("; ")))
    }
}

/// Says of a denial whether anything leads around it but doors that are meant; notes those.
pub(super) fn held<'a>(
    denial: &'a Denial,
    allowed: &Allowed<'_>,
    tried: &Behind,
    unread: &[Unread],
    open: &mut Open<'a>,
) -> Check {
    let role = quote_identifier(&denial.role);
    let name = format!("{role}: {} on {} is denied", denial.words(), denial.table);
    let is_denied = |act: &Act| {
        act.object == Target::Table(denial.table.clone())
            && denial.denies(act.privilege, act.column.as_deref())
    };
    let (mut roads, mut perhaps) = (Roads::default(), Roads::default());
    let mut leads = |roads: &mut Roads, door: &str, act: String| match denial.doors.get(door) {
        Some(meant) => drop(open.insert((&denial.role, meant))),
        None => roads.add(format!(" through {door}"), act),
    };
    for (act, doors) in tried.iter().filter(|(act, _)| is_denied(act)) {
        doors.iter().for_each(|door| leads(&mut roads, door, words(act)));
    }
    for (one, door) in unread.iter().flat_map(|one| {
        let doors = open_to(&denial.role, one, allowed, tried);
        doors.into_iter().map(move |door| (one, door))
    }) {
        let acts = allowed.tries(&denial.role).filter(|(act, done)| !done && is_denied(act));
        let acts = acts.map(|(act, _)| act).filter(|act| (one.comes_back)(act));
        for act in acts.filter(|act| !allowed.refuses(&one.owner, act, As::Tried)) {
            leads(&mut perhaps, door, act.privilege.sql().to_owned());
        }
    }
    for (act, _) in allowed.tries(&denial.role).filter(|(act, done)| *done && is_denied(act)) {
        roads.add(", which is granted".to_owned(), words(act));
    }
    let before = "perhaps reached, by SQL that is put together as it runs";
    let faults = [roads.told("reached all the same"), perhaps.told(before)];
    match faults.into_iter().flatten().collect::<Vec<_>>() {
        faults if faults.is_empty() => Check::passed(Group::Access, name),
        faults => Check::failed(Group::Access, name, faults.join("; ")),
    }
}

/// Returns the doors by which a role comes to what cannot be read.
fn open_to<'b>(
    role: &str,
    one: &'b Unread,
    allowed: &Allowed<'_>,
    tried: &'b Behind,
) -> Vec<&'b str> {
    match allowed.did(role, &one.from) {
        true => vec![&one.door],
        false => tried.get(&one.from).into_iter().flatten().map(String::as_str).collect(),
    }
}

fn words(act: &Act) -> String {
    let column = act.column.as_ref().map(|it| format!(" ({})", quote_identifier(it)));
    format!("{}{}", act.privilege.sql(), column.unwrap_or_default())
}

/// Names doors that are said to be meant and lead to nothing that is denied.
pub(super) fn closed(denials: &[Denial], open: &Open<'_>) -> Vec<Check> {
    let meant = denials
        .iter()
        .flat_map(|denial| denial.doors.iter().map(|door| (denial.role.as_str(), door.as_str())));
    let closed: BTreeSet<_> = meant.filter(|door| !open.contains(door)).collect();
    let fault = |(role, door)| {
        let name = format!("{}: the door {door} is meant", quote_identifier(role));
        Check::failed(
            Group::Access,
            name,
            "it leads to nothing that the role is denied: take it out of `doors`",
        )
    };
    closed.into_iter().map(fault).collect()
}
