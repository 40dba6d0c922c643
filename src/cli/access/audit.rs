//! `pgspec access audit`: what a DBA would look for in the access of a live database.

use std::fmt::Write;
use std::path::Path;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::subject::Subject;
use crate::audit::{self, Acceptance, Finding, Judged, Options, Report, Weight};
use crate::cli::output::Output;
use crate::cli::{Status, project, sarif};
use crate::model::Project;

/// Look for defects in the access of a live database: row security, grants, roles, settings
///
/// What the project classifies and accepts is taken into account, where the folder holds one.
#[derive(Debug, Args)]
pub struct Audit {
    #[command(flatten)]
    subject: Subject,
    /// Hold the server's settings and pg_hba.conf against the CIS benchmark too
    #[arg(long)]
    server: bool,
    /// Form of the result
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// For a comment on a change
    Markdown,
    /// For code scanning in CI
    Sarif,
}

impl Audit {
    /// Runs the command.
    pub fn run(&self, root: &Path, output: &Output) -> Status {
        let project = match project(root, output) {
            Ok(project) => project,
            Err(status) => return status,
        };
        let declared = project.as_ref().map(|it| it.database.audit_options()).unwrap_or_default();
        let options = Options { server: self.server, made: self.subject.is_made(), ..declared };
        let asked = self.subject.ask(output, |client| {
            audit::run(client, &options).map_err(|error| {
                output.fail(&error);
                Status::Failed
            })
        });
        let (name, report) = match asked {
            Ok(answer) => answer,
            Err(status) => return status,
        };
        let acceptances = project.map(|project| project.acceptances).unwrap_or_default();
        let judged = report.judge(&acceptances, chrono::Local::now().date_naive());
        self.tell(&name, &report, &judged, output)
    }

    fn tell(&self, name: &str, report: &Report, judged: &Judged, output: &Output) -> Status {
        output.data(&match self.format {
            Format::Text => text(judged),
            Format::Json => format!("{:#}\n", document(name, report, judged)),
            Format::Markdown => markdown(name, judged),
            Format::Sarif => format!("{:#}\n", self::sarif(name, judged)),
        });
        for code in &report.unseen {
            output.say(&format!("warning: this role may not look for `{code}`"));
        }
        for Acceptance { code, on, .. } in &judged.idle {
            let on = on.as_ref().map(|on| format!(" on `{on}`")).unwrap_or_default();
            output.say(&format!("warning: the project accepts `{code}`{on}, which was not found"));
        }
        output.say(&format!("{name}: {}", summary(judged)));
        if judged.open.is_empty() { Status::Well } else { Status::Findings }
    }
}

/// Reads the project of the folder, if it holds one.
pub(super) fn project(root: &Path, output: &Output) -> Result<Option<Project>, Status> {
    if !root.join("pgspec.yaml").is_file() {
        return Ok(None);
    }
    let loaded = project::load(root);
    match loaded.model {
        Some(model) => Ok(Some(model)),
        None => {
            output.findings(&loaded.findings, &loaded.sources);
            Err(Status::Wrong)
        }
    }
}

fn summary(judged: &Judged) -> String {
    let count = |weight| judged.open.iter().filter(|(it, _)| it.weight == weight).count();
    let words = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    };
    let mut text = match judged.open.len() {
        0 => "nothing found".to_owned(),
        _ => format!(
            "{}, {}",
            words(count(Weight::Error), "error"),
            words(count(Weight::Warning), "warning")
        ),
    };
    if !judged.accepted.is_empty() {
        let _ = write!(text, "; {} accepted", judged.accepted.len());
    }
    text
}

/// Lists findings below the rule that made them.
fn text(judged: &Judged) -> String {
    let mut text = String::new();
    let mut last = "";
    for (finding, ended) in &judged.open {
        if finding.code != last {
            let rule = audit::find(finding.code).expect("findings are of rules");
            let gap = if last.is_empty() { "" } else { "\n" };
            let _ = writeln!(text, "{gap}{}[{}]: {}", rule.weight, rule.code, rule.summary);
            let _ = writeln!(text, "  {}", rule.why);
            last = finding.code;
        }
        let _ = writeln!(text, "  - {} {}", finding.object, finding.detail);
        let _ = writeln!(text, "      {}", finding.fix);
        if let Some(ended) = ended {
            let _ = writeln!(text, "      was accepted until {}: {}", ended.until, ended.reason);
        }
    }
    text
}

fn document(name: &str, report: &Report, judged: &Judged) -> Value {
    let about = |finding: &Finding, acceptance: Option<&Acceptance>| {
        let rule = audit::find(finding.code).expect("findings are of rules");
        let accepted =
            acceptance.map(|it| json!({"reason": it.reason, "until": it.until.to_string()}));
        json!({
            "code": finding.code,
            "weight": finding.weight,
            "object": finding.object,
            "detail": finding.detail,
            "fix": finding.fix,
            "summary": rule.summary,
            "why": rule.why,
            "page": rule.url(),
            "acceptance": accepted,
        })
    };
    let open = judged.open.iter().map(|(finding, ended)| about(finding, ended.as_ref()));
    let accepted = judged.accepted.iter().map(|(finding, it)| about(finding, Some(it)));
    json!({
        "database": name,
        "findings": open.collect::<Vec<_>>(),
        "accepted": accepted.collect::<Vec<_>>(),
        "unseen": report.unseen,
    })
}

fn markdown(name: &str, judged: &Judged) -> String {
    let cell = |text: &String| text.replace('|', "\\|").replace('\n', " ");
    let mut text = format!("### Audit of `{name}`\n\n{}\n", summary(judged));
    if !judged.open.is_empty() {
        text.push_str("\n| | Finding | Object | What | Mend |\n|---|---|---|---|---|\n");
    }
    for (finding, _) in &judged.open {
        let Finding { weight, code, object, detail, fix } = finding;
        let (object, detail, fix) = (cell(object), cell(detail), cell(fix));
        let _ = writeln!(text, "| {weight} | `{code}` | `{object}` | {detail} | `{fix}` |");
    }
    if !judged.accepted.is_empty() {
        text.push_str("\n| Accepted | Object | Why | Until |\n|---|---|---|---|\n");
    }
    for (finding, acceptance) in &judged.accepted {
        let (object, reason) = (cell(&finding.object), cell(&acceptance.reason));
        let _ =
            writeln!(text, "| `{}` | `{object}` | {reason} | {} |", finding.code, acceptance.until);
    }
    text
}

fn sarif(name: &str, judged: &Judged) -> Value {
    let results = judged.open.iter().map(|(finding, _)| {
        json!({
            "ruleId": finding.code,
            "level": finding.weight,
            "message": {"text": format!("{} {}. Mend: {}", finding.object, finding.detail, finding.fix)},
            "locations": [sarif::location(&finding.object)],
        })
    });
    sarif::document(name, sarif::rules(), results.collect())
}
