use std::path::Path;

use crate::diag::{Diagnostic, Place, Sink};
use crate::ingest::decisions;
use crate::phrase;
use crate::render;
use crate::render::folder::{self, Written};
use crate::text::Lang;

use super::talk::{DONE, STOPPED, Talk};

/// `tashika render DIR`: the outputs again from what a run left, with the same bytes; with `--lang` also in
/// that language. Outputs in other languages stay.
pub fn render(dir: &Path, lang: Option<Lang>, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let progress = talk.progress(render::STEPS);
    folder::mend(dir, &mut sink);
    let written = render::load(dir, &mut sink).and_then(|mut bundle| {
        if decisions::unused(dir, &mut sink)? {
            return Err(sink.halt(undecided(dir)));
        }
        let languages = &mut bundle.findings.study.languages;
        languages.extend(lang.filter(|lang| !languages.contains(lang)));
        let files = render::files(&bundle, &|what| progress.step(what), &mut sink)?;
        let mut decided = |sink: &mut Sink| decisions::unused(dir, sink).map(|unused| !unused);
        match folder::write(dir, &files, &|| super::run::waiting(talk), &mut decided, &mut sink)? {
            Written::Done => Ok(()),
            Written::Outdated => Err(sink.halt(undecided(dir))),
        }
    });
    progress.end();
    talk.problems(&sink);
    match written {
        Ok(()) => {
            talk.say(&phrase!("Written again: {path}", path = dir.display().to_string()));
            DONE
        }
        Err(_) => STOPPED,
    }
}

/// The workbook holds decisions that no run has seen yet: written again, it would lose them.
fn undecided(dir: &Path) -> Diagnostic {
    let message =
        phrase!("The workbook holds decisions that were not applied yet, and writing it again would lose them");
    let place = Place::File { file: dir.display().to_string().into() };
    Diagnostic::error("decisions-waiting", message).at(place).hint(phrase!("Run the study first: `tashika run STUDY`"))
}
