//! A database that is filled and emptied again: making one takes longer than most pairs do.

use postgres::Client;

use crate::diff;
use crate::facts::{Facts, Kind, Roles};
use crate::sandbox::script::{self, Script};
use crate::sandbox::{Error, Request, Sandbox, start};
use crate::state::{self, Doubt};

/// What every new database has.
const PUBLIC: &str = include_str!("public.sql");

/// A server with one database of ours.
pub(super) struct Scratch {
    request: Request<'static>,
    sandbox: Sandbox,
    name: Option<String>,
}

impl Scratch {
    pub fn start(request: &Request<'static>) -> Result<Self, Error> {
        let sandbox = start(request, &|_| ())?;
        Ok(Self { request: request.clone(), sandbox, name: None })
    }

    /// Fills the database from empty, and returns a connection to it.
    pub fn fill(&mut self, scripts: &[Script]) -> Result<Client, state::Error> {
        self.empty()?;
        let mut client = self.connect()?;
        for script in scripts {
            script::run(&mut client, script)?;
        }
        // What the script set for itself is not for those that come after it.
        drop(client);
        self.connect()
    }

    fn connect(&mut self) -> Result<Client, state::Error> {
        let name = match &self.name {
            Some(name) => name.clone(),
            None => {
                let database = self.sandbox.create_database("pair")?;
                let name = database.name().to_owned();
                // It is emptied and filled again, and goes with its server.
                std::mem::forget(database);
                self.name.insert(name).clone()
            }
        };
        Ok(self.sandbox.connect(&name)?)
    }

    pub fn read(&self, client: &mut Client) -> Result<Facts, state::Error> {
        state::read_sandbox(&self.sandbox, client, Roles::All)
    }

    /// Settles a desired state here.
    pub fn settle(&self, current: &Facts, desired: &Facts, doubt: Doubt) -> Option<Facts> {
        state::settle(current, desired, doubt, &|part| state::replay(&self.sandbox, part))
    }

    /// Empties the server; one that does not let itself be emptied is given up for another.
    fn empty(&mut self) -> Result<(), state::Error> {
        if self.name.is_none() {
            return Ok(());
        }
        let mut client = self.connect()?;
        if !self.is_emptied(&mut client)? {
            self.sandbox = start(&self.request, &|_| ())?;
            self.name = None;
        }
        Ok(())
    }

    fn is_emptied(&self, client: &mut Client) -> Result<bool, state::Error> {
        let facts = self.read(client)?;
        let pristine = Facts::of_empty_database(facts.postgres);
        if diff::differences(&facts, &pristine).is_empty() {
            return Ok(true);
        }
        // A statement that fails leaves something behind, which the comparison finds.
        for statement in emptying(&facts) {
            let _ = client.batch_execute(&statement);
        }
        let facts = self.read(client)?;
        Ok(diff::differences(&facts, &pristine).is_empty())
    }
}

/// Returns statements that remove what usual scripts make.
fn emptying(facts: &Facts) -> Vec<String> {
    let names =
        |kind: Kind| facts.facts.keys().filter(move |id| id.kind == kind).map(|id| id.qualified());
    let drops = |kind: Kind, words: &'static str| {
        names(kind).map(move |name| format!("drop {words} {name} cascade"))
    };
    let mut statements: Vec<String> = drops(Kind::EventTrigger, "event trigger").collect();
    statements.extend(drops(Kind::Publication, "publication"));
    statements.extend(drops(Kind::Extension, "extension"));
    statements.extend(drops(Kind::ForeignDataWrapper, "foreign data wrapper"));
    statements.extend(drops(Kind::Schema, "schema"));
    statements.push(PUBLIC.to_owned());
    statements.extend(privileges_as_they_came(facts));
    for role in names(Kind::Role) {
        statements.push(format!("drop owned by {role} cascade; drop role {role}"));
    }
    statements
}

/// Returns statements that put privileges on what is PostgreSQL's own back to what they were.
fn privileges_as_they_came(facts: &Facts) -> Vec<String> {
    let pristine = Facts::of_empty_database(facts.postgres);
    let mut changed = pristine.clone();
    let own = facts.facts.iter().filter(|(id, _)| id.kind == Kind::Privileges);
    changed.facts.extend(own.map(|(id, fact)| (id.clone(), fact.clone())));
    let changes = diff::changes(&changed, &pristine, false).unwrap_or_default();
    changes.into_iter().flat_map(|change| change.statements).map(|it| it.sql).collect()
}
