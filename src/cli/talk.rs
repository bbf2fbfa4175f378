use std::cell::Cell;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::diag::{self, Diagnostic, Severity, Sink};
use crate::phrase;
use crate::render::Progress;
use crate::text::{Lang, Phrase, printable};

/// Exit code: done.
pub const DONE: u8 = 0;
/// Exit code: done, but something is open and the caller wanted to be strict.
pub const OPEN: u8 = 1;
/// Exit code: could not go on.
pub const STOPPED: u8 = 2;

/// Problems that are printed at once: nobody reads more.
const MOST: usize = 200;

/// How the command talks: its language, and how much.
pub struct Talk {
    /// Language of messages.
    pub lang: Lang,
    /// Whether stdout is for a program.
    pub json: bool,
    quiet: bool,
    strict: bool,
    colour: bool,
    lost: Cell<bool>,
}

impl Talk {
    /// From the common arguments.
    pub fn new(lang: Lang, quiet: bool, json: bool, strict: bool) -> Talk {
        let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Talk { lang, json, quiet, strict, colour, lost: Cell::new(false) }
    }

    /// Says something to the person, unless they want it quiet.
    pub fn say(&self, phrase: &Phrase) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{}", phrase.render(self.lang));
        }
    }

    /// The same while a progress line is shown.
    pub fn aside(&self, phrase: &Phrase) {
        aside(|| self.say(phrase));
    }

    /// Writes data to stdout. A reader that went away is no error.
    pub fn data(&self, text: &str) {
        let text = printable(text);
        let mut out = io::stdout().lock();
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let written =
            out.write_all(text.as_bytes()).and_then(|()| out.write_all(end.as_bytes())).and_then(|()| out.flush());
        let Err(why) = written else { return };
        if why.kind() != ErrorKind::BrokenPipe && !self.lost.replace(true) {
            self.complain(&phrase!("the output could not be written: {why}", why = why.to_string()));
        }
    }

    /// Says what went wrong, even where quiet is wanted.
    pub fn complain(&self, phrase: &Phrase) {
        let _ = writeln!(io::stderr(), "{}", phrase.render(self.lang));
    }

    /// The exit code of a command that ended with this one: data that could not be written are no success.
    pub fn ended(&self, code: u8) -> u8 {
        if self.lost.get() { STOPPED } else { code }
    }

    /// Prints all problems: with `--quiet` only errors. A hint that was given just before is not given again.
    pub fn problems(&self, sink: &Sink) {
        let least = if self.quiet { Severity::Error } else { Severity::Note };
        let mut err = io::stderr().lock();
        let mut before: Option<(&str, Option<&Phrase>)> = None;
        let told: Vec<&Diagnostic> = sink.problems.iter().filter(|problem| problem.severity <= least).collect();
        for problem in told.iter().take(MOST).copied() {
            let again = before.replace((&problem.code, problem.hint.as_ref()));
            let told = again == Some((&problem.code, problem.hint.as_ref()));
            let text = match told {
                true => diag::render(&Diagnostic { hint: None, ..problem.clone() }, self.lang),
                false => diag::render(problem, self.lang),
            };
            let _ = err.write_all(self.paint(problem.severity, &printable(&text)).as_bytes());
        }
        if told.len() > MOST {
            let _ = writeln!(
                err,
                "{}",
                phrase!("and {more} more {more?problem|problems}", more = told.len() - MOST).render(self.lang)
            );
        }
    }

    /// Prints errors and warnings, and notes in a few lines.
    pub fn problems_in_short(&self, sink: &Sink) {
        let (notes, open): (Vec<_>, Vec<_>) =
            sink.problems.iter().cloned().partition(|problem| problem.severity == Severity::Note);
        self.problems(&Sink { problems: open });
        if !self.quiet {
            let mut err = io::stderr().lock();
            for line in super::notes::lines(&notes, self.lang) {
                let _ = err.write_all(self.paint(Severity::Note, &printable(&line)).as_bytes());
            }
        }
    }

    fn paint(&self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        match text.split_once(':').filter(|_| self.colour) {
            Some((head, rest)) => format!("\u{1b}[{code}m{head}\u{1b}[0m:{rest}"),
            None => text.to_string(),
        }
    }

    /// The exit code of work that was done, with what is open.
    pub fn done(&self, open: bool) -> u8 {
        if open && self.strict { OPEN } else { DONE }
    }

    /// A line on the terminal that says what is going on; nothing where stderr is no terminal or quiet is wanted.
    pub fn progress(&self, steps: u64) -> ProgressLine {
        let hidden = self.quiet || self.json || !io::stderr().is_terminal();
        let bar = if hidden { ProgressBar::hidden() } else { ProgressBar::new(steps) };
        let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}").expect("a valid template");
        bar.set_style(style);
        bar.enable_steady_tick(Duration::from_millis(120));
        if let Ok(mut shown) = SHOWN.lock() {
            *shown = Some(bar.clone());
        }
        ProgressLine { bar, lang: self.lang }
    }
}

/// The progress line that is shown.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Does something on the terminal with the progress line out of the way.
pub fn aside<T>(act: impl FnOnce() -> T) -> T {
    let shown = SHOWN.lock().ok().and_then(|shown| shown.clone());
    match shown {
        Some(bar) => bar.suspend(act),
        None => act(),
    }
}

/// A progress line.
pub struct ProgressLine {
    bar: ProgressBar,
    lang: Lang,
}

impl ProgressLine {
    /// The next step begins.
    pub fn step(&self, what: &Phrase) {
        self.bar.inc(1);
        self.bar.set_message(what.render(self.lang));
    }

    /// The next step begins, or something within it.
    pub fn tell(&self, what: Progress<'_>) {
        match what {
            Progress::Step(what) => self.step(what),
            Progress::Detail(what) => self.bar.set_message(what.render(self.lang)),
        }
    }

    /// The work is over; the line goes away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// The language of the system: `LC_ALL`, `LC_MESSAGES`, `LANG`, or what the operating system says; English where unknown.
pub fn system_lang() -> Lang {
    let named =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    let found = named.or_else(sys_locale::get_locale);
    found.and_then(|code| Lang::from_code(&code)).unwrap_or(Lang::En)
}

/// A path as it is written in a shell: in quotation marks where it holds more than plain characters.
pub fn in_shell(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/\\.:_-".contains(c);
    if path.chars().all(plain) { path.to_string() } else { format!("\"{path}\"") }
}
