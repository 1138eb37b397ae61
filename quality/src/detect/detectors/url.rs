//! Web addresses.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Url,
    classes: TEXT,
    names: Names {
        says: &["url", "uri", "link", "website", "homepage", "web address", "href", "网址", "链接", "网站", "图片地址"],
        hints: &["avatar", "image", "pic", "logo", "photo", "icon", "picture", "头像", "图片", "地址", "wz"],
        denies: &[],
    },
    fits,
    holds: always,
    least: Least::CHECKED,
};

fn fits(value: &str) -> Fit {
    let Some((scheme, rest)) = value.split_once("://") else {
        let is_site = value.starts_with("www.") && value.len() > 8 && !value.contains(char::is_whitespace);
        return Fit::likely_if(is_site);
    };
    let is_known =
        matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "ftp" | "s3" | "oss" | "ws" | "wss");
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host =
        !host.is_empty() && !host.contains(|letter: char| letter.is_whitespace() || "\"'<>{}".contains(letter));
    Fit::sure_if(is_known && is_host && !value.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_web_addresses_have_scheme_and_host() {
        assert_eq!(fits("https://example.com/a?b=c"), Fit::Sure);
        assert_eq!(fits("www.example.com"), Fit::Likely);
        for value in ["see https://example.com now", "https://", "jdbc:postgresql://x/y", "example.com"] {
            assert_eq!(fits(value), Fit::No, "{value}");
        }
    }
}
