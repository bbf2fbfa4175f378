//! All files of the output folder.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Halt, Sink};
use crate::exhibit::{Audience, Figure, Table};
use crate::findings::{Bundle, Group, disclosure};
use crate::phrase;
use crate::text::{Lang, Phrase};

use super::chart::{self, Drawing};
use super::folder::{MANIFEST, OutFile};
use super::names::OutputNames;
use super::report::{PageScope, Templates, groups};
use super::{data, excel, json, report, script, stored, tidy, word};

/// Folder of the public edition inside the output folder.
pub const PUBLIC: &str = "public";

/// Folder of the pages of parts inside the folder of an edition.
pub const GROUPS: &str = "parts";

/// Steps that [`files`] tells of.
pub const STEPS: u64 = 2;

/// What went wrong with one output, as a problem.
type OutputResult = Result<Vec<OutFile>, Box<Diagnostic>>;

/// All files of the output folder, in order; each is made from the bundle alone.
///
/// # Errors
/// [`Halt`] where one could not be made; the reasons are in the sink.
pub fn files(bundle: &Bundle, progress: &(dyn Fn(&Phrase) + Sync), sink: &mut Sink) -> Result<Vec<OutFile>, Halt> {
    progress(&phrase!("Drawing charts"));
    let public = disclosure::publish(bundle);
    let internal = drawings(bundle, |_, _| None);
    let drawn = EditionDrawings::of(bundle, &internal);
    let shown = drawings(&public, |figure, table| drawn.same(figure, table));
    progress(&phrase!("Writing workbook and report"));
    let mut files = edition(bundle, internal, sink)?;
    let inside = |file: OutFile| OutFile { path: format!("{PUBLIC}/{}", file.path), ..file };
    files.extend(edition(&public, shown, sink)?.into_iter().map(inside));
    let manifest = json::manifest(bundle, &files);
    files.push(file(MANIFEST, manifest));
    Ok(files)
}

/// The drawings of an edition, in order; those that are there already are taken. Figures of reports of parts stand in their
/// pages only.
fn drawings(bundle: &Bundle, known: impl Fn(&Figure, &Table) -> Option<Vec<Drawing>> + Sync) -> Vec<Drawing> {
    let langs = &bundle.findings.study.languages;
    let tables = tables(bundle);
    let figures: Vec<&Figure> = bundle.whole_figures().collect();
    let draw = |figure: &&Figure| {
        let Some(table) = tables.get(figure.table.as_str()) else { return Vec::new() };
        let anew = || langs.par_iter().map(|&lang| chart::drawing(figure, table, lang)).collect();
        known(figure, table).unwrap_or_else(anew)
    };
    figures.par_iter().flat_map(draw).collect()
}

/// The drawings of an edition, with what they were drawn from, by id.
struct EditionDrawings<'b> {
    langs: &'b [Lang],
    figures: BTreeMap<&'b str, &'b Figure>,
    tables: BTreeMap<&'b str, &'b Table>,
    drawings: BTreeMap<&'b str, &'b Drawing>,
}

impl<'b> EditionDrawings<'b> {
    fn of(bundle: &'b Bundle, drawings: &'b [Drawing]) -> EditionDrawings<'b> {
        EditionDrawings {
            langs: &bundle.findings.study.languages,
            figures: bundle.figures.iter().map(|figure| (figure.id.as_str(), figure)).collect(),
            tables: tables(bundle),
            drawings: by_name(drawings),
        }
    }

    /// The drawings of a figure that looks the same in another edition.
    fn same(&self, figure: &Figure, table: &Table) -> Option<Vec<Drawing>> {
        let same =
            self.figures.get(figure.id.as_str()) == Some(&figure) && self.tables.get(table.id.as_str()) == Some(&table);
        let found = |lang: &Lang| self.drawings.get(format!("{}.{lang}", figure.id).as_str()).copied().cloned();
        if same { self.langs.iter().map(found).collect() } else { None }
    }
}

fn tables(bundle: &Bundle) -> BTreeMap<&str, &Table> {
    bundle.tables.iter().map(|table| (table.id.as_str(), table)).collect()
}

fn by_name(drawings: &[Drawing]) -> BTreeMap<&str, &Drawing> {
    drawings.iter().map(|drawing| (drawing.name.as_str(), drawing)).collect()
}

