//! The application: everything opened once and handed out as one cheap handle.

mod error;
mod follow;
mod lock;
mod parts;
mod store;

use std::{path::Path, sync::Arc, time::Duration};

use catalog::{Catalog, Clock, Follower};
use connectors::Outbound;
use lineage::{Lineage, openlineage::OpenLineage, propagation::Propagation};
use search::{Index, SearchFollower};
use secrecy::{ExposeSecret as _, SecretString};
use tokio_util::sync::CancellationToken;

pub use self::{
    error::{Error, Result},
    follow::FollowerState,
};
use self::{follow::Running, lock::Lock};
use crate::{
    access::{self, Access, Providers, Sealer},
    audit::{Audit, Exceptions},
    checking::Checking,
    collab::Collab,
    config::Config,
    jobs::{Jobs, Keep, Settings},
    notify::{self, Notify},
    sources::Sources,
    standards::Standards,
    worth::Worth,
};

/// The application; a cheap handle.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    config: Config,
    catalog: Catalog,
    index: Index,
    lineage: Lineage,
    openlineage: OpenLineage,
    propagation: Propagation,
    followers: Vec<Running>,
    access: Access,
    audit: Audit,
    exceptions: Exceptions,
    sealer: Sealer,
    sources: Sources,
    checking: Checking,
    jobs: Jobs,
    collab: Collab,
    standards: Standards,
    notify: Notify,
    worth: Worth,
    stop: CancellationToken,
    _lock: Option<Lock>,
}

/// What the application is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To answer requests: takes the directory's lock and lets followers run.
    Serve,
    /// To run one command that writes: takes the lock; the command lets followers catch up itself.
    Command,
    /// To read beside a running server: takes no lock.
    Look,
}

impl App {
    /// Opens the data directory: makes it where needed, brings the store to this version, reads or makes the key.
    ///
    /// # Errors
    /// [`Error`] saying what keeps it from opening and what helps.
    pub async fn open(config: Config, purpose: Purpose) -> Result<Self> {
        Self::open_at(config, purpose, Clock::System).await
    }

