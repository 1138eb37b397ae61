//! Unified social credit codes of organisations in China: 18 signs, of which the last is a checksum (GB 32100).

use super::{
    super::{
        detector::{Detector, Fit, Least, Names, TEXT_OR_WHOLE, always},
        semantic::SemanticType,
    },
    id_card::is_province,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Uscc,
    classes: TEXT_OR_WHOLE,
    names: Names {
        says: &[
            "uscc",
            "social credit code",
            "credit code",
            "unified code",
            "tyshxydm",
            "shxydm",
            "xydm",
            "nsrsbh",
            "tax no",
            "taxpayer no",
            "信用代码",
            "信用编码",
            "纳税人识别号",
            "税号",
        ],
        hints: &["company code", "enterprise no", "org code", "机构代码", "qybm", "license no", "营业执照"],
        denies: &[],
    },
    fits,
    holds: always,
    least: Least::CHECKED,
};

/// The 31 signs of a code, each worth its place.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn fits(value: &str) -> Fit {
    Fit::sure_if(is_valid(value))
}

/// Whether authority, place and checksum of a code are right.
#[must_use]
pub fn is_valid(value: &str) -> bool {
    let letters = value.as_bytes();
    if letters.len() != 18 || !letters[2..8].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let place = u32::from(letters[2] - b'0') * 10 + u32::from(letters[3] - b'0');
    // 10 stands for the whole state.
    if !(is_province(place) || place == 10) || !b"123456789ANY".contains(&letters[0]) {
        return false;
    }
    let (mut sum, mut weight) = (0, 1);
    for letter in &letters[..17] {
        let Some(worth) = SIGNS.iter().position(|sign| sign == letter) else {
            return false;
        };
        sum += worth * weight;
        weight = weight * 3 % 31;
    }
    letters[17] == SIGNS[(31 - sum % 31) % 31]
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn d4_credit_code_needs_its_checksum() {
        assert!(is_valid("91350100M000100Y43"));
        assert!(!is_valid("91350100M000100Y44"));
        assert!(!is_valid("91350100I000100Y43"), "I is no sign of a code");
        assert!(!is_valid("9135０100M000100"));
    }
}
