//! What reads one file format.

use super::raw::RawTable;
use crate::diag::{Halt, Sink};
use crate::ingest::sniff;
use crate::study::Source;

/// Reads one file format. What is asked of the file is in the [`Source`].
pub(super) trait Reader: Sync {
    /// Whether this reader knows the content.
    fn knows(&self, content: &sniff::FileContent) -> bool;
    /// Reads the table that the source names.
    fn read(
        &self,
        content: &sniff::FileContent,
        bytes: &[u8],
        source: &Source,
        sink: &mut Sink,
    ) -> Result<RawTable, Halt>;
}
