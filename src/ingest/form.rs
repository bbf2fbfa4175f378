//! The four forms of workbooks.

/// The form of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WorkbookForm {
    /// Excel 2007 and later (xlsx, xlsm).
    Xlsx,
    /// The same in binary (xlsb).
    Xlsb,
    /// Excel 97–2003 and 5 (xls).
    Xls,
    /// OpenDocument (ods).
    Ods,
}
