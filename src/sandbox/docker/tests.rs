//! Containers of a small image. They need an engine and the base image that
//! `tests/support/base-image/build.sh` makes; without them they say so and are skipped.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use super::engine::Engine;
use crate::sandbox::tests::{Owner, eventually};
use crate::sandbox::{Choice, Error, ImageContext, Kind, Request, Sandbox, start};

const DOCKERFILE: &[u8] = b"ARG POSTGRES_IMAGE=postgres:17\n\
    FROM ${POSTGRES_IMAGE}\n\
    ENV POSTGRES_DB=shop\n\
    COPY init /docker-entrypoint-initdb.d/\n";

/// Returns the base image of the newest version that there is.
fn base_image() -> Option<(String, u16)> {
    let engine = match Engine::find() {
        Ok(engine) => engine,
        Err(error) => return skip(&error.to_string()),
    };
    let found = [17, 15, 18].into_iter().find_map(|major| {
        let image = format!("pgspec-test/postgres:{major}");
        let (status, _) = engine.request("GET", &format!("/images/{image}/json")).ok()?;
        (status == 200).then_some((image, major))
    });
    found.or_else(|| skip("no image `pgspec-test/postgres`; run tests/support/base-image/build.sh"))
}

fn skip<T>(reason: &str) -> Option<T> {
    let thread = std::thread::current();
    // Straight to the terminal: the harness keeps what a passing test prints.
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        format!("SKIPPED {}: {reason}\n", thread.name().unwrap_or_default()).as_bytes(),
    );
    None
}

fn request<'a>(base: &str, major: u16, init: &'a [u8]) -> Request<'a> {
    let mut request = Request::new(Choice::Docker, major);
    request.context = Some(ImageContext {
        files: [("docker/Dockerfile", DOCKERFILE), ("init/10-tables.sql", init)].into(),
        dockerfile: "docker/Dockerfile",
        build_args: [("POSTGRES_IMAGE".to_owned(), base.to_owned())].into(),
        ..ImageContext::default()
    });
    request
}

fn container(sandbox: &Sandbox) -> String {
    sandbox.describe().rsplit(' ').next().unwrap().to_owned()
}

fn exists(container: &str) -> bool {
    let (status, _) =
        Engine::find().unwrap().request("GET", &format!("/containers/{container}/json")).unwrap();
    status == 200
}

