//! All files of the output folder.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::exhibit::{Audience, Figure, Table};
use crate::findings::{Bundle, Group, disclosure};
use crate::phrase;
use crate::study::Output;
use crate::text::{Lang, Phrase};

use super::chart::{self, Drawing};
use super::folder::{MANIFEST, OutFile};
use super::names::OutputNames;
use super::report::{Charts, PageScope, Templates, groups};
use super::{data, excel, json, report, script, stored, tidy, word};

/// Folder of the public edition inside the output folder.
pub const PUBLIC: &str = "public";

/// Folder of the pages of parts inside the folder of an edition.
pub const GROUPS: &str = "parts";

/// Steps that [`files`] tells of.
pub const STEPS: u64 = 2;

/// What went wrong with one output, as a problem.
type OutputResult = Result<Vec<OutFile>, Box<Diagnostic>>;

/// All files of the output folder that the study asks for, in order; each is made from the bundle alone.
///
/// # Errors
/// [`Halt`] where one could not be made; the reasons are in the sink.
pub fn files(bundle: &Bundle, progress: &(dyn Fn(&Phrase) + Sync), sink: &mut Sink) -> Result<Vec<OutFile>, Halt> {
    progress(&phrase!("Drawing charts"));
    let public = bundle.findings.study.outputs.has(Output::Public).then(|| disclosure::publish(bundle));
    let internal = Edition::of(bundle, None);
    progress(&phrase!("Writing workbook and report"));
    let mut files = internal.files(sink)?;
    if let Some(public) = &public {
        let inside = |file: OutFile| OutFile { path: format!("{PUBLIC}/{}", file.path), ..file };
        files.extend(Edition::of(public, Some(&internal)).files(sink)?.into_iter().map(inside));
    }
    let manifest = json::manifest(bundle, &files);
    files.push(file(MANIFEST, manifest));
    Ok(files)
}

/// A figure in a language, drawn when it is first asked for.
struct Plate<'b> {
    figure: &'b Figure,
    table: &'b Table,
    lang: Lang,
    /// The same figure of another edition, where it looks the same.
    same: Option<&'b Plate<'b>>,
    drawn: OnceLock<Arc<Drawing>>,
}

impl Plate<'_> {
    fn drawing(&self) -> &Arc<Drawing> {
        match self.same {
            Some(same) => same.drawing(),
            None => self.drawn.get_or_init(|| chart::drawing(self.figure, self.table, self.lang)),
        }
    }
}

/// An edition with its drawings. Figures of reports of parts stand in their pages only.
struct Edition<'b> {
    bundle: &'b Bundle,
    langs: Vec<Lang>,
    /// By `<figure>.<language>`.
    plates: BTreeMap<String, Plate<'b>>,
}

