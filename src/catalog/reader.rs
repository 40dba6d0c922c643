//! One snapshot of a server, and how rows of it are fetched.

use std::collections::BTreeSet;

use postgres::{Client, IsolationLevel, Transaction};
use serde::de::DeserializeOwned;

use super::{Error, Options};
use crate::model::{APPLYING_ROLE, PUBLIC};

const PRELUDE: &str = include_str!("prelude.sql");

/// Names, dates and numbers are printed the same whatever the session was set to.
const SETTINGS: &str = "set local search_path = ''; set local timezone = 'UTC';
    set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
    set local extra_float_digits = 1; set local bytea_output = 'hex';
    set local xmlbinary = 'base64'; set local quote_all_identifiers = off; set local jit = off";

/// Reads rows from one snapshot.
pub(super) struct Reader<'a> {
    transaction: Transaction<'a>,
    roles: Option<&'a BTreeSet<String>>,
    default_owner: String,
    bootstrap: String,
    left_out: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Server {
    version: i32,
    user: String,
    bootstrap: String,
}

impl<'a> Reader<'a> {
    /// Opens the snapshot.
    pub fn start(client: &'a mut Client, options: &'a Options) -> Result<Self, Error> {
        let failed = |source| Error::Query { part: "the snapshot", source };
        let builder = client.build_transaction();
        let snapshot = builder.isolation_level(IsolationLevel::RepeatableRead).read_only(true);
        let mut transaction = snapshot.start().map_err(failed)?;
        transaction.batch_execute(SETTINGS).map_err(failed)?;
        let server: Vec<Server> = fetch(
            &mut transaction,
            "the version",
            "select current_setting('server_version_num')::int as version, current_user as user,
                 pg_get_userbyid(10) as bootstrap",
        )?;
        let mut reader = Self {
            transaction,
            roles: options.roles.as_ref(),
            default_owner: options.default_owner.clone().unwrap_or_default(),
            bootstrap: String::new(),
            left_out: Vec::new(),
        };
        for Server { version, user, bootstrap } in server {
            if version < 150_000 {
                return Err(Error::TooOld { major: version / 10_000 });
            }
            if options.default_owner.is_none() {
                reader.default_owner = user;
            }
            reader.bootstrap = bootstrap;
        }
        Ok(reader)
    }

    /// Runs a query that continues the prelude and returns its rows.
    pub fn rows<T: DeserializeOwned>(
        &mut self,
        part: &'static str,
        sql: &str,
    ) -> Result<Vec<T>, Error> {
        fetch(&mut self.transaction, part, &format!("{PRELUDE}\n{sql}"))
    }

    /// Closes the snapshot; returns what was left out.
    pub fn finish(self) -> Result<Vec<String>, Error> {
        let closed = self.transaction.commit();
        closed.map_err(|source| Error::Query { part: "the snapshot", source })?;
        Ok(self.left_out)
    }

    /// Returns the owner where it is worth saying.
    pub fn owner(&self, name: String) -> Option<String> {
        (!self.is_unsaid(&name)).then_some(name)
    }

    /// Returns whether a role is one of the project's.
    pub fn is_role(&self, name: &str) -> bool {
        match self.roles {
            Some(roles) => roles.contains(name),
            None => !name.starts_with("pg_") && !self.is_unsaid(name),
        }
    }

    /// Returns the name of a grantee whose privileges are read: that of whoever applies the project
    /// is not known to it.
    pub fn grantee(&self, name: String) -> Option<String> {
        match name.as_str() {
            name if self.is_unsaid(name) => Some(APPLYING_ROLE.to_owned()),
            own if own == PUBLIC || own.starts_with("pg_") || self.is_role(own) => Some(name),
            _ => None,
        }
    }

    /// Notes what was read and is left out.
    pub fn leave_out(&mut self, what: String) {
        self.left_out.push(what);
    }

    /// Says whether a role is who applies, or the superuser that a cluster begins with.
    pub fn is_unsaid(&self, name: &str) -> bool {
        name == self.default_owner || name == self.bootstrap
    }
}

/// Fetches the rows of a query, each through JSON, so that a row is a plain struct.
fn fetch<T: DeserializeOwned>(
    transaction: &mut Transaction<'_>,
    part: &'static str,
    sql: &str,
) -> Result<Vec<T>, Error> {
    let sql = format!("select to_json(q)::text from ({sql}) q");
    let rows = transaction.query(&sql, &[]).map_err(|source| Error::Query { part, source })?;
    let parse = |row: &postgres::Row| {
        let text: &str = row.try_get(0).map_err(|source| Error::Query { part, source })?;
        serde_json::from_str(text).map_err(|source| Error::Row { part, source })
    };
    rows.iter().map(parse).collect()
}

/// Splits `name=value` options as the catalogs store them.
pub(super) fn split_options(options: Vec<String>) -> impl Iterator<Item = (String, String)> {
    options.into_iter().map(|option| match option.split_once('=') {
        Some((name, value)) => (name.to_owned(), value.to_owned()),
        None => (option, String::new()),
    })
}