    /// The same with a clock of the caller's.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_at(config: Config, purpose: Purpose, clock: Clock) -> Result<Self> {
        make_directory(&config.data)?;
        let lock = if purpose == Purpose::Look { None } else { Some(Lock::take(&config.data)?) };
        let sealer = Sealer::of_directory(&config.data)?;
        let database = store::open(&config).await?;
        let catalog = Catalog::new(database, clock);
        catalog.last_change().await?;
        let audit = Audit::new(catalog.database().clone(), catalog.clock().clone());
        let exceptions = Exceptions::new(catalog.database().clone(), catalog.clock().clone());
        let outbound = Outbound::new(config.sources.allow_private_addresses);
        let access = Access::new(catalog.clone(), doors(&config, outbound, catalog.clock()))?;
        let sources = Sources::new(catalog.clone(), sealer.clone(), outbound);
        let collab = Collab::new(catalog.clone(), access.clone(), sources.clone());
        let standards = Standards::new(catalog.clone(), collab.clone());
        let index = Index::open(&config.index_directory()).map_err(Error::part)?;
        let lineage = Lineage::open(catalog.clone()).await.map_err(Error::part)?;
        let propagation = Propagation::new(lineage.clone());
        let checking = Checking::new(catalog.clone(), sources.clone(), index.clone(), lineage.clone(), access.clone());
        let settings = jobs_settings(&config, &exceptions);
        let jobs = Jobs::new(catalog.clone(), sources.clone(), checking.clone(), settings);
        let worth = Worth::new(catalog.clone(), lineage.clone(), access.clone(), sources.clone());
        jobs.attach_worth(worth.clone());
        let stop = CancellationToken::new();
        let notify =
            Notify::new(catalog.clone(), access.clone(), sealer.clone(), notify_settings(&config), stop.clone())
                .map_err(Error::part)?;
        let followers = followers(&catalog, &index, &propagation, &lineage, &notify);
        let followers = followers.into_iter().map(Running::new).collect();
        let app = Self(Arc::new(Inner {
            openlineage: OpenLineage::new(catalog.clone()),
            config,
            catalog,
            index,
            lineage,
            propagation,
            followers,
            access,
            audit,
            exceptions,
            sealer,
            sources,
            checking,
            jobs,
            collab,
            standards,
            notify,
            worth,
            stop,
            _lock: lock,
        }));
        if purpose == Purpose::Serve {
            app.run_followers();
        }
        Ok(app)
    }

    fn run_followers(&self) {
        for running in &self.0.followers {
            tokio::spawn(running.clone().run(self.catalog().clone(), self.stopping()));
        }
    }

    /// Lets every follower read on until it has seen everything; what a command does before it ends.
    ///
    /// # Errors
    /// The first follower's that fails; the others have caught up all the same.
    pub async fn catch_up(&self) -> Result<()> {
        let mut outcome = Ok(());
        let before = self.catalog().last_change().await?;
        for running in &self.0.followers {
            outcome = outcome.and(running.catch_up(self.catalog()).await.map_err(Error::from).map(drop));
        }
        // One that writes itself comes behind some of those that have to see it.
        if self.catalog().last_change().await? > before {
            for running in &self.0.followers {
                outcome = outcome.and(running.catch_up(self.catalog()).await.map_err(Error::from).map(drop));
            }
        }
        outcome
    }

    /// Waits until a follower has seen what was written just now, two seconds at most: who asks it next should find
    /// that. A follower that fails or takes longer goes on in its own time.
    pub async fn settle(&self, follower: &str) {
        let Some(running) = self.0.followers.iter().find(|running| running.name() == follower).cloned() else {
            return;
        };
        let catalog = self.catalog().clone();
        let caught_up = tokio::spawn(async move { running.catch_up(&catalog).await });
        if !matches!(tokio::time::timeout(Duration::from_secs(2), caught_up).await, Ok(Ok(Ok(_)))) {
            tracing::warn!(follower, "what was written just now is not seen by `{follower}` yet");
        }
    }

    /// Lets every follower forget what it knows and read the whole log anew.
    ///
    /// # Errors
    /// The first follower's that fails.
    pub async fn rebuild_followers(&self) -> Result<()> {
        for running in &self.0.followers {
            running.reset().await?;
        }
        self.catch_up().await
    }

    /// Where each follower is.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn follower_states(&self) -> Result<Vec<FollowerState>> {
        let last = self.catalog().last_change().await?;
        Ok(self.0.followers.iter().map(|running| running.state(last)).collect())
    }

    /// An application over `data` for a test, with defaults.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn for_test(data: &Path, clock: Clock) -> Result<Self> {
        Self::open_at(Config::for_directory(data), Purpose::Command, clock).await
    }

    /// Ends when the application stops; whatever stays open watches it.
    #[must_use]
    pub fn stopping(&self) -> CancellationToken {
        self.0.stop.clone()
    }

    /// Begins to stop: streams end, workers finish what they do, the server takes no more requests.
    pub fn stop(&self) {
        self.0.stop.cancel();
    }

    /// The one-time link with which the first administrator is made; none when somebody can manage users already. An
    /// earlier link is no longer good.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn setup_link(&self) -> Result<Option<SecretString>> {
        let secret = self.access().begin_setup().await?;
        let address = self.config().server.address();
        Ok(secret.map(|secret| format!("{address}/setup?token={}", secret.expose_secret()).into()))
    }

    /// Writes the whole store, as it is at one moment, into the new file of an embedded one; others may go on writing.
    ///
    /// # Errors
    /// When one of the two fails.
    pub async fn back_up(&self, path: &Path) -> Result<()> {
        store::back_up(self.database(), path).await
    }

    /// Fills the empty store that `config` names, a server's, with everything that the file of an embedded one holds.
    ///
    /// # Errors
    /// A conflict when the store is not empty; when one of the two fails. Then nothing was written.
    pub async fn fill_store(config: &Config, path: &Path) -> Result<()> {
        store::fill(config, path).await
    }

    /// Whether the store answers.
    pub async fn is_store_ready(&self) -> bool {
        store::is_ready(self.database()).await
    }
}

/// The followers of the log. What follows lineage waits for lineage, so it comes behind it; what tells comes last.
fn followers(
    catalog: &Catalog,
    index: &Index,
    propagation: &Propagation,
    lineage: &Lineage,
    notify: &Notify,
) -> [Arc<dyn Follower>; 4] {
    let search = SearchFollower::new(catalog.clone(), index.clone());
    [Arc::new(search), Arc::new(lineage.follower()), Arc::new(propagation.follower()), notify.follower(lineage.clone())]
}

fn jobs_settings(config: &Config, exceptions: &Exceptions) -> Settings {
    let keep = Keep {
        pipeline_runs: config.pipelines.keep_runs,
        usage: config.usage.keep,
        quality: config.quality.keep,
        audit: config.audit.keep,
        exceptions: config.audit.keep_exceptions,
        events: config.openlineage.keep_events,
        events_bytes: config.openlineage.keep_events_bytes,
        news: config.notify.keep,
        news_rows: config.notify.keep_events,
    };
    Settings { keep, faults: Some(exceptions.sink()), ..Settings::default() }
}

fn doors(config: &Config, outbound: Outbound, clock: &Clock) -> access::Settings {
    let providers = Providers::of(config, outbound, clock);
    access::Settings { is_demo: config.demo, longest_token: config.tokens.longest, providers }
}

fn notify_settings(config: &Config) -> notify::Settings {
    notify::Settings {
        address: config.server.address(),
        outbound: Outbound { allow_private: config.notify.allow_private_addresses, names: config.notify.names },
        authorities: config.notify.authorities.clone(),
        smtp: config.notify.smtp.clone(),
    }
}

fn make_directory(data: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data).map_err(|cause| Error::Directory { path: data.to_owned(), cause })
}
