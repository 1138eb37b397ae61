//! The beginning and the end of a run's log, without what looks like a secret.

use serde::{Deserialize, Serialize};

/// How many lines of the beginning are kept.
const HEAD_LINES: usize = 50;
/// How many lines of the end are kept.
const TAIL_LINES: usize = 200;
/// The most bytes of one line; what is longer is cut.
const LINE_BYTES: usize = 500;

/// The first and the last lines of a log. The more lines a log has, the later it was taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct LogExcerpt {
    /// How many lines are left out between the two.
    pub omitted: i64,
    /// The first lines.
    pub head: String,
    /// The last lines; empty when the first ones are all there are.
    pub tail: String,
}

impl LogExcerpt {
    /// The excerpt of a whole log.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let total = text.lines().count();
        let kept = |lines: &mut dyn Iterator<Item = &str>| -> String {
            lines.map(|line| scrubbed(cut(line.trim_end(), LINE_BYTES))).collect::<Vec<_>>().join("\n")
        };
        let head = kept(&mut text.lines().take(HEAD_LINES));
        let behind = total.saturating_sub(HEAD_LINES);
        let omitted = behind.saturating_sub(TAIL_LINES);
        let tail = kept(&mut text.lines().skip(HEAD_LINES + omitted));
        Self { omitted: i64::try_from(omitted).unwrap_or(i64::MAX), head, tail }
    }

    /// Which of two excerpts of one log says more; the same whichever is asked first.
    #[must_use]
    pub(super) fn longer(self, other: Self) -> Self {
        let size = |log: &Self| (log.omitted, log.head.len() + log.tail.len());
        if (size(&other), &other) > (size(&self), &self) { other } else { self }
    }
}

/// `text` up to `most` bytes, never within a character.
pub(super) fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// Words behind which a value is no one's business.
const SECRETS: [&str; 9] =
    ["password", "passwd", "pwd", "secret", "token", "accesskey", "access_key", "accesskeyid", "api_key"];

/// `text` without the values behind words such as `password`, and without passwords in addresses.
pub(super) fn scrubbed(text: &str) -> String {
    let mut clean = scrubbed_once(text);
    loop {
        // What is taken out can bring together what looks like a secret again. Each round leaves less to take out.
        let again = scrubbed_once(&clean);
        if again == clean {
            return clean;
        }
        clean = again;
    }
}

fn scrubbed_once(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, value)) = next_secret(rest) {
        clean.push_str(&rest[..at]);
        clean.push_str("***");
        rest = &rest[at + value..];
    }
    clean.push_str(rest);
    clean
}

/// Where the next secret value begins, and its length.
fn next_secret(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let named = SECRETS.iter().filter_map(|word| named_value(&lower, word)).min();
    let bearer = lower.find("bearer ").map(|at| (at + 7, word_length(&lower[at + 7..])));
    [named, bearer, address_password(&lower)]
        .into_iter()
        .flatten()
        .filter(|(at, length)| *length > 0 && !text[*at..at + length].starts_with("***"))
        .min()
}

/// The value behind `word` and a sign such as `=` or `:`.
fn named_value(lower: &str, word: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = lower[from..].find(word) {
        let end = from + found + word.len();
        let behind = &lower[end..];
        let gap = behind.len() - behind.trim_start_matches(['"', '\'', ' ', '\\']).len();
        if behind[gap..].starts_with(['=', ':']) {
            let start = end + gap + 1;
            let skipped = lower[start..].len() - lower[start..].trim_start_matches(['"', '\'', ' ', '\\', '>']).len();
            let value = word_length(&lower[start + skipped..]);
            if value > 0 && !lower[start + skipped..].starts_with("***") {
                return Some((start + skipped, value));
            }
        }
        from = end;
    }
    None
}

/// The password of `scheme://user:password@host`.
fn address_password(lower: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = lower[from..].find("://") {
        let start = from + found + 3;
        let authority = &lower[start..];
        let end = authority.find(|sign: char| sign == '/' || sign == '"' || sign.is_whitespace());
        let authority = &authority[..end.unwrap_or(authority.len())];
        if let Some((account, _)) = authority.rsplit_once('@')
            && let Some((user, password)) = account.split_once(':')
            && password != "***"
            && !password.is_empty()
        {
            return Some((start + user.len() + 1, password.len()));
        }
        from = start;
    }
    None
}

/// The length of what stands up to a blank, a quote or a separator.
fn word_length(text: &str) -> usize {
    text.find(|sign: char| sign.is_whitespace() || "\"'\\,;&)}]".contains(sign)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn c6_long_log_keeps_its_beginning_and_its_end() {
        let text: Vec<String> = (0..1000).map(|line| format!("line {line}")).collect();
        let log = LogExcerpt::of(&text.join("\n"));
        assert_eq!(log.omitted, 750);
        assert!(log.head.starts_with("line 0\n") && log.head.ends_with("line 49"));
        assert!(log.tail.starts_with("line 800\n") && log.tail.ends_with("line 999"));
    }

    #[test]
    fn short_log_is_whole() {
        let log = LogExcerpt::of("one\ntwo\n");
        assert_eq!((log.omitted, log.head.as_str(), log.tail.as_str()), (0, "one\ntwo", ""));
    }

    #[test]
    fn secret_values_are_not_kept() {
        let texts = [
            r#"{"username":"root","password":"canary-1"}"#,
            r#"\"password\": \"canary-1\", x"#,
            "jdbc:mysql://h/d?user=u&password=canary-1&x=1",
            "postgres://u:canary-1@h/d",
            "Authorization: Bearer canary-1",
            "accessKey = canary-1; PASSWORD:canary-1",
            "password=canary-1 token=canary-1",
        ];
        for text in texts {
            let clean = scrubbed(text);
            assert!(!clean.contains("canary") && clean.contains("***"), "{clean}");
        }
        assert_eq!(scrubbed("read 10000 records at 10:05"), "read 10000 records at 10:05");
        let nested = scrubbed("://password=:'::@");
        assert_eq!(scrubbed(&nested), nested);
    }

    proptest! {
        #[test]
        fn any_text_is_kept_in_bounds(text in "(?s).{0,400}") {
            let log = LogExcerpt::of(&text);
            prop_assert!(log.head.len() + log.tail.len() <= 4 * text.len() + 1000);
        }

        #[test]
        fn scrubbed_text_stays_as_it_is(text in "[a-z:=@/\"' ]{0,60}(password|token|://u:)[a-z:=@/\"' ]{0,60}") {
            let once = scrubbed(&text);
            prop_assert_eq!(scrubbed(&once), once);
        }
    }
}
