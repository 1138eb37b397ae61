//! Places on earth: a latitude, a longitude, or both in one value.

use catalog::TypeClass;

use super::super::{
    detector::{Detector, Fit, Least, Names, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Coordinates,
    classes: &[TypeClass::Text, TypeClass::Decimal, TypeClass::Float, TypeClass::Geometry, TypeClass::Other],
    names: Names {
        says: &[
            "lat",
            "lng",
            "lon",
            "latitude",
            "longitude",
            "lnglat",
            "latlng",
            "coordinates",
            "coordinate",
            "gps",
            "geo point",
            "jingdu",
            "weidu",
            "经度",
            "纬度",
            "经纬度",
            "坐标",
        ],
        hints: &["jd", "wd", "location", "position", "geo", "point", "定位", "位置"],
        denies: &["template", "latency"],
    },
    fits,
    holds: always,
    least: Least { says: 0.7, hints: 0.9, silent: Some((0.95, 12)), denied: None },
};

fn fits(value: &str) -> Fit {
    let bare = value.strip_prefix("POINT").unwrap_or(value).trim().trim_matches(['(', ')', '[', ']', '{', '}']).trim();
    let parts: Vec<&str> = bare.split([',', ' ', ';']).filter(|part| !part.is_empty()).take(3).collect();
    let numbers: Vec<(f64, usize)> = parts.iter().filter_map(|part| degrees(part)).collect();
    match (parts.len(), numbers.as_slice()) {
        (1, [(number, decimals)]) if number.abs() <= 180.0 => match decimals {
            0..=2 => Fit::Loose,
            _ => Fit::Likely,
        },
        (2, [(first, first_decimals), (second, second_decimals)]) => {
            let is_on_earth =
                first.abs() <= 180.0 && second.abs() <= 180.0 && (first.abs() <= 90.0 || second.abs() <= 90.0);
            Fit::sure_if(is_on_earth && *first_decimals >= 2 && *second_decimals >= 2)
        }
        _ => Fit::No,
    }
}

/// A plain number and how many digits stand behind its point.
fn degrees(text: &str) -> Option<(f64, usize)> {
    let is_plain = text.bytes().all(|letter| letter.is_ascii_digit() || matches!(letter, b'.' | b'-' | b'+'));
    let number: f64 = text.parse().ok().filter(|_| is_plain && text.len() <= 24)?;
    Some((number, text.split_once('.').map_or(0, |(_, decimals)| decimals.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_both_degrees_in_one_value_are_unmistakable() {
        assert_eq!(fits("116.397428,39.90923"), Fit::Sure);
        assert_eq!(fits("POINT(116.397428 39.90923)"), Fit::Sure);
        assert_eq!(fits("39.90923"), Fit::Likely);
        for value in ["200.5,91.5", "1,2", "nan", "", "1.5,2.5,3.5", "181.123456"] {
            assert_eq!(fits(value), Fit::No, "{value}");
        }
    }
}
