//! What the lint found, as findings about files: what the project accepts is left out.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::audit::{self, Judgement};
use crate::check::Places;
use crate::cli::sarif;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::lint;
use crate::model::Project;
use crate::source::Sources;

/// More findings of one rule than this are counted, not drawn.
const FEW: usize = 5;

/// What became of the findings of a project.
pub(in crate::cli) struct Linted {
    /// What is to be mended.
    pub open: Vec<Diagnostic>,
    /// How many are accepted.
    pub accepted: usize,
}

impl Linted {
    /// Returns whether anything heavy is open.
    pub fn has_errors(&self) -> bool {
        self.open.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Looks for defects, and tells what is accepted today from what is to be mended; `accepted` is what the check found
/// and the project accepts until a day.
pub(in crate::cli) fn judge(
    project: &Project,
    places: &Places,
    accepted: &[(Diagnostic, audit::Acceptance)],
) -> Linted {
    let today = chrono::Local::now().date_naive();
    let mut linted = Linted { open: Vec::new(), accepted: 0 };
    for finding in lint::lint(project, places) {
        match finding.said.judge(&project.acceptances, today) {
            Judgement::Accepted(_) => linted.accepted += 1,
            Judgement::Open(ended) => linted.open.push(diagnostic(&finding, ended)),
        }
    }
    for (finding, by) in accepted {
        match by.until >= today {
            true => linted.accepted += 1,
            false => {
                let help = finding.help.clone().unwrap_or_default() + &was_accepted(by);
                linted.open.push(finding.clone().with_help(help));
            }
        }
    }
    linted
}

fn was_accepted(by: &audit::Acceptance) -> String {
    format!("\nwas accepted until {}: {}", by.until, by.reason)
}

fn diagnostic(finding: &lint::Finding, ended: Option<&audit::Acceptance>) -> Diagnostic {
    let audit::Finding { weight, code, object, detail, fix } = &finding.said;
    let rule = audit::find(code).expect("findings are of rules");
    let start = match weight {
        audit::Weight::Error => Diagnostic::error,
        audit::Weight::Warning => Diagnostic::warning,
    };
    let mut help = fix.clone();
    if let Some(ended) = ended {
        help.push_str(&was_accepted(ended));
    }
    let found = start(rule.code, finding.span, format!("`{object}` {detail}"));
    found.with_help(help).with_page(rule.url())
}

/// Returns the first findings of each rule, and words for those that are left out.
pub(super) fn few_of_each(open: &[Diagnostic]) -> (Vec<Diagnostic>, Vec<String>) {
    let mut by_rule: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in diagnostic::sorted(open) {
        by_rule.entry(finding.code).or_default().push(finding);
    }
    let (mut shown, mut left_out) = (Vec::new(), Vec::new());
    for (code, findings) in by_rule {
        shown.extend(findings.iter().take(FEW).map(|finding| (*finding).clone()));
        if findings.len() > FEW {
            let more = findings.len() - FEW;
            left_out.push(format!("and {more} more of `{code}`; `--format json` lists them"));
        }
    }
    (shown, left_out)
}

/// Lays out every finding for code scanning, at its place.
pub(super) fn sarif(project: &str, findings: &[Diagnostic], sources: &Sources) -> Value {
    let result = |finding: &&Diagnostic| {
        let help = finding.help.iter().map(|help| format!(". Mend: {help}"));
        let place = |label: &diagnostic::Label| {
            let position = sources.position(label.span);
            json!({"physicalLocation": {
                "artifactLocation": {"uri": sources.path(label.span.file)},
                "region": {"startLine": position.line, "startColumn": position.column},
            }})
        };
        json!({
            "ruleId": finding.code,
            "level": finding.severity.name(),
            "message": {"text": finding.message.clone() + &help.collect::<String>()},
            "locations": finding.labels.iter().take(1).map(place).collect::<Vec<_>>(),
        })
    };
    let sorted = diagnostic::sorted(findings);
    sarif::document(project, sarif::rules(), sorted.iter().map(result).collect())
}

#[cfg(test)]
mod tests {
    use chrono::{Days, Local};

    use super::*;
    use crate::cli::project::load;
    use crate::diagnostic::Style;

    /// Writes a project of some tables, which accepts what is said.
    fn project(accepts: &str, tables: usize) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("it has one")).expect("made");
            std::fs::write(path, text).expect("written");
        };
        write("pgspec.yaml", &format!("project: shop\npostgres: 17\n{accepts}"));
        let mut text =
            "schema: shop\ntables:\n  people:\n    columns: { email: text }\n".to_owned();
        for number in 1..tables {
            text.push_str(&format!("  more_{number}:\n    columns: {{ a: integer }}\n"));
        }
        write("schema/shop.yaml", &text);
        folder
    }

    fn linted(folder: &tempfile::TempDir) -> (Linted, Sources) {
        let loaded = load(folder.path());
        let model = loaded.model.expect("there is no error");
        (judge(&model, &loaded.places, &loaded.accepted), loaded.sources)
    }

    #[test]
    fn a_defect_is_drawn_at_its_place() {
        let (linted, sources) = linted(&project("", 1));
        assert!(linted.has_errors());
        let pictures = diagnostic::render(&linted.open, &sources, Style::default());
        insta::assert_snapshot!(pictures, @r"
        error[row_security_off]: `table shop.people` holds personal data (email), and every role that may read it reads all rows
         --> schema/shop.yaml:3:3
          |
        3 |   people:
          |   ^^^^^^
          |
          = help: add `row_security: forced`, and `policies` that say who sees which rows
          = note: see https://www.postgresql.org/docs/current/ddl-rowsecurity.html

        warning[table_without_primary_key]: `table shop.people` has no primary key: a row cannot be named, nor replicated when it changes
         --> schema/shop.yaml:3:3
          |
        3 |   people:
          |   ^^^^^^
          |
          = help: add `primary_key: [COLUMN]`
          = note: see https://www.postgresql.org/docs/current/ddl-constraints.html
        ");
    }

    #[test]
    fn what_is_accepted_is_counted_until_its_day() {
        let today = Local::now().date_naive();
        let accepts = |until: chrono::NaiveDate| {
            let on = "row_security_off, on: table shop.*, reason: All may";
            format!("accept: [{{ finding: {on}, until: {until} }}]\n")
        };
        let (held, _) = linted(&project(&accepts(today), 1));
        assert_eq!((held.accepted, held.open.len(), held.has_errors()), (1, 1, false));

        let ended = today - Days::new(1);
        let (over, _) = linted(&project(&accepts(ended), 1));
        assert_eq!((over.accepted, over.open.len(), over.has_errors()), (0, 2, true));
        let help = over.open[0].help.clone().expect("there is a way out");
        assert!(help.ends_with(&format!("\nwas accepted until {ended}: All may")), "{help}");
    }

    #[test]
    fn what_the_check_itself_refuses_is_accepted_until_its_day() {
        let today = Local::now().date_naive();
        let project = |finding: &str, on: &str, until: chrono::NaiveDate| {
            let reason = "The importer empties it";
            let accept =
                format!("{{ finding: {finding}, on: {on}, reason: {reason}, until: {until} }}");
            let folder = project(&format!("accept: [{accept}]\n"), 1);
            let roles = "roles:\n  importer:\n    grants:\n      - { on: schema shop, usage: true }\n      \
                         - { on: shop.people, delete: true }\n";
            std::fs::create_dir(folder.path().join("roles")).expect("made");
            std::fs::write(folder.path().join("roles/r.yaml"), roles).expect("written");
            folder
        };
        let code = "update_without_select";
        let (held, _) = linted(&project(code, "role import*", today));
        assert!(held.accepted == 1 && !held.open.iter().any(|finding| finding.code == code));

        let ended = today - Days::new(1);
        let (over, _) = linted(&project(code, "role importer", ended));
        let open = over.open.iter().find(|finding| finding.code == code).expect("it is open again");
        let help = open.help.clone().expect("there is a way out");
        assert!(
            help.ends_with(&format!("\nwas accepted until {ended}: The importer empties it")),
            "{help}"
        );
        assert!(over.has_errors());

        // What is accepted of another role, or is another finding, is refused as ever.
        for (finding, on) in [(code, "role others"), ("shadowed_grant", "role importer")] {
            let loaded = load(project(finding, on, today).path());
            assert!(loaded.model.is_none() && loaded.accepted.is_empty());
            assert!(loaded.findings.iter().any(|finding| finding.code == code));
        }
    }

    #[test]
    fn many_findings_of_a_rule_are_counted() {
        let (linted, sources) = linted(&project("", 40));
        let (shown, left_out) = few_of_each(&linted.open);
        assert_eq!(shown.len(), FEW + 1);
        let words = "and 35 more of `table_without_primary_key`; `--format json` lists them";
        assert_eq!(left_out, [words]);
        let document = sarif("shop", &linted.open, &sources);
        let results = document["runs"][0]["results"].as_array().expect("a list");
        assert_eq!(results.len(), 41);
        let place = &results[0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "schema/shop.yaml");
        assert_eq!(place["region"]["startLine"], 3);
    }
}
