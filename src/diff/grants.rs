//! Privileges that differ: who is given what, and from whom what is taken.
//!
//! <https://www.postgresql.org/docs/current/ddl-priv.html>

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::common::{routine_arguments, routine_word};
use super::{Action, HazardKind, Statement};
use crate::facts::privileges::{Entry, OWNER};
use crate::facts::{Fact, Facts, Id, Kind};
use crate::sql::{quote_identifier, quote_literal};

/// Entries of one object.
pub(super) type Entries = BTreeSet<Entry>;

/// Returns the privileges that a fact states.
pub(super) fn entries(fact: &Fact) -> Entries {
    fact.privileges("acl")
}

/// Returns what the privileges of an object are once it belongs to another role, as that one's own
/// become the owner's.
pub(super) fn owned_by(fact: &Fact, owner: &str) -> Entries {
    let given = |role: String| if role == owner { OWNER.to_owned() } else { role };
    let entries = entries(fact).into_iter();
    entries
        .map(|it| Entry { grantee: given(it.grantee), grantor: given(it.grantor), ..it })
        .collect()
}

/// Returns the privileges that an object is born with.
///
/// What the database gives to new objects of the role that applies counts too; see
/// <https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html>.
pub(super) fn initial(id: &Id, current: &Facts) -> Entries {
    let Some((_, _, future)) = built_in(id.kind, current.postgres) else {
        return Entries::new();
    };
    let mut entries = owner_and_public(id.kind, current.postgres);
    let of = |schema: &str| {
        let id = Id::new(Kind::DefaultPrivileges, schema, "", future);
        current.get(&id).map(self::entries)
    };
    if let Some(global) = of("") {
        entries = global;
    }
    if !id.schema.is_empty() {
        entries.extend(of(&id.schema).unwrap_or_default());
    }
    entries
}

/// Returns what the owner and PUBLIC have on a new object, as PostgreSQL has it.
pub(super) fn owner_and_public(kind: Kind, postgres: u16) -> Entries {
    let (owner, public, _) = built_in(kind, postgres).unwrap_or_default();
    let given = |grantee: &str, letters: &str| {
        let entry = |letter| Entry {
            grantee: grantee.to_owned(),
            letter,
            grantable: false,
            grantor: OWNER.to_owned(),
        };
        letters.chars().map(entry).collect::<Vec<_>>()
    };
    given(OWNER, owner).into_iter().chain(given("", public)).collect()
}

/// Returns the letters of the owner and of PUBLIC, and the kind's name among default privileges.
pub(super) fn built_in(
    kind: Kind,
    postgres: u16,
) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        Kind::Table | Kind::View | Kind::MaterializedView if postgres >= 17 => {
            ("arwdDxtm", "", "tables")
        }
        Kind::Table | Kind::View | Kind::MaterializedView => ("arwdDxt", "", "tables"),
        Kind::Sequence => ("rwU", "", "sequences"),
        Kind::Routine => ("X", "X", "functions"),
        Kind::Type => ("U", "U", "types"),
        Kind::Schema => ("UC", "", "schemas"),
        Kind::Language => ("U", "U", ""),
        Kind::ForeignDataWrapper | Kind::Server => ("U", "", ""),
        Kind::LargeObject => ("rw", "", "large objects"),
        _ => return None,
    })
}

/// Returns the statements that turn one set of privileges into another: what is taken, from whom it was
/// given to last first, then what is given, each role after it may give.
pub(super) fn change(id: &Id, fact: &Fact, old: &Entries, new: &Entries) -> Vec<Statement> {
    let mut taken = Vec::new();
    let mut loses_option = Vec::new();
    for entry in old.difference(new) {
        match entry.grantable && new.contains(&entry.plain()) {
            true => loses_option.push(entry),
            false if new.contains(&entry.with_option()) => {}
            false => taken.push(entry),
        }
    }
    let left = left(old, &taken, &loses_option);
    let given: Vec<&Entry> = new
        .difference(&left)
        .filter(|entry| entry.grantable || !left.contains(&entry.with_option()))
        .collect();
    let mut statements = Vec::new();
    statements.extend(last_first(&taken, old).map(|group| group.revoke(id, fact, "")));
    let option = "grant option for ";
    statements.extend(last_first(&loses_option, old).map(|group| group.revoke(id, fact, option)));
    statements.extend(grouped(&given, new).map(|group| group.grant(id, fact)));
    statements
}

