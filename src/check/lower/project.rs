//! What stands around the database: the project file, the image; what else a project has is lowered beside it.

use crate::audit::{self, Acceptance};
use crate::check::context::Context;
use crate::diagnostic::{Diagnostic, suggest};
use crate::model::{AccessMode, Denial, HealthCheck, Image, Project, Stance};
use crate::source::Spanned;
use crate::spec::{self, ProjectFile, Spec};

use super::{text, texts};

/// Assembles the project around the database that was lowered before.
pub(in crate::check) fn project(context: &mut Context, spec: &Spec, file: &ProjectFile) -> Project {
    check_file(context, file);
    let queries = super::query::lower(context, spec);
    let sources = super::file_source::lower(context, spec);
    let transforms = super::transform::lower(context, spec);
    let seeds = super::seed::lower(context, spec);
    let diagrams = super::diagram::lower(context, spec);
    let running = super::architecture::Running { sources: &sources, transforms: &transforms };
    let systems = super::architecture::lower(context, spec, &running);
    let image = image(context, spec, file);
    let row_fixtures = super::fixtures::lower(context, spec);
    let denials: Vec<Denial> = context.denials.iter().map(|(denial, _)| denial.clone()).collect();
    Project {
        name: file.project.value.clone(),
        description: text(&file.description),
        postgres: file.postgres.value,
        sandbox: text(&file.sandbox).unwrap_or_else(|| "auto".to_owned()),
        database: context.database.clone(),
        image,
        queries,
        sources,
        transforms,
        seeds,
        systems,
        column_flows: {
            context.flows.sort();
            std::mem::take(&mut context.flows)
        },
        diagrams,
        denials,
        row_fixtures,
        renames: super::rename::renames(spec),
        stance: Stance { mode: access_mode(context, file), ..context.stance.clone() },
        acceptances: acceptances(context, file),
        sample_data: spec.sample_data.clone(),
    }
}

/// Returns what becomes of access on a live server that is not declared.
fn access_mode(context: &mut Context, file: &ProjectFile) -> AccessMode {
    let Some(written) = &file.access_mode else { return AccessMode::default() };
    AccessMode::find(written).unwrap_or_else(|| {
        let message = format!("unknown access mode `{}`", written.value);
        let finding = Diagnostic::error("unknown_value", written.span, message);
        context.report(finding.with_help("use `authoritative`, `adopt` or `additive`"));
        AccessMode::default()
    })
}

fn check_file(context: &mut Context, file: &ProjectFile) {
    if !(15..=18).contains(&file.postgres.value) {
        let message = format!("PostgreSQL {} is not supported", file.postgres.value);
        let finding = Diagnostic::error("unsupported_version", file.postgres.span, message);
        context.report(finding.with_help("use 15, 16, 17 or 18"));
    }
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if file.project.is_empty() || !file.project.chars().all(fits) {
        let message = format!("`{}` cannot name a project", file.project.value);
        let finding = Diagnostic::error("unknown_value", file.project.span, message);
        context.report(finding.with_help("use lower-case letters, digits, `-` and `_`"));
    }
    if let Some(sandbox) = &file.sandbox
        && !["auto", "docker", "local", "url"].contains(&sandbox.value.as_str())
    {
        let message = format!("unknown sandbox `{}`", sandbox.value);
        let finding = Diagnostic::error("unknown_value", sandbox.span, message);
        context.report(finding.with_help("use `auto`, `docker`, `local` or `url`"));
    }
}

/// Returns the findings of an audit that are accepted; reports those that no audit has.
fn acceptances(context: &mut Context, file: &ProjectFile) -> Vec<Acceptance> {
    let mut acceptances = Vec::new();
    for written in &file.accept {
        let code = &written.finding;
        if audit::find(code).is_none() {
            let codes: Vec<&str> = audit::RULES.iter().map(|rule| rule.code).collect();
            let message = format!("no finding of an audit is called `{}`", code.value);
            let finding = Diagnostic::error("unknown_value", code.span, message);
            context.report(finding.with_help(suggest(code, &codes, "code")));
        }
        if written.reason.trim().is_empty() {
            let message = "a finding is accepted for a reason";
            let finding = Diagnostic::error("invalid_value", written.reason.span, message);
            context.report(finding.with_help("say why: who reads this later will ask"));
        }
        let Some(until) = Acceptance::read_day(&written.until) else {
            let message = format!("`{}` is no day", written.until.value);
            let finding = Diagnostic::error("invalid_value", written.until.span, message);
            context.report(finding.with_help("write year, month and day: `2027-06-30`"));
            continue;
        };
        let (code, reason) = (code.value.clone(), written.reason.value.clone());
        acceptances.push(Acceptance { code, on: text(&written.on), reason, until });
    }
    acceptances
}

/// Names of queries and diagrams become file names.
pub(super) fn check_file_name(context: &mut Context, what: &str, name: &Spanned<String>) {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || name.len() > 100 || !name.chars().all(fits) {
        let message = format!("`{}` cannot name a {what}: it becomes a file name", name.value);
        let finding = Diagnostic::error("unknown_value", name.span, message);
        context.report(finding.with_help("use letters, digits, `-` and `_`, at most 100 of them"));
    }
}

fn image(context: &mut Context, spec: &Spec, file: &ProjectFile) -> Image {
    let mut images = spec.documents.iter().filter_map(|document| document.image.as_ref());
    let first = images.next();
    if let (Some(first), Some(second)) = (first, images.next()) {
        let finding =
            Diagnostic::error("duplicate_object", second.span, "the image is declared twice");
        context.report(finding.with_other(first.span, "first declared here"));
    }
    let keys = first.map(|image| image.value.clone()).unwrap_or_default();
    let or = |value: &Option<Spanned<String>>, default: &str| {
        text(value).unwrap_or_else(|| default.to_owned())
    };
    Image {
        base: or(&keys.base, Image::default_base(file.postgres.value).unwrap_or_default()),
        packages: super::relation::names(&keys.packages),
        settings: texts(&keys.settings),
        database: or(&keys.database, &file.project),
        user: or(&keys.user, "postgres"),
        port: keys.port.as_ref().map_or(5432, |port| port.value),
        health_check: health_check(&keys),
        labels: texts(&keys.labels),
        sample_data: keys.sample_data,
    }
}

fn health_check(keys: &spec::Image) -> HealthCheck {
    let own = keys.health_check.clone().unwrap_or_default();
    let default = HealthCheck::default();
    HealthCheck {
        interval: text(&own.interval).unwrap_or(default.interval),
        timeout: text(&own.timeout).unwrap_or(default.timeout),
        start_period: text(&own.start_period).unwrap_or(default.start_period),
        retries: own.retries.map_or(default.retries, |retries| retries.value),
    }
}
