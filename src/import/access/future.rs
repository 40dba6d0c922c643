//! What a role gets on objects that are created later.

use std::collections::{BTreeMap, BTreeSet};

use super::universe::{KINDS, Kind};
use crate::import::context::Context;
use crate::model::{APPLYING_ROLE, DefaultPrivilege, FutureKind, PUBLIC, Privilege};

/// What is granted in advance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Promise {
    schema: Option<String>,
    kind: FutureKind,
    /// Nothing where PostgreSQL's own gift to everybody is taken away.
    pub privileges: BTreeSet<Privilege>,
    pub with_grant_option: bool,
    /// Roles whose objects are meant, where that has to be said.
    pub created_by: Vec<String>,
}

type Key = (Option<String>, FutureKind, bool, BTreeSet<Privilege>);

/// Returns what a role, or `public`, is promised.
pub(super) fn promises(context: &Context, grantee: &str) -> Vec<Promise> {
    let mut creators: BTreeMap<Key, BTreeSet<Option<&str>>> = BTreeMap::new();
    let all = context.database.default_privileges.iter();
    for (key, privileges) in all.filter(|(key, _)| key.grantee == grantee) {
        if privileges.is_empty() && is_closed_anyway(context, key) {
            continue;
        }
        for option in [false, true] {
            let with = privileges.iter().filter(|(_, may)| **may == option);
            let set: BTreeSet<Privilege> = with.map(|(privilege, _)| *privilege).collect();
            if !set.is_empty() || privileges.is_empty() && !option {
                let place = (key.schema.clone(), key.kind, option, set);
                creators.entry(place).or_default().insert(key.creator.as_deref());
            }
        }
    }
    if grantee == PUBLIC {
        let place = (None, FutureKind::Routines, false, [Privilege::Execute].into());
        let open = open(context);
        if !open.is_empty() {
            creators.entry(place).or_default().extend(open);
        }
    }
    let promise = |((schema, kind, with_grant_option, privileges), creators): (Key, _)| Promise {
        created_by: created_by(context, schema.as_deref(), creators),
        schema,
        kind,
        privileges,
        with_grant_option,
    };
    creators.into_iter().map(promise).collect()
}

/// Whether pgspec closes what this entry closes without being told: future routines of the applying
/// role.
fn is_closed_anyway(context: &Context, key: &DefaultPrivilege) -> bool {
    let routines = key.kind == FutureKind::Routines && key.creator.is_none();
    debug_assert!(key.grantee == PUBLIC || !context.database.roles.is_empty());
    key.grantee == PUBLIC && routines
}

/// Returns the roles whose future routines everybody may execute, of those that the spec names as
/// creators: for these pgspec would close them.
fn open<'a>(context: &Context<'a>) -> BTreeSet<Option<&'a str>> {
    let all = &context.database.default_privileges;
    let named = all.keys().map(|key| key.creator.as_deref());
    let closed = |creator: Option<&str>| {
        all.iter().any(|(key, privileges)| {
            key.creator.as_deref() == creator
                && key.schema.is_none()
                && key.kind == FutureKind::Routines
                && key.grantee == PUBLIC
                && !privileges.contains_key(&Privilege::Execute)
        })
    };
    named.chain([None]).filter(|creator| !closed(*creator)).collect()
}

/// Names the creators, unless they are those that go without saying.
fn created_by(
    context: &Context,
    schema: Option<&str>,
    creators: BTreeSet<Option<&str>>,
) -> Vec<String> {
    let owner = schema.and_then(|schema| context.object_owner(schema));
    let usual: BTreeSet<Option<&str>> = [None].into_iter().chain(owner.map(Some)).collect();
    if creators == usual {
        return Vec::new();
    }
    let name = |creator: Option<&str>| creator.unwrap_or(APPLYING_ROLE).to_owned();
    creators.into_iter().map(name).collect()
}

impl Promise {
    /// Whether it promises what a pattern grants.
    pub fn is(
        &self,
        kind: Kind,
        schema: Option<&str>,
        privileges: &BTreeSet<Privilege>,
        option: bool,
    ) -> bool {
        self.kind == kind.future()
            && self.schema.as_deref() == schema
            && self.privileges == *privileges
            && self.with_grant_option == option
    }

    /// Returns the pattern that it is written for.
    pub fn on(&self) -> String {
        let word = match self.kind {
            FutureKind::Tables => "",
            FutureKind::Sequences => "sequence ",
            FutureKind::Routines => "function ",
            FutureKind::Types => "type ",
            FutureKind::Schemas => "schema ",
            FutureKind::LargeObjects => "large object ",
        };
        match &self.schema {
            Some(schema) => format!("{word}{schema}.*"),
            None => format!("{word}*"),
        }
    }

    /// Returns the word behind `future:`: where nothing exists yet, it may as well hold for all.
    pub fn word(&self, context: &Context) -> &'static str {
        let kind = KINDS.into_iter().find(|kind| kind.future() == self.kind);
        let exists = kind.is_none_or(|kind| !kind.all(context, self.schema.as_deref()).is_empty());
        if exists || self.privileges.is_empty() { "only" } else { "true" }
    }

    /// Returns every privilege that what is promised could have.
    pub fn known(&self, major: u16) -> Vec<Privilege> {
        use crate::model::{ObjectName, Target};
        let name = || ObjectName::new("", "");
        match self.kind {
            FutureKind::Tables => Target::Table(name()).privileges(major).to_vec(),
            FutureKind::Sequences => Target::Sequence(name()).privileges(major).to_vec(),
            FutureKind::Schemas => Target::Schema(String::new()).privileges(major).to_vec(),
            FutureKind::LargeObjects => vec![Privilege::Select, Privilege::Update],
            FutureKind::Routines | FutureKind::Types => Vec::new(),
        }
    }
}
