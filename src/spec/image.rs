//! The PostgreSQL image.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::{Entries, List, Spanned};

/// The image that ships the database.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Image {
    /// Base image with its tag; the official image of the target version when absent.
    pub base: Option<Spanned<String>>,
    /// Debian packages to install, such as `postgresql-17-cron`.
    pub packages: List<Spanned<String>>,
    /// Server settings: `shared_preload_libraries: pg_cron`.
    pub settings: Entries<Spanned<String>>,
    /// Name of the database; the project's name when absent.
    pub database: Option<Spanned<String>>,
    /// Superuser of the cluster; `postgres` when absent.
    pub user: Option<Spanned<String>>,
    /// Port on the host in the compose file; 5432 when absent.
    pub port: Option<Spanned<u16>>,
    /// How the container's health is asked.
    pub health_check: Option<HealthCheck>,
    /// Labels of the image.
    pub labels: Entries<Spanned<String>>,
    /// Whether the sample data is loaded when the container first starts.
    pub sample_data: bool,
}

/// How the container's health is asked.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HealthCheck {
    /// Time between checks, such as `10s`.
    pub interval: Option<Spanned<String>>,
    /// Time a check may take.
    pub timeout: Option<Spanned<String>>,
    /// Time in which failures do not count.
    pub start_period: Option<Spanned<String>>,
    /// Failures in a row that make the container unhealthy.
    pub retries: Option<Spanned<u16>>,
}
