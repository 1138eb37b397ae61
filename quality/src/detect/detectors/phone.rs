//! Fixed lines of China, and numbers of other countries as people write them.

use super::{
    super::{
        detector::{Detector, Fit, Least, Names, TEXT, always},
        semantic::SemanticType,
    },
    mobile::is_mobile,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Phone,
    classes: TEXT,
    names: Names {
        says: &[
            "phone",
            "telephone",
            "tel",
            "landline",
            "fax",
            "phone number",
            "contact number",
            "gddh",
            "zjdh",
            "bgdh",
            "lxdh",
            "zuoji",
            "dianhua",
            "chuanzhen",
            "电话",
            "座机",
            "传真",
            "固话",
            "联系方式",
        ],
        hints: &["dh", "contact", "contact no", "hotline", "热线"],
        denies: &["phone call"],
    },
    fits,
    holds: always,
    least: Least::FORMED,
};

fn fits(value: &str) -> Fit {
    if is_landline(value) {
        if value.contains(['-', '(']) { Fit::Sure } else { Fit::Likely }
    } else if is_abroad(value) {
        Fit::Sure
    } else if is_mobile(value) {
        // A column of phones has both; one of mobile numbers alone is for the other detector.
        Fit::Loose
    } else {
        Fit::No
    }
}

/// `010-12345678`, `(0755)1234567`, `02112345678-801`.
fn is_landline(value: &str) -> bool {
    let bare = value.strip_prefix("+86").or_else(|| value.strip_prefix("86-")).unwrap_or(value).trim_start();
    let bare =
        if bare.len() < value.len() && !bare.starts_with(['0', '(']) { format!("0{bare}") } else { bare.to_owned() };
    let mut parts: Vec<String> =
        bare.split(['-', '(', ')', ' ', '转', '#']).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let all_digits = parts.iter().all(|part| part.bytes().all(|letter| letter.is_ascii_digit()));
    if parts.is_empty() || parts.len() > 3 || bare.len() > 24 || !all_digits {
        return false;
    }
    if parts[0].len() > 4 {
        let Some(length) = area_length(&parts[0]) else {
            return false;
        };
        let rest = parts[0].split_off(length);
        parts.insert(1, rest);
    }
    let area_is_real = area_length(&parts[0]) == Some(parts[0].len());
    let is_local = parts
        .get(1)
        .is_some_and(|local| (7..=8).contains(&local.len()) && (b'2'..=b'8').contains(&local.as_bytes()[0]));
    let is_extension = parts.get(2).is_none_or(|extension| extension.len() <= 6);
    area_is_real && is_local && is_extension && parts.len() <= 3
}

/// How long the area code at the beginning is, where it is one.
fn area_length(digits: &str) -> Option<usize> {
    let three = digits.get(..3)?;
    if matches!(three, "010" | "020" | "021" | "022" | "023" | "024" | "025" | "027" | "028" | "029") {
        return Some(3);
    }
    let code: u32 = digits.get(..4)?.parse().ok()?;
    matches!(
        code,
        310..=319 | 335 | 349..=359 | 370..=379 | 391..=398 | 410..=419 | 421 | 427 | 429 | 431..=439 | 451..=459 | 464
            | 467..=479 | 482 | 483 | 510..=519 | 523 | 527 | 530..=539 | 543 | 546 | 550..=566 | 570..=580 | 591..=599
            | 631..=635 | 660 | 662 | 663 | 668 | 691 | 692 | 701 | 710..=719 | 722 | 724 | 728 | 730..=739 | 743..=746
            | 750..=779 | 790..=799 | 812..=839 | 851..=859 | 870..=898 | 901..=919 | 930..=943 | 951..=955 | 970..=979
            | 990..=999
    )
    .then_some(4)
}

/// `+1 415 555 0100`, `(415) 555-0100`, `415-555-0100`.
fn is_abroad(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let is_clean = value.len() <= 24
        && value
            .bytes()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, b'+' | b'-' | b' ' | b'(' | b')' | b'.'));
    if !is_clean {
        return false;
    }
    if let Some(rest) = value.strip_prefix('+') {
        return !rest.starts_with("86")
            && (8..=15).contains(&digits)
            && rest.starts_with(|letter: char| ('1'..='9').contains(&letter));
    }
    let groups: Vec<&str> = value.split(['-', ' ', '(', ')', '.']).filter(|group| !group.is_empty()).collect();
    let is_american = groups.iter().map(|group| group.len()).eq([3, 3, 4]);
    is_american && groups[..2].iter().all(|group| (b'2'..=b'9').contains(&group.as_bytes()[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_fixed_lines_have_an_area() {
        for number in ["010-62345678", "(0755)26543210", "02187654321", "0571-87654321-801", "+86 10 62345678"] {
            assert!(is_landline(number), "{number}");
        }
        for number in ["0100-1234567", "010-123", "2024-12345678", "01-2345678", "", "--", "0999999999999999"] {
            assert!(!is_landline(number), "{number}");
        }
    }

    #[test]
    fn d4_numbers_abroad_are_written_as_such() {
        for number in ["+1 415-555-0100", "(415) 555-0100", "+44 20 7946 0000"] {
            assert!(is_abroad(number), "{number}");
        }
        for number in ["123-45-6789", "155-555-0100", "2024-01-01", "+", "12345678", "+86 13812345678"] {
            assert!(!is_abroad(number), "{number}");
        }
    }
}
