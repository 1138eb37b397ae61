//! The beginning and the end of a run's log, without what looks like a secret.

use serde::{Deserialize, Serialize};

use crate::scrub::scrubbed;

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

    proptest! {
        #[test]
        fn any_text_is_kept_in_bounds(text in "(?s).{0,400}") {
            let log = LogExcerpt::of(&text);
            prop_assert!(log.head.len() + log.tail.len() <= 4 * text.len() + 1000);
        }
    }
}
