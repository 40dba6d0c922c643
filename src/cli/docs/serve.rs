//! The site on a port of this machine: rendered anew when a file of the project changes, and then the pages that
//! are open load themselves again.

use std::io::Cursor;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use std::thread;
use std::time::{Duration, SystemTime};

use tiny_http::{Header, Method, Response, Server};

use crate::cli::Status;
use crate::cli::output::Output;
use crate::render::Artifacts;

/// How often files are looked at, and pages ask.
const PAUSE: Duration = Duration::from_millis(500);
/// Where pages ask which rendering is the newest.
const ASKED: &str = "/-/rendering";
/// Asks that, in every page that is served.
const RELOADS: &str = r#"<script>
{ let known; setInterval(async () => {
  try { const now = await (await fetch("/-/rendering")).text(); if (known && known !== now) location.reload(); known = now; } catch (e) { }
}, 1000); }
</script>
</body>"#;
/// Folders that hold no part of a project.
const LEFT_OUT: [&str; 4] = ["target", "node_modules", "site", "generated"];
/// No folder is looked into deeper.
const DEEPEST: usize = 6;

/// Serves until it is interrupted.
pub(super) fn serve(
    port: u16,
    root: &Path,
    render: impl Fn() -> Result<Artifacts, Status>,
    output: &Output,
) -> Status {
    let mut seen = newest(root, DEEPEST);
    let pages = match render() {
        Ok(pages) => RwLock::new(pages),
        Err(status) => return status,
    };
    // Other machines have no business here.
    let server = match Server::http(("127.0.0.1", port)) {
        Ok(server) => server,
        Err(error) => {
            output.say(&format!("error: cannot listen on port {port}: {error}"));
            output.help("name another one: `pgspec docs --serve 8700`");
            return Status::Failed;
        }
    };
    let ended = Arc::new(AtomicBool::new(false));
    let ends = ended.clone();
    // It is installed once in a process; without it the process just ends.
    let _ = ctrlc::set_handler(move || ends.store(true, Ordering::SeqCst));
    let rendering = AtomicU64::new(1);
    let address = server.server_addr();
    output.say(&format!(
        "serving http://localhost:{} until interrupted",
        address.to_ip().map_or(port, |it| it.port())
    ));
    thread::scope(|scope| {
        scope.spawn(|| answer(&server, &pages, &rendering, &ended));
        while !ended.load(Ordering::SeqCst) {
            thread::sleep(PAUSE);
            let now = newest(root, DEEPEST);
            if now == seen {
                continue;
            }
            seen = now;
            if let (Ok(rendered), Ok(mut pages)) = (render(), pages.write()) {
                *pages = rendered;
                rendering.fetch_add(1, Ordering::SeqCst);
                output.say("rendered anew");
            }
        }
        server.unblock();
    });
    Status::Well
}

fn answer(server: &Server, pages: &RwLock<Artifacts>, rendering: &AtomicU64, ended: &AtomicBool) {
    for request in server.incoming_requests() {
        let path = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
        let (status, kind, body) = if !matches!(request.method(), Method::Get | Method::Head) {
            (405, "text/plain", "only GET\n".to_owned())
        } else if path == ASKED {
            (200, "text/plain", rendering.load(Ordering::SeqCst).to_string())
        } else {
            found(&path, pages)
        };
        let length = body.len();
        let header = format!("Content-Type: {kind}; charset=utf-8").parse::<Header>();
        let headers = header.into_iter().collect();
        let response = Response::new(status.into(), headers, Cursor::new(body), Some(length), None);
        // Whoever went away needs no answer.
        let _ = request.respond(response);
        if ended.load(Ordering::SeqCst) {
            break;
        }
    }
}

fn found(path: &str, pages: &RwLock<Artifacts>) -> (u16, &'static str, String) {
    let path = path.trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let page = pages.read().ok().and_then(|pages| pages.get(path).map(str::to_owned));
    let kind = match path.rsplit('.').next() {
        Some("html") => "text/html",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("json") => "application/json",
        _ => "text/plain",
    };
    match page {
        Some(page) if kind == "text/html" => (200, kind, page.replace("</body>", RELOADS)),
        Some(page) => (200, kind, page),
        None => (404, "text/plain", format!("there is no page `{path}`\n")),
    }
}

/// Tells one state of a folder's files from another: when the newest changed, and how many there are.
fn newest(folder: &Path, depth: usize) -> (Option<SystemTime>, usize) {
    let Ok(entries) = std::fs::read_dir(folder) else { return (None, 0) };
    let states = entries.filter_map(Result::ok).filter_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let metadata = entry.metadata().ok()?;
        if name.starts_with('.') || LEFT_OUT.contains(&name.as_str()) {
            return None;
        }
        match metadata.is_dir() {
            true if depth == 0 => None,
            true => Some(newest(&entry.path(), depth - 1)),
            false => Some((metadata.modified().ok(), 1)),
        }
    });
    states.fold((None, 0), |(newest, count), (time, more)| (newest.max(time), count + more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_found_by_their_paths_and_nothing_else_is() {
        let mut pages = Artifacts::default();
        pages.insert("index.html", "<body></body>\n".into()).unwrap();
        let pages = RwLock::new(pages);
        let (status, kind, body) = found("/", &pages);
        assert_eq!((status, kind), (200, "text/html"));
        assert!(body.contains(ASKED), "{body}");
        assert_eq!(found("/../Cargo.toml", &pages).0, 404);
    }

    #[test]
    fn a_changed_file_is_noticed_and_an_artifact_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let before = newest(folder.path(), DEEPEST);
        std::fs::create_dir_all(folder.path().join("site")).unwrap();
        std::fs::write(folder.path().join("site/index.html"), "x").unwrap();
        assert_eq!(newest(folder.path(), DEEPEST), before);
        std::fs::write(folder.path().join("pgspec.yaml"), "x").unwrap();
        assert_ne!(newest(folder.path(), DEEPEST), before);
    }
}
