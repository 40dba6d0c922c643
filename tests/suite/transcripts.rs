//! The commands of the README and of `tests/cmd/`, run as they are written there.
//!
//! A block fenced as `console` is run on the bundled project; `TRYCMD=overwrite` writes what was
//! printed in place of what is expected.

#[test]
fn commands_print_what_is_written() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").case("README.md");
}
