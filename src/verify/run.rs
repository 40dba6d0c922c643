//! The order of the work, and how long each part takes.

use std::collections::BTreeMap;
use std::time::Instant;

use super::apply::{self, Applied};
use super::{
    Check, Context, Error, Group, Options, Phase, Progress, Report, Secrets, access, features,
    logins, queries, seeds, shape, sources, transforms,
};
use crate::model::Project;
use crate::render::{self, Artifacts};
use crate::sandbox::script::{self, Script};
use crate::sandbox::{self, Choice, ImageContext, Kind, Request, Sandbox};

/// Build argument of the generated Dockerfile that names its base image.
const BASE_IMAGE: &str = "POSTGRES_IMAGE";

/// Applies `artifacts` of `project` to a throw-away server and proves what they claim.
///
/// # Errors
/// Where there is no server to try it on, or where it lacks what the project uses; what is not as
/// declared is in the report.
pub fn run(
    project: &Project,
    artifacts: &Artifacts,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Report, Error> {
    let mut log = Log::new(project, progress);
    let secrets = Secrets::of(&project.database, &options.passwords)?;
    let sandbox =
        log.phase(Group::Sandbox, |_| start(project, artifacts, options, &secrets, progress))?;
    log.describe(project, &sandbox);
    let lacking = features::lacking(&project.database, sandbox.major());
    if !lacking.is_empty() {
        return Err(Error::Lacking { major: sandbox.major(), features: lacking });
    }
    let scripts = ddl_scripts(project, artifacts, &options.templates, sandbox.major())?;
    // Dropped after the databases that need the roles.
    let _roles = apply::BorrowedRoles::claim(&sandbox, &project.database)?;
    let Some(first) = log.phase(Group::Apply, |checks| apply::first(&sandbox, &scripts, checks))?
    else {
        return Ok(log.report);
    };
    let context = Context {
        project,
        sandbox: &sandbox,
        database: first.name().to_owned(),
        secrets: &secrets,
        progress,
    };
    prove(&context, options, &scripts, &first, &mut log)?;
    Ok(log.report)
}

/// Runs the proofs that are wanted.
fn prove(
    context: &Context<'_>,
    options: &Options,
    scripts: &[Script],
    first: &Applied<'_>,
    log: &mut Log<'_>,
) -> Result<(), Error> {
    let again = options.wants(Group::Again) || options.wants(Group::Structure);
    let second = match again {
        true => log.phase(Group::Again, |checks| apply::again(context.sandbox, scripts, checks))?,
        false => None,
    };
    if !options.after_apply.is_empty() {
        let mut client = context.connect()?;
        for script in &options.after_apply {
            script::run(&mut client, script).map_err(Error::AfterApply)?;
        }
    }
    if let Some(second) = second.filter(|_| options.wants(Group::Structure)) {
        log.phase(Group::Structure, |checks| shape::prove(context, second.name(), checks))?;
    }
    let needs_data = [Group::SampleData, Group::Transforms, Group::Queries];
    let loaded = if needs_data.iter().any(|group| options.wants(*group)) {
        log.phase(Group::SampleData, |checks| apply::sample_data(context, first, checks))?
    } else {
        false
    };
    if options.wants(Group::Access) {
        log.phase(Group::Access, |checks| access::prove(context, checks))?;
    }
    if options.wants(Group::Sources) {
        log.phase(Group::Sources, |checks| sources::prove(context, checks))?;
    }
    if options.wants(Group::Transforms) {
        log.phase(Group::Transforms, |checks| transforms::prove(context, loaded, checks))?;
    }
    if options.wants(Group::Seeds) && !context.project.seeds.is_empty() {
        log.phase(Group::Seeds, |checks| seeds::prove(context, checks))?;
    }
    if options.wants(Group::Queries) {
        log.phase(Group::Queries, |checks| queries::prove(context, loaded, checks))?;
    }
    if options.wants(Group::Roles) {
        log.phase(Group::Roles, |checks| logins::prove(context, checks))?;
    }
    Ok(())
}

/// Starts the server; the image of a Docker sandbox is built from the artifacts as they are.
fn start(
    project: &Project,
    artifacts: &Artifacts,
    options: &Options,
    secrets: &Secrets,
    progress: &dyn Progress,
) -> Result<Sandbox, Error> {
    let mut request = Request::new(options.sandbox, project.postgres);
    request.url.clone_from(&options.url);
    request.binaries.clone_from(&options.binaries);
    request.settings.clone_from(&project.image.settings);
    if matches!(options.sandbox, Choice::Auto | Choice::Docker) {
        let base = options.base_image.iter();
        request.context = Some(ImageContext {
            files: artifacts.iter().map(|(path, text)| (path, text.as_bytes())).collect(),
            dockerfile: "docker/Dockerfile",
            build_args: base.map(|image| (BASE_IMAGE.to_owned(), image.clone())).collect(),
            environment: BTreeMap::new(),
            secrets: secrets.files(),
        });
    }
    Ok(sandbox::start(&request, &|words| progress.say(words))?)
}

/// Returns the scripts of the DDL in the order in which they run.
///
/// Roles are written differently for each major version, so that a server of another one than the
/// project's gets scripts of its own.
///
/// # Errors
/// As [`render::ddl::render`].
pub fn ddl_scripts(
    project: &Project,
    artifacts: &Artifacts,
    templates: &render::Templates,
    major: u16,
) -> Result<Vec<Script>, Error> {
    let of_ddl =
        |path: &str| path.strip_prefix("ddl/").is_some_and(|name| name != render::ddl::ALL);
    if major == project.postgres {
        let files = artifacts.iter().filter(|(path, _)| of_ddl(path));
        return Ok(files
            .map(|(path, text)| Script { name: path.into(), text: text.into() })
            .collect());
    }
    let for_server = Project { postgres: major, ..project.clone() };
    let files = render::ddl::render(&for_server, templates)?;
    let files = files.into_iter().filter(|(name, _)| name != render::ddl::ALL);
    Ok(files.map(|(name, text)| Script { name: format!("ddl/{name}"), text }).collect())
}

/// Gathers the report while the work goes on.
struct Log<'a> {
    report: Report,
    progress: &'a dyn Progress,
}

impl<'a> Log<'a> {
    fn new(project: &Project, progress: &'a dyn Progress) -> Self {
        let (name, target) = (project.name.clone(), project.postgres);
        Self { report: Report { project: name, target, ..Report::default() }, progress }
    }

    fn phase<T>(
        &mut self,
        group: Group,
        work: impl FnOnce(&mut Vec<Check>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.progress.begin(group);
        let started = Instant::now();
        let result = work(&mut self.report.checks);
        self.report.phases.push(Phase { group, seconds: started.elapsed().as_secs_f64() });
        result
    }

    fn describe(&mut self, project: &Project, sandbox: &Sandbox) {
        self.report.server = sandbox.server_version().to_owned();
        self.report.sandbox = sandbox.kind().to_string();
        self.report.place = sandbox.describe();
        if sandbox.major() != project.postgres {
            self.report.warnings.push(format!(
                "the project targets PostgreSQL {}, and this is PostgreSQL {}: the DDL was rendered \
                 for {} and nothing here proves how {} takes it",
                project.postgres,
                sandbox.major(),
                sandbox.major(),
                project.postgres
            ));
        }
        if sandbox.kind() != Kind::Docker {
            self.report.warnings.push(format!(
                "the sandbox is `{}`: the image and its init scripts were not tried",
                sandbox.kind()
            ));
        }
    }
}
