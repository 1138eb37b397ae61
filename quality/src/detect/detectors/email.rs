//! E-mail addresses.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Email,
    classes: TEXT,
    names: Names {
        says: &["email", "e mail", "mail", "email address", "dzyx", "dzyj", "youxiang", "邮箱", "电子邮件", "邮件地址"],
        hints: &["yx", "sender", "recipient", "reply to", "account", "login", "contact"],
        denies: &["mailing address", "mail code", "邮箱后缀"],
    },
    fits,
    holds: always,
    least: Least::CHECKED,
};

fn fits(value: &str) -> Fit {
    Fit::sure_if(is_email(value))
}

/// Whether it is one address and nothing else; what was masked is none any more.
fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.split_once('@') else {
        return false;
    };
    let is_local = !local.is_empty()
        && local.len() <= 64
        && local.bytes().all(|letter| letter.is_ascii_alphanumeric() || b"._%+-'=&~!#$/".contains(&letter))
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    let labels: Vec<&str> = domain.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-')
    };
    let ends_well =
        labels.last().is_some_and(|last| last.len() >= 2 && last.bytes().all(|letter| letter.is_ascii_alphabetic()));
    is_local && labels.len() >= 2 && domain.len() <= 253 && ends_well && labels.iter().all(is_label)
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn d4_email_is_one_address_and_nothing_else() {
        assert!(is_email("ana.lopez+shop@example.com"));
        assert!(is_email("u1@mail.example.com.cn"));
        for value in [
            "a***@example.com",
            "ana@localhost",
            "@example.com",
            "ana@",
            "write to ana@example.com",
            "a@b@example.com",
            "a@-x.com",
        ] {
            assert!(!is_email(value), "{value}");
        }
    }
}
