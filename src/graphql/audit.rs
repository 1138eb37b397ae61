//! Writing down what GraphQL does: one row for each field of a mutation, also when it is refused, and one for each
//! question that is refused. The log is read in `log`.

pub(super) mod fields;
pub mod log;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use async_graphql::{
    PathSegment, Response, ServerError, ServerResult, Variables,
    extensions::{
        Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery, NextRequest, NextSubscribe,
    },
    futures_util::stream::BoxStream,
    parser::types::ExecutableDocument,
};
use futures_util::StreamExt as _;

use self::fields::{Asked, Plan};
use crate::{
    access::Caller,
    app::App,
    audit::{self, Audit, Entry, Footprint, entry},
};

/// Writes down what is done.
pub struct Recorder;

impl ExtensionFactory for Recorder {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Recording::default())
    }
}

/// One request, as far as it matters here.
#[derive(Default)]
struct Recording(Mutex<State>);

#[derive(Default)]
struct State {
    document: Option<(ExecutableDocument, Variables)>,
    running: Option<Running>,
}

/// An operation that runs. Dropped before its rows are taken, it was broken off.
struct Running {
    audit: Audit,
    caller: Caller,
    footprint: Footprint,
    plan: Plan,
    began: Instant,
}

#[async_trait::async_trait]
impl Extension for Recording {
    async fn request(&self, ctx: &ExtensionContext<'_>, next: NextRequest<'_>) -> Response {
        let response = next.run(ctx).await;
        let running = self.state().running.take();
        if let Some(running) = running {
            running.finish(&response).await;
        }
        response
    }

    fn subscribe<'s>(
        &self,
        ctx: &ExtensionContext<'_>,
        stream: BoxStream<'s, Response>,
        next: NextSubscribe<'_>,
    ) -> BoxStream<'s, Response> {
        let app = ctx.data_opt::<App>().cloned();
        let known = (ctx.data_opt::<Caller>().cloned(), ctx.data_opt::<Footprint>().cloned());
        let (Some(app), (Some(caller), footprint)) = (app, known) else { return next.run(ctx, stream) };
        let footprint = footprint.unwrap_or_default();
        let note = move |response: &Response| {
            let rows = denials(&response.errors, &caller, &footprint);
            app.audit().note_later(rows);
        };
        next.run(ctx, stream).inspect(note).boxed()
    }

    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(ctx, query, variables).await?;
        if fields::has_mutation(&document) {
            self.state().document = Some((document.clone(), variables.clone()));
        }
        Ok(document)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        if let (Some(app), Some(caller)) = (ctx.data_opt::<App>(), ctx.data_opt::<Caller>()) {
            let mut state = self.state();
            let document = state.document.take();
            state.running = Some(Running {
                audit: app.audit().clone(),
                caller: caller.clone(),
                footprint: ctx.data_opt::<Footprint>().cloned().unwrap_or_default(),
                plan: document
                    .map(|(document, variables)| Plan::of(&document, operation_name, &variables))
                    .unwrap_or_default(),
                began: Instant::now(),
            });
        }
        next.run(ctx, operation_name).await
    }
}

impl Recording {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    /// Writes down what was done; comes back when the rows of changes are stored.
    async fn finish(mut self, response: &Response) {
        let plan = std::mem::take(&mut self.plan);
        if !plan.is_mutation {
            self.audit.note(denials(&response.errors, &self.caller, &self.footprint)).await;
            return;
        }
        let took = self.began.elapsed();
        let rows: Vec<Entry> = plan
            .asked
            .into_iter()
            .map(|asked| {
                let result = result_of(&response.errors, &asked.key);
                self.row(asked).taking(took).ending(result)
            })
            .collect();
        let (done, refused): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.result == entry::OK);
        self.audit.note(refused).await;
        self.audit.write(done).await;
    }

    fn row(&self, asked: Asked) -> Entry {
        let target = audit::scrub::target(&asked.name, &asked.arguments);
        let entry = Entry::new(&self.caller.viewer, &self.footprint, asked.name).on(target);
        Entry { arguments: Some(asked.arguments), ..entry }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let plan = std::mem::take(&mut self.plan);
        if plan.is_mutation {
            let took = self.began.elapsed();
            let rows =
                plan.asked.into_iter().map(|asked| self.row(asked).taking(took).ending(entry::STOPPED)).collect();
            self.audit.note_later(rows);
        }
    }
}

/// How the field `key` of a mutation ended. An error deeper in its answer is none of the change itself.
fn result_of(errors: &[ServerError], key: &str) -> String {
    let own = |error: &&ServerError| matches!(&error.path[..], [PathSegment::Field(first)] if first == key);
    errors.iter().find(own).map_or_else(|| entry::OK.to_owned(), code)
}

/// A row for each field of a question that was refused, at whatever depth.
fn denials(errors: &[ServerError], caller: &Caller, footprint: &Footprint) -> Vec<Entry> {
    let mut refused: Vec<&str> = Vec::new();
    for error in errors.iter().filter(|error| matches!(code(error).as_str(), entry::DENIED | "UNAUTHENTICATED")) {
        if let Some(PathSegment::Field(first)) = error.path.first()
            && !refused.contains(&first.as_str())
        {
            refused.push(first);
        }
    }
    refused.into_iter().map(|name| Entry::denied(caller, footprint, name)).collect()
}

fn code(error: &ServerError) -> String {
    match error.extensions.as_ref().and_then(|values| values.get("code")) {
        Some(async_graphql::Value::String(code)) => code.clone(),
        _ => "INTERNAL".to_owned(),
    }
}
