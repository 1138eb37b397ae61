//! What a message of PostgreSQL's log says of a statement. Values of parameters, which the log has in the detail, are
//! never looked at.

/// A statement as a message has it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said<'a> {
    pub(super) sql: &'a str,
    /// How long it took, in microseconds.
    pub(super) micros: Option<i64>,
}

/// The statement of a message; nothing for messages about anything else, and for steps of a statement but its execution.
pub(super) fn read<'a>(message: &'a str, detail: &'a str) -> Option<Said<'a>> {
    let (micros, rest) = match message.strip_prefix("duration: ") {
        Some(rest) => {
            let (time, rest) = rest.split_once(" ms")?;
            (micros(time), rest.trim_start())
        }
        None => (None, message),
    };
    if let Some(sql) = rest.strip_prefix("statement: ") {
        return Some(Said { sql: prepared(sql, detail).unwrap_or(sql), micros });
    }
    let rest = rest.strip_prefix("execute ")?;
    // What fetches more of the same answer is no second execution.
    if rest.starts_with("fetch from ") {
        return None;
    }
    let (_, sql) = rest.split_once(": ")?;
    Some(Said { sql, micros })
}

/// The text behind SQL's own `EXECUTE`, which the detail repeats as it was prepared.
fn prepared<'a>(sql: &str, detail: &'a str) -> Option<&'a str> {
    if !sql.get(..8)?.eq_ignore_ascii_case("execute ") {
        return None;
    }
    let text = detail.strip_prefix("prepare: ")?;
    let at = text.to_ascii_lowercase().find(" as ")?;
    Some(text.get(at + 4..)?.trim_start())
}

fn micros(text: &str) -> Option<i64> {
    let time: f64 = text.parse().ok()?;
    #[expect(clippy::cast_possible_truncation, reason = "bounded in the same breath")]
    let micros = (time * 1000.0).clamp(0.0, 1e15) as i64;
    Some(micros)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(message: &'a str, detail: &'a str) -> Option<(&'a str, Option<i64>)> {
        read(message, detail).map(|said| (said.sql, said.micros))
    }

    #[test]
    fn statement_is_found_in_every_sort_of_message() {
        let parameters = "parameters: $1 = 'canary'";
        assert_eq!(of("statement: SELECT 1: 2", ""), Some(("SELECT 1: 2", None)));
        assert_eq!(of("duration: 12.345 ms  statement: SELECT 1", ""), Some(("SELECT 1", Some(12_345))));
        assert_eq!(of("execute <unnamed>: SELECT $1", parameters), Some(("SELECT $1", None)));
        assert_eq!(of("duration: 0.5 ms  execute s1/p1: SELECT $1", parameters), Some(("SELECT $1", Some(500))));
        let detail = "prepare: PREPARE get AS SELECT a FROM t WHERE b = $1";
        assert_eq!(of("statement: EXECUTE get('canary')", detail), Some(("SELECT a FROM t WHERE b = $1", None)));
    }

    #[test]
    fn what_is_no_execution_says_nothing() {
        for message in [
            "duration: 1.0 ms",
            "duration: 0.1 ms  parse <unnamed>: SELECT 1",
            "duration: 0.1 ms  bind <unnamed>: SELECT 1",
            "execute fetch from c1: SELECT 1",
            "connection authorized: user=ana",
            "checkpoint starting: time",
            "",
        ] {
            assert_eq!(of(message, ""), None, "{message}");
        }
    }
}
