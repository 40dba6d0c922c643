//! The files beside, written by a thread of their own while the next rows land.

use std::io::{self, Write};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::files::{Beside, Finished};
use super::judge::Statements;
use super::sort::{Batch, Sorter, beside_names};
use super::write::csv_header;

/// Writes the files of accepted and rejected rows.
pub(super) struct Scribe {
    batches: SyncSender<[Batch; 2]>,
    /// Nothing where it ended early, and why was told.
    thread: Option<JoinHandle<io::Result<Vec<Finished>>>>,
}

impl Scribe {
    /// Begins the files with the names of their values.
    pub fn begin(
        statements: &Statements<'_>,
        sorter: &Sorter,
        mut beside: [Option<Beside>; 2],
    ) -> io::Result<Self> {
        for (beside, is_accepted) in beside.iter_mut().zip([true, false]) {
            let names = beside_names(statements, is_accepted);
            if let Some(beside) = beside {
                beside.write_all(csv_header(names.into_iter()).as_bytes())?;
            }
        }
        // One waits while others are written, so that memory does not grow with the file.
        let (batches, written) = sync_channel::<[Batch; 2]>(1);
        let spares = Arc::clone(sorter.spares());
        let thread = thread::Builder::new().spawn(move || {
            for batches in written {
                for (beside, batch) in beside.iter_mut().zip(&batches) {
                    if let Some(beside) = beside {
                        beside.write_all(batch.csv.as_bytes())?;
                    }
                }
                spares.take_batches(batches);
            }
            beside.into_iter().flatten().map(Beside::finish).collect()
        })?;
        Ok(Self { batches, thread: Some(thread) })
    }

    /// Has rows written.
    pub fn write(&mut self, batches: [Batch; 2]) -> io::Result<()> {
        match self.batches.send(batches) {
            Ok(()) => Ok(()),
            // It ended early, and says why.
            Err(_) => self.end().map(|_| ()),
        }
    }

    /// Ends the files: all of them is on the disk.
    pub fn finish(mut self) -> io::Result<Vec<Finished>> {
        let (ended, _) = sync_channel(0);
        self.batches = ended;
        self.end()
    }

    fn end(&mut self) -> io::Result<Vec<Finished>> {
        let early = || Err(io::ErrorKind::BrokenPipe.into());
        let joined = self.thread.take().map(JoinHandle::join);
        joined.map_or_else(early, |end| end.unwrap_or_else(|panic| resume_unwind(panic)))
    }
}
