//! Files on the web, asked for within the rules for addresses: the host is resolved and judged once, the connection goes
//! to an address that was judged, redirects are not followed, certificates are verified, and what comes back is bounded.

use std::{net::SocketAddr, path::Path, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use ureq::{
    Agent,
    config::Config,
    http::Uri,
    tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem},
    unversioned::{
        resolver::{ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use url::Url;

use crate::{
    error::{Error, Result},
    folder::read_bounded,
    outbound::Outbound,
};

/// How long a file may take.
const TIMEOUT: Duration = Duration::from_secs(300);
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// The largest file of authorities that is read, in bytes.
const MAX_AUTHORITIES: u64 = 4 * 1024 * 1024;
/// The most addresses of one host that are tried.
const MAX_ADDRESSES: usize = 16;

/// Addresses that were judged, whatever a name stands for by now.
#[derive(Debug)]
pub(crate) struct Judged(pub(crate) Vec<SocketAddr>);

impl Resolver for Judged {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut found = self.empty();
        self.0.iter().take(MAX_ADDRESSES).for_each(|address| found.push(*address));
        if self.0.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(found) }
    }
}

/// How files are asked for.
#[derive(Debug)]
pub(crate) struct Web {
    /// What is sent as `Authorization: Bearer`.
    pub(crate) token: Option<SecretString>,
    /// The file with the certificates of the authorities to trust, in place of those that everybody trusts.
    pub(crate) ca_file: Option<String>,
    /// Where connections may go.
    pub(crate) outbound: Outbound,
    /// The field of the configuration that has the address.
    pub(crate) field: &'static str,
}

impl Web {
    /// The bytes of a file of at most `most` bytes; nothing when the server has none there.
    ///
    /// # Errors
    /// `Invalid` for an address that is not allowed, a certificate that is not trusted or a file that is too large;
    /// `Forbidden` and `Unavailable` as the server answers.
    pub(crate) async fn get(&self, url: &Url, most: u64) -> Result<Option<Vec<u8>>> {
        let field = self.field;
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default().unwrap_or(443);
        let addresses = self.outbound.resolve(host, port).await.map_err(|error| match error {
            Error::AddressDenied { address, reason, .. } => Error::AddressDenied { field, address, reason },
            other => other,
        })?;
        let trusted = self.trusted().await?;
        let (place, asked, token) = (format!("{host}:{port}"), url.clone(), self.token.clone());
        let question = Question { url: asked, token, addresses, trusted, most };
        let answer = tokio::task::spawn_blocking(move || question.ask()).await;
        let unreachable = |reason: String| Error::Unreachable { address: place.clone(), reason };
        match answer.map_err(|cause| unreachable(cause.to_string()))? {
            Ok((200, bytes)) => Ok(Some(bytes)),
            Ok((404 | 410, _)) => Ok(None),
            Ok((status @ (401 | 403), _)) => {
                Err(Error::Refused { address: place, answer: format!("it answers {status} for `{}`", url.path()) })
            }
            Ok((status, _)) => Err(unreachable(format!("it answers {status} for `{}`", url.path()))),
            Err(ureq::Error::BodyExceedsLimit(_)) => {
                Err(Error::invalid(field, format!("`{}` is larger than {} MB", url.path(), most / 1024 / 1024)))
            }
            // Encryption reports what it cannot accept as data that makes no sense.
            Err(ureq::Error::Io(cause)) if cause.kind() == std::io::ErrorKind::InvalidData => {
                Err(untrusted(field, &cause))
            }
            Err(cause) => Err(unreachable(cause.to_string())),
        }
    }

    /// The authorities to trust; those that everybody trusts when no file is named.
    async fn trusted(&self) -> Result<RootCerts> {
        let Some(file) = self.ca_file.as_deref() else { return Ok(RootCerts::WebPki) };
        let wrong = |problem: String| Error::invalid("ca_file", format!("`{file}` {problem}"));
        let pem = read_bounded(Path::new(file), MAX_AUTHORITIES).await;
        let pem = pem.map_err(|cause| wrong(format!("cannot be read: {cause}")))?;
        let certificate = |item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        };
        let found: Vec<Certificate<'static>> = parse_pem(&pem).filter_map(certificate).collect();
        if found.is_empty() {
            return Err(wrong("has no certificate in PEM form (`-----BEGIN CERTIFICATE-----`)".to_owned()));
        }
        Ok(RootCerts::new_with_certs(&found))
    }
}

/// A connection that was not made because of what the other side showed.
fn untrusted(field: &'static str, cause: &std::io::Error) -> Error {
    let text = cause.to_string();
    let field = if text.contains("certificate") { "ca_file" } else { field };
    let help =
        "where an authority of your own has signed the server's certificate, name the file with that authority's";
    Error::invalid(field, format!("the encrypted connection was not made: {text}; {help}"))
}

/// What is asked, on a thread that may wait.
struct Question {
    url: Url,
    token: Option<SecretString>,
    addresses: Vec<SocketAddr>,
    trusted: RootCerts,
    most: u64,
}

impl Question {
    /// The status and the body.
    fn ask(self) -> Result<(u16, Vec<u8>), ureq::Error> {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .tls_config(TlsConfig::builder().root_certs(self.trusted).build())
            .timeout_global(Some(TIMEOUT))
            .timeout_connect(Some(CONNECT))
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Judged(self.addresses));
        let mut request = agent.get(self.url.as_str());
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {}", token.expose_secret()));
        }
        let mut answer = request.call()?;
        let status = answer.status().as_u16();
        let bytes = answer.body_mut().with_config().limit(self.most).read_to_vec()?;
        Ok((status, bytes))
    }
}
