//! Made-up files: what a source says of the file that arrives at a time, written as if it had.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use postgres::Client;

use crate::model::{FileForm, FileSource, Schedule, TimeFormat};
use crate::pipeline::{Error, SETTINGS};
use crate::render::transforms::time;
use crate::sandbox::script::words;
use crate::sql::{quote_identifier, quote_literal, replace_parameters};

/// Writes the file of a source that arrives at a time, unless it is there; returns its name. Nothing where the source
/// says nothing of files to make up.
///
/// # Errors
/// SQL that the server refuses, and a folder that cannot be written.
pub fn make(
    client: &mut Client,
    root: &Path,
    source: &FileSource,
    at: DateTime<Utc>,
) -> Result<Option<String>, Error> {
    let (Some(sample), Some(name)) = (&source.sample, name(source, at)) else { return Ok(None) };
    let failed = |why: String| Error::File { file: name.clone(), why };
    let folder = root.join(&source.folder);
    let path = folder.join(&name);
    if path.exists() {
        return Ok(None);
    }
    fs::create_dir_all(&folder).map_err(|error| failed(error.to_string()))?;
    // What begins with a dot fits no pattern.
    let part = folder.join(format!(".{name}.part"));
    write(client, source, sample, at, &part).map_err(|error| failed(error.to_string()))?;
    fs::rename(&part, &path).map_err(|error| failed(error.to_string()))?;
    Ok(Some(name))
}

/// Returns the name of the file that arrives at a time.
fn name(source: &FileSource, at: DateTime<Utc>) -> Option<String> {
    let format = TimeFormat::parse(source.named_by.as_deref()?).ok()?;
    let zone = Schedule::find_time_zone(&source.schedule.as_ref()?.time_zone)?;
    Some(source.pattern.replacen('*', &format.write(at.with_timezone(&zone)), 1))
}

fn write(
    client: &mut Client,
    source: &FileSource,
    sample: &str,
    at: DateTime<Utc>,
    path: &Path,
) -> io::Result<()> {
    let refused = |error: postgres::Error| io::Error::other(words(&error));
    let sql = replace_parameters(sample, |name| (name == "at").then(|| time(at)));
    let copy = match source.form {
        FileForm::Csv { delimiter, header } => format!(
            "copy (\n{sql}\n) to stdout with (format csv, header {header}, delimiter {})",
            quote_literal(&char::from(delimiter).to_string())
        ),
        // What neither quotes nor divides anything leaves each line as it is.
        FileForm::JsonLines => format!(
            "copy (select row_to_json(pgspec_row) from (\n{sql}\n) pgspec_row) to stdout \
             with (format csv, quote e'\\x01', delimiter e'\\x02')"
        ),
        FileForm::Json => format!(
            "copy (select case when row_number() over () > 1 then ',' else '' end || row_to_json(pgspec_row) \
             from (\n{sql}\n) pgspec_row) to stdout with (format csv, quote e'\\x01', delimiter e'\\x02')"
        ),
    };
    let (before, after) = if source.form == FileForm::Json { ("[", "]\n") } else { ("", "") };
    let schema = quote_identifier(&source.accepted.table.schema);
    let mut transaction = client.transaction().map_err(refused)?;
    let settings = format!(
        "{SETTINGS}; set local search_path = {schema}, public, pg_temp; set local timezone = 'UTC'"
    );
    transaction.batch_execute(&settings).map_err(refused)?;
    let rows = transaction.copy_out(&copy).map_err(refused)?;
    let mut rows = before.as_bytes().chain(rows).chain(after.as_bytes());
    let file = io::BufWriter::new(File::create(path)?);
    match source.pattern.ends_with(".gz") {
        true => {
            let mut packed = GzEncoder::new(file, Compression::default());
            io::copy(&mut rows, &mut packed)?;
            packed.finish()?.flush()
        }
        false => {
            let mut file = file;
            io::copy(&mut rows, &mut file)?;
            file.flush()
        }
    }
}
