//! What of a live server stays as it is, though the project does not declare it.
//!
//! A database is the project's as a whole; the roles of a cluster are not. What roles may do that the
//! project does not declare is theirs, so are their default privileges. The project's access mode says
//! what becomes of the rest: see [`AccessMode`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diff::default_privileges_base;
use crate::facts::privileges::{Entry, OWNER};
use crate::facts::{Fact, Facts, Id, Kind, Value};
use crate::model::{AccessMode, SettingName, Stance, is_predefined};

/// Lists of privileges that objects have.
const LISTS: [&str; 2] = ["acl", "sequence_acl"];

/// Returns the desired state with all that is to stay, and says what that is.
pub(super) fn leave<'f>(
    current: &Facts,
    desired: Facts,
    stance: &Stance,
) -> (Cow<'f, Facts>, Vec<String>) {
    let mut roles = desired.roles();
    if stance.mode == AccessMode::Authoritative {
        roles.extend(stance.retired.keys().cloned());
    }
    let mut left = Left { current, desired, stance, roles, said: BTreeMap::new() };
    for (id, fact) in &current.facts {
        left.leave(id, fact);
    }
    let notes = left.notes();
    (Cow::Owned(left.desired), notes)
}

struct Left<'a> {
    current: &'a Facts,
    desired: Facts,
    stance: &'a Stance,
    /// Roles whose access is the project's to say: those that it declares, and retires.
    roles: BTreeSet<String>,
    /// Objects on which each grantee keeps something.
    said: BTreeMap<String, BTreeSet<Id>>,
}

