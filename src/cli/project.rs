//! What every command on a project begins with: reading, checking, rendering.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Status;
use super::output::Output;
use crate::audit::Acceptance;
use crate::check::{self, Checked, Places};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Project;
use crate::reading;
use crate::render::{self, Artifacts, Templates};
use crate::source::Sources;
use crate::spec::{self, ProjectFile, Spec};

/// The folder for artifacts where the project names none.
const DEFAULT_OUTPUT: &str = "generated";

/// The folder of a project's own templates.
const TEMPLATES: &str = "templates";

/// How deep files are looked for in it; a link may lead back to a folder above.
const TEMPLATES_DEPTH: usize = 4;

/// A project as it was read and checked.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The model; absent when a finding is an error.
    pub model: Option<Project>,
    /// What is wrong with the files, and what is likely not meant.
    pub findings: Vec<Diagnostic>,
    /// Findings that the project accepts, with what it says of them.
    pub accepted: Vec<(Diagnostic, Acceptance)>,
    /// The files.
    pub sources: Sources,
    /// Where in them everything stands.
    pub places: Places,
    file: Option<ProjectFile>,
    root: PathBuf,
}

/// Reads and checks the project at `root`.
pub(super) fn load(root: &Path) -> Loaded {
    load_by(root, check::check)
}

fn load_by(root: &Path, check: fn(&Spec, &Sources) -> Checked) -> Loaded {
    let (spec, sources, mut findings) = spec::read(root);
    let checked = check(&spec, &sources);
    findings.extend(checked.findings);
    let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
    Loaded {
        model: checked.project.filter(|_| !failed),
        findings,
        accepted: checked.accepted,
        sources,
        places: checked.places,
        file: spec.project,
        root: root.to_owned(),
    }
}

/// A project that is well.
#[derive(Debug)]
pub(super) struct Read {
    /// The model.
    pub model: Project,
    /// The templates, with the project's own.
    pub templates: Templates,
    /// Findings that the project accepts, with what it says of them.
    pub accepted: Vec<(Diagnostic, Acceptance)>,
    /// Where everything stands in the files.
    pub places: Places,
    /// SHA-256 of every file, by its path.
    pub hashes: BTreeMap<String, String>,
    /// The project file.
    file: ProjectFile,
}

/// A project that is well, and its artifacts in memory.
#[derive(Debug)]
pub(super) struct Rendered {
    /// The model.
    pub model: Project,
    /// The artifacts.
    pub artifacts: Artifacts,
    /// The templates that they were rendered with.
    pub templates: Templates,
    /// The project file.
    pub file: ProjectFile,
}

impl Rendered {
    /// Returns the folder for artifacts, below the project's root.
    pub fn output_folder(&self) -> &str {
        self.file.output.as_ref().map_or(DEFAULT_OUTPUT, |output| output.value.as_str())
    }
}

/// Reads and checks the project at `root`; says what is wrong and returns how to exit.
pub(super) fn read(root: &Path, output: &Output) -> Result<Read, Status> {
    well(load(root), output)
}

fn well(mut loaded: Loaded, output: &Output) -> Result<Read, Status> {
    let templates = templates(&mut loaded, output);
    output.findings(&loaded.findings, &loaded.sources);
    let failed = loaded.findings.iter().any(|finding| finding.severity == Severity::Error);
    let (Some(model), Some(file), Some(templates)) =
        (loaded.model.take().filter(|_| !failed), loaded.file.take(), templates)
    else {
        return Err(Status::Wrong);
    };
    let (accepted, places) = (loaded.accepted, loaded.places);
    let hashes = hashes(&loaded.sources);
    Ok(Read { model, templates, accepted, places, hashes, file })
}

/// Reads, checks and renders the project at `root`; says what is wrong and returns how to exit.
pub(super) fn render(root: &Path, output: &Output) -> Result<Rendered, Status> {
    read(root, output)?.render(output)
}

/// As [`render`], of a project whose roles need not be granted yet what their work needs.
pub(super) fn render_ungranted(root: &Path, output: &Output) -> Result<Rendered, Status> {
    well(load_by(root, check::check_ungranted), output)?.render(output)
}

impl Read {
    /// Renders its artifacts; says what is wrong and returns how to exit.
    pub fn render(self, output: &Output) -> Result<Rendered, Status> {
        let Self { model, templates, hashes, file, .. } = self;
        match render::render(&model, &templates, &hashes) {
            Ok(artifacts) => Ok(Rendered { model, artifacts, templates, file }),
            Err(error) => {
                output.fail(&error);
                Err(Status::Wrong)
            }
        }
    }
}

/// Reads the project's own templates, below `templates/`. One that no artifact is rendered from is
/// an error: it would change nothing, and look as if it did.
fn templates(loaded: &mut Loaded, output: &Output) -> Option<Templates> {
    let mut overrides = BTreeMap::new();
    let files = match template_files(&loaded.root.join(TEMPLATES), "", TEMPLATES_DEPTH) {
        Ok(files) => files,
        Err(error) => {
            output.say(&format!("error: cannot list the templates in `{TEMPLATES}`: {error}"));
            return None;
        }
    };
    for name in files {
        let path = format!("{TEMPLATES}/{name}");
        match reading::read_beside(&mut loaded.sources, &loaded.root, &path, None) {
            Ok(id) => {
                let text = loaded.sources.file(id).text.clone();
                overrides.insert(name, text);
            }
            Err(finding) => loaded.findings.push(*finding),
        }
    }
    match Templates::with_overrides(overrides) {
        Ok(templates) => Some(templates),
        Err(error) => {
            output.fail(&error);
            error.help().iter().for_each(|help| output.help(help));
            None
        }
    }
}

/// Lists the files below a folder by their paths, sorted, without hidden ones and no deeper than
/// `depth` folders. A folder that is not there has none; one that cannot be listed is an error.
fn template_files(folder: &Path, prefix: &str, depth: usize) -> io::Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        match path.is_dir() {
            _ if name.starts_with('.') => {}
            true if depth > 0 => {
                files.extend(template_files(&path, &format!("{prefix}{name}/"), depth - 1)?);
            }
            true => {}
            false => {
                files.insert(format!("{prefix}{name}"));
            }
        }
    }
    Ok(files)
}

/// Returns the SHA-256 of every file that the project was read from, in hexadecimal.
fn hashes(sources: &Sources) -> BTreeMap<String, String> {
    let hash = |text: &str| hex::encode(Sha256::digest(text.as_bytes()));
    sources.iter().map(|(_, file)| (file.path.clone(), hash(&file.text))).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_file_among_the_templates_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join(TEMPLATES);
        let files = |depth| template_files(&root, "", depth).expect("it can be listed");
        assert!(files(4).is_empty(), "there is no such folder");

        for path in ["ddl/scripts.sql", "top.sql", ".hidden/x.sql", "ddl/.swap"] {
            let path = folder.path().join(TEMPLATES).join(path);
            fs::create_dir_all(path.parent().expect("it has one")).expect("made");
            fs::write(path, "").expect("written");
        }
        assert_eq!(files(4), ["ddl/scripts.sql", "top.sql"].map(str::to_owned).into());
        assert_eq!(files(0), ["top.sql"].map(str::to_owned).into(), "no deeper than asked");

        assert!(template_files(&root.join("top.sql"), "", 4).is_err(), "a file has no files");
    }
}
