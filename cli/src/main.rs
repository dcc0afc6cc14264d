//! The program `bellwether`: see the library of this package.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
