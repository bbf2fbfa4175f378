//! Signals: a person who gives up at the question for a password gets the terminal back as it was, and a limit of the system on
//! the size of files is a refusal of the disk like others.

use std::process::exit;

#[cfg(unix)]
pub use unix::{refuse_instead_of_ending, with_terminal_kept};

/// What shells show for a program that was ended by Ctrl-C.
const GIVEN_UP: i32 = 130;

/// Ends the program as Ctrl-C does where no question takes it.
pub fn give_up() -> ! {
    #[cfg(unix)]
    unix::interrupt();
    exit(GIVEN_UP)
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io::{self, Write};
    use std::sync::atomic::AtomicBool;
    use std::sync::{Arc, Mutex, Once};
    use std::thread;

    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
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

    /// Does something that changes the terminal; a signal that ends the program puts it back first.
    pub fn with_terminal_kept<T>(act: impl FnOnce() -> T) -> T {
        LISTENING.call_once(listen);
        set(File::open("/dev/tty").ok().and_then(|terminal| tcgetattr(&terminal).ok().map(|it| (terminal, it))));
        let done = act();
        set(None);
        done
    }

    fn set(before: Option<(File, Termios)>) {
        if let Ok(mut kept) = BEFORE.lock() {
            *kept = before;
        }
    }

    /// A thread of its own waits, since little may be done inside a signal.
    fn listen() {
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGQUIT]) else { return };
        let _ = thread::Builder::new().spawn(move || {
            for signal in signals.forever() {
                restore();
                let _ = emulate_default_handler(signal);
            }
        });
    }

    pub(super) fn interrupt() {
        let _ = emulate_default_handler(SIGINT);
    }

    fn restore() {
        let before = BEFORE.lock().ok().and_then(|mut before| before.take());
        if let Some((terminal, before)) = before {
            let _ = tcsetattr(&terminal, OptionalActions::Now, &before);
            let _ = writeln!(io::stderr());
        }
    }
}

/// Other systems end a question by themselves, and have no such signals.
#[cfg(not(unix))]
pub fn with_terminal_kept<T>(act: impl FnOnce() -> T) -> T {
    act()
}

/// See [`with_terminal_kept`].
#[cfg(not(unix))]
pub fn refuse_instead_of_ending() {}
