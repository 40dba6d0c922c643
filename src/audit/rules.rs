//! Every rule: the one place that lists them.

use std::fmt;

use postgres::Row;
use serde::Serialize;

use super::{prelude, settings, truth};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Somebody can do what was meant to be refused, or nothing is refused where it should be.
    Error,
    /// It works, and is likely not meant or will hurt one day.
    Warning,
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A defect that is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable name, after the defect.
    pub code: &'static str,
    /// How much its findings weigh.
    pub weight: Weight,
    /// What it says, in one line.
    pub summary: &'static str,
    /// Why that matters, and what to do.
    pub why: &'static str,
    /// Page of PostgreSQL's documentation, below its root: `ddl-rowsecurity.html`.
    pub page: &'static str,
    /// What the reading role must be allowed, as an SQL condition.
    pub needs: Option<&'static str>,
    /// Whether its query asks which settings to look at, as the second parameter.
    pub asks_of_server: bool,
    /// Whether its rows are expressions that count where they are true of every row.
    pub(super) asks_if_true: bool,
    sql: &'static str,
}

impl Rule {
    /// Returns the whole query.
    pub fn query(&self) -> String {
        // What goes on with a common table expression begins with a comma, after its comment.
        prelude() + &settings::filled(self.sql)
    }

    /// Returns whether it looks at passwords.
    pub(super) fn is_of_passwords(&self) -> bool {
        self.needs == Some(PASSWORDS)
    }

    /// Returns the address of the page that the rule rests on.
    pub fn url(&self) -> String {
        format!("https://www.postgresql.org/docs/current/{}", self.page)
    }
}

/// Who may look at passwords.
const PASSWORDS: &str = "has_table_privilege('pg_catalog.pg_authid', 'SELECT')";

/// Whether an expression, its fourth column, is true of every row; the fifth are columns that are never null.
pub(super) fn is_always_true(row: &Row) -> Result<bool, postgres::Error> {
    let (text, never_null): (String, Vec<String>) = (row.try_get(3)?, row.try_get(4)?);
    Ok(truth::is_always_true(&text, &|name| never_null.iter().any(|it| it == name)))
}

macro_rules! rules {
    ($($code:ident: $weight:ident, $page:literal, $summary:literal, $why:literal $(, needs $needs:expr)? $(, with $server:ident)? $(, if $truth:tt)?;)*) => {
        /// Every rule, in the order of the guide.
        pub const RULES: &[Rule] = &[$(Rule {
            code: stringify!($code),
            weight: Weight::$weight,
            summary: $summary,
            why: $why,
            page: $page,
            needs: rules!(@needs $($needs)?),
            asks_of_server: rules!(@server $($server)?),
            asks_if_true: rules!(@truth $($truth)?),
            sql: include_str!(concat!("rules/", stringify!($code), ".sql")),
        },)*];
    };
    (@needs) => { None };
    (@needs $needs:expr) => { Some($needs) };
    (@truth) => { false };
    (@truth true) => { true };
    (@server) => { false };
    (@server server) => { true };
}

