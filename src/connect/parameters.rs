//! The parameters of a connection: libpq's names, their variables, and what becomes of each here.
//!
//! <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS>

/// One parameter that libpq knows.
#[derive(Debug)]
pub(super) struct Parameter {
    pub name: &'static str,
    /// The environment variable that gives it where nothing else does.
    pub variable: Option<&'static str>,
    pub support: Support,
}

/// What pgspec does with a parameter.
#[derive(Debug, Clone, Copy)]
pub(super) enum Support {
    /// As libpq.
    Full,
    /// It is taken, and nothing here depends on it.
    NoEffect,
    /// These values are taken and no others, and why.
    Only(&'static [&'static str], &'static str),
    /// It is refused, and why: to pass over it would be less safe than its user believes.
    Refused(&'static str),
}

const GSS: &str = "there is no GSSAPI here";
const OAUTH: &str = "there is no OAuth here";
const KEYS: &str = "give the password instead";

/// Every parameter of libpq up to PostgreSQL 18.
pub(super) const PARAMETERS: &[Parameter] = &[
    full("service", "PGSERVICE"),
    full("host", "PGHOST"),
    full("hostaddr", "PGHOSTADDR"),
    full("port", "PGPORT"),
    full("dbname", "PGDATABASE"),
    full("user", "PGUSER"),
    full("password", "PGPASSWORD"),
    full("passfile", "PGPASSFILE"),
    full("channel_binding", "PGCHANNELBINDING"),
    full("connect_timeout", "PGCONNECT_TIMEOUT"),
    full("options", "PGOPTIONS"),
    full("application_name", "PGAPPNAME"),
    text("fallback_application_name", Support::Full),
    text("keepalives", Support::Full),
    text("keepalives_idle", Support::Full),
    text("keepalives_interval", Support::Full),
    text("keepalives_count", Support::Full),
    text("tcp_user_timeout", Support::Full),
    full("sslmode", "PGSSLMODE"),
    full("sslnegotiation", "PGSSLNEGOTIATION"),
    full("sslcert", "PGSSLCERT"),
    full("sslkey", "PGSSLKEY"),
    other("sslcertmode", "PGSSLCERTMODE", Support::Only(&["allow", "disable"], CERTIFICATE_MODE)),
    full("sslrootcert", "PGSSLROOTCERT"),
    full("sslcrl", "PGSSLCRL"),
    full("sslsni", "PGSSLSNI"),
    full("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION"),
    full("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION"),
    full("target_session_attrs", "PGTARGETSESSIONATTRS"),
    full("load_balance_hosts", "PGLOADBALANCEHOSTS"),
    // What follows changes nothing: pgspec speaks UTF-8 and never asks for compression or GSSAPI.
    other("client_encoding", "PGCLIENTENCODING", Support::NoEffect),
    other("sslcompression", "PGSSLCOMPRESSION", Support::NoEffect),
    other("krbsrvname", "PGKRBSRVNAME", Support::NoEffect),
    other("gsslib", "PGGSSLIB", Support::NoEffect),
    other("gssdelegation", "PGGSSDELEGATION", Support::NoEffect),
    other("max_protocol_version", "PGMAXPROTOCOLVERSION", Support::NoEffect),
    other("gssencmode", "PGGSSENCMODE", Support::Only(&["disable", "prefer"], GSS)),
    other("min_protocol_version", "PGMINPROTOCOLVERSION", Support::Only(&["3.0"], PROTOCOL)),
    text("sslpassword", Support::Refused("keys with a passphrase are not read")),
    text("sslkeylogfile", Support::Refused("session keys are not written to files")),
    other("sslcrldir", "PGSSLCRLDIR", Support::Refused("name one file in `sslcrl` instead")),
    other("requirepeer", "PGREQUIREPEER", Support::Refused("a socket's owner is not asked for")),
    other("require_auth", "PGREQUIREAUTH", Support::Refused(REQUIRE_AUTH)),
    text("requiressl", Support::Refused("it is `sslmode=require` since PostgreSQL 7.4")),
    text("replication", Support::Refused("pgspec opens ordinary connections only")),
    text("scram_client_key", Support::Refused(KEYS)),
    text("scram_server_key", Support::Refused(KEYS)),
    text("oauth_issuer", Support::Refused(OAUTH)),
    text("oauth_client_id", Support::Refused(OAUTH)),
    text("oauth_client_secret", Support::Refused(OAUTH)),
    text("oauth_scope", Support::Refused(OAUTH)),
];

const CERTIFICATE_MODE: &str = "whether the server asked for a certificate is not known";
const PROTOCOL: &str = "pgspec speaks protocol 3.0";
const REQUIRE_AUTH: &str =
    "the way of authentication cannot be demanded; `channel_binding=require` demands SCRAM";

const fn full(name: &'static str, variable: &'static str) -> Parameter {
    other(name, variable, Support::Full)
}

const fn other(name: &'static str, variable: &'static str, support: Support) -> Parameter {
    Parameter { name, variable: Some(variable), support }
}

/// A parameter that no variable gives.
const fn text(name: &'static str, support: Support) -> Parameter {
    Parameter { name, variable: None, support }
}

/// Finds a parameter by its exact name, as libpq does.
pub(super) fn find(name: &str) -> Option<&'static Parameter> {
    PARAMETERS.iter().find(|parameter| parameter.name == name)
}

/// Returns the name that was probably meant.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    crate::diagnostic::nearest(name, PARAMETERS.iter().map(|parameter| parameter.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_variables_are_unique() {
        let names: std::collections::BTreeSet<_> = PARAMETERS.iter().map(|p| p.name).collect();
        assert_eq!(names.len(), PARAMETERS.len());
        let variables: Vec<_> = PARAMETERS.iter().filter_map(|p| p.variable).collect();
        let unique: std::collections::BTreeSet<_> = variables.iter().collect();
        assert_eq!(unique.len(), variables.len());
    }

    #[test]
    fn the_documentation_has_every_parameter() {
        let page = include_str!("../../docs/connecting.md");
        for Parameter { name, variable, support } in PARAMETERS {
            let shown = if name.starts_with("oauth_") { "oauth_*" } else { name };
            assert!(page.contains(&format!("`{shown}")), "{name}");
            let variable = variable.filter(|_| matches!(support, Support::Full));
            assert!(variable.is_none_or(|name| page.contains(&format!("`{name}`"))), "{name}");
        }
    }

    #[test]
    fn a_slip_finds_its_name() {
        assert_eq!(nearest("ssl_mode"), Some("sslmode"));
        assert_eq!(nearest("pasword"), Some("password"));
        assert_eq!(nearest("hunter2"), None);
    }
}
