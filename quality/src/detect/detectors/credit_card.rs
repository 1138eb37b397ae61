//! Card numbers of the international networks: a known prefix, its length, and Luhn.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT_OR_WHOLE, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::CreditCard,
    classes: TEXT_OR_WHOLE,
    names: Names {
        says: &[
            "credit card",
            "creditcard",
            "cc number",
            "cc num",
            "cc no",
            "ccnum",
            "card number",
            "cardnum",
            "payment card",
            "pan",
            "xykh",
            "xyk",
            "信用卡",
            "贷记卡",
        ],
        hints: &["card no", "cardno", "card", "卡号", "银行卡"],
        denies: &["card type", "id card", "gift card", "sim card"],
    },
    fits,
    holds: always,
    least: Least::CHECKED,
};

fn fits(value: &str) -> Fit {
    Fit::sure_if(is_valid(value))
}

/// Whether it is a card number of Visa, Mastercard, American Express, Discover, JCB or Diners Club.
#[must_use]
pub fn is_valid(value: &str) -> bool {
    let Some(digits) = digits_of(value) else {
        return false;
    };
    let head = |length: usize| digits.get(..length).and_then(|head| head.parse::<u32>().ok()).unwrap_or_default();
    let is_known = match digits.len() {
        13 => head(1) == 4,
        14 => matches!(head(3), 300..=305) || matches!(head(2), 36 | 38 | 39),
        15 => matches!(head(2), 34 | 37),
        16 => {
            head(1) == 4
                || matches!(head(2), 51..=55 | 65)
                || matches!(head(4), 2221..=2720 | 3528..=3589 | 6011)
                || matches!(head(3), 644..=649)
        }
        19 => head(1) == 4,
        _ => false,
    };
    is_known && passes_luhn(&digits)
}

/// The digits of a number that is written with blanks or hyphens between groups, or none; nothing when there is more.
pub(super) fn digits_of(value: &str) -> Option<String> {
    let is_one = |letter: u8| letter.is_ascii_digit();
    let letters = value.as_bytes();
    if letters.len() > 23
        || !letters.first().copied().is_some_and(is_one)
        || !letters.last().copied().is_some_and(is_one)
    {
        return None;
    }
    let parts: Vec<&str> = value.split([' ', '-']).collect();
    let are_groups = parts.len() == 1 || parts.iter().all(|part| (3..=7).contains(&part.len()));
    let are_digits = parts.iter().all(|part| part.bytes().all(is_one));
    (are_groups && are_digits).then(|| parts.concat())
}

/// Whether the last digit is the check digit of the others.
pub(super) fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let doubled = u32::from(digit - b'0') * if place % 2 == 1 { 2 } else { 1 };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    // Only zeros pass as well, and nobody has that card.
    sum > 0 && sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn d4_card_needs_network_length_and_luhn() {
        for number in
            ["4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005", "3530111333300000"]
        {
            assert!(is_valid(number), "{number}");
        }
        for number in
            ["4111111111111112", "1234567812345670", "41111111111111111111111111", "4111 1111", "", "0000000000000000"]
        {
            assert!(!is_valid(number), "{number}");
        }
    }
}
