//! Universally unique identifiers.

use catalog::TypeClass;

use super::super::{
    detector::{Detector, Fit, Least, Names, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Uuid,
    classes: &[TypeClass::Text, TypeClass::Uuid, TypeClass::Other],
    names: Names { says: &["uuid", "guid", "唯一标识"], hints: &["id", "key", "标识"], denies: &[] },
    fits,
    holds: always,
    least: Least::CHECKED,
};

/// The hyphens make it sure; 32 signs without them may be any digest.
fn fits(value: &str) -> Fit {
    let bare = value.trim_matches(['{', '}']);
    let is_hex = |text: &str| text.bytes().all(|letter| letter.is_ascii_hexdigit());
    if bare.len() == 36 {
        let parts: Vec<&str> = bare.split('-').take(6).collect();
        return Fit::sure_if(
            parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(|part| is_hex(part)),
        );
    }
    if bare.len() == 32 && is_hex(bare) { Fit::Loose } else { Fit::No }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_digests_are_no_identifiers_unless_they_say_so() {
        assert_eq!(fits("018f6f3e-7c1a-7b2e-9d4f-0123456789ab"), Fit::Sure);
        assert_eq!(fits("{018F6F3E-7C1A-7B2E-9D4F-0123456789AB}"), Fit::Sure);
        assert_eq!(fits("d41d8cd98f00b204e9800998ecf8427e"), Fit::Loose);
        assert_eq!(fits("018f6f3e-7c1a-7b2e-9d4f-0123456789ag"), Fit::No);
    }
}