impl<'b> Edition<'b> {
    fn of(bundle: &'b Bundle, other: Option<&'b Edition<'b>>) -> Edition<'b> {
        let langs = bundle.findings.study.written();
        let tables: BTreeMap<&str, &Table> = bundle.tables.iter().map(|table| (table.id.as_str(), table)).collect();
        let mut plates = BTreeMap::new();
        for figure in bundle.whole_figures() {
            let Some(&table) = tables.get(figure.table.as_str()) else { continue };
            for &lang in &langs {
                let place = format!("{}.{lang}", figure.id);
                let same = other.and_then(|other| other.plates.get(&place));
                let same = same.filter(|plate| plate.figure == figure && plate.table == table);
                plates.insert(place, Plate { figure, table, lang, same, drawn: OnceLock::new() });
            }
        }
        Edition { bundle, langs, plates }
    }

    fn drawing(&self, figure: &str, lang: Lang) -> Option<&Arc<Drawing>> {
        self.plates.get(&format!("{figure}.{lang}")).map(Plate::drawing)
    }

    /// The files of the edition.
    fn files(&self, sink: &mut Sink) -> Result<Vec<OutFile>, Halt> {
        let bundle = self.bundle;
        let templates: Vec<Templates<'_>> = self.langs.iter().map(|&lang| Templates::of(bundle, lang)).collect();
        let tasks = self.tasks(&templates);
        let made: Vec<OutputResult> = tasks.par_iter().map(|task| task()).collect();
        drop(tasks);
        let mut files = vec![file("findings.json", json::findings(bundle))];
        let mut failed = false;
        for result in made {
            match result {
                Ok(some) => files.extend(some),
                Err(problem) => {
                    // Both languages may have it.
                    if !sink.problems.contains(&problem) {
                        sink.push(*problem);
                    }
                    failed = true;
                }
            }
        }
        if failed { Err(Halt) } else { Ok(files) }
    }

    /// What makes the files, in the order in which they are told.
    fn tasks<'t>(&'t self, templates: &'t [Templates<'_>]) -> Vec<Box<dyn Fn() -> OutputResult + Sync + 't>> {
        let (bundle, wanted) = (self.bundle, &self.bundle.findings.study.outputs);
        let internal = bundle.findings.edition == Audience::Internal;
        let mut tasks: Vec<Box<dyn Fn() -> OutputResult + Sync + 't>> = Vec::new();
        for templates in templates {
            if wanted.has(Output::Workbook) {
                tasks.push(Box::new(|| workbook(bundle, templates.lang)));
            }
            for kind in [Output::Report, Output::Brief, Output::Word].into_iter().filter(|kind| wanted.has(*kind)) {
                tasks.push(Box::new(move || self.reports(kind, templates)));
            }
            if wanted.has(Output::Parts) && !bundle.findings.groups.is_empty() {
                tasks.push(Box::new(|| self.parts(templates)));
            }
        }
        tasks.push(Box::new(move || self.stored(internal)));
        if wanted.has(Output::Tables) {
            tasks.push(Box::new(|| Ok(named(tidy::files(bundle)))));
        }
        if wanted.has(Output::Tables) && internal {
            tasks.push(Box::new(|| Ok(for_programs(bundle))));
        }
        if wanted.has(Output::Charts) {
            let names = OutputNames::of(bundle.whole_figures().map(|figure| figure.id.as_str()));
            tasks.extend(self.plates.values().map(|plate| {
                let path = format!("charts/{}.{}", names.get(&plate.figure.id), plate.lang);
                let task = move || Ok(charts(&path, plate.drawing()));
                Box::new(task) as Box<dyn Fn() -> OutputResult + Sync + 't>
            }));
        }
        tasks
    }

    /// What `render` reads.
    fn stored(&self, internal: bool) -> OutputResult {
        let told = |why: &dyn std::fmt::Display| failed(&why.to_string());
        let mut files = stored::files(self.bundle).map_err(|why| told(&why))?;
        if internal {
            files.extend(named(data::stored(self.bundle).map_err(|why| told(&why))?));
        }
        Ok(files)
    }

    /// The reports of the whole in a language, as pages or as Word documents of the same views.
    fn reports(&self, kind: Output, templates: &Templates<'_>) -> OutputResult {
        let (scope, lang) = (PageScope::whole(self.bundle), templates.lang);
        let drawing = |figure: &str| self.drawing(figure, lang).cloned();
        let none = |figure: &str| drawing(figure).map(|_| String::new());
        let png = |figure: &str| self.drawing(figure, lang).map(|drawing| drawing.png());
        let path = |kind: &str, ending: &str| format!("{kind}.{lang}.{ending}");
        let word = |made: Result<Vec<u8>, String>| made.map_err(|why| failed(&why));
        Ok(match kind {
            Output::Brief => {
                let page =
                    lettered(&drawing, |svg| report::brief(templates, &report::brief::brief(&scope, lang, svg)))?;
                let docx = word(word::brief(&report::brief::brief(&scope, lang, &none), lang, &png))?;
                vec![file(path("brief", "html"), page), file(path("brief", "docx"), docx)]
            }
            Output::Word => {
                let report = word::report(&report::page::page(&scope, lang, &none), lang, &png);
                let appendix = word::appendix(&report::appendix::appendix(&scope, lang, &none), lang, &png);
                vec![file(path("report", "docx"), word(report)?), file(path("appendix", "docx"), word(appendix)?)]
            }
            _ => {
                let full = |svg: Charts<'_>| report::report(templates, &report::page::page(&scope, lang, svg));
                let methods =
                    |svg: Charts<'_>| report::appendix(templates, &report::appendix::appendix(&scope, lang, svg));
                vec![
                    file(path("report", "html"), lettered(&drawing, full)?),
                    file(path("appendix", "html"), lettered(&drawing, methods)?),
                ]
            }
        })
    }

    /// The pages of the parts of the data. Their charts are drawn into the pages.
    fn parts(&self, templates: &Templates<'_>) -> OutputResult {
        let (bundle, lang) = (self.bundle, templates.lang);
        let inside = |name: &str, page: String| file(format!("{GROUPS}/{name}"), page);
        let whole = |figure: &str| self.drawing(figure, lang).cloned();
        let index = lettered(&whole, |svg| groups::index(bundle, templates, svg))?;
        let page = |group: &Group| {
            let drawn = |id: &str| {
                let figure = bundle.figures.iter().find(|figure| figure.id == id)?;
                Some(chart::drawing(figure, bundle.table(&figure.table)?, lang))
            };
            let page = lettered(&drawn, |svg| groups::group(bundle, group, templates, svg))?;
            Ok(inside(&groups::page_name(group, lang), page))
        };
        let pages: Result<Vec<OutFile>, Box<Diagnostic>> = bundle.findings.groups.par_iter().map(page).collect();
        Ok(std::iter::once(inside(&groups::index_name(lang), index)).chain(pages?).collect())
    }
}

/// A page with the letters that its drawings are written with.
fn lettered(
    drawing: &dyn Fn(&str) -> Option<Arc<Drawing>>,
    fill: impl Fn(Charts<'_>) -> Result<String, Box<Diagnostic>>,
) -> Result<String, Box<Diagnostic>> {
    let letters = RefCell::new(chart::Letters::default());
    let svg = |figure: &str| {
        let drawing = drawing(figure)?;
        letters.borrow_mut().add(&drawing);
        Some(drawing.inline())
    };
    let page = fill(&svg)?;
    let css = letters.into_inner().css();
    Ok(if css.is_empty() { page } else { page.replacen("</head>", &format!("<style>{css}</style>\n</head>"), 1) })
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

fn workbook(bundle: &Bundle, lang: Lang) -> OutputResult {
    let bytes = excel::workbook(bundle, lang).map_err(|why| failed(&why.to_string()))?;
    Ok(vec![file(workbook_name(bundle, lang), bytes)])
}

fn charts(path: &str, drawing: &Drawing) -> Vec<OutFile> {
    vec![file(format!("{path}.svg"), drawing.svg()), file(format!("{path}.png"), drawing.png())]
}

fn named(files: Vec<(String, Vec<u8>)>) -> Vec<OutFile> {
    files.into_iter().map(|(path, bytes)| file(path, bytes)).collect()
}

/// The data and the scripts that read them.
fn for_programs(bundle: &Bundle) -> Vec<OutFile> {
    let mut files = named(data::files(bundle));
    files.push(file("replicate.R", script::replicate_r(bundle)));
    files.push(file("analysis.R", script::analysis_r(bundle)));
    files
}
