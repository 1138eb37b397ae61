//! Finds or starts the shared server of one engine, and keeps it running while this process lives.

use std::{
    fs::File,
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// A sort of server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Postgres,
    /// One that offers encryption.
    PostgresTls,
    MySql,
}

/// A server that runs while this process lives.
struct Server {
    admin_url: String,
    /// Held until the process ends; it says that the server is in use.
    _in_use: Option<File>,
}

/// The address of an administrator's connection to the server of `engine`, which is started if need be.
///
/// # Panics
/// When the server cannot be started; the message has the script's own words.
pub(crate) fn admin_url(engine: Engine) -> &'static str {
    static POSTGRES: OnceLock<Server> = OnceLock::new();
    static POSTGRES_TLS: OnceLock<Server> = OnceLock::new();
    static MYSQL: OnceLock<Server> = OnceLock::new();
    let server = match engine {
        Engine::Postgres => &POSTGRES,
        Engine::PostgresTls => &POSTGRES_TLS,
        Engine::MySql => &MYSQL,
    };
    &server.get_or_init(|| open(engine)).admin_url
}

#[expect(clippy::disallowed_methods, reason = "the only way for `make test` to say which servers it started")]
fn open(engine: Engine) -> Server {
    let (name, variable) = match engine {
        Engine::Postgres => ("postgres", Some("CADASTRE_TEST_POSTGRES")),
        Engine::PostgresTls => ("postgres_tls", None),
        Engine::MySql => ("mysql", Some("CADASTRE_TEST_MYSQL")),
    };
    if let Some(admin_url) = variable.and_then(|variable| std::env::var(variable).ok()) {
        return Server { admin_url, _in_use: None };
    }
    let directory = script(&["path", name]);
    let users = Path::new(&directory).join("users");
    let in_use = File::options().create(true).append(true).open(&users).expect("the script made the directory");
    in_use.lock_shared().expect("a file in the temporary directory can be locked");
    // Locked first, looked at second: from here on nobody stops a server that runs.
    let running = std::fs::read_to_string(Path::new(&directory).join("url")).ok();
    let admin_url =
        running.map(|url| url.trim().to_owned()).filter(|url| answers(url)).unwrap_or_else(|| script(&["use", name]));
    Server { admin_url, _in_use: Some(in_use) }
}

/// The certificate of the authority that signed the one of the server that offers encryption.
pub(crate) fn authority_file() -> PathBuf {
    Path::new(&script(&["path", "postgres_tls"])).join("authority.pem")
}

/// Whether something listens at the host and port of this address.
fn answers(url: &str) -> bool {
    let authority = url.split('/').nth(2).unwrap_or_default();
    let address = authority.rsplit('@').next().unwrap_or_default();
    TcpStream::connect(address).is_ok()
}

/// What the script that knows the servers answers.
pub(crate) fn script(arguments: &[&str]) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/test-servers.sh");
    let output = Command::new("bash").arg(&path).args(arguments).output().expect("bash runs");
    assert!(output.status.success(), "{} {arguments:?}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
