//! Files that a command writes where it is told to.

use std::fs;
use std::io;
use std::path::Path;

use crate::render::picture::PictureError;

/// Writes a file that is not there before it is whole.
pub(super) fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    fs::write(&part, bytes)?;
    fs::rename(&part, file)
}

/// Returns what the end of a file's name stands for, of these forms.
pub(super) fn form<T: Copy>(file: &Path, forms: &[(&str, T)]) -> Result<T, String> {
    let end = file.extension().map(|end| end.to_string_lossy().to_lowercase());
    let found = forms.iter().find(|(known, _)| end.as_deref() == Some(*known));
    match found {
        Some(("png", _)) if !cfg!(feature = "pictures") => Err(format!(
            "{}\n  help: write a `.svg`, or build with `--features pictures`",
            PictureError::WithoutFeature
        )),
        Some((_, form)) => Ok(*form),
        None => {
            let ends: Vec<String> = forms.iter().map(|(end, _)| format!("`.{end}`")).collect();
            let (last, others) = ends.split_last().expect("there are forms");
            let (name, others) = (file.display(), others.join(", "));
            Err(format!(
                "`{name}` does not say what to draw\n  help: let it end in {others} or {last}"
            ))
        }
    }
}