rules! {
    row_security_off: Error, "ddl-rowsecurity.html",
        "row security is off on a table with personal or tenant data",
        "Whoever may read one row may read all. Enable row security and say in policies who sees which rows; where every reader may see every row, accept the finding and say why.";
    policy_without_row_security: Error, "ddl-rowsecurity.html",
        "policies on a table whose row security is off",
        "Policies have no effect until row security is enabled: the table is open to all who have privileges on it, and looks closed.";
    row_security_not_forced: Warning, "ddl-rowsecurity.html",
        "row security does not hold for the owner of the table",
        "An owner, and each member of the owning role, passes by the policies, also in functions and views that run with its rights. FORCE makes them hold.";
    row_security_without_policy: Warning, "ddl-rowsecurity.html",
        "row security is on, and no policy lets anybody see a row",
        "Without a policy everything is refused, which is rarely meant; who needs the rows will go by a road around it.";
    policy_always_true: Error, "sql-createpolicy.html",
        "a policy that is true of every row",
        "It lets through what row security was enabled to hold back. Permissive policies are joined by OR: one that is always true makes all others void.",
        if true;
    policy_for_public: Warning, "sql-createpolicy.html",
        "a permissive policy for every role",
        "A policy without TO holds for roles that nobody thought of, and those that are made later. Name the roles.";
    policy_without_check: Warning, "sql-createpolicy.html",
        "a policy for INSERT or UPDATE that does not say which new rows it accepts",
        "For INSERT, no row is accepted. For UPDATE, USING is taken for both: say with WITH CHECK what a row may become, so that nobody can give rows away or take them over.";
    policy_setting_missing: Warning, "functions-admin.html",
        "a policy reads a session setting that may not be set",
        "current_setting with one argument ends the query with an error where the setting was never set. With `true` as its second argument it is null there, which no row equals.";
    policy_setting_per_row: Warning, "ddl-rowsecurity.html",
        "a policy reads a session setting at every row",
        "A sub-select, (select current_setting(…)), is evaluated once for a query; without it the function is called for every row that is looked at, and indexes may go unused.";
    view_bypasses_row_security: Error, "sql-createview.html",
        "a view reads a table with row security with the rights of its owner",
        "Policies are asked about the owner of the view, not about who reads it. `security_invoker = true` asks about the reader.";
    materialized_view_bypasses_row_security: Error, "sql-creatematerializedview.html",
        "a materialized view keeps rows of a table with row security",
        "It holds what its owner saw when it was refreshed, and has no policies: whoever may read it reads all of it. Grant it to none but those who may see all rows, or make it a view.";
    partition_bypasses_row_security: Error, "ddl-rowsecurity.html",
        "a partition can be read past the policies of its table",
        "Policies of the parent hold where the parent is named. A partition that is named itself has its own row security, or none. Enabled without a policy, it can be read by the parent's name alone.";
    child_bypasses_row_security: Error, "ddl-inherit.html",
        "an inheriting table can be read past the policies of its parent",
        "Policies of the parent hold where the parent is named. A child that is named itself has its own row security, or none.";
    definer_bypasses_row_security: Error, "sql-createfunction.html",
        "a SECURITY DEFINER function reads a table with row security as a role that bypasses it",
        "Whoever may execute it gets what its owner sees. Let it run as its caller, or give it to a role for whom the policies hold. Trigger functions are passed over: they show nobody what they read.";
    truncate_past_row_security: Error, "ddl-rowsecurity.html",
        "TRUNCATE on a table with row security",
        "TRUNCATE removes all rows and asks no policy.";
    references_past_row_security: Warning, "ddl-rowsecurity.html",
        "REFERENCES on a table with row security",
        "A foreign key is checked past the policies: by inserting, one finds out which keys exist.";
    definer_without_search_path: Error, "sql-createfunction.html",
        "a SECURITY DEFINER function without a search_path of its own",
        "It finds tables and functions where its caller says, so that the caller can put others in their place, which then run with the owner's rights.";
    definer_with_unsafe_search_path: Error, "sql-createfunction.html",
        "a SECURITY DEFINER function that looks for names where others can make objects",
        "Who can make objects in a schema of its search_path can put others in the place of those that it means. List none but schemas that only trusted roles write to, and pg_temp last.";
    definer_for_public: Error, "sql-createfunction.html",
        "a SECURITY DEFINER function that every role may execute",
        "PostgreSQL gives EXECUTE on new functions to PUBLIC. Of one that runs with its owner's rights, revoke it in the transaction that makes it.";
    leakproof_function: Error, "sql-createfunction.html",
        "a function in a procedural language that is said to be leakproof",
        "Leakproof functions are evaluated before policies and security barriers. One that can raise or log its arguments shows rows that were meant to be hidden.";
    grant_to_public: Error, "ddl-priv.html",
        "a privilege for every role",
        "PUBLIC is every role, those that are made later too. Grant to the roles that need it.";
    create_for_public: Error, "ddl-schemas.html",
        "every role may make objects in a schema",
        "Who can make objects in a schema that others look in can put functions and tables in the place of those that are meant. Databases from before PostgreSQL 15 have this on schema public.";
    create_on_public_schema: Warning, "ddl-schemas.html",
        "a role may make objects in schema public",
        "Schema public is on the search_path of most sessions. Give each application a schema of its own.";
    default_privileges_to_public: Error, "sql-alterdefaultprivileges.html",
        "what a role makes later, every role may use",
        "Nobody sees the grant where the object is made.";
    default_privileges_without_create: Warning, "sql-alterdefaultprivileges.html",
        "default privileges of a role that cannot make such objects",
        "They hold for what that role makes, and for no one else's objects: these never come into effect. Name the role that makes the objects.";
    grant_option: Warning, "sql-grant.html",
        "a role may grant a privilege on",
        "Who has it then is decided by that role, and revoking takes CASCADE.";
    admin_option: Warning, "role-membership.html",
        "a role may make others members of a role",
        "Who has the role then is decided by that member.";
    member_of_all_data: Warning, "predefined-roles.html",
        "a member of a role that reads or changes every table",
        "It holds for what is made later, and no grant shows it. Grant what is needed.";
    member_of_server_programs: Error, "predefined-roles.html",
        "a member of a role that runs programs or reads files on the server",
        "Programs and files of the server are a road to superuser.";
    grant_without_schema_usage: Warning, "ddl-schemas.html",
        "privileges in a schema that the role cannot enter",
        "Without USAGE on the schema, the privileges are of no use; and when somebody grants it one day, they all come into effect at once.";
    insert_without_sequence: Warning, "sql-grant.html",
        "INSERT without the sequence that a default takes from",
        "Inserts fail unless they give a value. Identity columns need no such privilege.";
    update_without_select: Warning, "sql-grant.html",
        "UPDATE or DELETE without SELECT",
        "Naming a column in WHERE needs SELECT on it: the role can change all rows or none.";
    shadowed_grant: Warning, "sql-grant.html",
        "a privilege on columns beside the same on the whole table",
        "The grant on the table holds for every column: that on columns narrows nothing, and revoking it has no effect.";
    redundant_grant: Warning, "sql-grant.html",
        "a privilege that a role has by another road as well",
        "Revoking it takes nothing away. Grant to the group or to the member, not to both.";
    login_superuser: Error, "role-attributes.html",
        "a superuser that may log in",
        "No privilege and no policy holds for it. Keep one superuser for the work that needs it.";
    login_createrole: Warning, "role-attributes.html",
        "a role that may log in and make roles",
        "Before PostgreSQL 16 it can change and join every role that is no superuser; since then, those that it made.";
    login_bypasses_row_security: Error, "role-attributes.html",
        "a role that may log in and for whom row security does not hold",
        "Give BYPASSRLS to roles for backups, if to any, and not to those that programs use.";
    login_replication: Warning, "role-attributes.html",
        "a role that may log in and copy the cluster",
        "What replication streams holds every row of every database, whatever is granted. Accept it for a standby or a backup, and let that role do nothing else.";
    login_becomes_powerful: Error, "sql-set-role.html",
        "a role that may log in and become a superuser, a maker of roles or one that bypasses row security",
        "SET ROLE takes no password: who has the member has the role. On PostgreSQL 16 and later, SET FALSE on the membership prevents it.";
    login_without_password: Warning, "sql-alterrole.html",
        "a role that may log in and has no password",
        "It can be let in only by a method that asks for none: a certificate, the operating system's name of the user, or trust. Where it is meant, accept the finding.",
        needs PASSWORDS;
    md5_password: Error, "auth-password.html",
        "a password that is kept as MD5",
        "Who reads the verifier, in a dump or a backup, can log in with it. PostgreSQL 18 warns of them and a later version will refuse them.",
        needs PASSWORDS;
    login_without_expiry: Warning, "sql-alterrole.html",
        "a role that may log in, with a password that never ends",
        "A password that leaked is good forever. VALID UNTIL ends it.";
    login_without_connection_limit: Warning, "sql-alterrole.html",
        "a role that may log in as often as it likes",
        "One program can take all connections, so that nobody else gets in.";
    login_without_timeout: Warning, "runtime-config-client.html",
        "a role that may log in, and whose statements and idle transactions nothing ends",
        "One that hangs holds its locks, and keeps VACUUM from removing rows.";
    login_owns_objects: Warning, "sql-grant.html",
        "a role that may log in and owns objects",
        "An owner needs no privilege, passes by row security unless it is forced, and can drop what it owns. Let a role own them that nobody logs in as.";
    search_path_others_can_write: Error, "ddl-schemas.html",
        "a search_path with a schema that others can write to",
        "Who can make objects there can put functions and operators in the place of those that are meant, which then run with the rights of the session.";
    foreign_key_without_index: Warning, "ddl-constraints.html",
        "a foreign key whose columns have no index",
        "Each change of a key that is referred to reads the whole table, and holds its locks meanwhile.";
    table_without_primary_key: Warning, "ddl-constraints.html",
        "a table without a primary key",
        "Rows cannot be told apart, and logical replication cannot change or remove them.";
    weak_setting: Warning, "runtime-config.html",
        "a setting that is weaker than the CIS benchmark asks",
        "Those that somebody chose are looked at always; those that are as PostgreSQL ships them with `--server`.",
        with server;
    weak_authentication: Warning, "auth-pg-hba-conf.html",
        "a line of pg_hba.conf that lets in too easily",
        "Looked at with `--server`. A line with trust lets in everybody who reaches it.",
        needs "has_function_privilege('pg_catalog.pg_hba_file_rules()', 'EXECUTE')", with server;
}
