//! Bank card numbers: 16 to 19 digits that pass Luhn, with a prefix that banks of China give out.

use super::{
    super::{
        detector::{Detector, Fit, Least, Names, TEXT_OR_WHOLE, always},
        semantic::SemanticType,
    },
    credit_card,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::BankCard,
    classes: TEXT_OR_WHOLE,
    names: Names {
        says: &[
            "bank card",
            "bankcard",
            "debit card",
            "bank account card",
            "payee card",
            "yhkh",
            "yhk",
            "yinhangka",
            "银行卡",
            "卡号",
            "储蓄卡",
            "借记卡",
            "工资卡",
        ],
        hints: &[
            "card no",
            "card number",
            "cardno",
            "acct card",
            "card",
            "kh",
            "bank account",
            "account no",
            "银行账号",
            "账号",
        ],
        denies: &["card type", "id card", "gift card", "sim card"],
    },
    fits,
    holds: always,
    least: Least::CHECKED,
};

/// Prefixes of debit cards from before all had to begin with 62.
const OLD: &[&str] = &["9558", "9559", "6013", "4367", "6858", "9400", "1031", "5240", "4563", "5187", "4682", "4096"];

fn fits(value: &str) -> Fit {
    if is_valid(value) {
        Fit::Sure
    } else if credit_card::is_valid(value) {
        Fit::Loose
    } else {
        Fit::No
    }
}

/// Whether it is a card number of a bank of China, with or without blanks between groups.
#[must_use]
pub fn is_valid(value: &str) -> bool {
    let Some(digits) = credit_card::digits_of(value) else {
        return false;
    };
    let is_ours = digits.starts_with("62") || OLD.iter().any(|prefix| digits.starts_with(prefix));
    is_ours && (16..=19).contains(&digits.len()) && credit_card::passes_luhn(&digits)
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn d4_bank_card_needs_prefix_and_luhn() {
        assert!(is_valid("6222020000000000000"));
        assert!(is_valid("6222 0200 0000 0000 000"));
        assert!(!is_valid("6222020000000000004"), "Luhn");
        assert!(!is_valid("4111111111111111"), "another network");
        assert!(!is_valid("62"));
    }
}
