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
    error("alias_expansion", "the aliases of a file stand for too many values"),
    error("duplicate_key", "a mapping holds a key twice"),
    error("file_too_large", "a file is longer than the limit"),
    error("invalid_utf8", "a file is not UTF-8 text"),
    error("invalid_value", "a value does not have the form that its key asks for"),
    error("key_not_text", "a key is a number, a truth value, nothing, a list or a mapping"),
    error("merge_not_mapping", "`<<` names something else than mappings"),
    error("missing_key", "a key that must be there is not"),
    error("no_project", "the folder is not a project"),
    error("not_a_file", "a folder or a device is named like a file of the spec"),
    error("not_a_folder", "a file is named like a folder of the spec"),
    error("path_leaves_project", "a path or a symbolic link leads out of the project"),
    error("project_too_large", "the files of a project hold more text than the limit"),
    error("several_documents", "a YAML file holds more than one document"),
    error("symlink_loop", "a symbolic link leads back to itself"),
    error("too_many_files", "the project holds more files or deeper folders than the limit"),
    error("two_project_files", "`pgspec.yaml` and `pgspec.yml` are both there"),
    error("unknown_anchor", "an alias names an anchor that is not there"),
    error("unknown_key", "a mapping holds a key that means nothing here"),
    error("unknown_value", "a value is not one of those that are allowed"),
    error("unreadable_file", "a file cannot be read"),
    error("wrong_type", "a value is of another kind than its key asks for"),
    error("yaml_syntax", "the text is not YAML"),
    error("yaml_too_deep", "lists and mappings nest deeper than the limit"),
    error("yaml_too_large", "a file holds more values than the limit"),
];

const fn error(name: &'static str, summary: &'static str) -> Code {
    Code { name, severity: Severity::Error, summary }
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
