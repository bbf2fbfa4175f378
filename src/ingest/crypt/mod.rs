//! Workbooks that are encrypted with a password ([MS-OFFCRYPTO]): the agile way of Excel 2010 and later, and the standard way of
//! Excel 2007. What is encrypted is a whole workbook in the zip format.

mod agile;
mod block;
mod closed;
mod hash;
mod standard;

pub(super) use closed::Closed;

use super::compound::Compound;

/// The workbook that is encrypted in a compound file.
pub(super) fn decrypt(bytes: &[u8], password: &str) -> Result<Vec<u8>, Closed> {
    let file = Compound::open(bytes)?;
    let (info, package) = (file.stream("EncryptionInfo")?, file.stream("EncryptedPackage")?);
    // The password's UTF-16, the size of the workbook, and the workbook.
    let password: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (size, package) = package.split_at_checked(8).ok_or(Closed::Damaged)?;
    let size = u64::from_le_bytes(size.try_into().map_err(|_| Closed::Damaged)?);
    let mut workbook = match info.get(..4).ok_or(Closed::Damaged)? {
        [4, 0, 4, 0] => agile::decrypt(&info[4..], package, &password)?,
        [2..=4, 0, 2, 0] => standard::decrypt(&info[4..], package, &password)?,
        _ => return Err(Closed::UnknownWay),
    };
    workbook.truncate(usize::try_from(size).unwrap_or(usize::MAX));
    Ok(workbook)
}
