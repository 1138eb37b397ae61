//! Include and exclude patterns: which schemas and tables a crawl reads.
//!
//! A pattern is a glob over the exact spelling: `*` any text, `?` one character, `[a-z]` a range, `{a,b}` alternatives,
//! `\` before a character that is meant as itself. A pattern of a table is compared with `table`, and with
//! `schema.table` too, so that `audit.*` means everything in `audit`. Nothing included means everything; an exclusion
//! always wins.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::error::{Error, Result};

/// The most patterns of one field.
const MAX_PATTERNS: usize = 1_000;

/// Patterns of one field of a configuration, by the name of the field.
pub(crate) type Patterns<'a> = (&'a str, &'a [String]);

/// What to include and what to exclude, for names of one level.
#[derive(Debug, Clone)]
pub(crate) struct Filter {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Filter {
    /// A filter from the patterns of two fields.
    ///
    /// # Errors
    /// `Invalid` naming the field whose pattern cannot be read.
    pub(crate) fn new(include: Patterns<'_>, exclude: Patterns<'_>) -> Result<Self> {
        let included = if include.1.is_empty() { None } else { Some(globs(include)?) };
        Ok(Self { include: included, exclude: globs(exclude)? })
    }

    /// Whether a name that may be spelled in several ways passes.
    pub(crate) fn passes(&self, spellings: &[&str]) -> bool {
        let any = |set: &GlobSet| spellings.iter().any(|spelling| set.is_match(spelling));
        self.include.as_ref().is_none_or(any) && (self.exclude.is_empty() || !any(&self.exclude))
    }

    /// Whether everything passes.
    fn is_open(&self) -> bool {
        self.include.is_none() && self.exclude.is_empty()
    }

    /// Whether a table passes, by its own name or by `schema.table`.
    pub(crate) fn passes_table(&self, schema: &str, table: &str) -> bool {
        self.is_open() || self.passes(&[table, &format!("{schema}.{table}")])
    }
}

/// Whether a name is a pattern rather than one spelling.
pub(crate) fn is_pattern(name: &str) -> bool {
    name.contains(['*', '?', '[', ']', '{', '}', '\\'])
}

/// The pattern that only this spelling fits.
pub(crate) fn literal(name: &str) -> String {
    let mut pattern = String::with_capacity(name.len());
    for character in name.chars() {
        if is_pattern(character.encode_utf8(&mut [0; 4])) {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// The one spelling that fits a pattern, when there is only one.
pub(crate) fn spelling(pattern: &str) -> Option<String> {
    let mut spelling = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => spelling.push(characters.next()?),
            other if is_pattern(other.encode_utf8(&mut [0; 4])) => return None,
            other => spelling.push(other),
        }
    }
    Some(spelling)
}

fn globs((field, patterns): Patterns<'_>) -> Result<GlobSet> {
    if patterns.len() > MAX_PATTERNS {
        return Err(Error::invalid(field, format!("has {} patterns; {MAX_PATTERNS} are allowed", patterns.len())));
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern).literal_separator(false).backslash_escape(true).build();
        let glob =
            glob.map_err(|cause| Error::invalid(field, format!("`{pattern}` is not a pattern: {}", cause.kind())))?;
        set.add(glob);
    }
    set.build().map_err(|cause| Error::invalid(field, format!("cannot be used: {}", cause.kind())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(include: &[&str], exclude: &[&str]) -> Result<Filter> {
        let owned = |patterns: &[&str]| patterns.iter().map(|&pattern| pattern.to_owned()).collect::<Vec<_>>();
        Filter::new(("include_tables", &owned(include)), ("exclude_tables", &owned(exclude)))
    }

    #[test]
    fn nothing_included_means_everything() {
        assert!(filter(&[], &[]).unwrap().passes_table("public", "orders"));
    }

    #[test]
    fn exclusion_wins_over_inclusion() {
        let filter = filter(&["orders*"], &["orders_tmp"]).unwrap();
        assert!(filter.passes_table("public", "orders_2024"));
        assert!(!filter.passes_table("public", "orders_tmp"));
        assert!(!filter.passes_table("public", "items"));
    }

    #[test]
    fn pattern_with_a_dot_also_means_the_schema() {
        let filter = filter(&[], &["audit.*"]).unwrap();
        assert!(!filter.passes_table("audit", "log"));
        assert!(filter.passes_table("public", "log"));
    }

    #[test]
    fn names_with_slashes_case_and_emoji_are_compared_as_spelled() {
        let filter = filter(&["a*", r"\*"], &[]).unwrap();
        assert!(filter.passes_table("s", "a/b😀"));
        assert!(filter.passes_table("s", "*"));
        assert!(!filter.passes_table("s", "Abc"));
    }

    #[test]
    fn spelling_made_a_pattern_fits_itself_alone() {
        let odd = r"a*b[c]{d}?\e";
        assert_eq!(spelling(&literal(odd)).as_deref(), Some(odd));
        assert!(filter(&[&literal(odd)], &[]).unwrap().passes(&[odd]));
        assert_eq!(spelling("shop_*"), None);
    }

    #[test]
    fn pattern_that_cannot_be_read_names_its_field() {
        let error = filter(&[], &["["]).unwrap_err();
        assert!(error.to_string().starts_with("`exclude_tables`: `[` is not a pattern: "), "{error}");
    }
}
