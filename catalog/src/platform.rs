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
            (_, kind) if kind.is_governance() => folded(spelling),
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
}

/// The loose key by which a spelling is looked for: trimmed and in lower case.
#[must_use]
pub fn folded(spelling: &str) -> String {
    spelling.trim().to_lowercase()
}

/// The kinds of what a thing of `kind` is inside of, outermost first, when its name has `parts` parts. Only used for
/// what is not known yet: a crawl says what its assets are.
#[must_use]
pub fn ancestor_kinds(kind: AssetKind, parts: usize) -> Vec<AssetKind> {
    use AssetKind::{
        ApiCollection, ApiEndpoint, Chart, Classification, Column, Container, Dashboard, Database, Domain, File,
        Glossary, Metric, Pipeline, Schema, SemanticModel, Table, Tag, Task, Term,
    };
    let depth = parts.saturating_sub(1);
    match kind {
        Column => match depth {
            0 => Vec::new(),
            _ => {
                let mut kinds = ancestor_kinds(Table, depth);
                kinds.push(Table);
                kinds
            }
        },
        Schema | Database => vec![Database; depth],
        Task | Metric | SemanticModel => vec![Pipeline; depth],
        Chart => vec![Dashboard; depth],
        ApiEndpoint => vec![ApiCollection; depth],
        File | Container => vec![Container; depth],
        Domain => vec![Domain; depth],
        Tag => vec![Classification; depth],
        Term => match depth {
            0 => Vec::new(),
            more => std::iter::once(Glossary).chain(std::iter::repeat_n(Term, more - 1)).collect(),
        },
        _ => match depth {
            0 => Vec::new(),
            1 => vec![Database],
            more => {
                let mut kinds = vec![Database; more - 1];
                kinds.push(Schema);
                kinds
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_of_postgres_is_inside_table_schema_and_database() {
        use AssetKind::{Column, Database, Schema, Table};
        assert_eq!(ancestor_kinds(Column, 4), [Database, Schema, Table]);
        assert_eq!(ancestor_kinds(Column, 3), [Database, Table]);
    }

    #[test]
    fn case_twins_are_two_things_on_postgres_and_one_on_sqlite() {
        let key = |platform: Platform, name| platform.identity_key(AssetKind::Table, name);
        assert_ne!(key(Platform::Postgres, "A"), key(Platform::Postgres, "a"));
        assert_eq!(key(Platform::Sqlite, "A"), key(Platform::Sqlite, "a"));
    }
}
