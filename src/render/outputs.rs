//! All files of the output folder.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::exhibit::Audience;
use crate::findings::{Bundle, disclosure};
use crate::phrase;
use crate::text::{Lang, Phrase};

use super::chart::{self, Drawing};
use super::folder::{MANIFEST, OutFile};
use super::report::Scope;
use super::{data, excel, json, report, script, stored, word};

/// Folder of the public edition inside the output folder.
pub const PUBLIC: &str = "public";

/// Steps that [`files`] tells of.
pub const STEPS: u64 = 2;

/// What went wrong with one output, as a problem.
type Made = Result<Vec<OutFile>, Box<Diagnostic>>;

/// All files of the output folder, in order; each is made from the bundle alone.
///
/// # Errors
/// [`Halt`] where one could not be made; the reasons are in the sink.
pub fn files(bundle: &Bundle, progress: &(dyn Fn(&Phrase) + Sync), sink: &mut Sink) -> Result<Vec<OutFile>, Halt> {
    progress(&phrase!("Drawing charts"));
    let public = disclosure::publish(bundle);
    let drawings = [bundle, &public].map(drawings);
    progress(&phrase!("Writing workbook and report"));
    let [internal, shown] = drawings;
    let mut files = edition(bundle, internal, sink)?;
    let inside = |file: OutFile| OutFile { path: format!("{PUBLIC}/{}", file.path), ..file };
    files.extend(edition(&public, shown, sink)?.into_iter().map(inside));
    let manifest = json::manifest(bundle, &files);
    files.push(file(MANIFEST, manifest));
    Ok(files)
}

fn drawings(bundle: &Bundle) -> Vec<Drawing> {
    chart::render_all(&bundle.figures, &bundle.tables, &bundle.findings.study.languages)
}

/// The files of one edition.
fn edition(bundle: &Bundle, drawings: Vec<Drawing>, sink: &mut Sink) -> Result<Vec<OutFile>, Halt> {
    let langs = &bundle.findings.study.languages;
    let internal = bundle.findings.edition == Audience::Internal;
    let drawn: BTreeMap<&str, &Drawing> = drawings.iter().map(|drawing| (drawing.name.as_str(), drawing)).collect();
    let mut tasks: Vec<Box<dyn Fn() -> Made + Sync + '_>> = Vec::new();
    for &lang in langs {
        tasks.push(Box::new(move || workbook(bundle, lang)));
        let drawn = &drawn;
        tasks.push(Box::new(move || reports(&Scope::whole(bundle), "", lang, drawn)));
    }
    tasks.push(Box::new(|| stored::files(bundle).map_err(|why| failed(&why.to_string()))));
    if internal {
        tasks.push(Box::new(|| tables_for_programs(bundle)));
    }
    let made: Vec<Made> = tasks.par_iter().map(|task| task()).collect();
    drop(tasks);
    drop(drawn);
    let mut files = vec![file("findings.json", json::findings(bundle))];
    files.extend(internal.then(|| file("replicate.R", script::replicate_r(bundle))));
    files.extend(drawings.into_iter().flat_map(charts));
    let mut failed = false;
    for result in made {
        match result {
            Ok(some) => files.extend(some),
            Err(problem) => {
                sink.push(*problem);
                failed = true;
            }
        }
    }
    if failed { Err(Halt) } else { Ok(files) }
}

/// File name of the report in a language.
pub fn report_name(lang: Lang) -> String {
    format!("report.{lang}.html")
}

/// File name of the workbook in a language.
pub fn workbook_name(bundle: &Bundle, lang: Lang) -> String {
    format!("{}.{lang}.xlsx", bundle.findings.study.id)
}

fn file(path: impl Into<String>, content: impl Into<Vec<u8>>) -> OutFile {
    OutFile { path: path.into(), bytes: content.into() }
}

fn failed(why: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("output-failed", phrase!("The outputs could not be written: {why}", why = why)))
}

fn workbook(bundle: &Bundle, lang: Lang) -> Made {
    let bytes = excel::workbook(bundle, lang).map_err(|why| failed(&why.to_string()))?;
    Ok(vec![file(workbook_name(bundle, lang), bytes)])
}

/// The reports of a scope in a language, as pages and as Word documents: file names begin with `stem`.
fn reports(scope: &Scope<'_>, stem: &str, lang: Lang, drawings: &BTreeMap<&str, &Drawing>) -> Made {
    let drawing = |figure: &str| drawings.get(format!("{figure}.{lang}").as_str()).copied();
    let svg = |figure: &str| drawing(figure).map(|drawing| drawing.svg.clone());
    let png = |figure: &str| drawing(figure).map(|drawing| drawing.png.as_slice());
    let path = |kind: &str, ending: &str| format!("{stem}{kind}.{lang}.{ending}");
    let word = |made: Result<Vec<u8>, String>| made.map_err(|why| failed(&why));
    Ok(vec![
        file(path("report", "html"), report::report(scope, lang, &svg)?),
        file(path("brief", "html"), report::brief(scope, lang, &svg)?),
        file(path("appendix", "html"), report::appendix(scope, lang, &svg)?),
        file(path("report", "docx"), word(word::report(scope, lang, &png))?),
        file(path("brief", "docx"), word(word::brief(scope, lang, &png))?),
        file(path("appendix", "docx"), word(word::appendix(scope, lang, &png))?),
    ])
}

fn charts(drawing: Drawing) -> [OutFile; 2] {
    let path = |ending: &str| format!("charts/{}.{ending}", drawing.name);
    [file(path("svg"), drawing.svg), file(path("png"), drawing.png)]
}

fn tables_for_programs(bundle: &Bundle) -> Made {
    let files = data::files(bundle).map_err(|why| failed(&why.to_string()))?;
    Ok(files.into_iter().map(|(path, bytes)| file(path, bytes)).collect())
}
