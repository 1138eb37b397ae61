//! Passport numbers. They carry no checksum, so the column has to say so.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Passport,
    classes: TEXT,
    names: Names {
        says: &["passport", "passport no", "huzhao", "hzh", "hzhm", "护照"],
        hints: &["证件号", "travel document"],
        denies: &[],
    },
    fits,
    holds: always,
    least: Least::NAMED,
};

fn fits(value: &str) -> Fit {
    let letters = value.as_bytes();
    let digits = |from: usize| letters[from..].iter().all(u8::is_ascii_digit);
    if letters.len() != 9 || !value.is_ascii() {
        // Other countries: a letter or two and six to eight digits.
        let head = letters.iter().take_while(|letter| letter.is_ascii_uppercase()).count();
        let is_abroad = (1..=2).contains(&head) && (7..=10).contains(&letters.len()) && digits(head);
        return if is_abroad { Fit::Loose } else { Fit::No };
    }
    let is_chinese = (b"EGDSPH".contains(&letters[0]) && digits(1))
        || (letters[0] == b'E' && letters[1].is_ascii_uppercase() && !b"IO".contains(&letters[1]) && digits(2));
    if is_chinese {
        Fit::Likely
    } else if letters[0].is_ascii_alphanumeric() && digits(1) {
        Fit::Loose
    } else {
        Fit::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_passports_of_china_have_nine_signs() {
        assert_eq!(fits("E12345678"), Fit::Likely);
        assert_eq!(fits("EA1234567"), Fit::Likely);
        assert_eq!(fits("C01X00T47"), Fit::No);
        assert_eq!(fits("123456789"), Fit::Loose);
        assert_eq!(fits("护照护照护"), Fit::No);
    }
}
