//! Calls of other services, within the rules for addresses: the host is resolved and judged once, the connection goes to
//! an address that was judged, redirects are not followed, and time and size of the answer are bounded.

use std::{io::Read as _, net::SocketAddr, time::Duration};

use ureq::{
    Agent,
    http::{Request, Response},
    tls::{PemItem, RootCerts, TlsConfig, parse_pem},
    unversioned::transport::DefaultConnector,
};

use crate::{
    error::{Error, Result},
    outbound::Outbound,
    web::Judged,
};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

/// What a call may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most bytes of the answer.
    pub most_bytes: u64,
    /// The longest it may take.
    pub patience: Duration,
    /// What becomes of a longer answer.
    pub longer: Longer,
}

/// What becomes of an answer that is longer than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Longer {
    /// It counts as none.
    Refused,
    /// Its beginning counts, and the rest is not read.
    Cut,
}

/// Sends a request to another service, whatever its method, and gives its answer, whatever its status. `authorities` are
/// certificates to trust instead of the usual ones, as PEM.
///
/// # Errors
/// `Invalid` for an address that is not allowed; `Unavailable` when it cannot be reached or answers too much.
pub async fn exchange(
    request: Request<Vec<u8>>,
    outbound: Outbound,
    limits: Limits,
    authorities: Option<&[u8]>,
) -> Result<Response<Vec<u8>>> {
    let uri = request.uri();
    let host = uri.host().unwrap_or_default();
    let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
    let place = format!("{host}:{port}");
    let unreachable = |reason: String| Error::Unreachable { address: place.clone(), reason };
    let resolved = tokio::time::timeout(limits.patience, outbound.resolve(host, port)).await;
    let addresses = resolved.map_err(|_| unreachable("its name is not resolved in time".into()))??;
    let roots = authorities.map(roots);
    let answer = tokio::task::spawn_blocking(move || call(request, addresses, limits, roots)).await;
    answer.map_err(|cause| unreachable(cause.to_string()))?.map_err(|cause| unreachable(cause.to_string()))
}

fn roots(pem: &[u8]) -> RootCerts {
    let certificates: Vec<_> = parse_pem(pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    RootCerts::new_with_certs(&certificates)
}

/// Sends, on a thread that may wait.
fn call(
    request: Request<Vec<u8>>,
    addresses: Vec<SocketAddr>,
    limits: Limits,
    roots: Option<RootCerts>,
) -> Result<Response<Vec<u8>>, ureq::Error> {
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .timeout_global(Some(limits.patience))
        .timeout_connect(Some(CONNECT.min(limits.patience)));
    if let Some(roots) = roots {
        config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
    }
    let agent = Agent::with_parts(config.build(), DefaultConnector::default(), Judged(addresses));
    let is_empty = request.body().is_empty();
    let (head, body) = request.into_parts();
    let answer = if is_empty {
        agent.run(Request::from_parts(head, ()))?
    } else {
        agent.run(Request::from_parts(head, body))?
    };
    let (head, mut body) = answer.into_parts();
    let bytes = match limits.longer {
        Longer::Refused => body.with_config().limit(limits.most_bytes).read_to_vec()?,
        Longer::Cut => {
            let mut bytes = Vec::new();
            // What came counts, even where the other side breaks off behind its status.
            let _read = body.into_reader().take(limits.most_bytes).read_to_end(&mut bytes);
            bytes
        }
    };
    Ok(Response::from_parts(head, bytes))
}
