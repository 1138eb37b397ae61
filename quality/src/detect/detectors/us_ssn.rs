//! Social security numbers of the United States: three, two and four digits, none of them all zeros.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT_OR_WHOLE, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::UsSsn,
    classes: TEXT_OR_WHOLE,
    names: Names {
        says: &["ssn", "social security", "social security number", "socialsecurity"],
        hints: &["tax id", "tin"],
        denies: &[],
    },
    fits,
    holds: always,
    least: Least::FORMED,
};

fn fits(value: &str) -> Fit {
    let parts: Vec<&str> = value.split('-').take(4).collect();
    let is_parted = parts.iter().map(|part| part.len()).eq([3, 2, 4]);
    let digits = parts.concat();
    if digits.len() != 9 || !(is_parted || parts.len() == 1) || !digits.bytes().all(|letter| letter.is_ascii_digit()) {
        return Fit::No;
    }
    let is_given = !matches!(&digits[..3], "000" | "666")
        && &digits[..1] != "9"
        && &digits[3..5] != "00"
        && &digits[5..] != "0000";
    match (is_given, is_parted) {
        (false, _) => Fit::No,
        (true, true) => Fit::Sure,
        (true, false) => Fit::Loose,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_ssn_has_no_group_of_zeros() {
        assert_eq!(fits("123-45-6789"), Fit::Sure);
        assert_eq!(fits("123456789"), Fit::Loose);
        for value in
            ["000-45-6789", "666-45-6789", "900-45-6789", "123-00-6789", "123-45-0000", "12-345-6789", "１23456789"]
        {
            assert_eq!(fits(value), Fit::No, "{value}");
        }
    }
}
