use std::io;
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Halt, Place, Sink};
use crate::findings::{Bundle, WordTemplate};
use crate::ingest::{self, decisions};
use crate::phrase;
use crate::render;
use crate::render::folder::{self, Written};
use crate::study::Output;
use crate::text::Lang;

use super::chosen::Chosen;
use super::memory;
use super::panics::quietly;
use super::talk::{DONE, STOPPED, Talk};

/// A Word document of the user's own that is to be filled.
#[derive(Clone, Copy)]
pub struct Into<'p> {
    /// The document.
    pub file: &'p Path,
    /// Where the filled one is written, alone; in the results folder with all the rest where absent.
    pub output: Option<&'p Path>,
}

/// `tashika render DIR`: the outputs again from what a run left, with the same bytes; with `--lang` also in
/// that language, with `--with` also of those kinds, with `--into` also a filled document. Outputs in other languages stay.
pub fn render(dir: &Path, lang: Option<Lang>, into: Option<Into<'_>>, chosen: &Chosen, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let progress = talk.progress(render::STEPS);
    folder::mend(dir, &mut sink);
    let alone = into.and_then(|into| into.output);
    let written = loaded(dir, lang, into, chosen, &mut sink).and_then(|bundle| match alone {
        Some(output) => filled(&bundle, output, &mut sink),
        None => all(&bundle, dir, &|what| progress.tell(what), talk, &mut sink),
    });
    progress.end();
    talk.problems(&sink);
    match written {
        Ok(paths) => {
            for path in paths {
                let path = path.display().to_string();
                talk.say(&match alone {
                    Some(_) => phrase!("Written: {path}", path = path),
                    None => phrase!("Written again: {path}", path = path),
                });
            }
            DONE
        }
        Err(_) => STOPPED,
    }
}

/// What a run left, with what is asked for now.
fn loaded(
    dir: &Path,
    lang: Option<Lang>,
    into: Option<Into<'_>>,
    chosen: &Chosen,
    sink: &mut Sink,
) -> Result<Bundle, Halt> {
    let mut bundle = render::load(dir, sink)?;
    let alone = into.is_some_and(|into| into.output.is_some());
    if !alone && decisions::unused(dir, sink)? {
        return Err(sink.halt(undecided(dir)));
    }
    let study = &mut bundle.findings.study;
    chosen.apply(&mut study.outputs);
    study.outputs.languages.extend(lang.filter(|lang| !study.outputs.languages.contains(lang)));
    let said = lang.map(|lang| study.speaking(lang)).filter(|lang| !study.languages.contains(lang));
    study.languages.extend(said);
    if let Some(into) = into {
        let bytes = ingest::document(into.file).map_err(|problem| sink.halt(*problem))?;
        study.outputs.choose(&[], &[Output::Filled]);
        let template = WordTemplate { name: into.file.display().to_string(), lang, bytes: bytes.into() };
        let documents = &mut bundle.templates.documents;
        documents.retain(|known| (&known.name, known.lang) != (&template.name, template.lang));
        documents.push(template);
    }
    Ok(bundle)
}

/// All outputs, in the folder.
fn all(
    bundle: &Bundle,
    dir: &Path,
    tell: render::Tell<'_>,
    talk: &Talk,
    sink: &mut Sink,
) -> Result<Vec<PathBuf>, Halt> {
    let files = made(bundle, dir, sink, |sink| render::files(bundle, tell, sink))?;
    let mut decided = |sink: &mut Sink| decisions::unused(dir, sink).map(|unused| !unused);
    match folder::write(dir, &files, &|| super::run::waiting(talk), &mut decided, sink)? {
        Written::Done => Ok(vec![dir.to_path_buf()]),
        Written::Outdated => Err(sink.halt(undecided(dir))),
    }
}

/// The filled document alone, in the editions that are asked for: the public one beside the other.
fn filled(bundle: &Bundle, output: &Path, sink: &mut Sink) -> Result<Vec<PathBuf>, Halt> {
    let stem = output.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let named = |edition: &str| match edition {
        "" => output.to_path_buf(),
        edition => output.with_file_name(format!("{stem}{edition}.docx")),
    };
    let mut paths = Vec::new();
    for (edition, bytes) in made(bundle, output, sink, |sink| render::filled(bundle, sink))? {
        let path = named(edition);
        folder::create(&path, &bytes).map_err(|why| sink.halt(occupied(&path, &why)))?;
        paths.push(path);
    }
    Ok(paths)
}

/// What stands at the place of a filled document is left as it is.
fn occupied(path: &Path, why: &io::Error) -> Diagnostic {
    if why.kind() != io::ErrorKind::AlreadyExists {
        return folder::refusal(path, why);
    }
    let message = phrase!("There is a file of this name, and it is left as it is");
    let hint = phrase!("Move or rename it, or choose another name with -o");
    Diagnostic::error("output-occupied", message).at(Place::file(path)).hint(hint)
}

/// What is made of a bundle that may come from anywhere: what no run would have stored is damaged, whatever it breaks.
fn made<T>(
    bundle: &Bundle,
    place: &Path,
    sink: &mut Sink,
    make: impl FnOnce(&mut Sink) -> Result<T, Halt>,
) -> Result<T, Halt> {
    quietly(|| memory::bounded(bundle, || make(sink))).unwrap_or_else(|| {
        let message = phrase!("The stored results do not fit together");
        let problem = Diagnostic::error("damaged-results", message).at(Place::file(place));
        Err(sink.halt(problem.hint(phrase!("Run the study again"))))
    })
}

/// The workbook holds decisions that no run has seen yet: written again, it would lose them.
fn undecided(dir: &Path) -> Diagnostic {
    let message =
        phrase!("The workbook holds decisions that were not applied yet, and writing it again would lose them");
    let place = Place::file(dir);
    Diagnostic::error("decisions-waiting", message).at(place).hint(phrase!("Run the study first: `tashika run STUDY`"))
}
