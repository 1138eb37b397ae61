//! An object store of one test's own (the package moto), which checks signatures as S3 does: a bucket `lake` with the files
//! of a folder, and an account that may only read.

use std::{
    io::{BufRead as _, BufReader, Lines, Write as _},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// An object store that nobody else uses.
#[derive(Debug)]
pub struct ObjectStore {
    port: String,
    access_key: String,
    secret_key: String,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    process: Child,
}

/// Starts an object store whose bucket `lake` holds the files of `folder`.
///
/// # Panics
/// When it cannot be installed or started.
#[must_use]
pub fn object_store(folder: &Path) -> ObjectStore {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts");
    let installed = Command::new(scripts.join("object-store.sh")).output().expect("the script can be run");
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
    let mut process = Command::new(String::from_utf8_lossy(&installed.stdout).trim())
        .arg(scripts.join("object-store.py"))
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the script has installed it");
    let input = process.stdin.take().expect("it was asked for");
    let mut output = BufReader::new(process.stdout.take().expect("it was asked for")).lines();
    let mut line = || output.next().and_then(Result::ok).expect("it says where it listens");
    let (port, access_key, secret_key) = (line(), line(), line());
    ObjectStore { port, access_key, secret_key, input, output, process }
}

impl ObjectStore {
    /// Its address.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The name of the account's key.
    #[must_use]
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    /// The account's key.
    #[must_use]
    pub fn secret_key(&self) -> &str {
        &self.secret_key
    }

    /// Puts a file into the bucket.
    pub fn put(&mut self, key: &str, file: &Path) {
        self.tell(&format!("put\t{key}\t{}", file.display()));
    }

    /// Takes an object out of the bucket.
    pub fn delete(&mut self, key: &str) {
        self.tell(&format!("delete\t{key}"));
    }

    fn tell(&mut self, what: &str) {
        writeln!(self.input, "{what}").expect("it listens while this lives");
        let answer = self.output.next().and_then(Result::ok);
        assert_eq!(answer.as_deref(), Some("done"), "{what}");
    }
}

impl Drop for ObjectStore {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.process.kill();
        let _waited = self.process.wait();
    }
}
