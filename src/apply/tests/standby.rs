//! A server that only replays what another did.

use super::machine::Machine;
use super::support::*;
use crate::apply::Error;

#[test]
fn a_standby_is_told_before_anything_is_done() {
    let machine = Machine::start(&[("wal_level", "replica")]);
    let database = machine.sandbox.create_database("standby").unwrap();
    machine.crash();
    let signal = machine.directory.join("data/standby.signal");
    std::fs::write(&signal, "").unwrap();
    machine.restart();
    let plan = plan(vec![step(1, "create table a ()")]);
    let error = apply(&database, &plan, &options(&())).unwrap_err();
    assert!(matches!(error, Error::ReadOnly { standby: true }), "{error}");
    assert_eq!(error.to_string(), "the server is a standby, which cannot be written");

    machine.crash();
    std::fs::remove_file(&signal).unwrap();
    machine.restart();
    apply(&database, &plan, &options(&())).unwrap();
}
