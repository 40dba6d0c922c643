//! Every rule by its stable name: the one place that lists them.

use super::Severity;

/// A rule that findings are reported under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Stable name, after the defect.
    pub name: &'static str,
    /// How much its findings weigh.
    pub severity: Severity,
    /// What the rule says, in one sentence.
    pub summary: &'static str,
}

/// All rules, sorted by name.
pub const CODES: &[Code] = &[
    error(
        "access_wider_than_need",
        "a node connects as a role that may do more than the node does",
    ),
    error("alias_expansion", "the aliases of a file stand for too many values"),
    error("ambiguous_column", "a column is in more than one table of a query"),
    warning("ambiguous_formats", "two formats that read one text as different days"),
    error("broken_path", "a path leads where no flow does"),
    error("classification_too_low", "a store or node is called less than what it holds"),
    error("contradicting_keys", "two keys cannot hold together"),
    error("declared_in_sql", "an SQL file creates what has keys of its own in YAML"),
    error("denied_yet_granted", "a role can do what it is denied"),
    error("dependency_cycle", "objects need each other to be created first"),
    error("duplicate_key", "a mapping holds a key twice"),
    error("duplicate_object", "two objects claim one name"),
    error("empty_name", "a name is empty or cannot be stored"),
    error("file_too_large", "a file is longer than the limit"),
    error("foreign_key_to_no_table", "a foreign key refers to something that is not a table"),
    error(
        "foreign_key_type_mismatch",
        "a foreign key and its target have types that do not compare",
    ),
    error("foreign_key_without_key", "a foreign key refers to columns that are no key"),
    error("future_of_one_object", "`future` on something that has no future"),
    error("grant_on_unknown_object", "a grant is on something that does not exist"),
    error("grant_option_to_public", "PUBLIC is allowed to grant on"),
    warning("grant_to_superuser", "a superuser is granted what it may do anyway"),
    error("grant_without_privilege", "a grant or denial names no privilege"),
    error("grant_without_schema_usage", "a privilege in a schema that the role cannot enter"),
    warning("grantor_without_effect", "who is to give a privilege acts for the owner anyway"),
    error("grantor_without_option", "who is to give a privilege was not given the option to"),
    error("identifier_collision", "names differ in case alone"),
    error("identifier_too_long", "a name is longer than 63 bytes"),
    error("identity_without_integer", "an identity column is not of an integer type"),
    error("insert_without_sequence", "INSERT without the sequence that the default takes from"),
    error("interval_ignored", "the SQL of a transform does not say which rows a run is for"),
    error("invalid_utf8", "a file is not UTF-8 text"),
    error("invalid_value", "a value does not have the form that its key asks for"),
    error("key_name_taken", "a key's index has a name that another relation has"),
    error("key_not_text", "a key is not text"),
    error(
        "key_without_partition_column",
        "a key of a partitioned table leaves out a partition column",
    ),
    error("login_without_connect", "a role may log in and not connect"),
    error("membership_cycle", "roles are members of each other in a circle"),
    error("merge_not_mapping", "`<<` merges something that is not a mapping"),
    error("missing_key", "a key that must be there is not"),
    error("missing_schema", "a file declares objects and names no schema"),
    error("needs_newer_version", "a feature is newer than the target version"),
    error("no_project", "the folder is not a project"),
    error("not_a_file", "a folder or a device is named like a file of the spec"),
    error("not_a_folder", "a file is named like a folder of the spec"),
    error("not_supported_here", "SQL that is valid and has no place in the spec"),
    error("orphan_node", "nothing flows to or from a node or store"),
    error("partition_bound_mismatch", "a partition has a bound that does not suit the table"),
    error("password_in_spec", "a password stands where the name of a variable should"),
    warning("password_without_login", "a role has a password and cannot log in"),
    error("path_leaves_project", "a path or a symbolic link leads out of the project"),
    error("pattern_without_match", "a pattern names nothing"),
    warning(
        "personal_data_unclassified",
        "a transform copies personal data to where nothing says so",
    ),
    error(
        "policy_without_effect",
        "a policy has conditions that its command does not use, or none",
    ),
    warning("policy_without_row_security", "policies on a table whose row security is off"),
    error("privilege_of_other_kind", "a privilege that this kind of object does not have"),
    error("project_too_large", "the files of a project hold more text than the limit"),
    error("query_without_privilege", "a role may not run a query that it should"),
    error(
        "replaced_by_two",
        "two transforms fill a table, and one would replace the rows of the other",
    ),
    error("reserved_name", "a name that PostgreSQL keeps for itself"),
    error("retention_without_purge", "nothing deletes rows when their retention is over"),
    error("role_without_node", "no node of a system connects as a role that may log in"),
    warning("set_null_on_not_null", "`set null` on a column that refuses null"),
    error("several_documents", "a YAML file holds more than one document"),
    warning("shadowed_grant", "a grant on columns beside one on the whole table"),
    error("single_point_of_failure", "one failure stops a path that is called highly available"),
    error("sql_syntax", "text that is not the SQL it should be"),
    error("statement_without_object", "an SQL file holds a statement that creates nothing"),
    error("symlink_loop", "a symbolic link leads back to itself"),
    error("too_many_columns", "a view names more columns than its query returns"),
    error("too_many_files", "the project holds more files or deeper folders than the limit"),
    error("two_project_files", "`pgspec.yaml` and `pgspec.yml` are both there"),
    error("type_mismatch", "a value has a type that does not fit where it goes"),
    error("unanswered_concern", "nothing in a system answers a concern or quality"),
    error("unexpected_column", "a query returns other columns than it is expected to"),
    error("unknown_alias", "nothing in the query has this name"),
    error("unknown_anchor", "an alias names an anchor that is not there"),
    error("unknown_column", "a column that does not exist"),
    error("unknown_function", "a function that does not exist"),
    error("unknown_index", "an index that does not exist"),
    error("unknown_key", "a mapping holds a key that means nothing here"),
    error("unknown_label", "a label is renamed to none, or from one that is still there"),
    error("unknown_language", "a routine is written in a language that nobody brings"),
    error("unknown_node", "a system names a zone, node or store that it does not have"),
    error("unknown_parameter", "a query uses a parameter that it does not declare"),
    error("unknown_query", "`runs` names a query that does not exist"),
    error("unknown_relation", "a table or view that does not exist"),
    error("unknown_role", "a role that does not exist"),
    error("unknown_type", "a type that does not exist"),
    error("unknown_value", "a value that is not one of those allowed"),
    error("unprotected_flow", "data crosses a trust boundary without encryption or authentication"),
    error("unprotected_store", "personal data is stored without retention, encryption or purge"),
    error("unreadable_file", "a file cannot be read"),
    error("unsupported_version", "a version of PostgreSQL that pgspec does not know"),
    warning("unused_parameter", "a parameter that the query does not use"),
    error("update_without_select", "UPDATE or DELETE for a role that cannot say which rows"),
    error("wrong_type", "a value is of another kind than its key asks for"),
    error("yaml_syntax", "the text is not YAML"),
    error("yaml_too_deep", "lists and mappings nest deeper than the limit"),
    error("yaml_too_large", "a file holds more values than the limit"),
];

const fn error(name: &'static str, summary: &'static str) -> Code {
    Code { name, severity: Severity::Error, summary }
}

const fn warning(name: &'static str, summary: &'static str) -> Code {
    Code { name, severity: Severity::Warning, summary }
}

/// Returns the rule of this name.
pub fn find(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_stand_once() {
        assert!(CODES.is_sorted_by(|a, b| a.name < b.name));
        assert!(find("unknown_key").is_some() && find("unknown").is_none());
    }
}
