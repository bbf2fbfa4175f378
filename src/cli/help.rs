//! The command's help and what is wrong with its arguments, in the language of the person.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

use super::talk;
use crate::phrase;
use crate::study::keys::OUTPUTS;
use crate::text::{Lang, Phrase, translate};

/// The language of a command line: the one that `--lang` names, else the system's.
pub fn language(arguments: &[OsString]) -> Lang {
    let texts: Vec<String> = arguments.iter().map(|it| it.to_string_lossy().into_owned()).collect();
    let named = texts.iter().enumerate().find_map(|(at, text)| match text.strip_prefix("--lang") {
        Some("") => texts.get(at + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_string),
        None => None,
    });
    named.and_then(|code| Lang::from_code(&code)).unwrap_or_else(talk::system_lang)
}

/// The command with its help in a language; as it is in English.
pub fn in_language(command: Command, lang: Lang) -> Command {
    if lang == Lang::En {
        return command;
    }
    let say = |text: String| said(&text).map_or(text, |phrase| phrase.render(lang));
    let about = command.get_about().map(|text| say(text.to_string()));
    let command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    let titled = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(fixed(phrase!("Commands of the program"), lang))
        .subcommand_value_name(fixed(phrase!("COMMAND"), lang))
        .help_template(template(lang));
    let helped = titled.mut_args(|arg| of_arg(arg, &say, lang)).arg(help_flag(lang));
    let versioned = match helped.get_version().is_some() {
        true => helped.disable_version_flag(true).arg(version_flag(lang)),
        false => helped,
    };
    versioned.mut_subcommands(|command| in_language(command, lang))
}

/// A heading, which lives as long as the catalogue.
fn fixed(heading: Phrase, lang: Lang) -> &'static str {
    translate(&heading.template, lang).unwrap_or_default()
}

fn template(lang: Lang) -> String {
    format!("{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}", phrase!("Usage").render(lang))
}

fn of_arg(arg: Arg, say: &dyn Fn(String) -> String, lang: Lang) -> Arg {
    let heading = if arg.is_positional() { phrase!("Arguments") } else { phrase!("Options of the command") };
    let help = arg.get_help().map(|text| say(text.to_string()));
    let arg = arg.help_heading(fixed(heading, lang));
    let arg = match arg.get_action().takes_values() {
        true => arg.hide_default_value(true).hide_possible_values(true),
        false => arg,
    };
    match help {
        Some(help) => arg.help(help),
        None => arg,
    }
}

fn help_flag(lang: Lang) -> Arg {
    let arg = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    arg.help(phrase!("Print help").render(lang)).help_heading(fixed(phrase!("Options of the command"), lang))
}

fn version_flag(lang: Lang) -> Arg {
    let arg = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    arg.help(phrase!("Print version").render(lang)).help_heading(fixed(phrase!("Options of the command"), lang))
}

/// What is wrong with the arguments, in a language, for the person to read.
pub fn wrong(error: &Error, command: &mut Command, lang: Lang) -> String {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let lines = [
        format!("{}: {}", phrase!("error").render(lang), what(error).render(lang)),
        format!("  {}: {}", phrase!("Usage").render(lang), usage),
        format!("  {}", phrase!("For more, write {command}", command = "tashika --help").render(lang)),
    ];
    lines.join("\n") + "\n"
}

