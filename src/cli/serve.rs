//! `cadastre serve`: requests, schedules and background work until somebody stops it.

use std::{net::SocketAddr, process::ExitCode};

use clap::Args;
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;

use super::{Common, failure::Failure, open};
use crate::{
    app::{App, Purpose},
    http,
    jobs::Workers,
    telemetry,
};

/// Answers requests: pages, GraphQL, schedules.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  cadastre serve --data /var/lib/cadastre --listen 127.0.0.1:7878\n  cadastre serve --database postgres://cadastre@db/catalog"
)]
pub(super) struct Serve {
    /// Where to listen [default: 127.0.0.1:7878].
    #[arg(long, value_name = "HOST:PORT")]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub(super) async fn run(&self, common: &Common) -> Result<ExitCode, Failure> {
        let listen = self.listen.map(|address| ("server.listen", address.to_string()));
        let config = open::configuration(common, listen)?;
        telemetry::start(&config.log);
        let app = App::open(config, Purpose::Serve).await?;
        if let Some(link) = app.setup_link().await? {
            eprintln!("nobody can manage accounts yet; make the first one with this link, once:");
            eprintln!("  {}", link.expose_secret());
        }
        until_stopped(app, |address| eprintln!("Cadastre is ready at {address} (stop it with Ctrl-C)")).await
    }
}

/// Serves until a signal comes, then lets what works come to an end. `ready` is told the address that people use.
pub(super) async fn until_stopped(app: App, ready: impl FnOnce(&str)) -> Result<ExitCode, Failure> {
    let _figures = telemetry::figures();
    let listen = app.config().server.listen;
    let listener = TcpListener::bind(listen).await.map_err(|cause| {
        let message = format!("`listen`: cannot listen on {listen}: {cause}");
        Failure { field: Some("listen".into()), ..Failure::unavailable(message) }.helped("choose another port")
    })?;
    let workers = if app.config().database.is_some() { Workers::Among } else { Workers::Alone };
    app.jobs().recover(workers).await?;
    let work = tokio::spawn({
        let (jobs, at_once, stop) = (app.jobs().clone(), app.config().jobs.workers, app.stopping());
        async move { jobs.work(at_once, stop).await }
    });
    let telling = tokio::spawn({
        let notify = app.notify().clone();
        async move { notify.work().await }
    });
    tokio::spawn(stop_on_signal(app.clone()));
    let address = match (&app.config().server.public_url, listener.local_addr()) {
        (None, Ok(local)) => format!("http://{local}"),
        _ => app.config().server.address(),
    };
    tracing::info!(data = %app.config().data.display(), "listening on {address}");
    ready(&address);
    let served = http::serve(app.clone(), listener).await;
    app.stop();
    drop(work.await);
    drop(telling.await);
    app.audit().flush().await;
    served.map_err(|cause| Failure::unavailable(format!("the server stopped: {cause}")))?;
    Ok(ExitCode::SUCCESS)
}

async fn stop_on_signal(app: App) {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
        tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
    tracing::info!("stopping");
    app.stop();
}
