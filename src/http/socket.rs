//! GraphQL over a WebSocket, in the `graphql-transport-ws` protocol: what subscriptions of programs use.
//!
//! A browser has to come from our own origin. The socket closes when its caller's rights change (4403) or the server
//! stops (1001); a client that still may come simply comes again.

use std::{sync::Arc, time::Duration};

use async_graphql::{
    Data, Executor, Request as Query, Response as Answer, ServerError,
    futures_util::stream::BoxStream,
    http::{WebSocket as Protocol, WebSocketProtocols, WsMessage},
    parser::{parse_query, types::OperationType},
};
use axum::{
    Extension,
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket},
    },
    http::HeaderMap,
    response::Response,
};
use futures_util::{SinkExt as _, StreamExt as _, future, stream};
use tokio::sync::Semaphore;

use super::{
    Shared,
    error::Problem,
    graphql::{Asked, settle},
    guard::is_same_origin,
    stream::{Open, until_rights_change},
};
use crate::{
    access::Caller,
    app::App,
    audit::{Entry, Footprint, entry},
    graphql::Schema,
    telemetry,
};

/// The protocol's name.
const NAME: &str = "graphql-transport-ws";
/// The most bytes of one message.
const MOST_BYTES: usize = 1024 * 1024;
/// How many operations may run on one socket at a time.
const MOST_OPERATIONS: usize = 32;
/// How long a socket may be silent in both directions.
const SILENCE: Duration = Duration::from_secs(600);

/// Opens a socket.
///
/// # Errors
/// 400 for another protocol, 403 for a page of another site, 503 when too many are open.
pub async fn open(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Extension(footprint): Extension<Footprint>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    if caller.is_browser() && !is_same_origin(&shared.app, &headers) {
        return Err(Problem::forbidden("this comes from another site; open Cadastre at its own address"));
    }
    let upgrade = upgrade.protocols([NAME]);
    if upgrade.selected_protocol().is_none() {
        return Err(Problem::invalid("Sec-WebSocket-Protocol", format!("has to offer `{NAME}`")));
    }
    let place = shared.streams.open(&caller)?;
    let trace = telemetry::trace().unwrap_or_default();
    let talk = move |socket| {
        telemetry::within(trace, async move {
            // The place is held as long as they talk.
            let _place: Open = place;
            converse(socket, shared, caller, footprint).await;
        })
    };
    Ok(upgrade.max_message_size(MOST_BYTES).max_frame_size(MOST_BYTES).on_upgrade(talk))
}

async fn converse(socket: WebSocket, shared: Shared, caller: Caller, footprint: Footprint) {
    let (mut sink, incoming) = socket.split();
    let texts = incoming
        .take_while(|message| future::ready(message.is_ok()))
        .filter_map(|message| future::ready(message.ok().and_then(text_of)));
    let guarded = Guarded {
        app: shared.app.clone(),
        schema: shared.schema,
        caller: caller.clone(),
        footprint,
        turns: Arc::new(Semaphore::new(MOST_OPERATIONS)),
        patience: shared.app.config().server.request_timeout,
    };
    let stopping = shared.app.stopping();
    let changed = until_rights_change(shared.app.clone(), caller);
    let answers = Protocol::new(guarded, texts, WebSocketProtocols::GraphQLWS).keepalive_timeout(SILENCE);
    tokio::pin!(answers, changed);
    let farewell = loop {
        tokio::select! {
            biased;
            () = stopping.cancelled() => break Some((1001, "the server stops")),
            () = &mut changed => break Some((4403, "your rights have changed; come again")),
            answer = answers.next() => match answer {
                Some(WsMessage::Text(text)) => {
                    if sink.send(Message::Text(text.into())).await.is_err() {
                        break None;
                    }
                }
                Some(WsMessage::Close(code, reason)) => {
                    // The other side may have gone; then there is nobody to tell.
                    let _gone = sink.send(close(code, reason)).await;
                    break None;
                }
                None => break None,
            },
        }
    };
    if let Some((code, reason)) = farewell {
        let _gone = sink.send(close(code, reason.to_owned())).await;
    }
}

