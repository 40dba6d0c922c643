//! Each `sslmode` against each kind of server, and psql's word on the same.

use super::authority::{Authority, named};
use super::psql;
use super::support::{Home, Server};

/// What a connection comes to: `tls`, `plain`, or a piece of the error.
const ANY: &str = "";

struct World {
    encrypted: Server,
    plain: Server,
    home: Home,
    right: String,
    wrong: String,
}

impl World {
    fn new() -> Self {
        let (authority, other) = (Authority::new("right"), Authority::new("wrong"));
        let certificate = authority.issue(&named("db.test", &["db.test", "*.wild.test"]));
        let home = Home::new();
        Self {
            encrypted: Server::encrypted(&certificate, None),
            plain: Server::plain(),
            right: home.write("right.crt", &authority.pem()),
            wrong: home.write("wrong.crt", &other.pem()),
            home,
        }
    }

    /// Tries one way with pgspec and with psql, which have to agree.
    fn hold(&self, server: &Server, more: &str, expected: &str) {
        let more = more.replace("RIGHT", &self.right).replace("WRONG", &self.wrong);
        let outcome = server.connect(&more, &self.home);
        match &outcome {
            Ok(how) => assert_eq!(*how, expected, "{more}"),
            Err(error) => assert!(
                !["tls", "plain"].contains(&expected) && error.to_string().contains(expected),
                "{more}: {error}"
            ),
        }
        let Some(by_psql) = psql::how(&server.text(&more), &self.home) else { return };
        assert_eq!(outcome.ok(), by_psql, "psql has it otherwise: {more}");
    }
}

#[test]
fn every_mode_accepts_and_refuses_what_it_must() {
    let world = World::new();
    let not_offered = "the server does not offer TLS";
    let unknown = "no trusted authority vouches for the server's certificate";
    let other_name = "the server's certificate is for `db.test`, `*.wild.test`";
    for (more, expected) in [
        ("user=trusted sslmode=disable", "plain"),
        ("user=trusted sslmode=allow", "plain"),
        ("user=trusted", "tls"),
        ("user=trusted sslmode=prefer", "tls"),
        ("user=trusted sslmode=require", "tls"),
        ("user=trusted sslmode=verify-ca", "root.crt"),
        ("user=trusted sslmode=verify-full host=db.test", "root.crt"),
        ("user=trusted sslmode=verify-ca sslrootcert=/nowhere", "there is no `/nowhere`"),
        ("user=trusted sslmode=verify-ca sslrootcert=RIGHT", "tls"),
        ("user=trusted sslmode=verify-ca sslrootcert=RIGHT host=other.test", "tls"),
        ("user=trusted sslmode=verify-full sslrootcert=RIGHT host=db.test", "tls"),
        ("user=trusted sslmode=verify-full sslrootcert=RIGHT host=DB.test", "tls"),
        ("user=trusted sslmode=verify-full sslrootcert=RIGHT host=a.wild.test", "tls"),
        ("user=trusted sslmode=verify-full sslrootcert=RIGHT host=a.b.wild.test", other_name),
        ("user=trusted sslmode=verify-full sslrootcert=RIGHT host=other.test", other_name),
        ("user=trusted sslmode=verify-full sslrootcert=RIGHT", "verifies the host's name"),
        ("user=trusted sslmode=verify-ca sslrootcert=WRONG", unknown),
        ("user=trusted sslmode=verify-full sslrootcert=WRONG host=db.test", unknown),
        // A file of authorities is used whatever the mode.
        ("user=trusted sslmode=require sslrootcert=WRONG", unknown),
        ("user=trusted sslmode=require sslrootcert=RIGHT host=other.test", "tls"),
        ("user=trusted sslmode=require sslrootcert=/nowhere", "tls"),
        ("user=trusted sslmode=prefer sslrootcert=WRONG", "plain"),
        ("user=encrypted sslmode=prefer sslrootcert=WRONG", unknown),
        ("user=encrypted sslmode=disable", "no encryption"),
        ("user=encrypted sslmode=allow", "tls"),
        ("user=unencrypted sslmode=prefer", "plain"),
        ("user=unencrypted sslmode=require", "pg_hba.conf"),
        ("user=nobody sslmode=prefer", "pg_hba.conf"),
        ("user=nobody sslmode=allow", "pg_hba.conf"),
        ("user=trusted sslmode=require sslsni=0", "tls"),
        ("user=trusted sslmode=require ssl_max_protocol_version=TLSv1.2", "tls"),
        ("user=trusted sslmode=require ssl_min_protocol_version=TLSv1.3", "tls"),
    ] {
        world.hold(&world.encrypted, more, expected);
    }
    for (mode, expected) in [
        ("disable", "plain"),
        ("allow", "plain"),
        ("prefer", "plain"),
        ("require", not_offered),
        ("verify-ca", not_offered),
        ("verify-full", not_offered),
    ] {
        let more = format!("user=trusted host=db.test sslrootcert=RIGHT sslmode={mode}");
        world.hold(&world.plain, &more, expected);
        world.hold(&world.plain, &more.replace("trusted", "nobody"), ANY);
    }
}

#[test]
fn the_users_own_authorities_are_used_where_none_are_named() {
    let world = World::new();
    let right = std::fs::read_to_string(&world.right).unwrap();
    world.home.write(".postgresql/root.crt", &right);
    world.hold(&world.encrypted, "user=trusted sslmode=verify-full host=db.test", "tls");
    let wrong = std::fs::read_to_string(&world.wrong).unwrap();
    world.home.write(".postgresql/root.crt", &wrong);
    let unknown = "no trusted authority vouches for the server's certificate";
    for mode in ["require", "verify-ca", "verify-full"] {
        let more = format!("user=trusted host=db.test sslmode={mode}");
        world.hold(&world.encrypted, &more, unknown);
    }
    world.hold(&world.encrypted, "user=trusted sslmode=prefer", "plain");
}

#[test]
fn a_socket_is_never_encrypted() {
    let world = World::new();
    let folder = world.encrypted.folder.display();
    let text = format!(
        "host={folder} port={} user=trusted dbname=postgres sslmode=verify-full",
        world.encrypted.port
    );
    let target = crate::connect::Target::parse(&text, &world.home.environment()).unwrap();
    assert_eq!(super::support::how(&mut target.connect().unwrap()), "plain");
}

#[test]
fn the_authorities_of_the_machine_do_not_vouch_for_ours() {
    let world = World::new();
    let more = "user=trusted host=db.test sslrootcert=system";
    let error = world.encrypted.connect(more, &world.home).unwrap_err().to_string();
    let expected = ["no trusted authority vouches", "this machine trusts no authorities"];
    assert!(expected.iter().any(|expected| error.contains(expected)), "{error}");
}
