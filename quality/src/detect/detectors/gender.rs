//! Genders, as words, letters or the codes of GB/T 2261.

use catalog::TypeClass;

use super::super::{
    detector::{Detector, Fit, Least, Names},
    sample::Sample,
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Gender,
    classes: &[TypeClass::Text, TypeClass::Enumeration, TypeClass::Integer, TypeClass::Boolean, TypeClass::Other],
    names: Names { says: &["gender", "sex", "xingbie", "sex code", "性别"], hints: &["xb"], denies: &[] },
    fits,
    holds: are_few,
    least: Least { says: 0.8, hints: 0.9, silent: Some((0.9, 2)), denied: None },
};

fn fits(value: &str) -> Fit {
    match value {
        "男" | "女" | "男性" | "女性" => Fit::Sure,
        "M" | "F" | "m" | "f" => Fit::Likely,
        "0" | "1" | "2" | "3" | "9" | "true" | "false" | "U" | "X" | "O" => Fit::Loose,
        _ => match value.to_ascii_lowercase().as_str() {
            "male" | "female" => Fit::Sure,
            "man" | "woman" | "other" | "diverse" | "nonbinary" | "non-binary" => Fit::Loose,
            _ => Fit::No,
        },
    }
}

/// There are not many genders on record.
fn are_few(sample: &Sample<'_>) -> bool {
    sample.distinct().take(9).count() <= 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_codes_of_gender_need_a_name() {
        assert_eq!(fits("男"), Fit::Sure);
        assert_eq!(fits("Female"), Fit::Sure);
        assert_eq!(fits("M"), Fit::Likely);
        assert_eq!(fits("1"), Fit::Loose);
        assert_eq!(fits("Y"), Fit::No);
    }
}
