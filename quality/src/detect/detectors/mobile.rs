//! Mobile phone numbers of China: eleven digits with a prefix that an operator has.

use std::collections::HashSet;

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT_OR_WHOLE},
    sample::Sample,
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Mobile,
    classes: TEXT_OR_WHOLE,
    names: Names {
        says: &[
            "mobile",
            "mobile phone",
            "phone",
            "phone number",
            "phone num",
            "phone no",
            "cell",
            "cell phone",
            "cellphone",
            "msisdn",
            "telephone",
            "tel",
            "tel no",
            "sjh",
            "sjhm",
            "yddh",
            "lxdh",
            "lxfs",
            "shouji",
            "shoujihao",
            "dianhua",
            "handphone",
            "手机",
            "移动电话",
            "联系电话",
            "联系方式",
            "电话",
        ],
        hints: &["dh", "sj", "contact", "contact no", "msn", "whatsapp"],
        denies: &["mobile operator", "phone call", "手机品牌", "手机型号"],
    },
    fits,
    holds: are_scattered,
    least: Least::FORMED,
};

fn fits(value: &str) -> Fit {
    Fit::sure_if(is_mobile(value))
}

/// Whether it is a mobile number, with or without the country's code and with blanks or hyphens between its three groups.
pub(super) fn is_mobile(value: &str) -> bool {
    let bare = value.strip_prefix("+86").or_else(|| value.strip_prefix("0086")).unwrap_or(value);
    let bare = bare.trim_start_matches([' ', '-']);
    let digits = match bare.len() {
        11 => bare.to_owned(),
        13 if bare.starts_with("86") && bare.bytes().all(|letter| letter.is_ascii_digit()) => bare[2..].to_owned(),
        13 => {
            let groups: Vec<&str> = bare.split([' ', '-']).collect();
            if groups.iter().map(|group| group.len()).ne([3, 4, 4]) {
                return false;
            }
            groups.concat()
        }
        _ => return false,
    };
    digits.bytes().all(|letter| letter.is_ascii_digit())
        && digits.parse().is_ok_and(|number: u64| is_given(number / 100_000_000))
}

/// Whether operators have numbers that begin like this.
fn is_given(prefix: u64) -> bool {
    matches!(prefix, 130..=139 | 141 | 145..=153 | 155..=159 | 162 | 165..=167 | 170..=178 | 180..=193 | 195..=199)
}

/// Numbers of people come from many operators; those of orders that happen to begin with 13 stand in a row.
fn are_scattered(sample: &Sample<'_>) -> bool {
    let mut prefixes = HashSet::new();
    let mut seen = 0;
    for value in sample.distinct().filter(|value| is_mobile(value)) {
        let digits: String = value.chars().filter(char::is_ascii_digit).collect();
        prefixes.insert(digits[digits.len() - 11..digits.len() - 8].to_owned());
        seen += 1;
    }
    seen < 8 || prefixes.len() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_mobile_numbers_have_an_operators_prefix() {
        for number in
            ["13812345678", "+8613812345678", "+86 138-1234-5678", "8613812345678", "138 1234 5678", "0086-19912345678"]
        {
            assert!(is_mobile(number), "{number}");
        }
        for number in ["12012345678", "1381234567", "138****5678", "154-1234-5678", "1612345678901", "", "138123456789"]
        {
            assert!(!is_mobile(number), "{number}");
        }
    }

    #[test]
    fn d4_numbers_in_a_row_are_no_phones() {
        let orders: Vec<String> = (0..50).map(|number| (13_800_000_000_u64 + number).to_string()).collect();
        let orders: Vec<&str> = orders.iter().map(String::as_str).collect();
        assert!(!are_scattered(&Sample::of(&orders)));
    }
}
