//! Identifiers: unquoting, folding by the platform's rule, and comparing.
//!
//! Every spelling is interned once per script, so that scopes compare numbers.
//! What a name stands for is not decided here.

use std::collections::HashMap;

use super::Dialect;
use super::dialect::Folding;

/// One interned spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Symbol(u32);

/// An identifier as a statement wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ident {
    /// The spelling after folding, as it is shown.
    pub(super) name: Symbol,
    /// What aliases and columns are compared by.
    pub(super) key: Symbol,
    /// Whether it was quoted.
    pub(super) is_quoted: bool,
}

/// The interned spellings of one script.
#[derive(Debug)]
pub(super) struct Names {
    dialect: Dialect,
    symbols: HashMap<Box<str>, Symbol>,
    spellings: Vec<Box<str>>,
}

impl Names {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, symbols: HashMap::new(), spellings: Vec::new() }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The symbol of exactly this spelling.
    pub(super) fn intern(&mut self, spelling: &str) -> Symbol {
        if let Some(symbol) = self.symbols.get(spelling) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(self.spellings.len()).unwrap_or(u32::MAX));
        self.spellings.push(spelling.into());
        self.symbols.insert(spelling.into(), symbol);
        symbol
    }

    pub(super) fn text(&self, symbol: Symbol) -> &str {
        self.spellings.get(symbol.0 as usize).map_or("", |spelling| spelling)
    }

    /// An identifier written without quotes.
    pub(super) fn bare(&mut self, spelling: &str) -> Ident {
        let name = match self.dialect.folding() {
            Folding::Lower => self.intern_lower(spelling),
            Folding::Upper => self.intern(&spelling.to_uppercase()),
            Folding::Kept => self.intern(spelling),
        };
        let key = self.intern_lower(spelling);
        Ident { name, key, is_quoted: false }
    }

    /// An identifier whose exact spelling is `spelling`: quoted in a statement, or told by a catalog.
    pub(super) fn exact(&mut self, spelling: &str) -> Ident {
        let name = self.intern(spelling);
        let key = if self.dialect.is_case_exact() { name } else { self.intern_lower(spelling) };
        Ident { name, key, is_quoted: true }
    }

    /// What stored tables of this platform are told apart by.
    ///
    /// MySQL keeps tables in files, so that their case counts where columns' does not.
    pub(super) fn table_key(&self, ident: Ident) -> Symbol {
        if self.dialect.has_exact_tables() { ident.name } else { ident.key }
    }

    fn intern_lower(&mut self, spelling: &str) -> Symbol {
        if spelling.bytes().any(|byte| byte.is_ascii_uppercase() || byte >= 0x80) {
            let folded = match self.dialect {
                Dialect::Postgres | Dialect::Sqlite | Dialect::Redshift => spelling.to_ascii_lowercase(),
                _ => spelling.to_lowercase(),
            };
            self.intern(&folded)
        } else {
            self.intern(spelling)
        }
    }
}

/// Removes the quotes around an identifier or a text and undoes doubled quotes inside.
pub(super) fn unquote(quoted: &str) -> String {
    let Some(open) = quoted.chars().next() else { return String::new() };
    let close = if open == '[' { ']' } else { open };
    let inner = &quoted[open.len_utf8()..];
    let inner = inner.strip_suffix(close).unwrap_or(inner);
    if close == ']' || !inner.contains(close) {
        return inner.to_owned();
    }
    let doubled: String = [close, close].iter().collect();
    inner.replace(&doubled, close.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_twin_is_another_name_in_postgres_only() {
        for (dialect, same) in [(Dialect::Postgres, false), (Dialect::MySql, true), (Dialect::Sqlite, true)] {
            let mut names = Names::new(dialect);
            assert_eq!(names.bare("Orders").key == names.exact("Orders").key, same, "{dialect:?}");
        }
    }

    #[test]
    fn unquoted_name_folds_down_in_postgres_and_keeps_its_spelling_elsewhere() {
        let mut names = Names::new(Dialect::Postgres);
        let ident = names.bare("OrderId");
        assert_eq!(names.text(ident.name), "orderid");
        let mut names = Names::new(Dialect::Sqlite);
        let ident = names.bare("OrderId");
        assert_eq!(names.text(ident.name), "OrderId");
    }

    #[test]
    fn doubled_quotes_inside_a_name_are_one() {
        assert_eq!(unquote(r#""a""b""#), r#"a"b"#);
        assert_eq!(unquote("`a b`"), "a b");
        assert_eq!(unquote("[order]"), "order");
        assert_eq!(unquote("\"open"), "open");
        assert_eq!(unquote(""), "");
    }
}
