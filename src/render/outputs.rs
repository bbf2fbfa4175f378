//! All files of the output folder.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::exhibit::{Audience, Figure, Table};
use crate::findings::{Bundle, Group, WordTemplate, disclosure};
use crate::phrase;
use crate::study::{Output, Outputs};
use crate::text::{FileNames, Lang, Phrase};

use super::chart::{self, Drawing, Letters, Paper};
use super::folder::{MANIFEST, OutFile};
use super::names::OutputNames;
use super::report::{PageScope, Svgs, Templates, groups};
use super::{data, excel, fill, json, report, script, stored, tidy, word};

/// Folder of the public edition inside the output folder.
pub const PUBLIC: &str = "public";

/// Folder of the pages of parts inside the folder of an edition.
pub const GROUPS: &str = "parts";

/// Steps that [`files`] tells of.
pub const STEPS: u64 = 2;

/// What is going on while outputs are written.
#[derive(Clone, Copy)]
pub enum Progress<'p> {
    /// The next of the [`STEPS`] begins.
    Step(&'p Phrase),
    /// What is written within it.
    Detail(&'p Phrase),
}

/// Tells a person what is going on.
pub type Tell<'t> = &'t (dyn Fn(Progress<'_>) + Sync);

/// What makes some files, and what they are called.
struct Task<'t> {
    names: String,
    make: Box<dyn Fn() -> OutputResult + Sync + 't>,
}

impl<'t> Task<'t> {
    fn new(names: impl Into<String>, make: impl Fn() -> OutputResult + Sync + 't) -> Task<'t> {
        Task { names: names.into(), make: Box::new(make) }
    }
}

/// What went wrong with one output, as a problem.
type OutputResult = Result<Vec<OutFile>, OutputProblems>;

/// The problems of one output.
struct OutputProblems(Vec<Diagnostic>);

impl From<Box<Diagnostic>> for OutputProblems {
    fn from(problem: Box<Diagnostic>) -> OutputProblems {
        OutputProblems(vec![*problem])
    }
}

/// All files of the output folder that the study asks for, in order; each is made from the bundle alone.
///
/// # Errors
/// [`Halt`] where one could not be made; the reasons are in the sink.
pub fn files(bundle: &Bundle, progress: Tell<'_>, sink: &mut Sink) -> Result<Vec<OutFile>, Halt> {
    progress(Progress::Step(&phrase!("Preparing the editions")));
    let public = bundle.findings.study.outputs.has(Output::Public).then(|| disclosure::publish(bundle));
    let internal = EditionFiles::of(bundle, None, bundle);
    progress(Progress::Step(&phrase!("Writing the outputs")));
    let mut files = internal.files("", progress, sink)?;
    if let Some(public) = &public {
        let inside = |file: OutFile| OutFile { path: format!("{PUBLIC}/{}", file.path), ..file };
        files.extend(
            EditionFiles::of(public, Some(&internal), bundle).files(PUBLIC, progress, sink)?.into_iter().map(inside),
        );
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
    narrow: OnceLock<Arc<Drawing>>,
}

impl Plate<'_> {
    fn drawing(&self, paper: Paper) -> &Arc<Drawing> {
        let kept = if paper.is_narrow() { &self.narrow } else { &self.drawn };
        match self.same {
            Some(same) => same.drawing(paper),
            None => kept.get_or_init(|| chart::drawing_on(self.figure, self.table, self.lang, paper)),
        }
    }
}

/// An edition with its drawings. Figures of reports of parts stand in their pages only.
struct EditionFiles<'b> {
    bundle: &'b Bundle,
    /// The edition of those who hold the data, by which names in documents are known.
    known: &'b Bundle,
    langs: Vec<Lang>,
    /// By `<figure>.<language>`.
    plates: BTreeMap<String, Plate<'b>>,
}

impl<'b> EditionFiles<'b> {
    fn of(bundle: &'b Bundle, other: Option<&'b EditionFiles<'b>>, known: &'b Bundle) -> EditionFiles<'b> {
        let mut langs = bundle.findings.study.written();
        for lang in bundle.templates.documents.iter().filter_map(|document| document.lang) {
            langs.extend(Some(bundle.findings.study.speaking(lang)).filter(|lang| !langs.contains(lang)));
        }
        let tables: BTreeMap<&str, &Table> = bundle.tables.iter().map(|table| (table.id.as_str(), table)).collect();
        let mut plates = BTreeMap::new();
        for figure in bundle.whole_figures() {
            let Some(&table) = tables.get(figure.table.as_str()) else { continue };
            for &lang in &langs {
                let place = format!("{}.{lang}", figure.id);
                let same = other.and_then(|other| other.plates.get(&place));
                let same = same.filter(|plate| plate.figure == figure && plate.table == table);
                plates.insert(
                    place,
                    Plate { figure, table, lang, same, drawn: OnceLock::new(), narrow: OnceLock::new() },
                );
            }
        }
        EditionFiles { bundle, known, langs: bundle.findings.study.written(), plates }
    }

    fn drawing(&self, figure: &str, lang: Lang, paper: Paper) -> Option<&Arc<Drawing>> {
        self.plates.get(&format!("{figure}.{lang}")).map(|plate| plate.drawing(paper))
    }

    /// The files of the edition, which lies in a folder.
    fn files(&self, folder: &str, tell: Tell<'_>, sink: &mut Sink) -> Result<Vec<OutFile>, Halt> {
        let bundle = self.bundle;
        let templates: Vec<Templates<'_>> = self.langs.iter().map(|&lang| Templates::of(bundle, lang)).collect();
        let tasks = self.tasks(&templates);
        let begun = AtomicUsize::new(0);
        let make = |task: &Task<'_>| {
            let file = if folder.is_empty() { task.names.clone() } else { format!("{folder}/{}", task.names) };
            let i = begun.fetch_add(1, Ordering::Relaxed) + 1;
            tell(Progress::Detail(&phrase!("Writing {file} ({i} of {n})", file = file, i = i, n = tasks.len())));
            (task.make)()
        };
        let made: Vec<OutputResult> = tasks.par_iter().map(make).collect();
        drop(tasks);
        let mut files = vec![file("findings.json", json::findings(bundle))];
        let mut failed = false;
        for result in made {
            match result {
                Ok(some) => files.extend(some),
                Err(OutputProblems(problems)) => {
                    // Both languages may have it.
                    for problem in problems {
                        if !sink.problems.contains(&problem) {
                            sink.push(problem);
                        }
                    }
                    failed = true;
                }
            }
        }
        if failed { Err(Halt) } else { Ok(files) }
    }

    /// What makes the files, in the order in which they are told.
    fn tasks<'t>(&'t self, templates: &'t [Templates<'_>]) -> Vec<Task<'t>> {
        let (bundle, wanted) = (self.bundle, &self.bundle.findings.study.outputs);
        let internal = bundle.findings.edition == Audience::Internal;
        let mut tasks: Vec<Task<'t>> = Vec::new();
        for templates in templates {
            let lang = templates.lang;
            if wanted.has(Output::Workbook) {
                tasks.push(Task::new(workbook_name(bundle, lang), move || workbooks(bundle, lang)));
            }
            for kind in Document::ALL.into_iter().filter(|kind| kind.wanted(wanted) != (false, false)) {
                let name = format!("{}.{lang}", kind.name());
                tasks.push(Task::new(name, move || self.report(kind, templates)));
            }
            if wanted.has(Output::Parts) && !bundle.findings.groups.is_empty() {
                tasks.push(Task::new(format!("{GROUPS}/*.{lang}.html"), || self.parts(templates)));
            }
        }
        tasks.push(Task::new("tables/*.parquet", move || self.stored(internal)));
        if wanted.has(Output::Tables) {
            tasks.push(Task::new("tables/*.csv", || Ok(named(tidy::files(bundle)))));
        }
        if wanted.has(Output::Tables) && internal {
            tasks.push(Task::new("data/*", || Ok(for_programs(bundle))));
        }
        if wanted.has(Output::Filled) {
            let documents = &bundle.templates.documents;
            for (document, path) in documents.iter().zip(filled_names(documents)) {
                let name = path.clone();
                tasks.push(Task::new(name, move || Ok(vec![file(path.clone(), self.filled(document)?)])));
            }
        }
        if wanted.has(Output::Charts) {
            let names = OutputNames::of(bundle.whole_figures().map(|figure| figure.id.as_str()));
            tasks.extend(self.plates.values().map(|plate| {
                let path = format!("charts/{}.{}", names.get(&plate.figure.id), plate.lang);
                Task::new(path.clone(), move || Ok(charts(&path, plate.drawing(Paper::WIDE))))
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

    /// A report of the whole in a language, as a page and as a Word document of the same view, as far as they are wanted.
    fn report(&self, kind: Document, templates: &Templates<'_>) -> OutputResult {
        let (scope, lang) = (PageScope::whole(self.bundle), templates.lang);
        let (page, document) = kind.wanted(&self.bundle.findings.study.outputs);
        let pen = Lettered::new(|figure: &str, paper| self.drawing(figure, lang, paper).cloned());
        let wide = |figure: &str| self.drawing(figure, lang, Paper::WIDE);
        let svg = |figure: &str| if page { pen.svg(figure) } else { wide(figure).map(|_| Svgs::default()) };
        let png = |figure: &str| wide(figure).map(|drawing| drawing.png());
        let small = |figure: &str| wide(figure).map(|drawing| drawing.small_png());
        let (html, docx) = match kind {
            Document::Brief => {
                let view = report::brief::brief(&scope, lang, &svg);
                made(page, document, || report::brief(templates, &view), || word::brief(&view, lang, &png))?
            }
            Document::Report => {
                let view = report::page::page(&scope, lang, &svg);
                made(page, document, || report::report(templates, &view), || word::report(&view, lang, &png))?
            }
            Document::Appendix => {
                let view = report::appendix::appendix(&scope, lang, &svg);
                made(page, document, || report::appendix(templates, &view), || word::appendix(&view, lang, &small))?
            }
        };
        let path = |ending: &str| format!("{}.{lang}.{ending}", kind.name());
        let html = html.map(|page| file(path("html"), pen.page(page)));
        Ok(html.into_iter().chain(docx.map(|bytes| file(path("docx"), bytes))).collect())
    }

    /// A Word document of the user's own with its places filled.
    fn filled(&self, document: &WordTemplate) -> Result<Vec<u8>, OutputProblems> {
        let study = &self.bundle.findings.study;
        let lang = study.speaking(document.lang.unwrap_or_else(|| study.lead()));
        let pictures = |figure: &str| self.drawing(figure, lang, Paper::WIDE).map(|drawing| drawing.png());
        let filling = fill::Filling { known: self.known, shown: self.bundle, lang, pictures: &pictures };
        fill::filled(document, &filling).map_err(OutputProblems)
    }

    /// The pages of the parts of the data. Their charts are drawn into the pages.
    fn parts(&self, templates: &Templates<'_>) -> OutputResult {
        let (bundle, lang) = (self.bundle, templates.lang);
        let inside = |name: &str, page: String| file(format!("{GROUPS}/{name}"), page);
        let pen = Lettered::new(|figure: &str, paper| self.drawing(figure, lang, paper).cloned());
        let index = pen.page(groups::index(bundle, templates, &|figure| pen.svg(figure))?);
        let page = |group: &Group| {
            let pen = Lettered::new(|id: &str, paper| {
                let figure = bundle.figures.iter().find(|figure| figure.id == id)?;
                Some(chart::drawing_on(figure, bundle.table(&figure.table)?, lang, paper))
            });
            let page = groups::group(bundle, group, templates, &|figure| pen.svg(figure))?;
            Ok(inside(&groups::page_name(group, lang), pen.page(page)))
        };
        let pages: Result<Vec<OutFile>, Box<Diagnostic>> = bundle.findings.groups.par_iter().map(page).collect();
        Ok(std::iter::once(inside(&groups::index_name(lang), index)).chain(pages?).collect())
    }
}

/// The document of the user's own that was added last, filled in one edition after the other, each with what its name says of it.
///
/// # Errors
/// [`Halt`] where it cannot be filled; the reasons are in the sink.
pub fn filled(bundle: &Bundle, sink: &mut Sink) -> Result<Vec<(&'static str, Vec<u8>)>, Halt> {
    let Some(document) = bundle.templates.documents.last() else { return Ok(Vec::new()) };
    let public = bundle.findings.study.outputs.has(Output::Public).then(|| disclosure::publish(bundle));
    let internal = EditionFiles::of(bundle, None, bundle);
    let public = public.as_ref().map(|public| EditionFiles::of(public, Some(&internal), bundle));
    let mut told = |made: Result<Vec<u8>, OutputProblems>| {
        made.map_err(|OutputProblems(problems)| {
            problems.into_iter().for_each(|problem| sink.push(problem));
            Halt
        })
    };
    let mut files = vec![("", told(internal.filled(document))?)];
    if let Some(public) = &public {
        files.push((".public", told(public.filled(document))?));
    }
    Ok(files)
}

/// What filled documents are called: as the documents, and that they are filled.
pub fn filled_names(documents: &[WordTemplate]) -> Vec<String> {
    let mut names = FileNames::default();
    let name = |document: &WordTemplate| names.next(&format!("{}.filled", stored::stem(&document.name)));
    documents.iter().map(name).map(|name| format!("{name}.docx")).collect()
}

/// What is told of the whole.
#[derive(Clone, Copy)]
enum Document {
    Brief,
    Report,
    Appendix,
}

impl Document {
    const ALL: [Document; 3] = [Document::Report, Document::Appendix, Document::Brief];

    fn name(self) -> &'static str {
        match self {
            Document::Brief => "brief",
            Document::Report => "report",
            Document::Appendix => "appendix",
        }
    }

    /// Whether it is written as a page, and as a Word document.
    fn wanted(self, outputs: &Outputs) -> (bool, bool) {
        match self {
            Document::Brief => (outputs.has(Output::Brief), outputs.has(Output::Brief)),
            Document::Report | Document::Appendix => (outputs.has(Output::Report), outputs.has(Output::Word)),
        }
    }
}

/// A page and a Word document, as far as they are wanted.
type PageAndDocument = (Option<String>, Option<Vec<u8>>);

/// Makes what is wanted.
fn made(
    page: bool,
    document: bool,
    html: impl FnOnce() -> Result<String, Box<Diagnostic>>,
    docx: impl FnOnce() -> Result<Vec<u8>, String>,
) -> Result<PageAndDocument, Box<Diagnostic>> {
    let html = page.then(html).transpose()?;
    Ok((html, document.then(docx).transpose().map_err(|why| failed(&why))?))
}

/// Bytes up to which a drawing stands in a page a second time, laid out for a phone: one of thousands of lines is shown smaller there.
const MOST_TWICE: usize = 100_000;

/// Gives drawings to a page, and the page the letters that they are written with.
struct Lettered<D> {
    drawing: D,
    letters: RefCell<Letters>,
}

impl<D: Fn(&str, Paper) -> Option<Arc<Drawing>>> Lettered<D> {
    fn new(drawing: D) -> Lettered<D> {
        Lettered { drawing, letters: RefCell::default() }
    }

    fn svg(&self, figure: &str) -> Option<Svgs> {
        let drawn = |paper| {
            let drawing = (self.drawing)(figure, paper)?;
            self.letters.borrow_mut().add(&drawing);
            Some(drawing.inline())
        };
        let wide = drawn(Paper::WIDE)?;
        let narrow = if wide.len() > MOST_TWICE { None } else { drawn(Paper::NARROW) };
        Some(Svgs { wide, narrow })
    }

    fn page(&self, page: String) -> String {
        let css = self.letters.borrow().css();
        if css.is_empty() { page } else { page.replacen("</head>", &format!("<style>{css}</style>\n</head>"), 1) }
    }
}

/// File name of the report in a language.
pub fn report_name(lang: Lang) -> String {
    format!("report.{lang}.html")
}

/// File name of the workbook in a language.
pub fn workbook_name(bundle: &Bundle, lang: Lang) -> String {
    excel::file_name(bundle, lang, excel::Volume::Answers)
}

fn file(path: impl Into<String>, content: impl Into<Vec<u8>>) -> OutFile {
    OutFile { path: path.into(), bytes: content.into() }
}

fn failed(why: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("output-failed", phrase!("The outputs could not be written: {why}", why = why)))
}

fn workbooks(bundle: &Bundle, lang: Lang) -> OutputResult {
    let made = excel::workbooks(bundle, lang).map_err(|why| failed(&why.to_string()))?;
    Ok(made.into_iter().map(|(volume, bytes)| file(excel::file_name(bundle, lang, volume), bytes)).collect())
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
