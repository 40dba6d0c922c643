//! The verification of servers' certificates, by the rules of `sslmode`.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature,
    verify_tls13_signature_with_raw_key,
};
use rustls::pki_types::{
    CertificateDer, CertificateRevocationListDer, ServerName, SubjectPublicKeyInfoDer, UnixTime,
};
use rustls::{
    CertificateError, DigitallySignedStruct, Error as TlsError, RootCertStore, SignatureScheme,
};
use x509_cert::der::Encode;

use super::{issuer, name};
use crate::connect::Error;

/// Verifies as much as is asked for: nothing, the chain, or the chain and the host's name.
#[derive(Debug)]
pub(super) struct Verifier {
    /// Without it, any certificate will do.
    pub chain: Option<Chain>,
    pub checks_name: bool,
    pub algorithms: WebPkiSupportedAlgorithms,
}

/// The authorities that are trusted.
#[derive(Debug)]
pub(super) struct Chain {
    rustls: Arc<WebPkiServerVerifier>,
    roots: Vec<CertificateDer<'static>>,
    /// Whether there are lists of revoked certificates, which only rustls reads.
    revokes: bool,
}

impl Chain {
    /// Prepares verification against the authorities and lists of revoked certificates.
    pub fn new(
        roots: Vec<CertificateDer<'static>>,
        revocations: Option<Vec<CertificateRevocationListDer<'static>>>,
    ) -> Result<Self, Error> {
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(roots.iter().cloned());
        let revokes = revocations.is_some();
        let provider = Arc::new(ring::default_provider());
        let rustls = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider)
            .with_crls(revocations.unwrap_or_default())
            .build()
            .map_err(|error| Error::NoRoots(error.to_string()))?;
        Ok(Self { rustls, roots, revokes })
    }

    /// Verifies who issued the certificate, and when; not its name.
    fn verify(
        &self,
        peer: &Peer<'_>,
        algorithms: &WebPkiSupportedAlgorithms,
    ) -> Result<(), TlsError> {
        let parsed = issuer::parse(peer.certificate)?;
        let trusted_itself = self.roots.contains(peer.certificate);
        if (trusted_itself || issuer::is_of_version_1(&parsed)) && !self.revokes {
            if !trusted_itself {
                issuer::check_issuer(&parsed, &self.roots, algorithms)?;
            }
            return Ok(issuer::check_time(&parsed, peer.now)?);
        }
        let Peer { certificate, intermediates, host, now } = peer;
        match self.rustls.verify_server_cert(certificate, intermediates, host, &[], *now) {
            // The name comes last there, so that all else is in order; it is judged by libpq's
            // rules, where it is at all.
            Err(TlsError::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            ))
            | Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// What the server shows.
struct Peer<'a> {
    certificate: &'a CertificateDer<'a>,
    intermediates: &'a [CertificateDer<'a>],
    host: &'a ServerName<'a>,
    now: UnixTime,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        if let Some(chain) = &self.chain {
            let peer = Peer { certificate, intermediates, host, now };
            chain.verify(&peer, &self.algorithms)?;
            if self.checks_name {
                name::check(&issuer::parse(certificate)?, host)?;
            }
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let parsed = issuer::parse(certificate)?;
        if !issuer::is_of_version_1(&parsed) {
            return verify_tls12_signature(message, certificate, signed, &self.algorithms);
        }
        issuer::check_handshake(&parsed, message, signed, &self.algorithms)?;
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let parsed = issuer::parse(certificate)?;
        if !issuer::is_of_version_1(&parsed) {
            return verify_tls13_signature(message, certificate, signed, &self.algorithms);
        }
        let key = parsed.tbs_certificate.subject_public_key_info.to_der();
        let key = SubjectPublicKeyInfoDer::from(key.map_err(|_| CertificateError::BadEncoding)?);
        verify_tls13_signature_with_raw_key(message, &key, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
