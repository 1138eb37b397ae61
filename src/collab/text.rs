//! What texts that people write have to be.

use super::{Error, Result};

/// A text of one or more lines, trimmed, of `least` to `most` characters.
///
/// # Errors
/// `Invalid` for `field`.
pub(super) fn body(field: &str, text: &str, least: usize, most: usize) -> Result<String> {
    let text = text.trim();
    let length = text.chars().count();
    if length < least || length > most {
        return Err(Error::invalid(field, format!("has {length} characters; {least} to {most} are allowed")));
    }
    if let Some(odd) = text.chars().find(|letter| letter.is_control() && !"\n\r\t".contains(*letter)) {
        return Err(Error::invalid(field, format!("has {odd:?}, which texts cannot have")));
    }
    Ok(text.to_owned())
}

/// A text of one line, trimmed, of 1 to `most` characters.
///
/// # Errors
/// `Invalid` for `field`.
pub(super) fn line(field: &str, text: &str, most: usize) -> Result<String> {
    let text = body(field, text, 1, most)?;
    if text.contains(['\n', '\r']) {
        return Err(Error::invalid(field, "has more than one line"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_bounded_and_without_control_characters() {
        assert_eq!(body("reason", "  a\nb ", 1, 10).unwrap(), "a\nb");
        assert_eq!(body("reason", "  ", 0, 10).unwrap(), "");
        for bad in ["", "  ", "12345678901", "a\0b", "a\u{1b}[2J"] {
            assert!(body("reason", bad, 1, 10).is_err(), "{bad:?}");
        }
        assert!(line("title", "a\nb", 10).is_err());
        assert_eq!(line("title", "四个汉字", 4).unwrap(), "四个汉字");
    }
}
