//! Texts without what looks like a secret: values behind words such as `password`, passwords in addresses, bearer tokens.
//!
//! What is looked for is named by a list of words; a secret that nothing names is not found. The time is that of a few
//! passes over the text, whatever it holds.

use serde_json::Value;

/// Words behind which a value is no one's business.
const SECRETS: [&str; 9] =
    ["password", "passwd", "pwd", "secret", "token", "accesskey", "access_key", "accesskeyid", "api_key"];
/// What stands in place of a secret.
const MASK: &str = "***";
/// How often what was taken out may bring together what looks like a secret again.
const MOST_ROUNDS: usize = 10;

/// `text` without the values behind words such as `password`, and without passwords in addresses. A text that goes on
/// looking like a secret however much is taken out is `***` as a whole.
#[must_use]
pub fn scrubbed(text: &str) -> String {
    let mut clean = once(text);
    for _ in 0..MOST_ROUNDS {
        let again = once(&clean);
        if again == clean {
            return clean;
        }
        clean = again;
    }
    MASK.to_owned()
}

/// Whether [`scrubbed`] and [`scrub`] could take anything out of a text or of JSON written as this text. Quick, and mostly
/// no: who keeps many texts asks this first.
#[must_use]
pub fn may_hold_secret(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let has_word = SECRETS.iter().any(|word| lower.contains(word)) || lower.contains("bearer ");
    has_word || lower.contains("authorization") || (lower.contains("://") && lower.contains('@'))
}

/// Takes secrets out of every text in `value`, and the texts of members that are called like one.
pub fn scrub(value: &mut Value) {
    match value {
        Value::String(text) => *text = scrubbed(text),
        Value::Array(items) => items.iter_mut().for_each(scrub),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                match member {
                    Value::String(text) if !text.is_empty() && is_secret(name) => MASK.clone_into(text),
                    other => scrub(other),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether a member of this name holds a secret.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "authorization" || SECRETS.iter().any(|word| name.ends_with(word))
}

fn once(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let signs = SECRETS.into_iter().map(Sign::Word).chain([Sign::Bearer, Sign::Address]);
    let mut finders: Vec<Finder> = signs.map(Finder::new).collect();
    let (mut clean, mut at) = (String::with_capacity(text.len()), 0);
    while let Some((start, length)) = finders.iter_mut().filter_map(|finder| finder.behind(&lower, at)).min() {
        clean.push_str(&text[at..start]);
        clean.push_str(MASK);
        at = start + length;
    }
    clean.push_str(&text[at..]);
    clean
}

/// Where a secret is, and its length.
type Found = (usize, usize);

/// What tells a secret.
enum Sign {
    /// A word and `=` or `:`.
    Word(&'static str),
    /// `Bearer`.
    Bearer,
    /// `scheme://user:password@host`.
    Address,
}

/// Finds one sort of secrets from the beginning of a text to its end; each part of the text is read once.
struct Finder {
    sign: Sign,
    ahead: Option<Found>,
    is_done: bool,
}

impl Finder {
    fn new(sign: Sign) -> Self {
        Self { sign, ahead: None, is_done: false }
    }

    /// The first secret that is not before `at`, which never goes back.
    fn behind(&mut self, lower: &str, at: usize) -> Option<Found> {
        if !self.is_done && self.ahead.is_none_or(|(start, _)| start < at) {
            self.ahead = match self.sign {
                Sign::Word(word) => named(lower, at, word),
                Sign::Bearer => bearer(lower, at),
                Sign::Address => in_address(lower, at),
            };
            self.is_done = self.ahead.is_none();
        }
        self.ahead
    }
}

/// The value behind `word` and a sign such as `=` or `:`.
fn named(lower: &str, mut from: usize, word: &str) -> Option<Found> {
    while let Some(found) = lower[from..].find(word) {
        from += found + word.len();
        let behind = lower[from..].trim_start_matches(['"', '\'', ' ', '\\']);
        if let Some(value) = behind.strip_prefix(['=', ':']) {
            let value = value.trim_start_matches(['"', '\'', ' ', '\\', '>']);
            let length = word_length(value);
            if length > 0 && !value.starts_with(MASK) {
                return Some((lower.len() - value.len(), length));
            }
        }
    }
    None
}

fn bearer(lower: &str, mut from: usize) -> Option<Found> {
    const WORD: &str = "bearer ";
    while let Some(found) = lower[from..].find(WORD) {
        from += found + WORD.len();
        let length = word_length(&lower[from..]);
        if length > 0 && !lower[from..].starts_with(MASK) {
            return Some((from, length));
        }
    }
    None
}

/// The password of `scheme://user:password@host`.
fn in_address(lower: &str, mut from: usize) -> Option<Found> {
    while let Some(found) = lower[from..].find("://") {
        from += found + 3;
        let authority = &lower[from..];
        let end = authority.find(|sign: char| sign == '/' || sign == '"' || sign.is_whitespace());
        let authority = &authority[..end.unwrap_or(authority.len())];
        if let Some((account, _)) = authority.rsplit_once('@')
            && let Some((user, password)) = account.split_once(':')
            && password != MASK
            && !password.is_empty()
        {
            return Some((from + user.len() + 1, password.len()));
        }
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
    use serde_json::json;

    use super::*;

    #[test]
    fn secret_values_are_not_kept() {
        let texts = [
            r#"{"username":"root","password":"canary-1"}"#,
            r#"\"password\": \"canary-1\", x"#,
            "jdbc:mysql://h/d?user=u&password=canary-1&x=1",
            "postgres://u:canary-1@h/d",
            "Authorization: Bearer canary-1",
            "Bearer *** and then Bearer canary-1",
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

    #[test]
    fn members_that_are_called_like_a_secret_are_masked_and_counts_stay() {
        let mut value = json!({ "conn": [{ "dbPassword": "canary-1", "url": "postgres://u:canary-1@h/d" }],
            "headers": { "Authorization": "canary-1" }, "total_token": 7, "secret": { "name": "kept" }, "pwd": "" });
        scrub(&mut value);
        let expected = json!({ "conn": [{ "dbPassword": "***", "url": "postgres://u:***@h/d" }],
            "headers": { "Authorization": "***" }, "total_token": 7, "secret": { "name": "kept" }, "pwd": "" });
        assert_eq!(value, expected);
    }

    #[test]
    fn text_that_cannot_hold_a_secret_is_told_at_once() {
        assert!(!may_hold_secret("{\"url\":\"postgres://h:5432\",\"sql\":\"SELECT a FROM b\"}"));
        for text in ["PASSWORD", "Authorization", "Bearer x", "postgres://u:p@h"] {
            assert!(may_hold_secret(text), "{text}");
        }
    }

    #[test]
    fn threat_36_text_full_of_secrets_takes_a_few_passes() {
        let text = "password=x ://a:b@c bearer y ".repeat(100_000);
        assert_eq!(scrubbed(&text).matches(MASK).count(), 300_000);
        assert_eq!(scrubbed(&"password".repeat(300_000)).len(), 2_400_000);
    }

    proptest! {
        #[test]
        fn scrubbed_text_stays_as_it_is(text in "[a-z:=@/\"' ]{0,60}(password|token|://u:)[a-z:=@/\"' ]{0,60}") {
            let once = scrubbed(&text);
            prop_assert_eq!(scrubbed(&once), once.clone());
            prop_assert!(once == text || may_hold_secret(&text));
        }
    }
}
