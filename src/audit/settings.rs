//! What the CIS PostgreSQL benchmark asks of settings.

use std::sync::LazyLock;

use regex::Regex;

use crate::sql::quote_literal;

/// What is asked of a setting.
#[derive(Debug)]
pub struct Demand {
    /// Name of the setting.
    pub name: &'static str,
    /// A regular expression over its value.
    pattern: &'static str,
    /// Whether the expression says which values are good, not which are bad.
    is_good: bool,
    /// A good value.
    pub wanted: &'static str,
    /// What a bad value does.
    pub why: &'static str,
    /// The value that PostgreSQL ships, where it is bad: nobody chose it.
    pub shipped: Option<&'static str>,
}

const fn bad(
    name: &'static str,
    pattern: &'static str,
    wanted: &'static str,
    why: &'static str,
) -> Demand {
    Demand { name, pattern, is_good: false, wanted, why, shipped: None }
}

impl Demand {
    /// Says that PostgreSQL ships the setting with a bad value.
    const fn shipped(self, value: &'static str) -> Self {
        Self { shipped: Some(value), ..self }
    }

    /// Says that the expression is about good values.
    const fn good(self) -> Self {
        Self { is_good: true, ..self }
    }
}

/// User, database and time, in whatever order.
const PREFIX: &str =
    "%u.*%d.*%[mtn]|%u.*%[mtn].*%d|%d.*%u.*%[mtn]|%d.*%[mtn].*%u|%[mtn].*%u.*%d|%[mtn].*%d.*%u";

/// What is asked of settings that SQL can read.
pub const DEMANDS: &[Demand] = &[
    bad("ssl", "^off$", "on", "passwords and data cross the network in the clear").shipped("off"),
    bad("ssl_min_protocol_version", r"^(TLSv1|TLSv1\.1)?$", "TLSv1.2", "older versions are broken"),
    bad(
        "password_encryption",
        "^md5$",
        "scram-sha-256",
        "an MD5 verifier is as good as the password",
    ),
    bad("log_connections", "^(off)?$", "on", "who came is not known").shipped("off"),
    bad("log_disconnections", "^off$", "on", "how long a session took is not known").shipped("off"),
    bad("log_statement", "^none$", "ddl", "who changed a definition is not known").shipped("none"),
    bad("log_replication_commands", "^off$", "on", "who copied the cluster is not known")
        .shipped("off"),
    bad(
        "log_line_prefix",
        PREFIX,
        "%m [%p]: [%l-1] db=%d,user=%u,app=%a,client=%h ",
        "a line of the log does not say when, who and where",
    )
    .good()
    .shipped("%m [%p] "),
    bad(
        "log_error_verbosity",
        "^(terse|default)$",
        "verbose",
        "errors are logged without their place",
    )
    .shipped("default"),
    bad("log_hostname", "^on$", "off", "each connection waits for the name service"),
    bad("log_min_messages", "^(error|log|fatal|panic)$", "warning", "warnings are not logged"),
    bad(
        "log_min_error_statement",
        "^(log|fatal|panic)$",
        "error",
        "statements that failed are not logged",
    ),
    bad("log_file_mode", "^0?600$", "0600", "others read the log, which may hold data").good(),
    bad("log_truncate_on_rotation", "^off$", "on", "old lines stay among the new").shipped("off"),
    bad("logging_collector", "^off$", "on", "what goes to stderr may be lost").shipped("off"),
    bad("debug_print_parse", "^on$", "off", "the log holds statements with their data"),
    bad("debug_print_rewritten", "^on$", "off", "the log holds statements with their data"),
    bad("debug_print_plan", "^on$", "off", "the log holds statements with their data"),
    bad("debug_pretty_print", "^off$", "on", "what is printed cannot be read"),
    bad("shared_preload_libraries", "pgaudit", "pgaudit", "reads and writes leave no trail")
        .good()
        .shipped(""),
    bad("archive_mode", "^off$", "on", "there is no going back to a point in time").shipped("off"),
    bad("row_security", "^off$", "on", "a query that a policy would narrow fails"),
    bad(
        "session_replication_role",
        "^(replica|local)$",
        "origin",
        "triggers and foreign keys are passed over",
    ),
    bad("lo_compat_privileges", "^on$", "off", "privileges on large objects do not hold"),
    bad("allow_system_table_mods", "^on$", "off", "the catalogs can be changed by hand"),
    bad("ignore_checksum_failure", "^on$", "off", "damaged pages are read as if they were sound"),
    bad("zero_damaged_pages", "^on$", "off", "damaged pages are emptied, and their rows are gone"),
    bad("standard_conforming_strings", "^off$", "on", "a backslash ends a literal that was quoted"),
    bad("backslash_quote", "^on$", "safe_encoding", "a backslash ends a literal that was quoted"),
    bad(
        "ssl_ciphers",
        "(^|:)(ALL|LOW|EXP|EXPORT|NULL|eNULL|aNULL|MD5|RC4|DES)(:|$)",
        "HIGH:!aNULL:!MD5",
        "ciphers that can be broken are let in",
    ),
    bad("pgaudit.log", "^none$", "ddl, role", "pgaudit is loaded, and writes nothing")
        .shipped("none"),
];

impl Demand {
    /// Returns what is asked of a setting, where a value of it does not do.
    pub fn broken_by(name: &str, value: &str) -> Option<&'static Self> {
        static READERS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
            let read = |demand: &Demand| Regex::new(demand.pattern).expect("they are constants");
            DEMANDS.iter().map(read).collect()
        });
        let at = DEMANDS.iter().position(|demand| demand.name.eq_ignore_ascii_case(name))?;
        (READERS[at].is_match(value) != DEMANDS[at].is_good).then_some(&DEMANDS[at])
    }
}

/// Writes the rows of `values` where `sql` says `{demands}`.
pub(super) fn filled(sql: &str) -> String {
    let row = |it: &Demand| {
        let [name, pattern, wanted, why] =
            [it.name, it.pattern, it.wanted, it.why].map(quote_literal);
        format!("({name}, {pattern}, {}, {wanted}, {why})", it.is_good)
    };
    let rows: Vec<String> = DEMANDS.iter().map(row).collect();
    sql.replace("{demands}", &rows.join(",\n        "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_do_or_do_not() {
        let breaks = |name, value| Demand::broken_by(name, value).is_some();
        assert!(breaks("Row_Security", "off") && !breaks("row_security", "on"));
        assert!(breaks("log_line_prefix", "%m [%p] ") && !breaks("log_line_prefix", "%u@%d %t"));
        assert!(breaks("log_file_mode", "0644") && !breaks("log_file_mode", "0600"));
        assert!(!breaks("work_mem", "off"));
        assert!(
            breaks("ssl_ciphers", "HIGH:ALL") && !breaks("ssl_ciphers", "HIGH:MEDIUM:+3DES:!aNULL")
        );
    }
}
