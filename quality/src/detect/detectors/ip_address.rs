//! IP addresses of both versions.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::IpAddress,
    classes: TEXT,
    names: Names {
        says: &[
            "ip",
            "ip address",
            "ipaddr",
            "ipaddress",
            "ipv4",
            "ipv6",
            "remote addr",
            "peer addr",
            "client addr",
            "x forwarded for",
            "ip地址",
        ],
        hints: &["host", "addr", "address", "peer", "server", "客户端"],
        denies: &["version", "版本"],
    },
    fits,
    holds: always,
    least: Least::CHECKED,
};

fn fits(value: &str) -> Fit {
    let bare = value.split_once('/').map_or(value, |(address, _)| address);
    if let Ok(address) = bare.parse::<Ipv4Addr>() {
        // Versions have four numbers too, and small ones.
        let is_large = address.octets().iter().filter(|octet| **octet >= 32).count() >= 2;
        let is_usual = matches!(address.octets()[0], 10 | 127);
        if is_large || is_usual { Fit::Sure } else { Fit::Likely }
    } else {
        let is_long = bare.matches(':').count() >= 2;
        Fit::sure_if(is_long && bare.parse::<Ipv6Addr>().is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_addresses_are_told_from_versions() {
        assert_eq!(fits("203.0.113.77"), Fit::Sure);
        assert_eq!(fits("2001:db8::1"), Fit::Sure);
        assert_eq!(fits("1.2.3.4"), Fit::Likely);
        assert_eq!(fits("120.0.6099.109"), Fit::No);
        assert_eq!(fits("12:34:56"), Fit::No);
    }
}
