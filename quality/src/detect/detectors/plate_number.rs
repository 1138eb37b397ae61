//! Licence plates of China: province, authority, and five or six signs.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::PlateNumber,
    classes: TEXT,
    names: Names {
        says: &[
            "plate",
            "plate no",
            "license plate",
            "licence plate",
            "car plate",
            "cph",
            "cphm",
            "chepai",
            "车牌",
            "号牌号码",
        ],
        hints: &["vehicle no", "car no", "vehicle", "car number", "车号"],
        denies: &["template"],
    },
    fits,
    holds: always,
    least: Least::CHECKED,
};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// What stands last on plates of trailers, learners, police, Hong Kong, Macao, consulates and airports.
const LAST: &str = "挂学警港澳领";

fn fits(value: &str) -> Fit {
    let letters: Vec<char> = value.chars().filter(|letter| !matches!(letter, '·' | ' ' | '-' | '•')).take(9).collect();
    if !(7..=8).contains(&letters.len()) || !PROVINCES.contains(letters[0]) || !is_letter(letters[1]) {
        return Fit::No;
    }
    let (last, middle) = letters[2..].split_last().expect("there are at least five");
    let is_sign = |letter: &char| letter.is_ascii_digit() || is_letter(*letter);
    let is_whole = middle.iter().all(is_sign) && (is_sign(last) || LAST.contains(*last));
    // Letters are few on real plates; all digits is usual on old ones.
    Fit::sure_if(is_whole && middle.iter().filter(|letter| is_letter(**letter)).count() <= 3)
}

/// Capitals without I and O, which look like digits.
fn is_letter(letter: char) -> bool {
    letter.is_ascii_uppercase() && !matches!(letter, 'I' | 'O')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_plates_begin_with_province_and_authority() {
        for plate in ["京A12345", "粤B·D1234", "沪AD12345", "粤Z1234港"] {
            assert_eq!(fits(plate), Fit::Sure, "{plate}");
        }
        for plate in ["A12345", "京12345", "京AI2345", "京123456", "北A12345", "京A1234"] {
            assert_eq!(fits(plate), Fit::No, "{plate}");
        }
    }
}
