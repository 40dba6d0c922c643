//! The chart of a query: in a file, or in the terminal.

use std::path::Path;

use crate::cli::Status;
use crate::cli::files;
use crate::cli::output::Output;
use crate::model::{Chart, Query};
use crate::render::chart::{self, Data, Scheme};
use crate::render::picture;

use super::refused;

/// How many pixels of a PNG one of the picture's units has.
const SCALE: f32 = 2.0;

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Terminal,
    Svg,
    Png,
    VegaLite,
}

impl Form {
    /// Returns that of a file, by the end of its name.
    pub fn of(file: Option<&Path>) -> Result<Self, String> {
        let forms = [("svg", Self::Svg), ("png", Self::Png), ("json", Self::VegaLite)];
        file.map_or(Ok(Self::Terminal), |file| files::form(file, &forms))
    }
}

/// A chart, and where it goes.
#[derive(Debug)]
pub(super) struct Drawing<'q> {
    pub name: &'q str,
    pub query: &'q Query,
    pub chart: &'q Chart,
    pub file: Option<&'q Path>,
    pub form: Form,
    pub scheme: Scheme,
}

impl Drawing<'_> {
    /// Draws rows.
    pub fn draw(&self, data: &Data, output: &Output) -> Result<Status, Status> {
        let title = self.query.description.as_deref().unwrap_or(self.name);
        let bytes = match self.form {
            Form::Terminal => {
                let text = chart::terminal(title, self.chart, data, output.width());
                output.data(&text.map_err(|error| refused(&error, output))?);
                return Ok(Status::Well);
            }
            Form::VegaLite => self.vega_lite(title, data, output)?.into_bytes(),
            Form::Svg => self.svg(title, data, output)?.into_bytes(),
            Form::Png => {
                let svg = self.svg(title, data, output)?;
                picture::png(&svg, SCALE).map_err(|error| {
                    output.fail(&error);
                    Status::Failed
                })?
            }
        };
        let file = self.file.unwrap_or_else(|| Path::new("chart"));
        write(file, &bytes, output)?;
        let mut said = format!("{} rows drawn in {}", data.rows.len(), file.display());
        if self.form != Form::VegaLite {
            let beside = file.with_extension("vl.json");
            write(&beside, self.vega_lite(title, data, output)?.as_bytes(), output)?;
            said.push_str(&format!(", as Vega-Lite in {}", beside.display()));
        }
        output.say(&said);
        Ok(Status::Well)
    }

    fn vega_lite(&self, title: &str, data: &Data, output: &Output) -> Result<String, Status> {
        chart::vega_lite(title, self.chart, data).map_err(|error| refused(&error, output))
    }

    fn svg(&self, title: &str, data: &Data, output: &Output) -> Result<String, Status> {
        let drawn = chart::svg(self.name, Some(title), self.chart, data, self.scheme);
        let drawn = drawn.map_err(|error| refused(&error, output))?;
        for note in &drawn.notes {
            output.say(&format!("note: {note}"));
        }
        Ok(drawn.svg)
    }
}

fn write(file: &Path, bytes: &[u8], output: &Output) -> Result<(), Status> {
    files::write(file, bytes).map_err(|error| {
        output.say(&format!("error: cannot write `{}`: {error}", file.display()));
        Status::Failed
    })
}
