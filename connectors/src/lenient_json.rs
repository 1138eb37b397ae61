//! JSON as people write it into files by hand: with comments, trailing commas and a byte order mark, all of which the
//! tools that read such files accept.

use serde_json::Value;

/// Reads a text; nothing but the place of the problem is said about one that cannot be read, because it may hold a secret.
///
/// # Errors
/// What is wrong, with line and column.
pub(crate) fn read(text: &str) -> Result<Value, String> {
    let plain = plain(text);
    serde_json::from_str(&plain).map_err(|problem| {
        let what = match problem.classify() {
            serde_json::error::Category::Eof => "it ends too early",
            _ if problem.to_string().starts_with("recursion limit") => "it is nested too deeply",
            _ => "it is not JSON",
        };
        format!("{what} (line {}, column {})", problem.line(), problem.column())
    })
}

/// The text with comments and trailing commas blanked out, so that lines and columns stay the same.
fn plain(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let mut plain = String::with_capacity(text.len());
    // Where a comma stands behind which nothing but space has come so far.
    let mut comma: Option<usize> = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = piece(rest, first);
        let (piece, behind) = rest.split_at(length);
        rest = behind;
        if first == '/' && length > 1 {
            plain.extend(piece.chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
            continue;
        }
        if let (']' | '}', Some(at)) = (first, comma) {
            plain.replace_range(at..=at, " ");
        }
        if !first.is_whitespace() {
            comma = (first == ',').then_some(plain.len());
        }
        plain.push_str(piece);
    }
    plain
}

/// The length of the text, comment or mark that `rest` begins with.
fn piece(rest: &str, first: char) -> usize {
    match first {
        '"' => {
            let mut is_escaped = false;
            let end = rest.char_indices().skip(1).find(|(_, letter)| {
                let ends = *letter == '"' && !is_escaped;
                is_escaped = *letter == '\\' && !is_escaped;
                ends
            });
            end.map_or(rest.len(), |(at, _)| at + 1)
        }
        '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
        '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
        other => other.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn comments_and_trailing_commas_are_accepted() {
        let text = "\u{feff}{ // a \"comment\"\n \"a//b\": [1, 2, /* , */ ],\n \"c\": \"x\\\",}\" , }";
        assert_eq!(read(text), Ok(json!({ "a//b": [1, 2], "c": "x\",}" })));
    }

    #[test]
    fn problem_is_told_by_its_place_and_without_the_text() {
        assert_eq!(read("{\n \"password\": canary }"), Err("it is not JSON (line 2, column 14)".to_owned()));
        assert_eq!(read("{\"a\": [").unwrap_err(), "it ends too early (line 1, column 7)");
    }

    #[test]
    fn threat_20_deep_nesting_is_refused() {
        let text = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(&text).unwrap_err().starts_with("it is nested too deeply"));
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "[\\[\\]{},:/*\"\\\\a1\n é]{0,60}") {
            let _ = read(&text);
        }

        #[test]
        fn json_is_read_as_it_is(text in ".{0,20}", number: i64) {
            let value = json!({ "a": [text, number], "b": { "c": null } });
            prop_assert_eq!(read(&value.to_string()), Ok(value));
        }
    }
}
