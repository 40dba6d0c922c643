//! The way out of each error.

use postgres::error::SqlState;

use super::Error;
use super::tls::TlsFault;

impl Error {
    /// Returns the way out, where there is a general one.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotAConnectionString => {
                "write `postgres://user@host:port/database`, `host=… dbname=…` or `service=…`"
            }
            Self::BadUrl(_) => {
                "within a user, password or name write `%40` for `@`, `%2F` for `/`, `%3A` for \
                 `:`, `%3F` for `?`, `%25` for `%`"
            }
            Self::NoEquals(_) | Self::OpenQuote(_) | Self::UnknownParameter { .. } => {
                "the parameters are libpq's; a value with spaces stands in quotes: `password='a b'`"
            }
            Self::BadValue { .. } | Self::ServiceFile { .. } => return None,
            Self::Unsupported { .. } => "leave it out, or unset the variable",
            Self::NoService { .. } => {
                "services are sections of `~/.pg_service.conf`, of the file in `PGSERVICEFILE`, \
                 or of `pg_service.conf` in the system's folder"
            }
            Self::NoUser => "name the role: `postgres://role@host/database`, or in `PGUSER`",
            Self::NoRoots(_) => {
                "name the certificate of the authority in `sslrootcert`, or write \
                 `sslrootcert=system` for those that this machine trusts"
            }
            Self::Resolve { .. } => "is the name right, and does this machine resolve it?",
            Self::Reach { .. } => {
                "does a server run there, does it listen on that address (`listen_addresses`, \
                 `port`), and does a firewall let this machine through?"
            }
            Self::Broken { .. } => "does PostgreSQL listen on that port?",
            Self::Tls { fault, .. } => return fault.help(),
            Self::NoPassword { .. } => {
                "give it in `PGPASSWORD`, in `~/.pgpass` (with permissions 0600), or in the URL"
            }
            Self::Authentication(refusal) => return authentication(refusal.code.as_ref()),
            Self::NoDatabase { .. } => "`psql -l` lists those that there are",
            Self::Refused { code, .. } => return refused(code),
            Self::Session { .. } => "see `target_session_attrs`",
            Self::Several(errors) => return errors.iter().rev().find_map(Self::help),
            Self::File { .. } | Self::TlsFile { .. } => return None,
        })
    }
}

fn authentication(code: Option<&SqlState>) -> Option<&'static str> {
    let code = code?;
    if *code == SqlState::INVALID_PASSWORD {
        return Some("a password comes from the URL, else `PGPASSWORD`, else `~/.pgpass`");
    }
    Some(
        "`pg_hba.conf` on the server decides who may come from where, by which means and whether \
         encrypted; its log says more",
    )
}

fn refused(code: &SqlState) -> Option<&'static str> {
    if *code == SqlState::INSUFFICIENT_PRIVILEGE {
        return Some("the role needs the privilege CONNECT on the database");
    }
    if *code == SqlState::TOO_MANY_CONNECTIONS {
        return Some("wait until others end, or see `max_connections`");
    }
    (*code == SqlState::CANNOT_CONNECT_NOW).then_some("wait until it has started")
}

impl TlsFault {
    /// Returns the way out, where there is a general one.
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotOffered => {
                "set `ssl = on` on the server, or use `sslmode=prefer` on a network you trust"
            }
            Self::UnknownAuthority => {
                "`sslrootcert` has to name the authority that issued the server's certificate"
            }
            Self::WrongName { .. } => {
                "connect by a name that the certificate has (`hostaddr` may give the address), or \
                 use `sslmode=verify-ca` where any certificate of the authority will do"
            }
            Self::NoName => "give the name in `host`; `hostaddr` may stay beside it",
            Self::Expired | Self::NotYetValid => {
                "renew the server's certificate, and check the clock of this machine"
            }
            Self::Revoked => "the server needs another certificate",
            Self::ClientCertificate(_) => {
                "`sslcert` and `sslkey` have to name a certificate that the server's `ssl_ca_file` \
                 vouches for, and its key"
            }
            Self::Other(_) => return None,
        })
    }
}
