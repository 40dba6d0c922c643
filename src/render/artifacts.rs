//! Files in memory: what rendering gives and writing takes.

use std::collections::BTreeMap;

use super::RenderError;

/// Rendered files by path below the output folder, with `/` between the parts of a path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Artifacts {
    files: BTreeMap<String, String>,
}

impl Artifacts {
    /// Adds a file.
    ///
    /// Fails where the path is taken, or where it could lead out of the output folder: a name that
    /// came from the project must not become a path.
    pub fn insert(&mut self, path: impl Into<String>, text: String) -> Result<(), RenderError> {
        let path = path.into();
        if !is_safe(&path) {
            return Err(RenderError::UnsafePath(path));
        }
        if self.files.contains_key(&path) {
            return Err(RenderError::Duplicate(path));
        }
        self.files.insert(path, text);
        Ok(())
    }

    /// Adds files, as [`Artifacts::insert`] does.
    pub fn extend(
        &mut self,
        files: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(), RenderError> {
        files.into_iter().try_for_each(|(path, text)| self.insert(path, text))
    }

    /// Returns the text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Returns paths and texts in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Returns how many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// Whether a path stays below the folder it is joined to, on every system.
pub(crate) fn is_safe(path: &str) -> bool {
    let part_is_safe = |part: &str| {
        !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0', '\n', '\r'])
    };
    path.split('/').all(part_is_safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_files_in_order_and_refuses_a_second_one_of_a_name() {
        let mut artifacts = Artifacts::default();
        artifacts.insert("b/2", "two".into()).unwrap();
        artifacts.insert("a", "one".into()).unwrap();
        assert_eq!(artifacts.iter().collect::<Vec<_>>(), [("a", "one"), ("b/2", "two")]);
        let error = artifacts.insert("a", "other".into()).unwrap_err();
        assert_eq!(error.to_string(), "two artifacts are called `a`");
        assert_eq!(artifacts.get("a"), Some("one"));
    }

    #[test]
    fn refuses_paths_that_could_lead_elsewhere() {
        for path in ["", "/etc/passwd", "../a", "a/../../b", "a//b", "c:x", "a\\..\\b", "a/", "./a"]
        {
            let error = Artifacts::default().insert(path, String::new()).unwrap_err();
            assert!(matches!(error, RenderError::UnsafePath(_)), "{path}");
        }
        Artifacts::default().insert("a/..b/c d.é", String::new()).unwrap();
    }
}
