use std::path::Path;

use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::findings::Bundle;
use crate::ingest::decisions;
use crate::phrase;
use crate::render;
use crate::render::folder::{self, OutFile, Written};
use crate::text::{Lang, Phrase};

use super::chosen::Chosen;
use super::memory;
use super::panics::quietly;
use super::talk::{DONE, STOPPED, Talk};

/// `tashika render DIR`: the outputs again from what a run left, with the same bytes; with `--lang` also in
/// that language, with `--with` also of those kinds. Outputs in other languages stay.
pub fn render(dir: &Path, lang: Option<Lang>, chosen: &Chosen, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let progress = talk.progress(render::STEPS);
    folder::mend(dir, &mut sink);
    let written = render::load(dir, &mut sink).and_then(|mut bundle| {
        if decisions::unused(dir, &mut sink)? {
            return Err(sink.halt(undecided(dir)));
        }
        let study = &mut bundle.findings.study;
        chosen.apply(&mut study.outputs);
        study.outputs.languages.extend(lang.filter(|lang| !study.outputs.languages.contains(lang)));
        let said = lang.map(|lang| study.speaking(lang)).filter(|lang| !study.languages.contains(lang));
        study.languages.extend(said);
        let files = files(&bundle, dir, &|what| progress.step(what), &mut sink)?;
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

/// The files of a bundle that may come from anywhere: what no run would have stored is damaged, whatever it breaks.
fn files(bundle: &Bundle, dir: &Path, tell: &(dyn Fn(&Phrase) + Sync), sink: &mut Sink) -> Result<Vec<OutFile>, Halt> {
    quietly(|| memory::bounded(bundle, || render::files(bundle, tell, sink))).unwrap_or_else(|| {
        let message = phrase!("The stored results do not fit together");
        let place = Place::file(dir);
        Err(sink.halt(Diagnostic::error("damaged-results", message).at(place).hint(phrase!("Run the study again"))))
    })
}

/// The workbook holds decisions that no run has seen yet: written again, it would lose them.
fn undecided(dir: &Path) -> Diagnostic {
    let message =
        phrase!("The workbook holds decisions that were not applied yet, and writing it again would lose them");
    let place = Place::file(dir);
    Diagnostic::error("decisions-waiting", message).at(place).hint(phrase!("Run the study first: `tashika run STUDY`"))
}