#[test]
fn a_container_is_filled_by_its_init_scripts_and_gone_once_dropped() {
    let Some((base, major)) = base_image() else { return };
    let mut request = request(&base, major, b"create table items (id int);");
    let context = request.context.as_mut().unwrap();
    context.secrets.insert("/run/secrets/other".to_owned(), b"known".to_vec());
    context.environment.insert("POSTGRES_USER".to_owned(), "owner".to_owned());
    let sandbox = start(&request, &|_| ()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(sandbox.kind(), Kind::Docker);
    assert_eq!((sandbox.major(), sandbox.superuser()), (major, "owner"));
    assert_eq!(sandbox.initial_database(), Some("shop"));
    let mut client = sandbox.connect("shop").unwrap();
    client.batch_execute("insert into items values (1)").unwrap();
    let secret = "select pg_read_file('/run/secrets/other')";
    assert_eq!(client.query_one(secret, &[]).unwrap().get::<_, String>(0), "known");
    drop(sandbox.create_database("x").unwrap());
    let container = container(&sandbox);
    assert!(exists(&container));
    drop(sandbox);
    assert!(!exists(&container));
}

#[test]
fn a_second_start_builds_from_the_cache() {
    let Some((base, major)) = base_image() else { return };
    let request = request(&base, major, b"create table again (id int);");
    for turn in ["first", "second"] {
        let before = Instant::now();
        let sandbox = start(&request, &|_| ()).unwrap_or_else(|error| panic!("{error}"));
        println!("{turn} start {:?}: {}", before.elapsed(), sandbox.describe());
    }
}

#[test]
fn an_init_script_that_fails_is_shown() {
    let Some((base, major)) = base_image() else { return };
    let request = request(&base, major, b"create table broken (id no_such_type);");
    let error = start(&request, &|_| ()).unwrap_err();
    let shown = error.to_string();
    assert!(shown.starts_with("the container stopped while starting"), "{shown}");
    assert!(shown.contains("type \"no_such_type\" does not exist"), "{shown}");
}

#[test]
fn a_dockerfile_that_fails_is_told_from_a_base_image_that_is_missing() {
    let Some((base, major)) = base_image() else { return };
    let mut broken = request(&base, major, b"");
    broken.context.as_mut().unwrap().files.remove("init/10-tables.sql");
    let error = start(&broken, &|_| ()).unwrap_err();
    assert!(matches!(error, Error::Build(_)), "{error}");
    let missing = request("pgspec-test/no-such-image:0", major, b"");
    let error = start(&missing, &|_| ()).unwrap_err();
    assert!(matches!(error, Error::ImageUnavailable { .. }), "{error}");
}

#[test]
fn auto_takes_docker_and_falls_back_on_local_binaries_without_a_base_image() {
    let Some((base, major)) = base_image() else { return };
    let mut wished = request(&base, major, b"");
    wished.choice = Choice::Auto;
    assert_eq!(start(&wished, &|_| ()).unwrap().kind(), Kind::Docker);
    let mut missing = request("pgspec-test/no-such-image:0", major, b"");
    missing.choice = Choice::Auto;
    assert_eq!(start(&missing, &|_| ()).unwrap().kind(), Kind::Local);
}

#[test]
fn a_container_that_cannot_be_started_is_removed() {
    let Some((base, major)) = base_image() else { return };
    let mut request = request(&base, major, b"");
    let dockerfile =
        b"ARG POSTGRES_IMAGE\nFROM ${POSTGRES_IMAGE}\nENTRYPOINT [\"no-such-program\"]\n";
    request.context.as_mut().unwrap().files.insert("docker/Dockerfile", dockerfile);
    let error = start(&request, &|_| ()).unwrap_err();
    assert!(error.to_string().contains("no-such-program"), "{error}");
    let (_, list) = Engine::find().unwrap().request("GET", "/containers/json?all=true").unwrap();
    assert!(!list.contains("no-such-program"), "{list}");
}

#[test]
fn the_container_ends_with_a_process_that_is_killed() {
    if base_image().is_none() {
        return;
    }
    let owner = Owner::start("sandbox::docker::tests::waits_to_be_killed", &std::env::temp_dir());
    let container = owner.said.clone();
    assert!(exists(&container));
    owner.kill();
    eventually("the container is gone", || !exists(&container));
}

/// Plays the process that is killed.
#[test]
#[ignore = "started by another test"]
fn waits_to_be_killed() {
    let Some((base, major)) = base_image() else { return };
    let sandbox = start(&request(&base, major, b""), &|_| ()).unwrap();
    println!("sandbox: {}", container(&sandbox));
    std::thread::sleep(std::time::Duration::from_secs(60));
}

#[test]
fn a_container_whose_owner_is_gone_is_swept_and_others_are_not() {
    let Some((base, _)) = base_image() else { return };
    let directory = tempfile::tempdir().unwrap();
    let free = directory.path().join("free");
    std::fs::write(&free, "").unwrap();
    let held = super::garbage::lock().unwrap();
    let run = |lock: &Path| {
        let label = format!("{}={}", super::garbage::LABEL, lock.display());
        let output = Command::new("docker")
            .args(["run", "--detach", "--label", &label, "--entrypoint", "sleep", &base, "60"])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let (abandoned, owned) = (run(&free), run(held.path()));
    let foreign = run(Path::new("/nowhere/lock"));
    super::garbage::sweep(&Engine::find().unwrap());
    let found = [&abandoned, &owned, &foreign].map(|container| exists(container));
    Command::new("docker").args(["rm", "--force", &owned, &foreign]).output().unwrap();
    assert_eq!(found, [false, true, true]);
}
