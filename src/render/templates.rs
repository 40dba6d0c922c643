//! The templates of all artifacts, and what a project puts in their place.
//!
//! Templates are minijinja's. Undefined values are errors everywhere, so that a misspelt name in
//! an override is found; nothing is escaped unasked, as few are HTML: the
//! [filters](super::filters) quote for SQL, Markdown, YAML and Dockerfiles.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde::Serialize;

use super::{GENERATED, RenderError, filters};

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        /// Every template by its path below `templates/`.
        const EMBEDDED: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../templates/", $name)))),*];
    };
}

embedded![
    "access/matrix.md",
    "access/page.html",
    "access/plan.sql",
    "architecture/document.md",
    "ddl/all.sql",
    "ddl/script.sql",
    "docker/Dockerfile",
    "docker/Dockerfile.dockerignore",
    "docker/compose.yaml",
    "docker/init.sql",
    "docker/passwords.sh",
    "erd/README.md",
    "erd/diagram.mmd",
    "lineage/README.md",
    "queries/query.sql",
    "schedule/airflow_dag.py",
    "schedule/crontab",
    "schedule/kubernetes.yaml",
    "schedule/pg_cron.sql",
    "schedule/pg_cron_job.sql",
    "schedule/systemd/unit.service",
    "schedule/systemd/unit.timer",
    "site/page.html",
    "site/site.js",
    "site/style.css",
];

/// How many steps one template may take; an endless loop in an override ends here.
const FUEL: u64 = 20_000_000;

/// The templates of one project.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// Takes the built-in templates, with those of the project in their place.
    ///
    /// `overrides` holds the text of each by its path below the project's `templates/`. Fails where
    /// a path names no template, or where a text is no template.
    pub fn with_overrides(overrides: BTreeMap<String, String>) -> Result<Self, RenderError> {
        let mut environment = environment();
        for (name, text) in EMBEDDED {
            add(&mut environment, name, (*text).to_owned())?;
        }
        for (name, text) in overrides {
            if !Self::names().any(|known| known == name) {
                let nearest = nearest(&name);
                return Err(RenderError::UnknownTemplate { name, nearest });
            }
            add(&mut environment, &name, text)?;
        }
        Ok(Self { environment })
    }

    /// Returns the names of all templates: their paths below `templates/`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|(name, _)| *name)
    }

    /// Renders a template; the fields of `context` are its variables.
    pub fn render(&self, name: &str, context: impl Serialize) -> Result<String, RenderError> {
        let context = Value::from(Serde(context));
        let template = self.environment.get_template(name);
        let text = template.and_then(|template| template.render(context));
        text.map_err(|error| RenderError::from_engine(name, &error))
    }
}

impl Default for Templates {
    /// Takes the built-in templates.
    fn default() -> Self {
        Self::with_overrides(BTreeMap::new()).expect("the built-in templates are read by a test")
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build().expect("the delimiters are minijinja's own"));
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name.ends_with(".html") {
        true => AutoEscape::Html,
        false => AutoEscape::None,
    });
    environment.set_fuel(Some(FUEL));
    environment.add_global("generated", GENERATED);
    filters::add_all(&mut environment);
    environment
}

fn add(
    environment: &mut Environment<'static>,
    name: &str,
    text: String,
) -> Result<(), RenderError> {
    let added = environment.add_template_owned(name.to_owned(), text);
    added.map_err(|error| RenderError::from_engine(name, &error))
}

/// Finds the template that was likely meant: the one of that file name, or of a similar path.
fn nearest(name: &str) -> Option<String> {
    let file_name = |path: &str| path.rsplit('/').next().map(str::to_owned);
    let distance = |known: &&str| strsim::damerau_levenshtein(known, name);
    let namesake = Templates::names().find(|known| file_name(known) == file_name(name));
    let best = namesake.or_else(|| Templates::names().min_by_key(distance))?;
    (namesake.is_some() || distance(&best) <= name.len() / 2).then(|| best.to_owned())
}
