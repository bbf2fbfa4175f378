//! How much one file may hold. Beyond these a file is refused, or a cell cut, with a message; never silently.

/// Bytes of a file.
pub const FILE_BYTES: u64 = 1 << 30;

/// Bytes that a workbook may unpack to, as its directory declares them.
pub const UNPACKED_BYTES: u64 = 1 << 32;

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
