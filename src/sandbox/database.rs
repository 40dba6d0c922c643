//! A database of our own on a sandbox, for as long as it is needed.

use postgres::Client;

use super::{Error, Sandbox, random};

/// Longest prefix that leaves room for the random suffix within PostgreSQL's 63 bytes.
const LONGEST_PREFIX: usize = 40;

/// An empty database with a name of its own; dropped, by force, when this value is.
#[derive(Debug)]
pub struct Database<'s> {
    sandbox: &'s Sandbox,
    name: String,
}

impl<'s> Database<'s> {
    /// Creates the database from `template0`, in `C.UTF-8` where the server has it, else in `C`.
    ///
    /// <https://www.postgresql.org/docs/current/manage-ag-templatedbs.html>
    pub(super) fn create(sandbox: &'s Sandbox, prefix: &str) -> Result<Self, Error> {
        let name = format!("{}_{}", plain(prefix), random::hexadecimal(6)?);
        let mut client = sandbox.maintain()?;
        let locale = locale(&mut client)?;
        let statement = format!(
            "create database {name} template template0 encoding 'UTF8' \
             locale_provider libc locale '{locale}'"
        );
        client
            .batch_execute(&statement)
            .map_err(|source| Error::statement("cannot create a database", source))?;
        Ok(Self { sandbox, name })
    }

    /// Returns the name: lower-case letters, digits and underscores, so it needs no quotes.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Opens a connection as the sandbox's superuser.
    ///
    /// # Errors
    /// Fails when the server is gone.
    pub fn connect(&self) -> Result<Client, Error> {
        self.sandbox.connect(&self.name)
    }
}

impl Drop for Database<'_> {
    fn drop(&mut self) {
        // A server that is gone took the database along.
        if let Ok(mut client) = self.sandbox.maintain() {
            let _ = client.batch_execute(&format!("drop database if exists {} (force)", self.name));
        }
    }
}

/// Reduces `prefix` to what an unquoted identifier may hold, led by `pgspec_`.
fn plain(prefix: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let prefix: String = prefix.chars().take(LONGEST_PREFIX).map(plain).collect();
    format!("pgspec_{prefix}")
}

/// Finds how this server spells the `C.UTF-8` of its operating system.
fn locale(client: &mut Client) -> Result<String, Error> {
    let statement = "select coalesce(min(collcollate), 'C') from pg_catalog.pg_collation \
                     where collcollate in ('C.UTF-8', 'C.utf8') and collprovider = 'c'";
    let row = client
        .query_one(statement, &[])
        .map_err(|source| Error::statement("cannot read the server's locales", source))?;
    Ok(row.get(0))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn prefix_is_made_a_plain_identifier() {
        assert_eq!(plain("check"), "pgspec_check");
        assert_eq!(plain("Ünder \"x\"; drop"), "pgspec__nder__x___drop");
        assert_eq!(plain(&"x".repeat(200)).len(), "pgspec_".len() + super::LONGEST_PREFIX);
    }
}
