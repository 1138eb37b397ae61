//! How a command fails: what to tell, what would help, and the exit code.

use catalog::{ErrorKind, Fault};

use crate::telemetry;

/// The exit code of wrong usage.
pub(super) const WRONG_USAGE: u8 = 2;

/// Why a command did not do what it was asked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// What can be done about it.
    pub(super) kind: ErrorKind,
    /// The input that has to change.
    pub(super) field: Option<String>,
    /// What happened.
    pub(super) message: String,
    /// What would help, where the message does not say so itself.
    pub(super) help: Option<String>,
}

impl Failure {
    /// Something wrong with what was typed.
    pub(super) fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Invalid, field: Some(field.to_owned()), message: message.into(), help: None }
    }

    /// A fault of ours.
    pub(super) fn internal(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Internal, field: None, message: message.into(), help: None }
    }

    /// Something that does not answer or cannot be read or written.
    pub(super) fn unavailable(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Unavailable, field: None, message: message.into(), help: None }
    }

    /// The same with advice.
    pub(super) fn helped(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The exit code.
    pub(super) const fn exit_code(&self) -> u8 {
        exit_code(self.kind)
    }
}

/// The exit code of an error kind.
pub(super) const fn exit_code(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Conflict => 1,
        ErrorKind::Invalid => WRONG_USAGE,
        ErrorKind::NotFound => 3,
        ErrorKind::Forbidden => 4,
        ErrorKind::Unavailable => 5,
        ErrorKind::Internal => 70,
    }
}

impl<F: Fault> From<F> for Failure {
    fn from(fault: F) -> Self {
        let kind = fault.kind();
        // Here the one who asks is the one who keeps the log, so causes are told.
        let message = telemetry::chain(&fault);
        let help = match kind {
            ErrorKind::NotFound => Some("`cadastre search WORD` finds names, `cadastre sources` lists sources".into()),
            ErrorKind::Unavailable => Some("see that it runs, can be reached and has room, then try again".into()),
            ErrorKind::Internal => Some("run the command again with -vv and report what it logs".into()),
            ErrorKind::Invalid => Some("correct that and run it again; `--help` shows examples".into()),
            ErrorKind::Conflict | ErrorKind::Forbidden => None,
        };
        Self { kind, field: fault.field().map(str::to_owned), message, help }
    }
}
