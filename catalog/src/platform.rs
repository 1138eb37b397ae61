//! How each platform tells names apart: what two spellings must share to be one thing.
//!
//! Two keys are made from a spelling. The *identity* key follows the platform's own rule and is what uniqueness rests
//! on. The *folded* key is the same everywhere and looser (lower case, trimmed); it only finds candidates, and more
//! than one candidate is reported, never guessed.

use crate::kinds::AssetKind;

/// A family of systems with one rule for names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Platform {
    /// Folds unquoted names to lower case; its dictionary gives the exact spelling, and case matters.
    Postgres,
    /// Table names follow the file system (case matters here; a server that folds reports lower case itself), column
    /// names ignore case.
    MySql,
    /// Ignores the case of every name; the database is a file path, whose case matters.
    Sqlite,
    /// Nothing is known: every spelling is its own thing.
    Other,
}

impl Platform {
    /// The platform of a namespace, by its scheme.
    #[must_use]
    pub fn of_namespace(namespace: &str) -> Self {
        let scheme = namespace.split_once("://").map_or(namespace, |(scheme, _)| scheme);
        match scheme {
            "postgres" | "postgresql" | "redshift" => Self::Postgres,
            "mysql" | "mariadb" => Self::MySql,
            "sqlite" => Self::Sqlite,
            _ => Self::Other,
        }
    }

    /// The key that two spellings share exactly when they name one thing on this platform.
    #[must_use]
    pub fn identity_key(self, kind: AssetKind, spelling: &str) -> String {
        match (self, kind) {
            (Self::Sqlite, AssetKind::Database) => spelling.to_owned(),
            (Self::Sqlite, _) => spelling.to_ascii_lowercase(),
            (Self::MySql, AssetKind::Column) => spelling.to_lowercase(),
            _ => spelling.to_owned(),
        }
    }

    /// The exact spelling that an unquoted reference in SQL stands for.
    #[must_use]
    pub fn fold_reference(self, spelling: &str) -> String {
        match self {
            Self::Postgres | Self::Sqlite => spelling.to_lowercase(),
            Self::MySql | Self::Other => spelling.to_owned(),
        }
    }

    /// The kinds of a name's parts, outermost first, for a table-like thing of `depth` parts.
    #[must_use]
    pub fn levels(self, depth: usize) -> Vec<AssetKind> {
        use AssetKind::{Database, Schema, Table};
        match (self, depth) {
            (_, 0) => Vec::new(),
            (Self::MySql, 2) | (_, 2) => vec![Database, Table],
            (_, 1) => vec![Table],
            (_, 3) => vec![Database, Schema, Table],
            (_, more) => {
                let mut kinds = vec![Database; more - 2];
                kinds.extend([Schema, Table]);
                kinds
            }
        }
    }
}

/// The loose key by which a spelling is looked for: trimmed and in lower case.
#[must_use]
pub fn folded(spelling: &str) -> String {
    spelling.trim().to_lowercase()
}
