//! One writer at a time: a lock beside the folder, held by the system for as long as its process lives.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

/// How long a run waits for another one that writes into the same folder.
const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(50);

/// The lock of an output folder. It goes away with its process, however that ends.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: Option<File>,
}

/// Why there is no lock.
#[derive(Debug)]
pub enum NoLock {
    /// Another run holds it: who, where that can be told, and for how many seconds.
    Held {
        /// User, computer and process.
        owner: String,
        /// Seconds since the lock was taken.
        age: u64,
    },
    /// The file of the lock cannot be made.
    Refused(io::Error),
}

impl Lock {
    /// Takes the lock, waiting for whoever holds it; `waiting` is told once that there is somebody.
    pub fn take(path: &Path, waiting: &dyn Fn()) -> Result<Lock, NoLock> {
        let begun = Instant::now();
        let mut told = false;
        loop {
            if let Some(lock) = Lock::attempt(path).map_err(NoLock::Refused)? {
                return Ok(lock);
            }
            if begun.elapsed() > PATIENCE {
                return Err(held(path));
            }
            if !std::mem::replace(&mut told, true) {
                waiting();
            }
            sleep(PAUSE);
        }
    }

    /// Takes the lock if nobody holds it.
    pub fn attempt(path: &Path) -> io::Result<Option<Lock>> {
        let file = open(path)?;
        match file.try_lock() {
            Ok(()) if is_still(path, &file) => {}
            // Whoever held it took the file away with it: the next attempt makes a new one.
            Ok(()) | Err(TryLockError::WouldBlock) => return Ok(None),
            // A file system without locks: better to go on than to stop everybody.
            Err(TryLockError::Error(why)) if why.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(why)) => return Err(why),
        }
        let _ = file.set_len(0).and_then(|()| (&file).write_all(owner().as_bytes()));
        Ok(Some(Lock { path: path.to_path_buf(), file: Some(file) }))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While the lock is held where an open file can be removed; else after it, where an open file cannot be.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
        self.file.take();
        if cfg!(not(unix)) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        const SHARE_READ_AND_WRITE: u32 = 3;
        options.share_mode(SHARE_READ_AND_WRITE);
    }
    options.open(path)
}

/// Whether the path still leads to the file that was locked.
#[cfg(unix)]
fn is_still(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let key = |it: fs::Metadata| (it.dev(), it.ino());
    match (fs::metadata(path).map(key), file.metadata().map(key)) {
        (Ok(found), Ok(locked)) => found == locked,
        _ => false,
    }
}

/// A file that is open without leave to be removed stays where it is.
#[cfg(not(unix))]
fn is_still(_: &Path, _: &File) -> bool {
    true
}

fn held(path: &Path) -> NoLock {
    let changed = fs::metadata(path).and_then(|found| found.modified()).ok();
    let age = changed.and_then(|then| SystemTime::now().duration_since(then).ok()).map_or(0, |age| age.as_secs());
    NoLock::Held { owner: fs::read_to_string(path).unwrap_or_default(), age }
}

/// User, computer and process, as far as the system names them.
fn owner() -> String {
    let named = |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    let user = named(&["USER", "USERNAME", "LOGNAME"]).unwrap_or_default();
    let host = named(&["COMPUTERNAME", "HOSTNAME"]).map(|host| format!("@{host}")).unwrap_or_default();
    format!("{user}{host} {}", std::process::id()).trim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_by_one_and_leaves_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join(".x.lock");
        let first = Lock::attempt(&path).unwrap().expect("free");
        assert!(Lock::attempt(&path).unwrap().is_none());
        drop(first);
        assert!(Lock::attempt(&path).unwrap().is_some());
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 0);
    }

    #[test]
    fn many_take_turns() {
        let temp = tempfile::tempdir().unwrap();
        let (path, inside) = (temp.path().join(".x.lock"), temp.path().join("inside"));
        let turn = || {
            for _ in 0..20 {
                let _lock = Lock::take(&path, &|| {}).unwrap();
                let alone = OpenOptions::new().write(true).create_new(true).open(&inside);
                assert!(alone.is_ok(), "two at a time");
                fs::remove_file(&inside).unwrap();
            }
        };
        std::thread::scope(|scope| (0..4).map(|_| scope.spawn(turn)).for_each(drop));
    }
}
