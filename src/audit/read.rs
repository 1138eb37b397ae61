//! Reading the log of who did what; for those who may.

use catalog::{
    Action, Error, Page, PageRequest, Result, UserId, Viewer, Visibility,
    page::{decode_cursor, encode_cursor},
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Audit,
    store::audit::{self, AuditRow},
};

/// Which rows are wanted; what is absent admits everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who did it, with their tokens too: the name of an account, `system` or `anonymous`.
    pub user: Option<String>,
    /// What was done, exactly.
    pub operation: Option<String>,
    /// How it ended, exactly.
    pub result: Option<String>,
    /// To what: the beginning of its name or identifier, or its sort.
    pub target: Option<String>,
    /// From when on.
    pub from: Option<DateTime<Utc>>,
    /// Until when, that moment not included.
    pub until: Option<DateTime<Utc>>,
}

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its identifier.
    pub id: Uuid,
    /// When it ended.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: String,
    /// Their account.
    pub user: Option<UserId>,
    /// The address they came from.
    pub address: Option<String>,
    /// Their browser or program.
    pub agent: Option<String>,
    /// The GraphQL field, the route, or the command.
    pub operation: String,
    /// The sort of thing it was done to.
    pub target_kind: Option<String>,
    /// That thing's name or identifier.
    pub target: Option<String>,
    /// The arguments that may be shown, as JSON.
    pub arguments: Option<String>,
    /// How long it took, in microseconds.
    pub took_micros: i64,
    /// `OK`, or the code of the error.
    pub result: String,
    /// The request.
    pub request: Option<String>,
}

impl Audit {
    /// A page of the log, newest first; rows of this process that are on their way are stored first.
    ///
    /// # Errors
    /// `Forbidden` for those who may not; `Invalid` for a foreign cursor or a time range that ends before it begins.
    pub async fn list(&self, viewer: &Viewer, filter: &Filter, page: &PageRequest) -> Result<Page<Recorded>> {
        may_read(viewer)?;
        if let (Some(from), Some(until)) = (filter.from, filter.until)
            && from > until
        {
            return Err(Error::invalid("filter.until", "is before `from`; exchange the two"));
        }
        let after = page.after.as_deref().map(read_cursor).transpose()?;
        self.flush().await;
        let rows = audit::page(self.database().read(), filter, after, page.first as u64 + 1).await?;
        let page = Page::cut(rows, page.first, |row| encode_cursor(&[&row.at.to_string(), &row.id.to_string()]));
        Ok(page.map(Recorded::from))
    }
}

/// Refuses those who may not read the log, and tokens that are bound to sources: it tells of everything.
fn may_read(viewer: &Viewer) -> Result<()> {
    viewer.must(Action::ReadAudit)?;
    if viewer.sees == Visibility::Everything {
        Ok(())
    } else {
        Err(Error::Forbidden { action: "read the audit log with a token that is bound to sources".into() })
    }
}

/// Reads a cursor of a time and an identifier.
pub(super) fn read_cursor(cursor: &str) -> Result<(i64, Uuid)> {
    let bad = || Error::invalid("after", "is not a cursor of this list");
    let parts = decode_cursor(cursor, 2)?;
    let at = parts[0].parse().map_err(|_| bad())?;
    Ok((at, parts[1].parse().map_err(|_| bad())?))
}

impl From<AuditRow> for Recorded {
    fn from(row: AuditRow) -> Self {
        Self {
            id: row.id,
            at: catalog::clock::from_micros(row.at),
            actor: row.actor,
            user: row.user_id.map(UserId),
            address: row.address,
            agent: row.agent,
            operation: row.operation,
            target_kind: row.target_kind,
            target: row.target,
            arguments: row.arguments,
            took_micros: row.took_micros,
            result: row.result,
            request: row.request_id,
        }
    }
}
