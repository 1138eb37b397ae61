//! Changes as they happen.

use async_graphql::{Context, Result, Subscription};
use catalog::{Action, ChangeNumber};
use futures_util::Stream;
use tokio_stream::wrappers::ReceiverStream;

use super::{app, change::Change, viewer};
use crate::app::App;

/// The most changes that one look fetches.
const BATCH: u64 = 200;

/// Changes as they happen.
#[derive(Default)]
pub struct ChangeSubscription;

#[Subscription]
impl ChangeSubscription {
    /// Every change that whoever asks may know of, once and in order, from behind `after` on; from now on, when it is
    /// left out.
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
                while let Some((changes, reached)) = next(&app, &viewer, position).await {
                    for change in changes {
                        if sender.send(change).await.is_err() {
                            return;
                        }
                    }
                    position = reached;
                }
                tokio::select! {
                    () = sender.closed() => return,
                    () = stopping.cancelled() => return,
                    changed = news.changed() => if changed.is_err() { return },
                }
            }
        });
        Ok(ReceiverStream::new(receiver))
    }
}

/// What came right behind `position`, and where that ends; none when nothing did or the store does not answer.
async fn next(app: &App, viewer: &catalog::Viewer, position: ChangeNumber) -> Option<(Vec<Change>, ChangeNumber)> {
    let found = app.catalog().changes_after(position, BATCH).await.ok()?;
    let reached = found.last()?.number;
    let ids: Vec<_> = found.iter().map(|change| change.asset).collect();
    let visible = app.catalog().visible(viewer, &ids).await.ok()?;
    let mut commits = std::collections::HashMap::new();
    let mut changes = Vec::new();
    for change in found.into_iter().filter(|change| visible.contains(&change.asset)) {
        if let std::collections::hash_map::Entry::Vacant(entry) = commits.entry(change.commit) {
            entry.insert(app.catalog().commit(viewer, change.commit).await.ok()?);
        }
        let commit = commits.get(&change.commit)?.clone();
        changes.push(Change::new(change, commit));
    }
    Some((changes, reached))
}
