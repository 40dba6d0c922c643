//! The examples of the documentation are projects that `check` accepts.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::read;

#[test]
fn the_examples_of_a_page_are_one_valid_project() {
    for (page, files) in [("docs/spec.md", 18), ("README.md", 5)] {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(write(&read(page), folder.path()), files, "the examples of {page}");
        let (well, words) = check(folder.path());
        assert!(well && !words.contains("warning"), "{page}: {words}");
    }
}

#[test]
fn the_pictures_of_the_readme_are_real_output() {
    let readme = read("README.md");
    let pictures = readme.split("](").skip(1).filter_map(|link| link.split(')').next());
    let pictures: Vec<&str> = pictures.filter(|path| path.ends_with(".svg")).collect();
    assert!(pictures.contains(&"generated/erd/sales.svg"), "{pictures:?}");
    assert!(pictures.contains(&"docs/pictures/sales_by_month_and_weekday.svg"), "{pictures:?}");
    for path in pictures {
        assert!(read(path).contains("<svg xmlns="), "{path} is no picture");
    }

    let fault = read("tests/errors/query_without_privilege/expected.txt");
    let fault = fault.trim_end().rsplit_once('\n').expect("it ends with the count").0;
    assert!(readme.contains(fault), "the fault is drawn in another way");

    // All of the table, with the head that its columns go by, as it stands there.
    let begins = readme.find("\n| Object |").expect("there is a matrix");
    let table = readme[begins..].split("\n\n").next().expect("it ends");
    let matrix = read("generated/access/matrix.md");
    assert!(table.lines().count() > 8, "the matrix is short");
    assert!(matrix.contains(&format!("{table}\n\n")), "the matrix is another");
}

#[test]
fn a_fault_in_an_example_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = read("docs/spec.md").replace("run_as: warehouse", "runs_as: warehouse");
    write(&page, folder.path());
    let (well, words) = check(folder.path());
    assert!(!well && words.contains("runs_as"), "{words}");
}

fn check(project: &Path) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pgspec"));
    let run = command.arg("check").arg("-C").arg(project).output().expect("it was built");
    (run.status.success(), String::from_utf8_lossy(&run.stderr).into_owned())
}

/// Writes every fenced block whose first line is a comment with a path, and counts them.
pub(super) fn write(page: &str, folder: &Path) -> usize {
    let mut written = 0;
    for block in page.split("\n```").skip(1).step_by(2) {
        let Some((_, text)) = block.split_once('\n') else { continue };
        let Some(path) = text.lines().next().and_then(path) else { continue };
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it is below")).expect("made");
        fs::write(path, format!("{text}\n")).expect("written");
        written += 1;
    }
    written
}

/// Reads `# schema/x.yaml` and `-- schema/x.sql`.
fn path(line: &str) -> Option<&str> {
    let path = line.strip_prefix("# ").or_else(|| line.strip_prefix("-- "))?;
    [".yaml", ".sql"].iter().any(|end| path.ends_with(end)).then_some(path)
}
