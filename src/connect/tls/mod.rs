//! TLS as libpq does it: `sslmode`, the files of authorities, client certificates and their keys.
//!
//! <https://www.postgresql.org/docs/current/libpq-ssl.html>

mod fault;
mod files;
mod issuer;
mod name;
mod verifier;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustls::crypto::ring;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, SupportedProtocolVersion};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::values::Values;
use super::{Environment, Error, Warning};
pub use fault::TlsFault;
use verifier::{Chain, Verifier};

/// `sslmode`: from "never" to "only if the certificate has the host's name".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SslMode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

impl SslMode {
    const CHOICES: &[(&'static str, Self)] = &[
        ("disable", Self::Disable),
        ("allow", Self::Allow),
        ("prefer", Self::Prefer),
        ("require", Self::Require),
        ("verify-ca", Self::VerifyCa),
        ("verify-full", Self::VerifyFull),
    ];
}

/// Whose certificates are trusted to vouch for a server.
#[derive(Debug, Clone)]
enum Roots {
    /// Those in the file; without it, nothing is verified unless `sslmode` asks for it.
    File(Option<PathBuf>),
    /// Those that this machine trusts.
    System,
}

/// How connections are encrypted.
#[derive(Clone)]
pub(super) struct Tls {
    pub mode: SslMode,
    /// Whether the handshake begins without asking first.
    pub direct: bool,
    roots: Roots,
    revocations: Option<PathBuf>,
    /// The client's certificate and its key, where there is one.
    certificate: Option<(PathBuf, PathBuf)>,
    sends_name: bool,
    versions: Vec<&'static SupportedProtocolVersion>,
    /// What the files came to, read once.
    ready: Arc<OnceLock<MakeRustlsConnect>>,
}

impl Tls {
    /// Never encrypts.
    pub fn disabled() -> Self {
        Self {
            mode: SslMode::Disable,
            direct: false,
            roots: Roots::File(None),
            revocations: None,
            certificate: None,
            sends_name: true,
            versions: Vec::new(),
            ready: Arc::default(),
        }
    }

    /// Reads the parameters; the files are read by the first connection that needs them.
    pub fn from_values(
        values: &Values,
        environment: &Environment,
        warnings: &mut Vec<Warning>,
    ) -> Result<Self, Error> {
        let roots = match values.text("sslrootcert") {
            Some("system") => Roots::System,
            Some(file) => Roots::File(Some(file.into())),
            None => Roots::File(environment.in_home(".postgresql/root.crt")),
        };
        let mode = mode(values, &roots)?;
        if let (Roots::File(Some(file)), Some(_)) = (&roots, values.text("sslrootcert"))
            && (SslMode::Allow..SslMode::VerifyCa).contains(&mode)
            && !file.exists()
        {
            warnings.push(Warning::NoRoots(file.clone()));
        }
        let revocations = values.text("sslcrl").map(PathBuf::from);
        let usual = || environment.in_home(".postgresql/root.crl").filter(|file| file.exists());
        Ok(Self {
            mode,
            direct: is_direct(values, mode)?,
            roots,
            revocations: revocations.or_else(usual),
            certificate: certificate(values, environment, warnings),
            sends_name: values.choice("sslsni", &[("0", false), ("1", true)])?.unwrap_or(true),
            versions: versions(values)?,
            ready: Arc::default(),
        })
    }

    /// Returns what makes encrypted connections.
    pub fn connector(&self) -> Result<MakeRustlsConnect, Error> {
        if let Some(connector) = self.ready.get() {
            return Ok(connector.clone());
        }
        let connector = MakeRustlsConnect::new(self.client_config()?);
        Ok(self.ready.get_or_init(|| connector).clone())
    }

