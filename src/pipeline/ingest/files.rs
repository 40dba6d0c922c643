//! The files of a source: which there are, what they are known by, and what is written beside them.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread::{Scope, ScopedJoinHandle};

use chrono::{DateTime, Utc};
use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::model::{FileSource, Schedule, TimeFormat};
use crate::sql::glob;

/// A file that arrived.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrived {
    /// Its name, without the folder.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// What a file is known by, whatever it is called.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Content {
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// Lists the files of a source by name, without those whose name says a later time; a folder that is not there has
/// none.
pub(super) fn arrived(
    root: &Path,
    source: &FileSource,
    until: DateTime<Utc>,
) -> io::Result<Vec<Arrived>> {
    let folder = root.join(&source.folder);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let is_of_later = |name: &str| named_time(source, name).is_some_and(|time| time > until);
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let name = name.to_owned();
        if glob(&source.pattern, &name) && path.is_file() && !is_of_later(&name) {
            files.push(Arrived { name, path });
        }
    }
    files.sort();
    Ok(files)
}

/// Returns the time that the name of a file says, in the schedule's zone.
pub(super) fn named_time(source: &FileSource, name: &str) -> Option<DateTime<Utc>> {
    let format = TimeFormat::parse(source.named_by.as_deref()?).ok()?;
    let (before, after) = source.pattern.split_once('*').unwrap_or_default();
    let stands = name.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    let zone = Schedule::zone(source.schedule.as_ref());
    let zone = Schedule::find_time_zone(zone).unwrap_or(chrono_tz::UTC);
    stands.and_then(|text| format.time(text, zone))
}

/// Reads a file once to know it.
pub(super) fn content(path: &Path) -> io::Result<Content> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        digest.update(&buffer[..count]);
        bytes += count as u64;
    }
    let sha256 = hex::encode(digest.finalize());
    Ok(Content { sha256, bytes })
}

/// What a file is known by, which is read while other work is done.
pub(super) struct Knowing<'k> {
    thread: Option<ScopedJoinHandle<'k, io::Result<Content>>>,
    content: Content,
}

impl<'k> Knowing<'k> {
    /// Begins to read a file.
    pub fn begin<'e>(scope: &'k Scope<'k, 'e>, path: &'k Path) -> Self {
        let thread = scope.spawn(move || content(path));
        Self { thread: Some(thread), content: Content::default() }
    }

    /// Waits for it.
    pub fn content(&mut self) -> io::Result<&Content> {
        if let Some(thread) = self.thread.take() {
            self.content = thread.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        }
        Ok(&self.content)
    }
}

/// Opens a file, unpacked where its name says that it is packed, as UTF-8.
pub(super) fn open(path: &Path, encoding: Option<&str>) -> io::Result<Box<dyn Read>> {
    let file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let is_packed = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz"));
    let file: Box<dyn Read> =
        if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let encoding = encoding.and_then(|name| Encoding::for_label(name.as_bytes()));
    Ok(match encoding {
        None => file,
        Some(encoding) => {
            let mut builder = DecodeReaderBytesBuilder::new();
            Box::new(builder.encoding(Some(encoding)).build(file))
        }
    })
}

/// A file that is written beside another, and is not there before it is whole.
#[derive(Debug)]
pub(super) struct Beside {
    part: PathBuf,
    path: PathBuf,
    file: io::BufWriter<File>,
    /// How many bytes were written since they were last on the disk.
    waiting: usize,
}

/// How many bytes may wait for the disk: at the end, nothing else is done meanwhile.
const MOST_WAITING: usize = 1 << 24;

/// What the name of a file ends in that is not whole yet, or whose rows are not there yet.
const PART: &str = ".part";

impl Beside {
    /// Begins the file of the rows of `content` in a folder.
    pub fn begin(folder: &Path, name: &str, content: &Content) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join(file_name(name, content));
        let mut part = path.clone().into_os_string();
        part.push(PART);
        let file = io::BufWriter::new(File::create(&part)?);
        Ok(Self { part: part.into(), path, file, waiting: 0 })
    }

    /// Ends it: all of it is on the disk, under the name of what is not there yet.
    pub fn finish(self) -> io::Result<Finished> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(Finished { part: self.part, path: self.path })
    }
}

impl Write for Beside {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.file.write(buffer)?;
        self.waiting += count;
        if self.waiting >= MOST_WAITING {
            self.file.get_ref().sync_data()?;
            self.waiting = 0;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file that is whole, and waits for its rows to be there.
#[derive(Debug)]
pub(super) struct Finished {
    part: PathBuf,
    path: PathBuf,
}

impl Finished {
    /// Gives it its name.
    pub fn publish(self) -> io::Result<()> {
        match fs::rename(&self.part, &self.path) {
            // The record was there, and another run gave it its name.
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.path.exists() => Ok(()),
            done => done,
        }
    }
}

/// Names the file of the rows of another: `orders_1.3f2a91c0.csv`.
fn file_name(name: &str, content: &Content) -> String {
    let bare = name.strip_suffix(".gz").unwrap_or(name);
    let stem = bare.rsplit_once('.').map_or(bare, |(stem, _)| stem);
    format!("{stem}.{}.csv", &content.sha256[..8])
}

/// Ends what a run that was killed left behind: files whose rows are there get their names, others go.
pub(super) fn recover(
    folder: &Path,
    name: &str,
    content: &Content,
    is_loaded: bool,
) -> io::Result<()> {
    let path = folder.join(file_name(name, content));
    let mut part = path.clone().into_os_string();
    part.push(PART);
    let done = if is_loaded { fs::rename(&part, &path) } else { fs::remove_file(&part) };
    match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
