//! Systems that know who people are, each of one test's own: a provider of OpenID Connect (the package oidc-provider) and a
//! directory (OpenLDAP), with and without encryption.

use std::{
    io::{BufRead as _, BufReader},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A process that ends with the test.
#[derive(Debug)]
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.0.kill();
        let _waited = self.0.wait();
    }
}

/// A provider of OpenID Connect that nobody else uses.
#[derive(Debug)]
pub struct OidcProvider {
    issuer: String,
    _process: Process,
}

/// Starts a provider whose client `cadastre` comes back to `redirect`.
///
/// # Panics
/// When it cannot be installed or started.
#[must_use]
pub fn oidc_provider(redirect: &str) -> OidcProvider {
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts");
    let installed = Command::new(scripts.join("oidc-provider.sh")).output().expect("the script can be run");
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
    let directory = String::from_utf8_lossy(&installed.stdout).trim().to_owned();
    let mut child = Command::new("node")
        .arg(scripts.join("oidc-provider.mjs"))
        .args([&directory, redirect])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("node is installed");
    let mut output = BufReader::new(child.stdout.take().expect("it was asked for")).lines().map_while(Result::ok);
    let process = Process(child);
    let issuer = output.find(|line| line.starts_with("http://"));
    // What else it says has to be read, or it breaks off.
    std::thread::spawn(move || output.for_each(drop));
    OidcProvider { issuer: issuer.expect("it says where it listens"), _process: process }
}

impl OidcProvider {
    /// Its issuer.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The secret of its client.
    #[must_use]
    pub const fn client_secret(&self) -> &'static str {
        "a secret of this test only, with & and ="
    }
}

/// A directory that nobody else uses: below `dc=example,dc=com` anna and boris with the password `secret`, `a*c)` and
/// twice the common name `Twin`; the group data with anna in it.
#[derive(Debug)]
pub struct Directory {
    folder: PathBuf,
    port: u16,
    tls_port: u16,
    process: Option<Process>,
}

const PEOPLE: &str = "dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=people,dc=example,dc=com
objectClass: organizationalUnit
ou: people

dn: ou=groups,dc=example,dc=com
objectClass: organizationalUnit
ou: groups

dn: uid=anna,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: anna
cn: Anna Novak
sn: Novak
mail: anna@example.com
userPassword: secret

dn: uid=boris,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: boris
cn: Twin
sn: Haas
userPassword: secret

dn: uid=carl,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
uid: carl
cn: Twin
sn: Haas
userPassword: secret

dn: cn=data,ou=groups,dc=example,dc=com
objectClass: groupOfNames
cn: data
member: uid=anna,ou=people,dc=example,dc=com
";

/// Starts a directory.
///
/// # Panics
/// When it cannot be started.
#[must_use]
pub fn directory() -> Directory {
    let folder = std::env::temp_dir().join(format!("cadastre-own-directory-{}-{}", std::process::id(), free_port()));
    std::fs::create_dir_all(folder.join("db")).expect("a temporary folder can be made");
    certificates(&folder);
    let here = folder.display();
    let settings = format!(
        "include /etc/ldap/schema/core.schema\ninclude /etc/ldap/schema/cosine.schema\n\
         include /etc/ldap/schema/inetorgperson.schema\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\n\
         TLSCACertificateFile {here}/ca.pem\nTLSCertificateFile {here}/server.pem\nTLSCertificateKeyFile {here}/server.key\n\
         database mdb\nmaxsize 16777216\nsuffix \"dc=example,dc=com\"\nrootdn \"cn=admin,dc=example,dc=com\"\n\
         rootpw admin\ndirectory {here}/db\nindex objectClass,uid eq\n"
    );
    std::fs::write(folder.join("slapd.conf"), settings).expect("the folder can be written");
    std::fs::write(folder.join("people.ldif"), PEOPLE).expect("the folder can be written");
    let loaded = Command::new("/usr/sbin/slapadd")
        .args(["-f", &format!("{here}/slapd.conf"), "-l", &format!("{here}/people.ldif")])
        .output()
        .expect("slapd is installed");
    assert!(loaded.status.success(), "{}", String::from_utf8_lossy(&loaded.stderr));
    let mut made = Directory { port: free_port(), tls_port: free_port(), folder, process: None };
    made.start();
    made
}

impl Directory {
    /// Starts it again after [`Self::stop`].
    ///
    /// # Panics
    /// When it does not listen within a minute.
    pub fn start(&mut self) {
        let addresses = format!("ldap://127.0.0.1:{} ldaps://127.0.0.1:{}", self.port, self.tls_port);
        let settings = self.folder.join("slapd.conf").display().to_string();
        let child = Command::new("/usr/sbin/slapd")
            .args(["-f", &settings, "-h", &addresses, "-d", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.process = Some(Process(child.expect("slapd is installed")));
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.tls_port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "slapd does not listen");
            std::thread::yield_now();
        }
    }

    /// Stops it.
    pub fn stop(&mut self) {
        self.process = None;
    }

    /// Its address without encryption from the start.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ldap://127.0.0.1:{}", self.port)
    }

    /// Its address with encryption from the start.
    #[must_use]
    pub fn tls_url(&self) -> String {
        format!("ldaps://127.0.0.1:{}", self.tls_port)
    }

    /// The certificate of the authority that signed its own.
    #[must_use]
    pub fn authority(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        self.process = None;
        // What stays behind is in the temporary folder.
        let _removed = std::fs::remove_dir_all(&self.folder);
    }
}

/// An authority, and a certificate for this machine that it signed.
pub(crate) fn certificates(folder: &Path) {
    let run = |arguments: &[&str]| {
        let output =
            Command::new("openssl").args(arguments).current_dir(folder).output().expect("openssl is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    let authority =
        ["req", "-x509", "-days", "2", "-subj", "/CN=An authority of a test", "-keyout", "ca.key", "-out", "ca.pem"];
    run(&[&authority[..], &curve[..]].concat());
    let wanted = ["req", "-subj", "/CN=127.0.0.1", "-keyout", "server.key", "-out", "server.csr"];
    run(&[&wanted[..], &curve[..]].concat());
    std::fs::write(folder.join("names"), "subjectAltName=IP:127.0.0.1\n").expect("the folder can be written");
    let signed =
        ["x509", "-req", "-days", "2", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"];
    run(&[&signed[..], &["-extfile", "names", "-out", "server.pem"]].concat());
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("this machine has a free port");
    listener.local_addr().expect("it listens").port()
}
