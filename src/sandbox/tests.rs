//! Sandboxes of local binaries, and of a URL on top of one; those of Docker are in `docker/tests.rs`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::*;

/// Any version will do: what this machine has is what is tried.
fn local() -> Request<'static> {
    Request::new(Choice::Local, 17)
}

fn started(request: &Request) -> Sandbox {
    start(request, &|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

fn text(client: &mut Client, statement: &str) -> String {
    client.query_one(statement, &[]).unwrap().get(0)
}

/// The directory of a sandbox, as the server names it.
fn directory(sandbox: &Sandbox) -> PathBuf {
    let mut client = sandbox.connect("postgres").unwrap();
    let data = text(&mut client, "show data_directory");
    Path::new(&data).parent().unwrap().to_owned()
}

/// Returns the process of the server in `directory`.
pub(super) fn process(directory: &Path) -> String {
    let pid = std::fs::read_to_string(directory.join("data/postmaster.pid")).unwrap();
    pid.lines().next().unwrap().to_owned()
}

pub(super) fn runs(process: &str) -> bool {
    std::process::Command::new("kill").args(["-0", process]).output().unwrap().status.success()
}

pub(super) fn eventually(what: &str, condition: impl Fn() -> bool) {
    let started = Instant::now();
    while !condition() {
        assert!(started.elapsed() < Duration::from_secs(10), "not so after 10 seconds: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Another process with a sandbox of its own: this program, running one test.
pub(super) struct Owner {
    child: std::process::Child,
    /// What it says about its sandbox.
    pub said: String,
}

impl Owner {
    /// Starts the test `name` with `temporary` for its files, and waits for its `sandbox: ` line.
    pub fn start(name: &str, temporary: &Path) -> Self {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", name, "--nocapture"])
            .env("TMPDIR", temporary)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let output = std::io::BufReader::new(child.stdout.take().unwrap());
        let said = std::io::BufRead::lines(output)
            .map(Result::unwrap)
            .find_map(|line| Some(line.split_once("sandbox: ")?.1.to_owned()))
            .unwrap();
        Self { child, said }
    }

    pub fn pid(&self) -> String {
        self.child.id().to_string()
    }

    /// Ends it so that it cannot clean up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn a_local_server_starts_and_is_gone_once_dropped() {
    let sandbox = started(&local());
    assert_eq!(sandbox.kind(), Kind::Local);
    assert_eq!(sandbox.superuser(), "postgres");
    assert_eq!(sandbox.initial_database(), None);
    assert!(sandbox.describe().starts_with("PostgreSQL 1"), "{}", sandbox.describe());
    let directory = directory(&sandbox);
    let process = process(&directory);
    assert!(directory.exists() && runs(&process));
    drop(sandbox);
    assert!(!directory.exists());
    assert!(!runs(&process));
}

#[test]
fn a_panic_leaves_nothing() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let panicked = std::thread::spawn(move || {
        let sandbox = started(&local());
        sender.send(directory(&sandbox)).unwrap();
        panic!("on purpose");
    });
    assert!(panicked.join().is_err());
    assert!(!receiver.recv().unwrap().exists());
}

#[test]
fn databases_are_empty_in_utf8_and_gone_once_dropped() {
    let sandbox = started(&local());
    let database = sandbox.create_database("Check it").unwrap();
    let name = database.name().to_owned();
    assert!(name.starts_with("pgspec_check_it_"), "{name}");
    let mut client = database.connect().unwrap();
    assert_eq!(text(&mut client, "show server_encoding"), "UTF8");
    let locale =
        text(&mut client, "select datcollate from pg_database where datname = current_database()");
    assert!(["C", "C.UTF-8", "C.utf8"].contains(&locale.as_str()), "{locale}");
    let exists = format!("select count(*)::text from pg_database where datname = '{name}'");
    let mut maintenance = sandbox.connect("postgres").unwrap();
    assert_eq!(text(&mut maintenance, &exists), "1");
    // The open connection does not keep the database.
    drop(database);
    assert_eq!(text(&mut maintenance, &exists), "0");
    assert!(client.simple_query("select 1").is_err());
}

#[test]
fn four_servers_start_at_once() {
    let directories: Vec<PathBuf> = std::thread::scope(|scope| {
        let start = || {
            let sandbox = started(&local());
            let database = sandbox.create_database("parallel").unwrap();
            database.connect().unwrap().batch_execute("create table t ()").unwrap();
            directory(&sandbox)
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(start)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(directories.iter().all(|directory| !directory.exists()));
    assert_eq!(directories.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
}

#[test]
fn the_version_that_runs_is_told() {
    for major in [9, 15] {
        let sandbox = started(&Request::new(Choice::Local, major));
        let mut client = sandbox.connect("postgres").unwrap();
        let told = text(&mut client, "show server_version_num");
        assert_eq!(sandbox.server_version_num().to_string(), told);
        assert!(sandbox.major() >= 13, "{}", sandbox.major());
        assert!(sandbox.server_version().starts_with(&sandbox.major().to_string()));
    }
}

#[test]
fn settings_reach_the_server() {
    let mut request = local();
    request.settings.insert("work_mem".to_owned(), "5MB".to_owned());
    request.settings.insert("app.name".to_owned(), "it's".to_owned());
    let sandbox = started(&request);
    let mut client = sandbox.connect("postgres").unwrap();
    assert_eq!(text(&mut client, "show work_mem"), "5MB");
    assert_eq!(text(&mut client, "select current_setting('app.name')"), "it's");
    assert_eq!(text(&mut client, "show listen_addresses"), "");
}

#[test]
fn a_server_that_does_not_start_shows_its_log() {
    let mut request = local();
    request.settings.insert("shared_preload_libraries".to_owned(), "no_such_library".to_owned());
    let error = start(&request, &|_| ()).unwrap_err();
    let shown = error.to_string();
    assert!(shown.starts_with("the server stopped while starting"), "{shown}");
    assert!(shown.contains("no_such_library"), "{shown}");
    assert!(error.help().unwrap().contains("extensions"));
}

#[test]
fn the_server_ends_with_a_process_that_is_killed() {
    let owner = Owner::start("sandbox::tests::waits_to_be_killed", &std::env::temp_dir());
    let directory = PathBuf::from(&owner.said);
    let process = process(&directory);
    assert!(runs(&process));
    owner.kill();
    eventually("the server and its directory are gone", || !runs(&process) && !directory.exists());
}

/// Plays the process that is killed.
#[test]
#[ignore = "started by another test"]
fn waits_to_be_killed() {
    let sandbox = started(&local());
    println!("sandbox: {}", directory(&sandbox).display());
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn a_url_gives_databases_and_leaves_the_others_alone() {
    let server = started(&local());
    let host = directory(&server).display().to_string().replace('/', "%2F");
    let mut request = Request::new(Choice::Url, 17);
    request.url = Some(format!("postgres://postgres:hunter2@{host}/postgres"));
    let borrowed = started(&request);
    assert_eq!(borrowed.kind(), Kind::Url);
    assert!(!format!("{borrowed:?} {request:?}").contains("hunter2"));
    drop(borrowed.create_database("x").unwrap());
    drop(borrowed);
    let mut client = server.connect("postgres").unwrap();
    let names = "select string_agg(datname, ',' order by datname) from pg_database";
    assert_eq!(text(&mut client, names), "postgres,template0,template1");
}

#[test]
fn a_url_whose_role_may_not_create_databases_is_refused() {
    let server = started(&local());
    server.connect("postgres").unwrap().batch_execute("create role weak login").unwrap();
    let host = directory(&server).display().to_string().replace('/', "%2F");
    let mut request = Request::new(Choice::Url, 17);
    request.url = Some(format!("postgres://weak:hunter2@{host}/postgres"));
    let error = start(&request, &|_| ()).unwrap_err();
    assert!(matches!(&error, Error::MayNotCreate(role) if role == "weak"), "{error}");
}

#[test]
fn a_url_that_leads_nowhere_is_refused_without_its_password() {
    let mut request = Request::new(Choice::Url, 17);
    request.url = Some("postgres://someone:hunter2@127.0.0.1:1/postgres".to_owned());
    let error = start(&request, &|_| ()).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("cannot connect to the sandbox"), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
    request.url = None;
    assert!(matches!(start(&request, &|_| ()), Err(Error::NoUrl)));
}

#[test]
fn choices_are_read_and_written() {
    for choice in [Choice::Auto, Choice::Docker, Choice::Local, Choice::Url] {
        assert_eq!(choice.to_string().parse(), Ok(choice));
    }
    assert_eq!("docker".parse(), Ok(Kind::Docker));
    assert!("auto".parse::<Kind>().is_err());
    assert_eq!(
        "podman".parse::<Choice>().unwrap_err().to_string(),
        "`podman` is no kind of sandbox; use `docker`, `local`, `url` or `auto`"
    );
}

#[test]
fn auto_without_anything_names_both_reasons_and_the_ways_out() {
    let mut request = Request::new(Choice::Auto, 17);
    request.binaries = Some("/nowhere".into());
    let error = start(&request, &|_| ()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no PostgreSQL to make a sandbox of: there is no image to run a Docker sandbox from; \
         no `initdb` and `postgres` found in `/nowhere`"
    );
    let help = error.help().unwrap();
    assert!(help.contains("Docker") && help.contains("PGSPEC_PG_BIN"), "{help}");
}

#[test]
fn auto_without_an_image_takes_local_binaries() {
    assert_eq!(started(&Request::new(Choice::Auto, 17)).kind(), Kind::Local);
}

#[cfg(not(feature = "docker"))]
#[test]
fn docker_without_the_feature_is_refused() {
    let error = start(&Request::new(Choice::Docker, 17), &|_| ()).unwrap_err();
    assert!(matches!(error, Error::DockerNotBuilt), "{error}");
}

#[test]
fn a_sandbox_may_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Sandbox>();
    shared::<Database>();
}
