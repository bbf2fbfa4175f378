//! Tells a release from which commit it is built, where that is known: from `TASHIKA_COMMIT` or from git. A build without git knows none.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-env-changed=TASHIKA_COMMIT");
    println!("cargo:rerun-if-changed=build.rs");
    // While one works, a commit is no reason to build everything again.
    if std::env::var("PROFILE").as_deref() != Ok("release") {
        return;
    }
    println!("cargo:rerun-if-changed=.git/HEAD");
    println!("cargo:rerun-if-changed=.git/index");
    let given = std::env::var("TASHIKA_COMMIT").ok().filter(|commit| !commit.is_empty());
    if let Some(commit) = given.or_else(from_git) {
        println!("cargo:rustc-env=TASHIKA_COMMIT={commit}");
    }
}

/// The commit of this folder, with a mark where files differ from it.
fn from_git() -> Option<String> {
    let run = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8(output.stdout).ok()?.trim().to_string())
    };
    // Sources that were unpacked inside the folder of another project belong to none of its commits.
    let root = std::fs::canonicalize(run(&["rev-parse", "--show-toplevel"])?).ok()?;
    let own = std::fs::canonicalize(std::env::var("CARGO_MANIFEST_DIR").ok()?).ok()?;
    let commit = run(&["rev-parse", "HEAD"]).filter(|_| root == own)?;
    let changed = run(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|changes| !changes.is_empty());
    Some(if changed { format!("{commit}+") } else { commit })
}
