//! Server-sent events: how an open page learns that something happened, so that it asks again.
//!
//! `GET /api/events?topics=changes,run:<id>` answers events named `change` (`{"first","last"}`: numbers of changes) and
//! `run` (the state of one run). The identifier of an event is the last change's number; a browser that lost the
//! connection sends it back as `Last-Event-ID` and hears at once of what it missed. Events say that and where something
//! happened, never what: what a viewer may see of it is decided when they ask.

use std::{collections::HashMap, convert::Infallible, time::Duration};

use axum::{
    Extension,
    extract::{Query, State},
    http::HeaderMap,
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use catalog::{Action, ChangeNumber, RunId};
use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::json;
use tokio::{
    sync::mpsc::{Sender, channel},
    time::MissedTickBehavior,
};
use tokio_stream::wrappers::ReceiverStream;

use super::{
    Shared,
    error::Problem,
    stream::{Open, until_rights_change},
};
use crate::{access::Caller, app::App, jobs::Run};

/// The most topics of one stream.
const MOST_TOPICS: usize = 16;
/// The least time between two events of the same sort: a crawl commits many times a second. Runs are looked at as often,
/// because they may work in another process.
const PACE: Duration = Duration::from_millis(500);

/// What the address says.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    topics: String,
}

/// Something to hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Topic {
    /// The catalog changed.
    Changes,
    /// A run went on.
    Run(RunId),
}

/// Opens a stream.
///
/// # Errors
/// 400 for an unknown topic, 403 for those who may not read, 404 for an unknown run, 503 when too many are open.
pub async fn open(
    State(shared): State<Shared>,
    Extension(caller): Extension<Caller>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    caller.viewer.must(Action::ReadCatalog)?;
    let topics = read_topics(&wanted.topics)?;
    for topic in &topics {
        if let Topic::Run(id) = topic {
            shared.app.jobs().get(&caller.viewer, *id).await?;
        }
    }
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let from = match seen {
        Some(number) => ChangeNumber(number),
        None => shared.app.catalog().last_change().await?,
    };
    let place = shared.streams.open(&caller)?;
    let (sender, receiver) = channel(16);
    let telling = Telling { app: shared.app, caller, topics, sender, told: from, runs: HashMap::new() };
    tokio::spawn(telling.run(place));
    let events = ReceiverStream::new(receiver).map(Ok::<Event, Infallible>);
    let alive = KeepAlive::new().interval(Duration::from_secs(15));
    Ok(Sse::new(events).keep_alive(alive).into_response())
}

fn read_topics(text: &str) -> Result<Vec<Topic>, Problem> {
    let wrong = |problem: String| Problem::invalid("topics", problem);
    let words: Vec<&str> = text.split(',').filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > MOST_TOPICS {
        return Err(wrong(format!("names {} topics; 1 to {MOST_TOPICS} are allowed", words.len())));
    }
    words
        .into_iter()
        .map(|word| read_topic(word).ok_or_else(|| wrong("knows `changes` and `run:<id>` only".into())))
        .collect()
}

fn read_topic(word: &str) -> Option<Topic> {
    match word.split_once(':') {
        None if word == "changes" => Some(Topic::Changes),
        Some(("run", id)) => id.parse().ok().map(Topic::Run),
        _ => None,
    }
}

/// One open stream.
struct Telling {
    app: App,
    caller: Caller,
    topics: Vec<Topic>,
    sender: Sender<Event>,
    told: ChangeNumber,
    runs: HashMap<RunId, Run>,
}

impl Telling {
    /// Tells until the other side goes, rights change, or the server stops.
    async fn run(mut self, _place: Open) {
        let stopping = self.app.stopping();
        let gone = self.sender.clone();
        let changed = until_rights_change(self.app.clone(), self.caller.clone());
        tokio::select! {
            () = stopping.cancelled() => {}
            () = gone.closed() => {}
            () = changed => {}
            _ = self.tell() => {}
        }
    }

    /// Tells until nobody listens; only an error ends it.
    async fn tell(&mut self) -> Result<(), Gone> {
        let mut news = self.app.catalog().watch();
        let mut pace = tokio::time::interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            pace.tick().await;
            if self.topics.contains(&Topic::Changes) {
                let last = *news.borrow_and_update();
                self.tell_of_changes(last).await?;
            }
            for topic in self.topics.clone() {
                if let Topic::Run(id) = topic {
                    self.tell_of_run(id).await?;
                }
            }
            // Without a run at work there is nothing to look at until something is written.
            let wanted = self.topics.iter().filter(|topic| **topic != Topic::Changes).count();
            if self.runs.len() >= wanted && self.runs.values().all(|run| run.status.is_over()) {
                news.changed().await.map_err(|_| Gone)?;
            }
        }
    }

    async fn tell_of_changes(&mut self, last: ChangeNumber) -> Result<(), Gone> {
        if last <= self.told {
            return Ok(());
        }
        let data = json!({ "first": self.told.0 + 1, "last": last.0 });
        self.told = last;
        let event = Event::default().event("change").id(last.to_string());
        self.send(event.data(data.to_string())).await
    }

    async fn tell_of_run(&mut self, id: RunId) -> Result<(), Gone> {
        // A run that cannot be read now is read again soon; whether the caller may, is asked each time.
        let Ok(run) = self.app.jobs().get(&self.caller.viewer, id).await else { return Ok(()) };
        if self.runs.get(&id) == Some(&run) {
            return Ok(());
        }
        let data = json!({
            "id": id,
            "status": run.status.code().to_uppercase(),
            "phase": run.phase,
            "progress": run.progress,
            "counts": run.counts,
        });
        self.runs.insert(id, run);
        self.send(Event::default().event("run").data(data.to_string())).await
    }

    async fn send(&self, event: Event) -> Result<(), Gone> {
        self.sender.send(event).await.map_err(|_| Gone)
    }
}

/// Nobody listens any more.
struct Gone;
