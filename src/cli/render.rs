use std::path::Path;

use crate::diag::Sink;
use crate::phrase;
use crate::render;
use crate::text::Lang;

use super::talk::{DONE, STOPPED, Talk};

/// `tashika render DIR`: the outputs again from what a run left, with the same bytes; with `--lang` also in
/// that language. Outputs in other languages stay.
pub fn render(dir: &Path, lang: Option<Lang>, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let progress = talk.progress(render::STEPS);
    let written = render::load(dir, &mut sink).and_then(|mut bundle| {
        let languages = &mut bundle.findings.study.languages;
        languages.extend(lang.filter(|lang| !languages.contains(lang)));
        let files = render::files(&bundle, &|what| progress.step(what), &mut sink)?;
        render::folder::write(dir, &files, &mut sink)
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
