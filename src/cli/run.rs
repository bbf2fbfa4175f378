use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Halt, Place, Sink, gather};
use crate::findings::{Bundle, Finding};
use crate::ingest::decisions;
use crate::phrase;
use crate::render;
use crate::render::folder::{self, Written};
use crate::run;
use crate::study::Output;
use crate::text::Lang;

use super::chosen::Chosen;
use super::memory;
use super::talk::{STOPPED, Talk};

/// `tashika run STUDY`.
pub fn run(study: &Path, output: Option<&Path>, chosen: &Chosen, talk: &Talk) -> u8 {
    let dir = output.map_or_else(|| beside(study), Path::to_path_buf);
    run_in(study, &dir, &[talk.lang], chosen, talk)
}

/// Runs a study into a folder and prints the findings in these languages.
pub fn run_in(study: &Path, dir: &Path, languages: &[Lang], chosen: &Chosen, talk: &Talk) -> u8 {
    let mut sink = Sink::new();
    let progress = talk.progress(run::STEPS + render::STEPS);
    let written = written(study, dir, chosen, talk, &|what| progress.tell(what), &mut sink);
    progress.end();
    sink.problems = gather(std::mem::take(&mut sink.problems));
    talk.problems_in_short(&sink);
    match written {
        Ok(bundle) => done(&bundle, dir, &sink, languages, talk),
        Err(_) => STOPPED,
    }
}

/// How often a run begins again because a person decided meanwhile.
const ROUNDS: usize = 3;

/// Runs and writes. Where decisions were written into the folder meanwhile, the run begins again with them.
fn written(
    study: &Path,
    dir: &Path,
    chosen: &Chosen,
    talk: &Talk,
    tell: render::Tell<'_>,
    sink: &mut Sink,
) -> Result<Bundle, Halt> {
    folder::check(dir, sink)?;
    let met = sink.problems.len();
    for _ in 0..ROUNDS {
        sink.problems.truncate(met);
        let decided = decisions::earlier(dir, sink)?;
        let mut bundle = run::run_decided(study, decided.clone(), &|what| tell(render::Progress::Step(what)), sink)?;
        chosen.apply(&mut bundle.findings.study.outputs);
        let files = memory::bounded(&bundle, || render::files(&bundle, tell, sink))?;
        let mut same = |sink: &mut Sink| Ok(decisions::earlier(dir, sink)? == decided);
        match folder::write(dir, &files, &|| waiting(talk), &mut same, sink)? {
            Written::Done => return Ok(bundle),
            Written::Outdated => {
                talk.aside(&phrase!("Decisions were written meanwhile: the run begins again with them"))
            }
        }
    }
    let place = Place::file(dir);
    let message = phrase!("Decisions are being written into the output folder again and again");
    let hint = phrase!("Save and close the workbook, then run again; the earlier outputs are unchanged");
    Err(sink.halt(Diagnostic::error("output-in-use", message).at(place).hint(hint)))
}

/// Says that another run writes into the folder.
pub fn waiting(talk: &Talk) {
    talk.aside(&phrase!("Another run is writing into the output folder; waiting for it"));
}

/// The output folder where none is named.
pub fn beside(study: &Path) -> PathBuf {
    let stem = study.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    study.with_file_name(format!("{stem}-results"))
}

/// Prints the findings and where the outputs lie.
fn done(bundle: &Bundle, dir: &Path, sink: &Sink, languages: &[Lang], talk: &Talk) -> u8 {
    if talk.json {
        talk.data(&render::json::findings(bundle));
    } else {
        for &lang in languages {
            bundle
                .findings
                .findings
                .iter()
                .for_each(|finding| talk.data(&line(bundle, finding, bundle.findings.study.speaking(lang))));
        }
        where_they_lie(bundle, dir, talk);
    }
    let withheld = |finding: &Finding| finding.claim.verdict.withholds_number();
    let open = bundle.findings.findings.iter().any(withheld) || sink.problems.iter().any(super::check::is_open);
    talk.done(open)
}

fn where_they_lie(bundle: &Bundle, dir: &Path, talk: &Talk) {
    let (outputs, languages) = (&bundle.findings.study.outputs, bundle.findings.study.written());
    let path = |name: String| dir.join(name).display().to_string();
    for &lang in languages.iter().filter(|_| outputs.has(Output::Report)) {
        talk.say(&phrase!("Report: {path}", path = path(render::report_name(lang))));
    }
    for &lang in languages.iter().filter(|_| outputs.has(Output::Workbook)) {
        talk.say(&phrase!("Workbook: {path}", path = path(render::workbook_name(bundle, lang))));
    }
    if !outputs.has(Output::Report) && !outputs.has(Output::Workbook) {
        talk.say(&phrase!("Written: {path}", path = dir.display().to_string()));
    }
}

fn line(bundle: &Bundle, finding: &Finding, lang: Lang) -> String {
    let question = bundle.findings.questions.iter().find(|question| question.id == finding.question);
    let title = question.map_or("", |question| question.title.get(lang));
    let said = finding.claim.said().render(lang.about(&finding.question));
    format!("■ {title}\n  {}\n", broken(&said).join("\n  "))
}

/// Letters of a line on the terminal.
const LINE: usize = 280;

/// A text that is longer than a line, broken behind sentences; a longer sentence behind a word.
fn broken(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let last = lines.len() - 1;
        let (line, more) = (lines[last].chars().count(), piece.trim_end().chars().count());
        match line > 0 && line + more > LINE {
            true => lines.push(piece.to_string()),
            false => lines[last].push_str(piece),
        }
    }
    lines.iter().map(|line| line.trim().to_string()).collect()
}

/// Sentences, and words of sentences that are longer than a line, with what follows them.
fn pieces(text: &str) -> Vec<&str> {
    let sentences = text.split_inclusive(". ").flat_map(|part| part.split_inclusive('。'));
    let words = |sentence: &'_ str| sentence.chars().count() > LINE;
    sentences
        .flat_map(|sentence| match words(sentence) {
            true => sentence.split_inclusive([' ', '、', ',']).collect::<Vec<&str>>(),
            false => vec![sentence],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_broken_behind_sentences() {
        assert_eq!(broken("One. Two."), ["One. Two."]);
        let sentence = |letter: &str| format!("{}. ", letter.repeat(199));
        let lines = broken(&format!("{}{}{}", sentence("a"), sentence("b"), "c".repeat(20)));
        assert_eq!(lines.iter().map(|line| line.chars().count()).collect::<Vec<_>>(), [200, 221]);
        let japanese = broken(&"本文です、".repeat(100));
        assert!(japanese.len() == 2 && japanese.iter().all(|line| line.chars().count() <= LINE));
    }
}
