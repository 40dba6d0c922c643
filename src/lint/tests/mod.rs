//! What is found in a project, and what the audit finds in the database that it makes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Finding, LINTS, lint};
use crate::audit;
use crate::catalog::tests::support::server;
use crate::check::{Checked, check};
use crate::diagnostic::{CODES, Severity};
use crate::model::Project;
use crate::render::{self, Templates};
use crate::source::Sources;
use crate::sql::quote_identifier;
use crate::{spec, state, verify};

/// Rules of the audit that a check finds by rules of its own.
const OF_CHECK: [&str; 5] = [
    "policy_without_row_security",
    "grant_without_schema_usage",
    "insert_without_sequence",
    "update_without_select",
    "shadowed_grant",
];

/// Rules of the audit about what no project can say: how a password was hashed, and who is let in how.
const OF_SERVERS: [&str; 2] = ["md5_password", "weak_authentication"];

struct Read {
    project: Project,
    findings: Vec<Finding>,
    sources: Sources,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder(name: &str) -> PathBuf {
    root().join("src/lint/tests").join(name)
}

fn read(folder: &Path) -> Read {
    let (spec, sources, faults) = spec::read(folder);
    let Checked { project, findings, places, .. } = check(&spec, &sources);
    let errors = faults.iter().chain(&findings).filter(|it| it.severity == Severity::Error);
    assert_eq!(errors.collect::<Vec<_>>(), Vec::<&crate::diagnostic::Diagnostic>::new());
    let project = project.expect("there is no error");
    let findings = lint(&project, &places);
    Read { project, findings, sources }
}

/// Makes the project in a server of its own, with the passwords that it asks for, and audits it.
fn audited(project: &Project) -> Vec<audit::Finding> {
    let artifacts = render::render(project, &Templates::default(), &BTreeMap::new()).unwrap();
    let server = server();
    let major = server.major();
    let scripts = verify::ddl_scripts(project, &artifacts, &Templates::default(), major).unwrap();
    let made = state::load(&server, "lint", &scripts, &BTreeSet::new())
        .unwrap_or_else(|error| panic!("{error}: {:?}", std::error::Error::source(&error)));
    let mut client = made.connect().unwrap();
    for (name, _) in project.database.roles.iter().filter(|(_, it)| it.password.is_some()) {
        let sql = format!("alter role {} password 'secret'", quote_identifier(name));
        client.batch_execute(&sql).unwrap();
    }
    let report = audit::run(&mut client, &project.database.audit_options()).unwrap();
    assert_eq!(report.unseen, Vec::<&str>::new());
    let asked = "select current_database()::text";
    let database: String = client.query_one(asked, &[]).unwrap().get(0);
    let here = format!("database {}", quote_identifier(&database));
    let declared = format!("database {}", quote_identifier(&project.image.database));
    let named = report.findings.into_iter().map(|finding| match finding.object == here {
        true => audit::Finding { object: declared.clone(), ..finding },
        false => finding,
    });
    named.collect()
}

/// Returns what the rules of the lint found, without words.
fn marks<'a>(
    findings: impl IntoIterator<Item = &'a audit::Finding>,
) -> BTreeSet<(&'static str, &'a str)> {
    let linted = |finding: &&audit::Finding| LINTS.iter().any(|(code, _)| *code == finding.code);
    let findings = findings.into_iter().filter(linted);
    findings.map(|finding| (finding.code, finding.object.as_str())).collect()
}

/// Holds what was found in a project against what the audit finds in its database.
fn agree(read: &Read) {
    let audited = audited(&read.project);
    let (here, there) = (marks(read.findings.iter().map(|it| &it.said)), marks(&audited));
    let alone: Vec<_> = here.difference(&there).collect();
    let missed: Vec<_> = there.difference(&here).collect();
    assert!(alone.is_empty() && missed.is_empty(), "alone: {alone:#?}\nmissed: {missed:#?}");
}

#[test]
fn every_rule_finds_its_defect_as_the_audit_does() {
    let read = read(&folder("defects"));
    let found: BTreeSet<&str> = read.findings.iter().map(|it| it.said.code).collect();
    let missed = LINTS.iter().map(|(code, _)| *code).filter(|code| !found.contains(code));
    assert_eq!(missed.collect::<Vec<_>>(), Vec::<&str>::new(), "rules that found nothing");
    agree(&read);
}

#[test]
fn every_finding_says_where_it_stands_and_what_mends_it() {
    let Read { findings, sources, .. } = read(&folder("defects"));
    let lines = findings.iter().map(|Finding { said, span }| {
        let (path, line) = (sources.path(span.file), sources.position(*span).line);
        let audit::Finding { weight, code, object, detail, fix } = said;
        format!("{path}:{line}: {weight} {code}: {object} {detail}\n    {fix}\n")
    });
    insta::assert_snapshot!(lines.collect::<String>());
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    let read = read(&folder("clean"));
    assert_eq!(read.findings, []);
    agree(&read);
}

#[test]
fn the_bundled_project_is_judged_as_by_the_audit() {
    let read = read(root());
    assert!(!read.findings.is_empty(), "it accepts some");
    agree(&read);
}

#[test]
fn settings_of_the_image_are_held_against_the_benchmark() {
    let (_, sources, _) = spec::read(&folder("clean"));
    let texts = sources.iter().map(|(_, file)| {
        let text = file.text.replace("log_line_prefix: \"%m [%p] \"", "log_line_prefix: \"%p \"");
        (file.path.clone(), text.replace("ssl: \"on\"", "log_hostname: \"on\""))
    });
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in texts {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let read = read(folder.path());
    let details: Vec<&str> = read.findings.iter().map(|it| it.said.detail.as_str()).collect();
    assert_eq!(
        details,
        [
            "has log_hostname set to `on`: each connection waits for the name service",
            "has log_line_prefix set to `%p `: a line of the log does not say when, who and where",
        ]
    );
    assert!(read.findings.iter().all(|it| it.said.object == "server"));
}

#[test]
fn what_is_bad_as_shipped_is_what_postgresql_ships() {
    let server = server();
    let database = server.create_database("shipped").unwrap();
    let mut client = database.connect().unwrap();
    // The one the server keeps as a number, and shows as octal digits; the other is an extension's.
    let others = ["log_file_mode", "pgaudit.log"];
    let shown = audit::DEMANDS.iter().filter(|demand| !others.contains(&demand.name));
    for demand in shown {
        let asks = "select boot_val from pg_settings where name = $1";
        let value: String = client.query_one(asks, &[&demand.name]).unwrap().get(0);
        let is_bad = audit::Demand::broken_by(demand.name, &value).is_some();
        // What newer servers ship as nothing.
        let value = if value.is_empty() && demand.shipped == Some("off") { "off" } else { &value };
        assert_eq!(demand.shipped, is_bad.then_some(value), "{}", demand.name);
    }
}

#[test]
fn every_rule_of_the_audit_has_its_place() {
    let linted = LINTS.iter().map(|(code, _)| *code);
    let all: Vec<&str> = linted.chain(OF_CHECK).chain(OF_SERVERS).collect();
    let known: BTreeSet<&str> = audit::RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(all.iter().copied().collect::<BTreeSet<_>>(), known);
    assert_eq!(all.len(), known.len(), "one place each");
    let of_check: BTreeSet<&str> = CODES.iter().map(|code| code.name).collect();
    assert!(OF_CHECK.iter().all(|code| of_check.contains(code)));
    assert!(LINTS.iter().all(|(code, _)| !of_check.contains(code)));
}
