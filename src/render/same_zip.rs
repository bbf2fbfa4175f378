//! Packed files that do not tell on what system, or when, they were packed.

use std::io::{Seek, Write};

use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

/// Adds a part: pictures as they are, since they are compressed already, everything else compressed.
///
/// # Errors
/// Where the library refuses it.
pub fn add_part(out: &mut ZipWriter<impl Write + Seek>, name: &str, bytes: &[u8]) -> ZipResult<()> {
    let method = if name.ends_with(".png") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::DEFAULT);
    out.start_file(name, options)?;
    out.write_all(bytes)?;
    Ok(())
}

/// Signature, length without names, and places in an entry of the list at the end of a zip file: the system that made it, what
/// that system says of the file, and the lengths of name, extra field and comment.
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
const SYSTEM: usize = 5;
const ATTRIBUTES: usize = 38;
const LENGTHS: [usize; 3] = [28, 30, 32];

/// The end of a zip file without a comment: signature, length, places of the number of entries and of where their list begins.
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const COUNT: usize = 10;
const LIST: usize = 16;

/// Sets the system that made each file, and what it says of it, to 0, as Excel and Word do. Libraries write the system on which
/// they run, so that a workbook made on Windows would differ from the same one made elsewhere. Other bytes are left as they are.
pub fn of_no_system(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some((count, list)) = end(&bytes) {
        let mut at = list;
        for _ in 0..count {
            let Some(next) = clear(&mut bytes, at) else { break };
            at = next;
        }
    }
    bytes
}

/// Number of entries, and where their list begins.
fn end(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.len().checked_sub(END_LENGTH).map(|at| &bytes[at..]).filter(|end| end.starts_with(END))?;
    Some((short(end, COUNT)?, u32::from_le_bytes(end[LIST..LIST + 4].try_into().ok()?) as usize))
}

/// Clears an entry; where the next one begins.
fn clear(bytes: &mut [u8], at: usize) -> Option<usize> {
    let entry = bytes.get_mut(at..)?.get_mut(..ENTRY_LENGTH).filter(|entry| entry.starts_with(ENTRY))?;
    entry[SYSTEM] = 0;
    entry[ATTRIBUTES..ATTRIBUTES + 4].fill(0);
    let lengths: Option<Vec<usize>> = LENGTHS.into_iter().map(|place| short(entry, place)).collect();
    Some(at + ENTRY_LENGTH + lengths?.iter().sum::<usize>())
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_says_no_system_and_holds_what_it_held() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write(0, 0, "団体").unwrap();
        let before = book.save_to_buffer().unwrap();
        let after = of_no_system(before.clone());
        let differing = before.iter().zip(&after).filter(|(a, b)| a != b).count();
        let (count, list) = end(&after).unwrap();
        assert!(differing <= 5 * count, "{differing} bytes of {count} entries");
        let mut at = list;
        for _ in 0..count {
            assert!(after[at + SYSTEM] == 0 && after[at + ATTRIBUTES..at + ATTRIBUTES + 4] == [0; 4]);
            at = clear(&mut after.clone(), at).unwrap();
        }
        assert_eq!(at, after.len() - END_LENGTH);
    }

    #[test]
    fn what_is_no_zip_file_stays_as_it_is() {
        assert_eq!(of_no_system(b"PK".to_vec()), b"PK");
        assert_eq!(of_no_system(vec![7; 100]), vec![7; 100]);
    }
}
