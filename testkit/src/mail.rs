//! A mail server of one test's own (the package smtp-server): it wants encryption, then a password, and keeps what it
//! takes.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use crate::identity::certificates;

/// How long a mail may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A mail server that nobody else uses.
#[derive(Debug)]
pub struct MailServer {
    port: u16,
    folder: PathBuf,
    lines: Receiver<String>,
    process: Child,
}

/// Starts a mail server.
///
/// # Panics
/// When it cannot be installed or started.
#[must_use]
pub fn mail_server() -> MailServer {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts");
    let installed = Command::new(scripts.join("smtp-server.sh")).output().expect("the script can be run");
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
    let directory = String::from_utf8_lossy(&installed.stdout).trim().to_owned();
    let folder =
        std::env::temp_dir().join(format!("cadastre-mail-{}-{}", std::process::id(), crate::identity::free_port()));
    std::fs::create_dir_all(&folder).expect("there is room for files");
    certificates(&folder);
    let mut process = Command::new("node")
        .arg(scripts.join("smtp-server.mjs"))
        .arg(&directory)
        .args([folder.join("server.key"), folder.join("server.pem")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("node is installed");
    let mut output = BufReader::new(process.stdout.take().expect("it was asked for")).lines().map_while(Result::ok);
    let port = output.next().and_then(|line| line.parse().ok()).expect("it says where it listens");
    let (sender, lines) = channel();
    std::thread::spawn(move || output.try_for_each(|line| sender.send(line)));
    MailServer { port, folder, lines, process }
}

impl MailServer {
    /// Its port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The file with the certificate of the authority that it is trusted by.
    #[must_use]
    pub fn authority(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    /// The password of `cadastre`.
    #[must_use]
    pub const fn password(&self) -> &'static str {
        "a mail password of this test only"
    }

    /// The next mail, as JSON: `from`, `to`, `secure`, `text`.
    ///
    /// # Panics
    /// When none comes within a minute.
    #[must_use]
    pub fn next(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a mail comes")
    }

    /// Whether there is no mail that was not taken out with [`Self::next`].
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.try_recv().is_err()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.process.kill();
        let _waited = self.process.wait();
        let _removed = std::fs::remove_dir_all(&self.folder);
    }
}
