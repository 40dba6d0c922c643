//! What kind of server is wanted where several are named.
//!
//! <https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS>

use postgres::{Client, SimpleQueryMessage};

/// `target_session_attrs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Session {
    #[default]
    Any,
    ReadWrite,
    ReadOnly,
    Primary,
    Standby,
    PreferStandby,
}

impl Session {
    /// The words for each.
    pub const CHOICES: &[(&'static str, Self)] = &[
        ("any", Self::Any),
        ("read-write", Self::ReadWrite),
        ("read-only", Self::ReadOnly),
        ("primary", Self::Primary),
        ("standby", Self::Standby),
        ("prefer-standby", Self::PreferStandby),
    ];

    /// Returns what to look for, one after the other.
    pub fn rounds(self) -> &'static [Self] {
        match self {
            Self::Any => &[Self::Any],
            Self::ReadWrite => &[Self::ReadWrite],
            Self::ReadOnly => &[Self::ReadOnly],
            Self::Primary => &[Self::Primary],
            Self::Standby => &[Self::Standby],
            Self::PreferStandby => &[Self::Standby, Self::Any],
        }
    }

    /// Returns why the session is not the one that is looked for, if so.
    pub fn objection(self, client: &mut Client) -> Result<Option<&'static str>, postgres::Error> {
        const READ_ONLY: &str = "show transaction_read_only";
        const RECOVERY: &str =
            "select case when pg_catalog.pg_is_in_recovery() then 'on' else 'off' end";
        let (question, wanted, objection) = match self {
            Self::Any | Self::PreferStandby => return Ok(None),
            Self::ReadWrite => (READ_ONLY, "off", "its session is read-only"),
            Self::ReadOnly => (READ_ONLY, "on", "its session is not read-only"),
            Self::Primary => (RECOVERY, "off", "it is a standby"),
            Self::Standby => (RECOVERY, "on", "it is not a standby"),
        };
        let answer = client.simple_query(question)?.into_iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        });
        Ok((answer.as_deref() != Some(wanted)).then_some(objection))
    }
}