/// Returns what is left once these are taken, without what goes along: what a role gave on that may do so
/// no more.
fn left(old: &Entries, taken: &[&Entry], loses_option: &[&Entry]) -> Entries {
    let mut left = old.clone();
    for entry in taken.iter().chain(loses_option) {
        left.remove(*entry);
    }
    left.extend(loses_option.iter().map(|entry| entry.plain()));
    loop {
        let stays = |entry: &Entry| !may_give(old, entry) || may_give(&left, entry);
        let (kept, gone): (Entries, Entries) = left.iter().cloned().partition(stays);
        if gone.is_empty() {
            return left;
        }
        left = kept;
    }
}

/// Says whether the grantor of an entry holds the option for it in this list: on columns it may have it
/// from their table.
fn may_give(entries: &Entries, given: &Entry) -> bool {
    entries.iter().any(|entry| entry.lets_give(given))
}

/// Privileges of one grantee by one grantor.
struct Group {
    /// Through how many roles they came from the owner.
    distance: usize,
    grantee: String,
    grantor: String,
    grantable: bool,
    letters: BTreeSet<char>,
}

/// Gathers what stands in one statement, what owners give first, and each role's after what it is given.
fn grouped(entries: &[&Entry], all: &Entries) -> impl Iterator<Item = Group> + use<> {
    let mut groups = BTreeMap::<(usize, String, String, bool), BTreeSet<char>>::new();
    for entry in entries {
        let distance = distance(all, entry, all.len());
        let key = (distance, entry.grantor.clone(), entry.grantee.clone(), entry.grantable);
        groups.entry(key).or_default().insert(entry.letter);
    }
    groups.into_iter().map(|((distance, grantor, grantee, grantable), letters)| Group {
        distance,
        grantee,
        grantor,
        grantable,
        letters,
    })
}

/// Gathers the same, what came through most roles first.
fn last_first(entries: &[&Entry], all: &Entries) -> impl Iterator<Item = Group> + use<> {
    let mut groups: Vec<Group> = grouped(entries, all).collect();
    groups.sort_by_key(|group| Reverse(group.distance));
    groups.into_iter()
}

/// Returns through how many roles a privilege came from the owner; each that gave it is one.
fn distance(all: &Entries, entry: &Entry, most: usize) -> usize {
    if entry.grantor == OWNER || most == 0 {
        return 0;
    }
    let givers = all.iter().filter(|before| before.lets_give(entry));
    let before = givers.map(|before| distance(all, before, most - 1));
    1 + before.min().unwrap_or(0)
}

impl Group {
    fn grant(&self, id: &Id, fact: &Fact) -> Statement {
        let (option, on) = match self.grantable {
            true => (" with grant option", ", and may grant it on"),
            false => ("", ""),
        };
        let (what, whom) = (self.what(id, fact), self.whom(id, fact));
        let sql = wrap(id, format!("grant {what} to {whom}{option}"));
        let mut statement = Statement::new(Action::Grant, sql);
        statement.gives.clone_from(&self.letters);
        self.by(match self.grantee == OWNER {
            true => statement,
            false => statement.hazard(
                HazardKind::WidensAccess,
                format!("{} gains {} on {}{on}", self.shown(), self.words(), shown_object(id)),
            ),
        })
    }

    fn revoke(&self, id: &Id, fact: &Fact, option: &str) -> Statement {
        let (what, whom) = (self.what(id, fact), self.whom(id, fact));
        let lost = if option.is_empty() { "" } else { "the option to grant " };
        // What was given on by the grantee goes along.
        let cascade = if self.grantable { " cascade" } else { "" };
        let sql = wrap(id, format!("revoke {option}{what} from {whom}{cascade}"));
        let statement = Statement::new(Action::Revoke, sql).hazard(
            HazardKind::NarrowsAccess,
            format!("{} loses {lost}{} on {}", self.shown(), self.words(), shown_object(id)),
        );
        self.by(statement)
    }

    /// Says who has to run it: the grantor, unless that is the owner.
    fn by(&self, mut statement: Statement) -> Statement {
        statement.run_as = (self.grantor != OWNER).then(|| self.grantor.clone());
        statement
    }

    fn shown(&self) -> String {
        if self.grantee.is_empty() { "everybody".to_owned() } else { format!("`{}`", self.grantee) }
    }

    fn words(&self) -> String {
        let words = self.letters.iter().map(|letter| crate::facts::privileges::word(*letter));
        words.collect::<Vec<_>>().join(", ")
    }

    fn whom(&self, id: &Id, fact: &Fact) -> String {
        match self.grantee.as_str() {
            "" => "public".to_owned(),
            OWNER => match fact.text("owner") {
                Some(owner) => quote_identifier(owner).into_owned(),
                None if id.kind == Kind::Database => "%2$I".to_owned(),
                None => "current_user".to_owned(),
            },
            role => quote_identifier(role).into_owned(),
        }
    }

