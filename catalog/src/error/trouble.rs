//! What an engine's error means for whoever asked: gone, full, not to be written, or a fault of ours.

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, error::DatabaseError},
};

/// What is the matter with the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It does not answer.
    Gone,
    /// There is no room left where it writes.
    Full,
    /// It may be read and not written.
    ReadOnly,
    /// None of these: the statement is to blame.
    Other,
}

impl Trouble {
    pub(super) fn of(cause: &DbErr) -> Self {
        match cause {
            DbErr::ConnectionAcquire(_) => Self::Gone,
            DbErr::Conn(RuntimeErr::SqlxError(error)) => match Self::of_sqlx(error) {
                Self::Other => Self::Gone,
                known => known,
            },
            DbErr::Conn(_) => Self::Gone,
            DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
                Self::of_sqlx(error)
            }
            _ => Self::Other,
        }
    }

    fn of_sqlx(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Gone,
            sqlx::Error::Database(refusal) => Self::of_refusal(refusal.as_ref()),
            _ => Self::Other,
        }
    }

    fn of_refusal(refusal: &dyn DatabaseError) -> Self {
        let code = refusal.code().unwrap_or_default();
        match code.parse::<i32>() {
            // PostgreSQL's codes have five characters, SQLite's are numbers whose low byte says which sort it is.
            Ok(code) if refusal.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() => Self::of_sqlite(code),
            _ => Self::of_postgres(&code),
        }
    }

    fn of_sqlite(code: i32) -> Self {
        const WRITE: i32 = 10 | (3 << 8);
        const FSYNC: i32 = 10 | (4 << 8);
        const TRUNCATE: i32 = 10 | (6 << 8);
        const GROW: i32 = 10 | (19 << 8);
        match (code, code & 0xff) {
            (_, 13) | (WRITE | FSYNC | TRUNCATE | GROW, _) => Self::Full,
            (_, 8) => Self::ReadOnly,
            // Busy for longer than we wait, other input and output, cannot be opened.
            (_, 5 | 10 | 14) => Self::Gone,
            _ => Self::Other,
        }
    }

    fn of_postgres(code: &str) -> Self {
        match code {
            "53100" => Self::Full,
            "25006" => Self::ReadOnly,
            // Shutting down, crashed, starting; no memory or connection left; waited too long for a lock.
            "57P01" | "57P02" | "57P03" | "53200" | "53300" | "53400" | "55P03" => Self::Gone,
            _ if code.starts_with("08") => Self::Gone,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threat_24_codes_of_the_engines_say_what_can_be_done() {
        let sqlite = [(13, Trouble::Full), (778, Trouble::Full), (8, Trouble::ReadOnly), (1544, Trouble::ReadOnly)];
        for (code, trouble) in
            sqlite.into_iter().chain([(5, Trouble::Gone), (266, Trouble::Gone), (19, Trouble::Other)])
        {
            assert_eq!(Trouble::of_sqlite(code), trouble, "{code}");
        }
        for (code, trouble) in [
            ("53100", Trouble::Full),
            ("25006", Trouble::ReadOnly),
            ("57P01", Trouble::Gone),
            ("08006", Trouble::Gone),
            ("23505", Trouble::Other),
            ("", Trouble::Other),
        ] {
            assert_eq!(Trouble::of_postgres(code), trouble, "{code}");
        }
    }
}
