//! Logs and figures: where they go. What is logged is said where it happens.
//!
//! Also what is being done and for whom, so that an error deep inside can name it: see [`Trace`].

use std::{
    io::IsTerminal as _,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::sync::mpsc;
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

tokio::task_local! {
    static TRACE: Arc<Trace>;
}

/// What is being done: a request that is answered, or a run of a job.
#[derive(Debug, Default)]
pub struct Trace {
    id: String,
    place: String,
    who: Mutex<Option<String>>,
    faults: Option<mpsc::Sender<Seen>>,
}

/// A fault of ours that somebody met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What the client is told to ask for: the request's identifier, or the run's.
    pub trace_id: String,
    /// Where it happened.
    pub place: String,
    /// Who met it, when that is known.
    pub who: Option<String>,
    /// What happened, with all its causes.
    pub chain: String,
}

impl Trace {
    /// Something that is done as `id` at `place`, whose faults are told to `faults`.
    #[must_use]
    pub fn new(id: impl Into<String>, place: impl Into<String>, faults: Option<mpsc::Sender<Seen>>) -> Arc<Self> {
        Arc::new(Self { id: id.into(), place: place.into(), who: Mutex::default(), faults })
    }

    /// Says for whom it is done.
    pub fn is_for(&self, name: &str) {
        *self.who.lock().unwrap_or_else(PoisonError::into_inner) = Some(name.to_owned());
    }

    fn tell(&self, place: Option<String>, chain: String) {
        let Some(faults) = &self.faults else { return };
        let who = self.who.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let place = place.unwrap_or_else(|| self.place.clone());
        let seen = Seen { trace_id: self.id.clone(), place, who, chain };
        if faults.try_send(seen).is_err() {
            // They come faster than they can be kept, or nobody keeps them any more; the log has each.
            metrics::counter!("cadastre_exceptions_left_out_total").increment(1);
        }
    }
}

static FIGURES: OnceLock<PrometheusHandle> = OnceLock::new();

/// Sends logs to standard error; the second call in a process changes nothing.
pub fn start(log: &Log) {
    let filter = log.filter.parse::<EnvFilter>().unwrap_or_else(|_| EnvFilter::new("info"));
    let is_terminal = std::io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(is_terminal);
    // Somebody who set a subscriber before (a test that reads the log) keeps it.
    let _kept = match log.format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
}

/// The figures of this process, collected from the first call on.
#[must_use]
pub fn figures() -> &'static PrometheusHandle {
    FIGURES.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        // A recorder that was there before keeps the figures; ours then stays empty.
        let _kept = metrics::set_global_recorder(recorder);
        handle
    })
}

/// Runs `work` as part of the request `id`.
pub async fn within_request<T>(id: String, work: impl Future<Output = T>) -> T {
    within(Trace::new(id, "request", None), work).await
}

/// Runs `work` as part of what `trace` says.
pub async fn within<T>(trace: Arc<Trace>, work: impl Future<Output = T>) -> T {
    TRACE.scope(trace, work).await
}

/// What is being done here.
#[must_use]
pub fn trace() -> Option<Arc<Trace>> {
    TRACE.try_with(Clone::clone).ok()
}

/// The identifier of the request being answered, when there is one.
#[must_use]
pub fn request_id() -> Option<String> {
    TRACE.try_with(|trace| trace.id.clone()).ok().filter(|id| !id.is_empty())
}

/// Tells the log, and whoever keeps faults, of one of ours: `chain` is the error with all its causes, `place` where it
/// happened, when that is known better than what is being done as a whole.
pub fn fault(place: Option<String>, chain: String) {
    tracing::error!(error = chain, place, "a fault of ours");
    if let Some(trace) = trace() {
        trace.tell(place, chain);
    }
}

/// The whole chain of an error, for the log.
#[must_use]
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
