//! From files to the spec: decodes every YAML file, and gathers the SQL beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::{Document, ProjectFile, gaps};
use crate::diagnostic::Diagnostic;
use crate::reading::{self, PROJECT_FILE};
use crate::source::{FileId, SourceFile, Sources, Span, Spanned};

/// A whole project as it was written.
#[derive(Debug, Clone, Default)]
pub struct Spec {
    /// The project file; absent when it could not be decoded.
    pub project: Option<ProjectFile>,
    /// The other YAML files in the order of their paths.
    pub documents: Vec<Document>,
    /// SQL files below `schema/`.
    pub sql_files: Vec<SqlFile>,
    /// Files of which a part could not be read or decoded: what they declare is not all known.
    pub incomplete: BTreeSet<FileId>,
    /// Files with a key that means nothing and holds more than one value: what stands below it is
    /// not known either.
    pub misnamed: BTreeSet<FileId>,
    /// Places of values that could not be decoded, and of keys that mean nothing.
    pub faults: Vec<Span>,
    /// Sample data: path below the project's root, and text.
    pub sample_data: Vec<(String, String)>,
}

/// An SQL file beside the YAML: objects without keys of their own.
#[derive(Debug, Clone)]
pub struct SqlFile {
    /// The schema that its unqualified names belong to, by its path: `schema/sales/casts.sql` and
    /// `schema/sales.sql` belong to `sales`.
    pub schema: Option<String>,
    /// The whole text.
    pub text: Spanned<String>,
}

/// Reads the project at `root`, with every finding on the way.
pub fn read(root: &Path) -> (Spec, Sources, Vec<Diagnostic>) {
    let (mut sources, mut findings) = reading::read_project(root);
    let mut spec = of_sources(&sources, &mut findings);
    spec.sample_data = sample_data(root, &spec, &mut sources, &mut findings);
    (spec, sources, findings)
}

/// Reads a project from texts in memory, each with its path below the root; without sample data.
pub fn read_texts(files: &BTreeMap<String, String>) -> (Spec, Sources, Vec<Diagnostic>) {
    let (mut sources, mut findings) = (Sources::default(), Vec::new());
    for (path, text) in files {
        sources.add(SourceFile { path: path.clone(), text: text.clone() });
    }
    let spec = of_sources(&sources, &mut findings);
    (spec, sources, findings)
}

fn of_sources(sources: &Sources, findings: &mut Vec<Diagnostic>) -> Spec {
    let mut spec = Spec::default();
    let files: Vec<(FileId, &SourceFile)> = sources.iter().collect();
    // Each file is by itself; what is in them stays in the order of their paths.
    let parts: Vec<_> = files.par_iter().map(|(id, file)| part(*id, file)).collect();
    for (part, mut found) in parts {
        findings.append(&mut found);
        match part {
            Part::Sql(file) => spec.sql_files.push(file),
            Part::Project(project) => spec.project = project.map(|it| *it),
            Part::Document(document) => spec.documents.extend(document.map(|it| *it)),
        }
    }
    gaps::find(&mut spec, findings, sources);
    spec
}

/// What one file declares; nothing, where it could not be decoded.
enum Part {
    Sql(SqlFile),
    Project(Option<Box<ProjectFile>>),
    Document(Option<Box<Document>>),
}

fn part(id: FileId, file: &SourceFile) -> (Part, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let part = if file.path.ends_with(".sql") {
        Part::Sql(sql_file(id, &file.path, file.text.clone()))
    } else if is_project_file(&file.path) {
        Part::Project(decode(id, &file.text, &mut findings).map(Box::new))
    } else {
        Part::Document(decode(id, &file.text, &mut findings).map(Box::new))
    };
    (part, findings)
}

pub(super) fn is_project_file(path: &str) -> bool {
    path == PROJECT_FILE || path == "pgspec.yml"
}

fn decode<T: serde::de::DeserializeOwned>(
    id: FileId,
    text: &str,
    findings: &mut Vec<Diagnostic>,
) -> Option<T> {
    let node = reading::parse(id, text, findings)?;
    reading::decode(&node, findings)
}

fn sql_file(id: FileId, path: &str, text: String) -> SqlFile {
    let below = path.strip_prefix("schema/").unwrap_or(path);
    let first = below.split(['/', '.']).next().unwrap_or_default();
    let span = Span::new(id, 0..text.len());
    SqlFile { schema: Some(first.to_owned()), text: Spanned::new(text, span) }
}

fn sample_data(
    root: &Path,
    spec: &Spec,
    sources: &mut Sources,
    findings: &mut Vec<Diagnostic>,
) -> Vec<(String, String)> {
    let paths = spec.project.iter().flat_map(|project| project.sample_data.iter());
    let mut loaded = Vec::new();
    for path in paths {
        match reading::read_beside(sources, root, path, Some(path.span)) {
            Ok(id) => loaded.push((path.value.clone(), sources.file(id).text.clone())),
            Err(finding) => findings.push(*finding),
        }
    }
    loaded
}
