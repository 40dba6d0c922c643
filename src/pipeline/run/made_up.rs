//! What is made up as time passes: files of sources that say how, and rows of seeds.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::watch::NAP;
use super::{Event, Runner, Summary, now};
use crate::model::{Schedule, Seed};
use crate::pipeline::due::Moment;
use crate::pipeline::fill::Counts;
use crate::pipeline::ledger::Record;
use crate::pipeline::seed::{self, Filled};
use crate::pipeline::{Error, make};

/// What all chance of rows comes from that come on a schedule, beside its times.
const SEED: u64 = 1;

impl Runner<'_> {
    /// Makes up what arrives at a time: files of sources, and rows of seeds, each once.
    ///
    /// # Errors
    /// SQL that the server refuses, and folders that cannot be written.
    pub fn make_up(
        &mut self,
        only: &[String],
        at: DateTime<Utc>,
        told: &mut dyn FnMut(Event),
    ) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        let wanted = |name: &String| only.is_empty() || only.contains(name);
        let comes = |schedule: &Option<Schedule>| {
            schedule.as_ref().is_some_and(|schedule| schedule.at_or_before(at) == Some(at))
        };
        for (name, source) in self.crew.project.sources.iter().filter(|(name, _)| wanted(name)) {
            if !comes(&source.schedule) {
                continue;
            }
            if let Some(file) = make(&mut self.clients[0], self.crew.root, source, at)? {
                told(Event::Made { source: name.clone(), file });
            }
        }
        for (name, seed) in self.crew.project.seeds.iter().filter(|(name, _)| wanted(name)) {
            if comes(&seed.schedule) && !self.is_done(name, at)? {
                summary.add(self.add_rows(name, seed, at, told)?);
            }
        }
        Ok(summary)
    }

    /// Makes up what arrives, from now on, until it is told to stop.
    ///
    /// # Errors
    /// As [`Runner::make_up`].
    pub fn make_up_from_now_on(
        &mut self,
        only: &[String],
        told: &mut dyn FnMut(Event),
        next: &mut dyn FnMut(DateTime<Utc>),
    ) -> Result<Summary, Error> {
        let mut summary = Summary::default();
        let mut after = now();
        while !self.crew.is_stopping() {
            let seeds = self.crew.project.seeds.iter().map(|(name, seed)| (name, &seed.schedule));
            let samples = self.crew.project.sources.iter().filter(|(_, it)| it.sample.is_some());
            let samples = samples.map(|(name, source)| (name, &source.schedule));
            let wanted =
                |(name, _): &(&String, &Option<Schedule>)| only.is_empty() || only.contains(name);
            let times = seeds.chain(samples).filter(wanted);
            let times = times.filter_map(|(_, schedule)| schedule.as_ref()?.after(after));
            let Some(at) = times.min() else { break };
            next(at);
            while !self.crew.is_stopping() && Utc::now() < at {
                let rest = (at - Utc::now()).to_std().unwrap_or(Duration::ZERO);
                self.crew.sleep(rest.min(NAP));
            }
            if !self.crew.is_stopping() {
                summary.add(self.make_up(only, at, told)?);
            }
            after = at;
        }
        Ok(summary)
    }

    fn is_done(&mut self, name: &str, at: DateTime<Utc>) -> Result<bool, Error> {
        let sql = "select exists (select from pgspec.transform_runs where name = $1 and at = $2 and outcome = 'done')";
        let row = self.clients[0].query_one(sql, &[&name, &at]).map_err(Error::Ledger)?;
        Ok(row.get(0))
    }

    fn add_rows(
        &mut self,
        name: &str,
        seed: &Seed,
        at: DateTime<Utc>,
        told: &mut dyn FnMut(Event),
    ) -> Result<Summary, Error> {
        let schedule = seed.schedule.as_ref();
        let before = schedule.and_then(|it| it.at_or_before(at - TimeDelta::milliseconds(1)));
        let since = before.unwrap_or(at);
        let client = &mut self.clients[0];
        let database = match self.database.take() {
            Some(database) => database,
            None => seed::read(client)?,
        };
        let moment = Moment { at, interval: None };
        let began_at = Utc::now();
        let added = seed::further(
            client,
            &database,
            (name, seed),
            (since, at),
            SEED,
            |transaction, rows| {
                let inserted = i64::try_from(rows).unwrap_or(i64::MAX);
                let counts = Counts { inserted, ..Counts::default() };
                let record = Record {
                    name,
                    version: "",
                    moment: &moment,
                    counts,
                    attempt: 1,
                    began_at,
                    failed: None,
                    findings: &[],
                };
                record.write(transaction)
            },
        );
        self.database = Some(database);
        match added {
            Ok(filled) => {
                let left = filled.iter().any(Filled::cannot);
                told(Event::Seeded { seed: name.to_owned(), at, filled });
                Ok(Summary { ran: 1, failed: usize::from(left), held: 0 })
            }
            Err(Error::Seed { why, .. }) => {
                let (name, findings) = (name.to_owned(), Vec::new());
                told(Event::Failed { name, moment, reason: why, findings, again: None });
                Ok(Summary { ran: 0, failed: 1, held: 0 })
            }
            Err(other) => Err(other),
        }
    }
}
