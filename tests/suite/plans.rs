//! `plan`, `apply`, `drift` and `migrate` as they are used: the program itself, on real servers.

mod access;
mod createrole;
mod drift;
mod flow;
mod forms;
mod least;
mod refusals;
mod renames;
mod spelling;

use std::path::Path;
use std::process::Command;

use pgspec::sandbox::{Choice, Database, Request, Sandbox, start};

/// A server to change databases of.
pub fn server() -> Sandbox {
    start(&Request::new(Choice::Local, 17), &|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

/// Names a database of the server as a user would.
pub fn url(database: &Database<'_>) -> String {
    let show = |what: &str| -> String {
        let mut client = database.connect().expect("the server is there");
        client.query_one(what, &[]).expect("an answer").get(0)
    };
    let socket = show("show unix_socket_directories").replace('/', "%2F");
    let (port, user) = (show("show port"), show("select current_user::text"));
    format!("postgres://{user}@{socket}:{port}/{}", database.name())
}

/// What a command printed, and how it ended.
#[derive(Debug)]
pub struct Run {
    /// The exit code.
    pub code: i32,
    /// What is data.
    pub out: String,
    /// What is said to people.
    pub said: String,
}

impl Run {
    /// Panics, with what was printed, unless it ended so.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.said);
        self
    }
}

/// Where the program keeps what it read, if there is such a folder.
pub const CACHE: &str = "cache";

/// Runs the program in a folder.
pub fn run(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pgspec"));
    command.args(arguments).current_dir(folder).env_remove("PGSPEC_DATABASE_URL");
    if folder.join(CACHE).is_dir() {
        command.env("XDG_CACHE_HOME", folder.join(CACHE));
    }
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is printed is text");
    let code = output.status.code().expect("nothing ended it");
    Run { code, out: text(output.stdout), said: text(output.stderr) }
}

/// A folder of files.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}
