//! Finding and reading the files of a project, within limits.
//!
//! A file that cannot be used is a finding, and the others are read all the same. A finding about
//! a path rather than a place in a text stands at an empty file of that path. Nothing outside the
//! project's root is ever opened: symbolic links are followed only to targets inside it.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::file::{Fault, Unread, read_text, reason, resolve};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Sources};

/// The file that makes a folder a project.
pub const PROJECT_FILE: &str = "pgspec.yaml";
/// The folders whose YAML files are the spec.
pub const FOLDERS: [&str; 6] =
    ["schema", "roles", "queries", "pipelines", "docker", "architecture"];
/// The most files and folders that one project may hold below [`FOLDERS`].
pub const MAX_FILES: usize = 50_000;
/// How much text one project may hold, in bytes; links can name one file many times.
pub const MAX_PROJECT_BYTES: usize = 64 * 1024 * 1024;
/// How deep folders may nest.
pub const MAX_FOLDER_DEPTH: usize = 32;

/// Reads `pgspec.yaml` and every spec file below [`FOLDERS`] of the project at `root`.
///
/// The files come in a fixed order: the project file, then folder by folder, sorted by path.
/// What is wrong with a file is a finding, and its text is then missing from the sources.
pub fn read_project(root: &Path) -> (Sources, Vec<Diagnostic>) {
    let mut reader = Reader::new(root);
    match root.canonicalize() {
        Err(error) => {
            let why = reason(&error);
            reader.no_project(&format!("cannot open the folder `{}`: {why}", root.display()));
        }
        Ok(real) if !real.is_dir() => {
            reader.no_project(&format!("`{}` is not a folder", root.display()));
        }
        Ok(real) => {
            reader.root = real;
            reader.project_file();
            for folder in FOLDERS {
                reader.folder(folder);
            }
        }
    }
    (reader.sources, reader.findings)
}

struct Reader {
    root: PathBuf,
    sources: Sources,
    findings: Vec<Diagnostic>,
    /// Names below the folders of the spec.
    seen: usize,
    /// Bytes of text.
    read: usize,
}

impl Reader {
    fn new(root: &Path) -> Self {
        let (sources, findings) = (Sources::default(), Vec::new());
        Self { root: root.to_owned(), sources, findings, seen: 0, read: 0 }
    }

    fn no_project(&mut self, message: &str) {
        let span = self.sources.add_empty(PROJECT_FILE);
        let help = "make a project with `pgspec init`, or name its folder";
        self.findings.push(Diagnostic::error("no_project", span, message).with_help(help));
    }

    fn project_file(&mut self) {
        let present = |name: &&str| self.root.join(name).symlink_metadata().is_ok();
        match ["pgspec.yaml", "pgspec.yml"].iter().copied().filter(present).collect::<Vec<_>>()[..]
        {
            [] => self.no_project(&format!("no `{PROJECT_FILE}` in this folder")),
            [name] => self.file(name),
            [first, second, ..] => {
                self.file(first);
                let span = self.sources.add_empty(second);
                let message = format!("`{first}` and `{second}` both describe the project");
                let finding = Diagnostic::error("two_project_files", span, message);
                self.findings.push(finding.with_help("remove one of the two"));
            }
        }
    }

    /// Reads the spec files below one folder, if it is there.
    fn folder(&mut self, folder: &str) {
        let path = self.root.join(folder);
        if path.symlink_metadata().is_err() {
            return;
        }
        let mut files = BTreeSet::new();
        match resolve(&self.root, folder) {
            Ok(real) if real.is_dir() => self.walk(folder, &mut vec![real], &mut files),
            Ok(_) => self.fault(folder, Fault::new("not_a_folder", "is not a folder", "rename it")),
            Err(fault) => self.fault(folder, fault),
        }
        for file in files {
            self.file(&file);
        }
    }

    /// Collects the spec files below `folder`; `above` holds the real folders on the way to it.
    fn walk(&mut self, folder: &str, above: &mut Vec<PathBuf>, files: &mut BTreeSet<String>) {
        let names = match names(&self.root.join(folder), MAX_FILES) {
            Ok(names) => names,
            Err(error) => return self.fault(folder, Fault::unreadable(&error)),
        };
        for name in names {
            self.seen += 1;
            if self.seen > MAX_FILES {
                return self.too_many(folder);
            }
            match name.to_str() {
                Some(name) if name.starts_with('.') => {}
                Some(name) => self.entry(folder, name, above, files),
                None => {
                    let path = format!("{folder}/{}", name.to_string_lossy());
                    let (message, help) = ("has a name that is not UTF-8", "rename it");
                    self.fault(&path, Fault::new("unreadable_file", message, help));
                }
            }
        }
    }

    fn entry(
        &mut self,
        folder: &str,
        name: &str,
        above: &mut Vec<PathBuf>,
        files: &mut BTreeSet<String>,
    ) {
        let path = format!("{folder}/{name}");
        let spec = is_spec(&path);
        if !spec && self.root.join(&path).symlink_metadata().is_ok_and(|found| found.is_file()) {
            return;
        }
        match resolve(&self.root, &path) {
            Ok(real) if real.is_dir() && spec => self.fault(&path, Fault::not_a_file()),
            Ok(real) if real.is_dir() && above.contains(&real) => {
                self.fault(&path, Fault::symlink_loop());
            }
            Ok(real) if real.is_dir() && above.len() >= MAX_FOLDER_DEPTH => {
                let message = format!("nests deeper than {MAX_FOLDER_DEPTH} folders");
                self.fault(&path, Fault::new("too_many_files", message, "flatten the folders"));
            }
            Ok(real) if real.is_dir() => {
                above.push(real);
                self.walk(&path, above, files);
                above.pop();
            }
            Ok(_) if spec => {
                files.insert(path);
            }
            Ok(_) => {}
            Err(fault) => self.fault(&path, fault),
        }
    }

    /// Says once that the limit was reached.
    fn too_many(&mut self, folder: &str) {
        if self.seen == MAX_FILES + 1 {
            let message = format!("is beyond the limit of {MAX_FILES} files and folders");
            let help = "keep only the spec in these folders";
            self.fault(folder, Fault::new("too_many_files", message, help));
        }
    }

    fn file(&mut self, path: &str) {
        let text = resolve(&self.root, path).map_err(Unread::from);
        match text.and_then(|real| read_text(&real)) {
            Ok(text) if self.read + text.len() > MAX_PROJECT_BYTES => {
                let message = format!("is beyond the limit of {MAX_PROJECT_BYTES} bytes of spec");
                let help = "keep only the spec in these folders";
                self.fault(path, Fault::new("project_too_large", message, help));
            }
            Ok(text) => {
                self.read += text.len();
                self.sources.add(SourceFile { path: path.to_owned(), text });
            }
            Err(Unread::Fault(fault)) => self.fault(path, fault),
            Err(Unread::NotUtf8(found)) => {
                let finding = found.diagnose(path, &mut self.sources);
                self.findings.push(finding);
            }
        }
    }

    fn fault(&mut self, path: &str, fault: Fault) {
        let span = self.sources.add_empty(path);
        self.findings.push(fault.diagnose(span, path));
    }
}

/// Returns the names in a folder, sorted; one more than `limit` at most.
fn names(folder: &Path, limit: usize) -> io::Result<BTreeSet<OsString>> {
    fs::read_dir(folder)?.take(limit + 1).map(|entry| Ok(entry?.file_name())).collect()
}

/// Returns whether a path is named like a part of the spec.
fn is_spec(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    match extension {
        Some("yaml" | "yml") => true,
        Some("sql") => path.starts_with("schema/"),
        _ => false,
    }
}