    fn client_config(&self) -> Result<ClientConfig, Error> {
        let provider = Arc::new(ring::default_provider());
        let verifier = Verifier {
            chain: self.chain()?,
            checks_name: self.mode == SslMode::VerifyFull,
            algorithms: provider.signature_verification_algorithms,
        };
        let builder = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&self.versions)
            .map_err(|error| Error::NoRoots(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        let mut config = match &self.certificate {
            None => builder.with_no_client_auth(),
            Some((certificate, key)) => builder
                .with_client_auth_cert(files::certificates(certificate)?, files::key(key)?)
                .map_err(|error| Error::tls_file(key, error.to_string()))?,
        };
        config.enable_sni = self.sends_name;
        if self.direct {
            config.alpn_protocols = vec![b"postgresql".to_vec()];
        }
        Ok(config)
    }

    /// Reads what the server's certificate is held against. Below `verify-ca` it is verified only
    /// where there is a file of authorities, as with libpq.
    fn chain(&self) -> Result<Option<Chain>, Error> {
        let roots = match &self.roots {
            Roots::System => files::system_roots()?,
            Roots::File(Some(file)) if file.exists() => files::roots(file)?,
            Roots::File(_) if self.mode < SslMode::VerifyCa => return Ok(None),
            Roots::File(file) => {
                let shown = |file: &Path| format!("there is no `{}`", file.display());
                let none = "no `sslrootcert` is given".to_owned();
                return Err(Error::NoRoots(file.as_deref().map_or(none, shown)));
            }
        };
        let revocations = self.revocations.as_deref().map(files::revocations).transpose()?;
        Chain::new(roots, revocations).map(Some)
    }
}

/// Reads `sslmode`. The authorities of a whole machine vouch for anybody, so that the name matters.
fn mode(values: &Values, roots: &Roots) -> Result<SslMode, Error> {
    match (values.choice("sslmode", SslMode::CHOICES)?, roots) {
        (None | Some(SslMode::VerifyFull), Roots::System) => Ok(SslMode::VerifyFull),
        (Some(_), Roots::System) => {
            Err(values.bad("sslmode", "`verify-full` where `sslrootcert` is `system`"))
        }
        (mode, Roots::File(_)) => Ok(mode.unwrap_or(SslMode::Prefer)),
    }
}

fn is_direct(values: &Values, mode: SslMode) -> Result<bool, Error> {
    let choices = [("postgres", false), ("direct", true)];
    match values.choice("sslnegotiation", &choices)? {
        Some(true) if mode < SslMode::Require => {
            let expected = "`require` or stricter where `sslnegotiation` is `direct`";
            Err(values.bad("sslmode", expected))
        }
        direct => Ok(direct.unwrap_or(false)),
    }
}

/// Finds the client's certificate: libpq goes without one where the file is not there.
fn certificate(
    values: &Values,
    environment: &Environment,
    warnings: &mut Vec<Warning>,
) -> Option<(PathBuf, PathBuf)> {
    if values.text("sslcertmode") == Some("disable") {
        return None;
    }
    let in_home = |file| environment.in_home(file);
    let given = values.text("sslcert").map(PathBuf::from);
    let is_given = given.is_some();
    let certificate = given.or_else(|| in_home(".postgresql/postgresql.crt"))?;
    if !certificate.exists() {
        is_given.then(|| warnings.push(Warning::NoCertificate(certificate)));
        return None;
    }
    let key = values.text("sslkey").map(PathBuf::from);
    Some((certificate, key.or_else(|| in_home(".postgresql/postgresql.key"))?))
}

/// Returns the versions of the protocol between the bounds; there are but two here.
fn versions(values: &Values) -> Result<Vec<&'static SupportedProtocolVersion>, Error> {
    let lowest = [("TLSv1", 0), ("TLSv1.1", 0), ("TLSv1.2", 0), ("TLSv1.3", 1)];
    let highest = [("TLSv1.2", 1), ("TLSv1.3", 2)];
    let from: usize = values.choice("ssl_min_protocol_version", &lowest)?.unwrap_or(0);
    let to = values.choice("ssl_max_protocol_version", &highest)?.unwrap_or(2);
    match [&TLS12, &TLS13].get(from..to) {
        Some(versions) if !versions.is_empty() => Ok(versions.to_vec()),
        _ => Err(values.bad("ssl_max_protocol_version", "at least `ssl_min_protocol_version`")),
    }
}
