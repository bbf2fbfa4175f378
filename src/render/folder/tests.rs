use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::text::sha256;

fn outputs(files: &[(&str, &str)]) -> Vec<OutFile> {
    let digests: BTreeMap<&str, String> = files.iter().map(|(path, text)| (*path, sha256(text.as_bytes()))).collect();
    let manifest = serde_json::json!({ "made_by": "tashika 0.1.0", "outputs": digests }).to_string();
    let file = |(path, text): (&str, &str)| OutFile { path: path.into(), bytes: text.as_bytes().to_vec() };
    files.iter().copied().chain([(MANIFEST, manifest.as_str())]).map(file).collect()
}

fn written(dir: &Path, files: &[OutFile]) -> (Result<Written, Halt>, Sink) {
    let mut sink = Sink::new();
    (write(dir, files, &|| {}, &mut |_| Ok(true), &mut sink), sink)
}

fn in_temp(name: &str) -> (tempfile::TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let dir = temp.path().join(name);
    (temp, dir)
}

#[test]
fn a_folder_is_replaced_as_a_whole_and_only_if_ours() {
    let (temp, dir) = in_temp("助成 結果");
    assert!(written(&dir, &outputs(&[("charts/a.svg", "1")])).0.is_ok());
    assert!(written(&dir, &outputs(&[("b.txt", "2")])).0.is_ok());
    assert!(dir.join("b.txt").is_file() && !dir.join("charts").exists());
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
    fs::write(dir.join(MANIFEST), "{\"name\": \"My web app\"}").unwrap();
    let (result, sink) = written(&dir, &outputs(&[]));
    assert!(result.is_err() && dir.join("b.txt").is_file());
    assert_eq!(sink.problems[0].code, "output-occupied");
    assert!(sink.problems[0].message.render(crate::text::Lang::En).ends_with("it holds b.txt"));
}

#[test]
fn a_changed_output_is_kept_and_said() {
    let (_temp, dir) = in_temp("out");
    assert!(written(&dir, &outputs(&[("brief.docx", "1")])).0.is_ok());
    fs::write(dir.join("brief.docx"), "by hand").unwrap();
    let (result, sink) = written(&dir, &outputs(&[("brief.docx", "2")]));
    assert_eq!((result, sink.problems[0].code.as_str()), (Ok(Written::Done), "output-kept"));
    assert_eq!(fs::read_to_string(dir.join("edited/brief.docx")).unwrap(), "by hand");
    assert_eq!(fs::read_to_string(dir.join("brief.docx")).unwrap(), "2");
    assert!(written(&dir, &outputs(&[("brief.docx", "2")])).1.problems.is_empty());
    assert_eq!(fs::read_to_string(dir.join("edited/brief.docx")).unwrap(), "by hand");
}

#[test]
fn outputs_that_rest_on_something_else_meanwhile_are_not_written() {
    let (_temp, dir) = in_temp("out");
    assert!(written(&dir, &outputs(&[("a", "1")])).0.is_ok());
    let mut sink = Sink::new();
    let result = write(&dir, &outputs(&[("a", "2")]), &|| {}, &mut |_| Ok(false), &mut sink);
    assert_eq!(result, Ok(Written::Outdated));
    assert_eq!(fs::read_to_string(dir.join("a")).unwrap(), "1");
}

#[test]
fn a_held_output_leaves_the_folder_as_it_was() {
    let (_temp, dir) = in_temp("out");
    assert!(written(&dir, &outputs(&[("a", "old")])).0.is_ok());
    let at = FolderPaths::of(&dir).unwrap();
    swap::fill(&at.fresh, &outputs(&[("a", "new")])).unwrap();
    let held = |from: &Path, to: &Path| {
        if from == at.fresh { Err(io::ErrorKind::PermissionDenied.into()) } else { fs::rename(from, to) }
    };
    let why = swap::swap(&at, held).unwrap_err();
    assert_eq!(in_use(&dir, &why).code, "output-in-use");
    assert_eq!(fs::read_to_string(dir.join("a")).unwrap(), "old");
}

/// Stops a swap before its n-th rename, as a crash would.
fn crashed(dir: &Path, fresh: &[OutFile], before: usize) {
    let at = FolderPaths::of(dir).unwrap();
    swap::fill(&at.fresh, fresh).unwrap();
    let left = std::cell::Cell::new(before);
    let crash = |from: &Path, to: &Path| {
        if left.get() == 0 {
            panic!("crash");
        }
        left.set(left.get() - 1);
        fs::rename(from, to)
    };
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| swap::swap(&at, crash))).is_err());
}

#[test]
fn a_crash_between_the_renames_is_mended_by_whoever_comes_next() {
    for (before, whole, text) in [(0, true, "old"), (1, true, "new"), (1, false, "old")] {
        let (temp, dir) = in_temp("out");
        assert!(written(&dir, &outputs(&[("a", "old")])).0.is_ok());
        fs::write(dir.join("memo.md"), "mine").unwrap();
        let mut fresh = outputs(&[("a", "new")]);
        if !whole {
            fresh.retain(|file| file.path != MANIFEST);
        }
        crashed(&dir, &fresh, before);
        mend(&temp.path().join("study-results"), &mut Sink::new());
        let name = format!("{before} {whole}");
        // Before the first rename nothing is torn: the next run cleans up.
        if before > 0 {
            assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1, "{name}");
        }
        assert_eq!(fs::read_to_string(dir.join("a")).unwrap(), text, "{name}");
        assert_eq!(fs::read_to_string(dir.join("memo.md")).unwrap(), "mine", "{name}");
        assert!(written(&dir, &outputs(&[("a", "next")])).0.is_ok());
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1, "{name}");
    }
}

#[test]
fn runs_at_the_same_time_leave_one_whole_result() {
    let (temp, dir) = in_temp("out");
    let run = |n: usize| {
        let text = n.to_string();
        let files: Vec<(String, &str)> = (0..40).map(|i| (format!("f{i}"), text.as_str())).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        assert!(written(&dir, &outputs(&files)).0.is_ok());
    };
    std::thread::scope(|scope| (0..6).map(|n| scope.spawn(move || run(n))).for_each(drop));
    assert!(Ours::of(&dir).unwrap().whole(&dir));
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_folder_stays_a_link() {
    let (temp, dir) = in_temp("out");
    let far = temp.path().join("far");
    fs::create_dir(&far).unwrap();
    std::os::unix::fs::symlink(&far, &dir).unwrap();
    assert!(written(&dir, &outputs(&[("a", "1")])).0.is_ok());
    assert!(dir.symlink_metadata().unwrap().is_symlink() && far.join("a").is_file());
    fs::remove_dir_all(&far).unwrap();
    assert_eq!(written(&dir, &outputs(&[("a", "1")])).1.problems[0].code, "output-occupied");
}

#[test]
fn what_stands_in_the_way_is_said() {
    let (_temp, path) = in_temp("out");
    fs::write(&path, "x").unwrap();
    let mut sink = Sink::new();
    assert!(check(&path, &mut sink).is_err() && check(Path::new("."), &mut sink).is_err());
    assert!(sink.problems.iter().all(|problem| problem.code == "output-occupied"));
    assert!(!is_safe("../a") && !is_safe("/a") && !is_safe("a\\b") && !is_safe("C:a") && is_safe("a/b-団体.html"));
}
