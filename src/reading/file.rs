//! Reading one file of a project: its real place, its size, its text.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::text;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, SourceFile, Sources, Span};

/// The longest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// What Linux and macOS answer where links lead in a circle; std has no stable name for it.
const LOOP_ERRORS: [Option<i32>; 2] = [Some(40), Some(62)];

/// Reads a file beside the spec, such as sample data or a template, and adds it to `sources`.
///
/// `path` is relative to `root`; `named_at` is its place in the spec, if the spec names it. Fails
/// with a finding if the path leaves the project, or if the file cannot be read as UTF-8 text
/// within [`MAX_FILE_BYTES`].
pub fn read_beside(
    sources: &mut Sources,
    root: &Path,
    path: &str,
    named_at: Option<Span>,
) -> Result<FileId, Box<Diagnostic>> {
    let read = || {
        let relative = relative_path(path).ok_or_else(Fault::leaves_project)?;
        let real_root = root.canonicalize().map_err(|error| Fault::unreadable(&error))?;
        let real = resolve(&real_root, &relative)?;
        Ok((relative, read_text(&real)?))
    };
    match read() {
        Ok((relative, text)) => Ok(sources.add(SourceFile { path: relative, text })),
        Err(Unread::Fault(fault)) => {
            let span = named_at.unwrap_or_else(|| sources.add_empty(path));
            Err(Box::new(fault.diagnose(span, path)))
        }
        Err(Unread::NotUtf8(found)) => {
            let finding = found.diagnose(path, sources);
            Err(Box::new(match named_at {
                Some(span) => finding.with_other(span, "the file is named here"),
                None => finding,
            }))
        }
    }
}

/// Returns `path` with `/` between plain names, or `None` if it is absolute or climbs.
fn relative_path(path: &str) -> Option<String> {
    let mut names = Vec::new();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) => names.push(name.to_str()?),
            Component::CurDir => {}
            _ => return None,
        }
    }
    (!names.is_empty() && !path.contains('\0')).then(|| names.join("/"))
}

/// Returns where `relative` really is, if that is inside `root`, which has no links itself.
pub(super) fn resolve(root: &Path, relative: &str) -> Result<PathBuf, Fault> {
    let real = root.join(relative).canonicalize().map_err(|error| Fault::unreadable(&error))?;
    if real.starts_with(root) { Ok(real) } else { Err(Fault::leaves_project()) }
}

/// Why there is no text.
pub(super) enum Unread {
    Fault(Fault),
    NotUtf8(text::NotUtf8),
}

impl From<Fault> for Unread {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Reads a regular file; the limit holds even for a file that grows while it is read.
pub(super) fn read_text(path: &Path) -> Result<String, Unread> {
    let unreadable = |error: io::Error| Unread::Fault(Fault::unreadable(&error));
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Unread::Fault(Fault::not_a_file()));
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(Unread::Fault(Fault::too_large(metadata.len())));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(Unread::Fault(Fault::too_large(bytes.len() as u64)));
    }
    text::decode(bytes).map_err(Unread::NotUtf8)
}

/// Why a path cannot be used.
pub(super) struct Fault {
    code: &'static str,
    message: String,
    help: &'static str,
}

impl Fault {
    pub fn new(code: &'static str, message: impl Into<String>, help: &'static str) -> Self {
        Self { code, message: message.into(), help }
    }

    pub fn leaves_project() -> Self {
        let help = "keep the file inside the project and name it relative to the project's root";
        Self::new("path_leaves_project", "leaves the project", help)
    }

    pub fn not_a_file() -> Self {
        Self::new("not_a_file", "is not a file", "rename it, or put a file in its place")
    }

    fn too_large(bytes: u64) -> Self {
        let message = format!("has {bytes} bytes, and at most {MAX_FILE_BYTES} are read");
        Self::new("file_too_large", message, "split it into several files")
    }

    pub fn unreadable(error: &io::Error) -> Self {
        if LOOP_ERRORS.contains(&error.raw_os_error()) {
            return Self::symlink_loop();
        }
        let help = match error.kind() {
            io::ErrorKind::NotFound => "create the file, or correct its name",
            _ => "make it readable for this user",
        };
        Self::new("unreadable_file", format!("cannot be read: {}", reason(error)), help)
    }

    pub fn symlink_loop() -> Self {
        let help = "remove the link, or point it at a file";
        Self::new("symlink_loop", "is a symbolic link that leads back to itself", help)
    }

    pub fn diagnose(self, span: Span, path: &str) -> Diagnostic {
        let message = format!("`{path}` {}", self.message);
        Diagnostic::error(self.code, span, message).with_help(self.help)
    }
}

/// Says what went wrong without the number that the system adds.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}
