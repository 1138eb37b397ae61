//! `cadastre demo`: the demonstration, made in a moment and served on this machine only.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::{Common, failure::Failure, open, serve};
use crate::{
    app::{App, Purpose},
    demo, telemetry,
};

/// Shows Cadastre with a made-up company and ninety days of its history.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cadastre demo\n  cadastre demo --fresh --port 8000")]
pub(super) struct Demo {
    /// The port of 127.0.0.1 to listen on; 0 takes a free one [default: that of CADASTRE_LISTEN, else 7878].
    #[arg(long)]
    port: Option<u16>,
    /// Begin anew in a temporary directory, which is removed at the end.
    #[arg(long, conflicts_with = "data")]
    fresh: bool,
}

impl Demo {
    pub(super) async fn run(&self, common: &Common) -> Result<ExitCode, Failure> {
        let mut common = common.clone();
        let temporary = self.fresh.then(|| std::env::temp_dir().join(format!("cadastre-demo-{}", std::process::id())));
        let usual = temporary.clone().unwrap_or_else(|| PathBuf::from("cadastre-demo"));
        common.data.get_or_insert(usual);
        let mut flags = vec![("demo", "true".to_owned())];
        flags.extend(self.port.map(|port| ("server.listen", format!("127.0.0.1:{port}"))));
        if common.verbose == 0 {
            flags.push(("log.filter", "warn".into()));
        }
        let config = open::configuration(&common, flags)?;
        telemetry::start(&config.log);
        eprintln!("data directory: {}", config.data.display());
        demo::fill(&config).await?;
        let app = App::open(config, Purpose::Serve).await?;
        app.catch_up().await?;
        let served = serve::until_stopped(app, |address| {
            println!("{address}");
            eprintln!("the demonstration is ready at {address} (stop it with Ctrl-C)");
        });
        let outcome = served.await;
        if let Some(directory) = temporary {
            let _gone = std::fs::remove_dir_all(directory);
        }
        outcome
    }
}
