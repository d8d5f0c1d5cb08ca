//! The program, as every test starts it: it speaks English, whatever the machine's language.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Where the program is.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_maskflow");

/// The program, without arguments.
pub fn program() -> Command {
    in_english(PROGRAM)
}

/// The program or one that starts it, as on an English machine.
pub fn in_english(starts: &str) -> Command {
    on_machine(starts, "C")
}

/// The program or one that starts it, on a machine of a locale.
pub fn on_machine(starts: &str, locale: &str) -> Command {
    let mut command = Command::new(starts);
    // `LANGUAGE` is a list of what is preferred; it goes before `LC_ALL`.
    command.env_remove("LANGUAGE").env("LC_ALL", locale);
    command
}

#[test]
fn no_test_starts_the_program_in_the_machines_own_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("program.rs") {
            let text = fs::read_to_string(&path).unwrap();
            assert!(!text.contains("CARGO_BIN_EXE"), "{}", path.display());
        }
    }
}
