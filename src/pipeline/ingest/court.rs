//! Who judges rows: the transaction that takes the file, or others beside it that see what it sees.

use std::io;
use std::sync::Mutex;
use std::sync::mpsc::{SyncSender, channel, sync_channel};
use std::thread;

use postgres::{Client, IsolationLevel, Transaction};

use super::chunk::Chunk;
use super::judge::Statements;
use super::judging::Judge;
use super::learned::Learned;
use super::load::Failure;
use super::sort::{Sorted, Sorter};
use super::turns::Turns;
use crate::connect::Target;
use crate::sql::{quote_identifier, quote_literal};

/// How many judge a large file beside the transaction that takes it. Its own work is as much as that of one.
const JUDGES: usize = 2;

/// Connections that judge beside a transaction.
pub(super) struct Court {
    clients: Vec<Client>,
    snapshot: String,
    /// Whether the SQL gives the same of the same, so that it is asked once.
    pub is_repeatable: bool,
}

impl Court {
    /// Connects them; nothing where the server has no room, and where only the transaction would see what the SQL
    /// may change.
    pub fn summon(
        target: &Target,
        transaction: &mut Transaction<'_>,
        statements: &Statements<'_>,
    ) -> Result<Option<Self>, postgres::Error> {
        transaction.batch_execute(&statements.make_view())?;
        let told = transaction.query_one(statements.asks_for_volatile(), &[])?;
        let (is_volatile, varies): (bool, bool) = (told.get(0), told.get(1));
        transaction.batch_execute(statements.drop_view())?;
        if is_volatile {
            return Ok(None);
        }
        let snapshot = transaction.query_one("select pg_catalog.pg_export_snapshot()", &[])?.get(0);
        let clients: Result<Vec<Client>, _> = (0..JUDGES).map(|_| target.connect()).collect();
        Ok(clients.ok().map(|clients| Self { clients, snapshot, is_repeatable: !varies }))
    }

    /// Has the rows judged that `read` sends, each chunk by the next when it is its [turn](Turns), and shows them in their
    /// order to what `begin` makes while the first are judged.
    pub fn sit<L>(
        self,
        statements: &Statements<'_>,
        (role, sorter): (&str, &Sorter),
        read: impl FnOnce(&mut dyn FnMut(Chunk) -> Result<(), Failure>) -> Result<(), Failure> + Send,
        begin: impl FnOnce() -> Result<L, Failure>,
        mut show: impl FnMut(&mut L, Sorted) -> Result<(), Failure>,
    ) -> Result<L, Failure> {
        let (snapshot, learned) = (self.snapshot, Learned::none(statements));
        let turns = Turns::default();
        thread::scope(|scope| {
            let ending = turns.ending();
            let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
            // A chunk is read once somebody's turn has come: to read takes a processor, too.
            let (wanted, wants) = channel();
            for (first, client) in self.clients.into_iter().enumerate() {
                // One that is judged waits while another is, so that memory does not grow with the file.
                let (input, chunks) = sync_channel(0);
                let (judged, output) = sync_channel(1);
                let (snapshot, learned) = (snapshot.as_str(), learned.as_slice());
                let (turns, wanted) = (&turns, wanted.clone());
                scope.spawn(move || {
                    let known = (statements, sorter, learned);
                    let next = |number| {
                        let is_turn = turns.begin(first + JUDGES * number);
                        (is_turn && wanted.send(()).is_ok()).then(|| chunks.recv().ok()).flatten()
                    };
                    labour(client, known, (role, snapshot), (turns, &next), &judged)
                });
                inputs.push(input);
                outputs.push(output);
            }
            drop(wanted);
            let reader = scope.spawn(move || {
                let mut inputs = inputs.iter().cycle();
                // Why is told by the one that ended.
                let early = || Failure::from(io::Error::from(io::ErrorKind::BrokenPipe));
                wants.recv().map_err(|_| early())?;
                read(&mut |chunk| {
                    let is_taken = inputs.next().is_some_and(|input| input.send(chunk).is_ok());
                    match is_taken && wants.recv().is_ok() {
                        true => Ok(()),
                        false => Err(early()),
                    }
                })
            });
            let mut shown = begin()?;
            for output in outputs.iter().cycle() {
                match output.recv() {
                    Ok(sorted) => show(&mut shown, sorted?)?,
                    Err(_) => break,
                }
                turns.shown();
            }
            drop(ending);
            reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            Ok(shown)
        })
    }
}

/// What one does until no more rows come.
fn labour(
    mut client: Client,
    (statements, sorter, learned): (&Statements<'_>, &Sorter, &[Mutex<Learned>]),
    (role, snapshot): (&str, &str),
    (turns, next): (&Turns, &dyn Fn(usize) -> Option<Chunk>),
    judged: &SyncSender<Result<Sorted, Failure>>,
) {
    let mut serve = || -> Result<(), Failure> {
        let level = IsolationLevel::RepeatableRead;
        let mut transaction = client.build_transaction().isolation_level(level).start()?;
        let begin = format!("set transaction snapshot {}", quote_literal(snapshot));
        transaction.batch_execute(&begin)?;
        let settings = statements.settings();
        let role = quote_identifier(role);
        // Who waits for a lock of the transaction that waits for it would wait forever.
        let patience = "set local lock_timeout = '1min'";
        let begin = format!("{settings};\n{patience};\nset local role {role}");
        transaction.batch_execute(&begin)?;
        let mut judge = Judge::begin(&mut transaction, statements, learned)?;
        for chunk in (0..).map_while(next) {
            let sorted = sorter.sorted(judge.judge(&mut transaction, chunk)?)?;
            turns.judged();
            if judged.send(Ok(sorted)).is_err() {
                break;
            }
        }
        Ok(())
    };
    if let Err(failure) = serve() {
        // Nobody waits for it where the transaction has ended.
        drop(judged.send(Err(failure)));
    }
}
