//! Notes in a few lines: what was read normally does not fill the screen.

use crate::diag::{self, Diagnostic, Policy, title};
use crate::phrase;
use crate::text::{Arg, Lang, Phrase};

/// Whether a note says how the files were read.
pub fn is_understood(note: &Diagnostic) -> bool {
    note.has(Policy::Understood)
}

/// One line for all that was understood, and one for each kind of other notes.
pub fn lines(notes: &[Diagnostic], lang: Lang) -> Vec<String> {
    let (understood, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = notes.iter().partition(|note| is_understood(note));
    let mut lines: Vec<String> = kinds(&others).into_iter().map(|kind| of_kind(&kind, lang)).collect();
    if !understood.is_empty() {
        let note = phrase!("note").render(lang);
        lines.push(format!("{note}: {}\n", reading(&understood).brief(240).render(lang)));
    }
    lines
}

/// Notes by code, in the order in which the codes are met.
fn kinds<'n>(notes: &[&'n Diagnostic]) -> Vec<Vec<&'n Diagnostic>> {
    let mut kinds: Vec<Vec<&Diagnostic>> = Vec::new();
    for &note in notes {
        match kinds.iter_mut().find(|kind| kind[0].code == note.code) {
            Some(kind) => kind.push(note),
            None => kinds.push(vec![note]),
        }
    }
    kinds
}

/// The first note of a kind, and how many more there are.
fn of_kind(kind: &[&Diagnostic], lang: Lang) -> String {
    let line = diag::line(kind[0], lang);
    let advised = kind.iter().find(|note| note.has(Policy::Advises) && note.hint.is_some());
    let hint = advised.and_then(|note| note.hint.as_ref()).map(|hint| {
        let name = phrase!("hint").render(lang);
        format!("  {name}: {}\n", hint.render(lang))
    });
    let hint = hint.unwrap_or_default();
    match kind.len() - 1 {
        0 => format!("{line}\n{hint}"),
        more => format!("{line} ({})\n{hint}", phrase!("{n} more like it with --all", n = more).render(lang)),
    }
}

fn reading(notes: &[&Diagnostic]) -> Phrase {
    let one = |kind: Vec<&Diagnostic>| phrase!("{kind} ({n})", kind = title(&kind[0].code), n = kind.len());
    phrase!(
        "{n} {n?note|notes} on how the files were read, which `tashika check --all` lists: {kinds}",
        n = notes.len(),
        kinds = Arg::first(kinds(notes).into_iter().map(one), 6)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_notes_are_few_lines() {
        let note = |code: &str| Diagnostic::note(code, phrase!("error"));
        let mut notes: Vec<Diagnostic> = (0..300).map(|_| note("read-as")).collect();
        notes.extend((0..40).map(|_| note("repeated-row")));
        let lines = lines(&notes, Lang::En);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].contains("(39 more like it with --all)"), "{lines:?}");
        assert!(lines[1].contains("300 notes on how the files were read"), "{lines:?}");
    }
}
