//! What all long answers share: how many one caller may have open, and that they end when rights change.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::{MissedTickBehavior, interval};

use super::error::Problem;
use crate::{
    access::{Caller, Credential},
    app::App,
};

/// How many streams and sockets one session or token may have open.
const MOST_EACH: usize = 32;
/// How many there may be in all.
const MOST: usize = 10_000;
/// How often rights are asked again when nothing says that they changed; another server may have changed them.
const RECHECK: Duration = Duration::from_secs(10);

/// What is open; a cheap handle.
#[derive(Clone, Default)]
pub struct Streams(Arc<Mutex<HashMap<String, usize>>>);

/// One open stream; closing it gives the place back.
pub struct Open {
    streams: Streams,
    key: String,
}

impl Streams {
    /// Takes a place for `caller`.
    ///
    /// # Errors
    /// 503 when they, or all together, have too many open.
    pub fn open(&self, caller: &Caller) -> Result<Open, Problem> {
        let key = match &caller.credential {
            Credential::Session { hash } | Credential::Token { hash } => hash.clone(),
            Credential::Nothing | Credential::System => String::new(),
        };
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if open.values().sum::<usize>() >= MOST {
            return Err(Problem::unavailable("too many streams are open here; try again later"));
        }
        let mine = open.entry(key.clone()).or_default();
        if *mine >= MOST_EACH {
            return Err(Problem::unavailable(format!("{MOST_EACH} streams are open already; close one first")));
        }
        *mine += 1;
        Ok(Open { streams: self.clone(), key })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut open = self.streams.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mine) = open.get_mut(&self.key) {
            *mine = mine.saturating_sub(1);
            if *mine == 0 {
                open.remove(&self.key);
            }
        }
    }
}

/// Ends when the caller's rights are no longer what they were, or nobody can say.
pub async fn until_rights_change(app: App, caller: Caller) {
    let mut changes = app.access().watch();
    let mut tick = interval(RECHECK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        // The first tick comes at once, so nothing that changed before the watch began is missed.
        tokio::select! {
            _ = tick.tick() => {}
            Ok(()) = changes.changed() => {}
        }
        match app.access().recheck(&caller).await {
            Ok(Some(now)) if now.viewer == caller.viewer => {}
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_caller_has_a_bounded_number_of_streams() {
        let streams = Streams::default();
        let caller = Caller { credential: Credential::Token { hash: "h".into() }, ..Caller::anonymous() };
        let open: Vec<Open> = (0..MOST_EACH).map(|_| streams.open(&caller).unwrap()).collect();
        assert!(streams.open(&caller).is_err());
        let other = Caller { credential: Credential::Token { hash: "i".into() }, ..Caller::anonymous() };
        assert!(streams.open(&other).is_ok());
        drop(open);
        assert!(streams.open(&caller).is_ok());
        assert!(streams.0.lock().unwrap().is_empty());
    }
}
