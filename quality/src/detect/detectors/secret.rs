//! Passwords, keys and tokens: mostly by name, some by a form that nothing else has.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Secret,
    classes: TEXT,
    names: Names {
        says: &[
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "passcode",
            "secret",
            "client secret",
            "app secret",
            "secret key",
            "api key",
            "apikey",
            "access key",
            "private key",
            "token",
            "access token",
            "refresh token",
            "auth token",
            "credential",
            "credentials",
            "mima",
            "dlmm",
            "zfmm",
            "密码",
            "口令",
            "密钥",
            "私钥",
            "令牌",
        ],
        hints: &["mm", "auth", "authorization", "salt", "signing key"],
        denies: &[
            "max tokens",
            "token count",
            "tokens",
            "secret santa",
            "password question",
            "password policy",
            "token type",
            "public key",
            "primary key",
            "password hint",
        ],
    },
    fits,
    holds: always,
    least: Least { says: 0.7, hints: 0.9, silent: Some((0.9, 5)), denied: Some((0.95, 10)) },
};

/// Beginnings of tokens and of hashed passwords.
const BEGINNINGS: &[&str] = &[
    "$2a$",
    "$2b$",
    "$2y$",
    "$argon2",
    "$pbkdf2",
    "$scrypt$",
    "$5$",
    "$6$",
    "{SSHA}",
    "{bcrypt}",
    "pbkdf2_sha256$",
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "sk-",
    "sk_live_",
    "rk_live_",
    "AIza",
    "-----BEGIN ",
    "LTAI",
];

fn fits(value: &str) -> Fit {
    if is_token(value) {
        return Fit::Sure;
    }
    let length = value.chars().count();
    let is_short = length < 4 || (length < 6 && value.bytes().all(|letter| letter.is_ascii_digit()));
    let is_time = length >= 8
        && value.starts_with(['1', '2'])
        && value.bytes().all(|letter| letter.is_ascii_digit() || b"-/: .TZ+".contains(&letter));
    let is_plain = value.contains(char::is_whitespace) || !value.is_ascii();
    if is_short || is_time || matches!(value.to_ascii_lowercase().as_str(), "true" | "false") {
        Fit::No
    } else if is_plain || !looks_random(value) {
        Fit::Loose
    } else {
        Fit::Likely
    }
}

fn is_token(value: &str) -> bool {
    let is_web_token = value.starts_with("eyJ") && value.len() >= 40 && value.split('.').count() == 3;
    let is_known = value.len() >= 20 && BEGINNINGS.iter().any(|beginning| value.starts_with(beginning));
    is_web_token || is_known
}

/// Letters and digits mixed, and long.
fn looks_random(value: &str) -> bool {
    value.len() >= 12
        && value.bytes().any(|letter| letter.is_ascii_digit())
        && value.bytes().any(|letter| letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_tokens_are_known_by_their_beginning() {
        assert_eq!(fits("$2b$12$abcdefghijklmnopqrstuv"), Fit::Sure);
        assert_eq!(fits("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abc"), Fit::Sure);
        assert_eq!(fits("a8Fk29xQm31Z"), Fit::Likely);
        assert_eq!(fits("hunter2"), Fit::Loose);
        for value in ["1", "Y", "2024-01-01 10:00:00", "true", "12"] {
            assert_eq!(fits(value), Fit::No, "{value}");
        }
    }
}