fn text_of(message: Message) -> Option<axum::body::Bytes> {
    match message {
        Message::Text(_) | Message::Binary(_) => Some(message.into_data()),
        _ => None,
    }
}

fn close(code: u16, reason: String) -> Message {
    Message::Close(Some(CloseFrame { code, reason: reason.into() }))
}

/// The schema as one socket may use it.
#[derive(Clone)]
struct Guarded {
    app: App,
    schema: Schema,
    caller: Caller,
    footprint: Footprint,
    turns: Arc<Semaphore>,
    patience: Duration,
}

impl Executor for Guarded {
    async fn execute(&self, request: Query) -> Answer {
        match self.admit(request) {
            Ok(query) => self.schema.execute(query).await,
            Err(error) => Answer::from_errors(vec![error]),
        }
    }

    fn execute_stream(&self, request: Query, session: Option<Arc<Data>>) -> BoxStream<'static, Answer> {
        let refuse = |error| stream::once(future::ready(Answer::from_errors(vec![error]))).boxed();
        let Ok(turn) = Arc::clone(&self.turns).try_acquire_owned() else {
            return refuse(error("UNAVAILABLE", format!("{MOST_OPERATIONS} operations run already; end one first")));
        };
        let query = match self.admit(request) {
            Ok(query) => query,
            Err(error) => return refuse(error),
        };
        let is_subscription = is_subscription(&query);
        let answers = self.schema.execute_stream_with_session_data(query, session.unwrap_or_default());
        let answers = if is_subscription { answers } else { in_time(answers, self.patience) };
        answers
            .inspect(move |_| {
                // The turn is given back when the stream is dropped.
                let _held = &turn;
            })
            .boxed()
    }
}

impl Guarded {
    fn admit(&self, request: Query) -> Result<Query, ServerError> {
        let document_id = match request.extensions.get("documentId") {
            Some(async_graphql::Value::String(id)) => Some(id.clone()),
            _ => None,
        };
        let variables = serde_json::to_value(&request.variables).ok();
        let asked = Asked {
            query: Some(request.query).filter(|text| !text.is_empty()),
            document_id,
            operation_name: request.operation_name,
            variables: variables.and_then(|value| value.as_object().cloned()),
        };
        let settled = settle(&self.caller, asked).map(|query| query.data(self.footprint.clone()));
        settled.map_err(|problem| {
            if problem.code() == entry::DENIED {
                let refused = Entry::denied(&self.caller, &self.footprint, "GET /graphql/ws");
                self.app.audit().note_later(vec![refused]);
            }
            let body = problem.body();
            let text = |name: &str| body.get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
            error(&text("code"), text("detail"))
        })
    }
}

fn error(code: &str, message: String) -> ServerError {
    let mut error = ServerError::new(message, None);
    error.extensions.get_or_insert_default().set("code", code);
    error
}

/// Whether the document has a subscription; one that cannot be read has none.
fn is_subscription(query: &Query) -> bool {
    let Ok(document) = parse_query(&query.query) else { return false };
    document.operations.iter().any(|(_, operation)| operation.node.ty == OperationType::Subscription)
}

fn in_time(answers: BoxStream<'static, Answer>, patience: Duration) -> BoxStream<'static, Answer> {
    let late = move |_| {
        let message = format!("this took longer than {} s and was stopped; ask for less", patience.as_secs());
        Answer::from_errors(vec![error("UNAVAILABLE", message)])
    };
    let first = async move {
        let mut answers = answers;
        tokio::time::timeout(patience, answers.next()).await.unwrap_or_else(|elapsed| Some(late(elapsed)))
    };
    stream::once(first).filter_map(future::ready).boxed()
}
