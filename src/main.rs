//! Parses the command line, runs the command, exits with its status.

use std::process::ExitCode;

fn main() -> ExitCode {
    pgspec::cli::main()
}
