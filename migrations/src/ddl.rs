//! What differs between the two engines' table definitions, and how a migration runs its statements.

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

/// The words that a statement may use in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect(pub DbBackend);

impl Dialect {
    /// Writes `statement` for this engine. Known words: `{uuid}`, `{bytes}`, `{text}` (ordered by code point),
    /// `{clustered}` (rows kept in the order of the primary key, where the engine can).
    #[must_use]
    pub fn write(self, statement: &str) -> String {
        let words: [(&str, &str); 4] = match self.0 {
            DbBackend::Postgres => {
                [("{uuid}", "uuid"), ("{bytes}", "bytea"), ("{text}", "text COLLATE \"C\""), ("{clustered}", "")]
            }
            _ => [("{uuid}", "uuid_blob"), ("{bytes}", "blob"), ("{text}", "text"), ("{clustered}", "WITHOUT ROWID")],
        };
        words.iter().fold(statement.to_owned(), |text, (word, meaning)| text.replace(word, meaning))
    }
}

/// Runs `statements` (separated by `;` at line ends) in the migration's transaction.
pub(crate) async fn run(manager: &SchemaManager<'_>, statements: &str) -> Result<(), DbErr> {
    let dialect = Dialect(manager.get_database_backend());
    for statement in statements.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
        manager.get_connection().execute_unprepared(&dialect.write(statement.trim_end_matches(';'))).await?;
    }
    Ok(())
}

/// Declares a migration made of statements: its name is the file's.
macro_rules! migration {
    ($up:expr) => {
        #[doc = "The migration of this file."]
        #[derive(Debug, sea_orm_migration::prelude::DeriveMigrationName)]
        pub(crate) struct Migration;

        #[async_trait::async_trait]
        impl sea_orm_migration::prelude::MigrationTrait for Migration {
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }

            async fn up(
                &self,
                manager: &sea_orm_migration::prelude::SchemaManager,
            ) -> Result<(), sea_orm_migration::prelude::DbErr> {
                crate::ddl::run(manager, $up).await
            }
        }
    };
}
pub(crate) use migration;
