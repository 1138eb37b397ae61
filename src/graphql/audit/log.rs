//! The log of who did what, and what went wrong, for those who may read them.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::UserId;
use chrono::{DateTime, Utc};

use crate::{
    audit::{self, exception},
    graphql::{app, connection, connection::PageInfo, viewer},
};

/// Something that was done, or refused.
#[derive(SimpleObject)]
pub struct AuditEntry {
    /// Its identifier.
    id: String,
    /// When it ended.
    at: DateTime<Utc>,
    /// Who did it: an account, `token:account/name`, `system` for the command line, `anonymous`.
    actor: String,
    /// Their account.
    user_id: Option<UserId>,
    /// The address they came from.
    address: Option<String>,
    /// Their browser or program, as it calls itself.
    agent: Option<String>,
    /// What they did: the name of a mutation or question, a route, `signIn`, or a command.
    operation: String,
    /// The sort of thing it was done to.
    target_kind: Option<String>,
    /// That thing's name or identifier.
    target: Option<String>,
    /// The arguments as JSON; `…` stands for values that are not kept.
    arguments: Option<String>,
    /// How long it took, in milliseconds; fields of one request share the time of all.
    milliseconds: f64,
    /// `OK`, the code of the error, or `STOPPED` when it was broken off.
    result: String,
    /// The request, as its answer and the process's log name it.
    request_id: Option<String>,
}

impl From<audit::Recorded> for AuditEntry {
    #[expect(clippy::cast_precision_loss, reason = "nothing takes 2^52 microseconds")]
    fn from(row: audit::Recorded) -> Self {
        Self {
            id: row.id.to_string(),
            at: row.at,
            actor: row.actor,
            user_id: row.user,
            address: row.address,
            agent: row.agent,
            operation: row.operation,
            target_kind: row.target_kind,
            target: row.target,
            arguments: row.arguments,
            milliseconds: row.took_micros as f64 / 1000.0,
            result: row.result,
            request_id: row.request,
        }
    }
}

/// A page of the log.
#[derive(SimpleObject)]
pub struct AuditConnection {
    /// The rows.
    nodes: Vec<AuditEntry>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Which rows of the log are wanted; what is left out admits everything.
#[derive(InputObject, Default)]
pub struct AuditFilter {
    /// Who did it, with their tokens: the name of an account, `system` or `anonymous`.
    user: Option<String>,
    /// What was done, exactly.
    operation: Option<String>,
    /// How it ended, exactly.
    result: Option<String>,
    /// To what: the beginning of its name or identifier, or its sort.
    target: Option<String>,
    /// From when on.
    from: Option<DateTime<Utc>>,
    /// Until when, that moment not included.
    until: Option<DateTime<Utc>>,
}

impl From<AuditFilter> for audit::Filter {
    fn from(filter: AuditFilter) -> Self {
        let text = |text: Option<String>| text.filter(|text| !text.is_empty());
        Self {
            user: text(filter.user),
            operation: text(filter.operation),
            result: text(filter.result),
            target: text(filter.target),
            from: filter.from,
            until: filter.until,
        }
    }
}

/// A fault of the service that somebody met.
#[derive(SimpleObject)]
#[graphql(name = "ServiceException")]
pub struct Exception {
    /// Its identifier.
    id: String,
    /// When it was met first.
    at: DateTime<Utc>,
    /// When it was met last.
    last_at: DateTime<Utc>,
    /// How often it was met; more than once only when the same fault came again and again.
    count: i64,
    /// The request identifier that the client was told the first time, or the run.
    trace_id: String,
    /// The one that was told the last time.
    last_trace_id: String,
    /// Where: a route, the path of a GraphQL field, or a job.
    place: String,
    /// Who met it.
    actor: Option<String>,
    /// What happened.
    message: String,
    /// What happened, with all causes.
    chain: String,
}

impl From<exception::Exception> for Exception {
    fn from(found: exception::Exception) -> Self {
        Self {
            id: found.id.to_string(),
            at: found.at,
            last_at: found.last_at,
            count: found.count,
            trace_id: found.trace_id,
            last_trace_id: found.last_trace_id,
            place: found.place,
            actor: found.actor,
            message: found.message,
            chain: found.chain,
        }
    }
}

/// A page of faults.
#[derive(SimpleObject)]
#[graphql(name = "ServiceExceptionConnection")]
pub struct ExceptionConnection {
    /// The faults.
    nodes: Vec<Exception>,
    /// Where the page ends.
    page_info: PageInfo,
}

/// Which faults are wanted; what is left out admits everything.
#[derive(InputObject, Default)]
pub struct ExceptionFilter {
    /// The request identifier that a client was told.
    trace_id: Option<String>,
    /// A part of where or what, in any case.
    text: Option<String>,
    /// From when on.
    from: Option<DateTime<Utc>>,
    /// Until when, that moment not included.
    until: Option<DateTime<Utc>>,
}

/// Questions about what was done and what went wrong.
#[derive(Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// What was done and refused, newest first; for administrators.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(0) + child_complexity")]
    async fn audit_log(
        &self,
        ctx: &Context<'_>,
        filter: Option<AuditFilter>,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
    ) -> Result<AuditConnection> {
        let filter = filter.unwrap_or_default().into();
        let page = app(ctx).audit().list(viewer(ctx), &filter, &connection::page(first, after)?).await?;
        let page_info = PageInfo::of(&page);
        Ok(AuditConnection { nodes: page.items.into_iter().map(|(_, row)| row.into()).collect(), page_info })
    }

    /// Faults of the service that somebody met, newest first; for administrators.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(0) + child_complexity")]
    async fn exceptions(
        &self,
        ctx: &Context<'_>,
        filter: Option<ExceptionFilter>,
        #[graphql(default = 100)] first: i32,
        after: Option<String>,
    ) -> Result<ExceptionConnection> {
        let filter = filter.unwrap_or_default();
        let text = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let filter = exception::Filter {
            trace_id: text(filter.trace_id),
            text: text(filter.text),
            from: filter.from,
            until: filter.until,
        };
        let page = app(ctx).exceptions().list(viewer(ctx), &filter, &connection::page(first, after)?).await?;
        let page_info = PageInfo::of(&page);
        Ok(ExceptionConnection { nodes: page.items.into_iter().map(|(_, found)| found.into()).collect(), page_info })
    }
}

/// Changes of what went wrong.
#[derive(Default)]
pub struct AuditMutation;

#[Object]
impl AuditMutation {
    /// Forgets all faults until now, and returns how many rows that were. The log of who did what stays.
    async fn clear_exceptions(&self, ctx: &Context<'_>) -> Result<i32> {
        let cleared = app(ctx).exceptions().clear(viewer(ctx)).await?;
        Ok(i32::try_from(cleared).unwrap_or(i32::MAX))
    }
}
