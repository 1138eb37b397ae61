//! Postal addresses, by the words they are made of.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Address,
    classes: TEXT,
    names: Names {
        says: &[
            "address",
            "addr",
            "street",
            "street address",
            "home address",
            "address line",
            "mailing address",
            "shipping address",
            "billing address",
            "delivery address",
            "ship to",
            "residence",
            "dizhi",
            "xxdz",
            "txdz",
            "jtzz",
            "jtdz",
            "lxdz",
            "zcdz",
            "地址",
            "住址",
            "居住地",
            "户籍地",
            "住所",
        ],
        hints: &["dz", "zz", "location", "位置", "household"],
        denies: &[
            "ip address",
            "mac address",
            "email address",
            "ip地址",
            "mac地址",
            "物理地址",
            "邮件地址",
            "图片地址",
            "web address",
            "wallet address",
        ],
    },
    fits,
    holds: always,
    least: Least::WORDED,
};

/// What places are called, from large to small.
const PLACES: &[&str] = &[
    "省",
    "市",
    "自治区",
    "区",
    "县",
    "镇",
    "乡",
    "街道",
    "村",
    "路",
    "街",
    "大道",
    "道",
    "巷",
    "弄",
    "胡同",
    "小区",
    "花园",
    "园",
    "大厦",
    "号",
    "栋",
    "幢",
    "楼",
    "单元",
    "室",
    "座",
];
/// What streets are called, in lower case.
const STREETS: &[&str] = &[
    "st",
    "street",
    "ave",
    "avenue",
    "road",
    "rd",
    "blvd",
    "boulevard",
    "lane",
    "ln",
    "drive",
    "dr",
    "court",
    "ct",
    "place",
    "pl",
    "square",
    "sq",
    "terrace",
    "way",
    "highway",
    "hwy",
    "parkway",
    "pkwy",
    "close",
    "crescent",
];

fn fits(value: &str) -> Fit {
    let characters = value.chars().count();
    if !(4..=200).contains(&characters) || value.contains("://") {
        return Fit::No;
    }
    if value.is_ascii() { english(value) } else { chinese(value) }
}

/// At least three sorts of places and a number; less of it where the column says more.
fn chinese(value: &str) -> Fit {
    let known = PLACES.iter().filter(|place| value.contains(**place)).count();
    let has_number = value.contains(|letter: char| letter.is_ascii_digit() || "一二三四五六七八九十".contains(letter));
    if known >= 3 && has_number {
        Fit::Sure
    } else if known >= 3 || (known >= 2 && has_number) {
        Fit::Likely
    } else if known >= 1 {
        Fit::Loose
    } else {
        Fit::No
    }
}

/// A house number, and a word for a street behind it.
fn english(value: &str) -> Fit {
    let words: Vec<String> =
        value.split([' ', ',', '.']).filter(|word| !word.is_empty()).take(20).map(str::to_ascii_lowercase).collect();
    let is_number = |word: &String| word.len() <= 6 && word.starts_with(|letter: char| letter.is_ascii_digit());
    let Some(at) = words.iter().position(|word| STREETS.contains(&word.as_str())) else {
        return Fit::No;
    };
    match (words.first().is_some_and(is_number) && at >= 2, words.iter().any(is_number)) {
        (true, _) => Fit::Sure,
        (false, true) => Fit::Likely,
        (false, false) => Fit::Loose,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_addresses_are_made_of_places() {
        for address in [
            "广东省深圳市南山区科技路12号",
            "海淀区中关村大街27号楼3单元502室",
            "12 Oak Street, Apt 4",
            "99 N. Park Ave",
        ] {
            assert_eq!(fits(address), Fit::Sure, "{address}");
        }
        for address in
            ["北京", "已电话沟通", "https://example.com/street/1", "looks fine today", "客户要求尽快发货", "财务部"]
        {
            assert_eq!(fits(address), Fit::No, "{address}");
        }
    }
}
