//! What is shown of a value to who may not see it: a part of it, a stand-in, or nothing.
//!
//! Pure: the same value, sort and key give the same answer, so that masked values can still be grouped and joined by their
//! stand-in. Masking never fails and never answers with the value itself, unless nothing of it is left to hide.

use catalog::TypeClass;
pub use catalog::governance::Masking;
use serde_json::Value;

use crate::detect::{Column, SemanticType, suggest};

/// The key of stand-ins. Who has it can find out which values they stand for, by trying.
#[derive(Clone)]
pub struct MaskKey([u8; 32]);

impl MaskKey {
    /// A key out of any secret of the installation; another purpose's key does not follow from it.
    #[must_use]
    pub fn derive(secret: &[u8]) -> Self {
        Self(blake3::derive_key("cadastre 2026 masked values", secret))
    }
}

impl std::fmt::Debug for MaskKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("MaskKey")
    }
}

/// The value as it may be shown; none for nothing. `semantic` is what the column is known to hold, none for anything.
#[must_use]
pub fn mask(value: &str, semantic: Option<SemanticType>, masking: Masking, key: &MaskKey) -> Option<String> {
    match masking {
        Masking::Null => None,
        Masking::Hash => Some(hashed(value, key)),
        Masking::Partial => Some(partial(value, semantic)),
    }
}

/// Hides values of one column as they are shown: texts by what the column, by its name and these values, seems to hold;
/// what is no text goes altogether, absent values stay absent.
pub fn mask_values<'v>(column: &str, values: impl IntoIterator<Item = &'v mut Value>, masking: Masking, key: &MaskKey) {
    let mut values: Vec<&mut Value> = values.into_iter().collect();
    let texts: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
    let seen = Column { name: column, comment: None, class: TypeClass::Text, values: &texts };
    let semantic = suggest(&seen).first().map(|suggestion| suggestion.semantic);
    for value in &mut values {
        let shown = value.as_str().and_then(|text| mask(text, semantic, masking, key));
        **value = shown.map_or(Value::Null, Value::String);
    }
}

/// 32 hexadecimal digits that stand for the value, without blanks around it.
fn hashed(value: &str, key: &MaskKey) -> String {
    let digest = blake3::keyed_hash(&key.0, value.trim().as_bytes());
    digest.to_hex()[..32].to_owned()
}

/// The part that may be shown, by what the value means.
fn partial(value: &str, semantic: Option<SemanticType>) -> String {
    let value = value.trim();
    match semantic {
        Some(SemanticType::Mobile | SemanticType::Phone) => phone(value),
        Some(SemanticType::Email) => email(value),
        Some(SemanticType::IdCard) => keep(value, 6, 4),
        Some(SemanticType::BankCard | SemanticType::CreditCard | SemanticType::Iban) => keep(value, 4, 4),
        Some(SemanticType::UsSsn) => keep(value, 0, 4),
        Some(SemanticType::PersonName) => name(value),
        Some(SemanticType::Address) => keep(value, 6, 0),
        Some(SemanticType::BirthDate) => keep(value, 4, 0),
        Some(SemanticType::IpAddress) => address(value),
        Some(SemanticType::Secret | SemanticType::Gender | SemanticType::Money | SemanticType::Coordinates) => {
            "****".to_owned()
        }
        Some(_) | None => keep(value, 1, 1),
    }
}

/// The first and last characters, with four stars for what is between, however much that is. Of short values less is kept:
/// never more than two thirds of one.
fn keep(value: &str, first: usize, last: usize) -> String {
    let length = value.chars().count();
    let (first, last) = if (first + last) * 3 > length * 2 {
        let most = length / 2;
        let last = last.min(most / 2);
        (first.min(most - last), last)
    } else {
        (first, last)
    };
    let head = value.chars().take(first);
    let tail = value.chars().skip(length - last);
    head.chain("****".chars()).chain(tail).collect()
}

/// `138****1234`; of fixed lines the area and the last two digits: `010-****78`.
fn phone(value: &str) -> String {
    let digits: Vec<char> = value.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix(&['8', '6']).filter(|rest| rest.len() == 11).unwrap_or(&digits);
    if digits.len() == 11 && digits[0] == '1' {
        return digits[..3].iter().chain(&['*'; 4]).chain(&digits[7..]).collect();
    }
    keep(value, 4, 2)
}

