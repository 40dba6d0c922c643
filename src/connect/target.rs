//! A server, a role and a database: everything that opening a connection takes.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use postgres::config::ChannelBinding;

use super::hosts::{self, Host, Place};
use super::passfile::Passfile;
use super::secret::Secret;
use super::session::Session;
use super::tls::Tls;
use super::url::{self, encode};
use super::values::Values;
use super::{Environment, Error, Warning, keywords};

/// How long a server may take to answer, unless `connect_timeout` says so.
const PATIENCE: Duration = Duration::from_secs(10);
/// What the server sees in `pg_stat_activity`, unless `application_name` says so.
const APPLICATION: &str = "pgspec";

/// Which database to connect to, where, as whom and how.
///
/// Neither [`Target::display`] nor the `Debug` form shows a password.
#[derive(Clone)]
pub struct Target {
    pub(super) hosts: Vec<Host>,
    pub(super) user: String,
    pub(super) database: String,
    database_is_given: bool,
    pub(super) password: Option<Secret>,
    pub(super) passfile: Passfile,
    /// What holds for every server of the list.
    pub(super) base: postgres::Config,
    pub(super) tls: Tls,
    /// How long one address may take; `None` is for ever.
    pub(super) patience: Option<Duration>,
    pub(super) session: Session,
    /// Whether the servers are tried in a random order.
    pub(super) shuffled: bool,
    warnings: Vec<Warning>,
}

impl Target {
    /// Reads a URL or a string of keywords, and completes it from the environment as psql does.
    ///
    /// # Errors
    /// Fails on what is not valid, on parameters that are unknown or not supported, and on files
    /// that are named and cannot be read. No error repeats a part of the text.
    pub fn parse(text: &str, environment: &Environment) -> Result<Self, Error> {
        let pairs = match url::without_scheme(text) {
            Some(rest) => url::parse(rest)?,
            None if text.contains('=') => keywords::parse(text)?,
            None => return Err(Error::NotAConnectionString),
        };
        Self::from_values(&Values::complete(pairs, environment)?, environment)
    }

    /// Takes everything from the environment, as psql without arguments does.
    ///
    /// # Errors
    /// As [`Target::parse`].
    pub fn from_environment(environment: &Environment) -> Result<Self, Error> {
        Self::from_values(&Values::complete(Vec::new(), environment)?, environment)
    }

    /// Names a server on a socket in `folder`; nothing comes from the environment.
    pub fn on_socket(folder: &Path, port: u16, user: &str, database: &str) -> Self {
        let place = Place::Socket { folder: folder.to_owned(), usual: false };
        Self::plain(Host { place, port }, user, database)
    }

    /// Names a server on the network, without TLS; nothing comes from the environment.
    pub fn on_network(host: &str, port: u16, user: &str, password: &str, database: &str) -> Self {
        let place = Place::Network { name: Some(host.to_owned()), address: None };
        let mut target = Self::plain(Host { place, port }, user, database);
        target.password = Some(Secret::new(password));
        target
    }

    fn plain(host: Host, user: &str, database: &str) -> Self {
        let mut base = postgres::Config::new();
        base.application_name(APPLICATION);
        Self {
            hosts: vec![host],
            user: user.to_owned(),
            database: database.to_owned(),
            database_is_given: true,
            password: None,
            passfile: Passfile::default(),
            base,
            tls: Tls::disabled(),
            patience: Some(PATIENCE),
            session: Session::Any,
            shuffled: false,
            warnings: Vec::new(),
        }
    }

    fn from_values(values: &Values, environment: &Environment) -> Result<Self, Error> {
        let mut warnings = Vec::new();
        let user = values.text("user").or(environment.user.as_deref()).ok_or(Error::NoUser)?;
        let patience = match values.integer("connect_timeout")? {
            None => Some(PATIENCE),
            Some(seconds) => {
                u64::try_from(seconds).ok().filter(|s| *s > 0).map(Duration::from_secs)
            }
        };
        let orders = [("disable", false), ("random", true)];
        Ok(Self {
            hosts: hosts::combine(values, environment)?,
            user: user.to_owned(),
            database: values.text("dbname").unwrap_or(user).to_owned(),
            database_is_given: values.text("dbname").is_some(),
            password: values.text("password").map(Secret::new),
            passfile: passfile(values, environment, &mut warnings)?,
            base: base(values)?,
            tls: Tls::from_values(values, environment, &mut warnings)?,
            patience,
            session: values.choice("target_session_attrs", Session::CHOICES)?.unwrap_or_default(),
            shuffled: values.choice("load_balance_hosts", &orders)?.unwrap_or_default(),
            warnings,
        })
    }

