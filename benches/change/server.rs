//! The server that the databases are on, and the programs of PostgreSQL.

use std::path::{Path, PathBuf};

use pgspec::sandbox::{Choice, Request, Sandbox, program, start};

use super::figures::{Figure, median, run};
use super::schema;

/// A throw-away server, and a folder for what is written meanwhile.
pub struct Server {
    sandbox: Sandbox,
    folder: tempfile::TempDir,
}

impl Server {
    pub fn start() -> Self {
        let mut request = Request::new(Choice::Local, 17);
        // `pg_dump` locks every table.
        request.settings.insert("max_locks_per_transaction".into(), "1000".into());
        let sandbox = start(&request, &|_| ()).unwrap_or_else(|error| panic!("{error}"));
        Self { sandbox, folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// Makes the databases `one` and `two`, which are one column and one index apart; returns what the
    /// SQL of one took.
    pub fn load(&self, tables: usize) -> Figure {
        self.execute("postgres", schema::roles());
        self.execute("postgres", "create database one");
        let file = self.file("schema.sql", &schema::sql(tables));
        let target = self.target("one");
        let load = self.psql(&["-d", &target, "-f", &file]);
        self.execute("one", "analyze");
        self.execute("postgres", "create database two template one");
        let apart =
            "alter table s0.t0 add column extra text; create index t0_extra_idx on s0.t0 (extra)";
        self.execute("two", apart);
        load
    }

    /// Runs SQL in a database.
    pub fn execute(&self, database: &str, sql: &str) {
        let mut client = self.sandbox.connect(database).unwrap_or_else(|error| panic!("{error}"));
        client.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// Asks a database for one text.
    pub fn ask(&self, database: &str, question: &str) -> String {
        let mut client = self.sandbox.connect(database).unwrap_or_else(|error| panic!("{error}"));
        client.query_one(question, &[]).unwrap_or_else(|error| panic!("{question}: {error}")).get(0)
    }

    /// Writes a file, and returns its path.
    pub fn file(&self, name: &str, text: &str) -> String {
        let file = self.folder.path().join(name);
        std::fs::write(&file, text).expect("a file can be written");
        file.display().to_string()
    }

    /// Runs `psql`, which stops at the first error.
    pub fn psql(&self, arguments: &[&str]) -> Figure {
        let all = [&["-X", "-q", "-v", "ON_ERROR_STOP=1"], arguments].concat();
        run(&self.program("psql"), &all)
    }

    /// Names a database of the server.
    pub fn target(&self, database: &str) -> String {
        let (socket, port) = self.place();
        format!("postgres://postgres@{}:{port}/{database}", socket.replace('/', "%2F"))
    }

    /// Returns the folder of the server's socket, and its port.
    pub fn place(&self) -> (String, String) {
        let mut client = self.sandbox.connect("postgres").expect("the server is there");
        let mut show =
            |what: &str| -> String { client.query_one(what, &[]).expect("an answer").get(0) };
        (show("show unix_socket_directories"), show("show port"))
    }

    fn program(&self, name: &str) -> PathBuf {
        program(name, self.sandbox.major()).unwrap_or_else(|| panic!("`{name}` is installed"))
    }

    /// Returns what `pg_dump --schema-only` takes.
    pub fn dump(&self, runs: usize) -> Figure {
        let target = self.target("one");
        median(runs, || run(&self.program("pg_dump"), &["--schema-only", "-d", &target]))
    }

    /// Writes a database as a project, and returns its folder.
    pub fn project(&self, target: &str) -> String {
        let folder = self.folder.path().join("project").display().to_string();
        let pgspec = Path::new(env!("CARGO_BIN_EXE_pgspec"));
        run(pgspec, &["import", target, "--out", &folder, "--name", "bench"]);
        folder
    }

    /// Forgets which states were read before.
    pub fn forget_states(&self) {
        let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache"));
        let cache = cache.or_else(home).expect("there is a home");
        // None may be there yet.
        let _ = std::fs::remove_dir_all(cache.join("pgspec/states"));
    }
}