/// `a****@example.com`.
fn email(value: &str) -> String {
    match value.rsplit_once('@') {
        Some((local, domain)) => {
            let first = local.chars().next().filter(|_| local.chars().count() > 1);
            first.into_iter().chain("****@".chars()).chain(domain.chars()).collect()
        }
        None => keep(value, 1, 0),
    }
}

/// The family name: `王**`; of names in other scripts the first letter of each word.
fn name(value: &str) -> String {
    if value.is_ascii() {
        let letter = |word: &str| word.chars().take(usize::from(word.len() > 1)).chain("***".chars()).collect();
        let words: Vec<String> = value.split_whitespace().map(letter).collect();
        return if words.is_empty() { "***".to_owned() } else { words.join(" ") };
    }
    let hidden = value.chars().count().saturating_sub(1).clamp(1, 2);
    let first = value.chars().next().filter(|_| value.chars().count() > 1);
    first.into_iter().chain(std::iter::repeat_n('*', hidden)).collect()
}

/// The network: `203.0.*.*`, or the first group of version 6.
fn address(value: &str) -> String {
    let parts: Vec<&str> = value.split('.').collect();
    match (parts.len(), value.split_once(':')) {
        (4, _) => format!("{}.{}.*.*", parts[0], parts[1]),
        (_, Some((first, _))) => format!("{first}:****"),
        _ => keep(value, 1, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> MaskKey {
        MaskKey::derive(b"secret")
    }

    fn shown(value: &str, semantic: SemanticType) -> String {
        mask(value, Some(semantic), Masking::Partial, &key()).unwrap()
    }

    #[test]
    fn d5_what_people_recognise_stays() {
        for (value, semantic, expected) in [
            ("13812341234", SemanticType::Mobile, "138****1234"),
            ("+86 138-1234-1234", SemanticType::Mobile, "138****1234"),
            ("010-62345678", SemanticType::Phone, "010-****78"),
            ("ana.lopez@example.com", SemanticType::Email, "a****@example.com"),
            ("a@example.com", SemanticType::Email, "****@example.com"),
            ("11010519491231002X", SemanticType::IdCard, "110105****002X"),
            ("6222020000000000000", SemanticType::BankCard, "6222****0000"),
            ("123-45-6789", SemanticType::UsSsn, "****6789"),
            ("王小明", SemanticType::PersonName, "王**"),
            ("王伟", SemanticType::PersonName, "王*"),
            ("Anna Smith", SemanticType::PersonName, "A*** S***"),
            ("广东省深圳市南山区科技路12号", SemanticType::Address, "广东省深圳市****"),
            ("1990-01-31", SemanticType::BirthDate, "1990****"),
            ("203.0.113.77", SemanticType::IpAddress, "203.0.*.*"),
            ("2001:db8::1", SemanticType::IpAddress, "2001:****"),
            ("hunter2", SemanticType::Secret, "****"),
            ("京A12345", SemanticType::PlateNumber, "京****5"),
        ] {
            assert_eq!(shown(value, semantic), expected, "{value}");
        }
    }

    #[test]
    fn d5_no_value_is_shown_whole() {
        let values = ["", "a", "ab", "abc", "1381234", "王", "@", "1.2.3", "🦀🦀", "13812341234", "12345678"];
        for value in values {
            for semantic in SemanticType::ALL.iter().copied().map(Some).chain([None]) {
                let shown = mask(value, semantic, Masking::Partial, &key()).unwrap();
                assert!(shown.contains('*'), "{value} as {semantic:?} is {shown}");
                assert!(
                    value.is_empty() || !shown.contains(value) || value == "@",
                    "{value} as {semantic:?} is {shown}"
                );
            }
        }
    }

    #[test]
    fn d5_stand_ins_are_stable_and_belong_to_a_key() {
        let hash = |value, secret: &[u8]| mask(value, None, Masking::Hash, &MaskKey::derive(secret)).unwrap();
        assert_eq!(hash("13812341234", b"one"), hash(" 13812341234 ", b"one"));
        assert_ne!(hash("13812341234", b"one"), hash("13812341234", b"two"));
        assert_ne!(hash("13812341234", b"one"), hash("13812341235", b"one"));
        assert_eq!(hash("x", b"one").len(), 32);
    }

    #[test]
    fn d5_null_shows_nothing_and_keys_are_not_printed() {
        assert_eq!(mask("13812341234", Some(SemanticType::Mobile), Masking::Null, &key()), None);
        assert_eq!(format!("{:?}", key()), "MaskKey");
    }
}
