//! The files beside, written by a thread of their own while the next rows land.

use std::io::{self, Write};
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::files::{Beside, Finished};
use super::judge::Statements;
use super::sort::{Sorter, beside_names};
use super::write::csv_header;

/// Writes the files of accepted and rejected rows.
pub(super) struct Scribe {
    texts: SyncSender<(usize, String)>,
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
        // Those of one chunk wait while others are written, so that memory does not grow with the file.
        let (texts, written) = sync_channel::<(usize, String)>(2);
        let spares = Arc::clone(sorter.spares());
        let thread = thread::Builder::new().spawn(move || {
            for (way, text) in written {
                if let Some(beside) = &mut beside[way] {
                    beside.write_all(text.as_bytes())?;
                }
                spares.take_text(way, text);
            }
            beside.into_iter().flatten().map(Beside::finish).collect()
        })?;
        Ok(Self { texts, thread: Some(thread) })
    }

    /// Has rows of a way written.
    pub fn write(&mut self, way: usize, text: String) -> io::Result<()> {
        match self.texts.send((way, text)) {
            Ok(()) => Ok(()),
            // It ended early, and says why.
            Err(_) => self.end().map(|_| ()),
        }
    }

    /// Takes no more, so that the files can end.
    pub fn close(&mut self) {
        (self.texts, _) = sync_channel(0);
    }

    /// Ends the files: all of them is on the disk.
    pub fn finish(mut self) -> io::Result<Vec<Finished>> {
        self.close();
        self.end()
    }

    fn end(&mut self) -> io::Result<Vec<Finished>> {
        let early = || Err(io::ErrorKind::BrokenPipe.into());
        let joined = self.thread.take().map(JoinHandle::join);
        joined.map_or_else(early, |end| end.unwrap_or_else(|panic| resume_unwind(panic)))
    }
}
