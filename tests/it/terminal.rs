//! The question for a password at a terminal. `script` (util-linux) makes one; where there is none, nothing is asked of it.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The command at a terminal, then what the shell says of its code and of the terminal.
fn at_terminal(folder: &Path) -> Option<Child> {
    let program = assert_cmd::cargo::cargo_bin("tashika");
    // A shell that has a handler of its own goes on where a program that it started was interrupted.
    let line = format!("trap : INT TERM; '{}' check s.toml --lang en; echo code $?; stty -a", program.display());
    let mut script = Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).current_dir(folder).env_remove("TASHIKA_PASSWORD");
    script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()
}

fn study() -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/files/locked-agile.xlsx");
    fs::copy(book, temp.path().join("locked.xlsx")).unwrap();
    fs::write(temp.path().join("s.toml"), "[sources.a]\nfile = \"locked.xlsx\"\nunit = \"id\"\n").unwrap();
    temp
}

/// What stands on the terminal up to the question, the answer, and all after it.
fn answered(answer: impl FnOnce(&mut Child)) -> Option<String> {
    let temp = study();
    let mut child = at_terminal(temp.path())?;
    let mut out = child.stdout.take().unwrap();
    let mut seen = Vec::new();
    let mut byte = [0];
    while !String::from_utf8_lossy(&seen).contains("Password for locked.xlsx: ") {
        assert!(out.read(&mut byte).unwrap() == 1, "no question: {}", String::from_utf8_lossy(&seen));
        seen.push(byte[0]);
    }
    answer(&mut child);
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    child.wait().unwrap();
    Some(rest)
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().map(|word| word.trim_end_matches(';')).collect()
}

#[test]
fn whoever_gives_up_at_the_password_has_the_terminal_as_it_was() {
    let Some(rest) = answered(|child| child.stdin.as_mut().unwrap().write_all(b"\x03").unwrap()) else { return };
    let words = words(&rest);
    assert!(rest.contains("code 130"), "{rest}");
    assert!(words.contains(&"echo") && words.contains(&"icanon") && words.contains(&"isig"), "{rest}");
}

#[test]
fn a_signal_at_the_password_leaves_the_terminal_as_it_was() {
    let ended = answered(|child| {
        let children = |of: u32| fs::read_to_string(format!("/proc/{of}/task/{of}/children")).unwrap_or_default();
        let shell: u32 = children(child.id()).trim().parse().unwrap();
        let program = children(shell).trim().to_string();
        assert!(Command::new("kill").args(["-TERM", &program]).status().unwrap().success());
    });
    let Some(rest) = ended else { return };
    let words = words(&rest);
    assert!(rest.contains("code 143"), "{rest}");
    assert!(words.contains(&"echo") && words.contains(&"icanon") && words.contains(&"isig"), "{rest}");
}

#[test]
fn a_wrong_password_is_told_and_the_terminal_is_as_it_was() {
    let Some(rest) = answered(|child| child.stdin.as_mut().unwrap().write_all(b"wrong\n").unwrap()) else { return };
    assert!(rest.contains("wrong-password") && rest.contains("code 2"), "{rest}");
    assert!(words(&rest).contains(&"echo"), "{rest}");
}
