//! An answer as bytes: a mark, the problems as JSON with their length before them, and the table in its byte form.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::{ChildReply, Reply};
use crate::diag::Diagnostic;
use crate::ingest::RawTable;

const MARK: &[u8; 8] = b"tashikA\x01";

/// Bytes of the part in JSON; names of sheets and places of problems never come near it.
const HEAD_BYTES: u64 = 1 << 28;

#[derive(Serialize, Deserialize)]
struct MessageHead {
    problems: Vec<Diagnostic>,
    locked: bool,
    sheets: Option<Vec<String>>,
    table: bool,
}

pub(super) fn send(reply: &Reply, out: &mut impl Write) -> io::Result<()> {
    let sheets = match &reply.found {
        ChildReply::Sheets(names) => Some(names.clone()),
        _ => None,
    };
    let table = matches!(reply.found, ChildReply::Table(_));
    let head = MessageHead { problems: reply.problems.clone(), locked: reply.locked, sheets, table };
    let head = serde_json::to_vec(&head)?;
    out.write_all(MARK)?;
    out.write_all(&(head.len() as u64).to_le_bytes())?;
    out.write_all(&head)?;
    match &reply.found {
        ChildReply::Table(table) => table.write_to(out),
        _ => Ok(()),
    }
}

/// The answer; nothing where it is cut off or not one.
pub(super) fn receive(mut from: impl Read) -> Option<Reply> {
    let mut start = [0; 16];
    from.read_exact(&mut start).ok()?;
    let (mark, length) = start.split_at(MARK.len());
    let length = u64::from_le_bytes(length.try_into().ok()?);
    if mark != MARK || length > HEAD_BYTES {
        return None;
    }
    let mut head = Vec::new();
    from.by_ref().take(length).read_to_end(&mut head).ok()?;
    let head: MessageHead = serde_json::from_slice(&head).ok()?;
    let found = match head.sheets {
        Some(names) => ChildReply::Sheets(names),
        None if head.table => ChildReply::Table(Box::new(RawTable::read_from(&mut from)?)),
        None => ChildReply::Nothing,
    };
    Some(Reply { problems: head.problems, locked: head.locked, found })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Phrase;

    #[test]
    fn answers_survive_the_way_and_cut_ones_are_none() {
        let problems = vec![Diagnostic::note("read-as", Phrase::verbatim("three rows"))];
        let reply =
            Reply { problems: problems.clone(), locked: true, found: ChildReply::Sheets(vec!["調査".into()]) };
        let mut bytes = Vec::new();
        send(&reply, &mut bytes).unwrap();
        let back = receive(&bytes[..]).unwrap();
        assert_eq!(back.problems, problems);
        assert!(matches!(back.found, ChildReply::Sheets(names) if names == ["調査"]));
        assert!((0..bytes.len()).all(|end| receive(&bytes[..end]).is_none()));
    }
}
