//! SQL run in a sandbox, and read back; live databases read as they are.

use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};

use postgres::Client;

use super::made::Made;
use super::{Error, Input, State, cache};
use crate::connect::Target;
use crate::facts::{self, Facts, Kind, Options, Roles, Shared, roles_of};
use crate::sandbox::script::{self, Script};
use crate::sandbox::{Request, Sandbox, start};
use crate::sql::quote_identifier;

/// Sandboxes for states, each started when it is first needed: roles belong to a whole server, so
/// each state has its own.
pub struct Places<'a> {
    request: Request<'a>,
    started: OnceLock<Sandbox>,
    /// Held while it is started.
    starting: Mutex<()>,
}

impl<'a> Places<'a> {
    /// Prepares a sandbox that starts when it is needed.
    pub fn new(request: Request<'a>) -> Self {
        Self { request, started: OnceLock::new(), starting: Mutex::new(()) }
    }

    /// Starts the sandbox, which will be needed: who needs it is told what keeps it from starting.
    pub fn begin(&self) {
        let _ = self.sandbox();
    }

    /// Returns the sandbox, started by now.
    ///
    /// # Errors
    /// As [`start`].
    pub fn sandbox(&self) -> Result<&Sandbox, Error> {
        let _starting = self.starting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sandbox) = self.started.get() {
            return Ok(sandbox);
        }
        let sandbox = start(&self.request, &|_| ())?;
        Ok(self.started.get_or_init(|| sandbox))
    }

    /// Reads a state; scripts run in this sandbox, unless what they make is remembered.
    ///
    /// # Errors
    /// The first statement that fails, with its place; a server that cannot be reached or read.
    pub fn read(&self, input: &Input, roles: &BTreeSet<String>) -> Result<State, Error> {
        let facts = match input {
            Input::Server(live) => live.read(roles)?,
            Input::Scripts { scripts, .. } => {
                let version = self.version();
                let texts: Vec<&str> = scripts.iter().map(|script| script.text.as_str()).collect();
                if let Some(facts) = version.as_deref().and_then(|it| cache::find(&texts, it)) {
                    return Ok(State { name: input.name(), facts });
                }
                let sandbox = self.sandbox()?;
                let database = load(sandbox, "state", scripts, &BTreeSet::new())?;
                let facts = database.read(&mut database.connect()?)?;
                let version = version.as_deref().unwrap_or_else(|| sandbox.server_version());
                cache::keep(&texts, version, &facts);
                facts
            }
        };
        Ok(State { name: input.name(), facts })
    }

    /// Returns the version of the server that would be started, where that is known beforehand.
    pub(super) fn version(&self) -> Option<String> {
        crate::sandbox::local_version(&self.request)
    }
}

/// Runs scripts in an empty database of the sandbox; `roles` are made there later.
///
/// # Errors
/// The first statement that fails, with its place.
pub fn load<'s>(
    sandbox: &'s Sandbox,
    name: &str,
    scripts: &[Script],
    roles: &BTreeSet<String>,
) -> Result<Made<'s>, Error> {
    let roles = roles.clone();
    let text: String = scripts.iter().map(|script| script.text.to_lowercase()).collect();
    let names = move |role: &str| roles.contains(role) || makes_role(&text, role);
    let database = Made::new(sandbox, name, Box::new(names))?;
    let mut client = database.connect()?;
    for script in scripts {
        script::run(&mut client, script)?;
    }
    Ok(database)
}

/// Returns whether some SQL, in lower case, makes or changes a role.
fn makes_role(text: &str, role: &str) -> bool {
    let (plain, quoted) = (role.to_lowercase(), quote_identifier(role).to_lowercase());
    ["role ", "user ", "group "].iter().any(|word| {
        [&plain, &quoted].iter().any(|name| {
            let wanted = format!("{word}{name}");
            let found = text.match_indices(&wanted);
            let mut ends = found.map(|(at, found)| text[at + found.len()..].chars().next());
            ends.any(|next| next.is_none_or(|c| !c.is_alphanumeric() && c != '_'))
        })
    })
}

/// Reads a database of a sandbox: what its superuser owns has no declared owner.
///
/// # Errors
/// As [`facts::read`].
pub fn read_sandbox(sandbox: &Sandbox, client: &mut Client, roles: Roles) -> Result<Facts, Error> {
    let default_owner = Some(sandbox.superuser().to_owned());
    let options = Options { roles, default_owner, extension_versions: false };
    Ok(facts::read(client, &options)?)
}

/// Reads a live database: every owner is said, and of the cluster's roles those that are named.
///
/// # Errors
/// As [`facts::read`].
pub fn read_server(client: &mut Client, names: &BTreeSet<String>) -> Result<Facts, Error> {
    read_server_of(client, names, None)
}

/// Reads a live database as what scripts come to: what the owner of the database owns has no declared
/// owner.
pub(super) fn read_server_as_scripts(
    client: &mut Client,
    names: &BTreeSet<String>,
) -> Result<Facts, Error> {
    let asks =
        "select pg_get_userbyid(datdba)::text from pg_database where datname = current_database()";
    let owner = client.query_one(asks, &[]).and_then(|row| row.try_get(0));
    let owner = owner.map_err(|source| facts::Error::Query { part: "the owner", source })?;
    read_server_of(client, names, Some(owner))
}

fn read_server_of(
    client: &mut Client,
    names: &BTreeSet<String>,
    default_owner: Option<String>,
) -> Result<Facts, Error> {
    let options = Options { roles: named(names), default_owner, extension_versions: true };
    let mut facts = facts::read(client, &options)?;
    leave_others(&mut facts, names);
    Ok(facts)
}

fn named(names: &BTreeSet<String>) -> Roles {
    if names.is_empty() { Roles::None } else { Roles::Named(names.clone()) }
}

/// Reads a live database as [`read_server`] does, where the roles are not known yet; what is returned
/// is to be given to [`of_roles`].
pub(super) fn read_early(
    client: &mut Client,
    roles: Roles,
    shared: Option<Shared>,
) -> Result<Facts, Error> {
    let options = Options { roles, default_owner: None, extension_versions: true };
    Ok(facts::read_sharing(client, &options, shared)?)
}

/// Leaves out what [`read_server`] with these roles would not have read.
pub(super) fn of_roles(mut facts: Facts, names: &BTreeSet<String>) -> Facts {
    facts.keep_roles(&named(names));
    leave_others(&mut facts, names);
    facts
}

/// Leaves out what belongs to the cluster and concerns none of these roles.
fn leave_others(facts: &mut Facts, names: &BTreeSet<String>) {
    facts.facts.retain(|id, fact| match id.kind {
        // Privileges on parameters belong to the cluster, like the roles that have them.
        Kind::Parameter => !roles_of(id, fact).is_disjoint(names),
        Kind::Privileges => {
            let roles = roles_of(id, fact);
            names.is_empty() || roles.is_empty() || !roles.is_disjoint(names)
        }
        _ => true,
    });
}

impl State {
    /// Returns the roles that the state declares.
    pub fn roles(&self) -> BTreeSet<String> {
        self.facts.roles()
    }
}

/// Reads the state that a saved plan starts from, as it is now.
///
/// # Errors
/// As [`read_server`].
pub fn fingerprint(target: &Target, roles: &BTreeSet<String>) -> Result<String, Error> {
    Ok(read_server(&mut target.connect()?, roles)?.fingerprint())
}
