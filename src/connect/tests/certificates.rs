//! Certificates that must not be taken, those that rustls alone would not take, and psql's word.

use rcgen::{GeneralSubtree, NameConstraints, SerialNumber, date_time_ymd};

use super::authority::{Authority, Pair, authority, named, self_signed};
use super::psql;
use super::support::{Home, Server};

const UNKNOWN: &str = "no trusted authority vouches for the server's certificate";

/// Starts a server with the certificate and holds each way against what is expected, and psql.
fn hold(pair: &Pair, roots: &str, cases: &[(&str, &str)]) {
    let (server, home) = (Server::encrypted(pair, None), Home::new());
    let file = home.write("roots.crt", roots);
    for (more, expected) in cases {
        let more = format!("user=trusted sslrootcert={file} {more}");
        let outcome = server.connect(&more, &home);
        match &outcome {
            Ok(how) => assert_eq!(how, expected, "{more}"),
            Err(error) => assert!(error.to_string().contains(expected), "{more}: {error}"),
        }
        if let Some(by_psql) = psql::how(&server.text(&more), &home) {
            assert_eq!(outcome.ok(), by_psql, "psql has it otherwise: {more}");
        }
    }
}

#[test]
fn a_certificate_out_of_its_time_is_refused() {
    let issuer = Authority::new("authority");
    for (from, to, expected) in [(2001, 2002, "has expired"), (2120, 2121, "is not valid yet")] {
        let mut params = named("db.test", &["db.test"]);
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        let cases = [
            ("host=db.test sslmode=verify-full", expected),
            ("host=db.test sslmode=verify-ca", expected),
        ];
        hold(&issuer.issue(&params), &issuer.pem(), &cases);
        // The exceptions for certificates that rustls does not read are no way around.
        hold(&issuer.issue_version_1(&params, |_| ()), &issuer.pem(), &cases);
        let pair = self_signed(&params);
        let outdated = [(
            "host=db.test sslmode=verify-ca",
            if from < 2026 { "has expired" } else { expected },
        )];
        hold(&pair, &format!("{}{}", pair.certificate, issuer.pem()), &outdated);
    }
}

#[test]
fn authorities_that_have_expired_vouch_for_nobody() {
    let mut params = authority(named("old", &[]));
    params.not_before = date_time_ymd(2001, 1, 1);
    params.not_after = date_time_ymd(2002, 1, 1);
    let issuer = Authority::with(params);
    let pair = issuer.issue(&named("db.test", &["db.test"]));
    let cases = [("sslmode=verify-ca", "every certificate in it has expired")];
    hold(&pair, &issuer.pem(), &cases);
}

#[test]
fn a_certificate_that_vouches_for_itself_is_taken_where_it_is_named() {
    let other = Authority::new("other");
    // As `openssl req -x509` makes it: an authority with a common name alone.
    let mut whole = authority(named("db.test", &[]));
    whole.key_usages.clear();
    for params in [whole, named("db.test", &["db.test"])] {
        let pair = self_signed(&params);
        let good = [
            ("host=db.test sslmode=verify-full", "tls"),
            ("host=other.test sslmode=verify-full", "is for `db.test`"),
            ("host=other.test sslmode=verify-ca", "tls"),
        ];
        hold(&pair, &pair.certificate, &good);
        hold(&pair, &other.pem(), &[("host=db.test sslmode=verify-ca", "encrypted connection")]);
    }
}

#[test]
fn certificates_of_version_1_are_held_against_their_issuer() {
    let (issuer, impostor) = (Authority::new("authority"), Authority::new("authority"));
    let params = named("db.test", &[]);
    let good = [
        ("host=db.test sslmode=verify-full", "tls"),
        ("host=db.test sslmode=verify-full ssl_max_protocol_version=TLSv1.2", "tls"),
        ("host=other.test sslmode=verify-full", "is for `db.test`"),
    ];
    hold(&issuer.issue_version_1(&params, |_| ()), &issuer.pem(), &good);
    // One of the same name, with another key.
    hold(
        &impostor.issue_version_1(&params, |_| ()),
        &issuer.pem(),
        &[("sslmode=verify-ca", UNKNOWN)],
    );
    // What was signed is not what is shown.
    let forged = issuer.issue_version_1(&params, |certificate| {
        certificate.tbs_certificate.issuer.0.reverse();
        certificate.tbs_certificate.serial_number =
            x509_cert::serial_number::SerialNumber::from(7_u32);
    });
    hold(&forged, &issuer.pem(), &[("sslmode=verify-ca", UNKNOWN)]);
    // Nothing is verified without authorities, and the connection is encrypted all the same.
    let server = Server::encrypted(&issuer.issue_version_1(&params, |_| ()), None);
    assert_eq!(server.connect("user=trusted sslmode=require", &Home::new()).unwrap(), "tls");
}

