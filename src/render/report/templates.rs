//! Where the templates of a page come from, and how their words become those of a language.
//!
//! A template is looked for in this order: the user's for the language (`ja/brief.html`), the user's (`brief.html`), that of the
//! language's pack, the common one in `reports-templates`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};

use crate::diag::{Diagnostic, Place};
use crate::findings::{Bundle, UserTemplates};
use crate::ingest::guard;
use crate::phrase;
use crate::text::{Arg, Lang, Phrase};

macro_rules! common {
    ($($name:literal),+) => { &[$(($name, include_str!(concat!("../../../reports-templates/", $name)))),+] };
}

/// The common templates by name.
const COMMON: &[(&str, &str)] = common![
    "report.html",
    "brief.html",
    "appendix.html",
    "index.html",
    "case.html",
    "head.html",
    "parts.html",
    "style.css",
    "brief.css",
    "script.js"
];

/// The templates of a language, read once for all pages of a bundle.
pub struct Templates<'b> {
    /// Language.
    pub lang: Lang,
    found: TemplateText<'b>,
    /// The templates as read, or why one cannot be.
    read: Result<Environment<'b>, Box<Diagnostic>>,
}

impl<'b> Templates<'b> {
    /// The templates for a bundle in a language. One that cannot be read is told when a page is filled.
    pub fn of(bundle: &'b Bundle, lang: Lang) -> Templates<'b> {
        let found = TemplateText::of(bundle, lang);
        let read = found.read(lang);
        Templates { lang, found, read }
    }

    /// A page from a template.
    ///
    /// # Errors
    /// A [`Diagnostic`] with the template's file and line where it cannot be used.
    pub fn fill(&self, name: &str, view: impl Into<Value>) -> Result<String, Box<Diagnostic>> {
        let read = self.read.as_ref().map_err(Clone::clone)?;
        let mut page = Page(Vec::new());
        let fill = || read.get_template(name)?.render_captured_to(view.into(), &mut page).map(drop);
        let rendered = guard(fill).unwrap_or_else(gave_up);
        rendered.map_err(|error| Box::new(self.found.problem(name, &error)))?;
        Ok(String::from_utf8_lossy(&page.0).into_owned())
    }
}

/// Steps that a template may take: some seconds, and far more than any report needs.
const FUEL: u64 = 50_000_000;

/// Bytes of a page at most: far more than a browser shows.
const PAGE_BYTES: usize = 1 << 28;

/// A page that is being filled.
struct Page(Vec<u8>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > PAGE_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The parser of templates panics on some that it could refuse.
fn gave_up<T>() -> Result<T, minijinja::Error> {
    Err(minijinja::Error::new(ErrorKind::SyntaxError, "it cannot be parsed"))
}

/// Text by name, and the file it stands in where that is the user's.
struct TemplateText<'b>(BTreeMap<&'b str, (&'b str, Option<String>)>);

impl<'b> TemplateText<'b> {
    fn of(bundle: &'b Bundle, lang: Lang) -> TemplateText<'b> {
        let mut found: BTreeMap<&str, (&str, Option<String>)> = BTreeMap::new();
        for &(name, text) in COMMON.iter().chain(lang.pack().pages) {
            found.insert(name, (text, None));
        }
        let UserTemplates { folder, files, .. } = &bundle.templates;
        let own = format!("{lang}/");
        let place = |path: &str| if folder.is_empty() { path.to_string() } else { format!("{folder}/{path}") };
        for (path, text) in files.iter().filter(|(path, _)| !path.contains('/')) {
            found.insert(path, (text, Some(place(path))));
        }
        for (path, text) in files {
            if let Some(name) = path.strip_prefix(own.as_str()) {
                found.insert(name, (text, Some(place(path))));
            }
        }
        TemplateText(found)
    }

    fn read(&self, lang: Lang) -> Result<Environment<'b>, Box<Diagnostic>> {
        let mut environment = Environment::new();
        environment.set_fuel(Some(FUEL));
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
            Some("css" | "js") => AutoEscape::None,
            _ => AutoEscape::Html,
        });
        environment.add_function("t", move |template: String, args: Kwargs| said(template, &args, lang));
        for (name, (text, _)) in &self.0 {
            let read = guard(|| environment.add_template(name, text)).unwrap_or_else(gave_up);
            read.map_err(|error| Box::new(self.problem(name, &error)))?;
        }
        Ok(environment)
    }

    fn problem(&self, asked: &str, error: &minijinja::Error) -> Diagnostic {
        // What went wrong inside an included template or a macro is the innermost of the causes.
        let mut inner = error;
        while let Some(cause) = std::error::Error::source(inner).and_then(|cause| cause.downcast_ref()) {
            inner = cause;
        }
        let name = inner.name().or(error.name()).unwrap_or(asked);
        let file = self.0.get(name).and_then(|(_, file)| file.clone()).unwrap_or_else(|| name.to_string());
        let why = match inner.kind() {
            ErrorKind::WriteFailure => {
                phrase!("the report template writes a page of more than {n} MB", n = PAGE_BYTES >> 20)
            }
            ErrorKind::OutOfFuel => phrase!("the report template does not come to an end"),
            _ => phrase!("the report template cannot be used: {why}", why = inner.to_string()),
        };
        let source = |line: usize| self.0.get(name).and_then(|(text, _)| text.lines().nth(line - 1)).unwrap_or("");
        let place = match inner.line().filter(|&line| line > 0) {
            Some(line) => {
                let (source, length) = (source(line).trim_end(), source(line).trim_end().chars().count().max(1));
                let (line, length) = (line as u32, length as u32);
                Place::Text { file: file.into(), line, column: 1, length, source: source.into() }
            }
            None => Place::File { file: file.into() },
        };
        Diagnostic::error("report-template", why).at(place)
    }
}

/// `t("{n} rows", n = 3)`: a phrase in the language; a text that no catalogue knows stays as it is.
fn said(template: String, args: &Kwargs, lang: Lang) -> Result<String, minijinja::Error> {
    let mut given = Vec::new();
    for name in args.args() {
        let value: Value = args.get(name)?;
        let arg = u64::try_from(value.clone()).map_or_else(|_| Arg::Text(value.to_string()), Arg::Count);
        given.push((Cow::Owned(name.to_string()), arg));
    }
    Ok(Phrase { template: Cow::Owned(template), args: given }.render(lang))
}
