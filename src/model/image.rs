//! The PostgreSQL image.

use std::collections::BTreeMap;

use serde::Serialize;

/// The image that ships the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Image {
    /// Base image with its tag.
    pub base: String,
    /// Debian packages to install.
    pub packages: Vec<String>,
    /// Server settings.
    pub settings: BTreeMap<String, String>,
    /// Name of the database.
    pub database: String,
    /// Superuser of the cluster.
    pub user: String,
    /// Port on the host in the compose file.
    pub port: u16,
    /// How the container's health is asked.
    pub health_check: HealthCheck,
    /// Labels of the image.
    pub labels: BTreeMap<String, String>,
    /// Whether the sample data is loaded when the container first starts.
    pub sample_data: bool,
}

/// How the container's health is asked. Durations as Docker writes them: `10s`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HealthCheck {
    /// Time between checks.
    pub interval: String,
    /// Time a check may take.
    pub timeout: String,
    /// Time in which failures do not count.
    pub start_period: String,
    /// Failures in a row that make the container unhealthy.
    pub retries: u16,
}

impl Image {
    /// Returns the official image for a major version, pinned to a minor release and to a Debian
    /// release; `None` for a version that pgspec does not target.
    pub fn default_base(major: u16) -> Option<&'static str> {
        match major {
            15 => Some("postgres:15.14-bookworm"),
            16 => Some("postgres:16.10-bookworm"),
            17 => Some("postgres:17.6-bookworm"),
            18 => Some("postgres:18.0-bookworm"),
            _ => None,
        }
    }
}

impl Default for HealthCheck {
    fn default() -> Self {
        Self {
            interval: "10s".into(),
            timeout: "5s".into(),
            start_period: "60s".into(),
            retries: 5,
        }
    }
}
