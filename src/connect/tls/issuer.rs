//! Certificates that rustls does not read, and PostgreSQL's servers have.
//!
//! Two kinds: those of X.509 version 1, which `openssl x509 -req` of OpenSSL 3.0 and before makes
//! unless it is told otherwise (as in PostgreSQL's own manual), and self-signed ones that say to be
//! an authority, which `openssl req -x509` makes. The first are accepted when a trusted authority
//! issued them directly, the second when they are themselves in the file of authorities.
//!
//! Everything else is left to rustls.

use rustls::crypto::WebPkiSupportedAlgorithms;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, PeerMisbehaved};
use x509_cert::certificate::Version;
use x509_cert::der::asn1::BitString;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, NameConstraints};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::{Certificate, TbsCertificate};

/// Reads a certificate.
pub(super) fn parse(certificate: &CertificateDer<'_>) -> Result<Certificate, CertificateError> {
    Certificate::from_der(certificate).map_err(|_| CertificateError::BadEncoding)
}

/// Tells whether rustls cannot read the certificate for its age.
pub(super) fn is_of_version_1(certificate: &Certificate) -> bool {
    certificate.tbs_certificate.version == Version::V1
}

/// Verifies that the certificate is valid at this time.
pub(super) fn check_time(certificate: &Certificate, now: UnixTime) -> Result<(), CertificateError> {
    let validity = &certificate.tbs_certificate.validity;
    let [from, to] = [validity.not_before, validity.not_after].map(|time| time.to_unix_duration());
    if now.as_secs() < from.as_secs() {
        return Err(CertificateError::NotValidYet);
    }
    if now.as_secs() > to.as_secs() {
        return Err(CertificateError::Expired);
    }
    Ok(())
}

/// Verifies that one of the trusted authorities issued the certificate.
pub(super) fn check_issuer(
    certificate: &Certificate,
    roots: &[CertificateDer<'_>],
    algorithms: &WebPkiSupportedAlgorithms,
) -> Result<(), CertificateError> {
    let roots = roots.iter().filter_map(|root| parse(root).ok());
    let issued = roots
        .map(|root| root.tbs_certificate)
        .filter(|root| root.subject == certificate.tbs_certificate.issuer && may_issue(root))
        .any(|root| has_signed(&root, certificate, algorithms));
    if issued { Ok(()) } else { Err(CertificateError::UnknownIssuer) }
}

/// Tells whether the authority may issue any certificate. One of version 1 cannot say that it may
/// not; one that is limited to some names is left to rustls.
fn may_issue(root: &TbsCertificate) -> bool {
    if root.version == Version::V1 {
        return root.issuer == root.subject;
    }
    let is_authority = matches!(root.get::<BasicConstraints>(), Ok(Some((_, of))) if of.ca);
    let may_sign = match root.get::<KeyUsage>() {
        Ok(usage) => usage.is_none_or(|(_, usage)| usage.key_cert_sign()),
        Err(_) => false,
    };
    is_authority && may_sign && matches!(root.get::<NameConstraints>(), Ok(None))
}

fn has_signed(
    root: &TbsCertificate,
    certificate: &Certificate,
    algorithms: &WebPkiSupportedAlgorithms,
) -> bool {
    let Ok(message) = certificate.tbs_certificate.to_der() else { return false };
    let signed_by = content(&certificate.signature_algorithm);
    // What is signed names the algorithm too, and must name the same.
    certificate.tbs_certificate.signature == certificate.signature_algorithm
        && algorithms.all.iter().any(|algorithm| {
            signed_by.as_deref() == Some(algorithm.signature_alg_id().as_ref())
                && is_valid(
                    *algorithm,
                    &root.subject_public_key_info,
                    &message,
                    &certificate.signature,
                )
        })
}

/// Verifies a handshake of TLS 1.2, where a scheme may mean several algorithms.
pub(super) fn check_handshake(
    certificate: &Certificate,
    message: &[u8],
    signed: &DigitallySignedStruct,
    algorithms: &WebPkiSupportedAlgorithms,
) -> Result<(), rustls::Error> {
    let key = &certificate.tbs_certificate.subject_public_key_info;
    let scheme = algorithms.mapping.iter().find(|(scheme, _)| *scheme == signed.scheme);
    let (_, candidates) = scheme.ok_or(PeerMisbehaved::SignedHandshakeWithUnadvertisedSigScheme)?;
    let signature = BitString::from_bytes(signed.signature());
    let signature = signature.map_err(|_| CertificateError::BadSignature)?;
    match candidates.iter().any(|algorithm| is_valid(*algorithm, key, message, &signature)) {
        true => Ok(()),
        false => Err(CertificateError::BadSignature.into()),
    }
}

fn is_valid(
    algorithm: &dyn rustls::pki_types::SignatureVerificationAlgorithm,
    key: &SubjectPublicKeyInfoOwned,
    message: &[u8],
    signature: &BitString,
) -> bool {
    let (Some(signature), Some(public)) = (signature.as_bytes(), key.subject_public_key.as_bytes())
    else {
        return false;
    };
    content(&key.algorithm).as_deref() == Some(algorithm.public_key_alg_id().as_ref())
        && algorithm.verify_signature(public, message, signature).is_ok()
}

/// Encodes the identifier as rustls holds it: without the tag and length of the sequence.
fn content(algorithm: &AlgorithmIdentifierOwned) -> Option<Vec<u8>> {
    let encoded = algorithm.to_der().ok()?;
    // A short form of the length is one byte, and no identifier here needs the long one.
    let length = usize::from(*encoded.get(1)?);
    encoded.get(2..).filter(|content| content.len() == length).map(<[u8]>::to_vec)
}
