//! What holds for all artifacts together.

use std::collections::BTreeMap;

use super::fixtures::shop;
use super::manifest::Manifest;
use super::*;
use crate::model::{Diagram, DiagramColumns, Role};

fn all(project: &Project) -> Artifacts {
    render(project, &Templates::default(), &BTreeMap::new()).unwrap()
}

/// The shop under strain: names that mean something in SQL, shells, Markdown, YAML and Mermaid.
fn nasty_shop() -> Project {
    let mut project = shop();
    project.description = Some("\"; $HOME `id`\nRUN rm # %}".into());
    let role = Role {
        login: true,
        password: Some(crate::model::PasswordSource::Environment("ODD".into())),
        ..Role::default()
    };
    project.database.roles.insert("o'dd \"$do$\n| {{ x }}".into(), role);
    project
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    assert_eq!(all(&shop()), all(&shop()));
    assert_ne!(all(&shop()), all(&nasty_shop()));
}

#[test]
fn every_artifact_says_in_its_first_lines_that_it_is_generated() {
    for (path, text) in all(&nasty_shop()).iter() {
        let says = text.lines().take(3).any(|line| line.contains(GENERATED));
        // Their forms have no place for words of ours.
        let is_bare = ["access/matrix.csv", "erd/schema.json"].contains(&path);
        assert!(says || is_bare, "{path}:\n{text}");
        assert!(text.ends_with('\n'), "{path} lacks its last line feed");
    }
}

#[test]
fn the_manifest_knows_every_artifact_but_itself() {
    let artifacts = all(&shop());
    let manifest = Manifest::read(artifacts.get(manifest::PATH).unwrap()).unwrap();
    let known: Vec<_> = manifest.artifacts.keys().map(String::as_str).collect();
    let others = artifacts.iter().map(|(path, _)| path).filter(|path| *path != manifest::PATH);
    assert_eq!(known, others.collect::<Vec<_>>());
}

#[test]
fn no_name_of_the_project_leads_out_of_the_output_folder() {
    let mut project = shop();
    let diagram = Diagram {
        title: "x".into(),
        tables: Default::default(),
        columns: DiagramColumns::All,
        relations: Vec::new(),
    };
    project.diagrams.insert("../../etc".into(), diagram);
    let error = render(&project, &Templates::default(), &BTreeMap::new()).unwrap_err();
    assert_eq!(error, RenderError::UnsafePath("erd/../../etc.svg".into()));
}

fn with_override(name: &str, text: &str) -> Result<Artifacts, RenderError> {
    let overrides = BTreeMap::from([(name.to_owned(), text.to_owned())]);
    render(&shop(), &Templates::with_overrides(overrides)?, &BTreeMap::new())
}

#[test]
fn an_override_takes_the_place_of_a_template() {
    let artifacts = with_override("docker/Dockerfile", "FROM {{ image.base }}\n").unwrap();
    assert_eq!(artifacts.get("docker/Dockerfile"), Some("FROM postgres:17.6-bookworm\n"));
    assert_eq!(artifacts.get("erd/README.md"), all(&shop()).get("erd/README.md"));
}

#[test]
fn a_broken_override_is_named_with_its_line() {
    let error = |text: &str| with_override("docker/Dockerfile", text).unwrap_err().to_string();
    insta::assert_snapshot!(error("a\n{{ image.bsae }}\n"), @"template `docker/Dockerfile`, line 2: undefined value: `image.bsae` is undefined");
    insta::assert_snapshot!(error("a\nb\n{% for x in %}"), @"template `docker/Dockerfile`, line 3: syntax error: unexpected end of block");
    insta::assert_snapshot!(error("{{ project | shel }}"), @"template `docker/Dockerfile`, line 1: unknown filter: filter shel is unknown");
    insta::assert_snapshot!(error("\n{% for x in range(100000) %}{% for y in range(100000) %}{% endfor %}{% endfor %}"), @"template `docker/Dockerfile`, line 2: engine ran out of fuel");
}

#[test]
fn an_override_of_nothing_names_the_nearest_template() {
    let error = |name: &str| {
        let error = with_override(name, "").unwrap_err();
        format!("{error}; {}", error.help().expect("a way out"))
    };
    insta::assert_snapshot!(error("docker/Dockerfil"), @"`templates/docker/Dockerfil` stands in for no template: none has that name; did you mean `templates/docker/Dockerfile`?");
    insta::assert_snapshot!(error("Dockerfile"), @"`templates/Dockerfile` stands in for no template: none has that name; did you mean `templates/docker/Dockerfile`?");
    insta::assert_snapshot!(error("something/else/entirely.txt"), @"`templates/something/else/entirely.txt` stands in for no template: none has that name; the folder `templates` is for templates of pgspec's alone");
}
