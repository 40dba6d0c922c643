//! Login roles log in, and their settings took.
//!
//! A setting is asked for in a session of the role and compared with what a session of the
//! superuser makes of the declared value: the server knows that `60s` is `1min`.
//!
//! Over TCP each role logs in with its password, which the server knows as a SCRAM verifier only,
//! and a wrong password must be refused. A local sandbox trusts its private socket: there passwords
//! prove nothing, and the report says so.

use std::collections::BTreeMap;

use postgres::Client;
use postgres::error::SqlState;

use super::{Check, Context, Error, Group, Outcome, scram};
use crate::connect;
use crate::model::{Access, Privilege, Role, Target};
use crate::sandbox::Kind;
use crate::sandbox::script::words;
use crate::sql::{quote_identifier, setting_value};

/// Logs in as every role that may.
pub(super) fn prove(context: &Context<'_>, checks: &mut Vec<Check>) -> Result<(), Error> {
    let roles = &context.project.database.roles;
    let access = Access::new(&context.project.database);
    let mut client = context.connect()?;
    for (done, (name, role)) in roles.iter().filter(|(_, role)| role.login).enumerate() {
        context.progress.step(done, roles.len());
        let may_connect = role.superuser
            || access.verdict(name, &Target::Database, Privilege::Connect).is_allowed();
        let login = Login { context, name, role, may_connect };
        checks.extend(login.prove(&mut client)?);
    }
    Ok(())
}

/// One role that logs in.
struct Login<'a> {
    context: &'a Context<'a>,
    name: &'a str,
    role: &'a Role,
    may_connect: bool,
}

impl Login<'_> {
    fn prove(&self, superuser: &mut Client) -> Result<Vec<Check>, Error> {
        self.set_password(superuser)?;
        let secret = self.context.secrets.get(self.name).map(|secret| secret.password.as_str());
        let mut checks = Vec::new();
        match (self.connect(secret), self.may_connect) {
            (Ok(mut session), true) => {
                checks.push(self.check("logs in", Outcome::Passed));
                checks.extend(self.password(secret));
                for (setting, value) in self.settings() {
                    checks.push(self.setting(superuser, &mut session, setting, value)?);
                }
            }
            (Ok(_), false) => {
                let detail = "it can connect to the database, declared refused";
                checks.push(self.check("logs in", Outcome::Failed(detail.to_owned())));
            }
            (Err(error), false) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
                checks.push(self.check("may not connect to the database", Outcome::Passed));
            }
            (Err(error), _) => checks.push(self.check("logs in", self.refused(&error))),
        }
        Ok(checks)
    }

    /// Returns the settings that its sessions have: those of this database come before the others.
    fn settings(&self) -> BTreeMap<&str, &str> {
        self.role.all_settings().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// Gives the role its password, except where the image's own script did.
    fn set_password(&self, superuser: &mut Client) -> Result<(), Error> {
        let by_image = self.context.sandbox.kind() == Kind::Docker && self.role.password.is_some();
        let Some(secret) = self.context.secrets.get(self.name).filter(|_| !by_image) else {
            return Ok(());
        };
        let failed = Error::server("set the password of a role");
        let mut change = superuser.transaction().map_err(failed)?;
        scram::set(&mut change, self.name, &secret.verifier).map_err(failed)?;
        change.commit().map_err(failed)
    }

    fn connect(&self, password: Option<&str>) -> Result<Client, connect::Error> {
        self.context.sandbox.connect_as(&self.context.database, self.name, password)
    }

    /// Proves that the password is asked for: a wrong one must be refused.
    fn password(&self, secret: Option<&str>) -> Option<Check> {
        let claim = "only with its password";
        if self.context.sandbox.kind() == Kind::Local {
            self.role.password.as_ref()?;
            let reason = "a local sandbox trusts its private socket".to_owned();
            return Some(self.check(claim, Outcome::Skipped(reason)));
        }
        let wrong = format!("{}x", secret.unwrap_or_default());
        let outcome = match self.connect(Some(&wrong)) {
            Ok(_) if self.context.sandbox.kind() == Kind::Url => {
                Outcome::Skipped("this server asks for no password here".to_owned())
            }
            Ok(_) => Outcome::Failed("it logs in with a wrong password as well".to_owned()),
            Err(_) => Outcome::Passed,
        };
        Some(self.check(claim, outcome))
    }

    fn setting(
        &self,
        superuser: &mut Client,
        session: &mut Client,
        name: &str,
        value: &str,
    ) -> Result<Check, Error> {
        let expected = canonical(superuser, name, value)?;
        let outcome = match show(session, name) {
            Ok(found) if found == expected => Outcome::Passed,
            Ok(found) => Outcome::Failed(format!("it is `{found}`, declared `{value}`")),
            Err(error) => Outcome::Failed(words(&error)),
        };
        Ok(self.check(&format!("setting {name}"), outcome))
    }

    fn refused(&self, error: &connect::Error) -> Outcome {
        let by_rules = error.code() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION);
        match by_rules && self.context.sandbox.kind() == Kind::Url {
            true => {
                Outcome::Skipped(format!("this server lets it in from nowhere: {}", error.answer()))
            }
            false => Outcome::Failed(error.answer()),
        }
    }

    fn check(&self, claim: &str, outcome: Outcome) -> Check {
        Check::new(Group::Roles, format!("{}: {claim}", quote_identifier(self.name)), outcome)
    }
}

/// Returns how the server spells the value; as it is where a session cannot set it.
fn canonical(client: &mut Client, name: &str, value: &str) -> Result<String, Error> {
    let failed = Error::server("ask how settings are spelled");
    let mut transaction = client.transaction().map_err(failed)?;
    let parts: Vec<_> = name.split('.').map(quote_identifier).collect();
    let statement = format!("set local {} to {}", parts.join("."), setting_value(name, value));
    let spelled = match transaction.batch_execute(&statement) {
        Ok(()) => {
            let query = "select current_setting($1)";
            transaction.query_one(query, &[&name]).map_err(failed)?.get(0)
        }
        Err(error) if error.is_closed() => return Err(failed(error)),
        Err(_) => value.to_owned(),
    };
    transaction.rollback().map_err(failed)?;
    Ok(spelled)
}

fn show(session: &mut Client, name: &str) -> Result<String, postgres::Error> {
    Ok(session.query_one("select current_setting($1)", &[&name])?.get(0))
}