fn what(error: &Error) -> Phrase {
    let of = |kind| error.get(kind).map(text).unwrap_or_default();
    let arg = of(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => {
            unknown(&arg, &[ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand].map(of))
        }
        ErrorKind::InvalidSubcommand => {
            unknown(&of(ContextKind::InvalidSubcommand), &[of(ContextKind::SuggestedSubcommand)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if of(ContextKind::InvalidValue).is_empty() => {
            phrase!("`{argument}` needs a value", argument = arg)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let known = of(ContextKind::ValidValue);
            let known = match arg.split_whitespace().next() {
                Some("--lang") => crate::text::CODES.join(", "),
                Some("--only" | "--with") => OUTPUTS.join(", "),
                _ => known,
            };
            phrase!(
                "`{argument}` cannot be `{value}`; known here: {known}",
                argument = arg,
                value = of(ContextKind::InvalidValue),
                known = known
            )
        }
        ErrorKind::MissingRequiredArgument => phrase!("Something is missing: {arguments}", arguments = arg),
        ErrorKind::ArgumentConflict => {
            phrase!("`{argument}` is given twice, or beside what excludes it", argument = arg)
        }
        _ => phrase!("The arguments are not understood"),
    }
}

fn unknown(argument: &str, near: &[String]) -> Phrase {
    match near.iter().find(|near| !near.is_empty()) {
        Some(near) => phrase!("`{argument}` is not known here; is `{near}` meant?", argument = argument, near = near),
        None => phrase!("`{argument}` is not known here", argument = argument),
    }
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

/// A text of the help as a phrase.
fn said(text: &str) -> Option<Phrase> {
    texts().into_iter().find(|phrase| phrase.template == text.trim_end_matches('.'))
}

/// Everything that the help says, as it stands in the command's documentation.
fn texts() -> Vec<Phrase> {
    vec![
        phrase!("Did this grant, program or collaboration change something, by how much, and how sure may we be?"),
        phrase!(
            "Research and evaluation engine for the impact of grants and collaboration: spreadsheets in, honest findings out"
        ),
        phrase!("Study file: the same as `tashika run STUDY`"),
        phrase!("Output folder [default: STUDY-results beside the study file]"),
        phrase!("Language of messages: ja or en [default: the system's]"),
        phrase!("Print only results and errors"),
        phrase!("Write machine-readable JSON to stdout"),
        phrase!("Exit with 1 where findings are withheld or problems are open"),
        phrase!("Write an example study with its workbooks into a folder and run it"),
        phrase!("Folder to be made"),
        phrase!("Which example"),
        phrase!("Draft a study file from what workbooks look like"),
        phrase!("Workbooks"),
        phrase!("Study file to write, - for stdout [default: study.toml]"),
        phrase!("Read everything and list all problems with their places"),
        phrase!("Study file"),
        phrase!("Workbook to write with all problems and the cells to decide about"),
        phrase!("Also list every note on how the files were read"),
        phrase!("Show who will be compared with whom, balance and the smallest detectable effect, outcomes hidden"),
        phrase!("Run a study and write workbook, charts, report and data"),
        phrase!("Write the outputs again from a results folder, without the data; with --lang also in that language"),
        phrase!("Write only these kinds of outputs [default: what the study file names]"),
        phrase!("Write these kinds of outputs besides"),
        phrase!("Results folder of an earlier run"),
        phrase!(
            "Word document of your own (.docx) whose places, such as finding.income.sentence in double braces, are filled"
        ),
        phrase!(
            "Write the filled document here, and nothing else [default: in the results folder, as FILE.filled.docx]"
        ),
        phrase!("Explain a method or a problem code, or what may be said of what you have"),
        phrase!("Method name or problem code; all of them are listed without it. With --choose: what you have"),
        phrase!("Say which methods fit what you have, how much may be said of it, and what may not"),
        phrase!("Print the JSON Schema of the study file, or of findings.json"),
        phrase!("Which of the two"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn bare(command: &Command, missing: &mut Vec<String>) {
        let helps = command.get_arguments().filter_map(|arg| arg.get_help());
        let all = command.get_about().into_iter().chain(helps).map(ToString::to_string);
        missing.extend(all.filter(|text| said(text).is_none()));
        command.get_subcommands().for_each(|command| bare(command, missing));
    }

    #[test]
    fn everything_that_the_help_says_has_a_phrase() {
        let mut missing = Vec::new();
        bare(&super::super::Cli::command(), &mut missing);
        assert!(missing.is_empty(), "add these to src/cli/help.rs: {missing:#?}");
    }

    #[test]
    fn the_help_is_japanese_and_the_command_still_holds() {
        let mut command = in_language(super::super::Cli::command(), Lang::Ja);
        command.clone().debug_assert();
        let help = command.render_help().to_string();
        assert!(help.contains("使い方: ") && help.contains("コマンド") && !help.contains("Print"), "{help}");
        let check = command.find_subcommand_mut("check").unwrap().render_help().to_string();
        assert!(check.contains("設定ファイル") && !check.contains("Also list"), "{check}");
    }

    #[test]
    fn what_is_wrong_with_arguments_is_said_in_the_language() {
        let said = |arguments: &[&str]| {
            let mut command = in_language(super::super::Cli::command(), Lang::Ja);
            let error = command.clone().try_get_matches_from(arguments).unwrap_err();
            wrong(&error, &mut command, Lang::Ja)
        };
        let unknown = said(&["tashika", "check", "study.toml", "extra.toml"]);
        assert!(unknown.contains("「extra.toml」") && !unknown.contains("unexpected"), "{unknown}");
        assert!(said(&["tashika", "check"]).contains("足りません"));
        let lang = said(&["tashika", "check", "s.toml", "--lang", "fr"]);
        assert!(lang.contains("「fr」") && lang.contains("ja"), "{lang}");
    }
}