    /// Returns the same target with another database.
    #[must_use]
    pub fn with_database(&self, database: &str) -> Self {
        Self { database: database.to_owned(), database_is_given: true, ..self.clone() }
    }

    /// Returns the same target with another role, and with this password or none.
    #[must_use]
    pub fn with_user(&self, user: &str, password: Option<&str>) -> Self {
        Self {
            user: user.to_owned(),
            password: Some(Secret::new(password.unwrap_or_default())),
            passfile: Passfile::default(),
            ..self.clone()
        }
    }

    /// Returns the role.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// Returns the database.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Returns whether the database was named; otherwise it is the one named as the role.
    pub fn database_is_given(&self) -> bool {
        self.database_is_given
    }

    /// Returns what was passed over and should be said.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Names the target for people, without secrets: `postgres://app@db:5432/shop`.
    ///
    /// psql takes it as well; it finds the password as pgspec did, unless that was in the text.
    pub fn display(&self) -> String {
        let network = |host: &Host| matches!(host.place, Place::Network { .. });
        let (user, database) = (encode(&self.user), encode(&self.database));
        if self.hosts.iter().all(network) {
            let hosts: Vec<_> = self.hosts.iter().map(Host::display).collect();
            return format!("postgres://{user}@{}/{database}", hosts.join(","));
        }
        let names: Vec<_> = self.hosts.iter().map(Host::name).collect();
        let mut text = format!("postgres://{user}@/{database}?host={}", names.join(","));
        if self.hosts.iter().any(|host| host.port != hosts::PORT) {
            let ports: Vec<_> = self.hosts.iter().map(|host| host.port.to_string()).collect();
            text.push_str(&format!("&port={}", ports.join(",")));
        }
        text
    }
}

/// Tells whether a text is meant as a connection: a `postgres://` URL, or `host=…` and its kin.
pub fn is_connection_string(text: &str) -> bool {
    url::without_scheme(text).is_some() || keywords::looks_like_one(text)
}

/// Reads the password file, where a password is not given in another way.
fn passfile(
    values: &Values,
    environment: &Environment,
    warnings: &mut Vec<Warning>,
) -> Result<Passfile, Error> {
    let own = || environment.in_home(".pgpass");
    match values.text("passfile").map(Into::into).or_else(own) {
        Some(path) if values.text("password").is_none() => Passfile::read(&path, warnings),
        _ => Ok(Passfile::default()),
    }
}

/// Collects what the driver does by itself.
fn base(values: &Values) -> Result<postgres::Config, Error> {
    let bindings = [
        ("disable", ChannelBinding::Disable),
        ("prefer", ChannelBinding::Prefer),
        ("require", ChannelBinding::Require),
    ];
    let mut base = postgres::Config::new();
    let application = values.text("application_name");
    let application = application.or_else(|| values.text("fallback_application_name"));
    base.application_name(application.unwrap_or(APPLICATION));
    if let Some(options) = values.text("options") {
        base.options(options);
    }
    if let Some(binding) = values.choice("channel_binding", &bindings)? {
        base.channel_binding(binding);
    }
    base.keepalives(values.integer("keepalives")? != Some(0));
    if let Some(seconds) = values.positive("keepalives_idle")? {
        base.keepalives_idle(Duration::from_secs(seconds));
    }
    if let Some(seconds) = values.positive("keepalives_interval")? {
        base.keepalives_interval(Duration::from_secs(seconds));
    }
    if let Some(count) = values.positive("keepalives_count")? {
        base.keepalives_retries(u32::try_from(count).unwrap_or(u32::MAX));
    }
    if let Some(milliseconds) = values.positive("tcp_user_timeout")? {
        base.tcp_user_timeout(Duration::from_millis(milliseconds));
    }
    Ok(base)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display())
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&self.display()).finish()
    }
}
