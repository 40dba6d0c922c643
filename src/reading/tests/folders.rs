use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use tempfile::TempDir;

use crate::diagnostic::Diagnostic;
use crate::reading::*;
use crate::source::*;

fn project(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pgspec.yaml"), "project: x\n").unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn paths(sources: &Sources) -> Vec<&str> {
    sources.iter().map(|(_, file)| file.path.as_str()).collect()
}

/// Reads a project and lists its findings as `code path`.
fn findings(root: &Path) -> Vec<String> {
    let (sources, findings) = read_project(root);
    let line = |d: &Diagnostic| format!("{} {}", d.code, sources.path(d.labels[0].span.file));
    assert!(findings.iter().all(|d| crate::diagnostic::find(d.code).is_some()));
    findings.iter().map(line).collect()
}

#[test]
fn files_come_in_a_fixed_order_and_others_are_left_alone() {
    let folder = project(&[
        ("schema/b.yml", b""),
        ("schema/a/z.yaml", b""),
        ("schema/f.sql", b"select 1"),
        ("roles/r.yaml", b""),
        ("roles/r.sql", b""),
        ("schema/.hidden.yaml", b""),
        ("schema/README.md", b""),
        ("generated/x.yaml", b""),
    ]);
    let (sources, findings) = read_project(folder.path());
    assert_eq!(findings, []);
    let expected =
        ["pgspec.yaml", "schema/a/z.yaml", "schema/b.yml", "schema/f.sql", "roles/r.yaml"];
    assert_eq!(paths(&sources), expected);
}

#[test]
fn a_missing_project_says_how_to_make_one() {
    let folder = tempfile::tempdir().unwrap();
    let (_, found) = read_project(folder.path());
    assert_eq!(found[0].code, "no_project");
    assert!(found[0].help.as_ref().unwrap().contains("pgspec init"));
    assert_eq!(findings(&folder.path().join("nowhere")), ["no_project pgspec.yaml"]);
    fs::write(folder.path().join("file"), "").unwrap();
    assert_eq!(findings(&folder.path().join("file")), ["no_project pgspec.yaml"]);
    fs::write(folder.path().join("pgspec.yml"), "").unwrap();
    assert_eq!(findings(folder.path()), [""; 0]);
    fs::write(folder.path().join("pgspec.yaml"), "").unwrap();
    assert_eq!(findings(folder.path()), ["two_project_files pgspec.yml"]);
}

#[test]
fn every_unusable_file_is_reported_and_the_others_are_read() {
    let folder = project(&[
        ("schema/good.yaml", b"\xEF\xBB\xBFa: 1"),
        ("schema/latin.yaml", b"a: 1\nb: caf\xE9\n"),
        ("schema/utf16.yaml", b"\xFF\xFEa\0:\0"),
        ("roles", b"a file"),
    ]);
    let root = folder.path();
    fs::create_dir(root.join("schema/dir.yaml")).unwrap();
    fs::File::create(root.join("schema/huge.yaml")).unwrap().set_len(100 << 20).unwrap();
    fs::File::create(root.join("schema/limit.yaml")).unwrap().set_len(MAX_FILE_BYTES).unwrap();
    assert_eq!(
        findings(root),
        [
            "not_a_file schema/dir.yaml",
            "file_too_large schema/huge.yaml",
            "invalid_utf8 schema/latin.yaml",
            "invalid_utf8 schema/utf16.yaml",
            "not_a_folder roles",
        ]
    );
    let (sources, found) = read_project(root);
    assert_eq!(paths(&sources), ["pgspec.yaml", "schema/good.yaml", "schema/limit.yaml"]);
    assert_eq!(sources.iter().nth(1).unwrap().1.text, "a: 1");
    assert_eq!(found[2].message, "byte `0xe9` on line 2 (offset 11) is not UTF-8");
    assert_eq!(sources.position(found[2].labels[0].span), Position { line: 2, column: 7 });
}

