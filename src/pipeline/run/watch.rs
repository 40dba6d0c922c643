//! A scheduler by itself: it waits for the next time of any schedule, and runs what is due then.
//!
//! Of several on one database one leads, by an advisory lock of its session; the others wait for its end. Whoever leads
//! next finds in the ledger what was done.

use std::time::Duration;

use chrono::{DateTime, Utc};
use postgres::Client;

use super::{Event, Options, Runner, Summary, now};
use crate::pipeline::Error;

/// How long to wait before the next look at whether another still leads, and at what arrived without a schedule.
const PATIENCE: Duration = Duration::from_secs(2);

/// The longest sleep between two looks at the clock: it may be set, and a machine may sleep.
pub(super) const NAP: Duration = Duration::from_secs(20);

/// What a scheduler does.
#[derive(Debug)]
pub enum Watched {
    /// Another leads.
    Waits,
    /// It leads.
    Leads,
    /// It lost the server, and tries again.
    Lost(Error),
    /// The next time that anything runs.
    Next(DateTime<Utc>),
    /// Something happened.
    Event(Event),
}

impl Runner<'_> {
    /// Runs what is due whenever it is, until it is told to stop.
    ///
    /// # Errors
    /// A ledger that cannot be read, other than for a server that is gone.
    pub fn watch(
        &mut self,
        options: &Options,
        told: &mut dyn FnMut(Watched),
    ) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        let mut leader: Option<Client> = None;
        let mut is_waiting = false;
        let mut announced = None;
        while !self.crew.is_stopping() {
            match self.lead(&mut leader) {
                Ok(true) => {
                    if is_waiting || announced.is_none() {
                        told(Watched::Leads);
                    }
                    is_waiting = false;
                }
                Ok(false) => {
                    if !is_waiting {
                        told(Watched::Waits);
                    }
                    is_waiting = true;
                    self.crew.sleep(PATIENCE);
                    continue;
                }
                Err(error) => {
                    told(Watched::Lost(error));
                    leader = None;
                    self.crew.sleep(PATIENCE);
                    continue;
                }
            }
            let options =
                Options { now: now(), with_unscheduled: announced.is_none(), ..options.clone() };
            match self.run(&options, &mut |event| told(Watched::Event(event))) {
                Ok(round) => summary.add(round),
                Err(error) if is_of_connection(&error) => {
                    told(Watched::Lost(error));
                    leader = None;
                    self.crew.sleep(PATIENCE);
                    continue;
                }
                Err(error) => return Err(error),
            }
            let Some(next) = self.next(options.now) else { break };
            if announced != Some(next) {
                told(Watched::Next(next));
                announced = Some(next);
            }
            let rest = (next - Utc::now()).to_std().unwrap_or(Duration::ZERO);
            self.crew.sleep(rest.min(NAP));
        }
        Ok(summary)
    }

    /// Leads, or goes on leading; false where another does.
    fn lead(&self, leader: &mut Option<Client>) -> Result<bool, Error> {
        if let Some(client) = leader {
            return match client.batch_execute("select 1") {
                Ok(()) => Ok(true),
                Err(error) => Err(Error::Ledger(error)),
            };
        }
        let mut client = self.crew.target.connect()?;
        let sql = "select pg_try_advisory_lock(hashtext('pgspec'), hashtext('scheduler'))";
        let leads: bool = client.query_one(sql, &[]).map_err(Error::Ledger)?.get(0);
        if leads {
            *leader = Some(client);
        }
        Ok(leads)
    }

    /// Returns the next time of any schedule.
    fn next(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let sources =
            self.crew.project.sources.values().filter_map(|source| source.schedule.as_ref());
        let transforms =
            self.crew.project.transforms.values().filter_map(|it| it.schedule.as_ref());
        sources.chain(transforms).filter_map(|schedule| schedule.after(after)).min()
    }
}

fn is_of_connection(error: &Error) -> bool {
    match error {
        Error::Connect(_) => true,
        Error::Ledger(error) => {
            error.is_closed() || error.code().is_some_and(|code| code.code().starts_with("57"))
        }
        _ => false,
    }
}
