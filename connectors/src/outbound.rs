//! Where connections may go: the guard against using us to reach what only our machine can reach.
//!
//! A host name is resolved once, every address it stands for is judged, and the connection goes to an address that was
//! judged, so that a name which changes its mind between the two gains nothing. Link-local and cloud-metadata addresses
//! are never allowed. Private and loopback addresses are allowed by default, because that is where databases live; an
//! installation whose users are not trusted with its network switches them off.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use crate::error::{Error, Result};

/// Which addresses connections may go to.
#[derive(Debug, Clone, Copy)]
pub struct Outbound {
    /// Whether private and loopback addresses, and files of this machine, may be read.
    pub allow_private: bool,
    /// Who says which addresses a name stands for.
    pub names: Names,
}

impl Default for Outbound {
    fn default() -> Self {
        Self::new(true)
    }
}

/// Who says which addresses a name stands for.
#[derive(Clone, Copy, Default)]
pub enum Names {
    /// The operating system.
    #[default]
    System,
    /// Somebody else, who answers at once, and may answer otherwise the next time.
    Told(&'static (dyn Fn(&str) -> Vec<IpAddr> + Send + Sync)),
}

impl fmt::Debug for Names {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::System => "System",
            Self::Told(_) => "Told",
        })
    }
}

impl Names {
    async fn addresses(self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        match self {
            Self::System => Ok(tokio::net::lookup_host((host, port)).await?.collect()),
            Self::Told(tell) => Ok(tell(host).into_iter().map(|address| SocketAddr::new(address, port)).collect()),
        }
    }
}

/// Cloud metadata services outside the link-local range (Alibaba Cloud; AWS over IPv6).
const METADATA: [IpAddr; 2] =
    [IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)), IpAddr::V6(Ipv6Addr::new(0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254))];

impl Outbound {
    /// With the names of the operating system.
    #[must_use]
    pub const fn new(allow_private: bool) -> Self {
        Self { allow_private, names: Names::System }
    }

    /// Resolves a host once and gives the addresses to connect to.
    ///
    /// # Errors
    /// [`Error::AddressDenied`] when any address it stands for is forbidden; [`Error::Unreachable`] when it stands for
    /// none.
    pub async fn resolve(self, host: &str, port: u16) -> Result<Vec<SocketAddr>> {
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
        let address = format!("{host}:{port}");
        let found = self
            .names
            .addresses(bare, port)
            .await
            .map_err(|cause| Error::Unreachable { address: address.clone(), reason: cause.to_string() })?;
        let mut addresses: Vec<SocketAddr> = Vec::new();
        for candidate in found {
            if let Some(reason) = self.objection(candidate.ip()) {
                return Err(Error::AddressDenied { field: "host", address, reason: reason.to_owned() });
            }
            if !addresses.contains(&candidate) {
                addresses.push(candidate);
            }
        }
        if addresses.is_empty() {
            return Err(Error::Unreachable { address, reason: "the name stands for no address".to_owned() });
        }
        Ok(addresses)
    }

    /// Why this address is forbidden, if it is.
    #[must_use]
    pub fn objection(self, address: IpAddr) -> Option<&'static str> {
        let address = unwrapped(address);
        if METADATA.contains(&address) || is_link_local(address) {
            return Some("link-local and metadata addresses are never allowed");
        }
        if address.is_multicast() || is_broadcast(address) {
            return Some("it names no single machine");
        }
        (!self.allow_private && is_private(address))
            .then_some("private and loopback addresses are switched off by the configuration of this installation")
    }
}

/// The IPv4 address inside an IPv6 one that only carries it (mapped, compatible, NAT64, 6to4), else the address itself.
fn unwrapped(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    let segments = v6.segments();
    let last = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => last(high, low),
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => last(high, low),
        [0x2002, high, low, ..] => last(high, low),
        _ => address,
    }
}

fn is_link_local(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    }
}

fn is_broadcast(address: IpAddr) -> bool {
    matches!(address, IpAddr::V4(v4) if v4.is_broadcast())
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            // 100.64.0.0/10 is the carrier's private range, 198.18.0.0/15 is for benchmarks, 0.0.0.0/8 means this machine.
            v4.is_private()
                || v4.is_loopback()
                || a == 0
                || (a == 100 && b & 0xc0 == 64)
                || (a == 198 && b & 0xfe == 18)
                || a >= 240
        }
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unspecified() || v6.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use catalog::{ErrorKind, Fault};

    use super::*;

    const OPEN: Outbound = Outbound::new(true);
    const STRICT: Outbound = Outbound::new(false);

    fn denied(policy: Outbound, address: &str) -> bool {
        policy.objection(address.parse().unwrap()).is_some()
    }

    #[test]
    fn metadata_and_link_local_are_never_allowed_in_any_spelling() {
        for address in [
            "169.254.169.254",
            "169.254.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "fe80::1",
            "fd00:ec2::254",
            "100.100.100.200",
            "224.0.0.1",
            "255.255.255.255",
        ] {
            assert!(denied(OPEN, address), "{address}");
        }
    }

    #[test]
    fn private_addresses_follow_the_switch() {
        for address in [
            "10.0.0.1",
            "172.16.3.4",
            "192.168.1.1",
            "127.0.0.1",
            "0.0.0.0",
            "100.64.0.1",
            "::1",
            "::",
            "fc00::1",
            "::ffff:127.0.0.1",
        ] {
            assert!(!denied(OPEN, address), "{address}");
            assert!(denied(STRICT, address), "{address}");
        }
        assert!(!denied(STRICT, "93.184.216.34"));
        assert!(!denied(STRICT, "2606:2800:220:1:248:1893:25c8:1946"));
    }

    #[tokio::test]
    async fn host_in_every_numeric_spelling_is_judged_after_resolution() {
        for host in ["169.254.169.254", "[::ffff:169.254.169.254]", "2852039166", "0xa9fea9fe"] {
            let error = OPEN.resolve(host, 5432).await.unwrap_err();
            // Whether the resolver takes the exotic spellings differs; none of them may connect.
            assert!(matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Unavailable), "{host}: {error}");
        }
        let error = STRICT.resolve("localhost", 5432).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("host")));
    }

    #[tokio::test]
    async fn threat_18_name_with_one_forbidden_address_among_good_ones_is_refused() {
        let both = |_: &str| vec!["93.184.216.34".parse().unwrap(), "127.0.0.1".parse().unwrap()];
        let names = Names::Told(Box::leak(Box::new(both)));
        let error = Outbound { names, ..STRICT }.resolve("both.example", 443).await.unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("host")));
        assert_eq!(Outbound { names, ..OPEN }.resolve("both.example", 443).await.unwrap().len(), 2);
    }
}
