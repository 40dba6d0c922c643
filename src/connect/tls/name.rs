//! Whether a certificate is for the host, by libpq's rules.
//!
//! rustls looks at alternative names alone; many certificates of PostgreSQL servers, those of its
//! manual among them, have but a common name.
//!
//! <https://www.postgresql.org/docs/current/libpq-ssl.html#LIBQ-SSL-CERTIFICATES>

use std::net::IpAddr;

use rustls::CertificateError;
use rustls::pki_types::ServerName;
use x509_cert::Certificate;
use x509_cert::der::Tagged;
use x509_cert::der::oid::db::rfc4519::COMMON_NAME;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

/// What a certificate says that it is for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Names {
    hosts: Vec<String>,
    addresses: Vec<IpAddr>,
    common: Option<String>,
}

/// Verifies that the certificate is for the host.
pub(super) fn check(
    certificate: &Certificate,
    host: &ServerName<'_>,
) -> Result<(), CertificateError> {
    let names = read(certificate)?;
    if names.fit(host) {
        return Ok(());
    }
    let addresses = names.addresses.iter().map(IpAddr::to_string);
    let presented = names.hosts.iter().cloned().chain(addresses).chain(names.common.clone());
    let mut presented: Vec<_> = presented.collect();
    presented.dedup();
    Err(CertificateError::NotValidForNameContext { expected: host.to_owned(), presented })
}

fn read(certificate: &Certificate) -> Result<Names, CertificateError> {
    let certificate = &certificate.tbs_certificate;
    let alternatives = certificate.get::<SubjectAltName>();
    let alternatives = alternatives.map_err(|_| CertificateError::BadEncoding)?;
    let mut names = Names::default();
    for name in alternatives.map(|(_, names)| names.0).unwrap_or_default() {
        match name {
            GeneralName::DnsName(name) => names.hosts.push(name.to_string()),
            GeneralName::IpAddress(bytes) => names.addresses.extend(address(bytes.as_bytes())),
            _ => {}
        }
    }
    let attributes = certificate.subject.0.iter().flat_map(|part| part.0.iter());
    let common = attributes.filter(|attribute| attribute.oid == COMMON_NAME).map(|a| &a.value);
    let text = common.into_iter().find_map(|value| {
        // UTF-16 and its kin are never the name of a host.
        let text = std::str::from_utf8(value.value()).ok()?;
        (!value.tag().is_constructed()).then(|| text.to_owned())
    });
    names.common = text;
    Ok(names)
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

impl Names {
    /// The common name counts only where there is no alternative name of the host's kind.
    fn fit(&self, host: &ServerName<'_>) -> bool {
        let (text, falls_back) = match host {
            ServerName::IpAddress(address) => {
                let address = IpAddr::from(*address);
                if self.addresses.contains(&address) {
                    return true;
                }
                (address.to_string(), self.addresses.is_empty())
            }
            host => (host.to_str().into_owned(), self.hosts.is_empty()),
        };
        let common = self.common.as_ref().filter(|_| falls_back);
        self.hosts.iter().chain(common).any(|pattern| matches(pattern, &text))
    }
}

/// Compares without regard to case. A `*.` in front stands for one label.
fn matches(pattern: &str, host: &str) -> bool {
    if pattern.eq_ignore_ascii_case(host) {
        return true;
    }
    let Some(domain) = pattern.strip_prefix("*.").filter(|domain| !domain.is_empty()) else {
        return false;
    };
    let label = host.split_once('.').filter(|(label, _)| !label.is_empty());
    label.is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(hosts: &[&str], addresses: &[&str], common: Option<&str>, host: &str) -> bool {
        let names = Names {
            hosts: hosts.iter().map(|name| (*name).to_owned()).collect(),
            addresses: addresses.iter().map(|address| address.parse().unwrap()).collect(),
            common: common.map(str::to_owned),
        };
        names.fit(&ServerName::try_from(host.to_owned()).unwrap())
    }

    #[test]
    fn a_star_stands_for_one_label() {
        assert!(matches("DB.example.org", "db.Example.org"));
        assert!(matches("*.example.org", "db.example.org"));
        for (pattern, host) in [
            ("*.example.org", "a.db.example.org"),
            ("*.example.org", "example.org"),
            ("*.example.org", ".example.org"),
            ("d*.example.org", "db.example.org"),
            ("*", "db"),
            ("*.", "db."),
            ("db.example.org\0.evil", "db.example.org"),
        ] {
            assert!(!matches(pattern, host), "{pattern} {host}");
        }
    }

    #[test]
    fn the_common_name_is_the_last_resort() {
        assert!(fit(&[], &[], Some("db"), "db"));
        assert!(!fit(&["other"], &[], Some("db"), "db"));
        assert!(fit(&[], &["10.0.0.1"], Some("db"), "db"));
        assert!(!fit(&[], &["10.0.0.1"], Some("10.0.0.2"), "10.0.0.2"));
        assert!(fit(&["db"], &[], Some("10.0.0.2"), "10.0.0.2"));
        assert!(fit(&["db"], &["::1"], None, "::1"));
        assert!(!fit(&[], &[], None, "db"));
    }
}
