//! Signals: a person who gives up at the question for a password gets the terminal back as it was, and a limit of the system on
//! the size of files is a refusal of the disk like others.

#[cfg(unix)]
pub use unix::{read_unseen, refuse_instead_of_ending};

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, BufRead, BufReader, Write};
    use std::mem;
    use std::sync::atomic::AtomicBool;
    use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};
    use std::thread;

    use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXFSZ};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    /// The terminal as it was before a question without echo.
    static BEFORE: Mutex<Option<(File, Termios)>> = Mutex::new(None);
    static LISTENING: Once = Once::new();

    /// A file that grows beyond what the system allows is an error of writing, not the end of the program.
    pub fn refuse_instead_of_ending() {
        let _ = flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    }

    /// Asks at the terminal and reads a line that is not shown; a signal that ends the program puts the terminal back first. The
    /// terminal is silent before the question can be seen, so that no answer, Ctrl-C included, comes between.
    ///
    /// # Errors
    /// Where there is no terminal, or it ends without a line.
    pub fn read_unseen(question: &str) -> io::Result<String> {
        LISTENING.call_once(listen);
        let terminal = File::options().read(true).write(true).open("/dev/tty")?;
        silence(&terminal)?;
        let line = ask(&terminal, question);
        restore(&mut before());
        line
    }

    fn before() -> MutexGuard<'static, Option<(File, Termios)>> {
        BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn silence(terminal: &File) -> io::Result<()> {
        let mut before = before();
        let now = tcgetattr(terminal)?;
        let mut silent = now.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        silent.local_modes.insert(LocalModes::ICANON | LocalModes::ISIG);
        tcsetattr(terminal, OptionalActions::Flush, &silent)?;
        *before = Some((terminal.try_clone()?, now));
        Ok(())
    }

    fn ask(mut terminal: &File, question: &str) -> io::Result<String> {
        terminal.write_all(question.as_bytes())?;
        let mut line = String::new();
        match BufReader::new(terminal).read_line(&mut line)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end_matches(['\r', '\n']).to_string()),
        }
    }

    /// A thread of its own waits, since little may be done inside a signal.
    fn listen() {
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGQUIT]) else { return };
        let _ = thread::Builder::new().spawn(move || {
            for signal in signals.forever() {
                let mut before = before();
                restore(&mut before);
                // Held to the end: nobody silences the terminal after this.
                mem::forget(before);
                let _ = emulate_default_handler(signal);
            }
        });
    }

    fn restore(before: &mut Option<(File, Termios)>) {
        if let Some((mut terminal, before)) = before.take() {
            let _ = tcsetattr(&terminal, OptionalActions::Now, &before);
            let _ = writeln!(terminal);
        }
    }
}

/// Asks at the terminal and reads a line that is not shown; the system ends a question by itself.
///
/// # Errors
/// Where there is no terminal, or the person gives up.
#[cfg(not(unix))]
pub fn read_unseen(question: &str) -> std::io::Result<String> {
    rpassword::prompt_password(question)
}

/// Other systems have no such limit.
#[cfg(not(unix))]
pub fn refuse_instead_of_ending() {}