#[test]
fn links_stay_inside_the_project_and_never_circle() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x.yaml"), "secret: 1").unwrap();
    let folder = project(&[("schema/real.yaml", b"a: 1"), ("shared/s.yaml", b"b: 2")]);
    let schema = folder.path().join("schema");
    symlink("real.yaml", schema.join("alias.yaml")).unwrap();
    symlink("../shared", schema.join("shared")).unwrap();
    symlink(outside.path().join("x.yaml"), schema.join("out.yaml")).unwrap();
    symlink(outside.path(), schema.join("outside")).unwrap();
    symlink("..", schema.join("up")).unwrap();
    symlink("self.yaml", schema.join("self.yaml")).unwrap();
    symlink("nowhere.yaml", schema.join("dangling.yaml")).unwrap();
    let found = findings(folder.path());
    for expected in [
        "path_leaves_project schema/out.yaml",
        "path_leaves_project schema/outside",
        "symlink_loop schema/self.yaml",
        "unreadable_file schema/dangling.yaml",
        "symlink_loop schema/up/schema",
    ] {
        assert!(found.contains(&expected.to_owned()), "{expected} not in {found:?}");
    }
    let (sources, _) = read_project(folder.path());
    assert!(paths(&sources).contains(&"schema/alias.yaml"));
    assert!(paths(&sources).contains(&"schema/shared/s.yaml"));
    assert!(sources.iter().all(|(_, file)| !file.text.contains("secret")));
}

#[test]
fn folders_may_not_nest_without_end() {
    let deep = format!("schema/{}x.yaml", "d/".repeat(40));
    let folder = project(&[(&deep, b"")]);
    let found = findings(folder.path());
    assert!(found.len() == 1 && found[0].starts_with("too_many_files schema/d/"), "{found:?}");
    let shallow = format!("schema/{}x.yaml", "d/".repeat(20));
    assert_eq!(findings(project(&[(&shallow, b"")]).path()), [""; 0]);
}

#[test]
fn a_file_beside_the_spec_is_read_only_from_inside_the_project() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x.csv"), "secret").unwrap();
    let folder = project(&[("data/a.csv", b"1,2"), ("data/bad.csv", b"\xFF")]);
    symlink(outside.path(), folder.path().join("data/out")).unwrap();
    let mut sources = Sources::default();
    let spec = sources.add(SourceFile { path: "pgspec.yaml".into(), text: "data: x".into() });
    let span = Span::new(spec, 6..7);
    let mut code = |path: &str| {
        let read = read_beside(&mut sources, folder.path(), path, Some(span));
        read.map(|file| sources.file(file).text.clone()).map_err(|finding| finding.code)
    };
    assert_eq!(code("./data/a.csv"), Ok("1,2".into()));
    for path in ["../x", "data/../../x", "/etc/passwd", "", ".", "data/out/x.csv", "a\0b"] {
        assert_eq!(code(path), Err("path_leaves_project"), "{path}");
    }
    assert_eq!(code("data/none.csv"), Err("unreadable_file"));
    assert_eq!(code("data"), Err("not_a_file"));
    assert_eq!(code("data/bad.csv"), Err("invalid_utf8"));
    let finding = read_beside(&mut sources, folder.path(), "templates/none", None).unwrap_err();
    assert_eq!(sources.path(finding.labels[0].span.file), "templates/none");
}

#[test]
fn a_folder_of_too_many_files_is_refused() {
    let folder = project(&[("schema/a.yaml", b"")]);
    for number in 0..MAX_FILES {
        fs::File::create(folder.path().join(format!("schema/{number}.txt"))).unwrap();
    }
    assert_eq!(findings(folder.path()), ["too_many_files schema"]);
    fs::remove_file(folder.path().join("schema/0.txt")).unwrap();
    assert_eq!(findings(folder.path()), [""; 0]);
}

#[test]
fn one_large_file_under_many_names_is_not_read_without_end() {
    let folder = project(&[("schema/a.sql", b"")]);
    let schema = folder.path().join("schema");
    fs::File::create(schema.join("a.sql")).unwrap().set_len(MAX_FILE_BYTES).unwrap();
    for number in 0..16 {
        symlink("a.sql", schema.join(format!("b{number:02}.sql"))).unwrap();
    }
    let found = findings(folder.path());
    assert_eq!(found, ["project_too_large schema/b14.sql", "project_too_large schema/b15.sql"]);
}
