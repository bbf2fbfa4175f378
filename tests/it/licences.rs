//! What the program is built from has licences that `deny.toml` allows, and nothing that it bans. `cargo deny check` asks more (known
//! weaknesses), and needs a network; this needs what a build needs.

use std::process::Command;

use serde_json::Value;

/// Packages of a build for this machine.
fn packages() -> Vec<Value> {
    let host = Command::new(env!("CARGO")).args(["-vV"]).output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Whether an SPDX expression is met by licences that are allowed. A slash is an old way to write OR.
fn is_met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ").replace(" WITH ", "+WITH+");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any(&words, &mut at, allowed) && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all(words, at, allowed);
    }
    met
}

fn all(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    *at += 1;
    match words.get(*at - 1) {
        Some(&"(") => {
            let met = any(words, at, allowed);
            *at += 1;
            met && words.get(*at - 1) == Some(&")")
        }
        Some(licence) => allowed(&licence.replace("+WITH+", " WITH ")),
        None => false,
    }
}

fn texts(value: &toml::Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect()
}

#[test]
fn every_package_may_be_used_and_none_is_banned() {
    let deny: toml::Value = toml::from_str(include_str!("../../deny.toml")).unwrap();
    let allow = texts(&deny["licenses"]["allow"]);
    let banned: Vec<&str> =
        deny["bans"]["deny"].as_array().unwrap().iter().map(|it| it["crate"].as_str().unwrap()).collect();
    let packages = packages();
    assert!(packages.len() > 100 && allow.len() > 5 && banned.contains(&"reqwest"));
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_string();
    let unfit = |package: &&Value| {
        let licence = text(package, "license");
        !is_met(&licence, &|it| allow.contains(&it)) || banned.contains(&text(package, "name").as_str())
    };
    let unfit: Vec<String> =
        packages.iter().filter(unfit).map(|it| format!("{}: {}", text(it, "name"), text(it, "license"))).collect();
    assert!(unfit.is_empty(), "{unfit:?}");
}

#[test]
fn licences_are_read_as_spdx_writes_them() {
    let allowed = |licence: &str| ["MIT", "BSD-3-Clause", "Apache-2.0 WITH LLVM-exception"].contains(&licence);
    let met = |expression: &str| is_met(expression, &allowed);
    assert!(met("MIT OR GPL-3.0") && met("GPL-3.0/MIT") && met("(GPL-3.0 OR MIT) AND BSD-3-Clause"));
    assert!(met("Apache-2.0 WITH LLVM-exception OR GPL-3.0"));
    assert!(!met("GPL-3.0") && !met("MIT AND GPL-3.0") && !met("(MIT OR GPL-3.0) AND GPL-3.0") && !met(""));
}
