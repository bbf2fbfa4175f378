//! The command: one file for each subcommand. A command parses, calls the library and prints; data go to stdout, talk to
//! stderr.
//!
//! Exit codes: 0 done, 1 done but problems are open and `--strict` was given, 2 could not go on.

mod beside;
mod check;
mod choose;
mod chosen;
mod demo;
mod draft;
mod explain;
mod help;
mod interrupts;
mod memory;
mod new;
mod notes;
mod panics;
mod password;
mod plan;
mod render;
mod run;
pub mod schema;
pub mod seen;
mod talk;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::text::Lang;

use chosen::Chosen;
pub use memory::ended as out_of_memory;
use talk::Talk;

/// Did this grant, program or collaboration change something, by how much, and how sure may we be?
#[derive(Parser)]
#[command(name = "tashika", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Study file: the same as `tashika run STUDY`
    #[command(flatten)]
    run: ShortRun,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct ShortRun {
    /// Study file: the same as `tashika run STUDY`
    study: Option<PathBuf>,
    /// Output folder [default: STUDY-results beside the study file]
    #[arg(short, long, value_name = "DIR", requires = "study")]
    output: Option<PathBuf>,
    #[command(flatten)]
    chosen: Chosen,
}

#[derive(Args, Clone)]
struct Common {
    /// Language of messages: ja or en [default: the system's]
    #[arg(long, global = true, value_name = "LANG", value_parser = lang)]
    lang: Option<Lang>,
    /// Print only results and errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Write machine-readable JSON to stdout
    #[arg(long, global = true)]
    json: bool,
    /// Exit with 1 where findings are withheld or problems are open
    #[arg(long, global = true)]
    strict: bool,
}

fn lang(code: &str) -> Result<Lang, String> {
    Lang::from_code(code).ok_or_else(|| format!("known languages: {}", crate::text::CODES.join(", ")))
}

#[derive(Subcommand)]
enum Command {
    /// Write an example study with its workbooks into a folder and run it
    Demo {
        /// Folder to be made
        #[arg(default_value = "tashika-demo")]
        dir: PathBuf,
        /// Which example
        #[arg(long, value_enum, default_value = "grants")]
        example: demo::Example,
    },
    /// Draft a study file from what workbooks look like
    New {
        /// Workbooks
        #[arg(required = true)]
        workbooks: Vec<PathBuf>,
        /// Study file to write, - for stdout [default: study.toml]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Read everything and list all problems with their places
    Check {
        /// Study file
        study: PathBuf,
        /// Workbook to write with all problems and the cells to decide about
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Also list every note on how the files were read
        #[arg(long)]
        all: bool,
    },
    /// Show who will be compared with whom, balance and the smallest detectable effect, outcomes hidden
    Plan {
        /// Study file
        study: PathBuf,
    },
    /// Run a study and write workbook, charts, report and data
    Run {
        /// Study file
        study: PathBuf,
        /// Output folder [default: STUDY-results beside the study file]
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Write the outputs again from a results folder, without the data; with --lang also in that language
    Render {
        /// Results folder of an earlier run
        dir: PathBuf,
        /// Word document of your own (.docx) whose places, such as finding.income.sentence in double braces, are filled
        #[arg(long, value_name = "FILE")]
        into: Option<PathBuf>,
        /// Write the filled document here, and nothing else [default: in the results folder, as FILE.filled.docx]
        #[arg(short, long, value_name = "FILE", requires = "into")]
        output: Option<PathBuf>,
        #[command(flatten)]
        chosen: Chosen,
    },
    /// Explain a method or a problem code, or what may be said of what you have
    Explain {
        /// Method name or problem code; all of them are listed without it. With --choose: what you have
        topic: Option<String>,
        /// Say which methods fit what you have, how much may be said of it, and what may not
        #[arg(long)]
        choose: bool,
    },
    /// Print the JSON Schema of the study file, or of findings.json
    Schema {
        /// Which of the two
        #[arg(value_enum, default_value_t = schema::Of::Study)]
        of: schema::Of,
    },
}

/// Runs the command with the process's arguments. `limit_memory` is how this program limits its own memory: files are read in
/// processes that do.
pub fn main(limit_memory: fn(usize)) -> ExitCode {
    if let Some(code) = crate::ingest::serve(limit_memory) {
        return code;
    }
    panics::quiet_guarded();
    interrupts::refuse_instead_of_ending();
    threads();
    let cli = match read(&std::env::args_os().collect::<Vec<_>>()) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let lang = *password::LANG.get_or_init(|| cli.common.lang.unwrap_or_else(talk::system_lang));
    memory::prepare(limit_memory, lang);
    crate::ingest::read_apart(password::ask);
    let talk = Talk::new(lang, cli.common.quiet, cli.common.json, cli.common.strict);
    let code = match cli.command {
        Some(Command::Demo { dir, example }) => demo::demo(&dir, example, &talk),
        Some(Command::New { workbooks, output }) => new::new(&workbooks, output.as_deref(), &talk),
        Some(Command::Check { study, output, all }) => {
            check::check(&study, output.or(cli.run.output).as_deref(), all, &talk)
        }
        Some(Command::Plan { study }) => plan::plan(&study, &talk),
        Some(Command::Run { study, output, chosen }) => {
            run::run(&study, output.or(cli.run.output).as_deref(), &chosen, &talk)
        }
        Some(Command::Render { dir, into, output, chosen }) => {
            let into = into.as_deref().map(|file| render::Into { file, output: output.as_deref() });
            render::render(&dir, cli.common.lang, into, &chosen, &talk)
        }
        Some(Command::Explain { topic, choose: true }) => choose::choose(topic.as_deref(), &talk),
        Some(Command::Explain { topic, choose: false }) => explain::explain(topic.as_deref(), &talk),
        Some(Command::Schema { of }) => schema::print(of, &talk),
        None => match cli.run.study {
            Some(study) => run::run(&study, cli.run.output.as_deref(), &cli.run.chosen, &talk),
            None => nothing_asked(),
        },
    };
    ExitCode::from(talk.ended(code))
}

/// Starts the threads that work is shared among; where the system gives none, all is done on this one.
fn threads() {
    if rayon::ThreadPoolBuilder::new().build_global().is_err() {
        let _ = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global();
    }
}

/// The arguments, in the language of the person; where they are none that one can go on with, the help or what is wrong was told.
fn read(arguments: &[OsString]) -> Result<Cli, ExitCode> {
    let lang = help::language(arguments);
    let mut command = help::in_language(Cli::command(), lang);
    let found = command.try_get_matches_from_mut(arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    found.map_err(|error| {
        if lang == Lang::En || !error.use_stderr() || error.kind() == DisplayHelpOnMissingArgumentOrSubcommand {
            let _ = error.print();
        } else {
            let _ = write!(io::stderr(), "{}", help::wrong(&error, &mut command, lang));
        }
        if error.use_stderr() { ExitCode::from(talk::STOPPED) } else { ExitCode::SUCCESS }
    })
}

/// Options but neither a study nor a command: the help, as without any argument.
fn nothing_asked() -> u8 {
    let lang = *password::LANG.get().unwrap_or(&Lang::En);
    let _ = write!(io::stderr(), "{}", help::in_language(Cli::command(), lang).render_help());
    talk::STOPPED
}