    fn what(&self, id: &Id, fact: &Fact) -> String {
        let words = self.words();
        let name = id.qualified();
        match id.kind {
            Kind::Column => {
                let column = id.quoted_part();
                let each = self.letters.iter();
                let each =
                    each.map(|l| format!("{} ({column})", crate::facts::privileges::word(*l)));
                format!("{} on table {name}", each.collect::<Vec<_>>().join(", "))
            }
            Kind::Table | Kind::View | Kind::MaterializedView => format!("{words} on table {name}"),
            Kind::Routine => {
                let word = if routine_word(fact) == "procedure" { "procedure" } else { "function" };
                let arguments = match &*routine_arguments(id, fact) {
                    "*" => String::new(),
                    types => types.to_owned(),
                };
                format!("{words} on {word} {name}({arguments})")
            }
            Kind::ForeignDataWrapper => format!("{words} on foreign data wrapper {name}"),
            Kind::Server => format!("{words} on foreign server {name}"),
            Kind::LargeObject => format!("{words} on large object {}", id.name),
            Kind::Parameter => format!("{words} on parameter {}", id.name),
            Kind::Privileges => {
                let (noun, arguments) = id.privileged();
                format!("{words} on {noun} {name}{arguments}")
            }
            Kind::Database => format!("{words} on database %1$I"),
            kind => format!("{words} on {} {name}", kind.words()),
        }
    }
}

/// Lets a statement about the database run on whichever database it is.
fn wrap(id: &Id, sql: String) -> String {
    if id.kind != Kind::Database {
        return sql;
    }
    let sql = quote_literal(&sql);
    format!("do $$ begin execute format({sql}, current_database(), current_user); end $$")
}

/// Returns the statements that change default privileges.
pub(super) fn change_default(id: &Id, old: &Entries, new: &Entries) -> Vec<Statement> {
    let schema = match &*id.schema {
        "" => String::new(),
        schema => format!(" in schema {}", quote_identifier(schema)),
    };
    // Without a name it is of the role that applies.
    let (owner, of_role) = match &*id.name {
        "" => ("current_user".to_owned(), String::new()),
        name => {
            (quote_identifier(name).into_owned(), format!(" for role {}", quote_identifier(name)))
        }
    };
    let head = format!("alter default privileges{of_role}{schema}");
    let kind = &id.part;
    let whom = |group: &Group| match group.grantee.as_str() {
        "" => "public".to_owned(),
        OWNER => owner.clone(),
        other => quote_identifier(other).into_owned(),
    };
    let taken: Vec<&Entry> = old.difference(new).collect();
    let given: Vec<&Entry> = new.difference(old).collect();
    let mut statements = Vec::new();
    for group in grouped(&taken, old) {
        let sql = format!("{head} revoke {} on {kind} from {}", group.words(), whom(&group));
        statements.push(Statement::new(Action::Revoke, sql).hazard(
            HazardKind::NarrowsAccess,
            format!("{} loses {} on new {kind}", group.shown(), group.words()),
        ));
    }
    for group in grouped(&given, new) {
        let option = if group.grantable { " with grant option" } else { "" };
        let sql = format!("{head} grant {} on {kind} to {}{option}", group.words(), whom(&group));
        statements.push(Statement::new(Action::Grant, sql).hazard(
            HazardKind::WidensAccess,
            format!("{} gains {} on new {kind}", group.shown(), group.words()),
        ));
    }
    statements
}

/// Names an object in a sentence.
fn shown_object(id: &Id) -> String {
    match id.kind {
        Kind::Database => "the database".to_owned(),
        Kind::Privileges => {
            let (noun, arguments) = id.privileged();
            format!("`{noun} {}{arguments}`", id.qualified())
        }
        _ => format!("`{id}`"),
    }
}

/// Writes privileges for people: `select, insert to app (with grant option); usage to everybody`.
pub(super) fn shown(fact: &Fact) -> String {
    let entries = entries(fact);
    let all: Vec<&Entry> = entries.iter().collect();
    let groups = grouped(&all, &entries).map(|group| {
        let whom = match group.grantee.as_str() {
            "" => "everybody",
            OWNER => "the owner",
            role => role,
        };
        let option = if group.grantable { " (with grant option)" } else { "" };
        format!("{} to {whom}{option}", group.words())
    });
    groups.collect::<Vec<_>>().join("; ")
}
