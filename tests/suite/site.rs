//! The site, written and served by the program itself. `tests/support/site/` looks at it in a browser.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::plans::{folder, run};

/// A project of one table, with a remark.
fn project(remark: &str) -> tempfile::TempDir {
    folder(&[
        ("pgspec.yaml", "project: shop\npostgres: 15\n"),
        ("schema/shop.yaml", &schema(remark)),
    ])
}

fn schema(remark: &str) -> String {
    format!(
        "schema: shop\ntables:\n  sales:\n    comment: {remark}\n    columns: {{ day: date }}\n"
    )
}

#[test]
fn the_bundled_project_has_a_site() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // A site lies below its project; where cargo builds elsewhere, that folder is not there yet.
    fs::create_dir_all(root.join("target")).unwrap();
    let below = tempfile::tempdir_in(root.join("target")).unwrap();
    let out = below.path().strip_prefix(root).unwrap().join("site");
    let said = run(root, &["docs", "--out", out.to_str().unwrap()]).ends(0).said;
    assert!(said.contains("index.html: "), "{said}");
    let page = |path: &str| fs::read_to_string(root.join(&out).join(path)).unwrap();
    assert!(page("index.html").contains("ecommerce"));
    assert!(page("tables/sales.items.html").contains("<svg"), "a table has its picture");
    assert!(page("access.html").contains("class=\"matrix\""));
    assert!(page("migrations.html").contains("V1__first_release.sql"));
    assert!(page("assets/search.js").contains("sales.items"));
    let before = page("tables/sales.items.html");
    run(root, &["docs", "--out", out.to_str().unwrap()]).ends(0);
    assert_eq!(page("tables/sales.items.html"), before, "it may be written anew, and is the same");
}

#[test]
fn files_of_others_are_left_alone() {
    let project = project("What was sold.");
    let own = project.path().join("site/index.html");
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    fs::write(&own, "mine").unwrap();
    let said = run(project.path(), &["docs"]);
    assert_ne!(said.code, 0, "{}", said.said);
    assert!(said.said.contains("help:"), "{}", said.said);
    assert_eq!(fs::read_to_string(&own).unwrap(), "mine");
    run(project.path(), &["docs", "--out", "../elsewhere"]).ends(2);
    run(project.path(), &["docs", "--out", "pages"]).ends(0);
    assert!(project.path().join("pages/tables/shop.sales.html").is_file());
}

/// A server, which ends with the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Serves a project, and returns the port that it names.
fn served(root: &Path) -> (Served, u16) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pgspec"));
    command.args(["docs", "--serve", "0"]).current_dir(root).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let served = Served(child);
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    // Whoever prints to a pipe that nobody reads is ended by it.
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    let port = line.split("localhost:").nth(1).and_then(|rest| rest.split(' ').next());
    (served, port.and_then(|port| port.parse().ok()).unwrap_or_else(|| panic!("{line}")))
}

/// Asks for a page.
fn get(port: u16, path: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_is_served_and_follows_the_files() {
    let project = project("What was sold.");
    let (_served, port) = served(project.path());
    let page = get(port, "/tables/shop.sales.html");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("What was sold."), "{page}");
    assert!(get(port, "/assets/style.css").contains("text/css"));
    assert!(get(port, "/../pgspec.yaml").starts_with("HTTP/1.1 404"));
    let rendering = get(port, "/-/rendering");
    // Broken for a moment, as files are while somebody writes: the pages stay as they were.
    fs::write(project.path().join("schema/shop.yaml"), "schema: [").unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    assert!(get(port, "/tables/shop.sales.html").contains("What was sold."));
    fs::write(project.path().join("schema/shop.yaml"), schema("What went.")).unwrap();
    let until = Instant::now() + Duration::from_secs(20);
    while !get(port, "/tables/shop.sales.html").contains("What went.") {
        assert!(Instant::now() < until, "it is not rendered anew");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert_ne!(get(port, "/-/rendering"), rendering, "open pages are told");
    assert!(!project.path().join("site").exists(), "what is served is not written");
}
