//! Amounts of money: a name that says so, or a sign of a currency before the number.

use catalog::TypeClass;

use super::super::{
    detector::{Detector, Fit, Least, Names, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Money,
    classes: &[TypeClass::Text, TypeClass::Integer, TypeClass::Decimal, TypeClass::Float, TypeClass::Other],
    names: Names {
        says: &[
            "amount",
            "amt",
            "price",
            "fee",
            "fees",
            "balance",
            "salary",
            "wage",
            "cost",
            "revenue",
            "income",
            "payment amount",
            "total amount",
            "total price",
            "total cost",
            "total fee",
            "max price",
            "min price",
            "avg price",
            "sum amount",
            "credit limit",
            "freight",
            "tax amount",
            "discount amount",
            "refund amount",
            "subtotal",
            "jine",
            "zje",
            "je",
            "jiage",
            "yue",
            "金额",
            "单价",
            "价格",
            "余额",
            "工资",
            "费用",
            "运费",
            "总价",
            "货款",
            "薪资",
            "收入",
            "成本",
            "售价",
        ],
        hints: &["dj", "total", "pay", "profit", "budget", "price list", "税额", "预算", "额度", "押金"],
        denies: &["price level", "price type", "费用类型", "price ratio"],
    },
    fits,
    holds: always,
    least: Least { says: 0.7, hints: 0.9, silent: Some((0.9, 5)), denied: None },
};

fn fits(value: &str) -> Fit {
    // Flags are often called after what they are about, and nothing costs just one.
    if value.chars().count() > 24 || matches!(value, "0" | "1") {
        return Fit::No;
    }
    let bare = value.trim_start_matches(['-', '+']);
    let unsigned = bare.trim_start_matches(['$', '¥', '￥', '€', '£']).trim_end_matches(['元', '圆', '€', '¥']);
    let has_sign = unsigned.len() < bare.len();
    let number = unsigned.trim().trim_start_matches(['-', '+']);
    let whole = number.replace(',', "");
    let (whole, decimals) = whole.split_once('.').unwrap_or((&whole, ""));
    let are_digits = |text: &str| text.bytes().all(|letter| letter.is_ascii_digit());
    if whole.is_empty() || whole.len() > 15 || !are_digits(whole) || !are_digits(decimals) || decimals.len() > 6 {
        Fit::No
    } else if has_sign {
        Fit::Sure
    } else if decimals.len() == 2 {
        Fit::Likely
    } else {
        Fit::Loose
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_amounts_have_a_sign_or_two_decimals() {
        for value in ["¥12.50", "$1,200.00", "-€3", "99元"] {
            assert_eq!(fits(value), Fit::Sure, "{value}");
        }
        assert_eq!(fits("1200.50"), Fit::Likely);
        assert_eq!(fits("1200"), Fit::Loose);
        for value in ["0", "1", "12%", "abc", "1.2.3", "", "2024-01-01"] {
            assert_eq!(fits(value), Fit::No, "{value}");
        }
    }
}
