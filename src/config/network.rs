//! Networks, and which of them proxies of ours are in.

use std::{net::IpAddr, str::FromStr};

/// A network, or one address: those that begin with the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Whether an address is in it.
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => (own.to_bits() ^ other.to_bits()).leading_zeros() >= self.bits,
            (IpAddr::V6(own), IpAddr::V6(other)) => (own.to_bits() ^ other.to_bits()).leading_zeros() >= self.bits,
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = ();

    /// Reads `10.0.0.7` or `10.0.0.0/8`. A network of all addresses is none: everybody would be a proxy.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(drop)?;
        let address = address.to_canonical();
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(drop)?;
        if (1..=most).contains(&bits) { Ok(Self { address, bits }) } else { Err(()) }
    }
}

/// The proxies that may say for whom they ask; nobody, unless the configuration says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(pub Vec<Network>);

impl TrustedProxies {
    /// The address of the client behind `connection`, when each proxy on the way put the address that it was asked from
    /// at the end of the list. Read from the end, and only as far as those who wrote it are trusted: what is before may
    /// be anybody's invention.
    #[must_use]
    pub fn client(&self, connection: IpAddr, forwarded_for: &[&str]) -> IpAddr {
        let mut address = connection.to_canonical();
        let mut said = forwarded_for.iter().rev().flat_map(|line| line.rsplit(','));
        while self.0.iter().any(|network| network.contains(address)) {
            let Some(before) = said.next().and_then(|text| hop(text.trim())) else { break };
            address = before;
        }
        address
    }
}

/// An address as proxies write it, with a port or without.
fn hop(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(address, _)| address);
    let address: Option<IpAddr> = bare.unwrap_or(text).parse().ok();
    let with_port = || text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip());
    address.or_else(with_port).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(list: &[&str]) -> TrustedProxies {
        TrustedProxies(list.iter().map(|text| text.parse().unwrap()).collect())
    }

    fn client(proxies: &TrustedProxies, connection: &str, forwarded_for: &[&str]) -> String {
        proxies.client(connection.parse().unwrap(), forwarded_for).to_string()
    }

    #[test]
    fn network_has_the_addresses_with_its_first_bits() {
        let network: Network = "10.1.0.0/15".parse().unwrap();
        for (address, is_in) in
            [("10.0.0.1", true), ("10.1.255.255", true), ("::ffff:10.0.0.1", true), ("10.2.0.0", false), ("::1", false)]
        {
            assert_eq!(network.contains(address.parse().unwrap()), is_in, "{address}");
        }
        assert!("2001:db8::/32".parse::<Network>().unwrap().contains("2001:db8:ffff::1".parse().unwrap()));
        for wrong in ["", "10.0.0.0/33", "0.0.0.0/0", "::/0", "10.0.0.0/-1", "10.0.0/8", "host"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn threat_03_only_a_trusted_proxy_says_for_whom_it_asks() {
        let nobody = proxies(&[]);
        assert_eq!(client(&nobody, "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        let ours = proxies(&["10.0.0.0/8", "::1"]);
        assert_eq!(client(&ours, "203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client(&ours, "10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client(&ours, "::1", &["198.51.100.1:4711"]), "198.51.100.1");
        assert_eq!(client(&ours, "::1", &["[2001:db8::1]:4711"]), "2001:db8::1");
        // Two proxies of ours; what the client wrote itself stands before its address and counts for nothing.
        assert_eq!(client(&ours, "10.0.0.1", &["1.1.1.1, 198.51.100.1, 10.0.0.2"]), "198.51.100.1");
        assert_eq!(client(&ours, "10.0.0.1", &["1.1.1.1", "198.51.100.1", "10.0.0.2"]), "198.51.100.1");
        assert_eq!(client(&ours, "10.0.0.1", &["1.1.1.1, nonsense, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(client(&ours, "10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(client(&ours, "10.0.0.1", &[",,,"]), "10.0.0.1");
    }
}
