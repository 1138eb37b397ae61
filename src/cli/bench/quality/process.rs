//! A program that is run to its end, and what it and a server beside it spent meanwhile.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use catalog::bench::{CpuTime, peak_memory_of};
use tokio::process::Command;

use crate::cli::failure::Failure;

/// How often the memory of a program is looked at; its high-water mark is read, so only the very last moments are missed.
const LOOK: Duration = Duration::from_millis(20);
/// How much of what a failed program printed is shown, in bytes.
const MOST_SHOWN: usize = 2_000;

/// The number of a server's first process.
pub(super) type Server = u32;

/// What a run took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spent {
    pub(super) program: Duration,
    pub(super) server: Duration,
    pub(super) wall: Duration,
    memory: u64,
}

impl Spent {
    #[expect(clippy::cast_precision_loss, reason = "megabytes")]
    pub(super) fn megabytes(self) -> f64 {
        (self.memory / 1_000_000) as f64
    }
}

/// A program with what it is told.
pub(super) struct Program {
    command: Command,
    name: PathBuf,
    prints: PathBuf,
}

impl Program {
    /// A program that works in a directory of its own.
    pub(super) fn new(path: &Path, directory: PathBuf) -> Self {
        let mut command = Command::new(path);
        command.current_dir(&directory).stdin(Stdio::null()).kill_on_drop(true);
        Self { command, name: path.to_owned(), prints: directory.join("printed") }
    }

    pub(super) fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.command.args(args);
        self
    }

    pub(super) fn envs(mut self, variables: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        self.command.envs(variables);
        self
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// When it cannot be started, or says that it failed; with the end of what it printed.
    pub(super) async fn run(mut self, server: Option<Server>) -> Result<Spent, Failure> {
        let problem = |cause| Failure::unavailable(format!("`{}` cannot be run: {cause}", self.name.display()));
        let prints = std::fs::File::create(&self.prints).map_err(problem)?;
        self.command.stdout(prints.try_clone().map_err(problem)?).stderr(prints);
        let before = (CpuTime::of("self").waited, of_server(server));
        let begin = Instant::now();
        let mut child = self.command.spawn().map_err(problem)?;
        let number = child.id().map(|number| number.to_string()).unwrap_or_default();
        let mut memory = 0;
        let status = loop {
            memory = memory.max(peak_memory_of(&number));
            if let Some(status) = child.try_wait().map_err(problem)? {
                break status;
            }
            tokio::time::sleep(LOOK).await;
        };
        let wall = begin.elapsed();
        if !status.success() {
            return Err(self.failed(&status.to_string()));
        }
        let program = CpuTime::of("self").waited.saturating_sub(before.0);
        Ok(Spent { program, server: of_server(server).saturating_sub(before.1), wall, memory })
    }

    fn failed(&self, status: &str) -> Failure {
        let printed = std::fs::read(&self.prints).unwrap_or_default();
        let end = String::from_utf8_lossy(&printed[printed.len().saturating_sub(MOST_SHOWN)..]).into_owned();
        Failure::unavailable(format!("`{}` ended with {status}:\n{end}", self.name.display()))
    }
}

/// What all processes of a server have used; each that ended is among what the first one waited for.
fn of_server(server: Option<Server>) -> Duration {
    let Some(server) = server else { return Duration::ZERO };
    let first = CpuTime::of(&server.to_string());
    let children = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let children = children.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let living =
        children.filter(|child| parent(*child) == Some(server)).map(|child| CpuTime::of(&child.to_string()).own);
    first.own + first.waited + living.sum::<Duration>()
}

/// The number of the process that started this one.
pub(super) fn parent(process: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}
