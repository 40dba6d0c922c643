//! Plans, and servers to run them on.

use std::cell::RefCell;
use std::sync::OnceLock;
use std::time::Duration;

use postgres::Client;

use crate::apply::{
    Answer, BoxError, Error, Event, Options, Outcome, Progress, Retries, StepError,
};
use crate::plan::{Action, Plan, StateName, Step};
use crate::sandbox::{Choice, Database, Request, Sandbox, start};

/// Returns the server that most tests share; each makes a database of its own there.
pub fn server() -> &'static Sandbox {
    static SERVER: OnceLock<Sandbox> = OnceLock::new();
    SERVER.get_or_init(own_server)
}

/// Starts a server for one test alone.
pub fn own_server() -> Sandbox {
    start(&Request::new(Choice::Local, 17), &|_| ()).unwrap_or_else(|error| panic!("{error}"))
}

/// Makes a database on the shared server.
pub fn database() -> Database<'static> {
    server().create_database("apply").unwrap()
}

/// A step with timeouts that no test reaches by accident.
pub fn step(batch: u32, sql: &str) -> Step {
    let transactional = !crate::sql::runs_outside_transaction(sql);
    Step {
        lock_timeout_ms: 2_000,
        statement_timeout_ms: 60_000,
        ..Step::new(sql.into(), "an object".into(), Action::Alter, batch, transactional)
    }
}

/// A plan that starts from the state `start`.
pub fn plan(steps: Vec<Step>) -> Plan {
    let state = |name: &str| StateName { name: name.into(), fingerprint: name.into() };
    Plan {
        format: Plan::FORMAT,
        postgres: server().major(),
        from: state("start"),
        to: state("end"),
        roles: Default::default(),
        notes: Vec::new(),
        steps,
    }
}

/// Options that lose no time.
pub fn options(progress: &dyn Progress) -> Options<'_> {
    let retries = Retries {
        attempts: 4,
        first_pause: Duration::from_millis(20),
        longest_pause: Duration::from_millis(100),
    };
    Options { lock_wait: Duration::from_secs(20), retries, progress, ..Options::default() }
}

/// Runs a plan that starts from what is there.
pub fn apply(
    database: &Database<'_>,
    plan: &Plan,
    options: &Options<'_>,
) -> Result<Outcome, Error> {
    crate::apply::apply(&|| database.connect(), plan, &at_start, options)
}

/// The state that plans start from.
pub fn at_start() -> Result<String, BoxError> {
    Ok("start".to_owned())
}

/// Returns the step that failed.
pub fn failed(outcome: Result<Outcome, Error>) -> StepError {
    match outcome {
        Err(Error::Step(error)) => *error,
        other => panic!("{other:?}"),
    }
}

/// Returns one text of the database.
pub fn text(client: &mut Client, sql: &str) -> String {
    let row = client.query_one(sql, &[]).unwrap_or_else(|error| panic!("{error:?} in {sql}"));
    row.get::<_, Option<String>>(0).unwrap_or_default()
}

/// Returns the names of the relations in `public`, INVALID indexes marked.
pub fn relations(client: &mut Client) -> String {
    text(
        client,
        "select string_agg(relname || case when indisvalid then '' else '!' end, ' ' order by relname)
         from (select relname, coalesce(indisvalid, true) as indisvalid
               from pg_class left join pg_index on indexrelid = oid
               where relnamespace = 'public'::regnamespace) as relations",
    )
}

/// Keeps what a run tells; may end it before a statement.
#[derive(Default)]
pub struct Recorder {
    /// One line per event.
    pub lines: RefCell<Vec<String>>,
    /// Statements that were sent.
    pub statements: RefCell<Vec<String>>,
    /// The beginning of the statement before which the run ends, as if the process had.
    pub ends_before: Option<&'static str>,
}

impl Progress for Recorder {
    fn event(&self, event: &Event<'_>) {
        self.lines.borrow_mut().push(event.to_string());
    }

    fn sends(&self, sql: &str, _backend: i32) {
        if self.ends_before.is_some_and(|beginning| sql.starts_with(beginning)) {
            std::panic::panic_any(Killed);
        }
        self.statements.borrow_mut().push(sql.to_owned());
    }
}

/// What a run that was ended panics with.
struct Killed;

/// Runs a plan and ends it before the statement that begins so: its connections are closed, and
/// nothing else happens any more.
pub fn killed_before(database: &Database<'_>, plan: &Plan, beginning: &'static str) {
    let recorder = Recorder { ends_before: Some(beginning), ..Recorder::default() };
    let run = || apply(database, plan, &options(&recorder));
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    let panic = panic.expect_err("the statement was reached");
    assert!(panic.is::<Killed>(), "another panic");
}

/// Returns the SQLSTATE.
pub fn code(answer: &Answer) -> &str {
    answer.code.as_deref().unwrap_or_default()
}
