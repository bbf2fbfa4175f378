//! How much one file may hold. Beyond these a file is refused, or a cell cut, with a message; never silently.

use std::time::Duration;

/// Bytes of a file.
pub const FILE_BYTES: u64 = 1 << 30;

/// Bytes that a workbook may unpack to. What a part unpacks to is held to what the directory declares.
pub const UNPACKED_BYTES: u64 = (1 << 32) - (1 << 28);

/// Bytes that the small parts of a workbook, which say what its sheets are, may unpack to.
pub const SMALL_PART_BYTES: u64 = 1 << 24;

/// Bytes of an OpenDocument content from which indentation is taken out.
pub const SHAPED_BYTES: u64 = 1 << 27;

/// Cells of one sheet, blanks between filled cells included: at 9 bytes each, half a gigabyte.
pub const CELLS: usize = 60_000_000;

/// Rows of a sheet: Excel's own limit.
pub const SHEET_ROWS: u32 = 1_048_576;

/// Columns of a sheet: Excel's own limit.
pub const SHEET_COLUMNS: u32 = 16_384;

/// Characters of one cell: Excel's own limit.
pub const TEXT_CHARS: usize = 32_767;

/// Cells of one sheet that may be unreadable before the sheet is called damaged.
pub const UNREADABLE_CELLS: usize = 10_000;

/// Bytes that reading one file may take: a gigabyte with what the program itself needs.
const MEMORY_BYTES: usize = (1 << 30) - (1 << 27);

/// Seconds that reading a small file may take.
const SECONDS: u64 = 15;

/// Bytes of a file for which there is one second more: a tenth of what an idle machine reads.
const BYTES_PER_SECOND: u64 = 1 << 20;

/// The environment variables by which a person allows more.
pub const SECONDS_VARIABLE: &str = "TASHIKA_READ_SECONDS";
/// See [`SECONDS_VARIABLE`].
pub const MEGABYTES_VARIABLE: &str = "TASHIKA_READ_MEGABYTES";

/// How long a file of so many bytes may take.
pub fn time(bytes: u64) -> Duration {
    Duration::from_secs(allowed(SECONDS_VARIABLE).unwrap_or(SECONDS + bytes / BYTES_PER_SECOND))
}

/// How many bytes reading one file may take.
pub fn memory() -> usize {
    let megabytes = allowed(MEGABYTES_VARIABLE).and_then(|megabytes| usize::try_from(megabytes).ok());
    megabytes.map_or(MEMORY_BYTES, |megabytes| megabytes.saturating_mul(1 << 20))
}

fn allowed(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.trim().parse().ok()
}

/// The environment variable that holds the password.
pub(crate) const VARIABLE: &str = "TASHIKA_PASSWORD";
