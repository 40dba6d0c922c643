//! One round: some things run, each after what it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use chrono::Utc;
use postgres::Client;

use super::{Crew, Event, Runner, Summary, Tasks};
use crate::model::{FileSource, Transform};
use crate::pipeline::due::Moment;
use crate::pipeline::fill::{Counts, Ended, Failure, Weight, Work};
use crate::pipeline::fresh;
use crate::pipeline::ledger::Record;
use crate::pipeline::{Error, Outcome, ingest};

/// What a worker sends back.
enum Message {
    /// Something happened.
    Told(Event),
    /// All runs of one name are over.
    Over(String, Result<Tally, Error>),
}

/// How the runs of one name ended.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    ran: usize,
    failed: usize,
    /// Whether what needs it is held.
    holds: bool,
}

impl Runner<'_> {
    /// Runs tasks; `again` is whether those that the ledger knows as done run too.
    pub(super) fn round(
        &mut self,
        tasks: &Tasks,
        again: bool,
        told: &mut dyn FnMut(Event),
    ) -> Result<Summary, Error> {
        let wanted = self.jobs.min(tasks.len()).max(1);
        while self.clients.len() < wanted {
            self.clients.push(self.crew.target.connect()?);
        }
        let mut clients = std::mem::take(&mut self.clients);
        let result = self.crew.with_workers(&mut clients[..wanted], tasks, again, told);
        self.clients = clients;
        result
    }
}