impl Left<'_> {
    fn leave(&mut self, id: &Id, fact: &Fact) {
        let additive = self.stance.mode == AccessMode::Additive;
        match id.kind {
            Kind::Setting => self.setting(id, fact),
            Kind::Role if additive => self.role(id, fact),
            Kind::Membership if additive && !self.desired.contains(id) => {
                self.desired.facts.insert(id.clone(), fact.clone());
            }
            Kind::DefaultPrivileges if !id.name.is_empty() && !self.is_ours(&id.name) => {
                self.of_outsider(id, fact);
            }
            Kind::DefaultPrivileges if !self.desired.contains(id) => {
                let base = default_privileges_base(id, self.current.postgres);
                self.undeclared(id, fact, base);
            }
            Kind::Privileges | Kind::Parameter if !self.desired.contains(id) => {
                self.undeclared(id, fact, fact.privileges("initial_acl"));
            }
            _ => LISTS.into_iter().for_each(|list| self.privileges(id, fact, list)),
        }
    }

    /// Keeps the default privileges of a role that the project does not declare, but for what they give to
    /// roles that are dropped.
    fn of_outsider(&mut self, id: &Id, fact: &Fact) {
        if self.desired.contains(id) {
            return;
        }
        let all = fact.privileges("acl");
        let kept: BTreeSet<Entry> =
            all.iter().filter(|entry| !self.is_dropped(&entry.grantee)).cloned().collect();
        if kept.len() != all.len() && kept == default_privileges_base(id, self.current.postgres) {
            return;
        }
        let mut fact = fact.clone();
        fact.set("acl", Some(value(&kept)));
        self.desired.facts.insert(id.clone(), fact);
    }

    fn is_dropped(&self, role: &str) -> bool {
        self.stance.mode == AccessMode::Authoritative && self.stance.retired.contains_key(role)
    }

    /// Keeps entries of a list that the project does not declare, and are none of its business.
    fn privileges(&mut self, id: &Id, fact: &Fact, list: &'static str) {
        let Some(there) = self.desired.get(id) else { return };
        let mut wanted = there.privileges(list);
        let kept: Vec<Entry> = fact
            .privileges(list)
            .into_iter()
            .filter(|entry| !wanted.contains(entry) && self.stays(entry))
            .collect();
        if kept.is_empty() {
            return;
        }
        for entry in kept {
            self.say(&entry, id);
            // With the option it stays, where it is declared without.
            wanted.remove(&Entry { grantable: !entry.grantable, ..entry.clone() });
            wanted.insert(entry);
        }
        let wanted = self.given_by_who_may(id, wanted);
        if let Some(there) = self.desired.facts.get_mut(id) {
            there.set(list, Some(value(&wanted)));
        }
    }

    /// Lets the owner give what a role gave that is to grant no more: with its option the rest would go.
    fn given_by_who_may(&self, id: &Id, entries: BTreeSet<Entry>) -> BTreeSet<Entry> {
        let table = (id.kind == Kind::Column).then(|| id.whole(Kind::Table));
        let table = table.and_then(|table| self.desired.get(&table));
        let of_table = table.map(|table| table.privileges("acl")).unwrap_or_default();
        let may = |entry: &Entry| {
            let mut all = entries.iter().chain(&of_table);
            entry.grantor == OWNER || all.any(|it| it.lets_give(entry))
        };
        let (mut given, others): (BTreeSet<_>, BTreeSet<_>) =
            entries.iter().cloned().partition(may);
        for entry in others {
            let by_owner = Entry { grantor: OWNER.to_owned(), ..entry };
            if !given.contains(&by_owner.with_option()) {
                given.remove(&by_owner.plain());
                given.insert(by_owner);
            }
        }
        given
    }

    /// Keeps of a list that the project does not have at all what stays beside what is there unasked.
    fn undeclared(&mut self, id: &Id, fact: &Fact, base: BTreeSet<Entry>) {
        let kept: Vec<Entry> = fact
            .privileges("acl")
            .into_iter()
            .filter(|entry| !base.contains(entry) && self.stays(entry))
            .collect();
        if kept.is_empty() {
            return;
        }
        kept.iter().for_each(|entry| self.say(entry, id));
        let mut fact = fact.clone();
        fact.set("acl", Some(value(&base.into_iter().chain(kept).collect())));
        self.desired.facts.insert(id.clone(), fact);
    }

    fn stays(&self, entry: &Entry) -> bool {
        match (entry.grantee.as_str(), self.stance.mode) {
            (_, AccessMode::Additive) => true,
            ("", mode) => mode == AccessMode::Adopt,
            (OWNER, _) => false,
            (role, _) => !self.is_ours(role),
        }
    }

    /// Returns whether the project says what a role may do.
    fn is_ours(&self, role: &str) -> bool {
        self.roles.contains(role) || is_predefined(role)
    }

    fn setting(&mut self, id: &Id, fact: &Fact) {
        let name = SettingName {
            role: id.name.to_string(),
            in_database: !id.schema.is_empty(),
            name: id.part.to_string(),
        };
        let stays = self.stance.mode == AccessMode::Additive
            && !self.stance.reset.contains(&name)
            && !self.desired.contains(id);
        if stays || self.stance.left_alone.contains(&name) {
            self.desired.facts.insert(id.clone(), fact.clone());
        }
    }

    /// A role that is there keeps what it is.
    fn role(&mut self, id: &Id, fact: &Fact) {
        let Some(there) = self.desired.facts.get_mut(id) else { return };
        there.set("options", fact.get("options").cloned());
        if there.get("comment").is_none() {
            there.set("comment", fact.get("comment").cloned());
        }
    }

    fn say(&mut self, entry: &Entry, id: &Id) {
        let whom = match entry.grantee.as_str() {
            "" => "everybody".to_owned(),
            OWNER => return,
            role => format!("`{role}`"),
        };
        self.said.entry(whom).or_default().insert(id.clone());
    }

    fn notes(&self) -> Vec<String> {
        let line = |(whom, objects): (&String, &BTreeSet<Id>)| {
            let first: Vec<String> = objects.iter().take(3).map(|id| format!("`{id}`")).collect();
            let more = match objects.len().saturating_sub(first.len()) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!(
                "left alone: what {whom} may do and the project does not declare, on {}{more}",
                first.join(", ")
            )
        };
        self.said.iter().map(line).collect()
    }
}

fn value(entries: &BTreeSet<Entry>) -> Value {
    Value::List(entries.iter().map(|entry| entry.encode().into()).collect())
}
