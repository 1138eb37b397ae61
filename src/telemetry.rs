//! Logs and figures: where they go. What is logged is said where it happens.
//!
//! Also the identifier of the request being answered, so that an error deep inside can name it.

use std::{io::IsTerminal as _, sync::OnceLock};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

tokio::task_local! {
    static REQUEST_ID: String;
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
    REQUEST_ID.scope(id, work).await
}

/// The identifier of the request being answered, when there is one.
#[must_use]
pub fn request_id() -> Option<String> {
    REQUEST_ID.try_with(Clone::clone).ok()
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