impl Crew<'_> {
    fn with_workers(
        &self,
        clients: &mut [Client],
        tasks: &Tasks,
        again: bool,
        told: &mut dyn FnMut(Event),
    ) -> Result<Summary, Error> {
        let (give, take) = channel::<String>();
        let take = Mutex::new(take);
        let (send, receive) = channel();
        thread::scope(|scope| {
            for client in clients {
                let (send, take) = (send.clone(), &take);
                scope.spawn(move || self.labour(client, take, &send, tasks, again));
            }
            self.give_out(tasks, give, &receive, told)
        })
    }

    /// Hands out names as soon as nothing that they need is still to run.
    fn give_out(
        &self,
        tasks: &Tasks,
        give: Sender<String>,
        receive: &Receiver<Message>,
        told: &mut dyn FnMut(Event),
    ) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        let mut waiting: BTreeMap<&str, BTreeSet<&str>> = tasks
            .keys()
            .map(|name| {
                let needed = self.work.get(name.as_str()).into_iter().flatten().copied();
                (name.as_str(), needed.filter(|needed| tasks.contains_key(*needed)).collect())
            })
            .collect();
        let mut running = 0;
        let mut broken = None;
        loop {
            let stops = broken.is_some() || self.is_stopping();
            let ready: Vec<&str> = waiting
                .iter()
                .filter(|(_, needed)| needed.is_empty())
                .map(|(name, _)| *name)
                .collect();
            for name in ready.into_iter().filter(|_| !stops) {
                waiting.remove(name);
                running += usize::from(give.send(name.to_owned()).is_ok());
            }
            if running == 0 {
                break;
            }
            match receive.recv() {
                Ok(Message::Told(event)) => told(event),
                Ok(Message::Over(name, result)) => {
                    running -= 1;
                    match result {
                        Ok(tally) => {
                            summary.ran += tally.ran;
                            summary.failed += tally.failed;
                            if tally.holds {
                                summary.held += hold(&mut waiting, &name, told);
                            }
                        }
                        Err(error) => broken = broken.or(Some(error)),
                    }
                    waiting.values_mut().for_each(|needed| {
                        needed.remove(name.as_str());
                    });
                }
                Err(_) => break,
            }
        }
        broken.map_or(Ok(summary), Err)
    }

    /// What a worker does until nothing is handed out any more.
    fn labour(
        &self,
        client: &mut Client,
        take: &Mutex<Receiver<String>>,
        send: &Sender<Message>,
        tasks: &Tasks,
        again: bool,
    ) {
        loop {
            let name = match take.lock() {
                Ok(names) => names.recv(),
                Err(_) => return,
            };
            let Ok(name) = name else { return };
            let moments = tasks.get(&name).map(Vec::as_slice).unwrap_or_default();
            let tell = |event| drop(send.send(Message::Told(event)));
            let result = match (self.project.sources.get(&name), self.project.transforms.get(&name))
            {
                (Some(source), _) => self.source(client, &name, source, moments, &tell),
                (None, Some(transform)) => {
                    self.transform(client, &name, transform, moments, again, &tell)
                }
                (None, None) => Ok(Tally::default()),
            };
            if send.send(Message::Over(name, result)).is_err() {
                return;
            }
        }
    }

    fn source(
        &self,
        client: &mut Client,
        name: &str,
        source: &FileSource,
        moments: &[Moment],
        tell: &dyn Fn(Event),
    ) -> Result<Tally, Error> {
        let mut tally = Tally::default();
        // Files are taken once, whatever the number of times that passed.
        let Some(moment) = moments.last() else { return Ok(tally) };
        let began_at = Utc::now();
        let mut counts = Counts::default();
        ingest((client, self.target), self.root, (name, source), moment.at, |taken| {
            match &taken.outcome {
                Outcome::Loaded { accepted, .. } => {
                    counts.inserted += i64::try_from(*accepted).unwrap_or(i64::MAX);
                    tally.ran += 1;
                }
                Outcome::Refused(_) => tally.failed += 1,
                Outcome::Known => {}
            }
            if taken.outcome != Outcome::Known {
                tell(Event::Took { source: name.to_owned(), taken: taken.clone() });
            }
        })?;
        if source.schedule.is_some() {
            let record = Record {
                name,
                version: "",
                moment,
                counts,
                attempt: 1,
                began_at,
                failed: None,
                findings: &[],
            };
            record.write(client).map_err(Error::Ledger)?;
        }
        let age = fresh::of_source(client, name, source, moment.at).map_err(Error::Ledger)?;
        if let Some(age) = age.filter(|age| age.weight != Weight::Met) {
            if age.weight == Weight::Failed {
                tally.failed += 1;
                tally.holds = true;
            }
            tell(Event::Aged { name: name.to_owned(), at: moment.at, age });
        }
        Ok(tally)
    }

    fn transform(
        &self,
        client: &mut Client,
        name: &str,
        transform: &Transform,
        moments: &[Moment],
        again: bool,
        tell: &dyn Fn(Event),
    ) -> Result<Tally, Error> {
        let mut tally = Tally::default();
        for moment in moments {
            if self.is_stopping() {
                break;
            }
            match self.attempts(client, name, transform, moment, again, tell)? {
                Some(true) => tally.ran += 1,
                Some(false) => {
                    tally.failed += 1;
                    tally.holds = true;
                    // What comes after a gap would stand on it.
                    break;
                }
                None => {}
            }
        }
        Ok(tally)
    }

    /// Runs one, again where that may help; returns whether it ended well, and nothing where another runs it.
    fn attempts(
        &self,
        client: &mut Client,
        name: &str,
        transform: &Transform,
        moment: &Moment,
        again: bool,
        tell: &dyn Fn(Event),
    ) -> Result<Option<bool>, Error> {
        let retries = transform.schedule.as_ref().map_or(0, |schedule| schedule.retries);
        let pause = transform.schedule.as_ref().map_or(1, |schedule| schedule.retry_after.seconds);
        let mut attempt = 1;
        loop {
            if client.is_closed() {
                *client = self.target.connect()?;
            }
            let (began_at, begun) = (Utc::now(), Instant::now());
            let work = Work { name, transform, moment, attempt, again };
            let failure = match work.run(client) {
                Ok(Ended::Done { counts, late, findings }) => {
                    tell(Event::Ran {
                        name: name.to_owned(),
                        moment: *moment,
                        changed: [counts.inserted, counts.updated, counts.deleted],
                        late,
                        findings,
                        seconds: begun.elapsed().as_secs_f64(),
                    });
                    return Ok(Some(true));
                }
                Ok(Ended::Busy) => {
                    tell(Event::Busy { name: name.to_owned(), moment: *moment });
                    return Ok(None);
                }
                Ok(Ended::DoneBefore) => return Ok(None),
                Err(failure) => failure,
            };
            let tries_again = attempt <= retries && failure.may_pass();
            let wait = pause.saturating_mul(1 << (attempt - 1).min(20));
            if client.is_closed() && !tries_again {
                return Err(Error::Ledger(match failure {
                    Failure::Server(error) => error,
                    other => {
                        return Err(Error::File { file: name.to_owned(), why: other.to_string() });
                    }
                }));
            }
            if client.is_closed() {
                *client = self.target.connect()?;
            }
            work.note_failure(client, began_at, &failure).map_err(Error::Ledger)?;
            tell(Event::Failed {
                name: name.to_owned(),
                moment: *moment,
                reason: failure.to_string(),
                findings: match failure {
                    Failure::Expectations(findings) => findings,
                    _ => Vec::new(),
                },
                again: tries_again.then_some(wait),
            });
            if !tries_again {
                return Ok(Some(false));
            }
            self.sleep(Duration::from_secs(wait));
            attempt += 1;
        }
    }

    /// Sleeps, but not on when all is to stop.
    pub(super) fn sleep(&self, time: Duration) {
        let until = Instant::now() + time;
        while !self.is_stopping() {
            let rest = until.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                break;
            }
            thread::sleep(rest.min(Duration::from_millis(100)));
        }
    }
}

/// Takes away what needs something that failed; returns how many these are.
fn hold(
    waiting: &mut BTreeMap<&str, BTreeSet<&str>>,
    failed: &str,
    told: &mut dyn FnMut(Event),
) -> usize {
    let mut held = 0;
    let mut open = vec![failed.to_owned()];
    while let Some(cause) = open.pop() {
        let needing = waiting.iter().filter(|(_, needed)| needed.contains(cause.as_str()));
        let names: Vec<&str> = needing.map(|(name, _)| *name).collect();
        for name in names {
            waiting.remove(name);
            told(Event::Held { name: name.to_owned(), because: failed.to_owned() });
            open.push(name.to_owned());
            held += 1;
        }
    }
    held
}
