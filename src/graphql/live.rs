//! Changes as they happen.

use async_graphql::{Context, Result, Subscription};
use catalog::{Action, ChangeNumber, Viewer};
use futures_util::Stream;
use tokio_stream::wrappers::ReceiverStream;

use super::{app, change::Change, viewer};
use crate::app::App;

/// The most changes that one look fetches.
const BATCH: u64 = 200;
/// How long it takes until the log is looked at again after the store did not answer.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(1);

/// Changes as they happen.
#[derive(Default)]
pub struct ChangeSubscription;

#[Subscription]
impl ChangeSubscription {
    /// Every change that whoever asks may know of, once and in order, from behind `after` on; from now on, when it is
    /// left out. Who was cut off goes on with the number of the last change that they got.
    async fn changes(&self, ctx: &Context<'_>, after: Option<ChangeNumber>) -> Result<impl Stream<Item = Change>> {
        let (app, viewer) = (app(ctx).clone(), viewer(ctx).clone());
        viewer.must(Action::ReadCatalog)?;
        let mut position = match after {
            Some(after) => after,
            None => app.catalog().last_change().await?,
        };
        // A slow listener holds up only itself: the log waits where it is.
        let (sender, receiver) = tokio::sync::mpsc::channel(64);
        tokio::spawn(async move {
            let mut news = app.catalog().watch();
            let stopping = app.stopping();
            loop {
                news.borrow_and_update();
                let has_failed = loop {
                    match next(&app, &viewer, position).await {
                        Ok(Some((changes, reached))) => {
                            for change in changes {
                                if sender.send(change).await.is_err() {
                                    return;
                                }
                            }
                            position = reached;
                        }
                        Ok(None) => break false,
                        Err(cause) => {
                            tracing::warn!("cannot read the log for a listener: {}", crate::telemetry::chain(&cause));
                            break true;
                        }
                    }
                };
                tokio::select! {
                    () = sender.closed() => return,
                    () = stopping.cancelled() => return,
                    // The listener is not to wait for the next change because this one could not be read.
                    () = tokio::time::sleep(AGAIN), if has_failed => {}
                    changed = news.changed() => if changed.is_err() { return },
                }
            }
        });
        Ok(ReceiverStream::new(receiver))
    }
}

/// Changes, and the number of the last of the log that they reach.
type News = (Vec<Change>, ChangeNumber);

/// What came right behind `position`, and where that ends; none when nothing did.
async fn next(app: &App, viewer: &Viewer, position: ChangeNumber) -> catalog::Result<Option<News>> {
    let mut found = app.catalog().changes_after(position, BATCH).await?;
    app.catalog().redact_origins(viewer, &mut found).await?;
    let Some(reached) = found.last().map(|change| change.number) else { return Ok(None) };
    let ids: Vec<_> = found.iter().map(|change| change.asset).collect();
    let visible = app.catalog().visible(viewer, &ids).await?;
    let mut commits = std::collections::HashMap::new();
    let mut changes = Vec::new();
    for change in found.into_iter().filter(|change| visible.contains(&change.asset)) {
        if let std::collections::hash_map::Entry::Vacant(entry) = commits.entry(change.commit) {
            entry.insert(app.catalog().commit(viewer, change.commit).await?);
        }
        let Some(commit) = commits.get(&change.commit).cloned() else { continue };
        changes.push(Change::new(change, commit));
    }
    Ok(Some((changes, reached)))
}
