//! Files of a results folder, which anybody may have put there: one that never ends, or that waits for a writer, is not read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::limits::FILE_BYTES;

/// The content of a file that is one: not of a pipe, a device or a folder, and no more than is read of any file.
///
/// # Errors
/// What the disk reports, or that this is no such file.
pub fn read_plain(path: &Path) -> io::Result<Vec<u8>> {
    let found = fs::metadata(path)?;
    if !found.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"));
    }
    if found.len() > FILE_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::with_capacity(found.len() as usize);
    File::open(path)?.take(FILE_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_are_read() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("a"), "text").unwrap();
        assert_eq!(read_plain(&temp.path().join("a")).unwrap(), b"text");
        assert!(read_plain(temp.path()).is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/dev/zero", temp.path().join("zero")).unwrap();
            assert!(read_plain(&temp.path().join("zero")).is_err());
            let pipe = temp.path().join("pipe");
            assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
            assert!(read_plain(&pipe).is_err());
        }
    }
}