/// The files of one edition.
fn edition(bundle: &Bundle, drawings: Vec<Drawing>, sink: &mut Sink) -> Result<Vec<OutFile>, Halt> {
    let langs = bundle.findings.study.languages.iter();
    let templates: Vec<Templates<'_>> = langs.map(|&lang| Templates::of(bundle, lang)).collect();
    let internal = bundle.findings.edition == Audience::Internal;
    let drawn = by_name(&drawings);
    let mut tasks: Vec<Box<dyn Fn() -> OutputResult + Sync + '_>> = Vec::new();
    for templates in &templates {
        tasks.push(Box::new(move || workbook(bundle, templates.lang)));
        let drawn = &drawn;
        tasks.push(Box::new(move || reports(bundle, templates, drawn)));
        if !bundle.findings.groups.is_empty() {
            tasks.push(Box::new(move || parts(bundle, templates, drawn)));
        }
    }
    tasks.push(Box::new(|| stored::files(bundle).map_err(|why| failed(&why.to_string()))));
    tasks.push(Box::new(|| Ok(tidy::files(bundle).into_iter().map(|(path, bytes)| file(path, bytes)).collect())));
    if internal {
        tasks.push(Box::new(|| tables_for_programs(bundle)));
    }
    let made: Vec<OutputResult> = tasks.par_iter().map(|task| task()).collect();
    drop(tasks);
    drop(drawn);
    let mut files = vec![file("findings.json", json::findings(bundle))];
    files.extend(internal.then(|| file("replicate.R", script::replicate_r(bundle))));
    files.extend(internal.then(|| file("analysis.R", script::analysis_r(bundle))));
    let names = OutputNames::of(bundle.whole_figures().map(|figure| figure.id.as_str()));
    files.extend(drawings.into_iter().flat_map(|drawing| charts(&names, drawing)));
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

/// The reports of the whole in a language, as pages and as Word documents of the same views.
fn reports(bundle: &Bundle, templates: &Templates<'_>, drawings: &BTreeMap<&str, &Drawing>) -> OutputResult {
    let (scope, lang) = (PageScope::whole(bundle), templates.lang);
    let drawing = |figure: &str| drawings.get(format!("{figure}.{lang}").as_str()).copied();
    let svg = |figure: &str| drawing(figure).map(|drawing| drawing.svg.clone());
    let png = |figure: &str| drawing(figure).map(|drawing| drawing.png.as_slice());
    let path = |kind: &str, ending: &str| format!("{kind}.{lang}.{ending}");
    let word = |made: Result<Vec<u8>, String>| made.map_err(|why| failed(&why));
    let full = report::page::page(&scope, lang, &svg);
    let brief = report::brief::brief(&scope, lang, &svg);
    let appendix = report::appendix::appendix(&scope, lang, &svg);
    Ok(vec![
        file(path("report", "html"), report::report(templates, &full)?),
        file(path("brief", "html"), report::brief(templates, &brief)?),
        file(path("appendix", "html"), report::appendix(templates, &appendix)?),
        file(path("report", "docx"), word(word::report(&full, lang, &png))?),
        file(path("brief", "docx"), word(word::brief(&brief, lang, &png))?),
        file(path("appendix", "docx"), word(word::appendix(&appendix, lang, &png))?),
    ])
}

/// The pages of the parts of the data. Their charts are drawn into the pages.
fn parts(bundle: &Bundle, templates: &Templates<'_>, drawings: &BTreeMap<&str, &Drawing>) -> OutputResult {
    let lang = templates.lang;
    let known = |figure: &str| drawings.get(format!("{figure}.{lang}").as_str()).map(|drawing| drawing.svg.clone());
    let index = file(format!("{GROUPS}/{}", groups::index_name(lang)), groups::index(bundle, templates, &known)?);
    let page = |group: &Group| {
        let drawn = |id: &str| {
            let figure = bundle.figures.iter().find(|figure| figure.id == id)?;
            Some(chart::svg(figure, bundle.table(&figure.table)?, lang))
        };
        let path = format!("{GROUPS}/{}", groups::page_name(group, lang));
        groups::group(bundle, group, templates, &drawn).map(|html| file(path, html))
    };
    let pages: Result<Vec<OutFile>, Box<Diagnostic>> = bundle.findings.groups.par_iter().map(page).collect();
    Ok(std::iter::once(index).chain(pages?).collect())
}

fn charts(names: &OutputNames, drawing: Drawing) -> [OutFile; 2] {
    let (figure, lang) = drawing.name.rsplit_once('.').unwrap_or((&drawing.name, ""));
    let path = |ending: &str| format!("charts/{}.{lang}.{ending}", names.get(figure));
    [file(path("svg"), drawing.svg), file(path("png"), drawing.png)]
}

fn tables_for_programs(bundle: &Bundle) -> OutputResult {
    let files = data::files(bundle).map_err(|why| failed(&why.to_string()))?;
    Ok(files.into_iter().map(|(path, bytes)| file(path, bytes)).collect())
}
