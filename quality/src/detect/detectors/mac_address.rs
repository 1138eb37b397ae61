//! Hardware addresses: six octets.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::MacAddress,
    classes: TEXT,
    names: Names {
        says: &["mac", "mac address", "macaddr", "macaddress", "bssid", "eth addr", "wifi mac", "mac地址", "物理地址"],
        hints: &["device", "hardware", "设备"],
        denies: &[],
    },
    fits,
    holds: always,
    least: Least::CHECKED,
};

fn fits(value: &str) -> Fit {
    let is_hex = |text: &str| text.bytes().all(|letter| letter.is_ascii_hexdigit());
    for separator in [':', '-'] {
        let parts: Vec<&str> = value.split(separator).take(7).collect();
        if parts.len() == 6 {
            return Fit::sure_if(parts.iter().all(|part| part.len() == 2 && is_hex(part)));
        }
    }
    let dotted = value.len() == 14 && value.split('.').map(str::len).eq([4, 4, 4]) && is_hex(&value.replace('.', ""));
    if dotted {
        Fit::Sure
    } else if value.len() == 12 && is_hex(value) {
        Fit::Loose
    } else {
        Fit::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_hardware_addresses_have_six_octets() {
        assert_eq!(fits("00:1a:2B:3c:4d:5e"), Fit::Sure);
        assert_eq!(fits("00-1a-2b-3c-4d-5e"), Fit::Sure);
        assert_eq!(fits("001a2b3c4d5e"), Fit::Loose);
        assert_eq!(fits("00:1a:2b:3c:4d"), Fit::No);
        assert_eq!(fits("12:30:45:00:00:0g"), Fit::No);
    }
}