#[test]
fn who_is_no_authority_issues_nothing() {
    let params = named("db.test", &["db.test"]);
    let no_authority = Authority::with(named("nobody", &[]));
    let pair = no_authority.issue_version_1(&params, |_| ());
    hold(&pair, &no_authority.pem(), &[("sslmode=verify-ca", UNKNOWN)]);

    let mut limited = authority(named("limited", &[]));
    limited.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("other.test".to_owned())],
        excluded_subtrees: Vec::new(),
    });
    let limited = Authority::with(limited);
    let cases = [("host=db.test sslmode=verify-ca", "encrypted connection")];
    hold(&limited.issue(&params), &limited.pem(), &cases);
    let server = Server::encrypted(&limited.issue_version_1(&params, |_| ()), None);
    let home = Home::new();
    let file = home.write("roots.crt", &limited.pem());
    let more = format!("user=trusted sslmode=verify-ca sslrootcert={file}");
    assert!(server.connect(&more, &home).unwrap_err().to_string().contains(UNKNOWN));
}

#[test]
fn revoked_certificates_are_refused() {
    let issuer = Authority::new("authority");
    let mut params = named("db.test", &["db.test"]);
    params.serial_number = Some(SerialNumber::from(42));
    let (server, home) = (Server::encrypted(&issuer.issue(&params), None), Home::new());
    let roots = home.write("roots.crt", &issuer.pem());
    let more = format!("user=trusted host=db.test sslmode=verify-full sslrootcert={roots}");
    let connect = |list: &str| {
        let file = home.write("list.crl", list);
        let more = format!("{more} sslcrl={file}");
        let outcome = server.connect(&more, &home);
        if let Some(by_psql) = psql::how(&server.text(&more), &home) {
            assert_eq!(outcome.as_ref().ok(), by_psql.as_ref(), "psql has it otherwise");
        }
        outcome.map_err(|error| error.to_string())
    };
    assert_eq!(connect(&issuer.revoke(&[41])), Ok("tls"));
    let refused = connect(&issuer.revoke(&[41, 42])).unwrap_err();
    assert!(refused.contains("was revoked"), "{refused}");
    // psql goes on without a list that it cannot read.
    let file = home.write("list.crl", "nothing");
    let error = server.connect(&format!("{more} sslcrl={file}"), &home).unwrap_err();
    assert!(error.to_string().contains("no list of revoked certificates in it"), "{error}");
    // The list at home is used as well.
    home.write(".postgresql/root.crl", &issuer.revoke(&[42]));
    assert!(server.connect(&more, &home).unwrap_err().to_string().contains("was revoked"));
}

#[test]
fn addresses_are_names_too() {
    let issuer = Authority::new("authority");
    let server = Server::encrypted(&issuer.issue(&named("x", &["127.0.0.1"])), None);
    let home = Home::new();
    let file = home.write("roots.crt", &issuer.pem());
    let connect = |host: &str| {
        let more = format!("host={host} user=trusted sslmode=verify-full sslrootcert={file}");
        let outcome = server.connect(&more, &home);
        if let Some(by_psql) = psql::how(&server.text(&more), &home) {
            assert_eq!(outcome.as_ref().ok(), by_psql.as_ref(), "psql has it otherwise: {host}");
        }
        outcome.map_err(|error| error.to_string())
    };
    assert_eq!(connect("127.0.0.1"), Ok("tls"));
    assert!(connect("127.0.0.2").unwrap_err().contains("is for `127.0.0.1`, `x`"));
}
