//! Resident identity card numbers of China: six digits of the place, the day of birth, three of a sequence, a checksum (GB 11643).

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT_OR_WHOLE, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::IdCard,
    classes: TEXT_OR_WHOLE,
    names: Names {
        says: &[
            "id card",
            "idcard",
            "id card no",
            "identity card",
            "identity no",
            "identity number",
            "citizen id",
            "national id",
            "idno",
            "id no",
            "id number",
            "sfz",
            "sfzh",
            "sfzhm",
            "sfzjh",
            "zjhm",
            "zjh",
            "shenfenzheng",
            "gmsfhm",
            "gmsfzh",
            "certificate number",
            "cert no",
            "certno",
            "身份证",
            "证件号",
            "公民身份",
            "身份号码",
        ],
        hints: &["identity", "certificate", "cert", "证件"],
        denies: &["card type", "ssl certificate"],
    },
    fits,
    holds: always,
    least: Least::CHECKED,
};

fn fits(value: &str) -> Fit {
    Fit::sure_if(is_valid(value))
}

/// Whether place, day of birth and checksum of an 18-digit number are right.
#[must_use]
pub fn is_valid(value: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let letters = value.as_bytes();
    if letters.len() != 18 || !letters[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number =
        |from: usize, to: usize| letters[from..to].iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let sum: u32 = letters.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    is_province(number(0, 2))
        && is_day(number(6, 10), number(10, 12), number(12, 14))
        && letters[17].to_ascii_uppercase() == CHECKS[(sum % 11) as usize]
}

/// Whether a province begins with these two digits (GB/T 2260).
pub(super) fn is_province(code: u32) -> bool {
    matches!(code, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83)
}

/// Whether there was or may be such a day in the life of somebody who is registered.
pub(super) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let is_known = (1850..2100).contains(&year);
    is_known && i32::try_from(year).is_ok_and(|year| chrono::NaiveDate::from_ymd_opt(year, month, day).is_some())
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn d4_checksum_place_and_day_have_to_be_right() {
        // The example of the standard, and one whose checksum is ten.
        assert!(is_valid("11010519491231002X"));
        assert!(is_valid("11010519491231002x"));
        assert!(is_valid("440524188001010014"));
        assert!(!is_valid("110105194912310021"), "checksum");
        assert!(!is_valid("110105194913310020"), "month");
        assert!(!is_valid("991105194912310027"), "place");
        assert!(!is_valid("1101051949123100２X"), "no ASCII digit");
        assert!(!is_valid(""));
    }
}
