//! Which addresses webhooks may have.

use std::net::IpAddr;

use connectors::Outbound;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::error::{Error, Result};

/// The most bytes of an address.
const MOST_URL: usize = 2_000;

/// An address that may be told; what it stands for is judged once more whenever something is sent.
pub(super) fn check(text: &SecretString, outbound: Outbound) -> Result<Url> {
    let text = text.expose_secret().trim();
    let wrong = |problem: &str| Error::invalid("url", problem);
    if text.len() > MOST_URL {
        return Err(wrong("has more than 2000 bytes"));
    }
    // The address itself may be a secret, so no message repeats it.
    let url: Url = text.parse().map_err(|_| wrong("is not an address; write https://HOST/PATH"))?;
    let may_be_http = outbound.allow_private;
    if url.scheme() != "https" && !(url.scheme() == "http" && may_be_http) {
        return Err(wrong("has to begin with https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("may not name a user; put nothing before the host"));
    }
    if url.fragment().is_some() {
        return Err(wrong("may not have a part behind #"));
    }
    let literal = match url.host() {
        Some(url::Host::Ipv4(address)) => Some(IpAddr::V4(address)),
        Some(url::Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        Some(url::Host::Domain(_)) => None,
        None => return Err(wrong("names no host")),
    };
    match literal.and_then(|address| outbound.objection(address)) {
        Some(reason) => Err(wrong(&format!("is at an address that is not allowed: {reason}"))),
        None => Ok(url),
    }
}
