//! Files on the web, asked for within the rules for addresses: the host is resolved and judged once, the connection goes
//! to an address that was judged, redirects are not followed, and what comes back is bounded.

use std::{net::SocketAddr, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use ureq::{
    Agent,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use url::Url;

use crate::{
    error::{Error, Result},
    outbound::Outbound,
};

/// How long a file may take.
const TIMEOUT: Duration = Duration::from_secs(300);
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// The most addresses of one host that are tried.
const MAX_ADDRESSES: usize = 16;

/// Addresses that were judged, whatever a name stands for by now.
#[derive(Debug)]
struct Judged(Vec<SocketAddr>);

impl Resolver for Judged {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut found = self.empty();
        self.0.iter().take(MAX_ADDRESSES).for_each(|address| found.push(*address));
        if self.0.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(found) }
    }
}

/// The bytes of a file of at most `most` bytes; nothing when the server has none there. `field` is the field of the
/// configuration that has the address.
///
/// # Errors
/// `Invalid` for an address that is not allowed or a file that is too large, `Forbidden` and `Unavailable` as the server
/// answers.
pub(crate) async fn get(
    url: &Url,
    token: Option<&SecretString>,
    outbound: Outbound,
    most: u64,
    field: &'static str,
) -> Result<Option<Vec<u8>>> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(443);
    let addresses = outbound.resolve(host, port).await.map_err(|error| match error {
        Error::AddressDenied { address, reason, .. } => Error::AddressDenied { field, address, reason },
        other => other,
    })?;
    let (place, asked, token) = (format!("{host}:{port}"), url.clone(), token.cloned());
    let answer = tokio::task::spawn_blocking(move || ask(&asked, token.as_ref(), addresses, most)).await;
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
        Err(cause) => Err(unreachable(cause.to_string())),
    }
}

/// Asks, on a thread that may wait; gives the status and the body.
fn ask(
    url: &Url,
    token: Option<&SecretString>,
    addresses: Vec<SocketAddr>,
    most: u64,
) -> Result<(u16, Vec<u8>), ureq::Error> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .timeout_global(Some(TIMEOUT))
        .timeout_connect(Some(CONNECT))
        .build();
    let agent = Agent::with_parts(config, DefaultConnector::default(), Judged(addresses));
    let mut request = agent.get(url.as_str());
    if let Some(token) = token {
        request = request.header("Authorization", format!("Bearer {}", token.expose_secret()));
    }
    let mut answer = request.call()?;
    let status = answer.status().as_u16();
    let bytes = answer.body_mut().with_config().limit(most).read_to_vec()?;
    Ok((status, bytes))
}
