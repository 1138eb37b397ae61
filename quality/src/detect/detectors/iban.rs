//! International bank account numbers: country, two check digits (modulo 97), and the length of that country (ISO 13616).

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Iban,
    classes: TEXT,
    names: Names { says: &["iban"], hints: &["bank account", "account no", "account number", "account"], denies: &[] },
    fits,
    holds: always,
    least: Least::CHECKED,
};

/// How long the numbers of a country are.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NL", 18),
    ("NO", 15),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("SA", 24),
    ("SC", 31),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
];

fn fits(value: &str) -> Fit {
    Fit::sure_if(is_valid(value))
}

/// Whether country, length and check digits are right, with or without blanks between groups.
#[must_use]
pub fn is_valid(value: &str) -> bool {
    if value.len() > 48 || !value.is_ascii() {
        return false;
    }
    let number: String =
        value.chars().filter(|letter| *letter != ' ').map(|letter| letter.to_ascii_uppercase()).collect();
    let Some(country) = number.get(..2) else {
        return false;
    };
    let is_long_enough = LENGTHS.iter().any(|(known, length)| *known == country && number.len() == *length);
    is_long_enough && remainder(&number) == Some(1)
}

/// The number with its first four signs at the end, letters as 10 to 35, modulo 97.
fn remainder(number: &str) -> Option<u32> {
    number.bytes().cycle().skip(4).take(number.len()).try_fold(0, |rest, letter| {
        let worth = char::from(letter).to_digit(36)?;
        Some((rest * if worth > 9 { 100 } else { 10 } + worth) % 97)
    })
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn d4_iban_needs_country_length_and_check_digits() {
        assert!(is_valid("DE89370400440532013000"));
        assert!(is_valid("GB82 WEST 1234 5698 7654 32"));
        assert!(!is_valid("DE89370400440532013001"));
        assert!(!is_valid("XX89370400440532013000"));
        assert!(!is_valid("DE8937040044053201300"));
        assert!(!is_valid(""));
    }
}
